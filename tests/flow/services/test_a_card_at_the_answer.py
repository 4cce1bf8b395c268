"""A card that is put in when the answer stands there: it makes the answer closer, or it is told that it is somebody else's."""

from datetime import timedelta

import pytest

from devices.api import CardDate, CardInserted
from kiosk.residence.vocabulary import CardStatus
from kiosk.visit.model.effects import AskOffice, ReadCard
from kiosk.visit.model.inputs import OfficeAnswered
from tests.flow.services.machine import NOON, Resident
from tests.flow.services.test_whose_card import CHILD, PARENT, card, price, proved, question, told


def test_a_card_put_in_at_the_answer_tells_it_more_closely():
    resident = Resident("leuven").press(
        "menu.child", "answer.1", "answer.no", "answer.3-11", "answer.parent", "answer.no-card"
    )
    assert len(price(resident)) == 2
    proved(resident, CHILD)
    assert price(resident) == ["€\N{NO-BREAK SPACE}11"]
    assert resident.view.time_line is not None
    # the way back leads past both answers to the question before them
    assert question(resident.press("back")) == "What fits your child?"


def test_a_parents_card_at_the_childs_answer_changes_nothing_and_that_is_told():
    resident = Resident().press("menu.card", "menu.child", "answer.1", "answer.3-11").unsure()
    before = resident.view
    proved(resident, PARENT)
    assert price(resident) == ["€\N{NO-BREAK SPACE}8"]
    assert resident.view.time_line is None
    assert set(before.notes) < set(resident.view.notes)
    assert "belongs to somebody else" in told(resident)


@pytest.mark.parametrize("service", [("menu.card", "menu.renew"), ("menu.trouble", "menu.damaged")])
def test_a_childs_card_is_not_mine_and_that_is_told(service):
    first = proved(Resident(), CHILD)
    assert "belongs to somebody else" not in told(first)
    resident = proved(Resident().press(*service), CHILD).press("answer.me")
    assert "belongs to somebody else" in told(resident)


def test_ones_own_card_at_the_answer_says_nothing_of_somebody_else():
    resident = Resident().press("menu.trouble", "menu.damaged", "answer.me")
    proved(resident, PARENT)
    assert "belongs to somebody else" not in told(resident)
    assert resident.state.visit.facts.document_type == PARENT[0]


def test_a_card_at_the_answer_of_a_collection_is_looked_up():
    resident = Resident().press("menu.collect", "answer.me", "no_card", "answer.regular", "answer.yes")
    assert resident.state.visit.answer.result == "STATUS_UNKNOWN"
    proved(resident, PARENT)
    known = {"card_status": CardStatus.READY, "applied": NOON.date() - timedelta(days=20)}
    resident.do(OfficeAnswered(resident.effect(AskOffice).request, known))
    assert resident.state.visit.answer.result == "COLLECT_NOW"


NOT_ABOUT_A_CARD = [
    ("gent", ("menu.other", "menu.documents")),
    ("gent", ("menu.card", "menu.child", "answer.3")),
    ("gent", ("menu.card", "menu.renew", "answer.other")),
    ("gent", ("menu.trouble", "menu.lost", "answer.me", "answer.no")),
    ("gent", ("menu.card", "menu.more", "menu.medical", "menu.medical.cannot-come")),
]


@pytest.mark.parametrize(("profile", "way"), NOT_ABOUT_A_CARD, ids=[way[-1] for _, way in NOT_ABOUT_A_CARD])
def test_a_card_of_which_the_answer_could_not_use_anything_is_not_read(profile, way):
    resident = Resident(profile).press(*way)
    before = told(resident)
    resident.do(CardInserted())
    assert not any(isinstance(effect, ReadCard) for effect in resident.effects)
    assert told(resident) == before


def test_a_found_card_in_the_reader_tells_its_type_and_its_end_and_needs_no_pin():
    resident = card(Resident().press("menu.trouble", "menu.found"), PARENT)
    assert question(resident) == "Did you report this card as lost or stolen?"
    assert "Your eh card is valid until" in told(resident.press("answer.no"))
    ended = card(Resident().press("menu.trouble", "menu.found"), PARENT, until=-5).press("answer.no")
    assert ended.state.visit.answer.result == "EXPIRED"
    reported = card(Resident().press("menu.trouble", "menu.found"), PARENT).press("answer.yes")
    assert reported.state.visit.answer.result == "CARD_REVOKED"
    assert "valid until" not in told(reported)


ABSENCE = ("menu.card", "menu.more", "menu.absence", "no_card", "answer.within")
BLUE = (19, CardDate(1991, 8, 17))


@pytest.mark.parametrize("more", [(), ("answer.within",), ("answer.more",)])
def test_a_card_with_other_limits_has_the_question_asked_again_that_named_the_old_ones(more):
    resident = proved(Resident().press(*ABSENCE, *more), BLUE)
    assert question(resident) == "How long were you away at one time?"
    assert [action.label for action in resident.view.actions][:2] == ["At most 12 months", "More than 12 months"]
    assert resident.press("answer.within").view.title == "How long were you away in total?"
    assert resident.press("answer.more").state.visit.answer.result == "ABSENCE_BREAKS"


@pytest.mark.parametrize("more", ["answer.within", "answer.more"])
def test_a_card_with_the_same_limits_has_nothing_asked_again(more):
    resident = Resident().press(*ABSENCE, more)
    before = resident.state.visit.answer
    assert proved(resident, PARENT).state.visit.answer == before
