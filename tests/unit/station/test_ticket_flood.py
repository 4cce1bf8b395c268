"""Many numbers in a row without a card: staff are told, and nobody is kept waiting."""

from types import SimpleNamespace

import pytest

from kiosk.events.generated import Event
from kiosk.station.recorder import FLOOD_SECONDS, FLOOD_TICKETS, Recorder
from kiosk.visit.model.inputs import TicketIssued


class Log:
    def __init__(self):
        self.told = []

    def emit(self, event, **fields):
        self.told.append(event)


@pytest.mark.parametrize(
    ("apart", "card", "flood"),
    [(FLOOD_SECONDS / FLOOD_TICKETS, None, True), (FLOOD_SECONDS, None, False), (1.0, "a card", False)],
)
def test_staff_are_told_of_quick_numbers_without_a_card(apart, card, flood):
    log = Log()
    recorder = Recorder(log)
    for at in range(FLOOD_TICKETS):
        visit = SimpleNamespace(id=f"v{at}", reading=card)
        state = SimpleNamespace(visit=visit, phase=None, now=SimpleNamespace(mono=at * apart))
        given = TicketIssued("a", f"t{at}", "R001", "R", "", None, None)
        recorder.happened(state, given, state, ())
    assert (Event.TICKET_FLOOD in log.told) == flood
