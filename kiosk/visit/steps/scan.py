"""Codes of letters and the back of the card: held under the camera, or typed."""

from __future__ import annotations

import re
from dataclasses import replace

from devices.api import MrzSeen
from kiosk.base.codes import LONGEST, clean, same
from kiosk.residence.facts import PartialDate
from kiosk.residence.vocabulary import ResultCode, Service
from kiosk.visit.model import phases
from kiosk.visit.model.effects import CheckIn, LookForCodes, LookForMrz, Tone
from kiosk.visit.model.inputs import CheckedIn
from kiosk.visit.model.minimal import APPOINTMENT
from kiosk.visit.model.mrzdates import iso_date
from kiosk.visit.model.state import Visit, VisitState
from kiosk.visit.steps import tickets
from kiosk.visit.steps.moves import Out, go, stay
from kiosk.visit.steps.proceed import proceed

_OTHERS = 4  # codes of one picture that are looked up after the first


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
    visit, phase, code = state.visit, state.phase, _clean(state, text)
    if isinstance(phase, phases.LookingUp) and phase.code and phase.code != APPOINTMENT:
        # another code of the same picture: tried when this one is not found
        known = (phase.code, *phase.others)
        if code is None or len(phase.others) == _OTHERS or same(code) in map(same, known):
            return stay(state)
        return stay(replace(state, phase=replace(phase, others=(*phase.others, code))))
    scanning = isinstance(phase, phases.Scanning) and not phase.mrz
    if visit is None or not (scanning or isinstance(phase, (phases.TypingCode, phases.Menu))):
        return stay(state)
    if code is None:
        if not isinstance(phase, phases.Scanning):
            return stay(state)
        return stay(replace(state, phase=replace(phase, rejected=True)), Tone("attention"))
    visit, request = visit.ask()
    return go(state, phases.LookingUp(request, code=code), CheckIn(request, code), visit=visit, trail=True)


def _clean(state: VisitState, text: str) -> str | None:
    return clean(text, state.setting.profile.appointments.code_forms)


def char(state: VisitState, typed: str) -> Out:
    """One letter, digit or hyphen of the code."""
    phase = state.phase
    if isinstance(phase, phases.TypingCode) and re.fullmatch(r"[A-Z0-9-]", typed) and len(phase.typed) < LONGEST:
        return stay(replace(state, phase=phases.TypingCode(phase.typed + typed)), Tone("key"))
    return stay(state)


def code_key(state: VisitState, phase: phases.TypingCode, key: str) -> Out:
    """A button under a code that is typed."""
    match key:
        case "code.ok":
            return code_seen(state, phase.typed) if _clean(state, phase.typed) else stay(state)
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
    if given.code == ResultCode.CHECKIN_NOT_FOUND.value and state.phase.others:
        following, *others = state.phase.others
        visit, request = visit.ask()
        phase = phases.LookingUp(request, code=following, others=tuple(others))
        return go(state, phase, CheckIn(request, following), visit=visit)
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
