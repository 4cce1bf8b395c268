"""A02: every word of every View is said, whatever part of the View it stands in; and the voice's usual speed (A11)."""

from dataclasses import fields, is_dataclass
from enum import Enum

import pytest

from devices.speech.engine import RATES as ENGINE_RATES
from devices.speech.engine import WORDS_PER_MINUTE
from kiosk.base.languages import LANGUAGES
from kiosk.base.values.aloud import aloud
from kiosk.views.view import Action, BoardView, Step, StepState, TimeLine, TimeMark
from kiosk.visit.model.comfort import RATES
from kiosk.visit.shown.speech import introduction, spoken
from kiosk.visit.tour.showcase import views

# seen alone: how a thing looks or is told apart, the place (said with the keys), tools for eyes, keys of the glass
NOT_SAID = {"language", "place", "accent", "focus", "key", "kind", "tools", "keys", "comfort", "qr", "rooms"}
NOT_SAID |= {"confirm_label", "erase_label", "typed"}


def words(thing):
    match thing:
        case Enum():
            return
        case str():
            if thing and thing not in LANGUAGES:
                yield thing
        case tuple():
            for each in thing:
                yield from words(each)
        case Action(enabled=False):
            return
        case Step(state=state) if state is not StepState.DONE:
            return
        case TimeLine(caption=""):
            # the sentences of the screen say its days: tests/walk/twice.py
            return
        case TimeMark(kind="opens" | "closes"):
            # the caption says them
            return
        case _ if is_dataclass(thing):
            for field in fields(thing):
                # the title of a part that is not there is not there either
                part = field.name.removesuffix("_title")
                if field.name not in NOT_SAID and (part == field.name or getattr(thing, part)):
                    yield from words(getattr(thing, field.name))


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_every_word_of_every_view_is_said(language):
    for name, shown in views(language):
        if isinstance(shown, BoardView):
            continue
        said = "\n".join(each.text for each in spoken(shown))
        for text in words(shown):
            # a screen for everybody has sentences in all languages
            assert any(aloud(text, each) in said for each in (language, *LANGUAGES)), (name, text)


def test_the_place_is_said_with_the_keys():
    shown = dict(views("en"))["menu"]
    assert introduction(shown)[1].text == "Gent, Stadskantoor"


def test_the_usual_speed_is_that_of_calm_speech_and_goes_from_half_to_twice_in_steps():
    assert 120 <= WORDS_PER_MINUTE <= 125
    assert RATES == ENGINE_RATES
    assert (RATES[0], RATES[-1]) == (0.5, 2.0)
    assert 6 <= len(RATES) <= 8
