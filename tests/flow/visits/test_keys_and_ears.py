"""A blind person's visit by keypad and ears alone: the real parts, the real voice, and not one touch (A01-A11)."""

from dataclasses import replace

import pytest

from devices.api import PadKey
from kiosk.base.languages import LANGUAGES
from kiosk.base.values.aloud import aloud
from kiosk.demo.script import Headset, Hear, Key, PullCard, PutCard, Script, See
from kiosk.demo.visits import VISITS
from kiosk.profiles.loader import load
from kiosk.views import view as v
from kiosk.visit.model.effects import Repeat
from kiosk.visit.model.inputs import KeyPressed
from kiosk.visit.model.phases import ChooseLanguage
from kiosk.visit.shown.keypad import order
from kiosk.visit.shown.speech import focused, news, spoken
from kiosk.visit.steps.step import step
from kiosk.visit.tour.showcase import OPEN_DAY, states, views

PIN = "1234"
DOWN, OK, REPEAT, BACK, HELP = (Key(PadKey(name)) for name in ("down", "ok", "repeat", "back", "help"))


def printed(view):
    return isinstance(view, v.TicketView) and view.paper is v.PaperState.PRINTED


def down(kind, places):
    """Down, one button after the other, as somebody who listens to each."""
    for place in range(places):
        yield DOWN
        yield See(kind, lambda view, place=place: order(view)[place] == view.focus)


def renews(language):
    """In with the headset, help for the keys and a faster voice, the card, the PIN, the ticket, out."""
    return (
        See(v.AttractView),
        Headset(True),
        See(v.LanguageView),
        *down(v.LanguageView, list(LANGUAGES).index(language) + 1),
        OK,
        See(v.MenuView),
        HELP,
        See(v.HelpView),
        *down(v.HelpView, 4),
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
        *down(v.AnswerView, 1),
        OK,
        See(v.TicketView, printed),
        REPEAT,
        Hear("Here is your ticket"),
        *down(v.TicketView, 1),
        OK,
        See(v.TakeCardView),
        PullCard(),
        See(v.TakeTicketView),
        *down(v.TakeTicketView, 1),
        OK,
        See(v.AttractView),
        Hear("Druk op een toets om te beginnen."),
        Headset(False),
        See(v.AttractView, lambda view: not view.comfort.speech),
    )


def heard_after(transcript):
    """What each act was answered with: (act, what was then said)."""
    found = []
    for line in transcript.splitlines():
        if line.startswith("* "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line.split("  ")[-1].strip())
    return found


def test_the_whole_journey_by_keys_and_ears(play):
    heard = play(Script("renew-by-ear", "Joke renews her card", "en", VISITS["renew-open"].moment, renews, by_ear=True))
    print(heard.transcript)
    (ticket,) = [each for each in heard.tickets if each.kiosk == "kiosk-1"]
    assert ticket.printed
    answers = heard_after(heard.transcript)
    acts = [act for act, _ in answers]
    # the sound begins with the headset: where one is, the keys in the kiosk's own language, then the choice of another
    assert acts[0] == "plugs the headset in"
    first = answers[0][1]
    assert first[:5] == [
        "Welkom",
        "Gent, Stadskantoor",
        "Uw toetsen. Ze zitten naast de aansluiting van de hoofdtelefoon. Elke toets stopt de stem.",
        "Omhoog en omlaag. Ga van knop naar knop.",
        "OK. Kies de knop die u hoort.",
    ]
    assert [each.split(".")[0] for each in first[5:11]] == ["Terug", "Hulp", "Herhalen", "Volume", "Cijfers", "Stem"]
    assert first[11:14] == ["Kies uw taal", "Nederlands: knop 1 van 13.", "English: button 2 of 13."]
    # each press of down is one button, and nothing else is said
    assert answers[1:3] == [
        ("presses down", ["Nederlands: knop 1 van 13."]),
        ("presses down", ["English: button 2 of 13."]),
    ]
    # in another language the keys are told once more, before the menu
    chosen = answers[3][1]
    assert answers[3][0] == "presses ok"
    assert chosen[0] == "Welcome"
    assert chosen[2].startswith("Your keys. They are next to the hole for the headset.")
    assert chosen[11:13] == ["What would you like to do?", "My residence card: button 1 of 8."]
    # and by the help key, which every keypad has
    assert answers[4][0] == "presses help"
    assert answers[4][1][:10] == ["Help", *chosen[2:11]]
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
    assert answers[acts.index("presses repeat")][1].count(aloud(ticket.number, "en")) == 2
    assert after_pin.count(aloud(ticket.number, "en")) >= 5
    # each screen that stayed was said from its first word to its last (A02)
    for view in heard.views:
        if type(view) in (v.LanguageView, v.MenuView, v.AnswerView, v.TakeCardView):
            assert {each.text for each in spoken(view)} <= set(said)
    # the language is offered in the voices of all languages (A07)
    assert {each.language for each in heard.spoken} >= set(LANGUAGES)
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
