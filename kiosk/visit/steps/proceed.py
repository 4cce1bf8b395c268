"""What comes next in a service: the next question, the look-up, or the answer."""

from __future__ import annotations

from dataclasses import replace

from kiosk.residence import engine
from kiosk.residence.vocabulary import Office, ResultCode, Service
from kiosk.visit.model import phases
from kiosk.visit.model.effects import AskOffice, CheckIn, Tone
from kiosk.visit.model.questions import next_question
from kiosk.visit.model.state import Visit, VisitState
from kiosk.visit.steps.moves import Out, go, stay

# what a visit is for when its card was put in instead of a code
APPOINTMENT = "appointment"


def proceed(state: VisitState, *, visit: Visit | None = None, trail: bool = False) -> Out:
    """The next question, the look-up, or the answer."""
    here = state.visit if visit is None else visit
    if here is None:
        return stay(state)
    if not here.service:
        here = replace(here, service=Service.RENEW.value)
    if here.service == APPOINTMENT:
        return _check_in_by_card(state, here)
    facts = replace(here.facts, service=Service(here.service), place=state.setting.place)
    here = replace(here, facts=facts)
    asked = next_question(facts, _asked(state, here), state.now.civil.date(), state.setting.profile)
    if asked is not None and (asked.id == "for-whom" or not _office_next(here)):
        return go(state, phases.Asking(asked.id), visit=here, trail=trail)
    if _office_next(here):
        here, request = replace(here, office_asked=True).ask()
        if here.pin_proved and state.situation.office and here.reading is not None:
            number = here.reading.holder.national_number
            return go(state, phases.LookingUp(request), AskOffice(request, number), visit=here, trail=trail)
        here = replace(here, facts=replace(here.facts, office=Office.DOWN))
        return proceed(state, visit=here, trail=trail)
    answer = engine.answer(here.facts, state.setting.profile, state.now.civil, clock_ok=state.situation.clock_ok)
    here = replace(here, answer=answer)
    if answer.result is ResultCode.BAD_FACTS:
        return go(state, phases.Sorry(phases.Fault.BAD_FACTS), Tone("attention"), visit=here, trail=trail)
    return go(state, phases.Answered(), visit=here, trail=trail)


def _check_in_by_card(state: VisitState, visit: Visit) -> Out:
    """The appointment of the card's holder; a card that is not proved is no letter."""
    reading = visit.reading
    if reading is None or not visit.pin_proved:
        return go(state, phases.CheckInAnswered(ResultCode.CHECKIN_NOT_FOUND.value), Tone("attention"), visit=visit)
    visit, request = visit.ask()
    effect = CheckIn(request, person=reading.holder.national_number)
    return go(state, phases.LookingUp(request, code=APPOINTMENT), effect, visit=visit)


def _asked(state: VisitState, visit: Visit) -> frozenset[str]:
    """The questions on the way here; going back takes them off again."""
    been = (state.phase, *(phase for phase, _ in visit.trail))
    return frozenset(phase.question for phase in been if isinstance(phase, phases.Asking))


def _office_next(visit: Visit) -> bool:
    return visit.service == Service.COLLECT.value and not visit.office_asked and not visit.facts.for_other
