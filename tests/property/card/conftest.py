"""The same roots and cards for every example."""

import pytest

from devices.card.roots import RootStore, load_pem
from devices.simulators.card.pki import Pki


@pytest.fixture(scope="session")
def pki(tmp_path_factory):
    return Pki.at(tmp_path_factory.mktemp("pki"))


@pytest.fixture(scope="session")
def store(pki):
    return RootStore(load_pem(pki.roots_path))
