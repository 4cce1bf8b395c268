"""Cards in memory: the same Belgian logic, no reader between."""

from datetime import date

import pytest

from devices.card.apdu import Channel
from devices.card.roots import RootStore, load_pem
from devices.card.session import CardSession
from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.pki import Pki

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def pki(tmp_path_factory):
    return Pki.at(tmp_path_factory.mktemp("pki"))


@pytest.fixture
def store(pki):
    return RootStore(load_pem(pki.roots_path))


@pytest.fixture
def insert(pki, store):
    """A powered card and a session with it: insert(profile) -> (card, session, a fresh channel for each call)."""

    def inserted(profile, *, forged="", today=TODAY, roots=None):
        card = SimulatedCard.of(profile, pki, forged=forged)
        card.reset()
        session = CardSession(card.atr, roots or store, lambda: today)
        return card, session, lambda **limits: Channel(card.exchange, **limits)

    return inserted
