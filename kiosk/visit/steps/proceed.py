"""What comes next in a service: the next question, the look-up, or the answer."""

from __future__ import annotations

from dataclasses import replace

from kiosk.residence import engine
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import ResultCode, Service
from kiosk.visit.model import phases
from kiosk.visit.model.effects import AskOffice, CheckIn, Tone
from kiosk.visit.model.known import someone_elses
from kiosk.visit.model.minimal import APPOINTMENT, BY_APPOINTMENT, needs_number
from kiosk.visit.model.questions import next_question, question
from kiosk.visit.model.state import Visit, VisitState
from kiosk.visit.shown import menus
from kiosk.visit.steps.moves import Out, go, read_card, stay


def proceed(state: VisitState, *, visit: Visit | None = None, trail: bool = False) -> Out:
    """The next question, the look-up, or the answer."""
    here = state.visit if visit is None else visit
    if here is None:
        return stay(state)
    if not here.service:
        here = replace(here, service=Service.RENEW.value)
    if here.service == APPOINTMENT:
        return _check_in_by_card(state, here)
    here = replace(here, said=replace(here.said, service=Service(here.service), place=state.setting.place))
    asked = next_question(here.facts, _asked(state, here), state.now.civil.date(), state.setting.profile)
    if asked is not None and asked.whose:
        return go(state, phases.Asking(asked.id), visit=here, trail=trail)
    if _card_next(state, here):
        waiting, effects = go(state, phases.AwaitCard(), visit=here, trail=trail)
        return read_card(waiting) if state.card_in else (waiting, effects)
    if _office_next(state, here):
        assert here.reading is not None  # noqa: S101  (the PIN of a card is proved)
        number = here.reading.holder.national_number
        if not number and state.card_in:
            # the card was read for another service: for this look-up it is read again
            return read_card(replace(state, visit=here), trail=trail)
        here, request = here.ask()
        return go(state, phases.LookingUp(request), AskOffice(request, number), visit=here, trail=trail)
    if asked is not None:
        return go(state, phases.Asking(asked.id), visit=here, trail=trail)
    answer = engine.answer(here.facts, state.setting.profile, state.now.civil, clock_ok=state.situation.clock_ok)
    here = replace(here, answer=answer)
    if answer.result is ResultCode.BAD_FACTS:
        return go(state, phases.Sorry(phases.Fault.BAD_FACTS), Tone("attention"), visit=here, trail=trail)
    return go(state, phases.Answered(), visit=here, trail=trail)


def _check_in_by_card(state: VisitState, visit: Visit) -> Out:
    """The appointment of the card's holder; a card that is not proved is no letter."""
    reading = visit.reading
    stated = BY_APPOINTMENT in state.setting.profile.privacy.lookups
    if reading is None or not visit.pin_proved or not stated:
        return go(state, phases.CheckInAnswered(ResultCode.CHECKIN_NOT_FOUND.value), Tone("attention"), visit=visit)
    visit, request = visit.ask()
    effect = CheckIn(request, person=reading.holder.national_number)
    return go(state, phases.LookingUp(request, code=APPOINTMENT), effect, visit=visit)


def resume(state: VisitState) -> Out:
    """After the card: the question that it interrupted, unless the card answered it; then what comes next.

    A question that named other limits than this card has is asked again: its answer meant something else.
    """
    visit = state.visit
    if visit is None or not visit.trail:
        return proceed(state)
    for at, (asked, said) in enumerate(visit.trail):
        then = replace(visit, said=said, trail=visit.trail[:at])
        if isinstance(asked, phases.Asking) and _reads_otherwise(asked.question, then, state.setting.profile):
            return go(state, asked, visit=then)
    *rest, (phase, _) = visit.trail
    if isinstance(phase, phases.Answered):
        # the card came after the answer: the one that is known now takes its place
        return proceed(state, visit=replace(visit, trail=tuple(rest)))
    if not isinstance(phase, phases.Asking):
        return proceed(state)
    visit = replace(visit, trail=tuple(rest))
    interrupted = question(phase.question)
    if interrupted.whose or interrupted.needed(visit.facts, state.now.civil.date(), state.setting.profile):
        return go(state, phase, visit=visit)
    return proceed(state, visit=visit)


def _reads_otherwise(identifier: str, visit: Visit, profile: Profile) -> bool:
    """True when the answers have other numbers with the card than without it."""
    choices = question(identifier).answers(profile)
    return any(each.number(visit.said, profile) != each.number(visit.facts, profile) for each in choices)


def _asked(state: VisitState, visit: Visit) -> frozenset[str]:
    """The questions that were answered on the way here; going back takes them off again."""
    been = (state.phase, *(phase for phase, _ in visit.trail))
    return frozenset(phase.question for phase in been if isinstance(phase, phases.Asking))


def _card_next(state: VisitState, visit: Visit) -> bool:
    """True when the answer is in a chip that nobody has put in yet; each visit asks for it once."""
    been = (state.phase, *(phase for phase, _ in visit.trail))
    wanted = Service(visit.service) in menus.WITH_CARD and visit.reading is None and state.situation.cards
    theirs = someone_elses(visit.said, state.now.civil.date(), state.setting.profile)
    if not wanted or visit.said.medical is not None or theirs:
        return False
    return not any(isinstance(phase, phases.AwaitCard) for phase in been)


def _office_next(state: VisitState, visit: Visit) -> bool:
    """True when the office can be asked about the holder of the card, and the visit is about that person."""
    if visit.service != Service.COLLECT.value or visit.office is not None or not state.situation.office:
        return False
    return visit.pin_proved and needs_number(visit, state.setting.profile.privacy.lookups)
