"""Walks the whole machine: every kind of input in every kind of state, so that tests and docs know all of it.

Two states count as the same when they differ only in what cannot change the way on (times, ids, typed digits).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from devices.api import (
    CardData,
    CardDate,
    CardFault,
    CardIdentified,
    CardInserted,
    CardJudged,
    CardProblem,
    CardReading,
    CardRemoved,
    CodeSeen,
    HeadsetChanged,
    Holder,
    MrzSeen,
    NotPrinted,
    PinChanged,
    PinChecked,
    PinOutcome,
    Printed,
    PrintStarted,
    ProofState,
    Reason,
    Trust,
    Verdict,
)
from devices.api.card import PIN_MIN
from kiosk.residence.vocabulary import CardStatus
from kiosk.views.touches import DigitTyped, Pressed, Touched
from kiosk.visit.model import phases
from kiosk.visit.model.effects import Effect
from kiosk.visit.model.inputs import (
    CheckedIn,
    Input,
    OfficeAnswered,
    SlipPrinted,
    Tick,
    TicketHeld,
    TicketIssued,
    TicketRefused,
)
from kiosk.visit.model.known import is_new_card
from kiosk.visit.model.state import Moment, Visit, VisitState
from kiosk.visit.shown.presenter import view
from kiosk.visit.steps.moves import under
from kiosk.visit.steps.step import step

# the languages that a walk goes through; the others differ in words only
_LANGUAGES = ("language.nl", "language.ar")
# services that ask something, and phases after which it no longer matters which service it was
_TALKATIVE = frozenset({"renew", "collect", "child", "lost", "urgent", "switch", "annex", "guarantor", "protection"})
_PAST_TALK = (
    phases.Menu,
    phases.Information,
    phases.ConfirmTicket,
    phases.Issuing,
    phases.Holding,
    phases.Ticketed,
    phases.TakeCard,
    phases.TakeTicket,
    phases.Sorry,
    phases.Scanning,
    phases.TypingCode,
    Visit,
    phases.CheckInAnswered,
)


@dataclass(frozen=True, slots=True)
class Edge:
    """One step of the walk; `label` names the input without its content."""

    before: VisitState
    given: Input
    label: str
    after: VisitState
    effects: tuple[Effect, ...]


def sample_reading(
    today: date, *, verdict: Verdict = Verdict.GENUINE, tries: int | None = 3, pin: bool = True, pad: bool = False
) -> CardReading:
    """An invented card, in its renewal window; `pad` for a reader with its own keys."""
    card = CardData(
        33, "1.8", "B000000000", "00" * 16, today - timedelta(days=1000), today + timedelta(days=40), "Gent"
    )
    holder = Holder("Amina", "Voorbeeld", "Marokko", "Rabat", CardDate(1991, 8, 17), "F", "91081700000")
    trust = Trust(verdict, identity=ProofState.VALID, chain=ProofState.VALID, chip=ProofState.VALID)
    reading = CardReading(card, holder, trust=trust, tries_left=tries, pin_exists=pin)
    return replace(reading, pad_verifies=pad, pad_changes=pad)


def walk(start: VisitState, limit: int = 20_000) -> Iterator[Edge]:
    """Every step from every kind of state that can be reached; at most `limit` states are entered."""
    seen = {_key(start)}
    todo = deque([start])
    while todo and len(seen) < limit:
        state = todo.popleft()
        for label, given, seconds in _inputs(state):
            now = Moment(state.now.civil + timedelta(seconds=seconds), state.now.mono + seconds)
            after, effects = step(state, given, now)
            yield Edge(state, given, label, after, effects)
            key = _key(after)
            if key not in seen:
                seen.add(key)
                todo.append(after)


def _key(state: VisitState) -> tuple[object, ...]:
    visit = state.visit
    phase = under(state.phase)
    detail: tuple[object, ...] = ()
    match phase:
        case phases.TypePin(pin=pin, wrong=wrong):
            detail = (min(pin.length, PIN_MIN), wrong)
        case phases.ChangingPin(stage=stage, pin=pin, wrong=wrong, differed=differed, sent=sent):
            detail = (stage, min(pin.length, PIN_MIN), wrong, differed, sent)
        case phases.LastTry(change=change):
            detail = (change,)
        case phases.Asking(question=question):
            detail = (question,)
        case phases.Ticketed(paper=paper):
            detail = (paper,)
        case phases.Sorry(fault=fault, problem=problem, code=code):
            detail = (fault, problem, code)
        case phases.Menu(path=path, page=page):
            detail = (path, page)
        case phases.Information(page=page):
            detail = (min(page, 1),)
        case phases.Checking(correct_since=since, change=change):
            detail = (since is None, change)
        case phases.Greeting(judged=judged):
            detail = (judged,)
        case phases.TypingCode(typed=typed):
            detail = (len(typed) >= 6,)
        case _:
            detail = ()
    known: tuple[object, ...] = ()
    if visit is not None:
        # which buttons an answer has is what matters of it; the rules' own tests see to the rest
        ticket = visit.answer is not None and visit.answer.ticket_class is not None
        reading = visit.reading
        tries = (
            reading.tries_left
            if reading and isinstance(phase, (phases.Greeting, phases.TypePin, phases.LastTry, phases.Checking))
            else None
        )
        service = visit.service if visit.service in _TALKATIVE and not isinstance(phase, _PAST_TALK) else ""
        # whether a PIN may be changed at collecting
        proved = visit.pin_proved and visit.service == "collect", is_new_card(visit.facts)
        typing = (
            isinstance(phase, (phases.Greeting, phases.TypePin, phases.LastTry, phases.Checking))
            or visit.service == "collect"
        )
        pad = reading is not None and reading.pad_verifies and typing
        known = (service, reading is not None, pad, tries, ticket, proved, visit.ticket is not None)
    return (type(state.phase), type(phase), *detail, state.card_in, *known)


def _inputs(state: VisitState) -> Iterator[tuple[str, Input, float]]:
    """(label, input, seconds later) for everything that can happen in this state."""
    yield "touch", Touched(), 1.0
    shown = view(state)
    for action in (*shown.actions, *shown.controls):
        if action.enabled and (not action.key.startswith("language.") or action.key in _LANGUAGES):
            yield f"press {action.key}", Pressed(action.key), 1.0
    yield "card in", CardInserted(), 1.0
    yield "card out", CardRemoved(), 1.0
    yield "headset in", HeadsetChanged(True), 1.0
    yield "headset out", HeadsetChanged(False), 1.0
    phase = under(state.phase)
    if isinstance(phase, (phases.TypePin, phases.ChangingPin)):
        yield "digit", DigitTyped(1), 0.2
        yield "press pin.ok", Pressed("pin.ok"), 1.0
        yield "press pin.erase", Pressed("pin.erase"), 1.0
    yield "moment", Tick(), 1.5
    if state.deadline is not None:
        yield "time is up", Tick(), max(0.0, state.deadline - state.now.mono) + 0.1
    else:
        yield "time is up", Tick(), 200.0
    yield from _answers(state)


def _on_keys(visit: Visit) -> bool:
    return visit.reading is not None and visit.reading.pad_verifies


def _answers(state: VisitState) -> Iterator[tuple[str, Input, float]]:
    """What devices and desks may answer in this phase."""
    visit = state.visit
    if visit is None:
        return
    request = f"{visit.id}.{visit.asked}"
    today = state.now.civil.date()
    phase = under(state.phase)
    match phase:
        case phases.Reading():
            yield "identified", CardIdentified(request, sample_reading(today, verdict=Verdict.UNVERIFIED)), 0.2
            for problem in CardProblem:
                yield f"fault {problem.value}", CardFault(request, problem), 0.5
        case phases.Greeting(judged=False):
            for verdict in Verdict:
                reading = sample_reading(today, verdict=verdict)
                yield f"judged {verdict.value}", CardJudged(request, reading), 0.3
            for tries in (0, 1, None):
                yield f"judged, {tries} tries", CardJudged(request, sample_reading(today, tries=tries)), 0.3
            yield "judged, no PIN", CardJudged(request, sample_reading(today, tries=None, pin=False)), 0.3
            yield "judged, reader with keys", CardJudged(request, sample_reading(today, pad=True)), 0.3
        case phases.Checking(change=True) | phases.ChangingPin(sent=True):
            for outcome in PinOutcome:
                left = {PinOutcome.WRONG: 1, PinOutcome.BLOCKED: 0}.get(outcome, 3)
                yield f"PIN change {outcome.value}", PinChanged(request, outcome, left), 0.5
        case phases.Checking() | phases.TypePin() if isinstance(phase, phases.Checking) or _on_keys(visit):
            yield "PIN correct", PinChecked(request, PinOutcome.CORRECT, 3, proved=True), 0.5
            forged = ("chip-signature",)
            yield "PIN correct, chip false", PinChecked(request, PinOutcome.CORRECT, 3, reasons=forged), 0.5
            for left in (2, 1):
                yield f"PIN wrong, {left} left", PinChecked(request, PinOutcome.WRONG, left), 0.5
            yield "PIN blocked", PinChecked(request, PinOutcome.BLOCKED, 0), 0.5
            yield "PIN not applicable", PinChecked(request, PinOutcome.NOT_APPLICABLE), 0.5
            yield "PIN cancelled", PinChecked(request, PinOutcome.CANCELLED), 0.5
        case phases.LookingUp(request=asked, code=""):
            yield "office silent", OfficeAnswered(asked, None), 0.5
            for status in CardStatus:
                # the card that is ready is the one in the reader: only then a PIN may be changed
                facts = {
                    "card_status": status,
                    "applied": today - timedelta(days=1010 if status is CardStatus.READY else 20),
                    "applied_at": state.setting.place,
                }
                yield f"office {status.value}", OfficeAnswered(asked, facts), 0.5
        case phases.LookingUp(request=asked):
            for code in ("OK", "TOO_EARLY", "TOO_LATE", "ELSEWHERE", "OTHER_DAY", "NOT_FOUND"):
                place = state.setting.profile.places[-1].id
                yield f"check-in {code}", CheckedIn(asked, f"CHECKIN_{code}", state.now.civil, place), 0.5
        case phases.Issuing(request=asked, klass=klass):
            issued = TicketIssued(asked, "t1", f"{klass}001", klass, "T1T1T1", 3, (10, 20))
            yield "number", issued, 0.1
            yield "another number held", TicketHeld(asked, "P003", "P"), 0.1
            for code in ("CLOSED", "CAP_REACHED", "DISK_FULL"):
                yield f"refused {code}", TicketRefused(asked, code), 0.1
        case phases.Ticketed():
            yield "printing", PrintStarted(request), 0.1
            yield "printed", Printed(request), 1.0
            yield "not printed", NotPrinted(request, Reason.MEDIA_EMPTY), 1.0
        case phases.SlipPrinting(request=asked):
            yield "slip printed", SlipPrinted(asked, True), 1.0
        case phases.Scanning(request=asked, mrz=True):
            yield "back of the card", _mrz(asked), 2.0
        case phases.Scanning():
            yield "code", CodeSeen("ABC-123-XYZ"), 1.0
            yield "foreign code", CodeSeen("not one of ours"), 1.0
        case phases.TypingCode(typed=typed) if not typed:
            yield "typed code", CodeSeen("ABC-123-XYZ"), 5.0
        case _:
            return


def _mrz(request: str) -> MrzSeen:
    return MrzSeen(request, "ID", "000590696101", "1991-08-17", "2027-03-31", "MAR")


def edges_by_kind(start: VisitState, name: Callable[[VisitState], str]) -> dict[tuple[str, str], set[str]]:
    """(phase, phase) -> labels, for drawing the machine."""
    found: dict[tuple[str, str], set[str]] = {}
    for edge in walk(start):
        before, after = name(edge.before), name(edge.after)
        if before != after:
            found.setdefault((before, after), set()).add(edge.label)
    return found


def with_camera(state: VisitState) -> VisitState:
    """The same start with a camera that may read the back of cards."""
    situation = replace(state.situation, camera=True)
    return replace(state, situation=situation, setting=replace(state.setting, mrz=True))
