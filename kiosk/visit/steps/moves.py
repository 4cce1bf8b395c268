"""The few moves that every part of the machine makes: go, go back, begin, end."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from devices.api import CHANGE_ENTRIES, PAD_SECONDS, Indicator, Light, Pin
from kiosk.views.view import Comfort, PaperState, TextSize
from kiosk.visit.model import phases
from kiosk.visit.model.effects import (
    Effect,
    ReadCard,
    ReleaseCard,
    RestCamera,
    SetLight,
    Tone,
    VisitEnded,
    VisitStarted,
    Wipe,
)
from kiosk.visit.model.minimal import held
from kiosk.visit.model.state import Standing, Visit, VisitState

Out = tuple[VisitState, tuple[Effect, ...]]

EXTENSIONS = 10
MORE_TIME_SECONDS = 30.0
_DRIVER_SECONDS = 20.0
# screens that "back" can show again
_RETURNABLE = (
    phases.Menu,
    phases.AwaitCard,
    phases.Asking,
    phases.Answered,
    phases.ConfirmTicket,
    phases.Scanning,
    phases.TypingCode,
    phases.CheckInAnswered,
    phases.Information,
)


def limit(phase: phases.Phase, state: VisitState) -> float | None:
    """Seconds that a phase may last; None where time does not matter or the phase has its own clock."""
    match phase:
        case phases.Idle() | phases.TakeCard() | phases.MoreTime():
            return None
        case phases.Reading() | phases.Greeting() | phases.Checking():
            return _DRIVER_SECONDS  # the driver answers sooner; this is for a driver that never does
        case phases.TypePin() if on_pad(state):
            return PAD_SECONDS + _DRIVER_SECONDS
        case phases.ChangingPin(sent=True):
            return PAD_SECONDS * CHANGE_ENTRIES + _DRIVER_SECONDS
        case phases.LookingUp():
            return 6.0
        case phases.Issuing():
            return 8.0
        case phases.SlipPrinting():
            return 40.0
        case phases.TakeTicket():
            return 6.0 * patience(state)
        case phases.Ticketed(paper=PaperState.PRINTED):
            return 20.0 * patience(state)
        case phases.Ticketed(paper=PaperState.WAITING | PaperState.PRINTING):
            return 40.0
        case (
            phases.Answered()
            | phases.CheckInAnswered()
            | phases.PinBlocked()
            | phases.Ticketed()
            | phases.ConfirmMrz()
            | phases.Information()
        ):
            return 120.0 * patience(state)
        case (
            phases.ChooseLanguage()
            | phases.Menu()
            | phases.AwaitCard()
            | phases.TypePin()
            | phases.LastTry()
            | phases.ChangingPin()
            | phases.Asking()
            | phases.Scanning()
            | phases.TypingCode()
            | phases.ConfirmTicket()
            | phases.Holding()
            | phases.Helping()
            | phases.HeadsetOut()
            | phases.Sorry()
        ):
            return 60.0 * patience(state)
        case _:
            assert_never(phase)


def under(phase: phases.Phase) -> phases.Phase:
    """The phase below a time, help or headset screen."""
    while isinstance(phase, (phases.MoreTime, phases.Helping, phases.HeadsetOut)):
        phase = phase.before
    return phase


def beneath(phase: phases.Phase) -> phases.Phase:
    """The phase that goes on below any screen laid over it, the choice of a language too."""
    phase = under(phase)
    return under(phase.before) if isinstance(phase, phases.ChooseLanguage) and phase.before is not None else phase


def mine(state: VisitState, request: str) -> bool:
    """True when an answer belongs to the visit that is going on."""
    return state.visit is not None and request.startswith(f"{state.visit.id}.")


def on_pad(state: VisitState) -> bool:
    """True when the reader's own keys take the PIN."""
    return state.visit is not None and state.visit.reading is not None and state.visit.reading.pad_verifies


def patience(state: VisitState) -> float:
    """How many times longer all limits are: as configured, and three times who listens or reads very large text (A23)."""
    comfort = state.visit.comfort if state.visit else Comfort()
    slower = comfort.speech or comfort.text_size is TextSize.VERY_LARGE
    return state.setting.limit_factor * (3.0 if slower else 1.0)


def go(
    state: VisitState, phase: phases.Phase, *effects: Effect, visit: Visit | None = None, trail: bool = False
) -> Out:
    """Enter a phase; with `trail` the present screen can be come back to."""
    here = state.visit if visit is None else visit
    if trail and here is not None and isinstance(state.phase, _RETURNABLE):
        before = state.visit.said if state.visit else here.said
        here = replace(here, trail=(*here.trail, (state.phase, before)))
    leaving: tuple[Effect, ...] = ()
    if isinstance(state.phase, phases.Scanning) and not isinstance(phase, phases.Scanning):
        leaving = (RestCamera(),)
    kept = None if here is None else held(here, beneath(phase), state.setting.profile.privacy.lookups)
    entered = replace(state, phase=phase, visit=kept, focus=-1)
    seconds = limit(phase, entered)
    deadline = None if seconds is None else state.now.mono + seconds
    return replace(entered, deadline=deadline), (*leaving, *effects)


def stay(state: VisitState, *effects: Effect) -> Out:
    """Nothing changes but what the state already says."""
    return state, effects


def touched_again(state: VisitState) -> VisitState:
    """The resident did something: the present phase's time starts anew."""
    seconds = limit(state.phase, state)
    return state if seconds is None else replace(state, deadline=state.now.mono + seconds)


def begin(state: VisitState) -> Out:
    """A visit begins with the choice of a language, where nobody is here and the kiosk is open; a headset hears it."""
    if state.visit is not None or state.situation.standing is not Standing.OPEN:
        return stay(state)
    serial = state.serial + 1
    default = state.setting.profile.official[0]
    visit = Visit(
        id=f"{state.setting.boot}-{serial}",
        started=state.now.mono,
        language=default,
        comfort=Comfort(speech=state.headset),
    )
    return go(replace(state, serial=serial), phases.ChooseLanguage(), VisitStarted(visit.id), visit=visit)


def read_card(state: VisitState, silent: int = 0, *, trail: bool = True) -> Out:
    """Start reading the card that is in."""
    assert state.visit is not None  # noqa: S101  (a reading belongs to a visit)
    visit, request = state.visit.ask()
    if not visit.service:
        visit = replace(visit, service="renew")
    return go(state, phases.Reading(silent), ReadCard(request), visit=visit, trail=trail)


def secrets(phase: phases.Phase) -> tuple[Pin, ...]:
    """The PINs that a phase holds."""
    match phase:
        case phases.TypePin(pin=pin):
            return (pin,)
        case phases.ChangingPin(pin=pin, old=old, new=new):
            return tuple(each for each in (pin, old, new) if each is not None)
        case phases.MoreTime(before=before) | phases.Helping(before=before) | phases.HeadsetOut(before=before):
            return secrets(before)
        case _:
            return ()


def finish(state: VisitState, outcome: str) -> Out:
    """End the visit: nothing personal stays; take the card, take the ticket, then nobody is here."""
    visit = state.visit
    if visit is None:
        return go_idle(state)
    effects: list[Effect] = [Wipe(pin) for pin in secrets(state.phase)]
    if visit.reading is not None or isinstance(state.phase, phases.Reading):
        effects.append(ReleaseCard())
    seconds = state.now.mono - visit.started
    effects.append(VisitEnded(visit.id, "ticket" if visit.ticket else outcome, visit.language, seconds))
    on_paper = isinstance(state.phase, phases.Ticketed) and state.phase.paper is PaperState.PRINTED
    number = visit.ticket.number if visit.ticket and on_paper else ""
    leaving = Visit(id=visit.id, started=visit.started, language=visit.language, comfort=visit.comfort)
    here = replace(state, visit=leaving)
    if state.card_in:
        effects += [SetLight(Indicator.CARD_SLOT, Light.BLINK), Tone("attention")]
        return go(here, phases.TakeCard(state.now.mono, number, reminded_at=state.now.mono), *effects, visit=leaving)
    if number:
        return go(
            here, phases.TakeTicket(number), SetLight(Indicator.TICKET_MOUTH, Light.BLINK), *effects, visit=leaving
        )
    return go_idle(here, *effects)


def go_idle(state: VisitState, *effects: Effect) -> Out:
    """Nobody is here any more; everything of the visit is gone."""
    lights = (SetLight(Indicator.CARD_SLOT, Light.OFF), SetLight(Indicator.TICKET_MOUTH, Light.OFF))
    was = lights if isinstance(state.phase, (phases.TakeCard, phases.TakeTicket)) else ()
    idle, left = go(replace(state, visit=None), phases.Idle(), *effects, *was)
    return replace(idle, setting=state.next_setting or state.setting, next_setting=None), left


def go_back(state: VisitState) -> Out:
    """The screen before; from the first one, home."""
    visit = state.visit
    wipes = tuple(Wipe(pin) for pin in secrets(state.phase))
    if visit is None or not visit.trail:
        return finish(state, "cancelled")
    *rest, (phase, said) = visit.trail
    while rest and isinstance(phase, phases.AwaitCard) and visit.reading is not None:
        *rest, (phase, said) = rest  # nobody is asked for a card that is in the reader and known
    visit = replace(visit, trail=tuple(rest), said=said)
    if isinstance(phase, phases.Menu):
        visit = replace(visit, service="", answer=None)
    return go(state, phase, *wipes, visit=visit)
