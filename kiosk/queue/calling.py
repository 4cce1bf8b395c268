"""Moves in the database: who is next, and every change written together with its record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, case, insert, literal_column, select, update

from kiosk.queue.database import StoreError
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.marks import mark
from kiosk.queue.model import CALLABLE, OPEN, Action, By, Move, Paper, Ticket
from kiosk.queue.moves import Act, apply
from kiosk.queue.rows import changes, move_values, moves_of, ticket_of
from kiosk.queue.tables import moves, tickets

CALLABLE_VALUES: Final = sorted(state.value for state in CALLABLE)
_ONE: Final = literal_column("1", Integer)  # so that a plan for any number of rows is not made for many
_OPEN_VALUES: Final = sorted(state.value for state in OPEN)


class Overtaken(Exception):
    """The row changed between reading and writing."""


def line_order(now: datetime | ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    """The order of the line: priority, appointments whose time has come, the others; each the longest waiting first.

    An appointment whose time has not come yet stands behind all others: it is called early only when nobody else
    waits.  The last two columns settle equal times, so that the order never depends on the engine (R123).
    """
    due = tickets.c.appointment_at
    rank = case((due > now, 3), (tickets.c.priority, 0), (due.is_not(None), 1), else_=2)
    since = case((due.is_not(None), due), else_=tickets.c.waiting_since)
    return (rank, since, tickets.c.seq, tickets.c.number)


def in_line(place: str, day: date, classes: Collection[str] | None) -> ColumnElement[bool]:
    """Tickets that can be called now."""
    condition = and_(tickets.c.place == place, tickets.c.queue_day == day, tickets.c.state.in_(CALLABLE_VALUES))
    return condition if classes is None else condition & tickets.c.klass.in_(sorted(classes))


def next_in(
    connection: Connection, place: str, day: date, classes: Collection[str] | None, now: datetime
) -> Ticket | None:
    """The ticket that is to be called next; None when nobody waits."""
    row = connection.execute(
        select(tickets).where(in_line(place, day, classes)).order_by(*line_order(now)).limit(_ONE)
    ).one_or_none()
    mark("move.chosen")
    return None if row is None else ticket_of(row)


def find_in(connection: Connection, condition: ColumnElement[bool]) -> Ticket | None:
    """One ticket, or None."""
    row = connection.execute(select(tickets).where(condition)).one_or_none()
    return None if row is None else ticket_of(row)


def all_in(connection: Connection, question: Select[Any]) -> tuple[Ticket, ...]:
    """The tickets that a question finds, in its order."""
    return tuple(map(ticket_of, connection.execute(question)))


def unprinted_in(connection: Connection, place: str, day: date) -> tuple[Ticket, ...]:
    """Open tickets of a day whose paper failed, oldest first."""
    here = (tickets.c.place == place) & (tickets.c.queue_day == day)
    failed = tickets.c.state.in_(_OPEN_VALUES) & (tickets.c.paper == Paper.FAILED.value)
    return all_in(connection, select(tickets).where(here & failed).order_by(tickets.c.taken_at, tickets.c.number))


def by_op(connection: Connection, op: str | None) -> Ticket | None:
    """The ticket that an act of this name has changed already."""
    if op is None:
        return None
    row = connection.execute(select(moves.c.ticket_id).where(moves.c.op == op)).one_or_none()
    return None if row is None else find_in(connection, tickets.c.id == row.ticket_id)


def move_in(
    connection: Connection, ticket: Ticket, act: Act, by: By, *, tell: ColumnElement[Any] | None = None
) -> Ticket:
    """Apply the act, write what changed and the record of it; `tell` wakes the displays at the commit (`CallNotice.word`).

    StoreError NOT_ALLOWED; Overtaken when another was quicker; IntegrityError when `by.op` was recorded before.
    """
    mark("move.begun")
    after = apply(ticket, act)
    if isinstance(after, Refusal):
        raise StoreError(after)
    if after is ticket:
        return ticket
    written = connection.execute(
        update(tickets)
        .where(tickets.c.id == ticket.id, tickets.c.steps == ticket.steps)
        .values(**changes(ticket, after))
    )
    if written.rowcount != 1:
        raise Overtaken
    mark("move.updated")
    record(connection, move_between(ticket, after, act, by), tell=tell)
    mark("move.recorded")
    return after


def move_between(before: Ticket, after: Ticket, act: Act, by: By) -> Move:
    """The record of one change."""
    note = act.to or act.note or (act.until.isoformat() if act.until else "")
    return Move(
        ticket_id=before.id,
        step=after.steps,
        action=act.action,
        before=before.state,
        after=after.state,
        at=act.at,
        who=by.who,
        counter=act.counter or by.counter,
        note=note,
        op=by.op,
    )


def record(connection: Connection, move: Move, *, tell: ColumnElement[Any] | None = None) -> None:
    """Write one record, and wake the displays with the same statement."""
    statement = insert(moves) if tell is None else insert(moves).returning(tell)
    connection.execute(statement, move_values(move)).close()


def moves_in(connection: Connection, ticket_id: str) -> tuple[Move, ...]:
    """Everything that happened to a ticket, oldest first."""
    rows = connection.execute(select(moves).where(moves.c.ticket_id == ticket_id).order_by(moves.c.step))
    return tuple(moves_of(rows))


def required(ticket: Ticket | None, what: str) -> Ticket:
    """The ticket, or StoreError UNKNOWN_TICKET."""
    if ticket is None:
        raise StoreError(Refusal(RefusalCode.UNKNOWN_TICKET, what[:40]))
    return ticket


PAPER_ACTIONS: Final = frozenset({Action.PRINTED, Action.NOT_PRINTED, Action.REPRINT})
