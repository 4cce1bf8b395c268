"""The display of a reader with its own keys speaks the visitor's language, at each entry anew."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support" / "card"))

from keyboard import Keyboard

from devices.api.card import CardInserted, PinChanged, PinChecked, PinOutcome
from devices.card.pcsc import Card
from kiosk.base.languages import LANGUAGES

# USB-IF, Language Identifiers 1.0: Dutch of the Netherlands, French, German, English of the United States
SPOKEN = {"nl": 0x0413, "fr": 0x040C, "de": 0x0407}
ENGLISH = 0x0409


@pytest.mark.parametrize("features", [(6, 7), (1, 2, 3, 4)], ids=["direct", "in two calls"])
def test_each_entry_is_asked_in_the_language_of_who_types_it(watched, slot, monkeypatch, features):
    slot.insert("a33")
    watched.wait(CardInserted)
    keys = Keyboard(features, "1234")
    monkeypatch.setattr(Card, "control", lambda card, code, data=b"": keys(card, code, data))
    asked = {}
    for language in LANGUAGES:
        keys.asked.clear()
        keys.typed = ("1234",)
        watched.reader.verify_pin(f"v.{language}", None, language)
        assert watched.wait(PinChecked, request=f"v.{language}").outcome is PinOutcome.CORRECT
        keys.typed = ("1234", "1234", "1234")
        watched.reader.change_pin(f"c.{language}", None, None, language)
        assert watched.wait(PinChanged, request=f"c.{language}").outcome is PinOutcome.CORRECT
        asked[language] = [keys.language(structure) for _, structure in keys.asked if structure]
    assert len(asked) == 11
    assert asked == {language: [SPOKEN.get(language, ENGLISH)] * 2 for language in LANGUAGES}
