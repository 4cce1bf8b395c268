"""What those who wait want to know: how many before me, how long, and who is called."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from kiosk.base.clock import business_day
from kiosk.queue.calling import CALLABLE_VALUES, in_line, line_order
from kiosk.queue.estimate import ACTIVE_MINUTES, LATEST, estimate
from kiosk.queue.model import Board, Estimate, TicketState
from kiosk.queue.rows import call_of, ticket_of
from kiosk.queue.tables import tickets

RECENT: Final = 5  # calls shown under the current one (R123)


def estimate_in(
    connection: Connection, place: str, klass: str, now: datetime, ticket_id: str | None = None
) -> Estimate:
    """People ahead of a new ordinary ticket, or of `ticket_id` where it stands in the line."""
    day = business_day(now)
    line = connection.execute(
        select(tickets.c.id).where(in_line(place, day, [klass])).order_by(*line_order(now))
    ).scalars()
    ids = list(line)
    ahead = ids.index(ticket_id) if ticket_id in ids else len(ids)
    here = (tickets.c.place == place) & (tickets.c.queue_day == day) & (tickets.c.klass == klass)
    served = connection.execute(
        select(tickets.c.called_at, tickets.c.ended_at)
        .where(here & (tickets.c.state == TicketState.DONE.value) & tickets.c.called_at.is_not(None))
        .order_by(tickets.c.ended_at.desc())
        .limit(LATEST)
    )
    services = [(row.ended_at - row.called_at).total_seconds() for row in served]
    since = now - timedelta(minutes=ACTIVE_MINUTES)
    counters = connection.execute(
        select(func.count(tickets.c.counter.distinct())).where(
            here
            & tickets.c.counter.is_not(None)
            & (
                (tickets.c.called_at >= since)
                | tickets.c.state.in_([TicketState.CALLED.value, TicketState.SERVING.value])
            )
        )
    ).scalar_one()
    return estimate(ahead, services, counters)


def board_in(connection: Connection, place: str, now: datetime) -> Board:
    """The newest call, the five before it, and the waiting by class."""
    day = business_day(now)
    here = (tickets.c.place == place) & (tickets.c.queue_day == day)
    called = here & tickets.c.called_at.is_not(None) & tickets.c.counter.is_not(None) & (tickets.c.calls > 0)
    rows = connection.execute(
        select(tickets)
        .where(called)
        .order_by(tickets.c.called_at.desc(), tickets.c.seq.desc(), tickets.c.number)
        .limit(1 + RECENT)
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
