"""The card: from the slot to a judged card, and home at once when it is pulled."""

from __future__ import annotations

from dataclasses import replace

from devices.api import (
    CardFault,
    CardIdentified,
    CardJudged,
    CardProblem,
    Verdict,
)
from kiosk.residence.cardtypes import card_type
from kiosk.residence.facts import Facts
from kiosk.visit.model import phases
from kiosk.visit.model.effects import ReleaseCard, TellStaff, Tone
from kiosk.visit.model.known import by_card
from kiosk.visit.model.minimal import APPOINTMENT, taken
from kiosk.visit.model.state import VisitState
from kiosk.visit.steps.moves import Out, begin, finish, go, go_idle, mine, read_card, stay, under

_SILENT = (CardProblem.CHIP_DEFECT, CardProblem.CARD_UNREADABLE)


def inserted(state: VisitState) -> Out:
    """A card put in before it is asked for is the answer to "do you have your card?"; after an answer it makes it closer."""
    state = replace(state, card_in=True)
    phase = under(state.phase)
    if isinstance(phase, phases.Idle):
        return begin(state)
    if state.visit is None or not state.situation.cards or state.visit.reading is not None:
        return stay(state)
    match phase:
        case phases.Menu() | phases.AwaitCard() | phases.Asking():
            silent = phase.silent if isinstance(phase, phases.AwaitCard) else 0
            return read_card(replace(state, phase=phase), silent)
        case phases.Answered() if by_card(state.visit.said, state.now.civil.date(), state.setting.profile):
            return read_card(replace(state, phase=phase))
        case phases.Sorry(fault=phases.Fault.CARD_PROBLEM):
            return read_card(replace(state, phase=phase))
        case phases.Scanning() | phases.TypingCode():
            # the card is the letter: checked in by the holder's appointment of today
            visit = replace(state.visit, service=APPOINTMENT)
            return read_card(replace(state, phase=phase, visit=visit))
        case _:
            return stay(state)


def removed(state: VisitState) -> Out:
    """Whatever was going on with the card is over; a print that is committed is finished (R009)."""
    state = replace(state, card_in=False)
    visit = state.visit
    if isinstance(state.phase, phases.TakeCard):
        ticket = state.phase.ticket
        return go(state, phases.TakeTicket(ticket)) if ticket else go_idle(state)
    phase = under(state.phase)
    if visit is None or (visit.reading is None and not isinstance(phase, phases.Reading)):
        return stay(state)
    if isinstance(phase, (phases.Issuing, phases.Ticketed)):
        # the number is promised: the ticket goes on without anything of the person
        bare = replace(visit, reading=None, answer=None, said=Facts(), office=None, trail=())
        return replace(state, visit=bare), (ReleaseCard(),)
    return finish(state, "cancelled")


def identified(state: VisitState, given: CardIdentified) -> Out:
    """Greet at once; the proof goes on meanwhile."""
    visit = state.visit
    if visit is None or not isinstance(state.phase, phases.Reading) or not mine(state, given.request):
        return stay(state)
    kind = card_type(given.reading.card.document_type)
    problem = kind.problem if kind is not None else CardProblem.CARD_NOT_SUPPORTED.value
    if problem is not None:
        # another card than we serve: its holder's name is none of our business (R002, R003)
        return go(
            state, phases.Sorry(phases.Fault.CARD_PROBLEM, CardProblem(problem)), ReleaseCard(), Tone("attention")
        )
    return go(state, phases.Greeting(state.now.mono), visit=replace(visit, reading=taken(given.reading)))


def judged(state: VisitState, given: CardJudged) -> Out:
    """The proof is in: a forged card is refused, the others go on when the name was seen."""
    visit = state.visit
    if (
        visit is None
        or not isinstance(state.phase, (phases.Reading, phases.Greeting))
        or not mine(state, given.request)
    ):
        return stay(state)
    if given.reading.trust.verdict is Verdict.FORGED:
        return refuse(state)
    proved = visit.pin_proved and given.reading.trust.verdict is Verdict.GENUINE
    visit = replace(visit, reading=taken(given.reading), pin_proved=proved)
    since = state.phase.since if isinstance(state.phase, phases.Greeting) else state.now.mono
    return go(state, phases.Greeting(since, judged=True), visit=visit)


def refuse(state: VisitState) -> Out:
    """A forged card: no personal detail, neutral words, staff told (R134)."""
    assert state.visit is not None  # noqa: S101  (a card belongs to a visit)
    bare = replace(state.visit, reading=None, answer=None, said=Facts(), office=None, trail=())
    effects = (ReleaseCard(), TellStaff("card_refused"), Tone("attention"))
    return go(state, phases.Sorry(phases.Fault.CARD_REFUSED), *effects, visit=bare)


def fault(state: VisitState, given: CardFault) -> Out:
    """No reading: turn the card, another kind of card, or a reader that is gone."""
    if state.visit is None or not mine(state, given.request):
        return stay(state)
    if given.problem in (CardProblem.CARD_REMOVED, CardProblem.NO_CARD):
        return finish(replace(state, card_in=False), "cancelled")
    if given.problem in _SILENT and isinstance(state.phase, phases.Reading) and state.phase.silent == 0:
        return go(state, phases.AwaitCard(silent=1), ReleaseCard(), Tone("attention"))
    return go(state, phases.Sorry(phases.Fault.CARD_PROBLEM, given.problem), ReleaseCard(), Tone("attention"))
