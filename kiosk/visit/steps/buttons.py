"""Buttons: what a press means on the screen that is shown, from the language to the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.residence.facts import Facts
from kiosk.residence.vocabulary import Office, Service
from kiosk.visit.model import comfort, phases
from kiosk.visit.model.asking import Asked
from kiosk.visit.model.effects import Repeat, Tone
from kiosk.visit.model.inputs import OfficeAnswered
from kiosk.visit.model.medical import medical_way
from kiosk.visit.model.questions import question
from kiosk.visit.model.state import Visit, VisitState
from kiosk.visit.shown import menus
from kiosk.visit.steps import cards, pin, scan, tickets
from kiosk.visit.steps.moves import Out, begin, finish, go, go_back, go_idle, read_card, stay
from kiosk.visit.steps.proceed import proceed, resume


def pressed(state: VisitState, key: str) -> Out:
    """A button that is on the screen."""
    visit = state.visit
    if visit is None:
        return begin(state) if key == "start" else stay(state)
    match key:
        case "stop":
            return finish(state, "cancelled")
        case "back":
            return go(state, state.phase.before) if isinstance(state.phase, phases.Helping) else go_back(state)
        case "help":
            return stay(state) if isinstance(state.phase, phases.Helping) else go(state, phases.Helping(state.phase))
        case "repeat":
            return stay(state, Repeat())
        case "tool.language":
            return go(state, phases.ChooseLanguage(before=state.phase))
        case _ if key.startswith(("tool.", "voice.")):
            after = comfort.change(visit.comfort, key)
            # a switch is heard as well as seen (A22)
            sound = Tone("done" if comfort.is_on(after, key) else "key")
            return stay(replace(state, visit=replace(visit, comfort=after)), sound)
        case _:
            return _by_phase(state, visit, key)


def volume(state: VisitState, step: int) -> Out:
    """Louder or softer."""
    if state.visit is None:
        return stay(state)
    louder = comfort.louder(state.visit.comfort, step)
    # at either end nothing changes, and the voice need not stop for it
    tone = Tone("done" if louder == state.visit.comfort else "key")
    return stay(replace(state, visit=replace(state.visit, comfort=louder)), tone)


def _by_phase(state: VisitState, visit: Visit, key: str) -> Out:
    phase = state.phase
    word, _, value = key.partition(".")
    match phase:
        case phases.ChooseLanguage():
            return _language(state, visit, value) if word == "language" else stay(state)
        case phases.Menu():
            return _chosen(state, value) if word == "menu" else stay(state)
        case phases.Information():
            following = replace(phase, page=phase.page + 1)
            return go(state, following, trail=True) if key == "next" else _after_answer(state, visit, key)
        case phases.AwaitCard():
            return _without_card(state, visit) if key == "no_card" else stay(state)
        case phases.TypePin() | phases.ChangingPin():
            return _pin_key(state, key)
        case phases.LastTry(change=change):
            again = pin.ask_change if change else pin.ask_pin
            return again(state) if key == "try" else go(state, phases.ConfirmTicket("G"))
        case phases.Asking():
            return _answer(state, visit, phase, value) if word == "answer" else stay(state)
        case phases.Answered() | phases.PinBlocked() | phases.CheckInAnswered() | phases.Sorry():
            return _after_answer(state, visit, key)
        case phases.Scanning():
            return go(state, phases.TypingCode(), trail=True) if key == "type" else _after_answer(state, visit, key)
        case phases.TypingCode():
            return scan.code_key(state, phase, key)
        case phases.ConfirmMrz():
            return scan.mrz_confirmed(state, visit, phase) if key == "yes" else scan.scan(state, mrz=True)
        case phases.ConfirmTicket():
            priority = key == "priority"
            return tickets.issue(state, phase.klass, priority=priority) if priority or key == "take" else stay(state)
        case phases.Holding():
            return tickets.held_answered(state, phase, key)
        case phases.Ticketed():
            return finish(state, "ticket") if key == "done" else stay(state)
        case phases.TakeTicket():
            return go_idle(state) if key == "done" else stay(state)
        case phases.MoreTime():
            more = replace(visit, extensions=visit.extensions + 1)
            return go(state, phase.before, visit=more) if key == "more" else stay(state)
        case phases.Helping() if key == "data":
            return go(state, replace(phase, data=True))
        case phases.Helping() | phases.HeadsetOut():
            return go(state, phase.before) if key == "continue" else stay(state)
        case (
            phases.Idle()
            | phases.Reading()
            | phases.Greeting()
            | phases.Checking()
            | phases.LookingUp()
            | phases.Issuing()
            | phases.SlipPrinting()
            | phases.TakeCard()
        ):
            return stay(state)
        case _:
            assert_never(phase)


def _language(state: VisitState, visit: Visit, code: str) -> Out:
    visit = replace(visit, language=code)
    before = state.phase.before if isinstance(state.phase, phases.ChooseLanguage) else None
    if before is not None:
        here, effects = go(state, before, visit=visit)
        # a card that came while the languages were shown is taken as on the screen before
        return cards.inserted(here) if here.card_in and visit.reading is None else (here, effects)
    here = replace(state, visit=visit, phase=phases.Menu())
    if state.card_in and state.situation.cards:
        return read_card(here)
    return go(here, phases.Menu(), visit=visit)


def _chosen(state: VisitState, identifier: str) -> Out:
    """A line of the menu: a group, a ticket, an appointment or a service."""
    visit = state.visit
    if visit is None:
        return stay(state)
    match identifier:
        case "ticket":
            return go(state, phases.ConfirmTicket("G"), trail=True)
        case "appointment":
            return scan.scan(state) if state.situation.camera else go(state, phases.TypingCode(), trail=True)
        case menus.TOPICS:
            return go(state, phases.Menu(menus.TOPICS), trail=True)
        case menus.MEDICAL:
            return go(state, phases.Menu(menus.MEDICAL), trail=True)
        case _ if identifier.startswith(f"{menus.MEDICAL}."):
            return _medical(state, visit, identifier.removeprefix(f"{menus.MEDICAL}."))
        case "more" if isinstance(state.phase, phases.Menu):
            return go(state, replace(state.phase, page=1), trail=True)
        case _ if identifier.startswith("topic."):
            return go(state, phases.Information(identifier.removeprefix("topic.")), trail=True)
        case _ if menus.is_group(state.setting, identifier):
            return go(state, phases.Menu(identifier), trail=True)
        case _:
            return _service(state, visit, Service(identifier))


def _service(state: VisitState, visit: Visit, service: Service) -> Out:
    return proceed(state, visit=replace(visit, service=service.value), trail=True)


def _medical(state: VisitState, visit: Visit, identifier: str) -> Out:
    """A medical reason is told before anything else is asked, the card included."""
    way = medical_way(identifier)
    said = replace(visit.said, medical=way.medical, for_other=way.for_other)
    return _service(state, replace(visit, said=said), Service.RENEW)


def _without_card(state: VisitState, visit: Visit) -> Out:
    """I have no card with me (R005): a renewal of one's own card has a short menu, everything else goes on."""
    silent = isinstance(state.phase, phases.AwaitCard) and state.phase.silent > 0
    if silent and visit.trail and isinstance(visit.trail[-1][0], phases.Asking):
        # the card that does not answer had interrupted a question
        return resume(state)
    if visit.service != Service.RENEW.value or visit.said.for_other:
        return proceed(state, trail=True)
    return go(state, phases.Menu(menus.NO_CARD), visit=replace(visit, service=""), trail=True)


def _answer(state: VisitState, visit: Visit, phase: phases.Asking, value: str) -> Out:
    for choice in question(phase.question).answers(state.setting.profile):
        if choice.value == value:
            asked = Asked(visit.facts, state.now.civil.date(), state.setting.profile)
            said = choice.update(visit.said, asked)
            # an answer may show that it is about something else: a child's card that is lost
            service = said.service.value if said.service is not None else visit.service
            return proceed(state, visit=replace(visit, said=said, service=service), trail=True)
    return stay(state)


def _pin_key(state: VisitState, key: str) -> Out:
    match key:
        case "pin.ok":
            return pin.confirm(state)
        case "pin.erase":
            return pin.erase(state)
        case "pin.forgot" if state.visit is not None:
            return _service(state, state.visit, Service.CODES)
        case _:
            return stay(state)


def _after_answer(state: VisitState, visit: Visit, key: str) -> Out:
    match key:
        case "ticket" | "priority":
            return tickets.issue(state, menus.class_for(state), priority=key == "priority")
        case "slip":
            return tickets.slip(state)
        case "change_pin":
            return pin.ask_change(state, trail=True)
        case "mrz":
            return scan.scan(state, mrz=True)
        case "menu":
            return go(state, phases.Menu(), visit=replace(visit, service="", answer=None, said=Facts(), trail=()))
        case "done":
            return finish(state, "answered")
        case _:
            return stay(state)


def office_answered(state: VisitState, given: OfficeAnswered) -> Out:
    """What the office knows, or that it is silent: silence is never an answer."""
    visit = state.visit
    if visit is None or not isinstance(state.phase, phases.LookingUp) or state.phase.request != given.request:
        return stay(state)
    told = {"office": Office.DOWN} if given.facts is None else {"office": Office.UP, **given.facts}
    return proceed(state, visit=replace(visit, office=told))
