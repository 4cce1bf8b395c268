"""Card and PIN: from the slot to a proved card, and home at once when it is pulled."""

from __future__ import annotations

from dataclasses import replace

from devices.api import (
    CardFault,
    CardIdentified,
    CardJudged,
    CardProblem,
    Pin,
    PinChanged,
    PinChecked,
    PinOutcome,
    ProofState,
    Verdict,
)
from kiosk.residence.cards import card_type
from kiosk.visit.model.effects import ChangePin, Effect, ReleaseCard, TellStaff, Tone, VerifyPin, Wipe
from kiosk.visit.model.questions import facts_of
from kiosk.visit.model.state import (
    Asking,
    AwaitCard,
    ChangingPin,
    Checking,
    Fault,
    Greeting,
    Idle,
    Issuing,
    LastTry,
    Menu,
    PinBlocked,
    PinStage,
    Reading,
    Scanning,
    Sorry,
    TakeCard,
    TakeTicket,
    Ticketed,
    TypePin,
    TypingCode,
    VisitState,
)
from kiosk.visit.steps import talk
from kiosk.visit.steps.moves import Out, begin, beneath, finish, go, go_back, go_idle, mine, read_card, stay, under

# seconds that the name and the last tick stay on the screen, so that people see them
GREETING_SECONDS = 1.2
TICK_SECONDS = 0.9
_SILENT = (CardProblem.CHIP_DEFECT, CardProblem.CARD_UNREADABLE)


def inserted(state: VisitState) -> Out:
    """A card put in before it is asked for is the answer to "do you have your card?"."""
    state = replace(state, card_in=True)
    phase = under(state.phase)
    if isinstance(phase, Idle):
        return begin(state)
    if state.visit is None or not state.situation.cards or state.visit.reading is not None:
        return stay(state)
    match phase:
        case Menu() | AwaitCard() | Asking():
            silent = phase.silent if isinstance(phase, AwaitCard) else 0
            return read_card(replace(state, phase=phase), silent)
        case Sorry(fault=Fault.CARD_PROBLEM):
            return read_card(replace(state, phase=phase))
        case Scanning() | TypingCode():
            # the card is the letter: checked in by the holder's appointment of today
            visit = replace(state.visit, service=talk.APPOINTMENT)
            return read_card(replace(state, phase=phase, visit=visit))
        case _:
            return stay(state)


def removed(state: VisitState) -> Out:
    """Whatever was going on with the card is over; a print that is committed is finished (R009)."""
    state = replace(state, card_in=False)
    visit = state.visit
    if isinstance(state.phase, TakeCard):
        ticket = state.phase.ticket
        return go(state, TakeTicket(ticket)) if ticket else go_idle(state)
    phase = under(state.phase)
    if visit is None or (visit.reading is None and not isinstance(phase, Reading)):
        return stay(state)
    if isinstance(phase, (Issuing, Ticketed)):
        # the number is promised: the ticket goes on without anything of the person
        bare = replace(visit, reading=None, answer=None, facts=type(visit.facts)(), trail=())
        return replace(state, visit=bare), (ReleaseCard(),)
    return finish(state, "cancelled")


def identified(state: VisitState, given: CardIdentified) -> Out:
    """Greet at once; the proof goes on meanwhile."""
    visit = state.visit
    if visit is None or not isinstance(state.phase, Reading) or not mine(state, given.request):
        return stay(state)
    kind = card_type(given.reading.card.document_type)
    problem = kind.problem if kind is not None else CardProblem.CARD_NOT_SUPPORTED.value
    if problem is not None:
        # another card than we serve: its holder's name is none of our business (R002, R003)
        return go(state, Sorry(Fault.CARD_PROBLEM, CardProblem(problem)), ReleaseCard(), Tone("attention"))
    facts = facts_of(given.reading, visit.facts)
    return go(state, Greeting(state.now.mono), visit=replace(visit, reading=given.reading, facts=facts))


def judged(state: VisitState, given: CardJudged) -> Out:
    """The proof is in: a forged card is refused, the others go on when the name was seen."""
    visit = state.visit
    if visit is None or not isinstance(state.phase, (Reading, Greeting)) or not mine(state, given.request):
        return stay(state)
    if given.reading.trust.verdict is Verdict.FORGED:
        return refuse(state)
    facts = facts_of(given.reading, visit.facts)
    visit = replace(visit, reading=given.reading, facts=facts)
    since = state.phase.since if isinstance(state.phase, Greeting) else state.now.mono
    return go(state, Greeting(since, judged=True), visit=visit)


def refuse(state: VisitState) -> Out:
    """A forged card: no personal detail, neutral words, staff told (R134)."""
    assert state.visit is not None  # noqa: S101  (a card belongs to a visit)
    bare = replace(state.visit, reading=None, answer=None, facts=type(state.visit.facts)(), trail=())
    effects = (ReleaseCard(), TellStaff("card_refused"), Tone("attention"))
    return go(state, Sorry(Fault.CARD_REFUSED), *effects, visit=bare)


def ask_pin(state: VisitState, *, wrong: bool = False) -> Out:
    """After the greeting: the PIN, the warning before the last try, or on without one."""
    visit = state.visit
    if visit is None or visit.reading is None:
        return stay(state)
    left = visit.reading.tries_left
    if not visit.reading.pin_exists:
        return talk.proceed(state)
    if left == 0:
        return go(state, PinBlocked())
    if left == 1 and not isinstance(state.phase, LastTry):
        return go(state, LastTry(), Tone("attention"))
    if visit.reading.pad_verifies:
        visit, request = visit.ask()
        return go(state, TypePin(Pin(), wrong=wrong), VerifyPin(request, None), visit=visit)
    return go(state, TypePin(Pin(), wrong=wrong))


def ask_change(state: VisitState, *, wrong: bool = False, differed: bool = False, trail: bool = False) -> Out:
    """A change of the PIN: its three entries on the reader's keys where it has them, else one after the other here."""
    visit = state.visit
    if visit is None or visit.reading is None:
        return stay(state)
    left = visit.reading.tries_left
    if left == 0:
        return go(state, PinBlocked())
    if left == 1 and not isinstance(state.phase, LastTry):
        return go(state, LastTry(change=True), Tone("attention"), trail=trail)
    phase = ChangingPin(PinStage.OLD, Pin(), wrong=wrong, differed=differed, sent=visit.reading.pad_changes)
    if not visit.reading.pad_changes:
        return go(state, phase, trail=trail)
    visit, request = visit.ask()
    return go(state, phase, ChangePin(request, None, None), visit=visit, trail=trail)


def digit(state: VisitState, typed: int) -> Out:
    """One digit more; the old object is wiped, one and the same tone for every key."""
    phase = state.phase
    if isinstance(phase, TypePin) and not _on_pad(state):
        return replace(state, phase=replace(phase, pin=phase.pin.with_digit(typed))), (Wipe(phase.pin), Tone("key"))
    if isinstance(phase, ChangingPin) and not phase.sent:
        return replace(state, phase=replace(phase, pin=phase.pin.with_digit(typed))), (Wipe(phase.pin), Tone("key"))
    return stay(state)


def erase(state: VisitState) -> Out:
    """Take the last digit away."""
    phase = state.phase
    if isinstance(phase, (TypePin, ChangingPin)):
        return replace(state, phase=replace(phase, pin=phase.pin.without_last())), (Wipe(phase.pin), Tone("key"))
    return stay(state)


def confirm(state: VisitState) -> Out:
    """OK on the PIN pad: one VERIFY, or the next step of a change."""
    phase = state.phase
    visit = state.visit
    if visit is None or not isinstance(phase, (TypePin, ChangingPin)) or not phase.pin.complete:
        return stay(state)
    if isinstance(phase, TypePin):
        visit, request = visit.ask()
        return go(state, Checking(), VerifyPin(request, phase.pin), visit=visit)
    match phase.stage:
        case PinStage.OLD:
            return go(state, ChangingPin(PinStage.NEW, Pin(), old=phase.pin))
        case PinStage.NEW:
            return go(state, ChangingPin(PinStage.AGAIN, Pin(), old=phase.old, new=phase.pin))
        case PinStage.AGAIN:
            if phase.sent or phase.old is None or phase.new is None:
                return stay(state)
            if not phase.pin.same_digits(phase.new):
                again = ChangingPin(PinStage.NEW, Pin(), old=phase.old, differed=True)
                return go(state, again, Wipe(phase.pin), Wipe(phase.new), Tone("attention"))
            visit, request = visit.ask()
            effects: tuple[Effect, ...] = (Wipe(phase.pin), ChangePin(request, phase.old, phase.new))
            return go(state, Checking(change=True), *effects, visit=visit)


def pin_checked(state: VisitState, given: PinChecked) -> Out:
    """What the card said; never a second VERIFY by software."""
    visit, phase = state.visit, beneath(state.phase)
    waiting = isinstance(phase, Checking) or (isinstance(phase, TypePin) and _on_pad(state))
    if visit is None or visit.reading is None or not waiting or not mine(state, given.request):
        return stay(state)
    reading = replace(visit.reading, tries_left=given.tries_left)
    state = replace(state, phase=phase)
    match given.outcome:
        case PinOutcome.CORRECT:
            if not given.proved and _forged(given.reasons):
                return refuse(state)
            trust = replace(reading.trust, chip=ProofState.VALID) if given.proved else reading.trust
            proved = given.proved and trust.verdict is Verdict.GENUINE
            visit = replace(visit, reading=replace(reading, trust=trust), pin_proved=proved)
            return go(state, Checking(correct_since=state.now.mono), Tone("done"), visit=visit)
        case PinOutcome.WRONG:
            return ask_pin(replace(state, visit=replace(visit, reading=reading)), wrong=True)
        case PinOutcome.BLOCKED:
            blocked = replace(visit, reading=replace(reading, tries_left=0))
            return go(state, PinBlocked(), Tone("attention"), visit=blocked)
        case PinOutcome.NOT_APPLICABLE:
            return talk.proceed(replace(state, visit=replace(visit, reading=reading)))
        case PinOutcome.CANCELLED | PinOutcome.TIMEOUT | PinOutcome.DIFFERENT | PinOutcome.UNFIT:
            return finish(state, "cancelled")


def pin_changed(state: VisitState, given: PinChanged) -> Out:
    """The card took the new PIN, or not; who gave up goes on with the visit."""
    visit, phase = state.visit, beneath(state.phase)
    waiting = (isinstance(phase, Checking) and phase.change) or (isinstance(phase, ChangingPin) and phase.sent)
    if visit is None or visit.reading is None or not waiting or not mine(state, given.request):
        return stay(state)
    visit = replace(visit, reading=replace(visit.reading, tries_left=given.tries_left))
    here = replace(state, visit=visit, phase=phase)
    match given.outcome:
        case PinOutcome.CORRECT:
            return go(here, Checking(correct_since=state.now.mono, change=True), Tone("done"))
        case PinOutcome.WRONG:
            return ask_change(here, wrong=True)
        case PinOutcome.DIFFERENT:
            return ask_change(here, differed=True)
        case PinOutcome.UNFIT:
            return ask_change(here)
        case PinOutcome.BLOCKED:
            return go(here, PinBlocked(), Tone("attention"))
        case PinOutcome.CANCELLED | PinOutcome.TIMEOUT | PinOutcome.NOT_APPLICABLE:
            back, effects = go_back(here)
            return back, (*effects, Tone("attention"))


def fault(state: VisitState, given: CardFault) -> Out:
    """No reading: turn the card, another kind of card, or a reader that is gone."""
    if state.visit is None or not mine(state, given.request):
        return stay(state)
    if given.problem in (CardProblem.CARD_REMOVED, CardProblem.NO_CARD):
        return finish(replace(state, card_in=False), "cancelled")
    if given.problem in _SILENT and isinstance(state.phase, Reading) and state.phase.silent == 0:
        return go(state, AwaitCard(silent=1), ReleaseCard(), Tone("attention"))
    return go(state, Sorry(Fault.CARD_PROBLEM, given.problem), ReleaseCard(), Tone("attention"))


def _on_pad(state: VisitState) -> bool:
    """True when the reader's own keys take the PIN."""
    return state.visit is not None and state.visit.reading is not None and state.visit.reading.pad_verifies


def _forged(reasons: tuple[str, ...]) -> bool:
    """A signed challenge that does not fit is a forgery; a card without certificates is not."""
    return any("signature" in reason or "mismatch" in reason for reason in reasons)
