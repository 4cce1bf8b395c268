"""The seam of the queue: what any ticket store offers, and how one is opened.

A municipality that has a queue system of its own is joined here: an adapter that offers `TicketDesk` is all
that the kiosk's screens need, `CounterDesk` is what counters and displays need (docs/api.md, "Other systems").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Protocol

from kiosk.base.clock import Clock
from kiosk.queue.errors import Refusal
from kiosk.queue.model import Board, By, DayCount, Estimate, IssueRequest, Line, Move, Ticket, TicketState
from kiosk.queue.odd import Odd
from kiosk.queue.settings import QueueSettings


class TicketDesk(Protocol):
    """What the kiosk itself asks for.  Every method may be called from any thread."""

    def issue(self, request: IssueRequest) -> Ticket | Refusal:
        """A number that is durable when this returns; the same request_id answers the same ticket."""
        ...

    def printed(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """The printer confirmed the paper."""
        ...

    def not_printed(self, ticket_id: str, reason: str, *, by: By | None = None) -> Ticket | Refusal:
        """The paper did not come out, or nobody knows; `reason` is a code, never a text about a person."""
        ...

    def reprint(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """Count one copy more; the number stays."""
        ...

    def withdraw(self, ticket_id: str, *, note: str = "", by: By | None = None) -> Ticket | Refusal:
        """The ticket leaves the queue."""
        ...

    def estimate(self, place: str, klass: str, *, ticket_id: str | None = None) -> Estimate | Refusal:
        """People ahead of a new ticket of this class (or of the given one), and the wait where today tells it."""
        ...

    def find_by_token(self, token: str) -> Ticket | Refusal | None:
        """The ticket of a QR code's token (its id); None when there is none."""
        ...

    def find_by_request(self, request_id: str) -> Ticket | Refusal | None:
        """The ticket that this request was answered with; None when there is none."""
        ...

    def recover(self, kiosk: str) -> tuple[Ticket, ...] | Refusal:
        """After a restart: this kiosk's tickets whose paper was never confirmed are marked not printed."""
        ...

    def ready(self, kiosk: str, *, write: bool = False) -> Refusal | None:
        """Whether a number could be promised to this kiosk now; with `write` something is really written."""
        ...

    def line(self) -> Line | None:
        """How the store stands with a central one; None when there is none to stand with."""
        ...

    def use(self, settings: QueueSettings) -> None:
        """Other settings from now on: the profile changed."""
        ...


class CounterDesk(Protocol):
    """What counters and the waiting room ask for."""

    def call(
        self, place: str, counter: str, *, classes: Collection[str] | None = None, by: By | None = None
    ) -> Ticket | Refusal | None:
        """Call the next ticket of these classes (None: of all) to a counter; None when nobody waits."""
        ...

    def call_ticket(self, ticket_id: str, counter: str, *, by: By | None = None) -> Ticket | Refusal:
        """Call one ticket out of turn, also a parked one."""
        ...

    def recall(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """Call again; after the profile's number of calls it becomes a no-show."""
        ...

    def serve(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """The person stands at the counter."""
        ...

    def finish(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """Done."""
        ...

    def no_show(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """Nobody came."""
        ...

    def return_to_queue(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """Back to waiting, with the waiting time that was earned."""
        ...

    def transfer(self, ticket_id: str, to: str, *, by: By | None = None) -> Ticket | Refusal:
        """To another class, with the number and the waiting time."""
        ...

    def park(self, ticket_id: str, *, by: By | None = None) -> Ticket | Refusal:
        """Set aside until it is called by its id or returned."""
        ...

    def list(
        self,
        place: str | None = None,
        *,
        state: TicketState | None = None,
        day: date | None = None,
        klass: str | None = None,
    ) -> tuple[Ticket, ...] | Refusal:
        """Tickets of a day's queue (None: today), in the order of their numbers."""
        ...

    def unprinted(self, place: str) -> tuple[Ticket, ...] | Refusal:
        """Tickets of today that are still open and whose paper failed: what staff can print again; oldest first."""
        ...

    def find_by_number(self, place: str, number: str, day: date | None = None) -> Ticket | Refusal | None:
        """The ticket with this number in a day's queue (None: today)."""
        ...

    def moves(self, ticket_id: str) -> tuple[Move, ...] | Refusal:
        """Everything that happened to a ticket, oldest first."""
        ...

    def board(self, place: str) -> Board | Refusal:
        """The current call, the five before it, and how many wait."""
        ...

    def wait_for_call(self, place: str, tag: str, seconds: float) -> Board | Refusal:
        """The board as soon as its tag is another than `tag`, or after `seconds`."""
        ...


class Archive(Protocol):
    """The end of a day and of the retention time."""

    def close_day(self, place: str | None = None, *, day: date | None = None, by: By | None = None) -> int | Refusal:
        """End the day's queue: open tickets become unserved, or are carried over (profile).  How many."""
        ...

    def purge(self, before: date) -> int | Refusal:
        """Count and drop every ticket of a day before this one.  How many tickets were dropped."""
        ...

    def export(self) -> Iterator[dict[str, Any]]:
        """Every record that is kept, without persons; raises StoreError when the store is gone."""
        ...

    def counts(self) -> tuple[DayCount, ...] | Refusal:
        """The counts of the days whose details are dropped."""
        ...

    def odd(self, *, remove: bool = False) -> tuple[Odd, ...] | Refusal:
        """Tickets that break a rule of the tables; with `remove` they are taken out."""
        ...

    def accept_clock(self, kiosk: str) -> Refusal | None:
        """Staff say that the clock is right although it stands before the last ticket."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class TicketStore(TicketDesk, CounterDesk, Archive, Protocol):
    """The whole queue: what both engines and the off-line store offer."""


def open_store(
    url: str, *, clock: Clock, settings: QueueSettings | None = None, create: bool = True
) -> TicketStore | Refusal:
    """Open `sqlite:///FILE` or `postgresql://…`, make or migrate its tables when `create`.

    Refusals: STORE_UNAVAILABLE (no server, no such folder), STORE_HELD, READ_ONLY, DISK_FULL, STORE_BROKEN (no database).
    ValueError for a URL of another kind.
    """
    from kiosk.queue.sqlstore import open_sql_store

    return open_sql_store(url, clock=clock, settings=settings or QueueSettings(), create=create)
