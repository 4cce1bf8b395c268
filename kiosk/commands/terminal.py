"""A terminal obeys no data: what a card, a file or a device says is shown on it, and never moves it, renames it or types into it."""

from __future__ import annotations

import re
import sys
from typing import Any, TextIO

# what click.style makes of a word passes; every other control character stands there as its number
_OBEYED = re.compile(r"\x1b\[(?:0|1|3[0-7])m|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def shown(text: str) -> str:
    """The text as a terminal may have it."""
    return _OBEYED.sub(lambda found: found[0] if len(found[0]) > 1 else f"\\x{ord(found[0]):02x}", text)


class Guarded:
    """A stream that leads to a terminal; whoever draws there asks for `plain`."""

    def __init__(self, plain: TextIO) -> None:
        self.plain = plain

    def write(self, text: str) -> int:
        """Write it without what a terminal would obey."""
        self.plain.write(shown(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        """Write them, each without what a terminal would obey."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)


def guard() -> None:
    """From now on nothing that is printed makes a terminal do anything."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and stream.isatty():
            setattr(sys, name, Guarded(stream))


def drawing(stream: TextIO) -> TextIO:
    """The stream itself, for a bar that is drawn over and over; nothing of data goes there."""
    return stream.plain if isinstance(stream, Guarded) else stream
