"""What those who wait want to know: how many before me, how long, and who is called.

Limits are written into the statements, not handed over beside them: a plan that is made for any limit reads whole days.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, literal, literal_column, select, tuple_

from kiosk.base.clock import business_day
from kiosk.queue.calling import CALLABLE_VALUES, in_line, line_order
from kiosk.queue.estimate import ACTIVE_MINUTES, CALLS, LATEST, estimate
from kiosk.queue.model import Board, Estimate, TicketState
from kiosk.queue.rows import call_of, ticket_of
from kiosk.queue.tables import tickets

RECENT: Final = 5  # calls shown under the current one (R123)
_AT_COUNTER: Final = (TicketState.CALLED.value, TicketState.SERVING.value)


def estimate_in(
    connection: Connection, place: str, klass: str, now: datetime, ticket_id: str | None = None
) -> Estimate:
    """People ahead of a new ordinary ticket, or of `ticket_id` where it stands in the line.

    Reads who waits, the newest services and the newest calls: never the whole day.
    """
    day = business_day(now)
    here = (tickets.c.place == place) & (tickets.c.queue_day == day)
    served = connection.execute(
        select(tickets.c.called_at, tickets.c.ended_at)
        .where(here & (tickets.c.state == TicketState.DONE.value) & (tickets.c.klass == klass))
        .where(tickets.c.called_at.is_not(None))
        .order_by(tickets.c.ended_at.desc())
        .limit(literal_column(str(LATEST)))
    )
    services = [(row.ended_at - row.called_at).total_seconds() for row in served if row.ended_at]
    return estimate(
        _ahead_in(connection, place, klass, now, ticket_id), services, len(_open_in(connection, here, klass, now))
    )


def _ahead_in(connection: Connection, place: str, klass: str, now: datetime, ticket_id: str | None) -> int:
    """How many stand before the ticket; all who wait when it does not stand in this line."""
    line, order = in_line(place, business_day(now), [klass]), line_order(now)
    ahead = select(func.count()).select_from(tickets).where(line)
    if ticket_id is not None:
        mine = connection.execute(select(*order).where(line, tickets.c.id == ticket_id)).one_or_none()
        if mine is not None:
            where = tuple_(*(literal(value, column.type) for value, column in zip(mine, order, strict=True)))
            ahead = ahead.where(tuple_(*order) < where)
    count: int = connection.execute(ahead).scalar_one()
    return count


def _open_in(connection: Connection, here: ColumnElement[bool], klass: str, now: datetime) -> set[str]:
    """The counters that serve this class now: who called lately, and who still has somebody there."""
    # the half-hour is asked of the newest calls alone: a server that is asked for the half-hour may read all of it
    latest = (
        select(tickets.c.counter, tickets.c.klass, tickets.c.called_at)
        .where(here & tickets.c.called_at.is_not(None) & tickets.c.counter.is_not(None))
        .order_by(tickets.c.called_at.desc())
        .limit(literal_column(str(CALLS)))
        .subquery()
    )
    busy = select(tickets.c.counter).where(
        here & tickets.c.state.in_(_AT_COUNTER) & (tickets.c.klass == klass) & tickets.c.counter.is_not(None)
    )
    since = now - timedelta(minutes=ACTIVE_MINUTES)
    lately = select(latest.c.counter).where((latest.c.klass == klass) & (latest.c.called_at >= since))
    return set(connection.execute(lately.union(busy)).scalars())


def board_in(connection: Connection, place: str, now: datetime) -> Board:
    """The newest call, the five before it, and the waiting by class."""
    day = business_day(now)
    here = (tickets.c.place == place) & (tickets.c.queue_day == day)
    called = here & tickets.c.called_at.is_not(None) & tickets.c.counter.is_not(None) & (tickets.c.calls > 0)
    rows = connection.execute(
        select(tickets)
        .where(called)
        .order_by(tickets.c.called_at.desc(), tickets.c.seq.desc(), tickets.c.number)
        .limit(literal_column(str(1 + RECENT)))
    )
    calls = [call for row in rows if (call := call_of(ticket_of(row))) is not None]
    waiting = connection.execute(
        select(tickets.c.klass, func.count())
        .where(here & tickets.c.state.in_(CALLABLE_VALUES))
        .group_by(tickets.c.klass)
        .order_by(tickets.c.klass)
    )
    return Board(
        place=place,
        as_of=now,
        current=calls[0] if calls else None,
        recent=tuple(calls[1:]),
        waiting={row[0]: row[1] for row in waiting},
    )
