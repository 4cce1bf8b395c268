"""When a place is open: intervals of the week, closing days and public holidays (R120)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from kiosk.base.clock import BRUSSELS
from kiosk.residence.calendar import ONE_DAY, is_holiday

if TYPE_CHECKING:
    from kiosk.residence.profile import Interval, Place, Profile
    from kiosk.residence.town import SpecialDays

# a place that has no open day in this many days has no opening hours worth telling
HORIZON_DAYS = 60


def intervals_on(profile: Profile, place: Place, day: date) -> tuple[Interval, ...]:
    """The opening intervals of a civil day, in order; empty on closing days and public holidays.

    A special day of the place stands before one of the town, both before the week.  Only a single day that is named with
    its year opens what is closed otherwise; a season's week holds on days that are no holiday, hours of days that come
    every year and of spans hold on days that are open anyhow.
    """
    closed = day in place.closing_days or day in profile.closing_days or is_holiday(day, profile.calendar.country)
    usual = () if closed else place.opening.on_weekday(day.weekday())
    special = special_on(profile, place, day)
    if special is None:
        return usual
    if day in special.days:
        return special.on(day)
    if special.week is not None:
        return () if closed else special.on(day)
    return special.hours if usual else ()


def special_on(profile: Profile, place: Place, day: date) -> SpecialDays | None:
    """What the town or the place says of this day in particular; None on an ordinary day."""
    return next((row for row in (*place.special_days, *profile.special_days) if row.holds(day)), None)


def closed_for_once(profile: Profile, place: Place, day: date) -> bool:
    """True on a day that the town or the place names as closed; weekends, holidays and weekdays of a season are not."""
    special = special_on(profile, place, day)
    listed = day in place.closing_days or day in profile.closing_days
    if special is None:
        return listed
    closes = special.week is None and not special.hours
    return closes if day in special.days else closes or listed


def is_open_day(profile: Profile, place: Place, day: date) -> bool:
    """True when the place opens at any time of that day."""
    return bool(intervals_on(profile, place, day))


def is_open(profile: Profile, place: Place, now: datetime) -> bool:
    """True when the place is open at this aware moment; the closing minute itself is closed."""
    local = now.astimezone(BRUSSELS)
    at = local.time()
    return any(interval.begins <= at < interval.ends for interval in intervals_on(profile, place, local.date()))


def next_opening(profile: Profile, place: Place, now: datetime) -> datetime | None:
    """The next moment after `now` at which the place opens; None when none is known in 60 days."""
    local = now.astimezone(BRUSSELS)
    day = local.date()
    for _ in range(HORIZON_DAYS):
        for interval in intervals_on(profile, place, day):
            opens = _at(day, interval.begins)
            if opens > local:
                return opens
        day += ONE_DAY
    return None


def closes_at(profile: Profile, place: Place, now: datetime) -> datetime | None:
    """When the interval that `now` lies in ends; None when the place is closed."""
    local = now.astimezone(BRUSSELS)
    for interval in intervals_on(profile, place, local.date()):
        if interval.begins <= local.time() < interval.ends:
            return _at(local.date(), interval.ends)
    return None


def first_open_day(profile: Profile, place: Place, day: date) -> date | None:
    """The first open day on or after `day`; None when none is known in 60 days."""
    current = day
    for _ in range(HORIZON_DAYS):
        if is_open_day(profile, place, current):
            return current
        current += ONE_DAY
    return None


def last_open_day(profile: Profile, place: Place, day: date) -> date | None:
    """The last open day on or before `day`; None when none is known in 60 days."""
    current = day
    for _ in range(HORIZON_DAYS):
        if is_open_day(profile, place, current):
            return current
        current -= ONE_DAY
    return None


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=BRUSSELS)
