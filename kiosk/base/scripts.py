"""The scripts that need letters of their own, from `kiosk/locales/scripts.toml`; which of them a text is written in."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

LATIN: Final = "Latn"


@dataclass(frozen=True, slots=True)
class Script:
    """A row of `scripts.toml`, which says what each key means; `pattern` finds one of its letters."""

    code: str
    pattern: re.Pattern[str]
    regular: str
    bold: str
    package: str
    number: int | None = None
    right_to_left: bool = False
    no_spaces: bool = False


def _row(letters: list[tuple[str, str]], **rest: Any) -> Script:
    ranges = "".join(f"{_sign(first)}-{_sign(last)}" for first, last in letters)
    return Script(pattern=re.compile(f"[{ranges}]"), **rest)


def _sign(name: str) -> str:
    return chr(int(name.removeprefix("U+"), 16))


def _rows() -> dict[str, Script]:
    text = (resources.files("kiosk") / "locales" / "scripts.toml").read_text(encoding="utf-8")
    return {row["code"]: _row(**row) for row in tomllib.loads(text)["scripts"]}


SCRIPTS: dict[str, Script] = _rows()


@lru_cache(maxsize=4096)
def script_of(text: str) -> str:
    """The script whose letters must be drawn: "Arab" for any Arabic letter, "Latn" where Inter has all of them."""
    return next((code for code, row in SCRIPTS.items() if row.pattern.search(text)), LATIN)
