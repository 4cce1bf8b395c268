"""One visit as a person makes it: touches on the glass, the card into the reader, the PIN on the screen, the answer, a slip in the hand.

Nothing asks the kiosk where its buttons are: they are read from the picture.
"""

import pytest

from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.pki import Pki

pytestmark = pytest.mark.machine


def test_a_visitor_with_a_card_gets_an_answer_and_a_ticket_by_touches_alone(machine, rig, visitor, tmp_path):
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
    for digit in card.profile.pin:
        visitor.tap(digit)
    visitor.tap("OK")
    machine.until_event(mark, "pin_checked", outcome="correct")

    # early for a renewal: what to do is on the screen, and can be taken along
    visitor.tap("Afdrukken")
    machine.until(lambda: rig.paper.tickets, "the slip")
    visitor.see("Klaar")
    rig.reader.remove()
    machine.until_event(mark, "visit_ended")
    assert [paper.png.exists() for paper in rig.paper.tickets] == [True]
