"""Typed PINs leave no trace: not in logs, exceptions, traces of the service, events or live objects.

Every marker PIN begins with the same eight digits, which stand in no source; one scan finds any of them, as text, as
the card's BCD block, or as a list of bytes.  Copies inside the C libraries of PC/SC cannot be reached by any program.
"""

import gc
import logging
import sys
import traceback
import weakref
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support" / "card"))

from keyboard import Keyboard

from devices.api.card import CardFault, CardInserted, CardJudged, Pin, PinChanged, PinChecked, PinOutcome
from devices.card.apdu import CardGone, Channel
from devices.card.pcsc import Card
from devices.card.pin import change, verify

HALF = 37314659


def marker():
    """The first eight digits, made anew each time."""
    return str(HALF * 2)


def traces(*extra):
    """How often a marker is found in live objects and in `extra` texts."""
    text = marker()
    forms = (text.encode(), bytes.fromhex(text), text.encode("utf-16-le"))
    found = []
    seen = set()

    def look(value, where):
        if id(value) in seen:
            return
        seen.add(id(value))
        if type(value) in weakref.ProxyTypes:
            return  # what it stood for may be gone, and then even asking for its type raises
        if isinstance(value, str):
            hit = value is not text and text in value
        elif isinstance(value, bytes | bytearray):
            hit = not any(value is form for form in forms) and any(form in value for form in forms)
        elif (
            isinstance(value, list | tuple)
            and len(value) > 3
            and all(type(item) is int and 0 <= item < 256 for item in value)
        ):
            hit = forms[1] in bytes(value)
        else:
            return
        if hit:
            found.append((where, type(value).__name__))

    for holder in gc.get_objects():
        look(holder, "object")
        for value in gc.get_referents(holder):
            look(value, type(holder).__name__)
    for value in extra:
        look(value, "text")
    return found


def test_the_scan_itself_finds_a_marker():
    kept = [marker() + "0001"]
    assert traces()
    del kept
    kept = [bytes.fromhex("2C" + marker() + "0001FF")]
    assert traces()
    del kept
    assert traces() == []


@pytest.mark.parametrize("count", [12, pytest.param(1000, marks=pytest.mark.full)])
def test_typed_pins_leave_no_trace(watched, slot, pcscd, caplog, count):
    caplog.set_level(logging.DEBUG)
    card = slot.insert("a33")
    watched.wait(CardInserted)
    events = []
    for number in range(count):
        card.wallet.tries = 3
        pin = Pin.from_text(f"{marker()}{number:04d}")
        events.append((repr(pin), str(pin), f"{pin}"))
        watched.reader.verify_pin(f"v{number}", pin)
        events.append(repr(watched.wait((PinChecked, CardFault), request=f"v{number}")))
        del pin
    card.log.clear()
    card.reset()
    gc.collect()
    assert traces(caplog.text, pcscd.log, *map(str, events)) == []


def test_a_card_that_leaves_during_verify_takes_the_pin_with_it():
    def transmit(_command):
        raise CardGone("pulled")

    reports = []
    for act in (
        lambda: verify(Channel(transmit), Pin.from_text(marker() + "0001")),
        lambda: change(Channel(transmit), Pin.from_text(marker() + "0001"), Pin.from_text(marker() + "0002")),
    ):
        try:
            act()
        except CardGone as gone:
            reports.append("".join(traceback.TracebackException.from_exception(gone, capture_locals=True).format()))
    assert len(reports) == 2
    gc.collect()
    assert traces(*reports) == []


DIRECT, IN_TWO = (6, 7), (1, 2, 3, 4)


@pytest.fixture
def keyboard(monkeypatch):
    def made(*args, **kwargs):
        keys = Keyboard(*args, **kwargs)
        monkeypatch.setattr(Card, "control", lambda card, code, data=b"": keys(card, code, data))
        return keys

    return made


@pytest.mark.parametrize(
    ("word", "outcome"), [("", "correct"), ("63C2", "wrong"), ("6401", "cancelled"), ("6400", "timeout")]
)
def test_a_reader_with_its_own_keys_never_shows_us_the_pin(watched, slot, keyboard, word, outcome):
    keys = keyboard(DIRECT, "1234", word=word)
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.verify_pin("v", None)
    checked = watched.wait(PinChecked, request="v")
    assert (checked.outcome.value, checked.proved) == (outcome, outcome == "correct")
    assert [code for code, _ in keys.asked] == [6]


def test_a_reader_that_waits_in_a_second_call_verifies_and_changes(watched, slot, keyboard):
    card = slot.insert("k13")
    watched.wait(CardInserted)
    keys = keyboard(IN_TWO, "1234")
    watched.reader.read("r")
    reading = watched.wait(CardJudged, request="r").reading
    assert (reading.pad_verifies, reading.pad_changes) == (True, True)
    watched.reader.verify_pin("v", None)
    assert watched.wait(PinChecked, request="v").proved
    keys.typed = ("1234", "567890", "567890")
    watched.reader.change_pin("c", None, None)
    assert watched.wait(PinChanged, request="c").outcome is PinOutcome.CORRECT
    assert card.wallet.pin == bytes.fromhex("26567890FFFFFFFF")
    assert [code for code, _ in keys.asked] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("typed", "word", "outcome", "left", "pin"),
    [
        (("1234", "98765432", "98765432"), "", "correct", 3, "2898765432FFFFFF"),
        (("4321", "98765432", "98765432"), "", "wrong", 2, "241234FFFFFFFFFF"),
        (("1234", "98765432", "98765433"), "", "different", 3, "241234FFFFFFFFFF"),
        (("1234", "987", "987"), "", "unfit", 3, "241234FFFFFFFFFF"),
        ((), "6401", "cancelled", 3, "241234FFFFFFFFFF"),
        ((), "6400", "timeout", 3, "241234FFFFFFFFFF"),
    ],
)
def test_a_pin_is_changed_on_the_readers_keys(watched, slot, keyboard, typed, word, outcome, left, pin):
    card = slot.insert("a33")
    watched.wait(CardInserted)
    keys = keyboard(DIRECT, *typed, word=word)
    watched.reader.change_pin("c", None, None)
    changed = watched.wait(PinChanged, request="c")
    assert (changed.outcome.value, changed.tries_left) == (outcome, left)
    assert [code for code, _ in keys.asked] == [7]
    assert card.wallet.pin == bytes.fromhex(pin)
    assert not card._verified, "logged off"


def test_a_card_without_tries_never_asks_anybody_to_type(watched, slot, keyboard):
    slot.insert("blocked")
    watched.wait(CardInserted)
    keys = keyboard(DIRECT, "1234")
    watched.reader.change_pin("c", None, None)
    assert watched.wait(PinChanged, request="c").outcome is PinOutcome.BLOCKED
    assert keys.asked == []


def test_a_change_without_keys_on_the_reader_is_a_named_fault(watched, slot):
    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.change_pin("c", None, None)
    assert watched.wait(CardFault, request="c").detail == "ValueError"
