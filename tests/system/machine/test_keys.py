"""The PIN on the reader's own keys, through Debian's driver and service: typed slowly, given up, not typed at all.

What the chip and the reader said is what is told, and nobody who types slowly is cut off.
"""

import threading

import pytest

from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.pki import Pki
from tests.support.machine.reader import Reader, Typed
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


@pytest.mark.parametrize(
    ("does", "wait", "outcome"),
    [
        (["1234"], SLOWLY, "correct"),
        (Typed.CANCELLED, 0.0, "cancelled"),
        (Typed.TIMED_OUT, 0.0, "timeout"),
    ],
    ids=("slowly", "given up", "not at all"),
)
def test_what_is_typed_on_the_readers_keys_is_what_is_told(machine, rig, visitor, tmp_path, does, wait, outcome):
    hands = Hands(does)
    reader = rig.devices["reader"] = Reader(pad=True, keys=hands)
    mark = visitor.arrives(rig, "reader", "printer")
    visitor.tap("Nederlands")
    visitor.see("Mijn verblijfskaart")
    card = SimulatedCard.of("b12", Pki.at(tmp_path))
    reader.insert(card)
    machine.until_event(mark, "card_judged")
    machine.until(hands.asked.is_set, "the reader's keys wait for a PIN")
    machine.passes(wait)
    hands.may.set()
    machine.until_event(mark, "pin_checked", outcome=outcome)
    if outcome == "correct":
        visitor.tap("Klaar")
    visitor.see("Neem uw kaart")
    reader.remove()
    ended = machine.until_event(mark, "visit_ended")
    assert ended["outcome"] == ("answered" if outcome == "correct" else "cancelled")
