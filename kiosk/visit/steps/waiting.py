"""Time and devices: limits, reminders, a headset that comes and goes, what works now."""

from __future__ import annotations

from dataclasses import replace

from devices.api import CardProblem
from kiosk.views.view import PaperState
from kiosk.visit.model import phases
from kiosk.visit.model.effects import Effect, TellStaff, Tone
from kiosk.visit.model.inputs import CheckedIn, OfficeAnswered
from kiosk.visit.model.state import Setting, Situation, VisitState
from kiosk.visit.steps import buttons, pin, scan, tickets
from kiosk.visit.steps.moves import (
    EXTENSIONS,
    MORE_TIME_SECONDS,
    Out,
    begin,
    finish,
    go,
    go_back,
    go_idle,
    patience,
    stay,
)
from kiosk.visit.steps.proceed import resume

# seconds that the name and the last tick stay on the screen, so that people see them
GREETING_SECONDS = 1.2
TICK_SECONDS = 0.9
REMIND_SECONDS = 8.0
TELL_STAFF_SECONDS = 60.0


def tick(state: VisitState) -> Out:
    """What happens by itself as time passes."""
    phase, now = state.phase, state.now.mono
    match phase:
        case phases.TakeCard():
            return _remind(state, phase)
        case phases.Greeting(judged=True) if now - phase.since >= GREETING_SECONDS:
            return pin.ask_pin(state)
        case phases.Checking(correct_since=since, change=change) if since is not None and now - since >= TICK_SECONDS:
            return go_back(state) if change else resume(state)
        case phases.MoreTime() if now >= phase.until:
            return finish(state, "timed_out")
        case _:
            late = state.deadline is not None and now >= state.deadline
            return _late(state) if late else stay(state)


def _late(state: VisitState) -> Out:
    """The phase has lasted long enough."""
    phase = state.phase
    match phase:
        case phases.Reading() | phases.Greeting() | phases.Checking():
            return go(state, phases.Sorry(phases.Fault.CARD_PROBLEM, CardProblem.CARD_UNREADABLE), Tone("attention"))
        case phases.LookingUp(request=request, code=code):
            if code:
                return scan.checked_in(state, CheckedIn(request, "STATUS_UNKNOWN"))
            return buttons.office_answered(state, OfficeAnswered(request, None))
        case phases.Issuing():
            return go(state, phases.Sorry(phases.Fault.NO_TICKET, code="NOT_RESPONDING"), Tone("attention"))
        case phases.Ticketed(paper=PaperState.PRINTED):
            return finish(state, "ticket")
        case phases.Ticketed(paper=PaperState.WAITING | PaperState.PRINTING):
            return tickets.screen_only(state)
        case phases.SlipPrinting():
            return go(state, phases.Answered(), Tone("attention"))
        case phases.TakeTicket():
            return go_idle(state)
        case phases.Idle():
            return stay(state)
        case _:
            extensions = state.visit.extensions if state.visit else EXTENSIONS
            if extensions >= EXTENSIONS:
                return finish(state, "timed_out")
            until = state.now.mono + MORE_TIME_SECONDS * patience(state)
            return go(state, phases.MoreTime(phase, until), Tone("attention"))


def _remind(state: VisitState, phase: phases.TakeCard) -> Out:
    now = state.now.mono
    effects: list[Effect] = []
    if now - phase.reminded_at >= REMIND_SECONDS:
        phase = replace(phase, reminded_at=now)
        effects.append(Tone("attention"))
    if not phase.told and now - phase.since >= TELL_STAFF_SECONDS:
        phase = replace(phase, told=True)
        effects.append(TellStaff("card_left"))
    return replace(state, phase=phase), tuple(effects)


def headset(state: VisitState, *, inserted: bool) -> Out:
    """Plugged in: the kiosk speaks, and starts.  Pulled out: the voice stops and what is personal is hidden."""
    state = replace(state, headset=inserted)
    visit = state.visit
    if visit is None:
        return begin(state) if inserted else stay(state)
    here = replace(state, visit=replace(visit, comfort=replace(visit.comfort, speech=inserted)))
    if inserted:
        return go(here, here.phase.before) if isinstance(here.phase, phases.HeadsetOut) else stay(here)
    leaving = isinstance(here.phase, (phases.TakeCard, phases.TakeTicket, phases.HeadsetOut))
    return stay(here) if leaving or visit.reading is None else go(here, phases.HeadsetOut(here.phase))


def situation(state: VisitState, given: Situation) -> Out:
    """What works now; a visit that is going on is never ended by it."""
    return stay(replace(state, situation=given))


def setting(state: VisitState, given: Setting) -> Out:
    """A changed profile takes effect when nobody is here (R127)."""
    if state.visit is None:
        return stay(replace(state, setting=given))
    return stay(replace(state, next_setting=given))
