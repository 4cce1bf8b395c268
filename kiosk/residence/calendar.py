"""Days, months, ages, public holidays and working days, in civil dates of Europe/Brussels."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import holidays

ONE_DAY = timedelta(days=1)
BELGIUM = "BE"
_FRIDAY = 4
# no public holidays, yet days on which many municipalities close: of the Communities, of the Brussels Region, of the King
DayName = Literal[
    "bridge",
    "good_friday",
    "flemish_community",
    "french_community",
    "german_speaking_community",
    "brussels_region",
    "kings_day",
    "all_souls",
    "boxing_day",
]
OF_EVERY_YEAR = {
    "flemish_community": (7, 11),
    "french_community": (9, 27),
    "german_speaking_community": (11, 15),
    "brussels_region": (5, 8),
    "kings_day": (11, 15),
    "all_souls": (11, 2),
    "boxing_day": (12, 26),
}


def add_months(day: date, months: int) -> date:
    """The same day `months` later, clamped to the month's last day (section 4.5)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age_on(born: date, day: date) -> int:
    """Whole years of age on `day`; someone born on 29 February has a birthday on 1 March in common years (R076)."""
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The national public holidays of a year (regional and bank days are not among them)."""
    return frozenset(holidays.country_holidays(country, years=year))


@lru_cache(maxsize=64)
def _good_friday(year: int) -> date:
    """Two days before Easter Sunday, which is among the public holidays of Belgium."""
    known = holidays.country_holidays(BELGIUM, years=year, categories=(holidays.BANK,))
    return min(day for day in known if day.month in (3, 4) and day.weekday() == _FRIDAY)


def is_bridge(day: date) -> bool:
    """A Friday after a public holiday of Belgium on Thursday, or a Monday before one on Tuesday; none itself."""
    beside = {_FRIDAY: -ONE_DAY, 0: ONE_DAY}.get(day.weekday())
    return beside is not None and is_holiday(day + beside, BELGIUM) and not is_holiday(day, BELGIUM)


def has_name(day: date, name: DayName) -> bool:
    """True for a day that Belgium's municipalities call so."""
    match name:
        case "bridge":
            return is_bridge(day)
        case "good_friday":
            return day == _good_friday(day.year)
        case _:
            return (day.month, day.day) == OF_EVERY_YEAR[name]


def is_holiday(day: date, country: str) -> bool:
    """True on a national public holiday."""
    return day in public_holidays(country, day.year)


def is_working_day(day: date, country: str, closing_days: Iterable[date]) -> bool:
    """Monday to Friday, no national holiday, no closing day of the profile (section 4.6)."""
    return day.weekday() < 5 and not is_holiday(day, country) and day not in closing_days


def working_days_after(day: date, count: int, country: str, closing_days: frozenset[date]) -> date:
    """The `count`-th working day after `day` (which itself does not count)."""
    current = day
    left = count
    while left:
        current += ONE_DAY
        if is_working_day(current, country, closing_days):
            left -= 1
    return current


def special_day_between(first: date, last: date, country: str, closing_days: frozenset[date]) -> bool:
    """True when a holiday or closing day on Monday to Friday lies strictly between two days (R053)."""
    current = first + ONE_DAY
    while current < last:
        if current.weekday() < 5 and not is_working_day(current, country, closing_days):
            return True
        current += ONE_DAY
    return False
