"""A city's clients for its bench: kiosks, counters and boards as threads with stores of their own, in a few processes."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from dataclasses import dataclass, field

from kiosk.base.clock import SystemClock
from kiosk.queue.errors import Refusal
from kiosk.queue.model import By, IssueRequest, Ticket
from kiosk.queue.store import open_store
from tests.bench.sides import bare
from tests.support.queue.day import CLASSES

FORK = multiprocessing.get_context("fork")
PROCESSES = 4
PLACES = tuple(f"place-{at}" for at in range(1, 21))
# s; from one call of a counter to its next one, and how long somebody stands there, both in the mean
CALLS_EVERY, SERVED = 20.0, 5.0
WARM = 2  # how often a client does its work before the time runs: each makes its own statements the first time


@dataclass(frozen=True, slots=True)
class City:
    """How many of each, and how many tickets a second they ask for together."""

    kiosks: int
    counters: int
    boards: int
    rate: float

    @classmethod
    def of(cls, kiosks: int) -> City:
        """With a counter for three kiosks, a board for ten, and a ticket a kiosk every six seconds."""
        return cls(kiosks, max(1, kiosks // 3), max(1, kiosks // 10), kiosks / 6 * 1.03)


@dataclass(slots=True)
class Seen:
    """What the clients of one process met; times in seconds, moments of the machine's monotonic clock."""

    took: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    calls: list[tuple[str, str, float]] = field(default_factory=list)
    shown: list[tuple[str, str, float]] = field(default_factory=list)

    def add(self, other: Seen) -> None:
        """Everything that another process met too."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(other, name))


class _Process:
    """The clients of one process."""

    def __init__(self, url, city, at, kind):
        self.url, self.seen, self.rate = url, Seen(), city.rate / city.kiosks
        self.ends, self.begins = 0.0, 0.0
        self.closes = []
        share = {"kiosk": city.kiosks, "counter": city.counters, "board": city.boards if kind == "ours" else 0}
        if kind == "bare":
            share["counter"] = 0
        self.work = [
            (getattr(self, f"{kind}_{name}"), each, self._open(name, each, kind))
            for name, count in share.items()
            for each in range(at, count, PROCESSES)
        ]

    def _open(self, name, each, kind):
        if kind == "bare":
            one, close = bare(self.url, each, PLACES[each % len(PLACES)])
            self.closes.append(close)
            one()
            return one
        store = open_store(self.url, clock=SystemClock())
        if isinstance(store, Refusal):
            raise RuntimeError(f"{name} {each}: {store}")
        self.closes.append(store.close)
        self._warm(name, each, store)
        return store

    def _warm(self, name, each, store):
        """As on every day after its first minutes: the line is there, and what is asked was asked before."""
        place, warm = PLACES[each % len(PLACES)], f"warm-{name}-{each}"
        for at in range(WARM):
            if name == "kiosk":
                self._ticket(
                    store, IssueRequest(place, CLASSES[at % len(CLASSES)], "nl", f"kiosk-{each}", f"{warm}-{at}")
                )
            elif name == "counter":
                called = store.call(place, str(each // len(PLACES) + 1))
                if isinstance(called, Ticket):
                    store.finish(called.id)
            else:
                store.wait_for_call(place, store.board(place).tag, 0.05)  # from now on it listens

    def run(self, start, seconds, out):
        """Let them work from the common start."""
        self.begins = start + 1.0
        self.ends = self.begins + seconds
        threads = [threading.Thread(target=do, args=(each, store)) for do, each, store in self.work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(600)
        out.put(self.seen)
        for close in self.closes:
            close()

    def _arrivals(self, each):
        """The moments at which people come to a kiosk, at random."""
        chance = random.Random(each)
        at = self.begins
        while True:
            at += chance.expovariate(self.rate)
            if at > self.ends:
                return
            self._wait_for(at)
            yield at, chance

    @staticmethod
    def _wait_for(until):
        time.sleep(max(0.0, until - time.monotonic()))

    def ours_kiosk(self, each, store):
        """A number, how many are before it, the paper confirmed: as a kiosk does for every ticket."""
        place = PLACES[each % len(PLACES)]
        for at, chance in self._arrivals(each):
            request = IssueRequest(place, chance.choice(CLASSES), "nl", f"kiosk-{each}", f"{each}-{at}")
            begun = time.monotonic()
            done = self._ticket(store, request)
            if done is not None:
                self.seen.took.append(done - at)
                self.seen.late.append(begun - at)

    def _ticket(self, store, request):
        """The moment at which the number was there; None when it was refused."""
        ticket = store.issue(request)
        done = time.monotonic()
        if not isinstance(ticket, Ticket):
            self.seen.refused.append(str(ticket))
            return None
        for answer in (store.estimate(ticket.place, ticket.klass, ticket_id=ticket.id), store.printed(ticket.id)):
            if isinstance(answer, Refusal):
                self.seen.refused.append(str(answer))
        return done

    def bare_kiosk(self, each, one):
        """The two statements of a number alone."""
        for at, _ in self._arrivals(each):
            one()
            self.seen.took.append(time.monotonic() - at)

    def ours_counter(self, each, store):
        """Call, serve a little, finish."""
        place, desk, chance = PLACES[each % len(PLACES)], str(each // len(PLACES) + 1), random.Random(-each - 1)
        at = self.begins + chance.uniform(0, CALLS_EVERY)
        while at < self.ends:
            self._wait_for(at)
            begun = time.monotonic()
            if begun > self.ends:
                return  # somebody stood there for longer: no board is there any more to see a call
            called = store.call(place, desk)
            if isinstance(called, Ticket):
                self.seen.calls.append((place, called.id, begun))
                time.sleep(chance.expovariate(1 / SERVED))
                called = store.finish(called.id, by=By(desk, desk))
            if isinstance(called, Refusal):
                self.seen.refused.append(str(called))
            at += chance.expovariate(1 / CALLS_EVERY)

    def ours_board(self, each, store):
        """Show what is called; remember when each number was seen for the first time."""
        place, tag, known = PLACES[each % len(PLACES)], "", set()
        while time.monotonic() < self.ends + 1.0:
            board = store.wait_for_call(place, tag, min(5.0, self.ends + 1.0 - time.monotonic()))
            now = time.monotonic()
            if isinstance(board, Refusal):
                self.seen.refused.append(str(board))
                continue
            tag = board.tag
            for call in (board.current, *board.recent):
                if call is not None and call.ticket_id not in known:
                    known.add(call.ticket_id)
                    self.seen.shown.append((f"{place}/{each}", call.ticket_id, now))


def _process(url, city, at, kind, ready, start, seconds, out):
    clients = _Process(url, city, at, kind)
    ready.wait(300)
    start.wait(60)
    clients.run(start.at.value, seconds, out)


class _Start:
    """The common beginning of all processes."""

    def __init__(self):
        self.event, self.at = FORK.Event(), FORK.Value("d", 0.0)

    def wait(self, seconds):
        self.event.wait(seconds)

    def go(self):
        self.at.value = time.monotonic()
        self.event.set()


def run(url, city, seconds, kind, *, while_running):
    """All clients of a city for so many seconds; `while_running` is asked every second.  What they met."""
    ready, start, out = FORK.Barrier(PROCESSES + 1), _Start(), FORK.Queue()
    running = [
        FORK.Process(target=_process, args=(url, city, at, kind, ready, start, seconds, out)) for at in range(PROCESSES)
    ]
    for one in running:
        one.start()
    try:
        ready.wait(300)
        start.go()
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            while_running()
            time.sleep(1.0)
        seen = Seen()
        for _ in running:
            seen.add(out.get(timeout=seconds + 300))
    finally:
        for one in running:
            one.join(60)
            if one.is_alive():
                one.kill()
    return seen
