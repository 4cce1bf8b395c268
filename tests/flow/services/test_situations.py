"""Situations that people come with, each as touches to its answer: illness, a found card, lost and urgent, the child's case."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from machine import Resident

from kiosk.residence.vocabulary import Note
from kiosk.views.view import AnswerView, MenuView, QuestionView
from kiosk.visit.shown.speech import spoken


def told(resident):
    assert isinstance(resident.unsure().view, AnswerView), resident.view.title
    return " ".join(utterance.text for utterance in spoken(resident.view))


def keys(resident):
    return [action.key for action in resident.view.actions]


MEDICAL = [
    ("menu.medical.fingerprints", Note.MEDICAL_CERTIFICATE),
    ("menu.medical.photo", Note.OWN_EXPENSE),
    ("menu.medical.cannot-come", Note.MEDICAL_PROXY),
    ("menu.medical.other", Note.MEDICAL_PROXY),
]


@pytest.mark.parametrize(("line", "note"), MEDICAL, ids=[line for line, _ in MEDICAL])
def test_who_is_ill_finds_the_way_in_ghent_by_one_line_of_the_menu(line, note):
    resident = Resident().press("menu.card", "menu.more", "menu.medical", line).unsure()
    assert resident.state.visit.answer.result == "CONTACT_US"
    assert note in resident.state.visit.answer.notes
    assert resident.view.channels or "ticket" in keys(resident)


def test_who_is_ill_finds_the_way_where_only_coming_is_spoken_of():
    resident = Resident("vlaams-voorbeeld").press("menu.card", "menu.medical")
    assert isinstance(resident.view, MenuView)
    assert keys(resident) == ["menu.medical.cannot-come", "menu.medical.other"]
    assert resident.press("menu.medical.cannot-come").state.visit.answer.result == "CONTACT_US"


def test_back_from_a_medical_answer_forgets_the_illness():
    resident = Resident().press("menu.card", "menu.more", "menu.medical", "menu.medical.other", "back")
    assert resident.state.visit.facts.medical is None
    assert not resident.state.visit.facts.for_other


@pytest.mark.parametrize(
    ("said", "result"),
    [("yes", "CARD_REVOKED"), ("no", "CARD_STILL_VALID"), ("unknown", "ASK_IF_REPORTED")],
)
def test_a_found_card_is_only_invalid_when_it_was_reported(said, result):
    resident = Resident().press("menu.trouble", "menu.found")
    assert resident.view.title == "Did you report this card as lost or stolen?"
    assert resident.press(f"answer.{said}").state.visit.answer.result == result


def test_a_lost_card_may_be_needed_urgently():
    resident = Resident().press("menu.trouble", "menu.lost", "answer.me", "answer.yes")
    assert resident.view.title == "Do you need the new card urgently?"
    resident.press("answer.urgent")
    assert [line.amount for line in resident.view.fee] == ["€\N{NO-BREAK SPACE}130"]
    assert any("police" in item.label.lower() or "loss" in item.label.lower() for item in resident.view.bring)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("non-eu", "gets a letter: at registration"),
        ("no-card", "has no card yet"),
        ("born-here", "was born here"),
        ("long-stay", "before the card expires"),
    ],
)
def test_when_to_apply_is_told_for_the_childs_own_case(case, words):
    resident = Resident("leuven").press("menu.child", "answer.1", "answer.3-11", "answer.parent")
    assert isinstance(resident.view, QuestionView)
    text = told(resident.press(f"answer.{case}"))
    assert words in text
    assert sum(other in text for other in ("gets a letter: at registration", "has no card yet", "was born here")) <= 1


def test_who_does_not_know_the_case_is_told_all_of_them():
    resident = Resident("leuven").press("menu.child", "answer.1", "answer.3-11", "answer.parent", "answer.unknown")
    assert "was born here" in told(resident)
    assert "has no card yet" in told(resident)


@pytest.mark.parametrize("service", ["long-term", "absence", "passport"])
def test_what_ghent_knows_of_long_stays_and_passports_is_in_the_menu(service):
    resident = Resident().press("menu.card", "menu.more", f"menu.{service}").unsure()
    assert isinstance(resident.view, AnswerView)
