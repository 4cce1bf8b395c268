"""The PIN: asked, typed, checked and changed; never a second VERIFY by software."""

from __future__ import annotations

from dataclasses import replace

from devices.api import (
    Pin,
    PinChanged,
    PinChecked,
    PinOutcome,
    ProofState,
    Verdict,
)
from kiosk.residence.vocabulary import Service
from kiosk.visit.model import phases
from kiosk.visit.model.effects import ChangePin, Effect, Tone, VerifyPin, Wipe
from kiosk.visit.model.state import VisitState
from kiosk.visit.steps.cards import refuse
from kiosk.visit.steps.moves import Out, beneath, finish, go, go_back, mine, on_pad, stay
from kiosk.visit.steps.proceed import proceed, resume


def ask_pin(state: VisitState, *, wrong: bool = False) -> Out:
    """After the greeting: the PIN, the warning before the last try, or on without one."""
    visit = state.visit
    if visit is None or visit.reading is None:
        return stay(state)
    left = visit.reading.tries_left
    if visit.pin_proved:
        # read again for a look-up: nothing was interrupted, and nobody types a PIN twice
        return proceed(state)
    if not visit.reading.pin_exists or visit.service == Service.FOUND.value:
        # who found a card may not know its PIN, and only its type and dates are told
        return resume(state)
    if left == 0:
        return go(state, phases.PinBlocked())
    if left == 1 and not isinstance(state.phase, phases.LastTry):
        return go(state, phases.LastTry(), Tone("attention"))
    if visit.reading.pad_verifies:
        visit, request = visit.ask()
        return go(state, phases.TypePin(Pin(), wrong=wrong), VerifyPin(request, None, visit.language), visit=visit)
    return go(state, phases.TypePin(Pin(), wrong=wrong))


def ask_change(state: VisitState, *, wrong: bool = False, differed: bool = False, trail: bool = False) -> Out:
    """A change of the PIN: its three entries on the reader's keys where it has them, else one after the other here."""
    visit = state.visit
    if visit is None or visit.reading is None:
        return stay(state)
    left = visit.reading.tries_left
    if left == 0:
        return go(state, phases.PinBlocked())
    if left == 1 and not isinstance(state.phase, phases.LastTry):
        return go(state, phases.LastTry(change=True), Tone("attention"), trail=trail)
    phase = phases.ChangingPin(
        phases.PinStage.OLD, Pin(), wrong=wrong, differed=differed, sent=visit.reading.pad_changes
    )
    if not visit.reading.pad_changes:
        return go(state, phase, trail=trail)
    visit, request = visit.ask()
    return go(state, phase, ChangePin(request, None, None, visit.language), visit=visit, trail=trail)


def digit(state: VisitState, typed: int) -> Out:
    """One digit more; the old object is wiped, one and the same tone for every key."""
    phase = state.phase
    if isinstance(phase, phases.TypePin) and not on_pad(state):
        return replace(state, phase=replace(phase, pin=phase.pin.with_digit(typed))), (Wipe(phase.pin), Tone("key"))
    if isinstance(phase, phases.ChangingPin) and not phase.sent:
        return replace(state, phase=replace(phase, pin=phase.pin.with_digit(typed))), (Wipe(phase.pin), Tone("key"))
    return stay(state)


def erase(state: VisitState) -> Out:
    """Take the last digit away."""
    phase = state.phase
    if isinstance(phase, (phases.TypePin, phases.ChangingPin)):
        return replace(state, phase=replace(phase, pin=phase.pin.without_last())), (Wipe(phase.pin), Tone("key"))
    return stay(state)


def confirm(state: VisitState) -> Out:
    """OK on the PIN pad: one VERIFY, or the next step of a change."""
    phase = state.phase
    visit = state.visit
    if visit is None or not isinstance(phase, (phases.TypePin, phases.ChangingPin)) or not phase.pin.complete:
        return stay(state)
    if isinstance(phase, phases.TypePin):
        visit, request = visit.ask()
        return go(state, phases.Checking(), VerifyPin(request, phase.pin, visit.language), visit=visit)
    match phase.stage:
        case phases.PinStage.OLD:
            return go(state, phases.ChangingPin(phases.PinStage.NEW, Pin(), old=phase.pin))
        case phases.PinStage.NEW:
            return go(state, phases.ChangingPin(phases.PinStage.AGAIN, Pin(), old=phase.old, new=phase.pin))
        case phases.PinStage.AGAIN:
            if phase.sent or phase.old is None or phase.new is None:
                return stay(state)
            if not phase.pin.same_digits(phase.new):
                again = phases.ChangingPin(phases.PinStage.NEW, Pin(), old=phase.old, differed=True)
                return go(state, again, Wipe(phase.pin), Wipe(phase.new), Tone("attention"))
            visit, request = visit.ask()
            sent: Effect = ChangePin(request, phase.old, phase.new, visit.language)
            return go(state, phases.Checking(change=True), Wipe(phase.pin), sent, visit=visit)


def pin_checked(state: VisitState, given: PinChecked) -> Out:
    """What the card said; never a second VERIFY by software."""
    visit, phase = state.visit, beneath(state.phase)
    waiting = isinstance(phase, phases.Checking) or (isinstance(phase, phases.TypePin) and on_pad(state))
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
            return go(state, phases.Checking(correct_since=state.now.mono), Tone("done"), visit=visit)
        case PinOutcome.WRONG:
            return ask_pin(replace(state, visit=replace(visit, reading=reading)), wrong=True)
        case PinOutcome.BLOCKED:
            blocked = replace(visit, reading=replace(reading, tries_left=0))
            return go(state, phases.PinBlocked(), Tone("attention"), visit=blocked)
        case PinOutcome.NOT_APPLICABLE:
            return resume(replace(state, visit=replace(visit, reading=reading)))
        case PinOutcome.CANCELLED | PinOutcome.TIMEOUT | PinOutcome.DIFFERENT | PinOutcome.UNFIT:
            return finish(state, "cancelled")


def pin_changed(state: VisitState, given: PinChanged) -> Out:
    """The card took the new PIN, or not; who gave up goes on with the visit."""
    visit, phase = state.visit, beneath(state.phase)
    waiting = (isinstance(phase, phases.Checking) and phase.change) or (
        isinstance(phase, phases.ChangingPin) and phase.sent
    )
    if visit is None or visit.reading is None or not waiting or not mine(state, given.request):
        return stay(state)
    visit = replace(visit, reading=replace(visit.reading, tries_left=given.tries_left))
    here = replace(state, visit=visit, phase=phase)
    match given.outcome:
        case PinOutcome.CORRECT:
            return go(here, phases.Checking(correct_since=state.now.mono, change=True), Tone("done"))
        case PinOutcome.WRONG:
            return ask_change(here, wrong=True)
        case PinOutcome.DIFFERENT:
            return ask_change(here, differed=True)
        case PinOutcome.UNFIT:
            return ask_change(here)
        case PinOutcome.BLOCKED:
            return go(here, phases.PinBlocked(), Tone("attention"))
        case PinOutcome.CANCELLED | PinOutcome.TIMEOUT | PinOutcome.NOT_APPLICABLE:
            back, effects = go_back(here)
            return back, (*effects, Tone("attention"))


def _forged(reasons: tuple[str, ...]) -> bool:
    """A signed challenge that does not fit is a forgery; a card without certificates is not."""
    return any("signature" in reason or "mismatch" in reason for reason in reasons)
