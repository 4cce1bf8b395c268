"""Who cannot see is told which keys there are, can stop the voice with any of them, and never meets silence (A01 A03 A06)."""

from dataclasses import replace

import pytest

from devices.api import HeadsetChanged, Keypad, Offered, PadKey
from kiosk.base.languages import LANGUAGES
from kiosk.profiles.loader import load
from kiosk.views.touches import Pressed, Touched
from kiosk.views.view import AttractView, ClosedView, HelpView, OutOfServiceView, TicketView
from kiosk.visit.model.effects import Repeat, Tone
from kiosk.visit.model.inputs import KeyPressed
from kiosk.visit.model.phases import ChooseLanguage, Helping, Idle, Menu
from kiosk.visit.model.state import Situation, Standing
from kiosk.visit.shown.keypad import order
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import news, spoken
from kiosk.visit.steps.step import step
from kiosk.visit.tour.showcase import OPEN_DAY, states


@pytest.fixture(scope="module")
def shown():
    return dict(states(load("gent", today=OPEN_DAY.date()), "en"))


def listening(state, keypad=Keypad.NAVPAD_8_KEY):
    """The same with a headset in and the voice on."""
    visit = state.visit and replace(state.visit, comfort=replace(state.visit.comfort, speech=True))
    return replace(state, headset=True, visit=visit, situation=replace(state.situation, keypad=keypad))


def press(state, key):
    return step(state, KeyPressed(key), state.now)


def said(before, after):
    return [each.text for each in news(view(before), view(after))]


@pytest.mark.parametrize(
    ("keypad", "names"),
    [
        (Keypad.NAVPAD_5_KEY, "Up and down, The round key, Back, The question mark, Digits, Voice"),
        (Keypad.NAVPAD_8_KEY, "Up and down, The round key, Back, The question mark, Repeat, Volume, Digits, Voice"),
        (Keypad.AUDIONAV_6_KEY, "Up and down, The round key, The question mark, Volume, Digits, Voice"),
        (None, "Up and down, The round key, The question mark, Digits, Voice"),
    ],
)
def test_the_keys_that_this_keypad_has_are_told(shown, keypad, names):
    helped, _ = press(listening(shown["menu"], keypad), PadKey.HELP)
    told = [each.label for each in view(helped).topics]
    assert told[: told.index("Voice") + 1] == ["Your keys", *names.split(", ")]


def test_the_language_comes_first_and_then_one_sentence_on_the_keys(shown):
    idle = replace(listening(shown["attract"]), headset=False)
    begun, _ = step(idle, HeadsetChanged(True), idle.now)
    assert isinstance(begun.phase, ChooseLanguage)
    words = said(idle, begun)
    offers = [each for each in news(view(idle), view(begun)) if each.offers]
    assert words[0] == "Welkom"
    assert [each.language for each in offers] == [*LANGUAGES, *LANGUAGES]
    assert words[1:3] == ["Nederlands: ronde toets.", "English: the round key."]
    assert view(begun).keys == ""
    # the place and the title, for who has heard all of them once; what else can be pressed comes last
    assert words[1 + len(LANGUAGES) :][:2] == ["Gent, Stadskantoor", "Kies uw taal"]
    assert words[-2:] == ["Hulp", "Stoppen"]
    menu = replace(begun, phase=Menu())
    assert said(begun, menu)[0].startswith("Omlaag gaat verder")
    assert said(begun, menu)[1] == view(menu).title
    # another language: once more, in that one; the same one: not again
    other = replace(menu, visit=replace(menu.visit, language="fr"))
    assert said(menu, other)[0].startswith("La touche bas avance")
    assert said(menu, replace(menu, phase=Menu("trouble")))[0] == view(replace(menu, phase=Menu("trouble"))).title


def test_the_round_key_takes_the_language_that_is_offered(shown):
    begun, _ = step(replace(listening(shown["attract"]), headset=False), HeadsetChanged(True), shown["attract"].now)
    there, _ = step(begun, Offered("any", "language.fr"), begun.now)
    assert view(there).focus == "language.fr"
    # the voice goes on
    assert said(begun, there) == []
    chosen, _ = press(there, PadKey.OK)
    assert chosen.visit.language == "fr"
    assert isinstance(chosen.phase, Menu)


def test_who_moves_the_ring_chooses_by_hand_and_the_voice_does_not_move_it_any_more(shown):
    begun, _ = step(replace(listening(shown["attract"]), headset=False), HeadsetChanged(True), shown["attract"].now)
    there, _ = step(begun, Offered("any", "language.en"), begun.now)
    moved, _ = press(there, PadKey.DOWN)
    assert said(there, moved) == ["Français : bouton 3 sur 13."]
    late, _ = step(moved, Offered("any", "language.en"), moved.now)
    assert view(late).focus == "language.fr"
    # said again it is a list, with nothing to be pressed at the right moment
    assert not [each for each in spoken(view(late)) if each.offers]


def test_an_offer_that_comes_when_another_screen_is_there_moves_nothing(shown):
    menu = listening(shown["menu"])
    assert step(menu, Offered("any", "menu.ticket"), menu.now) == (menu, ())


def test_who_looks_and_listens_without_a_keypad_is_offered_a_list(shown):
    aloud = replace(listening(shown["language"]), headset=False)
    assert not [each for each in spoken(view(aloud)) if each.offers]


def test_who_plugs_in_on_a_later_screen_is_told_the_keys_there(shown):
    before = replace(shown["menu"], situation=replace(shown["menu"].situation, keypad=Keypad.NAVPAD_8_KEY))
    after, _ = step(before, HeadsetChanged(True), before.now)
    words = said(before, after)
    assert words[0] == "The down key goes on, the round key chooses, the question mark helps."
    assert words[1] == view(after).title


def test_the_help_key_tells_the_keys_first_and_tells_them_again(shown):
    state, _ = press(listening(shown["menu"]), PadKey.HELP)
    seen = view(state)
    assert isinstance(seen, HelpView)
    assert seen.topics[0].label == "Your keys"
    assert seen.title == said(listening(shown["menu"]), state)[0]
    again, effects = press(state, PadKey.HELP)
    assert isinstance(again.phase, Helping)
    assert Repeat() in effects


def test_who_has_no_volume_keys_finds_the_volume_in_the_help(shown):
    state, _ = press(listening(shown["menu"], Keypad.NAVPAD_5_KEY), PadKey.HELP)
    for _ in range(order(view(state)).index("voice.louder") + 1):
        state, _ = press(state, PadKey.DOWN)
    louder, _ = press(state, PadKey.OK)
    assert louder.visit.comfort.volume == state.visit.comfort.volume + 1
    with_keys, _ = press(listening(shown["menu"]), PadKey.HELP)
    assert "voice.louder" not in order(view(with_keys))
    assert len(view(state).actions) <= 6


def test_the_keys_are_told_to_the_headset_and_not_to_the_room(shown):
    aloud = replace(listening(shown["menu"]), headset=False)
    assert view(aloud).keys == ""
    helped, _ = press(aloud, PadKey.HELP)
    assert "Your keys" not in [each.label for each in view(helped).topics]


def test_every_key_stops_the_voice_on_every_screen(shown):
    """A06: by its tone, or by what is said instead."""
    for name, state in shown.items():
        if state.visit is not None:
            here = listening(state)
            for key in PadKey:
                after, effects = press(here, key)
                stops = Tone("key") in effects or Repeat() in effects or news(view(here), view(after))
                assert stops or not view(after).comfort.speech, (name, key)


def test_the_pin_says_which_keys_and_which_sound_to_who_listens_by_headset(shown):
    here = [each.text for each in spoken(view(listening(shown["pin"])))]
    told = [
        "Use the digits beside the headset. Every digit makes the same sound.",
        "Then press the round key.",
    ]
    assert here[here.index(told[0]) :][:2] == told
    aloud = replace(listening(shown["pin"]), headset=False)
    assert not {each.text for each in spoken(view(aloud))} & set(told)
    # nothing of them on the keys of the reader itself
    reading = replace(shown["pin"].visit.reading, pad_verifies=True)
    on_pad = replace(listening(shown["pin"]), visit=replace(listening(shown["pin"]).visit, reading=reading))
    assert not {each.text for each in spoken(view(on_pad))} & set(told)
    # a digit is answered by its count alone
    typed, _ = press(listening(shown["pin"]), PadKey("4"))
    assert len(said(listening(shown["pin"]), typed)) == 1


def test_the_loudest_cannot_be_louder_and_goes_on_speaking(shown):
    here = listening(shown["menu"])
    here = replace(here, visit=replace(here.visit, comfort=replace(here.visit.comfort, volume=8)))
    after, effects = press(here, PadKey.VOLUME_UP)
    assert (after.visit.comfort.volume, effects) == (8, (Tone("done"),))


@pytest.mark.parametrize("key", list(PadKey))
def test_any_key_begins_and_who_has_a_headset_in_hears_it(shown, key):
    idle = listening(shown["attract"])
    begun, _ = press(idle, key)
    assert isinstance(begun.phase, ChooseLanguage)
    assert said(idle, begun)[1] == "Nederlands: ronde toets."
    # the same by a touch
    touched, _ = step(idle, Touched(), idle.now)
    assert touched.visit.comfort.speech


def test_the_attract_screen_tells_a_headset_how_to_begin_and_is_not_said_again(shown):
    idle = listening(shown["attract"])
    seen = view(idle)
    assert isinstance(seen, AttractView)
    assert [each.text for each in news(view(replace(idle, headset=False)), seen)] == [seen.title, *seen.body]
    more = replace(idle, situation=replace(idle.situation, waiting=9))
    assert said(idle, more) == []
    assert view(shown["attract"]).body == ()


@pytest.mark.parametrize(("standing", "kind"), [(Standing.CLOSED, ClosedView), (Standing.OUT, OutOfServiceView)])
def test_a_kiosk_that_cannot_serve_says_so_to_a_headset_and_no_key_begins(shown, standing, kind):
    idle = replace(shown["attract"], situation=Situation(standing))
    plugged, _ = step(idle, HeadsetChanged(True), idle.now)
    seen = view(plugged)
    assert isinstance(seen, kind)
    assert said(idle, plugged)[0] == seen.title
    for key in PadKey:
        after, _ = press(plugged, key)
        assert isinstance(after.phase, Idle), key
        assert after.visit is None


def test_only_what_has_become_true_is_said_while_the_card_is_checked(shown):
    checking = listening(shown["checking"])
    running = replace(checking, phase=replace(checking.phase, correct_since=None))
    assert said(running, checking) == ["pin"]


def test_what_comes_from_the_card_is_for_the_headset_alone(shown):
    """A04: from the name on, every screen; a ticket's number is called aloud anyway, the name never."""
    read = 0
    for name, state in shown.items():
        if state.visit is None or state.visit.reading is None:
            continue
        seen = view(listening(state))
        heard = spoken(seen)
        assert not [each for each in heard if "Amina" in each.text and not each.private], name
        if not isinstance(seen, TicketView):
            read += 1
            assert all(each.private for each in heard), name
    assert read > 10


def test_down_and_up_reach_every_button_and_go_round(shown):
    """A24: pressed, on every screen."""
    for name, state in shown.items():
        keys = list(order(view(state)))
        if state.visit is None or not keys:
            continue
        for key, way in ((PadKey.DOWN, keys), (PadKey.UP, [keys[-1], *keys[-2::-1]])):
            here, met = replace(state, focus=-1), []
            for _ in range(len(keys) + 1):
                here, _ = press(here, key)
                met.append(view(here).focus)
            assert met == [*way, way[0]], (name, key)


def test_a_press_of_what_is_not_on_the_screen_is_nobodys(shown):
    """A touch that comes too late, or a button that does not work now: nothing happens, no number is drawn."""
    every = {key for state in shown.values() for key in (a.key for a in (*view(state).actions, *view(state).controls))}
    assert len(every) > 40
    for name, state in shown.items():
        seen = view(state)
        here = {each.key for each in (*seen.actions, *seen.controls, *seen.tools) if each.enabled}
        for key in every - here:
            assert step(state, Pressed(key), state.now) == (state, ()), (name, key)
    closed = replace(shown["menu"], situation=replace(shown["menu"].situation, tickets=False))
    assert step(closed, Pressed("menu.ticket"), closed.now) == (closed, ())
