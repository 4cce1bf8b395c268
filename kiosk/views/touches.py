"""What a finger does to a screen, as values: the only thing that screens ever answer."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Touched:
    """A touch anywhere on a screen that waits for one (attract)."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of the View was pressed and released inside."""

    key: str


@dataclass(frozen=True, slots=True)
class DigitTyped:
    """A key of the PIN pad; never in a repr."""

    digit: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class CharTyped:
    """A key of the code keyboard: A-Z, 0-9 or hyphen."""

    char: str
