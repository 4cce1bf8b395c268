"""Whose card it is: a person's answers stand, a card says something of its own holder only, and no question is lost."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from machine import NOON, Resident

from devices.api import CardDate, CardFault, CardIdentified, CardInserted, CardJudged, CardProblem, CardRemoved
from kiosk.residence.vocabulary import CardStatus
from kiosk.views.view import AnswerView, InsertCardView, MenuView, QuestionView
from kiosk.visit.model.effects import AskOffice, IssueTicket, ReadCard
from kiosk.visit.model.inputs import OfficeAnswered, Tick
from kiosk.visit.shown.speech import spoken
from kiosk.visit.tour.explore import sample_reading

PARENT = (33, CardDate(1991, 8, 17))
CHILD = (63, CardDate(2021, 6, 1))
BABY = (63, CardDate(2025, 9, 1))


def card(resident, who, *, tries=3, until=40):
    """Puts a card in up to the PIN; the PIN's screen stays."""
    kind, born = who
    resident.do(CardInserted())
    today = NOON.date()
    reading = sample_reading(today, tries=tries)
    data = replace(reading.card, document_type=kind, valid_until=today + timedelta(days=until))
    reading = replace(reading, card=data, holder=replace(reading.holder, birth_date=born))
    request = resident.effect(ReadCard).request
    return resident.do(CardIdentified(request, reading)).do(CardJudged(request, reading)).do(Tick(), 2.0)


def proved(resident, who, **more):
    return card(resident, who, **more).pin()


def told(resident):
    assert isinstance(resident.unsure().view, AnswerView), resident.view.title
    return " ".join(utterance.text for utterance in spoken(resident.view))


def price(resident):
    assert isinstance(resident.unsure().view, AnswerView), resident.view.title
    return [line.amount for line in resident.view.fee]


def bring(resident):
    return [item.label for item in resident.unsure().view.bring]


def question(resident):
    assert isinstance(resident.view, QuestionView), resident.view.title
    return resident.view.title


# --- a card that is put in late (D2) --------------------------------------------------------------------------------


def test_a_parents_card_at_the_childs_age_neither_answers_the_question_nor_gives_its_dates():
    resident = Resident().press("menu.card", "menu.child", "answer.1")
    assert question(resident) == "How old is the child?"
    proved(resident, PARENT)
    assert question(resident) == "How old is the child?"
    resident.press("answer.3-11")
    assert price(resident) == ["€\N{NO-BREAK SPACE}8"]
    assert resident.view.time_line is None
    assert "parental authority" in told(resident)


def test_the_childs_own_card_answers_how_old_the_child_is_and_its_dates_are_told():
    resident = proved(Resident().press("menu.card", "menu.child", "answer.1"), CHILD)
    assert price(resident) == ["€\N{NO-BREAK SPACE}8"]
    assert resident.view.time_line is not None


def test_the_age_that_was_said_stands_when_a_parents_card_comes_at_the_next_question():
    resident = Resident("leuven").press("menu.child", "answer.1", "answer.3-11")
    asked = question(resident)
    proved(resident, PARENT)
    assert question(resident) == asked
    while isinstance(resident.view, QuestionView):
        foster = [action.key for action in resident.view.actions if action.key == "answer.foster"]
        resident.press(*(foster or [resident.view.actions[0].key]))
    assert any("ruling" in item.lower() for item in bring(resident))
    assert "counter" not in " ".join(price(resident))
    assert resident.state.visit.facts.born.latest.year > 2015


def test_the_card_of_another_child_does_not_replace_the_age_that_was_said():
    resident = Resident("leuven").press("menu.child", "answer.1", "answer.under-3")
    proved(resident, CHILD)
    facts = resident.state.visit.facts
    assert facts.valid_until is None
    assert facts.born.earliest > date(2024, 2, 1)


def test_a_lost_childs_card_is_not_priced_by_the_parents_letter():
    resident = Resident("leuven").press("menu.trouble", "menu.lost", "answer.child", "answer.yes", "answer.3-11")
    proved(resident, PARENT)
    assert question(resident) == "Who are you?"
    resident.press("answer.parent")
    while isinstance(resident.view, QuestionView):
        resident.press(resident.view.actions[0].key)
    assert resident.state.visit.facts.document_type is None
    assert sorted(resident.state.visit.answer.fee.alternatives_cents) == [1000, 1300]


SKIPPED = [
    ("gent", ("menu.trouble", "menu.lost"), "For whom is the card?"),
    ("gent", ("menu.card", "menu.urgent"), "For whom is the urgent card?"),
    ("gent", ("menu.card", "menu.switch", "answer.me"), "Which card do you want?"),
    ("gent", ("menu.other", "menu.guarantor"), "For whom are you guarantor?"),
    ("gent", ("menu.other", "menu.protection"), "What do you come for?"),
    ("gent", ("menu.collect",), "For whom is the card?"),
    ("gent", ("menu.card", "menu.renew"), "For whom is the card?"),
    ("leuven", ("menu.child", "answer.1", "answer.3-11"), "Who are you?"),
]


@pytest.mark.parametrize(("profile", "way", "asked"), SKIPPED, ids=[f"{each[0]}{each[1][-1]}" for each in SKIPPED])
def test_a_card_put_in_while_a_question_is_asked_leaves_it_to_be_answered(profile, way, asked):
    resident = Resident(profile).press(*way)
    assert question(resident) == asked
    proved(resident, PARENT)
    assert question(resident) == asked


def test_a_question_is_asked_again_after_a_card_that_is_no_residence_card():
    resident = Resident().press("menu.card", "menu.child", "answer.1").insert(document_type=1)
    resident.do(CardRemoved()).press("back")
    assert question(resident) == "How old is the child?"


def test_a_question_comes_back_when_the_chip_is_silent_and_the_person_goes_on_without_it():
    resident = Resident().press("menu.other", "menu.more", "menu.annex")
    assert question(resident) == "Which paper is it about?"
    resident.do(CardInserted())
    resident.do(CardFault(resident.effect(ReadCard).request, CardProblem.CHIP_DEFECT))
    assert isinstance(resident.view, InsertCardView)
    assert question(resident.press("no_card")) == "Which paper is it about?"


def test_a_question_comes_back_when_the_pin_of_the_card_is_blocked():
    resident = card(Resident().press("menu.card", "menu.child", "answer.1"), PARENT, tries=0)
    assert resident.view.title == "Your PIN is blocked"
    assert question(resident.press("back")) == "How old is the child?"


def test_a_card_that_comes_late_to_collecting_is_looked_up_and_what_was_asked_is_asked():
    resident = Resident().press("menu.collect", "answer.me", "no_card")
    assert question(resident) == "Was it an urgent application?"
    proved(resident, PARENT)
    assert question(resident) == "Was it an urgent application?"
    resident.press("answer.regular")
    resident.do(OfficeAnswered(resident.effect(AskOffice).request, {"card_status": CardStatus.IN_PRODUCTION}))
    assert question(resident) == "Did the letter with the codes come?"
    assert resident.press("answer.yes").state.visit.answer.result == "COLLECT_NOT_READY"


def test_what_the_person_said_is_not_overwritten_by_the_office():
    resident = Resident().press("menu.collect", "answer.me", "no_card", "answer.regular")
    proved(resident, PARENT).press("answer.yes")
    known = {"card_status": CardStatus.READY, "procedure": "urgent"}
    resident.do(OfficeAnswered(resident.effect(AskOffice).request, known))
    assert resident.state.visit.facts.procedure == "regular"


def test_a_card_that_comes_while_the_languages_are_shown_is_read_afterwards():
    resident = Resident().press("menu.collect", "answer.me", "tool.language").do(CardInserted())
    resident.press("language.en")
    assert resident.effect(ReadCard)


# --- pairs: the parent's card and the child's, first with, then without (D2, D6) --------------------------------------


@pytest.mark.parametrize("who", [PARENT, CHILD], ids=["parents", "childs"])
@pytest.mark.parametrize("service", ["menu.damaged", "menu.photo", "menu.data-change", "menu.chip-defect"])
def test_a_childs_card_costs_what_a_childs_card_costs_with_whichever_card_and_without(service, who):
    alone = Resident().press("menu.trouble", *further(service), service, "answer.child")
    late = proved(Resident().press("menu.trouble", *further(service), service), who).press("answer.child")
    for resident in (alone, late):
        if isinstance(resident.view, QuestionView):
            resident.press("answer.3-11")
        assert price(resident) == ["€\N{NO-BREAK SPACE}8"]
        assert "parental authority" in told(resident)


def further(service):
    return ("menu.more",) if service in ("menu.data-change", "menu.photo") else ()


def test_a_damaged_card_of_ones_own_is_not_priced_as_the_childs_card_in_the_reader():
    resident = proved(Resident().press("menu.trouble", "menu.damaged"), CHILD).press("answer.me")
    assert price(resident) == ["€\N{NO-BREAK SPACE}29"]


def test_renewing_ones_card_with_the_card_first_asks_nothing_that_the_card_tells():
    assert price(proved(Resident(), PARENT)) == ["€\N{NO-BREAK SPACE}29"]
    assert price(proved(Resident(), CHILD)) == ["€\N{NO-BREAK SPACE}8"]


def test_renewing_for_a_child_asks_for_the_childs_card_and_goes_on_without_it():
    resident = Resident().press("menu.card", "menu.renew", "answer.child")
    assert isinstance(resident.view, InsertCardView)
    assert resident.view.title == "Put the child's card in the reader"
    without = resident.press("no_card", "answer.3-11")
    assert price(without) == ["€\N{NO-BREAK SPACE}8"]


def test_renewing_for_somebody_of_twelve_or_older_needs_no_card_and_says_who_must_come():
    resident = Resident().press("menu.card", "menu.renew", "answer.other")
    assert resident.state.visit.answer.result == "IN_PERSON_ONLY"


# --- the card that is still in the reader (D6) ------------------------------------------------------------------------


def test_after_something_else_the_card_is_still_known_and_the_answer_is_the_same():
    resident = proved(Resident(), PARENT, until=60)
    first = told(resident)
    assert "ticket" not in [action.key for action in resident.view.actions]
    again = resident.press("menu", "menu.card", "menu.renew")
    assert told(again) == first


def test_after_back_the_card_is_still_known_and_nobody_is_asked_for_it_again():
    resident = proved(Resident().press("menu.card", "menu.renew", "answer.me"), PARENT)
    first = told(resident)
    resident.press("back")
    assert question(resident) == "For whom is the card?"
    assert told(resident.press("answer.me")) == first


def test_after_back_another_person_is_not_told_what_the_office_said_of_the_cards_holder():
    resident = proved(Resident().press("menu.collect", "answer.me"), PARENT)
    known = {"card_status": CardStatus.READY, "applied": NOON.date() - timedelta(days=20)}
    resident.do(OfficeAnswered(resident.effect(AskOffice).request, known))
    resident.press("answer.regular", "answer.yes")
    assert resident.state.visit.answer.result == "COLLECT_NOW"
    while not (isinstance(resident.view, QuestionView) and resident.view.title == "For whom is the card?"):
        resident.press("back")
    resident.press("answer.child", "answer.regular", "answer.yes")
    assert resident.state.visit.answer.result == "STATUS_UNKNOWN"
    resident.press("back", "back", "back", "answer.me", "answer.regular", "answer.yes")
    assert resident.state.visit.answer.result == "COLLECT_NOW"


def test_temporary_protection_with_the_card_in_the_reader_is_about_that_card():
    resident = proved(Resident(), PARENT, until=60).press("menu", "menu.other", "menu.temporary-protection")
    assert resident.state.visit.facts.valid_until == NOON.date() + timedelta(days=60)


def test_temporary_protection_asks_for_the_card_and_goes_on_without_one():
    resident = Resident().press("menu.other", "menu.temporary-protection")
    assert isinstance(resident.view, InsertCardView)
    without = resident.press("no_card")
    assert any("attestation" in item.lower() for item in bring(without))
    with_card = proved(Resident().press("menu.other", "menu.temporary-protection"), PARENT, until=14)
    assert with_card.state.visit.answer.result in ("TP_RENEW_OPEN", "RENEW_LATE")
    assert with_card.state.visit.facts.valid_until == NOON.date() + timedelta(days=14)


def test_a_card_that_ends_on_the_notices_day_is_renewed_in_the_notices_own_window():
    days = (date(2027, 3, 4) - NOON.date()).days
    resident = proved(Resident().press("menu.other", "menu.temporary-protection"), PARENT, until=days)
    assert resident.state.visit.answer.result == "TP_RENEW_OPEN"


# --- for whom, how many, how old (D15 and the situations of section 4) ------------------------------------------------


@pytest.mark.parametrize(
    ("group", "service"),
    [
        ("menu.card", "menu.first"),
        ("menu.card", "menu.switch"),
        ("menu.trouble", "menu.damaged"),
        ("menu.trouble", "menu.chip-defect"),
        ("menu.trouble", "menu.data-change"),
        ("menu.trouble", "menu.photo"),
        ("menu.trouble", "menu.lost"),
        ("menu.trouble", "menu.stolen"),
    ],
)
def test_for_whom_is_asked_for_every_application(group, service):
    resident = Resident().press(group, *further(service), service)
    assert question(resident) == "For whom is the card?"


def test_several_children_in_one_ordinary_application_are_added_up():
    resident = Resident().press("menu.card", "menu.child", "answer.3")
    assert price(resident)[-1] == "€\N{NO-BREAK SPACE}24"
    assert "parental authority" in told(resident)


def test_seven_children_in_one_urgent_application_can_be_said():
    resident = Resident().press("menu.card", "menu.urgent", "answer.children", "answer.more", "answer.7")
    assert price(resident)[-1] == f"€\N{NO-BREAK SPACE}{130 + 6 * 106}"
    assert resident.press("ticket").effect(IssueTicket).people == 7


def test_an_adult_and_two_children_in_one_urgent_application_can_be_said():
    resident = Resident().press("menu.card", "menu.urgent", "answer.all", "answer.2")
    assert price(resident)[-1] == f"€\N{NO-BREAK SPACE}{130 + 130 + 106}"
    assert resident.press("ticket").effect(IssueTicket).people == 3


@pytest.mark.parametrize(
    "way", [("menu.card", "menu.urgent", "answer.children", "answer.1"), ("menu.card", "menu.first", "answer.child")]
)
def test_the_parent_of_a_baby_is_told_to_bring_a_photo(way):
    assert any("photo" in item for item in bring(Resident().press(*way, "answer.under-3")))
    assert not any("photo" in item for item in bring(Resident().press(*way, "answer.3-11")))


def test_back_from_the_menu_after_a_card_starts_afresh_with_the_card():
    resident = proved(Resident(), PARENT, until=60).press("menu")
    assert isinstance(resident.view, MenuView)
    assert resident.state.visit.facts.service is None
