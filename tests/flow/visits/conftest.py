"""Visits on the real machine, the real drivers and the real bytes, without a screen."""

import pytest

from devices.printer import driver
from devices.simulators.card.pcscd import shared
from tests.support.played import played
from tests.support.printer.patient import SLOW


@pytest.fixture(scope="session")
def pcscd():
    return shared()


@pytest.fixture
def play(tmp_path, pcscd, monkeypatch):
    # every part of the kiosk is a thread of this process, and so is its printer
    monkeypatch.setattr(driver, "Timing", lambda: SLOW)

    def run(script, language=None, hands=lambda fingers: fingers):
        return played(script, tmp_path, pcscd, language, hands)

    return run
