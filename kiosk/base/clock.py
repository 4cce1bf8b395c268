"""The only source of time: civil time in Europe/Brussels and a monotonic clock for durations."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")

# what can be meant: "no date" is 0001-01-01 or 9999-12-31 to many programs, and no time zone can be applied to those
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """What the product may know of time."""

    def now(self) -> datetime:
        """Civil time in Europe/Brussels, aware."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back; for durations only."""
        ...

    def synchronised(self) -> bool | None:
        """True or False when the system tells, None when it does not."""
        ...


class SystemClock:
    """The machine's clock; `shift` seconds ahead of it in a simulation."""

    def __init__(self, shift: float = 0.0, *, synchronised: bool | Callable[[], bool | None] | None = None) -> None:
        self.shift = shift
        self._synchronised = synchronised

    def now(self) -> datetime:
        """Civil time in Europe/Brussels."""
        return datetime.fromtimestamp(time.time() + self.shift, UTC).astimezone(BRUSSELS)

    def monotonic(self) -> float:
        """Seconds of the monotonic clock; a simulation's shift does not touch it."""
        return time.monotonic()

    def synchronised(self) -> bool | None:
        """What the given callable says now (`kiosk.base.clocksync.synchronised`), or the given value."""
        return self._synchronised() if callable(self._synchronised) else self._synchronised


class ManualClock:
    """A clock that moves only when told; for tests, demos and pictures."""

    def __init__(self, start: datetime, *, synchronised: bool | None = True) -> None:
        self._now = start if start.tzinfo else start.replace(tzinfo=BRUSSELS)
        self._monotonic = 1000.0
        self.is_synchronised = synchronised

    def now(self) -> datetime:
        """The time it was set to, plus what it was moved by."""
        return self._now

    def monotonic(self) -> float:
        """Seconds since an arbitrary start."""
        return self._monotonic

    def synchronised(self) -> bool | None:
        """As set."""
        return self.is_synchronised

    def advance(self, seconds: float) -> None:
        """Move both clocks forward, through daylight-saving changes in absolute time."""
        instant = self._now.astimezone(UTC).timestamp() + seconds
        self._now = datetime.fromtimestamp(instant, UTC).astimezone(BRUSSELS)
        self._monotonic += seconds

    def set(self, moment: datetime) -> None:
        """Set the civil time only."""
        self._now = moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)


def plausible(moment: datetime) -> bool:
    """Whether an aware moment from outside can be meant; any other must not come in."""
    return EARLIEST <= moment < LATEST


def plausible_day(day: date) -> bool:
    """The same of a date."""
    return EARLIEST.date() <= day < LATEST.date()


def business_day(moment: datetime) -> date:
    """The civil day in Europe/Brussels of an aware moment."""
    return moment.astimezone(BRUSSELS).date()
