"""A kiosk that gives no tickets speaks of none: on every screen that helps somebody on."""

from dataclasses import replace
from datetime import datetime

import pytest

from devices.api import CardProblem
from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.profiles.loader import load
from kiosk.residence import engine
from kiosk.residence.facts import Facts
from kiosk.residence.vocabulary import CardStatus, ResultCode, Service
from kiosk.residence.wording import RESULTS
from kiosk.residence.words import describe
from kiosk.visit.model import phases
from kiosk.visit.model.state import Moment, Setting, Situation, Visit, VisitState
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import sentences

NOON = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)
CHECK_INS = [code.value for code in ResultCode if code.value.startswith("CHECKIN_")]
FAULTS = [
    *(phases.Sorry(phases.Fault.CARD_PROBLEM, problem) for problem in CardProblem),
    phases.Sorry(phases.Fault.CARD_REFUSED),
    phases.Sorry(phases.Fault.BAD_FACTS),
]


def shown(phase, *, tickets):
    state = VisitState(Setting(load("gent"), "stadskantoor", "walk"), Moment(NOON, 100.0), Situation(tickets=tickets))
    return view(replace(state, visit=Visit("walk", 100.0, "en"), phase=phase))


def words(screen):
    return " ".join(text for text, _ in sentences(screen) if text).lower()


@pytest.mark.parametrize("phase", FAULTS, ids=lambda each: str(each.problem or each.fault))
def test_a_fault_sends_to_staff_where_no_ticket_is_given(phase):
    assert "ticket" not in words(shown(phase, tickets=False))
    assert "ticket" not in {action.key for action in shown(phase, tickets=False).actions}
    assert "ticket" in {action.key for action in shown(phase, tickets=True).actions}


@pytest.mark.parametrize("code", [*CHECK_INS, "OFFICE_DOWN"])
def test_a_check_in_sends_to_the_reception_where_no_ticket_is_given(code):
    phase = phases.CheckInAnswered(code, NOON, "stadskantoor")
    assert "ticket" not in words(shown(phase, tickets=False))
    assert "ticket" not in {action.key for action in shown(phase, tickets=False).actions}


def test_an_answer_leaves_the_ticket_to_its_button():
    profile = load("gent")
    facts = Facts(service=Service.COLLECT, card_status=CardStatus.NONE)
    told = describe(engine.answer(facts, profile, NOON, clock_ok=True), facts, texts("en"), profile)
    assert told.title == "We find no application"
    assert told.body == ("Staff at the counter can look.",)
    for code in (ResultCode.APPLY_HERE, ResultCode.BAD_FACTS):
        assert not any("ticket" in sentence for sentence in RESULTS[code].body)
