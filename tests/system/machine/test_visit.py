"""A visit by touches: the glass, a language, the card into the reader, its PIN, the answer, the ticket; the card and the paper are taken.

Nothing asks the kiosk where its buttons are: they are read from the picture.  Every picture that was read and the paper are kept, and a film of them.
"""

import pytest

from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.pki import Pki
from tests.support.machine.film import Film

pytestmark = pytest.mark.machine


@pytest.fixture
def film(rig, visitor, kept):
    """Of the screen, the card slot and the paper; a visit that failed has one too."""
    made = Film(lambda: rig.reader.card is not None, lambda: rig.paper.tickets[-1].png if rig.paper.tickets else None)
    visitor.watched = made.add
    yield made
    made.save(kept / "film.gif")


@pytest.mark.usefixtures("film")
def test_a_visitor_who_touches_the_glass_and_types_the_pin_gets_an_answer_and_a_ticket(machine, rig, visitor, tmp_path):
    mark = visitor.arrives(rig)
    visitor.tap("Nederlands")
    visitor.see("Mijn verblijfskaart")
    rig.reader.insert(SimulatedCard.of("b12", Pki.at(tmp_path)))
    machine.until_event(mark, "card_judged")
    visitor.types("1234")
    machine.until_event(mark, "pin_checked", outcome="correct")
    visitor.tap("Ticket")
    machine.until_event(mark, "ticket_printed")
    visitor.tap("Klaar")
    visitor.see("Neem uw kaart")
    rig.reader.remove()
    ended = visitor.leaves(mark)
    visitor.see("Raak het scherm aan om te beginnen")
    assert (ended["language"], ended["outcome"]) == ("nl", "ticket")
    assert len(rig.paper.tickets) == 1
