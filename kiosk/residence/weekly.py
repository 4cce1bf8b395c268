"""Hours of an ordinary week in words: when somebody answers the telephone, when no appointment is needed."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.residence.vocabulary import Access, Service

if TYPE_CHECKING:
    from datetime import time

    from kiosk.residence.town import Opening, Place

Spans = tuple[tuple["time", "time"], ...]
_WEEKDAYS = range(7)


def week_of(opening: Opening) -> tuple[Spans, ...]:
    """The hours of Monday to Sunday."""
    return tuple(tuple((each.begins, each.ends) for each in opening.on_weekday(day)) for day in _WEEKDAYS)


def walk_in_week(place: Place, service: Service) -> tuple[Spans, ...]:
    """The opening hours of an ordinary week in which a service needs no appointment."""
    return tuple(_walk_in(place, service, day) for day in _WEEKDAYS)


def _walk_in(place: Place, service: Service, day: int) -> Spans:
    cuts = {moment for row in place.access.hours for each in row.on_weekday(day) for moment in (each.begins, each.ends)}
    found: list[tuple[time, time]] = []
    for hours in place.opening.on_weekday(day):
        inside = sorted(moment for moment in cuts if hours.begins < moment < hours.ends)
        for begins, ends in pairwise((hours.begins, *inside, hours.ends)):
            if place.access_at(service, None, day, begins) is not Access.WALK_IN:
                continue
            joined = bool(found) and found[-1][1] == begins
            found.append((found.pop()[0] if joined else begins, ends))
    return tuple(found)


def week_words(week: tuple[Spans, ...], texts: Texts) -> str:
    """Days of the same hours together: "Monday to Friday 09:00 to 12:00; Saturday …"; "" for a week without hours."""
    parts = []
    for hours, run in groupby(_WEEKDAYS, lambda day: week[day]):
        if hours:
            days = list(run)
            parts.append(
                f"{_days(days[0], days[-1], texts)} {', '.join(_span(begins, ends, texts) for begins, ends in hours)}"
            )
    return "; ".join(parts)


def _days(first: int, last: int, texts: Texts) -> str:
    names = [texts.weekday(first), texts.weekday(last)]
    if first == last:
        return names[0]
    if last == first + 1:
        return ", ".join(names)
    return texts.gettext(N_("{first_day} to {last_day}"), first_day=names[0], last_day=names[1])


def _span(begins: time, ends: time, texts: Texts) -> str:
    return texts.gettext(N_("{begins} to {ends}"), begins=texts.clock(begins), ends=texts.clock(ends))
