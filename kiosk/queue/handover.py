"""Handing over: a ticket that a kiosk gave off line becomes one of the central store's, once."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import islice

from sqlalchemy import Connection, delete, func, insert, select, update

from kiosk.queue.calling import find_in, move_in, moves_in, record
from kiosk.queue.database import StoreError
from kiosk.queue.model import OPEN, Action, By, Move, Ticket
from kiosk.queue.moves import Act
from kiosk.queue.rows import ticket_of, values_of
from kiosk.queue.tables import moves, outbox, tickets


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """A ticket with everything that happened to it."""

    ticket: Ticket
    moves: tuple[Move, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Deferred:
    """Something that happened to a central ticket while the central store was gone."""

    ticket_id: str
    act: Act
    by: By


def adopt_in(connection: Connection, given: Record, now: datetime) -> Ticket:
    """Write the record, or what is new of it, into the central store.

    Two things can have happened before the line broke.  The central store may have answered the same request
    with a number that nobody ever saw: that number is withdrawn, with the reason, so that it is explained and not
    called.  And two kiosks may bear the same mark by mistake: then the number is made unique with the kiosk's
    name, because both people hold a paper and both must be called.
    """
    known = find_in(connection, tickets.c.id == given.ticket.id)
    if known is not None:
        return _catch_up(connection, known, given.moves)
    ticket = given.ticket
    unseen = find_in(connection, tickets.c.request_id == ticket.request_id)
    if unseen is not None:
        _supersede(connection, unseen, ticket, now)
    step = ticket.steps + 1
    ticket = dataclasses.replace(ticket, number=_free_number(connection, ticket), steps=step)
    connection.execute(insert(tickets), values_of(ticket))
    for move in given.moves:
        record(connection, move)
    record(connection, Move(ticket.id, step, Action.ADOPT, ticket.state, ticket.state, now, ticket.kiosk))
    return ticket


def _free_number(connection: Connection, ticket: Ticket) -> str:
    here = (tickets.c.place == ticket.place) & (tickets.c.day == ticket.day)
    named = f"{ticket.number}/{ticket.kiosk}"
    free = (
        number for number in (ticket.number, named) if find_in(connection, here & (tickets.c.number == number)) is None
    )
    return next(free, f"{named}/{ticket.id}")


def _catch_up(connection: Connection, known: Ticket, given: tuple[Move, ...]) -> Ticket:
    """The kiosk handed this ticket over before and did not hear the answer: only newer moves are added."""
    recorded = {move.op for move in moves_in(connection, known.id)}
    for move in given:
        if move.op in recorded:
            continue
        try:
            known = move_in(connection, known, act_of(move), By(move.who, move.counter, move.op))
        except StoreError:  # the counters went on with it: what they did stands
            continue
    return known


def act_of(move: Move) -> Act:
    """The act that a record tells of."""
    to = move.note if move.action is Action.TRANSFER else ""
    until = date.fromisoformat(move.note) if move.action is Action.CARRY else None
    return Act(move.action, move.at, move.counter, to=to, note=move.note, until=until)


def _supersede(connection: Connection, unseen: Ticket, ticket: Ticket, now: datetime) -> None:
    if unseen.state in OPEN:
        act = Act(Action.SUPERSEDE, now, note=f"superseded by {ticket.number}")
        unseen = move_in(connection, unseen, act, By(ticket.kiosk))
    # the request belongs to the ticket whose number the resident holds
    connection.execute(
        update(tickets).where(tickets.c.id == unseen.id).values(request_id=f"{unseen.request_id}#{unseen.id}")
    )


# ---------------------------------------------------------------- the kiosk's side: its local store is the outbox


def waiting_in(connection: Connection) -> int:
    """How many tickets and acts wait for the central store."""
    held: int = connection.execute(select(func.count()).select_from(tickets)).scalar_one()
    acts: int = connection.execute(select(func.count()).select_from(outbox)).scalar_one()
    return held + acts


def pending_in(connection: Connection, limit: int) -> list[Record]:
    """Tickets that the central store does not have yet, oldest first."""
    rows = connection.execute(select(tickets).order_by(tickets.c.taken_at, tickets.c.seq).limit(limit))
    found = [ticket_of(row) for row in rows]
    return [Record(ticket, moves_in(connection, ticket.id)) for ticket in found]


def tick_off_in(connection: Connection, ticket: Ticket) -> None:
    """The central store has the ticket as it is here: it leaves the outbox, unless it changed meanwhile."""
    gone = connection.execute(delete(tickets).where(tickets.c.id == ticket.id, tickets.c.steps == ticket.steps))
    if gone.rowcount:
        connection.execute(delete(moves).where(moves.c.ticket_id == ticket.id))


def defer_in(connection: Connection, deferred: Deferred) -> None:
    """Keep an act for the central store."""
    act = deferred.act
    detail = {"action": act.action.value, "note": act.note, "who": deferred.by.who}
    connection.execute(
        insert(outbox),
        {"op": deferred.by.op, "ticket_id": deferred.ticket_id, "detail": json.dumps(detail), "at": act.at},
    )


def _acts(connection: Connection) -> Iterator[tuple[str, Deferred | None]]:
    """Each act of the outbox by its name, oldest first; None for one that tells of nothing known."""
    for row in connection.execute(select(outbox).order_by(outbox.c.at, outbox.c.op)):
        act = None
        with suppress(ValueError, KeyError, TypeError):
            detail = json.loads(row.detail)
            told = Act(Action(detail["action"]), row.at, note=str(detail["note"]))
            act = Deferred(row.ticket_id, told, By(str(detail["who"]), op=row.op))
        yield row.op, act


def deferred_in(connection: Connection, limit: int) -> list[Deferred]:
    """Acts that the central store has not heard of, oldest first; one that tells of nothing known stays behind."""
    return list(islice((act for _, act in _acts(connection) if act is not None), limit))


def unknown_in(connection: Connection) -> list[str]:
    """The names of the acts that stay behind: `kiosk queue odd` takes them out."""
    return [name for name, act in _acts(connection) if act is None]


def forget_in(connection: Connection, deferred: Deferred) -> None:
    """The central store has heard of this act."""
    connection.execute(delete(outbox).where(outbox.c.op == deferred.by.op))
