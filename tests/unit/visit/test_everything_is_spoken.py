"""A02: every word of every View is said, whatever part of the View it stands in; and the voice's usual speed (A11)."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum

import pytest

from devices.speech.engine import WORDS_PER_MINUTE
from kiosk.base.languages import LANGUAGES
from kiosk.base.values.aloud import aloud
from kiosk.views.view import (
    Action,
    AnswerView,
    BoardView,
    FeeLine,
    Icon,
    Item,
    Step,
    StepState,
    TakeTicketView,
    TicketView,
    TimeLine,
    TimeMark,
)
from kiosk.visit.model.comfort import RATES
from kiosk.visit.shown.speech import news, spoken
from kiosk.visit.tour.showcase import views

# seen alone: how a thing looks or is told apart, the place (said with the keys), tools for eyes, keys of the glass
NOT_SAID = {"language", "place", "face", "focus", "key", "kind", "tools", "keys", "comfort", "qr", "rooms"}
NOT_SAID |= {"confirm_label", "erase_label", "typed"}
# said in a sentence of its own: the number sign by sign, the price of a card, where to go when one is called
OTHERWISE = {
    TicketView: {"number", "where_title"},
    TakeTicketView: {"number", "actions"},
    AnswerView: {"fee", "fee_title"},
}


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
        case TimeMark(kind="opens" | "closes" | "window"):
            # the caption says them
            return
        case _ if is_dataclass(thing):
            for field in fields(thing):
                # the title of a part that is not there is not there either
                part = field.name.removesuffix("_title")
                if field.name not in NOT_SAID | OTHERWISE.get(type(thing), set()) and (
                    part == field.name or getattr(thing, part)
                ):
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


def said(name, **changed):
    return [each.text for each in spoken(replace(dict(views("en"))[name], **changed))]


def test_choices_are_counted_and_named_and_their_places_are_said_where_one_stands():
    menu = said("menu")
    assert menu[:3] == ["What would you like to do?", "9 choices.", "My residence card"]
    assert len(menu) == 2 + 9
    assert not [line for line in menu if " of 9" in line]


def test_the_number_is_said_sign_by_sign_and_again_before_where_it_leads():
    lines = said("ticket-printed", number="R2-014")
    assert lines[1:3] == ["Your number is R, 2, 0, 1, 4.", "Again: R, 2, 0, 1, 4."]
    assert "When your number is called, go here: Reception." in lines
    paper = lines.index("Take your ticket.")
    assert lines.index("When your number is called, go here: Reception.") < paper
    assert not [line for line in lines[paper:] if "R, 2" in line]


def test_while_the_paper_comes_no_number_is_said_yet():
    before, now = (dict(views("en"))[name] for name in ("menu", "ticket-printing"))
    assert [each.text for each in news(before, now)] == ["Your ticket is being printed"]


def test_the_last_word_is_the_good_bye():
    assert said("take-ticket") == ["Take your ticket", "R, 0, 1, 4", "Goodbye!"]


def test_one_price_is_a_sentence_and_several_have_their_names():
    shown = dict(views("en"))["answer-open"]
    (line,) = shown.fee
    assert aloud(f"The card costs {line.amount}.", "en") in said("answer-open")
    assert "Price" not in said("answer-open")
    both = said("answer-open", fee=(line, FeeLine("Town tax", "€3")))
    named = [aloud(f"Residence card: {line.amount}", "en"), "Town tax: 3 euros"]
    assert [each for each in both if each in named] == named


def test_a_question_has_one_sign_at_its_end():
    shown = replace(dict(views("en"))["help"], topics=(Item(Icon.CARD, "Which way up?", "Chip up."),))
    assert "Which way up? Chip up." in [each.text for each in spoken(shown)]


def test_the_usual_speed_is_that_of_calm_speech_and_goes_from_half_to_twice_in_steps():
    assert 120 <= WORDS_PER_MINUTE <= 125
    assert (RATES[0], RATES[-1]) == (0.5, 2.0)
    assert 6 <= len(RATES) <= 8
