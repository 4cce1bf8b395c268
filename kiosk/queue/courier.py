"""The line to the central store: tried, lost, found again, and the kiosk's outbox brought over it.

Nobody but the courier waits for a dead line: after one time limit it counts as down, and only the courier tries it
again.  What lies in the outbox leaves it only when the central store has it; what cannot be handed over stays, is
named, and does not hold up the rest.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, TypeVar

from kiosk.base.bounded import TimeLimit, bounded
from kiosk.base.clock import Clock
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.handover import Deferred, Record
from kiosk.queue.marks import mark
from kiosk.queue.model import Bearer, Line, Ticket
from kiosk.queue.sqlstore import SqlStore

T = TypeVar("T")

LIMIT: Final = 3.0  # seconds that a resident may wait for the line once
PROBE: Final = 4.0  # seconds between the courier's tries
DOWN: Final = frozenset(
    {
        RefusalCode.STORE_UNAVAILABLE,
        RefusalCode.STORE_HELD,
        RefusalCode.STORE_BROKEN,
        RefusalCode.READ_ONLY,
        RefusalCode.STORE_MOVED,
        RefusalCode.DISK_FULL,
    }
)
GONE: Final = Refusal(RefusalCode.STORE_UNAVAILABLE, "off line")
_TOLD: Final = frozenset({RefusalCode.STORE_BROKEN, RefusalCode.STORE_MOVED})  # what is more than a line that is down
_BATCH: Final = 100


class Courier:
    """Owns the line; every method may be called from any thread.

    `lock` is held while a ticket leaves the outbox, so that an act on it and its hand-over do not cross.  `adopted`
    hears every ticket that the central store took over.
    """

    def __init__(
        self,
        connect: Callable[[], SqlStore | Refusal],
        local: SqlStore,
        clock: Clock,
        *,
        limit: float,
        bearer: Bearer | None,
        adopted: Callable[[Ticket], object],
    ) -> None:
        self._connect = connect
        self._local = local
        self._clock = clock
        self._limit = limit
        self._bearer = bearer
        self._adopted = adopted
        self.central: SqlStore | None = None
        self.lock = threading.RLock()
        self.refused: Refusal | None = None  # why this kiosk's off-line mark is not its own
        self._up = False
        self._since = clock.now()
        self._trouble = ""
        self._wake = threading.Event()
        self._closing = False
        self._thread: threading.Thread | None = None

    @property
    def online(self) -> bool:
        """Whether the central store answered last."""
        return self._up

    def line(self) -> Line:
        """How the line stands, for people."""
        waiting = self._local.waiting()
        trouble = self.refused.code.value if self.refused else self._trouble
        if not trouble and self._up and self.central is not None:
            if self.central.one_copy() is True:
                trouble = RefusalCode.NO_SECOND_COPY.value
            elif self.central.unprotected() is True:
                trouble = RefusalCode.STORE_UNPROTECTED.value
        if isinstance(waiting, Refusal):
            return Line(self._up, self._since, 0, waiting.code.value)
        return Line(self._up, self._since, waiting, trouble)

    def start(self) -> None:
        """Start trying the line whenever it is down or something waits."""
        self._thread = threading.Thread(target=self._carry, name="queue-courier", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End; a line that hangs is not waited for."""
        self._closing = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=self._limit)
        if self.central is not None:
            self.central.close()

    def ask(self, question: Callable[[SqlStore], T | Refusal]) -> T | Refusal:
        """Ask the central store within the time limit; a line that is silent or broken is down from now on."""
        central = self.central
        if central is None:
            return GONE
        try:
            result = bounded(lambda: question(central), self._limit)
        except TimeLimit:
            result = GONE
        if isinstance(result, Refusal) and result.code in DOWN:
            if result.code is RefusalCode.STORE_MOVED:
                self._trouble = result.code.value
            if self._up:
                self._set(up=False)
                self._wake.set()
        return result

    def probe(self, *, take: bool = False) -> bool:
        """Try the line; when it answers, hand everything over, then use it.  True when the line is up.

        With `take` a person vouches that another kiosk that bears this one's mark is gone.
        """
        try:
            central = self.central or bounded(self._connect, self._limit * 2)
        except TimeLimit:
            return False
        if isinstance(central, Refusal):
            self._trouble = central.code.value if central.code in _TOLD else ""
            return False
        self.central = central
        self._trouble = ""
        up = self._register(take=take) and self._hand_over()
        self._set(up=up)
        return up

    def _carry(self) -> None:
        while not self._closing:
            self._wake.wait(PROBE)
            self._wake.clear()
            if self._closing or (self._up and self._local.waiting() == 0):
                continue
            try:
                self.probe()
            except Exception as fault:  # whatever it is, the courier goes on: nobody else brings the tickets over
                self._trouble = type(fault).__name__

    def _set(self, *, up: bool) -> None:
        if up != self._up:
            self._up = up
            self._since = self._clock.now()

    def _register(self, *, take: bool) -> bool:
        """Tell the central store who bears this mark; False when the line is down."""
        bearer = self._bearer
        if bearer is None:
            return not isinstance(self.ask(lambda store: store.find_by_token("-")), Refusal)
        machine = self._local.machine(bearer)
        if isinstance(machine, Refusal):
            self._trouble = machine.code.value
            return True
        answer = self.ask(lambda store: store.register(bearer, machine, take=take))
        if isinstance(answer, Refusal) and answer.code in DOWN:
            return False
        self.refused = answer
        return True

    def _hand_over(self) -> bool:
        """Bring tickets and acts over until none is left; False when the line broke on the way."""
        stays: set[str | None] = set()  # what could not leave the outbox now: tried again at the next probe
        while True:
            found = self._local.pending(_BATCH)
            if isinstance(found, Refusal):
                self._trouble = found.code.value
                return True
            records = [given for given in found[0] if given.ticket.id not in stays]
            acts = [deferred for deferred in found[1] if deferred.by.op not in stays]
            mark("handover.read")
            if not records and not acts:
                return True
            for given in records:
                if not self._deliver(given.ticket.id, stays, lambda given=given: self._bring(given)):  # type: ignore[misc]
                    return False
            for deferred in acts:
                if not self._deliver(deferred.by.op, stays, lambda one=deferred: self._replay(one)):  # type: ignore[misc]
                    return False

    def _deliver(self, name: str | None, stays: set[str | None], bring: Callable[[], Refusal | None]) -> bool:
        """One piece; False when the line broke.  A piece that cannot be handed over is named and left for later."""
        try:
            refused = bring()
        except Exception as fault:
            self._trouble = type(fault).__name__
            stays.add(name)
            return True
        if refused is None:
            return True
        if refused is GONE or not self._answers():
            return False
        self._trouble = refused.code.value
        stays.add(name)
        return True

    def _answers(self) -> bool:
        return not isinstance(self.ask(lambda store: store.find_by_token("-")), Refusal)

    def _bring(self, given: Record) -> Refusal | None:
        adopted = self.ask(lambda store: store.adopt(given))
        if isinstance(adopted, Refusal):
            return adopted
        mark("handover.adopted")
        self._adopted(adopted)
        with self.lock:
            kept = self._local.tick_off(given.ticket)
        mark("handover.ticked-off")
        return kept

    def _replay(self, deferred: Deferred) -> Refusal | None:
        done = self.ask(lambda store: store.perform(deferred))
        if isinstance(done, Refusal) and done.code in DOWN:
            return done
        mark("handover.replayed")
        # an act that is not allowed any more was overtaken at the counters: what they did stands
        return self._local.forget(deferred)
