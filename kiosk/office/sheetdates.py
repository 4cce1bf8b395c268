"""Dates and times as a program or a Belgian sheet writes them: `2026-11-18T10:40`, `18/11/2026 9:40`.

Nothing is guessed: a time that is missing, does not exist or comes twice is a mistake, and of `03/04/2026` somebody else in
the same file must prove that the day comes first.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from kiosk.base.clock import BRUSSELS, plausible, plausible_day

_DAY: Final = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
_LOCAL: Final = r"(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<local_year>\d{4})"
_TIME: Final = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<seconds>\d\d)(?:\.\d{1,9})?)?(?P<zone>Z|[+-]\d\d:?\d\d)?"
_DATE: Final = re.compile(f"{_DAY}|{_LOCAL}", re.ASCII)
_MOMENT: Final = re.compile(f"(?:{_DAY}|{_LOCAL})(?:[T ]+{_TIME})?", re.ASCII)


class DateMistake(ValueError):
    """What is wrong with it; the message does not repeat it."""


class SheetDates:
    """Reads the dates of one file.  `doubtful` counts those that may be read two ways, `day_first` says that one proved which."""

    def __init__(self) -> None:
        self.doubtful = 0
        self.day_first = False

    def day(self, text: str) -> date:
        """A date; DateMistake."""
        found = _DATE.fullmatch(text)
        if found is None:
            raise DateMistake("a date such as 2026-11-18")
        day = self._day(found)
        if not plausible_day(day):
            raise DateMistake("this year cannot be meant")
        return day

    def moment(self, text: str) -> datetime:
        """A moment in Belgian time; DateMistake."""
        found = _MOMENT.fullmatch(text)
        if found is None:
            raise DateMistake("a time such as 2026-11-18T10:40")
        day = self._day(found)
        if found["hour"] is None:
            raise DateMistake("the time is missing: 2026-11-18T10:40")
        try:
            clock = int(found["hour"]), int(found["minute"]), int(found["seconds"] or 0)
            shown = datetime(day.year, day.month, day.day, *clock, tzinfo=BRUSSELS)
            zone = found["zone"]
            moment = (
                datetime.fromisoformat(f"{shown.replace(tzinfo=None).isoformat()}{zone}") if zone else _belgian(shown)
            )
            if not plausible(moment):
                raise DateMistake("this year cannot be meant")
        except DateMistake:
            raise
        except ValueError:
            raise DateMistake("there is no such time") from None
        return moment.astimezone(BRUSSELS)

    def _day(self, found: re.Match[str]) -> date:
        try:
            if found["year"]:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            first, second = int(found["first"]), int(found["second"])
            if second > 12 >= first:
                raise DateMistake("the day comes first: 18/11/2026")
            # with dots and hyphens nobody writes the month first
            if found["sign"] == "/" and first > 12:
                self.day_first = True
            elif found["sign"] == "/" and first != second:
                self.doubtful += 1
            return date(int(found["local_year"]), second, first)
        except DateMistake:
            raise
        except ValueError:
            raise DateMistake("there is no such day") from None


def _belgian(shown: datetime) -> datetime:
    """What a Belgian clock shows, where it shows that once."""
    if shown.utcoffset() != shown.replace(fold=1).utcoffset():
        if shown.astimezone(UTC).astimezone(BRUSSELS).hour != shown.hour:
            raise DateMistake("there is no such time: the clock is set forward over it that night")
        raise DateMistake("this time comes twice that night: write +02:00 or +01:00 behind it")
    return shown
