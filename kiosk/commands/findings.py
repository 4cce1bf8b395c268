"""What a check of `kiosk doctor` answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.base.config import Config


class Found(StrEnum):
    """What a check came to; LEFT_OUT: this kiosk is not set up to have it."""

    GOOD = "good"
    WARNING = "warning"
    MISSING = "missing"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the answer: `said` what is so, `todo` what to do ("" when nothing).

    `told`: the same for the acceptance slip, a message that every language has ("" when nothing need be said there).
    """

    name: str
    found: Found
    said: str
    todo: str = ""
    told: str = ""


Check = Callable[[Config], Iterator[Finding]]


def good(name: str, said: str) -> Finding:
    """All well."""
    return Finding(name, Found.GOOD, said)


def missing(name: str, said: str, todo: str, told: str = "") -> Finding:
    """A kiosk cannot do without it."""
    return Finding(name, Found.MISSING, said, todo, told)


def warning(name: str, said: str, todo: str) -> Finding:
    """The kiosk runs, but somebody should look."""
    return Finding(name, Found.WARNING, said, todo)


def left_out(name: str, said: str, told: str) -> Finding:
    """Not set up on this kiosk."""
    return Finding(name, Found.LEFT_OUT, said, told=told)
