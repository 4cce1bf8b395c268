"""The doctor at the card reader: a chip of another kind that sits in a slot is named, a card of ours is not."""

import pytest

from devices.card.pcsc import Context, ReaderState
from kiosk.base.config import Config
from kiosk.commands.devicechecks import reader
from kiosk.commands.findings import Found
from tests.support.waiting import until


def chips():
    """How many chips the service knows of."""
    context = Context()
    try:
        states = context.wait([ReaderState(name, 0, b"") for name in context.readers()], 0, for_readers=False)
    finally:
        context.close()
    return sum(state.present and bool(state.atr) for state in states)


def told():
    return [(found.found, found.name, found.said) for found in reader(Config())]


@pytest.mark.full
def test_doctor_names_a_chip_of_another_kind_that_sits_in_a_slot(slot):
    assert [name for _, name, _ in told()] == ["card reader", "revocation"]
    slot.fault("other-chip")
    slot.insert("a33")
    until(lambda: chips() == 2, "both chips")
    [(level, _, text)] = [found for found in told() if found[1] == "card slot"]
    assert level is Found.WARNING
    assert "01" in text, "the second slot is meant, not the card in the first"
