"""The embedded back office: a table that `kiosk office import` and `kiosk appointments import` fill."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Row, Table, bindparam, delete, insert, select

from kiosk.base.clock import BRUSSELS, Clock
from kiosk.office.csvfile import Counted, Watch, unwatched
from kiosk.office.keys import OfficeKey
from kiosk.office.model import Appointment, CardStatus, OfficeAnswer, Silence, StatusUnknown
from kiosk.office.person import Trail, codes_of, erase_in, find_in
from kiosk.office.tables import appointments, cards, imports
from kiosk.queue.database import Database, StoreError
from kiosk.queue.errors import Refusal
from kiosk.queue.migrate import bring_up_to_date

T = TypeVar("T")

_AT_ONCE: Final = 500  # rows in memory
_CARDS: Final = "cards"
_APPOINTMENTS: Final = "appointments"
_STATUSES: Final = frozenset(status.value for status in CardStatus)


def open_office(url: str, *, key: OfficeKey, clock: Clock, reserve_mb: int = 16) -> EmbeddedOffice | Refusal:
    """Open the tables in the same database as the tickets."""
    database = Database(url, reserve_mb=reserve_mb)
    try:
        bring_up_to_date(database, create=True)
    except StoreError as error:
        database.close()
        return error.refusal
    return EmbeddedOffice(database, key, clock)


class EmbeddedOffice:
    """An OfficeDirectory and an AppointmentDirectory on our own tables."""

    def __init__(self, database: Database, key: OfficeKey, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock

    def lookup(self, national_number: str) -> OfficeAnswer | StatusUnknown:
        """The person's row; a table that was never filled is silent, not empty."""
        subject = self._key.person(national_number)

        def work(connection: Connection) -> tuple[Row[Any] | None, bool]:
            row = connection.execute(select(cards).where(cards.c.subject == subject)).one_or_none()
            return row, row is not None or _filled(connection, _CARDS)

        try:
            row, filled = self._database.read(work)
        except StoreError:
            return StatusUnknown(Silence.STORE)
        if row is None:
            return OfficeAnswer(CardStatus.NONE) if filled else StatusUnknown(Silence.NEVER_FILLED)
        if row.status not in _STATUSES:  # another program's word
            return StatusUnknown(Silence.NOT_UNDERSTOOD)
        return OfficeAnswer(
            status=CardStatus(row.status),
            place=row.place,
            applied_on=row.applied_on,
            applied_at=row.applied_at,
            letter_on=row.letter_on,
            urgent=row.urgent,
        )

    def by_code(self, code: str) -> tuple[Appointment, ...] | StatusUnknown:
        """The appointment of a code."""
        return self._find(appointments.c.code == self._key.code(code))

    def by_person(self, national_number: str, day: date) -> tuple[Appointment, ...] | StatusUnknown:
        """A person's appointments on and after a day."""
        midnight = datetime.combine(day, datetime.min.time(), BRUSSELS)
        subject = self._key.person(national_number)
        return self._find((appointments.c.subject == subject) & (appointments.c.starts_at >= midnight))

    def _find(self, condition: Any) -> tuple[Appointment, ...] | StatusUnknown:
        question = select(appointments).where(condition).order_by(appointments.c.starts_at, appointments.c.code)

        def work(connection: Connection) -> tuple[Sequence[Row[Any]], bool]:
            rows = connection.execute(question).all()
            return rows, bool(rows) or _filled(connection, _APPOINTMENTS)

        try:
            rows, filled = self._database.read(work)
        except StoreError:
            return StatusUnknown(Silence.STORE)
        if not filled:
            return StatusUnknown(Silence.NEVER_FILLED)
        return tuple(Appointment(row.code, row.place, row.starts_at, row.service, row.klass) for row in rows)

    def put_cards(
        self, rows: Counted[tuple[str, OfficeAnswer]], *, replace: bool = False, watch: Watch = unwatched
    ) -> None:
        """Write (register number, answer) rows, all or none; a person's newer row replaces the older one.

        With `replace` the rows are the whole list: whoever is not in it any more is forgotten.
        """

        def values(row: tuple[str, OfficeAnswer]) -> dict[str, Any]:
            number, answer = row
            return {
                "subject": self._key.person(number),
                "status": answer.status.value,
                "place": answer.place,
                "applied_on": answer.applied_on,
                "applied_at": answer.applied_at,
                "letter_on": answer.letter_on,
                "urgent": answer.urgent,
            }

        self._put(cards, "subject", rows, values, _CARDS, watch, replace=replace)

    def put_appointments(
        self, rows: Counted[tuple[Appointment, str | None]], *, replace: bool = False, watch: Watch = unwatched
    ) -> None:
        """Write appointments (their `id` is still the code itself) with the register number or None; all or none.

        With `replace` the rows are the whole list: appointments that are not in it any more are forgotten.
        """

        def values(row: tuple[Appointment, str | None]) -> dict[str, Any]:
            one, number = row
            return {
                "code": self._key.code(one.id),
                "place": one.place,
                "starts_at": one.starts_at,
                "service": one.service,
                "klass": one.klass,
                "subject": None if number is None else self._key.person(number),
            }

        self._put(appointments, "code", rows, values, _APPOINTMENTS, watch, replace=replace)

    def erase_appointments(self, before: date) -> int:
        """Drop appointments of days before this one; how many."""
        midnight = datetime.combine(before, datetime.min.time(), BRUSSELS)
        old = delete(appointments).where(appointments.c.starts_at < midnight)
        return self._database.write(lambda connection: connection.execute(old).rowcount)

    def traces(self, national_number: str, codes: frozenset[str] = frozenset(), *, erase: bool = False) -> Trail:
        """What this store holds of a person, erased when asked for; `codes`: hashes of codes that another store knows."""
        subject = self._key.person(national_number)

        def work(connection: Connection) -> Trail:
            known = codes | codes_of(connection, subject)
            found = (erase_in if erase else find_in)(connection, subject, known)
            return Trail(subject, known, found)

        if not erase:
            return self._database.read(work)
        erased = self._database.write(work)
        return replace(erased, cleaned=self._database.settle())

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _put(
        self,
        table: Table,
        key: str,
        rows: Counted[T],
        values: Callable[[T], dict[str, Any]],
        kind: str,
        watch: Watch,
        *,
        replace: bool,
    ) -> None:
        now = self._clock.now()
        old = delete(table).where(table.c[key] == bindparam("old"))

        def work(connection: Connection) -> None:
            if replace:
                connection.execute(delete(table))
            ready = map(values, watch(rows))
            while some := list(itertools.islice(ready, _AT_ONCE)):
                connection.execute(old, [{"old": each[key]} for each in some])
                connection.execute(insert(table), some)
            connection.execute(delete(imports).where(imports.c.kind == kind))
            connection.execute(insert(imports), {"kind": kind, "at": now, "rows": len(rows)})

        self._database.require_space()
        self._database.write(work)


def _filled(connection: Connection, kind: str) -> bool:
    return connection.execute(select(imports.c.kind).where(imports.c.kind == kind)).first() is not None
