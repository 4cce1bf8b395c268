"""The PIN on the reader's own keys, through Debian's driver and service: nobody who types slowly is cut off, and what the chip said is what is told."""

import threading

import pytest

from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.pki import Pki
from tests.support.machine.reader import Reader
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.machine
SLOWLY = 30.0  # seconds of the machine between the question and the last key


class Hands:
    """Whoever stands at the keys: asked for a PIN, they do what is put into them, when they are let."""

    def __init__(self, does):
        self.does = does
        self.asked, self.may = threading.Event(), threading.Event()

    def __call__(self, count):
        self.asked.set()
        assert self.may.wait(10 * PATIENCE)
        return self.does


def test_what_is_typed_slowly_on_the_readers_keys_is_what_is_told(machine, rig, visitor, tmp_path):
    hands = Hands(["1234"])
    reader = rig.devices["reader"] = Reader(pad=True, keys=hands)
    mark = visitor.arrives(rig, "reader", "printer")
    visitor.tap("Nederlands")
    visitor.see("Mijn verblijfskaart")
    reader.insert(SimulatedCard.of("b12", Pki.at(tmp_path)))
    machine.until_event(mark, "card_judged")
    machine.until(hands.asked.is_set, "the reader's keys wait for a PIN")
    machine.passes(SLOWLY)
    hands.may.set()
    machine.until_event(mark, "pin_checked", outcome="correct")
    visitor.tap("Klaar")
    visitor.see("Neem uw kaart")
    reader.remove()
    assert machine.until_event(mark, "visit_ended")["outcome"] == "answered"
