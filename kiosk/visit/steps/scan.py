"""Codes of letters and the back of the card: held under the camera, or typed."""

from __future__ import annotations

import re
from dataclasses import replace

from devices.api import MrzSeen
from kiosk.residence.facts import PartialDate
from kiosk.residence.vocabulary import ResultCode, Service
from kiosk.visit.model import phases
from kiosk.visit.model.effects import CheckIn, LookForCodes, LookForMrz, Tone
from kiosk.visit.model.inputs import CheckedIn
from kiosk.visit.model.mrzdates import iso_date
from kiosk.visit.model.state import Visit, VisitState
from kiosk.visit.steps import tickets
from kiosk.visit.steps.moves import Out, go, stay
from kiosk.visit.steps.proceed import proceed

CODE = re.compile(r"[A-Z0-9-]{6,32}")
CODE_MAX = 32


def scan(state: VisitState, *, mrz: bool = False) -> Out:
    """Look for a code, or for the zone on the back of a card."""
    visit = state.visit
    if visit is None:
        return stay(state)
    visit, request = visit.ask()
    effect = LookForMrz(request) if mrz else LookForCodes(request)
    return go(state, phases.Scanning(request, mrz=mrz), effect, visit=visit, trail=True)


def code_seen(state: VisitState, text: str) -> Out:
    """A code of the closed grammar is looked up; anything else is refused and never shown or opened (T11)."""
    visit = state.visit
    scanning = isinstance(state.phase, phases.Scanning) and not state.phase.mrz
    if visit is None or not (scanning or isinstance(state.phase, (phases.TypingCode, phases.Menu))):
        return stay(state)
    if not CODE.fullmatch(text[: CODE_MAX + 1]):
        if not isinstance(state.phase, phases.Scanning):
            return stay(state)
        return stay(replace(state, phase=replace(state.phase, rejected=True)), Tone("attention"))
    visit, request = visit.ask()
    return go(state, phases.LookingUp(request, code=text), CheckIn(request, text), visit=visit, trail=True)


def char(state: VisitState, typed: str) -> Out:
    """One letter, digit or hyphen of the code."""
    phase = state.phase
    if isinstance(phase, phases.TypingCode) and re.fullmatch(r"[A-Z0-9-]", typed) and len(phase.typed) < CODE_MAX:
        return stay(replace(state, phase=phases.TypingCode(phase.typed + typed)), Tone("key"))
    return stay(state)


def code_key(state: VisitState, phase: phases.TypingCode, key: str) -> Out:
    """A button under a code that is typed."""
    match key:
        case "code.ok":
            return code_seen(state, phase.typed) if CODE.fullmatch(phase.typed) else stay(state)
        case "code.erase":
            return stay(replace(state, phase=phases.TypingCode(phase.typed[:-1])), Tone("key"))
        case "no_code":
            return go(state, phases.ConfirmTicket("G"), trail=True)
        case _:
            return stay(state)


def checked_in(state: VisitState, given: CheckedIn) -> Out:
    """In time: the appointment's ticket at once; else what to do."""
    visit = state.visit
    if visit is None or not isinstance(state.phase, phases.LookingUp) or state.phase.request != given.request:
        return stay(state)
    if given.code == ResultCode.CHECKIN_OK.value:
        return tickets.issue(state, given.klass, appointment=given.at, once=given.once)
    return go(state, phases.CheckInAnswered(given.code, given.at, given.place), Tone("attention"))


def mrz_seen(state: VisitState, given: MrzSeen) -> Out:
    """Shown for confirmation; never taken as proof."""
    if isinstance(state.phase, phases.Scanning) and state.phase.mrz and state.phase.request == given.request:
        return go(state, phases.ConfirmMrz(given))
    return stay(state)


def mrz_confirmed(state: VisitState, visit: Visit, phase: phases.ConfirmMrz) -> Out:
    """The resident says that it was read right: an answer from the back of the card."""
    today = state.now.civil.date()
    until = iso_date(phase.seen.valid_until)
    born = iso_date(phase.seen.birth_date)
    said = replace(
        visit.said,
        service=Service.CHIP_DEFECT,
        read_from_back=True,
        valid_until=until,
        born=PartialDate.of(born) if born and born <= today else None,
    )
    return proceed(state, visit=replace(visit, service=Service.CHIP_DEFECT.value, said=said))
