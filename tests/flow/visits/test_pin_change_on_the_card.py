"""A PIN changed at collection on the real machine, the real driver and a card behind pcscd: by screen and by keys."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support" / "card"))

from keyboard import Keyboard

from devices.card.pcsc import Card
from kiosk.demo.script import PutCard, See, Tap, TypePin
from kiosk.demo.visits import _LEAVE_WITH_TICKET, VISITS, _begin
from kiosk.events.generated import Event
from kiosk.views.view import AnswerView, CheckingView, GreetingView, InsertCardView, PinView, QuestionView

TITLE = "Uw pincode is gewijzigd."


def changed(view):
    return isinstance(view, CheckingView) and view.title == TITLE


def to_the_answer(*pin):
    def acts(language):
        return (
            *_begin(language),
            Tap("menu.collect"),
            See(QuestionView),
            Tap("answer.me"),
            See(InsertCardView),
            PutCard("a33"),
            See(GreetingView),
            See(PinView),
            *pin,
            See(QuestionView),
            Tap("answer.yes"),
            See(AnswerView),
            Tap("change_pin"),
        )

    return acts


def by_screen(language):
    new = (TypePin("135790"), Tap("pin.ok"))
    old = (TypePin("1234"), Tap("pin.ok"))
    after = (See(CheckingView, changed), See(AnswerView), Tap("ticket"), *_LEAVE_WITH_TICKET)
    return (*to_the_answer(*old)(language), See(PinView), *old, See(PinView), *new, See(PinView), *new, *after)


def by_keys(language):
    after = (See(CheckingView, changed), See(AnswerView), Tap("ticket"), *_LEAVE_WITH_TICKET)
    return (*to_the_answer()(language), *after)


def outcome(played):
    found = [dict(each.fields) for each in played.records if each.event is Event.PIN_CHANGED]
    return [each["outcome"] for each in found]


def test_a_pin_is_changed_on_the_screen(play):
    played = play(replace(VISITS["collect-ready"], acts=by_screen), "nl")
    assert outcome(played) == ["correct"]


@pytest.mark.full
def test_a_pin_is_changed_on_the_readers_own_keys(play, monkeypatch):
    keys = Keyboard((6, 7), "1234", "135790", "135790")
    monkeypatch.setattr(Card, "control", lambda card, code, data=b"": keys(card, code, data))
    played = play(replace(VISITS["collect-ready"], acts=by_keys), "nl")
    assert outcome(played) == ["correct"]
    assert [code for code, _ in keys.asked] == [6, 7]
    assert any(isinstance(view, PinView) and view.on_pad for view in played.views)
