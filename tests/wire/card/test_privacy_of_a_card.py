"""`kiosk privacy --card`: the number comes from the card in the reader, and is neither typed nor printed."""

import json
import os
import subprocess
import sys

import pytest

from devices.api.card import CardInserted
from tests.support.waiting import PATIENCE


@pytest.fixture
def kiosk(pcscd, tmp_path):
    config = tmp_path / "kiosk.toml"
    config.write_text(f'[kiosk]\nprofile = "gent"\nplace = "stadskantoor"\n[paths]\nstate = "{tmp_path / "state"}"\n')

    def run(*words):
        command = (sys.executable, "-m", "kiosk", *words, "--config", str(config))
        environment = {**os.environ, **pcscd.environment}
        return subprocess.run(
            command, input="", capture_output=True, text=True, check=False, timeout=PATIENCE, env=environment
        )

    return run


@pytest.mark.full
def test_who_puts_the_card_in_is_found_and_erased_and_nobody_else(kiosk, slot, watched, tmp_path):
    card = slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.stop()
    number = card.profile.identity["national_number"]
    rows = tmp_path / "cards.csv"
    rows.write_text(f"national_number,status,place\n{number},ready,stadskantoor\n85020345689,ready,stadskantoor\n")
    assert kiosk("office", "import", str(rows)).returncode == 0
    found = kiosk("privacy", "find", "--card", "--json")
    assert found.returncode == 0, found.stderr
    assert json.loads(found.stdout)["found"]["cards"] == 1
    erased = kiosk("privacy", "erase", "--card")
    assert erased.returncode == 0, erased.stderr
    assert "Erased: cards: 1" in erased.stdout
    again = kiosk("privacy", "find", "--card", "--json")
    assert (again.returncode, json.loads(again.stdout)["found"]["cards"]) == (1, 0)
    assert not any(number in each.stdout + each.stderr for each in (found, erased, again))
