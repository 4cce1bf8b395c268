"""Rows that cannot be right: found by the rules of the tables, put right in passing, taken out when staff say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, select, text

from kiosk.base.clock import EARLIEST
from kiosk.queue.handover import unknown_in
from kiosk.queue.tables import FIRST, LAST, TICKET_RULES, moves, outbox, tickets

_KEPT: Final = " AND ".join(f"({rule})" for rule in TICKET_RULES.values())
# what stands in the place of what cannot be meant: the resident keeps the number and a place in the line
_MENDED: Final = {
    "state": "'unserved'",
    "paper": "'not_wanted'",
    **{name: f"'{EARLIEST.date()}'" for name in ("day", "queue_day")},
    **{name: f"CASE WHEN {name} > {LAST} THEN {LAST} ELSE {FIRST} END" for name in ("taken_at", "waiting_since")},
    **dict.fromkeys(("appointment_at", "called_at", "serving_at", "ended_at"), "NULL"),
}
_COUNTS: Final = {"people": 1, "seq": 0, "copies": 0, "calls": 0, "steps": 0}


@dataclass(frozen=True, slots=True)
class Odd:
    """One ticket that breaks a rule: its id and number as they stand there, and the names of the rules.

    An act of the outbox has its own name, no number ("-"), and breaks "outbox".
    """

    id: str
    number: str
    breaks: tuple[str, ...]


def odd_in(connection: Connection) -> tuple[Odd, ...]:
    """Every ticket that breaks a rule of its table, and every act of the outbox that nobody understands.

    The engines refuse such tickets, unless somebody took the rules away.
    """
    odd = text(f"NOT ({_KEPT})")
    found = connection.execute(select(tickets.c.id, tickets.c.number).where(odd))
    rows = tuple(Odd(row[0], row[1], _broken(connection, row[0])) for row in found)
    return rows + tuple(Odd(name, "-", ("outbox",)) for name in unknown_in(connection))


def _broken(connection: Connection, ticket_id: str) -> tuple[str, ...]:
    mine = tickets.c.id == ticket_id
    return tuple(
        name
        for name, rule in TICKET_RULES.items()
        if connection.execute(select(1).select_from(tickets).where(mine, text(f"NOT ({rule})"))).first() is not None
    )


def mend_in(connection: Connection) -> None:
    """Put every odd ticket right, in one statement: an engine refuses a row that breaks but one rule still."""
    parts = [
        f"{name} = CASE WHEN {TICKET_RULES[name]} THEN {name} ELSE {mended} END" for name, mended in _MENDED.items()
    ]
    parts += [f"{name} = CASE WHEN {name} >= {least} THEN {name} ELSE {least} END" for name, least in _COUNTS.items()]
    connection.execute(text(f"UPDATE queue_ticket SET {', '.join(parts)} WHERE NOT ({_KEPT})"))  # noqa: S608  (our own names)


def remove_in(connection: Connection, ids: tuple[str, ...]) -> None:
    """Take tickets out with their moves, and acts out of the outbox."""
    connection.execute(delete(outbox).where(outbox.c.op.in_(ids)))
    connection.execute(delete(moves).where(moves.c.ticket_id.in_(ids)))
    connection.execute(delete(tickets).where(tickets.c.id.in_(ids)))
