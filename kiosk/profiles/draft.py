"""What could be read of a profile that may have mistakes: what each check looks at."""

from __future__ import annotations

from typing import Any


class Draft:
    """The parts of a profile that could be read; a part that could not is absent."""

    def __init__(self) -> None:
        self.parts: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        """The value of a part; None when it is absent or broken."""
        return self.parts.get(name)

    def rows(self, name: str) -> list[tuple[int, Any]]:
        """The sound rows of a list of tables, each with its index in the file."""
        rows: list[tuple[int, Any]] = self.parts.get(name) or []
        return rows
