"""The same Belgian logic over a card in memory and over the same card behind the real pcscd: the same in every word."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from devices.api.card import CardCost, Pin
from devices.card.apdu import Channel
from devices.card.pcsc import Context, PcscError, ReaderState
from devices.card.roots import RootStore, load_pem
from devices.card.session import CardSession
from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.pcscd import shared
from devices.simulators.card.pki import Pki
from devices.simulators.card.vpcd import CardSlot
from tests.support.waiting import until


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    return Pki.at(tmp_path_factory.mktemp("pki"))


class Memory:
    """No reader at all."""

    def __init__(self, pki):
        del pki

    def put(self, card):
        card.reset()
        return card.exchange

    def close(self):
        pass


class Wire:
    """pcscd, the virtual reader, pyscard."""

    def __init__(self, pki):
        self.slot = CardSlot(shared().port, pki_directory=pki.directory)
        self.context = Context()
        self.card = None

    def put(self, card):
        self.slot.insert(card)
        self.card = until(self.connected, "the card in the reader")
        return self.card.transmit

    def connected(self):
        with suppress(PcscError):
            return self.context.connect(self.context.readers()[0])

    def close(self):
        if self.card is not None:
            self.card.release()
        self.slot.remove()
        states = [ReaderState(name, 0, b"") for name in self.context.readers()]
        states = self.context.wait(states, 0, for_readers=False)
        while any(state.present for state in states):
            states = self.context.wait(states, 2000, for_readers=False)
        self.context.close()


@pytest.mark.parametrize(
    "profile", ["a33", "k13", "rekeyed17", "b12-v11", "long-names", "by-steps", "short-reads", "forged-surname"]
)
def test_both_ways_tell_the_same(pki, profile):
    told = []
    card = SimulatedCard.of(profile, pki)
    for way in (Memory, Wire):
        seat = way(pki)
        try:
            transmit = seat.put(card)
            session = CardSession(card.atr, RootStore(load_pem(pki.roots_path)), lambda: date(2026, 11, 22))
            reading = session.read(Channel(transmit), address=True, photo=True)
            answer = session.verify(Channel(transmit), Pin.from_text("1234"))
            commands = (reading.cost.apdus, reading.card, reading.holder, reading.address, session.photo)
            told.append((commands, replace(reading, cost=CardCost()).trust, reading.tries_left, answer))
        finally:
            seat.close()
    assert told[0] == told[1]
