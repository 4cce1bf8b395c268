"""A PIN changed at collection on the real machine, the real driver and a card behind pcscd: by screen and by keys."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "support" / "card"))

from keyboard import Keyboard

from devices.card.pcsc import Card
from kiosk.demo.parts import LEAVE_WITH_TICKET, begin
from kiosk.demo.script import OfficeRow, PutCard, See, Tap, TypePin
from kiosk.demo.visits import VISITS
from kiosk.events.generated import Event
from kiosk.views.view import AnswerView, CheckingView, GreetingView, InsertCardView, PinView, QuestionView

# the new card: it was asked for before it was made
NEW = OfficeRow("ready", "gentbrugge", date(2024, 3, 11), date(2024, 3, 28))
TITLE = "Uw pincode is gewijzigd."


def changed(view):
    return isinstance(view, CheckingView) and view.title == TITLE


def to_the_answer(*pin):
    def acts(language):
        return (
            *begin(language),
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
    after = (See(CheckingView, changed), See(AnswerView), Tap("ticket"), *LEAVE_WITH_TICKET)
    return (*to_the_answer(*old)(language), See(PinView), *old, See(PinView), *new, See(PinView), *new, *after)


def by_keys(language):
    after = (See(CheckingView, changed), See(AnswerView), Tap("ticket"), *LEAVE_WITH_TICKET)
    return (*to_the_answer()(language), *after)


def outcome(played):
    found = [dict(each.fields) for each in played.records if each.event is Event.PIN_CHANGED]
    return [each["outcome"] for each in found]


def test_a_pin_is_changed_on_the_screen(play):
    played = play(replace(VISITS["collect-ready"], acts=by_screen, office=NEW), "nl")
    assert outcome(played) == ["correct"]


def test_a_pin_is_changed_on_the_readers_own_keys_which_speak_the_visitors_language(play, monkeypatch):
    keys = Keyboard((6, 7), "1234", "135790", "135790")
    monkeypatch.setattr(Card, "control", lambda card, code, data=b"": keys(card, code, data))
    played = play(replace(VISITS["collect-ready"], acts=by_keys, office=NEW), "nl")
    assert outcome(played) == ["correct"]
    assert [(code, keys.language(structure)) for code, structure in keys.asked] == [(6, 0x0413), (7, 0x0413)]
    assert any(isinstance(view, PinView) and view.on_pad for view in played.views)
