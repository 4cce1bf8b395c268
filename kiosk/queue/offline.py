"""A central store with a net under it: while it is gone the kiosk gives its own numbers and hands them over later.

Two laws.  A resident never waits for a dead line: after one time limit the line counts as down.  And everything that
was promised off line reaches the central store exactly once: the kiosk's local store is the outbox, a ticket leaves
it only when the central store has it, and every act has a name.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from kiosk.base.clock import Clock
from kiosk.queue.courier import DOWN, GONE, LIMIT, Courier
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.handover import Deferred
from kiosk.queue.marks import mark
from kiosk.queue.model import (
    Action,
    Bearer,
    Board,
    By,
    DayCount,
    Estimate,
    IssueRequest,
    Line,
    Move,
    Ticket,
    TicketState,
)
from kiosk.queue.moves import Act, apply
from kiosk.queue.odd import Odd
from kiosk.queue.settings import QueueSettings
from kiosk.queue.sqlbase import NOBODY, named
from kiosk.queue.sqlstore import SqlStore, open_sql_store

T = TypeVar("T")

_REMEMBERED: Final = 500  # central tickets whose paper may still be confirmed, and requests that may be repeated
_WITNESS: Final = timedelta(minutes=5)  # how old the last time may be that the kiosk would remember over a restart


def open_with_outbox(
    central_url: str,
    local_url: str,
    *,
    clock: Clock,
    settings: QueueSettings,
    bearer: Bearer | None = None,
    take: bool = False,
    courier: bool = True,
) -> OfflineStore | Refusal:
    """Open the kiosk's own store, and the central one when it answers.

    Refused when the kiosk's own store is, and with MARK_TAKEN when another kiosk bears the same name or mark
    (`take`: a person vouches that the other one is gone).
    """
    local = open_sql_store(local_url, clock=clock, settings=settings, series=settings.offline_mark)
    if isinstance(local, Refusal):
        return local
    store = OfflineStore(
        lambda: open_sql_store(central_url, clock=clock, settings=local.settings), local, clock, bearer=bearer
    )
    store.probe(take=take)
    if store.refused is not None:
        store.close()
        return store.refused
    if courier:
        store.start()
    return store


class OfflineStore:
    """A TicketStore on a central store that may go away; every method may be called from any thread."""

    def __init__(
        self,
        connect: Callable[[], SqlStore | Refusal],
        local: SqlStore,
        clock: Clock,
        *,
        limit: float = LIMIT,
        bearer: Bearer | None = None,
    ) -> None:
        self._local = local
        self._clock = clock
        self._limit = limit
        self._known: OrderedDict[str, Ticket] = OrderedDict()
        self._known_lock = threading.Lock()
        self._witnessed = clock.now() - 2 * _WITNESS
        self._courier = Courier(connect, local, clock, limit=limit, bearer=bearer, adopted=self._remember)

    def use(self, settings: QueueSettings) -> None:
        """Other settings from now on, here and on the line: the profile changed."""
        self._local.use(settings)
        if self._courier.central is not None:
            self._courier.central.use(settings)

    # ---------------------------------------------------------------- the line

    @property
    def online(self) -> bool:
        """Whether the central store answered last."""
        return self._courier.online

    @property
    def refused(self) -> Refusal | None:
        """MARK_TAKEN when another kiosk bears this one's name or mark."""
        return self._courier.refused

    def line(self) -> Line:
        """How this kiosk stands with the central store."""
        return self._courier.line()

    def start(self) -> None:
        """Start the courier, who brings the outbox over when the line is back."""
        self._courier.start()

    def probe(self, *, take: bool = False) -> bool:
        """Try the line now; True when it is up and everything was handed over."""
        return self._courier.probe(take=take)

    def _either(
        self, central: Callable[[SqlStore], T | Refusal], local: Callable[[SqlStore], T | Refusal]
    ) -> T | Refusal:
        """The central store's answer; the local store's while the line is down."""
        if self._courier.online:
            result = self._courier.ask(central)
            if not (isinstance(result, Refusal) and result.code in DOWN):
                return result
        return local(self._local)

    def _remember(self, ticket: Ticket) -> Ticket:
        with self._known_lock:
            self._known[ticket.id] = ticket
            self._known.move_to_end(ticket.id)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return ticket

    def _recall(self, request_id: str) -> Ticket | None:
        with self._known_lock:
            return next((one for one in self._known.values() if one.request_id == request_id), None)

    # ---------------------------------------------------------------- what the kiosk asks

    def issue(self, request: IssueRequest) -> Ticket | Refusal:
        """A central number; with the line down a number of the kiosk's own series."""

        def here(local: SqlStore) -> Ticket | Refusal:
            known = self._recall(request.request_id)
            if known is not None:
                return known
            mark("offline.central-asked")
            ticket = local.issue(request)
            mark("offline.local-issued")
            return ticket

        ticket = self._either(lambda store: store.issue(request), here)
        if isinstance(ticket, Refusal):
            return ticket
        if not ticket.series and ticket.taken_at - self._witnessed > _WITNESS:
            # the kiosk's own store must know, after a restart without the line, that this time has been
            self._witnessed = ticket.taken_at
            self._local.witness(ticket.kiosk, ticket.taken_at)
        return self._remember(ticket)

    def printed(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """The printer confirmed; kept for later when the line is down."""
        return self._paper(ticket_id, Act(Action.PRINTED, self._clock.now()), by)

    def not_printed(self, ticket_id: str, reason: str, *, by: By | None = None) -> Ticket | Refusal:
        """No paper; kept for later when the line is down."""
        return self._paper(ticket_id, Act(Action.NOT_PRINTED, self._clock.now(), note=reason), by)

    def reprint(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """One copy more; kept for later when the line is down."""
        return self._paper(ticket_id, Act(Action.REPRINT, self._clock.now()), by)

    def withdraw(self, ticket_id: str, *, note: str = "", by: By | None = None) -> Ticket | Refusal:
        """Out of the queue; kept for later when the line is down."""
        return self._paper(ticket_id, Act(Action.WITHDRAW, self._clock.now(), note=note), by)

    def _paper(self, ticket_id: str, act: Act, by: By | None) -> Ticket | Refusal:
        """An act of the kiosk itself, which is done even when the central store cannot hear of it yet."""
        deferred = Deferred(ticket_id, act, named(by or NOBODY))
        result = self._act(ticket_id, lambda store: store.perform(deferred))
        known = self._known.get(ticket_id)
        if not (isinstance(result, Refusal) and result.code in DOWN) or known is None:
            return result if isinstance(result, Refusal) else self._remember(result)
        after = apply(known, act)
        if isinstance(after, Refusal):
            return after
        kept = self._local.defer(deferred)
        mark("offline.act-kept")
        return kept if isinstance(kept, Refusal) else self._remember(after)

    def _act(self, ticket_id: str, act: Callable[[SqlStore], Ticket | Refusal]) -> Ticket | Refusal:
        """Where the ticket is, there it is changed."""
        with self._courier.lock:
            ours = self._local.find_by_token(ticket_id)
            done = act(self._local) if isinstance(ours, Ticket) else None
        # another program of this kiosk may have handed it over in this very moment
        if done is not None and not (isinstance(done, Refusal) and done.code is RefusalCode.UNKNOWN_TICKET):
            return done
        return self._either(act, lambda _local: GONE)

    def estimate(self, place: str, klass: str, *, ticket_id: str | None = None) -> Estimate | Refusal:
        """The central estimate; off line nobody knows how many wait, so nothing is said."""
        return self._either(lambda store: store.estimate(place, klass, ticket_id=ticket_id), lambda _local: GONE)

    def find_by_token(self, token: str) -> Ticket | Refusal | None:
        """A ticket of the outbox, else of the central store, else one that is remembered."""
        ours = self._local.find_by_token(token)
        if ours is not None:
            return ours
        return self._either(lambda store: store.find_by_token(token), lambda _local: self._known.get(token))

    def find_by_request(self, request_id: str) -> Ticket | Refusal | None:
        """A ticket of the outbox, else of the central store, else one that is remembered."""
        ours = self._local.find_by_request(request_id)
        if ours is not None:
            return ours

        return self._either(lambda store: store.find_by_request(request_id), lambda _local: self._recall(request_id))

    def recover(self, kiosk: str) -> tuple[Ticket, ...] | Refusal:
        """Unconfirmed papers of both stores, as far as they answer."""
        ours = self._local.recover(kiosk)
        if isinstance(ours, Refusal):
            return ours
        theirs = self._either(lambda store: store.recover(kiosk), lambda _local: ())
        return theirs if isinstance(theirs, Refusal) else ours + theirs

    # ---------------------------------------------------------------- what the counters ask

    def call(
        self, place: str, counter: str, *, classes: Collection[str] | None = None, by: By | None = None
    ) -> Ticket | Refusal | None:
        """The next central ticket; with the line down the next of this kiosk's own."""
        by = named(by or By(counter, counter))

        def ask(store: SqlStore) -> Ticket | Refusal | None:
            return store.call(place, counter, classes=classes, by=by)

        def ours(local: SqlStore) -> Ticket | Refusal | None:
            with self._courier.lock:
                return ask(local)

        return self._either(ask, ours)

    def call_ticket(self, ticket_id: str, counter: str, *, by: By | None = None) -> Ticket | Refusal:
        """One ticket out of turn."""
        return self._act(ticket_id, lambda store: store.call_ticket(ticket_id, counter, by=by))

    def recall(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """Call again."""
        return self._act(ticket_id, lambda store: store.recall(ticket_id, by=by))

    def serve(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """At the counter."""
        return self._act(ticket_id, lambda store: store.serve(ticket_id, by=by))

    def finish(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """Done."""
        return self._act(ticket_id, lambda store: store.finish(ticket_id, by=by))

    def no_show(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """Nobody came."""
        return self._act(ticket_id, lambda store: store.no_show(ticket_id, by=by))

    def return_to_queue(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """Back to waiting."""
        return self._act(ticket_id, lambda store: store.return_to_queue(ticket_id, by=by))

    def transfer(self, ticket_id: str, to: str, *, by: By | None = None) -> Ticket | Refusal:
        """To another class."""
        return self._act(ticket_id, lambda store: store.transfer(ticket_id, to, by=by))

    def park(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """Set aside."""
        return self._act(ticket_id, lambda store: store.park(ticket_id, by=by))

    def list(
        self,
        place: str | None = None,
        *,
        state: TicketState | None = None,
        day: date | None = None,
        klass: str | None = None,
    ) -> tuple[Ticket, ...] | Refusal:
        """The central list; with the line down this kiosk's own tickets."""

        def ask(store: SqlStore) -> tuple[Ticket, ...] | Refusal:
            return store.list(place, state=state, day=day, klass=klass)

        return self._either(ask, ask)

    def unprinted(self, place: str) -> tuple[Ticket, ...] | Refusal:
        """Without paper, of the central store; with the line down this kiosk's own."""
        return self._either(lambda store: store.unprinted(place), lambda local: local.unprinted(place))

    def find_by_number(self, place: str, number: str, day: date | None = None) -> Ticket | Refusal | None:
        """By number."""
        ours = self._local.find_by_number(place, number, day)
        if ours is not None:
            return ours
        return self._either(lambda store: store.find_by_number(place, number, day), lambda _local: None)

    def moves(self, ticket_id: str) -> tuple[Move, ...] | Refusal:
        """Everything that happened to a ticket."""
        ours = self._local.moves(ticket_id)
        return ours or self._either(lambda store: store.moves(ticket_id), lambda _local: GONE)

    def board(self, place: str) -> Board | Refusal:
        """The central board; with the line down this kiosk's own calls."""
        return self._either(lambda store: store.board(place), lambda local: local.board(place))

    def wait_for_call(self, place: str, tag: str, seconds: float) -> Board | Refusal:
        """The board as soon as it changes; a line that breaks meanwhile ends the wait."""
        short = min(seconds, self._limit / 2)  # a stalled line must not look like a quiet day

        def ask(store: SqlStore) -> Board | Refusal:
            return store.wait_for_call(place, tag, short)

        return self._either(ask, ask)

    # ---------------------------------------------------------------- the end of the day

    def close_day(self, place: str | None = None, *, day: date | None = None, by: By | None = None) -> int | Refusal:
        """End the day in both stores, as far as they answer."""
        with self._courier.lock:
            ours = self._local.close_day(place, day=day, by=by)
        if isinstance(ours, Refusal):
            return ours
        theirs = self._either(lambda store: store.close_day(place, day=day, by=by), lambda _local: 0)
        return theirs if isinstance(theirs, Refusal) else ours + theirs

    def purge(self, before: date) -> int | Refusal:
        """Only the central store's old tickets: what lies in the outbox must be handed over first."""
        return self._either(lambda store: store.purge(before), lambda _local: 0)

    def export(self) -> Iterator[dict[str, Any]]:
        """The records of both stores."""
        if self._courier.online and self._courier.central is not None:
            yield from self._courier.central.export()
        yield from self._local.export()

    def counts(self) -> tuple[DayCount, ...] | Refusal:
        """The central counts."""
        return self._either(lambda store: store.counts(), lambda local: local.counts())

    def ready(self, kiosk: str, *, write: bool = False) -> Refusal | None:
        """The central store's word; with the line down the local store's."""

        def ask(store: SqlStore) -> Refusal | None:
            return store.ready(kiosk, write=write)

        return self._either(ask, ask)

    def odd(self, *, remove: bool = False) -> tuple[Odd, ...] | Refusal:
        """Of both stores, as far as they answer."""
        ours = self._local.odd(remove=remove)
        if isinstance(ours, Refusal):
            return ours
        theirs = self._either(lambda store: store.odd(remove=remove), lambda _local: ())
        return theirs if isinstance(theirs, Refusal) else ours + theirs

    def accept_clock(self, kiosk: str) -> Refusal | None:
        """Vouch for the clock in both stores."""
        refused = self._local.accept_clock(kiosk)
        return refused or self._either(lambda store: store.accept_clock(kiosk), lambda _local: None)

    def close(self) -> None:
        """End the courier; let go of both stores."""
        self._courier.close()
        self._local.close()
