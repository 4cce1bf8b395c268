"""The ticket desk of one kiosk: numbers from the store, paper from the printer, and the truth about both.

Number first, print second, confirm third: what the printer says is written to the store whether or not the
resident is still there.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from devices.api import NotPrinted, Printed, Printer, Receipt
from kiosk.base.clock import Clock
from kiosk.base.jobs import Jobs
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import OPEN, IssueRequest, Ticket
from kiosk.queue.store import TicketStore
from kiosk.visit.model.effects import IssueTicket
from kiosk.visit.model.inputs import Input, TicketHeld, TicketIssued, TicketRefused

# a card that comes again within this time gets its open ticket shown, not a second one (R012)
SAME_CARD_SECONDS = 600.0
REMEMBERED = 50
# refusals that mean that no number can be given at all
_BROKEN = frozenset(
    {
        RefusalCode.DISK_FULL,
        RefusalCode.READ_ONLY,
        RefusalCode.STORE_MOVED,
        RefusalCode.CLOCK_BACK,
        RefusalCode.STORE_UNAVAILABLE,
        RefusalCode.STORE_HELD,
        RefusalCode.STORE_BROKEN,
    }
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A ticket that a card took; `card` is a keyed hash of its chip's number."""

    card: bytes
    ticket_id: str
    at: float


class Ticketing:
    """Owns the store's thread.  Answers are posted as inputs; `store_answered` hears why no number can be given, or None."""

    def __init__(
        self,
        store: TicketStore,
        *,
        clock: Clock,
        place: str,
        kiosk: str,
        printer: Printer | None,
        post: Callable[[Input], None],
        store_answered: Callable[[Refusal | None], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._place = place
        self._kiosk = kiosk
        self._printer = printer
        self._post = post
        self._store_answered = store_answered
        self._jobs = Jobs("tickets", self._faulty)
        # the key lives as long as the process: nobody can find a card by it later
        self._key = secrets.token_bytes(32)
        self._seen: list[_Seen] = []
        self._printing: dict[str, str] = {}
        self._broken = False

    def issue(self, effect: IssueTicket) -> None:
        """Give a number, or the one that this card already holds."""
        self._jobs.submit(lambda: self._issue(effect))

    def print(self, request: str, ticket_id: str, receipt: Receipt) -> None:
        """Print a ticket that the store holds."""
        self._printing[request] = ticket_id
        if self._printer is None:
            return
        if receipt.copy:
            self._jobs.submit(lambda: self._note(self._store.reprint(ticket_id)))
        self._printer.print(request, receipt)

    def expect(self, request: str, ticket_id: str) -> None:
        """Somebody else prints this ticket under this request; the printer's word is written all the same."""
        self._printing[request] = ticket_id

    def confirmed(self, event: Printed | NotPrinted) -> None:
        """Write what the printer said, whoever is still there."""
        ticket_id = self._printing.get(event.request)
        if ticket_id is None:
            return
        if isinstance(event, Printed):
            # one that is not printed may still come out late, so it is remembered a little longer
            del self._printing[event.request]
        while len(self._printing) > REMEMBERED:
            del self._printing[next(iter(self._printing))]
        match event:
            case Printed():
                self._jobs.submit(lambda: self._note(self._store.printed(ticket_id)))
            case NotPrinted(reason=reason):
                self._jobs.submit(lambda: self._note(self._store.not_printed(ticket_id, reason.value)))

    def check(self) -> None:
        """In the store's thread: could a number be promised now?  Told before a resident asks for one.

        While the store is known to be broken something is really written: a full disk can still be read.
        """
        self._tell(self._store.ready(self._kiosk, write=self._broken))

    def submit(self, job: Callable[[], None]) -> None:
        """Something else that must happen in the store's thread."""
        self._jobs.submit(job)

    def close(self) -> None:
        """Finish what is queued."""
        self._jobs.close()

    def _issue(self, effect: IssueTicket) -> None:
        held = self._held(effect)
        existing = isinstance(held, Ticket)
        if isinstance(held, Ticket) and not effect.once and effect.klass not in (held.klass, held.first_class):
            self._post(TicketHeld(effect.request, held.number, held.klass))
            return
        answer = held or self._store.issue(
            IssueRequest(
                place=self._place,
                klass=effect.klass,
                language=effect.language,
                kiosk=self._kiosk,
                request_id=effect.once or effect.request,
                people=effect.people,
                priority=effect.priority,
                appointment_at=effect.appointment,
            )
        )
        self._note(answer)
        if isinstance(answer, Refusal):
            self._post(TicketRefused(effect.request, answer.code.value, answer.detail, answer.next_opening))
            return
        if effect.card:
            self._seen.append(_Seen(self._hash(effect), answer.id, self._clock.monotonic()))
        estimate = self._store.estimate(self._place, answer.klass, ticket_id=answer.id)
        ahead = minutes = None
        if not isinstance(estimate, Refusal):
            ahead = estimate.people_ahead
            if estimate.minutes_low is not None and estimate.minutes_high is not None:
                minutes = (estimate.minutes_low, estimate.minutes_high)
        self._post(
            TicketIssued(
                effect.request,
                answer.id,
                answer.number,
                answer.klass,
                answer.token,
                ahead,
                minutes,
                existing=existing,
                copies=answer.copies,
                appointment=effect.appointment,
            )
        )

    def _held(self, effect: IssueTicket) -> Ticket | Refusal | None:
        """The ticket of this appointment, or an open one that this card took a moment ago: of the same class first.

        One of another class is answered only when the resident was not asked yet (section 4.10).
        """
        if effect.once:
            return self._store.find_by_request(effect.once)
        if not effect.card:
            return None
        now = self._clock.monotonic()
        self._seen = [seen for seen in self._seen if now - seen.at <= SAME_CARD_SECONDS]
        card = self._hash(effect)
        found = [self._store.find_by_token(seen.ticket_id) for seen in reversed(self._seen) if seen.card == card]
        held = [ticket for ticket in found if isinstance(ticket, Ticket) and ticket.state in OPEN]
        same = [ticket for ticket in held if effect.klass in (ticket.klass, ticket.first_class)]
        return next(iter(same or ([] if effect.another else held)), None)

    def _hash(self, effect: IssueTicket) -> bytes:
        return hmac.digest(self._key, effect.card.encode(), hashlib.sha256)

    def _note(self, answer: Ticket | Refusal) -> None:
        self._tell(answer if isinstance(answer, Refusal) and answer.code in _BROKEN else None)

    def _tell(self, refused: Refusal | None) -> None:
        self._broken = refused is not None
        self._store_answered(refused)

    def _faulty(self, fault: Exception) -> None:
        self._tell(Refusal(RefusalCode.STORE_BROKEN, type(fault).__name__))
