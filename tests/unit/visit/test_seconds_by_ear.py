"""How long one listens before one can do something, as espeak-ng really speaks (LOOK: 95 s and 75 s before)."""

from itertools import takewhile

import pytest

from devices.api import HeadsetChanged, Offered, PadKey
from devices.speech.engine import Espeak, Voices
from devices.speech.sounds import seconds
from kiosk.base.languages import LANGUAGES, paces, voices
from kiosk.profiles.loader import load
from kiosk.visit.model.inputs import KeyPressed
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import news
from kiosk.visit.steps.step import step
from kiosk.visit.tour.showcase import OPEN_DAY, states

VOICES = Voices(Espeak(voices(), paces()))


@pytest.fixture(scope="module")
def idle():
    return dict(states(load("gent", today=OPEN_DAY.date()), "nl"))["attract"]


def listened(words):
    return sum(seconds(VOICES.speak(each, 1.0)) for each in words)


def test_every_language_has_been_offered_half_a_minute_after_the_plug(idle):
    begun, _ = step(idle, HeadsetChanged(True), idle.now)
    words = news(view(idle), view(begun))
    offers = [each for each in words if each.offers]
    once = words[: words.index(offers[len(LANGUAGES) - 1]) + 1]
    assert {each.language for each in once if each.offers} == set(LANGUAGES)
    took = listened(once)
    print(f"all languages after {took:.1f} s")
    assert took <= 30.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_choice_is_named_twelve_seconds_after_the_language(idle, language):
    begun, _ = step(idle, HeadsetChanged(True), idle.now)
    there, _ = step(begun, Offered("", f"language.{language}"), begun.now)
    menu, _ = step(there, KeyPressed(PadKey.OK), there.now)
    assert menu.visit.language == language
    words = news(view(there), view(menu))
    first = view(menu).actions[0].label
    before = tuple(takewhile(lambda each: each.text != first, words))
    assert len(before) < len(words)
    took = listened(before)
    print(f"{language}: first choice after {took:.1f} s, all of them after {listened(words):.1f} s")
    assert took <= 12.0
