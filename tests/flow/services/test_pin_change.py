"""A new PIN at collection: typed on the screen, or all of it on the reader's own keys."""

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from machine import NOON, Resident

from devices.api import PinChanged, PinChecked, PinOutcome
from kiosk.residence.facts import CardStatus
from kiosk.views.touches import DigitTyped
from kiosk.views.view import AnswerView, CheckingView, LastTryView, PinView
from kiosk.visit.model import phases
from kiosk.visit.model.effects import AskOffice, ChangePin, VerifyPin
from kiosk.visit.model.inputs import OfficeAnswered, Tick
from kiosk.visit.shown.speech import spoken


def collecting(*, pad=False):
    """At the answer, after a proved card: "Change my PIN" is offered."""
    resident = Resident().press("menu.collect", "answer.me").insert(pad=pad)
    if pad:
        request = resident.effect(VerifyPin).request
        resident.do(PinChecked(request, PinOutcome.CORRECT, 3, proved=True)).do(Tick(), 2.0)
    else:
        resident.pin()
    resident.read_as(valid_from=NOON.date() - timedelta(days=5))
    known = {"card_status": CardStatus.READY, "applied": NOON.date() - timedelta(days=20)}
    resident.do(OfficeAnswered(resident.effect(AskOffice).request, known))
    while not isinstance(resident.view, AnswerView):
        resident.press(next(action.key for action in resident.view.actions if action.key.startswith("answer.")))
    assert "change_pin" in [action.key for action in resident.view.actions]
    return resident


def typed(resident, digits):
    for digit in digits:
        resident.do(DigitTyped(int(digit)))
    return resident.press("pin.ok")


def answered(resident, outcome, left=3):
    return resident.do(PinChanged(resident.effect(ChangePin).request, outcome, left))


def said(shown):
    return " ".join((shown.title, *shown.body))


def test_the_new_pin_is_typed_twice_and_the_change_is_told():
    resident = collecting().press("change_pin")
    assert resident.view.tries == "3 tries left."
    for digits in ("1234", "567890", "567890"):
        typed(resident, digits)
    sent = resident.effect(ChangePin)
    assert (sent.old.length, sent.new.length) == (4, 6)
    answered(resident, PinOutcome.CORRECT)
    assert isinstance(resident.view, CheckingView)
    assert resident.view.title == "Your PIN is changed."
    resident.do(Tick(), 2.0)
    assert isinstance(resident.state.phase, phases.Answered)
    resident.press("back")
    assert not isinstance(resident.state.phase, (phases.Answered, phases.Checking)), (
        "the change left no second answer behind"
    )


def test_two_new_pins_that_differ_are_typed_again_and_never_sent():
    resident = collecting().press("change_pin")
    for digits in ("1234", "567890", "567891"):
        typed(resident, digits)
    assert (resident.state.phase.stage, resident.state.phase.differed) == (phases.PinStage.NEW, True)
    assert not any(isinstance(effect, ChangePin) for effect in resident.effects)


def test_a_wrong_present_pin_is_told_and_the_last_try_is_warned_of():
    resident = collecting().press("change_pin")
    for digits in ("9999", "567890", "567890"):
        typed(resident, digits)
    answered(resident, PinOutcome.WRONG, 2)
    assert resident.view.title == "That PIN was wrong. Type your present PIN."
    assert resident.view.tries == "2 tries left."
    for digits in ("9999", "567890", "567890"):
        typed(resident, digits)
    answered(resident, PinOutcome.WRONG, 1)
    assert isinstance(resident.view, LastTryView)
    resident.press("try")
    assert isinstance(resident.state.phase, phases.ChangingPin)
    for digits in ("9999", "567890", "567890"):
        typed(resident, digits)
    answered(resident, PinOutcome.BLOCKED, 0)
    assert isinstance(resident.state.phase, phases.PinBlocked)


def test_a_card_whose_last_try_is_left_warns_before_the_change_begins():
    resident = collecting()
    left = replace(resident.state.visit.reading, tries_left=1)
    resident.state = replace(resident.state, visit=replace(resident.state.visit, reading=left))
    resident.press("change_pin")
    assert resident.state.phase == phases.LastTry(change=True)
    assert not any(isinstance(effect, ChangePin) for effect in resident.effects)


def test_a_reader_with_keys_takes_all_three_entries_and_the_screen_types_nothing():
    resident = collecting(pad=True).press("change_pin")
    sent = resident.effect(ChangePin)
    assert (sent.old, sent.new) == (None, None)
    assert isinstance(resident.view, PinView)
    assert resident.view.on_pad
    assert "First your present PIN, then the new PIN twice." in said(resident.view)
    assert "0 digits typed." not in [each.text for each in spoken(resident.view)]
    resident.do(DigitTyped(1))
    assert resident.view.typed == 0
    answered(resident, PinOutcome.CORRECT).do(Tick(), 2.0)
    assert isinstance(resident.state.phase, phases.Answered)


@pytest.mark.parametrize("outcome", [PinOutcome.CANCELLED, PinOutcome.TIMEOUT, PinOutcome.NOT_APPLICABLE])
def test_who_gives_up_at_the_keys_is_back_at_the_answer(outcome):
    resident = answered(collecting(pad=True).press("change_pin"), outcome)
    assert isinstance(resident.view, AnswerView)


@pytest.mark.parametrize(
    ("outcome", "left", "words"),
    [
        (PinOutcome.DIFFERENT, 3, "The two new PINs were not the same."),
        (PinOutcome.UNFIT, 3, "A PIN has 4 to 12 digits."),
        (PinOutcome.WRONG, 2, "That PIN was wrong."),
    ],
)
def test_what_went_wrong_at_the_keys_is_said_and_asked_again(outcome, left, words):
    resident = collecting(pad=True).press("change_pin")
    first = resident.effect(ChangePin).request
    answered(resident, outcome, left)
    assert words in said(resident.view)
    assert resident.effect(ChangePin).request != first


def test_the_last_try_at_the_keys_is_warned_of_before_the_reader_is_asked():
    resident = answered(collecting(pad=True).press("change_pin"), PinOutcome.WRONG, 1)
    assert resident.state.phase == phases.LastTry(change=True)
    assert sum(isinstance(effect, ChangePin) for effect in resident.effects) == 1
    resident.press("try")
    assert sum(isinstance(effect, ChangePin) for effect in resident.effects) == 2


@pytest.mark.parametrize("cover", ["help", "tool.language"])
def test_an_answer_from_the_keys_counts_under_help_and_language(cover):
    resident = collecting(pad=True).press("change_pin").press(cover)
    answered(resident, PinOutcome.CORRECT).do(Tick(), 2.0)
    assert isinstance(resident.state.phase, phases.Answered)
    resident = Resident().insert(pad=True).press(cover)
    resident.do(PinChecked(resident.effect(VerifyPin).request, PinOutcome.WRONG, 2))
    assert isinstance(resident.state.phase, phases.TypePin)


def test_who_gives_up_the_pin_at_the_keys_ends_the_visit():
    resident = Resident().insert(pad=True)
    assert resident.view.on_pad
    resident.do(PinChecked(resident.effect(VerifyPin).request, PinOutcome.TIMEOUT, 3))
    assert resident.state.visit.reading is None
    assert not isinstance(resident.state.phase, phases.Idle), "the card is still in"


def test_the_pin_of_the_old_card_is_never_changed_when_a_new_one_is_collected():
    """The card that is about to be handed in, an answer of "wait", an office that says no date: nobody's PIN (D18)."""
    for status, applied in ((CardStatus.READY, 20), (CardStatus.IN_PRODUCTION, 20), (CardStatus.READY, None)):
        resident = Resident().press("menu.collect", "answer.me").insert().pin()
        known = {"card_status": status}
        if applied is not None:
            known["applied"] = NOON.date() - timedelta(days=applied)
        resident.do(OfficeAnswered(resident.effect(AskOffice).request, known))
        while not isinstance(resident.view, AnswerView):
            resident.press(next(action.key for action in resident.view.actions if action.key.startswith("answer.")))
        assert "change_pin" not in [action.key for action in resident.view.actions]
