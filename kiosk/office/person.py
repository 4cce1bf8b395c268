"""What a store holds of one person: rows under the person's keyed hash, tickets of the person's appointments, outbox entries."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, field, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import Connection, Row, create_engine, delete, select, update
from sqlalchemy.engine import URL

from kiosk.office.tables import appointments, cards
from kiosk.queue.tables import outbox, tickets

_TICKETS_OF: Final = "appointment:"


@dataclass(frozen=True, slots=True)
class Traces:
    """Rows by where they are: the office's cards and appointments, tickets, and what waits in the outbox."""

    cards: int = 0
    appointments: int = 0
    tickets: int = 0
    outbox: int = 0

    def __add__(self, other: Traces) -> Traces:
        return Traces(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True, slots=True)
class Trail:
    """A person's keyed hash, those of the appointments' codes, and what was found.

    `cleaned`: False when the bytes of erased rows may still lie in the store's file or its journal.
    """

    subject: str = field(repr=False)
    codes: frozenset[str] = field(repr=False)
    traces: Traces
    cleaned: bool = True


def codes_of(connection: Connection, subject: str) -> frozenset[str]:
    """The keyed hashes of the codes of a person's appointments; tickets of check-ins are named by them."""
    return frozenset(connection.scalars(select(appointments.c.code).where(appointments.c.subject == subject)))


def find_in(connection: Connection, subject: str, codes: frozenset[str]) -> Traces:
    """How much is there."""
    held = [row.id for row in _tickets(connection, codes)]
    return Traces(
        len(connection.execute(select(cards.c.subject).where(cards.c.subject == subject)).all()),
        len(connection.execute(select(appointments.c.code).where(appointments.c.subject == subject)).all()),
        len(held),
        len(connection.execute(select(outbox.c.op).where(outbox.c.ticket_id.in_(held))).all()),
    )


def erase_in(connection: Connection, subject: str, codes: frozenset[str]) -> Traces:
    """Erase what leads to the person.  A ticket stays in the line and in the outbox, without the name of its appointment: nobody's."""
    found = find_in(connection, subject, codes)
    for row in _tickets(connection, codes):
        connection.execute(update(tickets).where(tickets.c.id == row.id).values(request_id=secrets.token_hex(16)))
    connection.execute(delete(appointments).where(appointments.c.subject == subject))
    connection.execute(delete(cards).where(cards.c.subject == subject))
    return found


def find_in_copy(file: Path, subject: str, codes: frozenset[str]) -> Traces:
    """How much a copy of a store holds; it is not changed.  SQLAlchemyError for what is no such copy.

    A store that was put aside after a crash has its newest rows in its journal: both are looked at in a place of their own.
    """
    journal = file.with_name(f"{file.name}-wal")
    if not journal.exists():
        return _find_in_file(file, {"mode": "ro", "immutable": "1"}, subject, codes)
    with TemporaryDirectory() as folder:
        for each in (file, journal):
            shutil.copyfile(each, Path(folder) / each.name)
        return _find_in_file(Path(folder) / file.name, {"mode": "rw"}, subject, codes)


def _find_in_file(file: Path, opened: dict[str, str], subject: str, codes: frozenset[str]) -> Traces:
    engine = create_engine(URL.create("sqlite", database=f"file:{file}", query={**opened, "uri": "true"}))
    try:
        with engine.connect() as connection:
            return find_in(connection, subject, codes | codes_of(connection, subject))
    finally:
        engine.dispose()


def _tickets(connection: Connection, codes: frozenset[str]) -> list[Row[Any]]:
    """Tickets of check-ins to these appointments."""
    found = select(tickets.c.id, tickets.c.request_id).where(tickets.c.request_id.startswith(_TICKETS_OF))
    return [row for row in connection.execute(found) if row.request_id.split(":")[1] in codes]
