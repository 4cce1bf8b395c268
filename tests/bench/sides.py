"""The sides of the queue's benches: our store, SQLAlchemy with the same statements, the engine's bare driver."""

from __future__ import annotations

import secrets
import sqlite3
import time
from datetime import datetime

from sqlalchemy import case, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite

from kiosk.base.clock import BRUSSELS, SystemClock
from kiosk.queue.database import parse
from kiosk.queue.issuing import new_id
from kiosk.queue.model import IssueRequest, Paper, Ticket, TicketState
from kiosk.queue.rows import TICKET_FIELDS, values_of
from kiosk.queue.store import open_store
from kiosk.queue.tables import counters, tickets, to_micros

HERE = "stadskantoor"
BARE, CORE = "bare engine", "SQLAlchemy"

UPSERT = (
    "INSERT INTO queue_counter (place, day, klass, series, last, issued, last_at) VALUES ({0}, {0}, {0}, {0}, 1, 1, {0}) "
    "ON CONFLICT (place, day, klass, series) DO UPDATE SET last = queue_counter.last + 1, "
    "issued = queue_counter.issued + 1, last_at = excluded.last_at RETURNING last"
)
INSERT = "INSERT INTO queue_ticket ({1}) VALUES ({2})"


def ours(url, at, place=HERE):
    """Our store: take a ticket, let go."""
    store = open_store(url, clock=SystemClock())
    count = 0

    def one():
        nonlocal count
        count += 1
        request = IssueRequest(place, "R", "nl", f"kiosk-{at}", f"{at}-{count}-{time.monotonic_ns()}")
        while not isinstance(store.issue(request), Ticket):
            pass  # a refused request is asked again: the time counts, the refusal does not

    return one, store.close


def _ticket(at, place, klass, seq, now):
    """A new ticket as the kiosk writes it."""
    return Ticket(
        id=new_id(),
        number=f"{klass}{seq:03d}",
        klass=klass,
        state=TicketState.WAITING,
        place=place,
        day=now.date(),
        taken_at=now,
        language="nl",
        kiosk=f"kiosk-{at}",
        request_id=secrets.token_hex(8),
        first_class=klass,
        series="",
        seq=seq,
        queue_day=now.date(),
        waiting_since=now,
        paper=Paper.PENDING,
    )


def core(url, at, place=HERE):
    """SQLAlchemy as its tutorial writes the same two statements, with the same safety: one writer, on the disk at commit."""
    lite = url.startswith("sqlite")
    engine = create_engine(parse(url), connect_args={"timeout": 60.0} if lite else {})
    if lite:

        @event.listens_for(engine, "connect")
        def prepare(line, _record):
            line.isolation_level = None
            line.execute("PRAGMA journal_mode=WAL")
            line.execute("PRAGMA synchronous=FULL")

        @event.listens_for(engine, "begin")
        def begin(line):
            line.exec_driver_sql("BEGIN IMMEDIATE")

    dialect = sqlite if lite else postgresql

    def one():
        now = datetime.now(BRUSSELS)
        with engine.begin() as line:
            row = dialect.insert(counters).values(
                place=place, day=now.date(), klass="C", series="", last=1, issued=1, last_at=now
            )
            newest = case((counters.c.last_at > row.excluded.last_at, counters.c.last_at), else_=row.excluded.last_at)
            taken = row.on_conflict_do_update(
                index_elements=["place", "day", "klass", "series"],
                set_={"last": counters.c.last + 1, "issued": counters.c.issued + 1, "last_at": newest},
            ).returning(counters.c.last, counters.c.issued, counters.c.last_at)
            seq = line.execute(taken).one().last
            line.execute(dialect.insert(tickets), values_of(_ticket(at, place, "C", seq, now)))

    return one, engine.dispose


def bare(url, at, place=HERE):
    """The same two statements on the engine's own driver."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=60, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        mark, begin = "?", "BEGIN IMMEDIATE"
    else:
        import psycopg

        connection = psycopg.connect(url, autocommit=True)
        mark, begin = "%s", "BEGIN"
    upsert = UPSERT.format(mark)
    insert = INSERT.format(mark, ", ".join(TICKET_FIELDS), ", ".join([mark] * len(TICKET_FIELDS)))

    def one():
        now = datetime.now(BRUSSELS)
        connection.execute(begin)
        cursor = connection.execute(upsert, (place, now.date().isoformat(), "B", "", to_micros(now)))
        seq = cursor.fetchall()[0][0]
        connection.execute(insert, _plain(values_of(_ticket(at, place, "B", seq, now))))
        connection.execute("COMMIT")

    return one, connection.close


def _plain(values):
    """What a driver takes: microseconds, ISO dates."""
    row = (values[name] for name in TICKET_FIELDS)
    return tuple(
        to_micros(value) if isinstance(value, datetime) else value.isoformat() if hasattr(value, "isoformat") else value
        for value in row
    )
