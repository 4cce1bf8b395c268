"""The tables of the queue, as SQLAlchemy Core describes them to both engines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)

from kiosk.base.clock import BRUSSELS

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970 in UTC; exact, and the same number on every engine."""
    delta = moment - EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def from_micros(value: int) -> datetime:
    """The moment in Europe/Brussels."""
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


metadata = MetaData()

# the last number of each series: written in the transaction that writes the ticket, so a number cannot be skipped
counters = Table(
    "queue_counter",
    metadata,
    Column("place", String, primary_key=True),
    Column("day", Date, primary_key=True),
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
    Column("day", Date, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("language", String, nullable=False),
    Column("kiosk", String, nullable=False),
    Column("request_id", String, nullable=False, unique=True),
    Column("first_class", String, nullable=False),
    Column("series", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("queue_day", Date, nullable=False),
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
    Index("queue_ticket_line", "place", "queue_day", "state"),
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
)

# what stays of a day when its tickets are dropped
counts = Table(
    "queue_count",
    metadata,
    Column("place", String, primary_key=True),
    Column("day", Date, primary_key=True),
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
