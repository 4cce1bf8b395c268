"""A blind person's visit by keypad and ears alone: the real parts, the real voice, and not one touch (A01-A11)."""

from dataclasses import replace

import pytest

from devices.api import PadKey
from kiosk.base.languages import LANGUAGES
from kiosk.base.values.aloud import aloud
from kiosk.demo.script import Headset, Hear, Key, PullCard, PutCard, Script, See, Tap
from kiosk.demo.visits import VISITS
from kiosk.profiles.loader import load
from kiosk.views import view as v
from kiosk.visit.model.effects import Repeat
from kiosk.visit.model.inputs import KeyPressed
from kiosk.visit.model.phases import ChooseLanguage
from kiosk.visit.shown.speech import news, spoken
from kiosk.visit.steps.step import step
from kiosk.visit.tour.showcase import OPEN_DAY, states, views
from tests.support.played import heard_after, wrong_by_ear

PIN = "1234"
DOWN, OK, REPEAT, BACK, HELP = (Key(PadKey(name)) for name in ("down", "ok", "repeat", "back", "help"))


def printed(view):
    return isinstance(view, v.TicketView) and view.paper is v.PaperState.PRINTED


VISITS_BY_EAR = (
    "renew-open",
    "collect-ready",
    "pin-trouble",
    "appointment",
    "paper-out",
    *(
        pytest.param(name, marks=pytest.mark.full)
        for name in ("renew-early", "collect-child", "no-card", "urgent", "chip-broken")
    ),
)


def renews(language):
    """In with the headset, help for the keys and a faster voice, the card, the PIN, the ticket, out."""
    return (
        See(v.AttractView),
        Headset(True),
        See(v.LanguageView),
        Tap(f"language.{language}"),
        See(v.MenuView),
        HELP,
        See(v.HelpView),
        Tap("voice.faster"),
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
        Tap("ticket"),
        See(v.TicketView, printed),
        REPEAT,
        Hear("Here is your ticket"),
        Tap("done"),
        See(v.TakeCardView),
        PullCard(),
        See(v.TakeTicketView),
        Hear("Goodbye!"),
        Tap("done"),
        See(v.AttractView),
        Hear("Druk op een toets om te beginnen."),
        Headset(False),
        See(v.AttractView, lambda view: not view.comfort.speech),
    )


def test_the_whole_journey_by_keys_and_ears(play):
    heard = play(Script("renew-by-ear", "Joke renews her card", "en", VISITS["renew-open"].moment, renews, by_ear=True))
    print(heard.transcript)
    (ticket,) = [each for each in heard.tickets if each.kiosk == "kiosk-1"]
    assert ticket.printed
    answers = heard_after(heard.transcript)
    acts = [act for act, _ in answers]
    # the sound begins with the headset: where one is, the keys in the kiosk's own language, then the choice of another
    assert acts[0] == "plugs the headset in"
    assert answers[0][1] == ["Welkom", "Nederlands: ronde toets.", "English: the round key."]
    # in the chosen language one sentence on the keys, then the menu
    chosen = answers[1][1]
    assert answers[1][0] == "takes language.en"
    assert chosen[0] == "The down key goes on, the round key chooses, the question mark helps."
    assert chosen[1:4] == ["What would you like to do?", "8 choices.", "My residence card"]
    # all keys by the help key, which every keypad has
    assert answers[2][0] == "presses help"
    helped = answers[2][1]
    assert helped[0] == "Help"
    assert helped[1].startswith("Your keys. They are next to the hole for the headset.")
    names = ["Up and down", "The round key", "Back", "The question mark", "Repeat", "Volume", "Digits", "Voice"]
    assert [each.split(". ")[0] for each in helped[2:10]] == names
    # each press of down is one button with its place, and nothing else is said
    assert answers[3] == ("presses down", ["Go on: button 1 of 6."])
    back = answers[acts.index("presses back")][1]
    assert back[0] == "What would you like to do?"
    # the volume key says it again, louder
    assert answers[acts.index("presses volume_up")][1] == back
    # the answer, the ticket and the way out follow each other, each from its first word; that a ticket is being printed
    # may be over before anybody can say it
    after_pin = [each for _, said in answers[acts.index("types a digit") :] for each in said]
    order_of_titles = [
        "4 digits typed.",
        "You can renew your card now, until 1st March 2027",
        "Here is your ticket",
        "Take your card",
        "Take your ticket",
        "Welkom",
        "Druk op een toets om te beginnen.",
    ]
    places = [next((at for at, each in enumerate(after_pin) if each == title), title) for title in order_of_titles]
    assert all(isinstance(place, int) for place in places), (places, after_pin)
    assert places == sorted(places)
    # the ticket is said twice when it comes, and again when it is asked for (A09)
    said = [each.text for each in heard.spoken]
    slowly = aloud(ticket.number, "en")
    assert sum(slowly in each for each in answers[acts.index("presses repeat")][1]) == 2
    assert sum(slowly in each for each in after_pin) == 5
    # each screen that stayed was said from its first word to its last (A02)
    for view in heard.views:
        if type(view) in (v.MenuView, v.AnswerView, v.TakeCardView):
            assert {each.text for each in spoken(view)} <= set(said)
    # each language is offered in its own voice, until one is taken (A07)
    assert [each.language for each in heard.spoken if each.offers] == ["nl", "en"]
    assert acts[-1] == "pulls the headset out"
    # personal words go to the headset alone, and the PIN nowhere (A04, A05)
    assert any(each.private for each in heard.spoken)
    assert all(each.headset for each in heard.spoken)
    # after a digit its count alone, not the screen again
    typed = acts.index("types a digit")
    assert [said for _, said in answers[typed : typed + 3]] == [
        ["1 digit typed."],
        ["2 digits typed."],
        ["3 digits typed."],
    ]
    assert PIN not in heard.transcript
    # speed and volume change, and go back at the end (A10, A11, A27)
    comforts = [view.comfort for view in heard.views]
    assert {1.0, 1.25} == {each.rate for each in comforts}
    assert {4, 5} == {each.volume for each in comforts}
    assert comforts[0] == comforts[-1] == v.Comfort()
    # the speaker itself too: the next visitor hears it as the first one did
    assert heard.kiosk.devices.speaker._volume == 4


@pytest.mark.parametrize("name", VISITS_BY_EAR)
def test_every_visit_goes_by_keys_and_ears_alone(play, name):
    """No touch at all; each act is answered by words, and what is personal stays in the headset."""
    heard = play(replace(VISITS[name], by_ear=True))
    assert wrong_by_ear(heard, VISITS[name].language, "nl") == []


@pytest.mark.full
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blind_resident_takes_a_ticket_in_every_language(play, language):
    """`kiosk demo --visit by-ear`; each other visit in each language: tests/soak/soak_by_ear.py."""
    heard = play(VISITS["by-ear"], language)
    assert wrong_by_ear(heard, language, "nl") == []
    (ticket,) = [each for each in heard.tickets if each.kiosk == "kiosk-1"]
    assert ticket.printed
    took = dict(heard_after(heard.transcript))
    slowly = aloud(ticket.number, language)
    assert sum(slowly in each for each in took["presses repeat"]) == 2
    # the transcript is written with the seconds that somebody has listened, to its end
    first, last = heard.transcript.splitlines()[0], heard.transcript.splitlines()[-1]
    assert (float(first.split(" s ")[0]), last.split(" s ")[1]) == (0.0, "* pulls the headset out")
    assert float(last.split(" s ")[0]) == pytest.approx(heard.seconds, abs=0.05)


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
    assert news(before, faster) == news(replace(before, focus="back"), before)


@pytest.mark.parametrize(
    ("name", "key", "effect"),
    [("attract", PadKey.OK, None), ("menu", PadKey.REPEAT, Repeat()), ("ticket-printed", PadKey.REPEAT, Repeat())],
)
def test_keys_that_are_no_buttons_do_what_they_say(name, key, effect):
    state = dict(states(load("gent", today=OPEN_DAY.date()), "nl"))[name]
    after, effects = step(state, KeyPressed(key), state.now)
    assert effect in effects or isinstance(after.phase, ChooseLanguage)
