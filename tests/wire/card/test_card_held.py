"""A card that another program holds, the running kiosk as a rule: the commands say so, and who to ask."""

import json
import os
import subprocess
import sys

import pytest

from devices.card.pcsc import Context


@pytest.fixture
def held(pcscd, slot, watched):
    """Somebody else has the card for himself."""
    from devices.api.card import CardInserted

    slot.insert("a33")
    watched.wait(CardInserted)
    watched.reader.stop()
    context = Context()
    card = next(filter(None, map(context.connect, context.readers()[:1])))
    yield pcscd
    card.release()
    context.close()


def run(held, tmp_path, *words):
    (tmp_path / "kiosk.toml").write_text(f'[paths]\nstate = "{tmp_path / "state"}"\n')
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *words], input="284917\n", capture_output=True, text=True, timeout=60,
        env={**os.environ, **held.environment}, check=False,
    )  # fmt: skip


def test_a_command_that_cannot_have_the_card_says_who_has_it(held, tmp_path):
    read = run(held, tmp_path, "card", "read", "--json")
    assert (read.returncode, json.loads(read.stdout)) == (3, {"card": None, "problem": "READER_IN_USE"})
    added = run(held, tmp_path, "staff", "add", "--card", "--config", str(tmp_path / "kiosk.toml"))
    assert added.returncode == 3
    for done in (read, added):
        assert done.stderr.strip().startswith(
            "Another program holds the card. If the kiosk runs: sudo systemctl stop kiosk"
        )
    assert not (tmp_path / "state" / "staff.json").exists()
