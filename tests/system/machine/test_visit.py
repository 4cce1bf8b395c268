"""A visit begins as a person begins it: touches on the glass, a language, the card into the reader; the PIN is asked for.

Nothing asks the kiosk where its buttons are: they are read from the picture.
"""

import pytest

from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.pki import Pki

pytestmark = pytest.mark.machine


def test_a_visitor_who_touches_the_glass_and_puts_a_card_in_is_asked_for_its_pin(machine, rig, visitor, tmp_path):
    card = SimulatedCard.of("b12", Pki.at(tmp_path))
    mark = machine.mark()
    rig.plug(machine)
    for device in ("card", "printer"):
        machine.until_event(mark, "device_restored", device=device)

    visitor.tap("Raak het scherm aan om te beginnen")
    visitor.tap("Nederlands")
    visitor.see("Mijn verblijfskaart")
    rig.reader.insert(card)
    machine.until_event(mark, "card_judged")
    visitor.see("Typ uw pincode")
