"""Rows of the requirements that the visit itself holds, each named after its row."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from machine import NOON, Resident

from devices.api import CardIdentified, CardInserted, CardRemoved, PinOutcome, Printed, Text, Verdict
from kiosk.base.i18n import texts
from kiosk.base.values.aloud import aloud
from kiosk.profiles.loader import load
from kiosk.residence.engine import answer as judged
from kiosk.residence.facts import Facts
from kiosk.residence.topics import information_pages
from kiosk.residence.vocabulary import Note, Service
from kiosk.views.view import AnswerView, LastTryView, PinView, SorryView
from kiosk.visit.model.effects import (
    AskOffice,
    CheckIn,
    IssueTicket,
    PrintTicket,
    ReadCard,
    TellStaff,
    VerifyPin,
    VisitEnded,
)
from kiosk.visit.model.inputs import CheckedIn, CodeSeen, TicketIssued
from kiosk.visit.model.phases import Idle, TypePin
from kiosk.visit.shown.speech import spoken
from kiosk.visit.tour.explore import sample_reading


def said(shown):
    return " ".join(utterance.text for utterance in spoken(shown))


def test_R001_the_greeting_has_the_first_name_and_the_letter_on_the_card_and_nothing_else_of_the_person():
    resident = Resident()
    resident.do(CardInserted())
    reading = sample_reading(NOON.date())
    request = resident.effect(ReadCard).request
    resident.do(CardIdentified(request, reading))
    text = said(resident.view)
    assert "Amina" in text
    assert aloud("Your A card", "en") in text
    assert not any(word in text for word in ("Voorbeeld", "1991", "Marokko", "B000000000"))


@pytest.mark.parametrize("code", [1, 6])
def test_R002_a_belgian_card_is_not_served_here_but_its_holder_gets_a_general_ticket(code):
    resident = Resident().insert(document_type=code)
    assert isinstance(resident.view, SorryView)
    assert resident.view.title == "This is not a residence card"
    assert resident.state.visit.reading is None
    resident.press("ticket")
    assert resident.effect(IssueTicket).klass == "G"


@pytest.mark.parametrize("code", [7, 8, 99, None])
def test_R003_an_unknown_card_is_said_to_be_unknown(code):
    resident = Resident().insert(document_type=code)
    assert resident.view.title == "We do not know this card"
    assert "Amina" not in said(resident.view)


def test_R006_ok_is_possible_from_four_digits_and_digits_are_dots():
    resident = Resident().insert()
    for typed in range(1, 14):
        from kiosk.views.touches import DigitTyped

        resident.do(DigitTyped(7))
        shown = resident.view
        assert shown.typed == min(typed, 12)
        assert shown.can_confirm == (typed >= 4)
        assert "7" not in said(shown).replace("7 digits", "").replace("button 7 of", "")


def test_R007_a_wrong_pin_says_what_is_left_and_warns_before_the_last_try():
    resident = Resident().insert().pin(PinOutcome.WRONG, 2, proved=False)
    assert isinstance(resident.view, PinView)
    assert resident.view.tries == "2 tries left."
    resident.pin(PinOutcome.WRONG, 1, proved=False)
    assert isinstance(resident.view, LastTryView)
    assert resident.view.actions[0].key == "stop"
    resident.press("try")
    assert isinstance(resident.state.phase, TypePin)
    assert sum(isinstance(each, VerifyPin) for each in resident.effects) == 2


@pytest.mark.parametrize(
    ("applet", "words", "letter"),
    [
        ("1.7", "letter with your PIN and PUK", True),
        ("1.8", "gives you a new PIN", False),
        ("", "makes the PIN work again", False),
    ],
)
def test_R008_a_blocked_pin_says_what_the_counter_does(applet, words, letter):
    resident = Resident().insert().read_as(applet=applet).pin(PinOutcome.BLOCKED, 0, proved=False)
    assert isinstance(resident.view, AnswerView)
    assert aloud(words, "en") in said(resident.view)
    assert bool(resident.view.bring) == letter
    resident.press("ticket")
    assert resident.effect(IssueTicket).klass == "R"


def test_R009_a_card_that_is_pulled_ends_the_session_but_a_promised_number_is_kept():
    resident = Resident().insert().do(CardRemoved())
    assert isinstance(resident.state.phase, Idle)
    assert resident.effect(VisitEnded).outcome == "cancelled"
    resident = Resident().insert().pin().press("ticket").do(CardRemoved())
    request = resident.effect(IssueTicket).request
    resident.do(TicketIssued(request, "t", "R001", "R", "T1T1T1", 0, None))
    assert resident.view.number == "R001"
    assert resident.state.visit.reading is None
    assert resident.effect(PrintTicket).ticket_id == "t"


def test_R134_a_forged_card_is_refused_in_neutral_words_and_staff_are_told():
    resident = Resident().insert(verdict=Verdict.FORGED)
    assert isinstance(resident.view, SorryView)
    assert resident.state.visit.reading is None
    assert "Amina" not in said(resident.view)
    assert "forged" not in said(resident.view).lower()
    assert resident.effect(TellStaff).what == "card_refused"
    resident.press("ticket")
    assert resident.effect(IssueTicket).klass == "G"


def test_R134_an_unverified_card_gets_information_but_no_look_up():
    resident = Resident().press("menu.collect", "answer.me").insert(verdict=Verdict.UNVERIFIED).pin(proved=False)
    resident.press("answer.regular", "answer.yes")
    assert isinstance(resident.view, AnswerView)
    assert not any(isinstance(each, AskOffice) for each in resident.effects)


def test_R134_a_chip_that_cannot_sign_is_refused_after_the_pin():
    resident = Resident().insert().pin(proved=False, reasons=("chip-signature",))
    assert isinstance(resident.view, SorryView)
    assert resident.state.visit.reading is None


def test_R136_an_appointment_without_a_letter_goes_to_the_reception():
    resident = Resident().press("menu.appointment", "no_code", "take")
    assert resident.effect(IssueTicket).klass == "G"


def test_R137_a_second_check_in_asks_for_the_same_number():
    once = []
    for _ in range(2):
        resident = Resident().press("menu.appointment").do(CodeSeen("GENT-2027-1"))
        request = resident.state.phase.request
        resident.do(CheckedIn(request, "CHECKIN_OK", resident.state.now.civil, "stadskantoor", "Z", "appointment:x"))
        once.append(resident.effect(IssueTicket).once)
    assert once == ["appointment:x", "appointment:x"]


def test_R138_several_children_get_one_number_with_their_count():
    resident = Resident().press("menu.card", "menu.urgent", "answer.children", "answer.3")
    assert resident.view.fee[-1].amount.endswith("342")
    resident.press("ticket")
    if any(isinstance(each, IssueTicket) for each in resident.effects):
        asked = resident.effect(IssueTicket)
        assert asked.people == 3
        resident.do(TicketIssued(asked.request, "t", "U001", "U", "T1T1T1", 0, None))
        text = [block.text for block in resident.effect(PrintTicket).receipt.blocks if isinstance(block, Text)]
        assert "For 3 people." in text


def test_R115_a_ticket_says_nothing_of_the_person_or_the_card():
    resident = Resident().insert().pin().press("ticket")
    request = resident.effect(IssueTicket).request
    resident.do(TicketIssued(request, "t", "R001", "R", "T1T1T1", 0, None)).do(Printed(request))
    text = " ".join(block.text for block in resident.effect(PrintTicket).receipt.blocks if isinstance(block, Text))
    for word in ("Amina", "Voorbeeld", "91081700000", "B000000000", "1991", "Marokko", "A card"):
        assert word not in text


def test_R105_tickets_of_a_card_holder_say_that_the_card_is_no_travel_document():
    resident = Resident().insert().pin().press("ticket")
    request = resident.effect(IssueTicket).request
    resident.do(TicketIssued(request, "t", "R001", "R", "T1T1T1", 0, None))
    text = [block.text for block in resident.effect(PrintTicket).receipt.blocks if isinstance(block, Text)]
    assert "This card is not a travel document." in text


def test_a_town_that_says_nothing_of_travel_has_it_on_no_screen_and_on_no_ticket():
    gent = load("gent", today=NOON.date())
    known = gent.knowledge_facts.model_copy(update={"not_a_travel_document": False})
    silent = gent.model_copy(update={"knowledge_facts": known})
    for profile, told in ((gent, 3), (silent, 0)):
        resident = Resident(profile).insert().pin().press("ticket")
        request = resident.effect(IssueTicket).request
        resident.do(TicketIssued(request, "t", "R001", "R", "T1T1T1", 0, None))
        ticket = [block.text for block in resident.effect(PrintTicket).receipt.blocks if isinstance(block, Text)]
        pages = [text for page in information_pages(texts("en"), profile) for text in page.body]
        said = [text for text in (*ticket, *pages) if "travel document" in text or "To travel" in text]
        assert len(said) == told, said
        answer = judged(Facts(service=Service.TRAVEL), profile, NOON, clock_ok=True)
        assert (Note.NOT_A_TRAVEL_DOCUMENT in answer.notes) == bool(told)


def test_R121_the_card_itself_checks_in_an_appointment():
    resident = Resident().press("menu.appointment").insert().pin()
    asked = resident.effect(CheckIn)
    assert asked.person
    assert not asked.code
    resident.do(CheckedIn(asked.request, "CHECKIN_OK", resident.state.now.civil, "stadskantoor", "Z", "appointment:x"))
    assert resident.effect(IssueTicket).once == "appointment:x"
