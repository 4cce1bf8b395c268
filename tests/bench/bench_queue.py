"""The queue's figures, both engines beside the bare engine in the same run: python tests/bench/bench_queue.py [--short]

32 clients flat out: gap-free, the slowest client at least half the mean, at least 200 tickets/s; the ratio to the bare
engine doing the same two statements.  60 kiosks at 10 tickets/s: p99 at most 100 ms.  One ticket on idle SQLite: p99 at
most 20 ms.  A call on the board: at most 1 s.  Exit status 1 when a figure is missed.
"""

import argparse
import importlib.util
import multiprocessing
import secrets
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path

from kiosk.clock import BRUSSELS, SystemClock
from kiosk.queue.issuing import new_id
from kiosk.queue.model import IssueRequest, Ticket
from kiosk.queue.rows import TICKET_FIELDS
from kiosk.queue.store import open_store
from kiosk.queue.tables import to_micros

FORK = multiprocessing.get_context("fork")
HERE = "stadskantoor"
MISSED = []


def servers():
    path = Path(__file__).parents[1] / "support" / "queue" / "servers.py"
    spec = importlib.util.spec_from_file_location("queue_servers", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(what, value, limit=None, *, most=False):
    """One line; `limit` is the least (or, with `most`, the most) that is allowed."""
    held = limit is None or (value <= limit if most else value >= limit)
    if not held:
        MISSED.append(what)
    wanted = "" if limit is None else f"   (figure: {'<=' if most else '>='} {limit})"
    print(f"  {what:<58} {value:10.2f}{wanted}{'' if held else '   MISSED'}", flush=True)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


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
    start.wait()
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
    start.wait()
    took = [out.get(timeout=seconds + 120) for _ in running]
    for one in running:
        one.join()
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


def gap_free(url):
    store = open_store(url, clock=SystemClock())
    found = [ticket.seq for ticket in store.list(klass="R")]
    store.close()
    return sorted(found) == list(range(1, len(found) + 1))


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
        thread.join()
        delays.append(seen[0][1] - begin)
    counter.close()
    display.close()
    return delays


def measure(name, url, *, seconds, count):
    print(f"\n{name}")
    open_store(url, clock=SystemClock()).close()
    alone_bare, alone_ours = alone(url, count)
    report("one client, bare engine, tickets/s", alone_bare)
    report("one client, ours, tickets/s", alone_ours)
    report("one client, ours in % of bare", 100 * alone_ours / alone_bare)
    took_bare = clients(bare, url, 32, seconds)
    took = clients(ours, url, 32, seconds)
    rate, rate_bare = (sum(map(len, each)) / seconds for each in (took, took_bare))
    counts, counts_bare = (sorted(map(len, each)) for each in (took, took_bare))
    report("32 clients, bare engine, tickets/s", rate_bare)
    report("32 clients, ours, tickets/s", rate, 200)
    report("32 clients, ours in % of bare", 100 * rate / rate_bare)
    report("32 clients, bare: slowest in % of the mean", 100 * counts_bare[0] / statistics.fmean(counts_bare))
    report("32 clients, ours: slowest in % of the mean", 100 * counts[0] / statistics.fmean(counts), 50)
    report("32 clients, ours: longest wait, ms", 1000 * max(max(one, default=0) for one in took))
    report("gap-free (1 = yes)", float(gap_free(url)), 1)
    paced = [one for each in clients(ours, url, 60, seconds, pause=6.0) for one in each]
    report("60 kiosks at 10 tickets/s: p99, ms", 1000 * percentile(paced, 0.99), 100, most=True)
    delays = board_delay(url)
    report("a call on another program's board, longest, s", max(delays), 1, most=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="two seconds a part")
    short = parser.parse_args().short
    seconds, count = (2, 300) if short else (8, 2000)
    with tempfile.TemporaryDirectory(prefix="bench-queue-") as folder:
        url = f"sqlite:///{folder}/tickets.db"
        measure("SQLite (WAL, synchronous FULL)", url, seconds=seconds, count=count)
        one, close = ours(f"sqlite:///{folder}/idle.db", 1)
        idle = []
        for _ in range(100 if short else 500):
            time.sleep(0.01)
            begin = time.perf_counter()
            one()
            idle.append(time.perf_counter() - begin)
        close()
        report("one ticket on idle SQLite: p99, ms", 1000 * percentile(idle, 0.99), 20, most=True)
        report("one ticket on idle SQLite: median, ms", 1000 * statistics.median(idle))
    kit = servers()
    if kit.binaries() is None:
        print("\nPostgreSQL: no server here")
    else:
        server = kit.PostgresServer(durable=True)
        try:
            measure("PostgreSQL (fsync on, local socket)", server.fresh(), seconds=seconds, count=count)
        finally:
            server.stop()
    print(f"\n{'missed: ' + ', '.join(MISSED) if MISSED else 'all figures held'}")
    return bool(MISSED)


if __name__ == "__main__":
    sys.exit(main())
