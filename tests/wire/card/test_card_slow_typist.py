"""People who type slowly on the reader's own keys: their time is not the card's, and what the chip says is told."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support" / "card"))

from keyboard import Keyboard

from devices.api.card import CardInserted, CardJudged, Pin, PinChanged, PinChecked, PinOutcome
from devices.card.pcsc import Card

DIRECT = (6, 7)
SECONDS_A_KEY = 5.0


@pytest.fixture
def typist(watched, monkeypatch):
    """A reader with keys, at which every key takes its seconds of the driver's clock."""
    passed = [0.0]
    real = watched.reader._monotonic
    watched.reader._monotonic = lambda: real() + passed[0]

    def think():
        passed[0] += SECONDS_A_KEY

    def sits(*typed, **how):
        keys = Keyboard(DIRECT, *typed, pressed=think, **how)
        monkeypatch.setattr(Card, "control", lambda card, code, data=b"": keys(card, code, data))
        return keys

    return sits


@pytest.mark.parametrize("profile", ["a33", "k13"])
def test_who_types_for_twenty_seconds_is_proved(watched, slot, typist, profile):
    typist("1234")
    slot.insert(profile)
    watched.wait(CardInserted)
    watched.reader.verify_pin("v", None)
    checked = watched.wait(PinChecked, request="v")
    assert (checked.outcome, checked.proved, checked.tries_left) == (PinOutcome.CORRECT, True, 3)


def test_a_slow_wrong_pin_tells_the_tries_that_the_chip_has_left(watched, slot, typist):
    typist("9999")
    card = slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.verify_pin("v", None)
    checked = watched.wait(PinChecked, request="v")
    assert (checked.outcome, checked.tries_left) == (PinOutcome.WRONG, 2)
    assert card.wallet.tries == 2


def test_a_slow_change_is_told_as_changed(watched, slot, typist):
    typist("1234", "135790", "135790")
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.change_pin("c", None, None)
    assert watched.wait(PinChanged, request="c").outcome is PinOutcome.CORRECT
    watched.reader.verify_pin("v", Pin.from_text("135790"))
    assert watched.wait(PinChecked, request="v").proved


@pytest.mark.parametrize(("profile", "left"), [("a33", 2), ("k13", 2)])
def test_a_reader_that_says_nothing_of_a_wrong_pin_is_asked_at_the_chip(watched, slot, typist, profile, left):
    typist("9999", dumb=True)
    slot.insert(profile)
    watched.wait(CardInserted)
    watched.reader.read("r")
    watched.wait(CardJudged, request="r")
    watched.reader.verify_pin("v", None)
    checked = watched.wait(PinChecked, request="v")
    assert (checked.outcome, checked.tries_left) == (PinOutcome.WRONG, left)
