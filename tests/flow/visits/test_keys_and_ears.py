"""A blind person's visit by keypad and ears alone: the real parts, the real voice, and not one touch (A01-A11)."""

import re
from dataclasses import replace

import pytest

from devices.api import PadKey
from kiosk.demo.script import Headset, Key, PullCard, PutCard, Script, See
from kiosk.demo.visits import VISITS
from kiosk.i18n import LANGUAGES
from kiosk.profiles import load
from kiosk.visit import view as v
from kiosk.visit.effects import Repeat
from kiosk.visit.inputs import KeyPressed
from kiosk.visit.showcase import OPEN_DAY, states, views
from kiosk.visit.speech import focused, news, spoken
from kiosk.visit.state import ChooseLanguage
from kiosk.visit.step import step

PIN = "1234"
DOWN, OK, REPEAT, BACK, HELP = (Key(PadKey(name)) for name in ("down", "ok", "repeat", "back", "help"))


def printed(view):
    return isinstance(view, v.TicketView) and view.paper is v.PaperState.PRINTED


def renews(language):
    """In with the headset, a faster voice from the help, the card, the PIN, the ticket, out."""
    return (
        See(v.AttractView),
        Headset(True),
        See(v.LanguageView),
        *[DOWN] * (list(LANGUAGES).index(language) + 1),
        OK,
        See(v.MenuView),
        HELP,
        See(v.HelpView),
        *[DOWN] * 3,
        OK,
        See(v.HelpView, lambda view: view.comfort.rate == 1.25),
        BACK,
        See(v.MenuView),
        Key(PadKey.VOLUME_UP),
        See(v.MenuView, lambda view: view.comfort.volume == 5),
        PutCard("a33"),
        See(v.PinView),
        *(Key(PadKey(digit)) for digit in PIN),
        See(v.PinView, lambda view: view.typed == 4),
        OK,
        See(v.AnswerView),
        DOWN,
        OK,
        See(v.TicketView, printed),
        REPEAT,
        DOWN,
        OK,
        See(v.TakeCardView),
        PullCard(),
        See(v.TakeTicketView),
        DOWN,
        OK,
        See(v.AttractView),
        Headset(False),
    )


def test_the_whole_journey_by_keys_and_ears(play):
    heard = play(
        Script("renew-by-ear", "Joke renews her card", "en", VISITS["renew-open"].moment, renews),
        listens=True,
    )
    print(heard.transcript)
    (ticket,) = [each for each in heard.tickets if each.kiosk == "kiosk-1"]
    assert ticket.printed
    said = [each.text for each in heard.spoken]
    # the ticket is said twice when it comes, and again when it is asked for (A09)
    assert said.count(ticket.number) >= 4
    # each screen that stayed was said from its first word to its last (A02)
    for view in heard.views:
        if type(view) in (v.LanguageView, v.MenuView, v.AnswerView, v.TakeCardView):
            assert {each.text for each in spoken(view)} <= set(said)
    # the language is offered in the voices of all languages (A07)
    assert {each.language for each in heard.spoken} >= set(LANGUAGES)
    # where one is: "three of five"
    assert re.search(r": button 3 of \d", heard.transcript)
    # the sound begins with the headset and ends with the visit
    lines = heard.transcript.splitlines()
    assert lines[0] == "* plugs the headset in"
    assert lines[-1] == "* pulls the headset out"
    # personal words go to the headset alone, and the PIN nowhere (A04, A05)
    assert any(each.private for each in heard.spoken)
    assert all(each.headset for each in heard.spoken if each.private)
    lines = heard.transcript.splitlines()
    first = lines.index("* types a digit")
    # after a digit its count alone, not the screen again
    assert [line.strip("en ~.") for line in lines[first + 1 : first + 7 : 2]] == [
        "1 digit typed",
        "2 digits typed",
        "3 digits typed",
    ]
    assert PIN not in heard.transcript
    # speed and volume change, and go back at the end (A10, A11, A27)
    comforts = [view.comfort for view in heard.views]
    assert {1.0, 1.25} == {each.rate for each in comforts}
    assert {4, 5} == {each.volume for each in comforts}
    assert comforts[0] == comforts[-1] == v.Comfort()
    # the speaker itself too: the next visitor hears it as the first one did
    assert heard.kiosk.devices.speaker._volume == 4


def by_ear(kind, **changed):
    shown = {type(view): view for _, view in views("en", v.Comfort(speech=True))}[kind]
    return replace(shown, **changed)


def test_a_countdown_does_not_begin_to_speak_again_every_second():
    before = by_ear(v.MoreTimeView, seconds=20)
    assert spoken(before) == news(None, before)
    assert news(before, replace(before, seconds=19)) == ()
    there = replace(before, seconds=18, focus="more")
    assert [each.text for each in news(before, there)] == ["Yes, go on: button 1 of 2."]


def test_what_is_typed_is_said_alone():
    before = by_ear(v.CodeEntryView, typed="GN")
    assert [each.text for each in news(before, replace(before, typed="GNT"))] == ["G N T"]


def test_a_new_screen_is_said_from_its_first_word():
    assert news(by_ear(v.MenuView), by_ear(v.MoreTimeView)) == spoken(by_ear(v.MoreTimeView))


def test_another_speed_is_heard_at_once():
    before = by_ear(v.HelpView, focus="continue")
    faster = replace(before, comfort=replace(before.comfort, rate=1.25))
    assert news(before, faster) == focused(before)


@pytest.mark.parametrize(
    ("name", "key", "effect"),
    [("attract", PadKey.OK, None), ("menu", PadKey.REPEAT, Repeat()), ("ticket-printed", PadKey.REPEAT, Repeat())],
)
def test_keys_that_are_no_buttons_do_what_they_say(name, key, effect):
    state = dict(states(load("gent", today=OPEN_DAY.date()), "nl"))[name]
    after, effects = step(state, KeyPressed(key), state.now)
    assert effect in effects or isinstance(after.phase, ChooseLanguage)
