"""The door of maintenance mode on the real kiosk: the gesture, the PIN, the own card, the lock, and the visit that it wipes."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support" / "card"))

from keyboard import Keyboard

from devices.api import PAD_SECONDS
from devices.card.pcsc import Card
from kiosk.staff.members import Members
from kiosk.staff.signals import DoorCard
from kiosk.views.view import AttractView, GreetingView, OutOfServiceView, StaffView, TakeCardView

pytestmark = pytest.mark.full

STAFF_PIN, CARD_PIN, CARD = "739154", "1234", "a33"


def test_the_gesture_shows_the_door_and_the_pin_opens_the_first_screen(bench):
    bench.session.gesture()
    bench.turn()
    assert bench.view().typed == 0
    bench.type(STAFF_PIN)
    assert bench.view().typed == len(STAFF_PIN)
    bench.tap("pin.ok")
    bench.until(bench.tabs, "inside")
    assert [tab.key for tab in bench.view().tabs if tab.selected] == ["staff.tab.state"]


def test_the_own_card_and_its_pin_open_too(bench):
    bench.session.gesture()
    bench.sim.slot.insert(CARD)
    bench.until(lambda: bench.session.mode.member == bench.member.id, "the card is known")
    bench.type(CARD_PIN)
    bench.tap("pin.ok")
    bench.until(bench.tabs, "inside")
    entered = [record for record in bench.records if record.event.value == "staff_entered"][-1]
    assert entered.fields["door"] == "card"
    assert entered.fields["staff"] == bench.member.id


@pytest.fixture
def keys(bench, monkeypatch):
    """The reader has keys of its own; what it can do is looked up anew before and after."""

    def fitted(*typed, word=""):
        keyboard = Keyboard((6,), *typed, word=word)
        monkeypatch.setattr(Card, "control", lambda card, code, data=b"": keyboard(card, code, data))
        return keyboard

    bench.kiosk.devices.reader._pads.clear()
    yield fitted
    bench.kiosk.devices.reader._pads.clear()


def test_the_own_cards_pin_is_typed_on_the_readers_keys_where_it_has_them(bench, keys):
    keyboard = keys(CARD_PIN)
    bench.session.gesture()
    bench.sim.slot.insert(CARD)
    bench.until(bench.tabs, "inside")
    assert [code for code, _ in keyboard.asked] == [6]
    entered = [record for record in bench.records if record.event.value == "staff_entered"][-1]
    assert (entered.fields["door"], entered.fields["staff"]) == ("card", bench.member.id)


def test_nobody_types_on_the_readers_keys_and_no_try_is_counted(bench, keys):
    keys(word="6400")
    bench.session.gesture()
    bench.sim.slot.insert(CARD)
    bench.until(lambda: bench.session.mode.card is DoorCard.UNTYPED, "given up")
    assert not bench.view().on_pad
    assert bench.session.mode.tries_left == 5
    bench.type(STAFF_PIN)
    bench.tap("pin.ok")
    bench.until(bench.tabs, "inside with the staff PIN")


@pytest.fixture
def typist(bench, monkeypatch):
    """Somebody at the simulated reader's own keys; the seconds for each key pass on the kiosk's clock and the driver's."""
    keys = bench.sim.keys
    monkeypatch.setattr(bench.kiosk.devices.reader, "_monotonic", bench.stage.clock.monotonic)
    monkeypatch.setattr(keys, "_pause", bench.skip)
    monkeypatch.setattr(keys, "fitted", True)
    bench.kiosk.devices.reader._pads.clear()

    def asked():
        bench.session.gesture()
        bench.sim.slot.insert(CARD)
        bench.until(lambda: keys.waits, "the reader asks for the PIN")
        return keys

    yield asked
    keys.clear()
    bench.kiosk.devices.reader._pads.clear()


@pytest.mark.parametrize("seconds", [8.0, 13.0])  # with 13 the entry takes longer than the door itself stays open
def test_a_slow_member_of_staff_gets_through_on_the_readers_keys(bench, typist, seconds):
    bench.sim.keys.fault("slow_typist", value=seconds)
    began = bench.ahead
    typist().type(CARD_PIN)
    bench.until(bench.tabs, "inside")
    assert bench.ahead - began >= 5 * seconds - 1
    entered = [record for record in bench.records if record.event.value == "staff_entered"][-1]
    assert (entered.fields["door"], entered.fields["staff"]) == ("card", bench.member.id)


def given_up(bench):
    """No PIN was tried: no try is counted, the door still stands, and the staff PIN opens it."""
    bench.until(lambda: bench.session.mode.card is DoorCard.UNTYPED, "given up")
    assert "De pincode is niet gecontroleerd." in bench.text()
    assert not bench.view().on_pad
    assert bench.session.mode.tries_left == 5
    bench.type(STAFF_PIN)
    bench.tap("pin.ok")
    bench.until(bench.tabs, "inside with the staff PIN")


def test_a_slow_member_of_staff_who_presses_the_red_key_loses_no_try(bench, typist):
    bench.sim.keys.fault("slow_typist", value=8.0)
    bench.sim.keys.fault("cancels")
    typist().type(CARD_PIN)
    given_up(bench)


def test_a_member_of_staff_who_is_slower_than_the_reader_waits_loses_no_try(bench, typist):
    bench.sim.keys.fault("slow_typist", value=8.0)
    bench.sim.keys.fault("impatient", value=5.0)
    typist().type(CARD_PIN)
    given_up(bench)


def test_a_reader_that_never_ends_the_entry_is_given_up_after_the_time_of_one_entry(bench, typist):
    typist()
    bench.skip(PAD_SECONDS - 5)
    bench.turn()
    assert bench.view().on_pad
    bench.skip(6)
    given_up(bench)


@pytest.mark.parametrize("card", ["b34", "belgian"])
def test_a_card_that_is_not_listed_opens_nothing(bench, card):
    bench.session.gesture()
    bench.sim.slot.insert(card)
    bench.until(lambda: bench.session.mode.card is DoorCard.STRANGE, "the card was judged")
    assert not bench.tabs()


def test_five_wrong_pins_lock_for_longer_each_time(bench):
    for minutes in (15, 30):
        bench.session.gesture()
        for _ in range(5):
            bench.type("111222")
            bench.tap("pin.ok")
            bench.until(lambda: not bench.session.mode.checking, "judged")
        assert round(bench.session.mode.locked / 60) == minutes
        assert bench.view().tone.value == "stop"
        bench.type(STAFF_PIN)
        bench.tap("pin.ok")
        assert not bench.tabs()
        bench.leave()
        bench.skip(minutes * 60 + 1)
        bench.turn()
    bench.enter()


def test_it_leaves_by_itself_after_five_minutes_without_a_touch(bench):
    bench.enter()
    bench.skip(290)
    bench.tap("staff.tab.numbers")
    bench.skip(290)
    bench.turn()
    assert bench.tabs()
    bench.skip(11)
    bench.until(lambda: isinstance(bench.view(), AttractView), "home")


def test_a_visit_is_wiped_before_the_door_shows_and_is_never_seen_again(bench):
    bench.touch()
    bench.tap("language.en")
    bench.sim.slot.insert(CARD)
    bench.until(lambda: any(isinstance(view, GreetingView) for view in bench.views), "a person is greeted")
    first = len(bench.views)
    bench.session.gesture()
    bench.until(lambda: isinstance(bench.view(), StaffView), "the door")
    # what is left of the visit is that a card is still in
    assert "Amina" not in repr(bench.kiosk.runner.state.visit)
    bench.type(STAFF_PIN)
    bench.tap("pin.ok")
    bench.until(bench.tabs, "inside")
    for tab in ("printer", "tests", "service", "numbers", "events", "software", "state"):
        bench.tap(f"staff.tab.{tab}")
    # a card that comes now begins no visit, and one that goes ends none
    bench.sim.slot.remove()
    bench.until(lambda: bench.kiosk.runner.state.visit is None, "over")
    bench.leave()
    shown = bench.views[first:]
    assert all(isinstance(view, (StaffView, TakeCardView, AttractView, OutOfServiceView)) for view in shown)
    assert "Amina" not in repr(shown)


def test_staff_s_file_holds_no_pin(bench):
    text = (bench.kiosk.config.state_dir / "staff.json").read_text()
    assert STAFF_PIN not in text
    assert Members(bench.kiosk.config.state_dir).all()[0].pin.startswith("$argon2id$")
