"""What is written down of a visit: codes, counts and durations, never a person."""

from __future__ import annotations

from collections import deque

from devices.api import (
    CardFault,
    CardIdentified,
    CardJudged,
    NotPrinted,
    PinChanged,
    PinChecked,
    Printed,
)
from kiosk.events.generated import Event, VisitOutcome, VisitStep
from kiosk.events.log import EventLog
from kiosk.views.touches import DigitTyped, Pressed, Touched
from kiosk.visit.model import phases
from kiosk.visit.model.effects import Effect, TellStaff, VisitEnded, VisitStarted
from kiosk.visit.model.inputs import CheckedIn, Input, TicketIssued, TicketRefused
from kiosk.visit.model.state import VisitState
from kiosk.visit.steps.moves import under

# so many tickets without a card in so many seconds are more than people take
FLOOD_TICKETS = 4
FLOOD_SECONDS = 90.0
_STEPS: dict[type, VisitStep] = {
    phases.ChooseLanguage: VisitStep.CHOOSE,
    phases.Menu: VisitStep.CHOOSE,
    phases.Asking: VisitStep.CHOOSE,
    phases.AwaitCard: VisitStep.CARD,
    phases.Reading: VisitStep.CARD,
    phases.Greeting: VisitStep.CARD,
    phases.TypePin: VisitStep.PIN,
    phases.LastTry: VisitStep.PIN,
    phases.Checking: VisitStep.CHECK,
    phases.Answered: VisitStep.ANSWER,
    phases.Issuing: VisitStep.TICKET,
    phases.Holding: VisitStep.TICKET,
    phases.Ticketed: VisitStep.TICKET,
    phases.Scanning: VisitStep.SCAN,
    phases.TypingCode: VisitStep.SCAN,
    phases.TakeCard: VisitStep.FAREWELL,
    phases.TakeTicket: VisitStep.FAREWELL,
}


class Recorder:
    """Turns what happened in the machine into events."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._touches = 0
        self._step_since: float | None = None
        self._quick: deque[float] = deque(maxlen=FLOOD_TICKETS)

    def happened(self, before: VisitState, given: Input, after: VisitState, effects: tuple[Effect, ...]) -> None:
        """One step of the machine."""
        visit = after.visit or before.visit
        if isinstance(given, (Touched, Pressed, DigitTyped)):
            self._touches += 1
        if visit is not None:
            self._given(visit.id, before, given)
            if isinstance(given, TicketIssued) and visit.reading is None:
                self._count_quick(after.now.mono)
            self._step(visit.id, before.phase, after)
        for effect in effects:
            self._effect(effect)

    def _count_quick(self, now: float) -> None:
        """Many tickets without a card in a short time: staff have a look (T16)."""
        self._quick.append(now)
        if len(self._quick) == FLOOD_TICKETS and now - self._quick[0] <= FLOOD_SECONDS:
            self._log.emit(Event.TICKET_FLOOD, count=FLOOD_TICKETS, seconds=now - self._quick[0])
            self._quick.clear()

    def printed(self, ticket: str, event: Printed | NotPrinted, seconds: float) -> None:
        """The printer's word about a ticket."""
        if isinstance(event, Printed):
            self._log.emit(Event.TICKET_PRINTED, ticket=ticket, seconds=seconds)
        else:
            self._log.emit(Event.TICKET_NOT_PRINTED, ticket=ticket, reason=event.reason, unknown=event.unknown)

    def _given(self, visit: str, before: VisitState, given: Input) -> None:
        log = self._log
        match given:
            case CardIdentified(reading=reading):
                card, cost = reading.card, reading.cost
                log.emit(Event.CARD_IDENTIFIED, visit=visit, applet=card.applet, seconds=cost.seconds)
            case CardJudged(reading=reading):
                log.emit(
                    Event.CARD_JUDGED,
                    visit=visit,
                    verdict=reading.trust.verdict,
                    applet=reading.card.applet,
                    apdus=reading.cost.apdus,
                    seconds=reading.cost.seconds,
                )
            case CardFault(problem=problem):
                log.emit(Event.CARD_FAULT, visit=visit, problem=problem)
            case PinChecked(outcome=outcome, proved=proved):
                log.emit(Event.PIN_CHECKED, visit=visit, outcome=outcome, proved=proved)
            case PinChanged(outcome=outcome):
                log.emit(Event.PIN_CHANGED, visit=visit, outcome=outcome)
            case TicketIssued(ticket_id=ticket, klass=klass, existing=existing):
                log.emit(Event.TICKET_ISSUED, visit=visit, ticket=ticket, klass=klass, existing=existing)
            case TicketRefused(code=code):
                phase = under(before.phase)
                klass = phase.klass if isinstance(phase, phases.Issuing) else "G"
                closed = code in ("CLOSED", "CAP_REACHED")
                log.emit(Event.TICKET_REFUSED, visit=visit, klass=klass, closed=closed)
            case CheckedIn(code=code):
                log.emit(Event.APPOINTMENT_CHECKED_IN, visit=visit, accepted=code == "CHECKIN_OK")
            case _:
                pass

    def _step(self, visit: str, before: phases.Phase, after: VisitState) -> None:
        old, new = _STEPS.get(type(before)), _STEPS.get(type(after.phase))
        if old is new:
            return
        now = after.now.mono
        if old is not None and self._step_since is not None:
            self._log.emit(Event.VISIT_STEP, visit=visit, step=old, seconds=now - self._step_since)
        self._step_since = now

    def _effect(self, effect: Effect) -> None:
        match effect:
            case VisitStarted(visit=visit):
                self._touches = 1
                self._log.emit(Event.VISIT_STARTED, visit=visit)
            case VisitEnded(visit=visit, outcome=outcome, language=language, seconds=seconds):
                self._log.emit(
                    Event.VISIT_ENDED,
                    visit=visit,
                    outcome=VisitOutcome(outcome),
                    seconds=seconds,
                    language=language,
                    touches=self._touches,
                )
            case TellStaff(what="card_refused"):
                pass  # CARD_REFUSED needs the visit; told by the runner's alarm
            case TellStaff(what="card_left"):
                self._log.emit(Event.CARD_FORGOTTEN, seconds=60.0)
            case _:
                pass
