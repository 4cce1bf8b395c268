"""Cards behind the real pcscd: one private daemon a process, a slot, and a driver whose events can be waited for."""

import queue
from datetime import date

import pytest

from devices.api.card import CardRemoved
from devices.api.health import HealthChanged, Reason
from devices.card.pcsc import Context, ReaderState
from devices.card.reader import PcscCardReader
from devices.card.roots import load_pem
from devices.simulators.card.pcscd import shared
from devices.simulators.card.pki import Pki
from devices.simulators.card.vpcd import CardSlot
from tests.support.waiting import PATIENCE


@pytest.fixture(scope="session")
def pcscd():
    return shared()


@pytest.fixture(scope="session")
def pki(tmp_path_factory):
    return Pki.at(tmp_path_factory.mktemp("pki"))


def until_empty():
    """The daemon polls its slots: a card that the last test pulled may still be in for it."""
    context = Context()
    states = context.wait([ReaderState(name, 0, b"") for name in context.readers()], 0, for_readers=False)
    while any(state.present for state in states):
        states = context.wait(states, 2000, for_readers=False)
    context.close()


@pytest.fixture
def slot(pcscd, pki):
    until_empty()
    made = CardSlot(pcscd.port, pki_directory=pki.directory)
    yield made
    made.close()


@pytest.fixture
def second_slot(pcscd, pki):
    made = CardSlot(pcscd.port + 1, pki_directory=pki.directory)
    yield made
    made.close()


class Watched:
    """A started driver and everything that it emitted."""

    def __init__(self, roots):
        self.queue = queue.SimpleQueue()
        self.seen = []
        self.inbox = []
        self.reader = PcscCardReader(self.queue.put, trust_roots=roots, today=lambda: date(2026, 11, 22))

    def wait(self, kind, **attributes):
        """The first event of a kind whose attributes are so, that nobody waited for before."""
        while True:
            for event in self.inbox:
                if isinstance(event, kind) and all(getattr(event, key) == value for key, value in attributes.items()):
                    self.inbox.remove(event)
                    return event
            try:
                event = self.queue.get(timeout=PATIENCE)
            except queue.Empty:
                names = [type(event).__name__ for event in self.seen]
                raise AssertionError(f"no {kind} {attributes}; seen {names}") from None
            self.seen.append(event)
            self.inbox.append(event)

    def healthy(self, reason=Reason.OK):
        """Until the health says so."""
        while True:
            event = self.wait(HealthChanged)
            if event.health.reason is reason:
                return event.health


@pytest.fixture
def watched(pcscd, pki, slot):
    made = Watched(load_pem(pki.roots_path))
    made.reader.start()
    made.healthy()
    yield made
    slot.fault(None)
    slot.remove()
    made.reader.stop()


@pytest.fixture
def emptied(watched, slot):
    """Pull the card and wait until the driver knows."""

    def pull():
        slot.remove()
        watched.wait(CardRemoved)

    return pull
