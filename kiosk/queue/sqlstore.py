"""The ticket store on SQLite and PostgreSQL: the same statements, the same transactions, the same answers."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from kiosk.base.clock import BRUSSELS, Clock, business_day
from kiosk.queue import archive, calling, handover, issuing, migrate, registry, waiting
from kiosk.queue.database import Database, StoreError
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.marks import mark
from kiosk.queue.model import (
    OPEN,
    Action,
    Bearer,
    Board,
    By,
    DayCount,
    Estimate,
    IssueRequest,
    Line,
    Move,
    Paper,
    Ticket,
    TicketState,
)
from kiosk.queue.moves import Act
from kiosk.queue.settings import QueueSettings
from kiosk.queue.sqlbase import SqlBase, gone, named, refusing
from kiosk.queue.tables import tickets


def open_sql_store(
    url: str, *, clock: Clock, settings: QueueSettings, create: bool = True, series: str = ""
) -> SqlStore | Refusal:
    """Open a store; with `series` its numbers bear the mark of a kiosk that is off line."""
    database = Database(url, reserve_mb=settings.reserve_mb)
    try:
        migrate.bring_up_to_date(database, create=create)
    except StoreError as error:
        database.close()
        return error.refusal
    return SqlStore(database, clock, settings, series=series)


class SqlStore(SqlBase):
    """A TicketStore; every method may be called from any thread."""

    # ---------------------------------------------------------------- what the kiosk asks

    @refusing
    def issue(self, request: IssueRequest) -> Ticket:
        """A durable number; the same request_id answers the same ticket."""
        mark("issue.asked")
        now = self._clock.now()
        judged = issuing.judge(request, now, self.settings)
        if isinstance(judged, Refusal):
            known = self._by_request(request.request_id)  # a repeated question is answered after hours too
            if known is not None:
                return known
            raise StoreError(judged)
        self.database.require_space()

        def work(connection: Connection) -> Ticket:
            self._marks.check(connection, request.kiosk, now)
            return issuing.issue_in(connection, request, now, self.settings, series=self.series)

        def behind_all(connection: Connection) -> Ticket:
            issuing.lift_in(connection, request, business_day(now), self.settings, series=self.series)
            return work(connection)

        try:
            ticket = self.database.write(work)
        except (IntegrityError, StoreError, issuing.SeriesBrokenError) as error:
            known = None if gone(error) else self._by_request(request.request_id)
            if known is not None:
                return known
            if isinstance(error, StoreError):
                if error.refusal.code is RefusalCode.CAP_REACHED:
                    raise StoreError(self._cap(request.klass, now)) from error
                raise
            ticket = self.database.write(behind_all)
        mark("issue.committed")
        self._marks.note(ticket.kiosk, ticket.taken_at)
        return ticket

    def _cap(self, klass: str, now: datetime) -> Refusal:
        return Refusal(RefusalCode.CAP_REACHED, klass, self._opens_after(business_day(now)))

    def _opens_after(self, day: date) -> datetime:
        """When tickets are given again after a day: its next opening, or the midnight that ends it."""
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), BRUSSELS)
        if self.settings.opening.is_open(midnight):
            return midnight
        return self.settings.opening.next_opening(midnight) or midnight

    @refusing
    def printed(self, ticket_id: str, *, by: By | None = None) -> Ticket:
        """The printer confirmed the paper."""
        return self._move(ticket_id, Act(Action.PRINTED, self._clock.now()), by)

    @refusing
    def not_printed(self, ticket_id: str, reason: str, *, by: By | None = None) -> Ticket:
        """The paper did not come out, or nobody knows."""
        return self._move(ticket_id, Act(Action.NOT_PRINTED, self._clock.now(), note=reason), by)

    @refusing
    def reprint(self, ticket_id: str, *, by: By | None = None) -> Ticket:
        """Count one copy more."""
        return self._move(ticket_id, Act(Action.REPRINT, self._clock.now()), by)

    @refusing
    def withdraw(self, ticket_id: str, *, note: str = "", by: By | None = None) -> Ticket:
        """The ticket leaves the queue."""
        return self._move(ticket_id, Act(Action.WITHDRAW, self._clock.now(), note=note), by)

    @refusing
    def estimate(self, place: str, klass: str, *, ticket_id: str | None = None) -> Estimate:
        """People ahead and the wait."""
        now = self._clock.now()
        return self.database.read(lambda line: waiting.estimate_in(line, place, klass, now, ticket_id))

    @refusing
    def find_by_token(self, token: str) -> Ticket | None:
        """The ticket of a QR code."""
        return self.database.read(lambda line: calling.find_in(line, tickets.c.id == token))

    @refusing
    def find_by_request(self, request_id: str) -> Ticket | None:
        """The ticket that answered this request."""
        return self._by_request(request_id)

    @refusing
    def recover(self, kiosk: str) -> tuple[Ticket, ...]:
        """This kiosk's tickets whose paper was never confirmed are marked not printed (R117)."""
        pending = (tickets.c.kiosk == kiosk) & (tickets.c.paper == Paper.PENDING.value)
        still = pending & tickets.c.state.in_([state.value for state in OPEN])
        found = self.database.read(lambda line: calling.all_in(line, select(tickets).where(still)))
        act = Act(Action.NOT_PRINTED, self._clock.now(), note="RESTART")
        return tuple(self._move(ticket.id, act, By(kiosk)) for ticket in found)

    # ---------------------------------------------------------------- what the counters ask

    @refusing
    def call(
        self, place: str, counter: str, *, classes: Collection[str] | None = None, by: By | None = None
    ) -> Ticket | None:
        """Call the next ticket; None when nobody waits."""
        now = self._clock.now()
        by = named(by or By(counter, counter))

        def work(connection: Connection) -> Ticket | None:
            ticket = calling.next_in(connection, place, business_day(now), classes, now)
            if ticket is None:
                return None
            return calling.move_in(
                connection, ticket, Act(Action.CALL, now, counter=counter), by, tell=self._notice.word(place)
            )

        return self._repeatable(work, by)

    @refusing
    def call_ticket(self, ticket_id: str, counter: str, *, by: By | None = None) -> Ticket:
        """Call one ticket out of turn."""
        return self._move(ticket_id, Act(Action.CALL, self._clock.now(), counter=counter), by or By(counter, counter))

    @refusing
    def recall(self, ticket_id: str, *, by: By | None = None) -> Ticket:
        """Call again, or give up after the profile's number of calls."""
        limit = self.settings.no_show_after
        counter = by.counter if by else None
        return self._move(ticket_id, Act(Action.RECALL, self._clock.now(), counter, no_show_after=limit), by)

    @refusing
    def serve(self, ticket_id: str, *, by: By | None = None) -> Ticket:
        """The person stands at the counter."""
        return self._move(ticket_id, Act(Action.SERVE, self._clock.now(), by.counter if by else None), by)

    @refusing
    def finish(self, ticket_id: str, *, by: By | None = None) -> Ticket:
        """Done."""
        return self._move(ticket_id, Act(Action.FINISH, self._clock.now()), by)

    @refusing
    def no_show(self, ticket_id: str, *, by: By | None = None) -> Ticket:
        """Nobody came."""
        return self._move(ticket_id, Act(Action.NO_SHOW, self._clock.now()), by)

    @refusing
    def return_to_queue(self, ticket_id: str, *, by: By | None = None) -> Ticket:
        """Back to waiting."""
        return self._move(ticket_id, Act(Action.RETURN, self._clock.now()), by)

    @refusing
    def transfer(self, ticket_id: str, to: str, *, by: By | None = None) -> Ticket:
        """To another class."""
        if to not in self.settings.classes:
            raise StoreError(Refusal(RefusalCode.UNKNOWN_CLASS, to[:8]))
        return self._move(ticket_id, Act(Action.TRANSFER, self._clock.now(), to=to), by)

    @refusing
    def park(self, ticket_id: str, *, by: By | None = None) -> Ticket:
        """Set aside."""
        return self._move(ticket_id, Act(Action.PARK, self._clock.now()), by)

    @refusing
    def list(
        self,
        place: str | None = None,
        *,
        state: TicketState | None = None,
        day: date | None = None,
        klass: str | None = None,
    ) -> tuple[Ticket, ...]:
        """Tickets of a day's queue."""
        condition = tickets.c.queue_day == (day or business_day(self._clock.now()))
        for column, value in ((tickets.c.place, place), (tickets.c.klass, klass), (tickets.c.state, state)):
            if value is not None:
                condition &= column == str(value)
        order = (tickets.c.place, tickets.c.first_class, tickets.c.series, tickets.c.day, tickets.c.seq)
        return self.database.read(lambda line: calling.all_in(line, select(tickets).where(condition).order_by(*order)))

    @refusing
    def unprinted(self, place: str) -> tuple[Ticket, ...]:
        """Open tickets without confirmed paper."""
        today = business_day(self._clock.now())
        return self.database.read(lambda line: calling.unprinted_in(line, place, today))

    @refusing
    def find_by_number(self, place: str, number: str, day: date | None = None) -> Ticket | None:
        """The ticket with this number; of two (one carried over) the one of the day itself."""
        day = day or business_day(self._clock.now())
        wanted = (tickets.c.place == place) & (tickets.c.number == number)
        carried = select(tickets).where(wanted & (tickets.c.queue_day == day)).order_by(tickets.c.day.desc()).limit(1)

        def work(connection: Connection) -> Ticket | None:
            found = calling.find_in(connection, wanted & (tickets.c.day == day))
            return found or next(iter(calling.all_in(connection, carried)), None)

        return self.database.read(work)

    @refusing
    def moves(self, ticket_id: str) -> tuple[Move, ...]:
        """Everything that happened to a ticket."""
        return self.database.read(lambda line: calling.moves_in(line, ticket_id))

    @refusing
    def board(self, place: str) -> Board:
        """What the waiting room shows."""
        now = self._clock.now()
        return self.database.read(lambda line: waiting.board_in(line, place, now))

    def wait_for_call(self, place: str, tag: str, seconds: float) -> Board | Refusal:
        """The board as soon as it changes, or after `seconds`."""
        end = time.monotonic() + seconds
        while True:
            seen = self._notice.seen(place)
            board = self.board(place)
            left = end - time.monotonic()
            if isinstance(board, Refusal) or board.tag != tag or left <= 0:
                return board
            self._notice.wait(place, seen, left)

    # ---------------------------------------------------------------- the end of the day

    @refusing
    def close_day(self, place: str | None = None, *, day: date | None = None, by: By | None = None) -> int:
        """End the day's queue."""
        now = self._clock.now()
        day = day or business_day(now)
        until = business_day(self._opens_after(day)) if self.settings.carry_over else None
        closer = By(by.who if by else "close-day")  # one act for many tickets: it bears no op of its own

        def work(connection: Connection) -> int:
            return archive.close_in(connection, place, day, now, closer, until=until)

        closed = self._again(work)
        mark("close.committed")
        return closed

    @refusing
    def purge(self, before: date) -> int:
        """Count and drop old tickets."""
        dropped = self.database.write(lambda connection: archive.purge_in(connection, before))
        mark("purge.committed")
        return dropped

    def export(self) -> Iterator[dict[str, Any]]:
        """Every record, without persons."""
        with self.database.stream() as connection:
            yield from archive.export_in(connection)

    @refusing
    def counts(self) -> tuple[DayCount, ...]:
        """The counts of dropped days."""
        return self.database.read(archive.counts_in)

    @refusing
    def ready(self, kiosk: str, *, write: bool = False) -> None:
        """Space, clock, and with `write` the disk or the server itself."""
        self.database.require_space()
        now = self._clock.now()
        self.database.read(lambda line: self._marks.check(line, kiosk, now))
        if write:
            self.database.write(migrate.touch)

    @refusing
    def accept_clock(self, kiosk: str) -> None:
        """Staff vouch for the clock."""
        now = self._clock.now()
        self.database.write(lambda connection: self._marks.accept(connection, kiosk, now))

    def close(self) -> None:
        """Let go of files and connections."""
        self._notice.close()
        self.database.close()

    # ---------------------------------------------------------------- handing over

    def line(self) -> Line | None:
        """There is none: the store is right here."""
        return None

    @refusing
    def machine(self, bearer: Bearer) -> str:
        """Kiosk's side: the random name of this machine."""
        known = self.database.read(lambda line: registry.known_in(line, bearer))
        return known or self.database.write(lambda connection: registry.machine_in(connection, bearer))

    @refusing
    def register(self, bearer: Bearer, machine: str, *, take: bool = False) -> None:
        """Central side: who bears this mark; MARK_TAKEN when another machine does."""
        now = self._clock.now()

        def work(connection: Connection) -> None:
            registry.register_in(connection, bearer, machine, now, take=take)

        try:
            self.database.write(work)
        except IntegrityError:
            self.database.write(work)  # another kiosk was quicker with the same mark: now it is seen

    @refusing
    def witness(self, kiosk: str, now: datetime) -> None:
        """Kiosk's side: this time has been, says the central store."""
        self._marks.note(kiosk, now)
        self.database.write(lambda connection: registry.witness_in(connection, kiosk, now))

    @refusing
    def waiting(self) -> int:
        """Kiosk's side: how much the central store has not heard of."""
        return self.database.read(handover.waiting_in)

    @refusing
    def adopt(self, given: handover.Record) -> Ticket:
        """Central side: take over a ticket that a kiosk gave while it was off line; again changes nothing."""
        now = self._clock.now()

        def work(connection: Connection) -> Ticket:
            return handover.adopt_in(connection, given, now)

        try:
            return self._again(work)
        except IntegrityError:
            return self._again(work)  # another messenger of the same kiosk was quicker: now it is known

    @refusing
    def perform(self, deferred: handover.Deferred) -> Ticket:
        """Central side: do what a kiosk did while the line was broken; again changes nothing."""
        return self._move(deferred.ticket_id, deferred.act, deferred.by)

    @refusing
    def pending(self, limit: int) -> tuple[tuple[handover.Record, ...], tuple[handover.Deferred, ...]]:
        """Kiosk's side: what the central store has not heard of, oldest first."""
        return self.database.read(
            lambda line: (tuple(handover.pending_in(line, limit)), tuple(handover.deferred_in(line, limit)))
        )

    @refusing
    def tick_off(self, ticket: Ticket) -> None:
        """Kiosk's side: the central store has this ticket."""
        self.database.write(lambda connection: handover.tick_off_in(connection, ticket))

    @refusing
    def defer(self, deferred: handover.Deferred) -> None:
        """Kiosk's side: keep an act for the central store."""
        self.database.write(lambda connection: handover.defer_in(connection, deferred))

    @refusing
    def forget(self, deferred: handover.Deferred) -> None:
        """Kiosk's side: the central store has heard of this act."""
        self.database.write(lambda connection: handover.forget_in(connection, deferred))
