"""The tables of the queue, as SQLAlchemy Core describes them to both engines."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from kiosk.base.clock import BRUSSELS, EARLIEST, LATEST
from kiosk.queue.model import Action, Paper, TicketState

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970 in UTC; exact, and the same number on every engine."""
    delta = moment - EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


FIRST: Final = to_micros(EARLIEST)
LAST: Final = to_micros(LATEST) - 1


def from_micros(value: int) -> datetime:
    """The moment in Europe/Brussels; the nearest one that can be meant for a number that cannot (T15).

    What another program wrote must never stop whoever reads the row: a list, a call, the close of the day.
    """
    if not (isinstance(value, int) and FIRST <= value <= LAST):
        value = LAST if isinstance(value, int) and value > LAST else FIRST
    seconds, micros = divmod(value, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros).astimezone(BRUSSELS)


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept as microseconds in UTC: no engine applies a time zone to it a second time."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        """An aware datetime to its number."""
        del dialect
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        """A number to Brussels time."""
        del dialect
        return None if value is None else from_micros(value)


class Day(TypeDecorator[date]):
    """A civil date that can be read whatever another program wrote: SQLite keeps any text in a DATE."""

    impl = Date
    cache_ok = True

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        """Text to a date; the first day that can be meant for text that is none.  PostgreSQL has dates of its own."""
        read: Any = super().result_processor(dialect, coltype)
        if read is None:
            return None

        def day(value: Any) -> date | None:
            with suppress(ValueError, TypeError):
                found: date | None = read(value)
                return found
            return EARLIEST.date()

        return day


metadata = MetaData()


def _among(column: str, values: type[TicketState | Paper | Action]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in sorted(values))})"


def _moment(column: str) -> str:
    return f"{column} BETWEEN {FIRST} AND {LAST}"


# what a row must be for the queue to work with it: held by both engines, asked again by `kiosk queue odd`
TICKET_RULES: Final = {
    "state": _among("state", TicketState),
    "paper": _among("paper", Paper),
    "day": f"day BETWEEN '{EARLIEST.date()}' AND '{LATEST.date()}'",
    "queue_day": f"queue_day BETWEEN '{EARLIEST.date()}' AND '{LATEST.date()}'",
    **{name: _moment(name) for name in ("taken_at", "waiting_since")},
    **{
        name: f"({name} IS NULL OR {_moment(name)})"
        for name in ("appointment_at", "called_at", "serving_at", "ended_at")
    },
    "counts": "people >= 1 AND seq >= 0 AND copies >= 0 AND calls >= 0 AND steps >= 0",
}

# the last number of each series: written in the transaction that writes the ticket, so a number cannot be skipped
counters = Table(
    "queue_counter",
    metadata,
    Column("place", String, primary_key=True),
    Column("day", Day, primary_key=True),
    Column("klass", String, primary_key=True),
    Column("series", String, primary_key=True),
    Column("last", Integer, nullable=False),
    Column("issued", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
)

tickets = Table(
    "queue_ticket",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("klass", String, nullable=False),
    Column("state", String, nullable=False),
    Column("place", String, nullable=False),
    Column("day", Day, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("language", String, nullable=False),
    Column("kiosk", String, nullable=False),
    Column("request_id", String, nullable=False, unique=True),
    Column("first_class", String, nullable=False),
    Column("series", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("queue_day", Day, nullable=False),
    Column("waiting_since", Instant, nullable=False),
    Column("paper", String, nullable=False),
    Column("copies", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    Column("priority", Boolean, nullable=False),
    Column("appointment_at", Instant),
    Column("counter", String),
    Column("called_at", Instant),
    Column("calls", Integer, nullable=False),
    Column("serving_at", Instant),
    Column("ended_at", Instant),
    Column("note", String, nullable=False),
    Column("steps", Integer, nullable=False),
    UniqueConstraint("place", "day", "number", name="queue_ticket_number"),
    # who waits and who was served, by class; the calls of the day, newest first; the newest ticket of a kiosk
    Index("queue_ticket_state", "place", "queue_day", "state", "klass", "ended_at"),
    Index("queue_ticket_called", "place", "queue_day", "called_at", info={"where": text("called_at IS NOT NULL")}),
    Index("queue_ticket_kiosk", "kiosk", "taken_at"),
    *(CheckConstraint(rule, name=f"queue_ticket_{name}") for name, rule in TICKET_RULES.items()),
)

moves = Table(
    "queue_move",
    metadata,
    Column("ticket_id", String, primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("action", String, nullable=False),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("who", String, nullable=False),
    Column("counter", String),
    Column("note", String, nullable=False),
    Column("op", String, unique=True),
    CheckConstraint(_moment("at"), name="queue_move_at"),
)

# what stays of a day when its tickets are dropped
counts = Table(
    "queue_count",
    metadata,
    Column("place", String, primary_key=True),
    Column("day", Day, primary_key=True),
    Column("klass", String, primary_key=True),
    Column("state", String, primary_key=True),
    Column("tickets", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    Column("wait_seconds", BigInteger, nullable=False),
    Column("service_seconds", BigInteger, nullable=False),
)

# staff said that a clock is right: tickets between `accepted` and `ceiling` no longer prove it wrong
clocks = Table(
    "queue_clock",
    metadata,
    Column("kiosk", String, primary_key=True),
    Column("accepted", Instant, nullable=False),
    Column("ceiling", Instant, nullable=False),
)

# at the kiosk only: what happened to central tickets while the central store was gone
outbox = Table(
    "queue_outbox",
    metadata,
    Column("op", String, primary_key=True),
    Column("ticket_id", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("at", Instant, nullable=False),
)

# which kiosk bears which off-line mark; at the kiosk itself: who it is, and when it last knew the time
kiosks = Table(
    "queue_kiosk",
    metadata,
    Column("place", String, primary_key=True),
    Column("mark", String, primary_key=True),
    Column("kiosk", String, nullable=False),
    Column("machine", String, nullable=False),
    Column("seen_at", Instant, nullable=False),
)
