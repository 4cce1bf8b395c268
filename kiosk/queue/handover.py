"""Handing over: a ticket that a kiosk gave off line becomes one of the central store's, once."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update

from kiosk.queue.calling import find_in, move_in, moves_in, record
from kiosk.queue.model import OPEN, Action, By, Move, Ticket
from kiosk.queue.moves import Act
from kiosk.queue.rows import ticket_of, values_of
from kiosk.queue.tables import outbox, tickets

HANDED: Final = "handed"
ACT: Final = "act"


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """A ticket with everything that happened to it."""

    ticket: Ticket
    moves: tuple[Move, ...]


def adopt_in(connection: Connection, given: Record, now: datetime) -> Ticket:
    """Write the record unless it is here already.

    Two things can have happened before the line broke.  The central store may have answered the same request
    with a number that nobody ever saw: that number is withdrawn, with the reason, so that it is explained and not
    called.  And two kiosks may bear the same mark by mistake: then the number is made unique with the kiosk's
    name, because both people hold a paper and both must be called.
    """
    known = find_in(connection, tickets.c.id == given.ticket.id)
    if known is not None:
        return known
    ticket = given.ticket
    unseen = find_in(connection, tickets.c.request_id == ticket.request_id)
    if unseen is not None:
        _supersede(connection, unseen, ticket, now)
    same = (tickets.c.place == ticket.place) & (tickets.c.day == ticket.day) & (tickets.c.number == ticket.number)
    if find_in(connection, same) is not None:
        ticket = dataclasses.replace(ticket, number=f"{ticket.number}/{ticket.kiosk}")
    step = ticket.steps + 1
    ticket = dataclasses.replace(ticket, steps=step)
    connection.execute(insert(tickets), values_of(ticket))
    for move in given.moves:
        record(connection, move)
    state = ticket.state
    record(connection, Move(ticket.id, step, Action.ADOPT, state, state, now, ticket.kiosk))
    return ticket


def _supersede(connection: Connection, unseen: Ticket, ticket: Ticket, now: datetime) -> None:
    if unseen.state in OPEN:
        act = Act(Action.SUPERSEDE, now, note=f"superseded by {ticket.number}")
        unseen = move_in(connection, unseen, act, By(ticket.kiosk))
    # the request belongs to the ticket whose number the resident holds
    connection.execute(
        update(tickets).where(tickets.c.id == unseen.id).values(request_id=f"{unseen.request_id}#{unseen.id}")
    )


def waiting_records(connection: Connection, limit: int) -> list[Record]:
    """Tickets of this kiosk that the central store does not have yet, oldest first."""
    handed = select(outbox.c.ticket_id).where(outbox.c.kind == HANDED)
    rows = connection.execute(
        select(tickets).where(tickets.c.id.not_in(handed)).order_by(tickets.c.taken_at, tickets.c.seq).limit(limit)
    )
    found = [ticket_of(row) for row in rows]
    return [Record(ticket, moves_in(connection, ticket.id)) for ticket in found]


def note_handed(connection: Connection, ticket_id: str, now: datetime) -> None:
    """The central store has this ticket now."""
    entry = {"op": f"{HANDED}:{ticket_id}", "kind": HANDED, "ticket_id": ticket_id, "detail": ""}
    connection.execute(insert(outbox), {**entry, "at": now, "done_at": now})


def is_handed(connection: Connection, ticket_id: str) -> bool:
    """Whether the central store has this ticket."""
    condition = (outbox.c.kind == HANDED) & (outbox.c.ticket_id == ticket_id)
    return connection.execute(select(outbox.c.op).where(condition)).first() is not None
