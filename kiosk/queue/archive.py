"""The end of a day and of the retention time: closing, carrying over, counting, dropping, giving out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Connection, case, delete, func, insert, select, type_coerce

from kiosk.queue.calling import move_in
from kiosk.queue.marks import mark
from kiosk.queue.model import OPEN, Action, By, DayCount, TicketState
from kiosk.queue.moves import Act
from kiosk.queue.rows import moves_of, ticket_of
from kiosk.queue.tables import FIRST, LAST, counters, counts, moves, tickets

_OPEN_VALUES: Final = sorted(state.value for state in OPEN)
_ALL_VALUES: Final = frozenset(state.value for state in TicketState)
_BATCH: Final = 500
_PURGING: Final = (
    7_305_002  # an advisory lock of PostgreSQL: two programs that count the same tickets would count them twice
)
_NIGHT: Final = "10min"  # what the server may need for a city's day; a kiosk's own questions end after seconds


def _seconds(since: ColumnElement[Any], until: ColumnElement[Any]) -> ColumnElement[int]:
    """Whole seconds between two moments; 0 for what did not happen or cannot be meant."""
    begun, ended = (type_coerce(moment, BigInteger) for moment in (since, until))
    meant = begun.between(FIRST, LAST) & ended.between(FIRST, LAST) & (ended > begun)
    return case((meant, (ended - begun) // 1_000_000), else_=0)


_T: Final = tickets.c
_MOST: Final = 1_000  # people on one number; another program's hand may have written more than a sum can hold
_KEY: Final = (_T.place, _T.day, _T.klass, _T.state)
_SUMS: Final = select(
    *_KEY,
    func.count(),
    func.sum(case((_T.people.between(1, _MOST), _T.people), else_=1)),
    func.sum(_seconds(_T.waiting_since, _T.called_at)),
    func.sum(case((_T.state == TicketState.DONE.value, _seconds(_T.called_at, _T.ended_at)), else_=0)),
).group_by(*_KEY)


def close_in(connection: Connection, place: str | None, day: date, now: datetime, by: By, *, until: date | None) -> int:
    """End the queues of `day` and of every day before it that was left open; `until` is where they go on (R124)."""
    mark("close.begun")
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{_NIGHT}'")
    condition = (tickets.c.queue_day <= day) & tickets.c.state.in_(_OPEN_VALUES)
    if place is not None:
        condition &= tickets.c.place == place
    left = [ticket_of(row) for row in connection.execute(select(tickets).where(condition).order_by(tickets.c.seq))]
    for ticket in left:
        # whoever stood at a counter when the day ended was served as far as anyone knows: closed, never carried
        wait_on = until is not None and ticket.state not in {TicketState.CALLED, TicketState.SERVING}
        act = Act(Action.CARRY, now, until=until) if wait_on else Act(Action.CLOSE, now)
        move_in(connection, ticket, act, by)
        mark("close.moved")
    return len(left)


def purge_in(connection: Connection, before: date) -> int:
    """Count every ticket of a day before `before`, then drop it with its moves and counter rows.

    The engine counts: a city's day is half a million tickets.  0 while another program does it.
    """
    if connection.dialect.name == "postgresql":
        if not connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({_PURGING})").scalar_one():
            return 0
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{_NIGHT}'")
    mark("purge.begun")
    sums: dict[tuple[str, date, str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    old = tickets.c.queue_day < before
    for place, day, klass, state, *values in connection.execute(_SUMS.where(old)):
        entry = sums[place, day, klass, state if state in _ALL_VALUES else TicketState.UNSERVED.value]
        for at, value in enumerate(values):
            entry[at] += int(value)
    for (place, day, klass, state), values in sums.items():
        _add_count(connection, DayCount(place, day, klass, TicketState(state), *values))
    mark("purge.counted")
    connection.execute(delete(moves).where(moves.c.ticket_id.in_(select(tickets.c.id).where(old))))
    dropped = connection.execute(delete(tickets).where(old)).rowcount
    mark("purge.dropped")
    connection.execute(delete(counters).where(counters.c.day < before))
    return dropped


def _add_count(connection: Connection, count: DayCount) -> None:
    """Add to the counts of a day: a late hand-over may bring tickets of a day that was counted already."""
    key = (
        (counts.c.place == count.place)
        & (counts.c.day == count.day)
        & (counts.c.klass == count.klass)
        & (counts.c.state == count.state.value)
    )
    known = connection.execute(select(counts).where(key)).one_or_none()
    values = {
        "tickets": count.tickets,
        "people": count.people,
        "wait_seconds": count.wait_seconds,
        "service_seconds": count.service_seconds,
    }
    if known is not None:
        added = {name: value + getattr(known, name) for name, value in values.items()}
        connection.execute(counts.update().where(key).values(**added))
        return
    connection.execute(
        insert(counts),
        {"place": count.place, "day": count.day, "klass": count.klass, "state": count.state.value, **values},
    )


def counts_in(connection: Connection) -> tuple[DayCount, ...]:
    """All counts, oldest first."""
    order = (counts.c.day, counts.c.place, counts.c.klass, counts.c.state)
    rows = connection.execute(select(counts).order_by(*order))
    return tuple(
        DayCount(**{**row._asdict(), "state": TicketState(row.state)}) for row in rows if row.state in _ALL_VALUES
    )


def export_in(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every record, without what could lead to a person: no token, no request, nobody's name."""
    for count in counts_in(connection):
        yield {
            "record": "count",
            "place": count.place,
            "day": count.day.isoformat(),
            "class": count.klass,
            "state": count.state.value,
            "tickets": count.tickets,
            "people": count.people,
            "wait_seconds": count.wait_seconds,
            "service_seconds": count.service_seconds,
        }
    order = (tickets.c.day, tickets.c.place, tickets.c.taken_at, tickets.c.number)
    rows = connection.execute(select(tickets).order_by(*order).execution_options(yield_per=_BATCH))
    for row in rows:
        ticket = ticket_of(row)
        shown = ticket.as_json()
        del shown["id"]
        yield {"record": "ticket", **shown, "moves": _moves_of(connection, ticket.id)}


def _moves_of(connection: Connection, ticket_id: str) -> list[dict[str, Any]]:
    rows = connection.execute(select(moves).where(moves.c.ticket_id == ticket_id).order_by(moves.c.step))
    return [
        {
            "action": move.action.value,
            "state": move.after.value,
            "at": move.at.isoformat(timespec="seconds"),
            "who": move.who,
            "counter": move.counter,
        }
        for move in moves_of(rows)
    ]
