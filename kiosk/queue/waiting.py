"""What those who wait want to know: how many before me, how long, and who is called.

Asked with every ticket and every call, so the statements are made once.  Limits are written into them, not handed over
beside them: a plan that is made for any limit reads whole days.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    String,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    type_coerce,
    union_all,
)

from kiosk.base.clock import business_day
from kiosk.queue.calling import CALLABLE_VALUES, line_order
from kiosk.queue.estimate import ACTIVE_MINUTES, CALLS, LATEST, estimate
from kiosk.queue.model import Board, Estimate, TicketState
from kiosk.queue.rows import call_of, ticket_of
from kiosk.queue.tables import Day, Instant, from_micros, tickets

RECENT: Final = 5  # calls shown under the current one (R123)


def _limit(rows: int) -> Any:
    return literal_column(str(rows))


_T: Final = tickets.c
_KLASS: Final = _T.klass == bindparam("klass", type_=String)
_HERE: Final = (_T.place == bindparam("place", type_=String)) & (_T.queue_day == bindparam("day", type_=Day))
_CALLED: Final = _HERE & _T.called_at.is_not(None) & _T.counter.is_not(None)

_SERVED: Final = (
    select(_T.called_at.label("since"), _T.ended_at.label("until"))
    .where(_HERE, _T.state == TicketState.DONE.value, _KLASS, _T.called_at.is_not(None))
    .order_by(_T.ended_at.desc())
    .limit(_limit(LATEST))
    .subquery()
)

_LINE: Final = _HERE & _T.state.in_(CALLABLE_VALUES) & _KLASS
_ORDER: Final = line_order(bindparam("now", type_=Instant))
_MINE: Final = select(*_ORDER).where(_LINE, _T.id == bindparam("ticket", type_=String)).correlate(None)
# all who wait, when the ticket does not stand in this line
_AHEAD: Final = (
    select(func.count())
    .select_from(tickets)
    .where(_LINE, or_(~_MINE.exists(), tuple_(*_ORDER) < _MINE.scalar_subquery()))
)

# the half-hour is asked of the newest calls alone: a server that is asked for the half-hour may read all of it
_LATEST: Final = (
    select(_T.counter, _T.klass, _T.called_at)
    .where(_CALLED)
    .order_by(_T.called_at.desc())
    .limit(_limit(CALLS))
    .subquery()
)
_OPEN: Final = (
    select(_LATEST.c.counter)
    .where(_LATEST.c.klass == bindparam("klass"), _LATEST.c.called_at >= bindparam("since", type_=Instant))
    .union(
        select(_T.counter).where(
            _HERE,
            _T.state.in_([TicketState.CALLED.value, TicketState.SERVING.value]),
            _KLASS,
            _T.counter.is_not(None),
        )
    )
    .subquery()
)

# everything that an estimate needs in one answer: rows of what they tell and of two numbers
_ESTIMATE: Final = union_all(
    select(
        literal_column("'served'", String).label("what"),
        type_coerce(_SERVED.c.since, BigInteger).label("first"),
        type_coerce(_SERVED.c.until, BigInteger).label("second"),
    ),
    select(literal_column("'counters'", String), func.count(), _limit(0)).select_from(_OPEN),
    select(literal_column("'ahead'", String), _AHEAD.scalar_subquery(), _limit(0)),
)

_CALLS: Final = (
    select(tickets)
    .where(_CALLED, _T.calls > 0)
    .order_by(_T.called_at.desc(), _T.seq.desc(), _T.number)
    .limit(_limit(1 + RECENT))
)
_BY_CLASS: Final = (
    select(_T.klass, func.count()).where(_HERE, _T.state.in_(CALLABLE_VALUES)).group_by(_T.klass).order_by(_T.klass)
)


def estimate_in(
    connection: Connection, place: str, klass: str, now: datetime, ticket_id: str | None = None
) -> Estimate:
    """People ahead of a new ordinary ticket, or of `ticket_id` where it stands in the line.

    Reads who waits, the newest services and the newest calls: never the whole day.
    """
    given = {
        "place": place,
        "day": business_day(now),
        "klass": klass,
        "ticket": ticket_id,
        "now": now,
        "since": now - timedelta(minutes=ACTIVE_MINUTES),
    }
    services: list[float] = []
    numbers: dict[str, int] = {}
    for what, first, second in connection.execute(_ESTIMATE, given):
        if what != "served":
            numbers[what] = first
        elif second is not None:
            services.append((from_micros(second) - from_micros(first)).total_seconds())
    return estimate(numbers["ahead"], services, numbers["counters"])


def board_in(connection: Connection, place: str, now: datetime) -> Board:
    """The newest call, the five before it, and the waiting by class."""
    here = {"place": place, "day": business_day(now)}
    calls = [call for row in connection.execute(_CALLS, here) if (call := call_of(ticket_of(row))) is not None]
    return Board(
        place=place,
        as_of=now,
        current=calls[0] if calls else None,
        recent=tuple(calls[1:]),
        waiting={row[0]: row[1] for row in connection.execute(_BY_CLASS, here)},
    )
