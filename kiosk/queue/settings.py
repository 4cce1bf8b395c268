"""What a profile decides about tickets: prefixes, start numbers, caps, opening hours, recalls, retention."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

# letters of residence cards: a resident with a B card must not hold ticket B012 (R018)
CARD_LETTERS = frozenset("ABCDEFHIJKLMN")
DEFAULT_CLASSES = ("G", "P", "R", "S", "T", "U", "V", "W", "X", "Z")
_PREFIX = re.compile(r"[A-Z]{1,2}\Z")
_MARK = re.compile(r"[0-9A-Z]{1,3}\Z")


class OpeningHours(Protocol):
    """When tickets are given; the profile's opening hours as the queue needs them."""

    def is_open(self, now: datetime) -> bool:
        """Whether tickets are given at this moment."""
        ...

    def next_opening(self, now: datetime) -> datetime | None:
        """The next moment after `now` at which it opens; None when none is known."""
        ...


class AlwaysOpen:
    """No opening hours: tickets are given at any time."""

    def is_open(self, now: datetime) -> bool:
        """Open."""
        del now
        return True

    def next_opening(self, now: datetime) -> datetime | None:
        """It never opens, because it never closes."""
        del now
        return None


@dataclass(frozen=True, slots=True)
class ClassSettings:
    """One ticket class: its prefix, the first number of a day, and the most numbers of a day (None: no cap)."""

    prefix: str
    start: int = 1
    cap: int | None = None
    open: bool = True

    def __post_init__(self) -> None:
        if not _PREFIX.match(self.prefix):
            raise ValueError(f"a ticket prefix is one or two capital letters, not {self.prefix!r}")
        if self.prefix in CARD_LETTERS:
            raise ValueError(f"PREFIX_IS_CARD_LETTER: {self.prefix}")
        if self.start < 0:
            raise ValueError("the first number of a day is 0 or more")
        if self.cap is not None and self.cap < 0:
            raise ValueError("a cap is 0 or more")


def _default_classes() -> Mapping[str, ClassSettings]:
    return MappingProxyType({letter: ClassSettings(letter) for letter in DEFAULT_CLASSES})


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """Everything that the store needs to know of the profile.

    `offline_mark` names this kiosk in the numbers that it gives while the central store is gone ("R2-001").
    `no_show_after` calls without an answer make the next recall a no-show.  `retention_days` is how long single
    tickets are kept before only their counts stay.  `clock_tolerance` is how far, in seconds, the clock may
    stand before the newest ticket.  `reserve_mb` is the free disk space below which no number is promised.
    `language` is that of a ticket whose taker named none.
    """

    classes: Mapping[str, ClassSettings] = field(default_factory=_default_classes)
    opening: OpeningHours = field(default_factory=AlwaysOpen)
    no_show_after: int = 4
    carry_over: bool = False
    retention_days: int = 30
    offline_mark: str = "1"
    clock_tolerance: float = 120.0
    reserve_mb: int = 16
    language: str = "en"

    def __post_init__(self) -> None:
        prefixes = [one.prefix for one in self.classes.values()]
        if len(set(prefixes)) != len(prefixes):
            raise ValueError("two ticket classes share a prefix")
        if not _MARK.match(self.offline_mark):
            raise ValueError("an off-line mark is one to three capital letters or digits")
        if self.no_show_after < 1 or self.retention_days < 1:
            raise ValueError("no_show_after and retention_days are at least 1")


def number_text(prefix: str, series: str, seq: int) -> str:
    """The number as it is printed and called: prefix and at least three digits, the thousandth is R1000.

    A number given off line says by which kiosk: "R2-001".
    """
    return f"{prefix}{series}-{seq:03d}" if series else f"{prefix}{seq:03d}"
