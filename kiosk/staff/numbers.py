"""The day in numbers, counted from the event log: visits, tickets a class, an hour and a language.  No person in it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.base.clock import BRUSSELS, business_day
from kiosk.events.fields import Plain
from kiosk.events.generated import Event
from kiosk.events.log import Record

DAYS_KEPT = 8


@dataclass(slots=True)
class _Day:
    visits: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    tickets: int = 0
    not_printed: int = 0


@dataclass(frozen=True, slots=True)
class DayNumbers:
    """One day: counts, and counts by kind."""

    day: date
    visits: int = 0
    tickets: int = 0
    not_printed: int = 0
    languages: tuple[tuple[str, int], ...] = ()
    hours: tuple[tuple[int, int], ...] = ()
    classes: tuple[tuple[str, int], ...] = ()


class DayBook:
    """Counts as things happen; `listen` is a listener of the event log, `replay` reads what an earlier run wrote."""

    def __init__(self) -> None:
        self._days: dict[date, _Day] = {}
        self._lock = threading.Lock()

    def listen(self, record: Record) -> None:
        """Count one record."""
        self._count(record.event.value, record.at, record.fields)

    def replay(self, lines: Iterable[Mapping[str, Plain]]) -> None:
        """Count the lines of an earlier run; a line that is none is left out."""
        for line in lines:
            try:
                at = datetime.fromisoformat(str(line["at"]))
            except (KeyError, ValueError):
                continue
            if at.tzinfo is not None:
                self._count(str(line.get("event")), at, line)

    def day(self, day: date) -> DayNumbers:
        """The numbers of a day; zeros for a day without any."""
        with self._lock:
            kept = self._days.get(day, _Day())
            return DayNumbers(
                day,
                kept.visits,
                kept.tickets,
                kept.not_printed,
                tuple(kept.languages.most_common()),
                tuple(sorted(kept.hours.items())),
                tuple(sorted(kept.classes.items())),
            )

    def _count(self, event: str, at: datetime, fields: Mapping[str, Plain]) -> None:
        day = business_day(at)
        with self._lock:
            if day not in self._days:
                self._days[day] = _Day()
                for old in sorted(self._days)[:-DAYS_KEPT]:
                    del self._days[old]
            kept = self._days.get(day)
            if kept is not None:
                _add(kept, event, at.astimezone(BRUSSELS).hour, fields)


def _add(day: _Day, event: str, hour: int, fields: Mapping[str, Plain]) -> None:
    match event:
        case Event.VISIT_STARTED:
            day.visits += 1
            day.hours[hour] += 1
        case Event.VISIT_ENDED:
            day.languages[str(fields.get("language"))] += 1
        case Event.TICKET_ISSUED if not fields.get("existing"):
            day.tickets += 1
            day.classes[str(fields.get("klass"))] += 1
        case Event.TICKET_NOT_PRINTED:
            day.not_printed += 1
        case _:
            pass
