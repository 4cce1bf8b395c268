"""Cards served by another program, read by `kiosk card` as a user runs it: right ones right, forged ones refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support" / "card"))

import other_card
import other_forgeries
import other_server

from devices.api.card import CardInserted

QUICK = ("strict-t0", "register-below-ca-17")
# all of them are read in memory, in tests/unit/card/test_card_other_hand.py; these through pcscd as well
LONGER = (
    "plain-18", "old-11", "steps-only", "carries-128", "no-whole-blocks", "speaks-t1", "slow", "odd-sizes",
    "other-name", "own-register-17", "root-of-nobody", "copied-chip", "other-street", "other-face",
)  # fmt: skip


def some(names):
    longer = [pytest.param(name, marks=pytest.mark.full) for name in names if name in LONGER]
    return [name for name in names if name in QUICK] + longer


@pytest.fixture(scope="module")
def authorities():
    return other_card.Authorities()


@pytest.fixture
def roots(authorities, tmp_path):
    file = tmp_path / "roots.pem"
    file.write_bytes(authorities.pem())
    return "--trust-root", str(file)


@pytest.fixture
def serve(slot, watched, pcscd):
    """Put a card of the other program in; `slot` only waits for an empty reader and a reader that is at work."""
    served = []

    def put(card):
        served.append(other_server.Served(card, pcscd.port))
        watched.wait(CardInserted)
        watched.reader.stop()
        return card

    yield put
    for each in served:
        each.out()


@pytest.fixture
def kiosk(pcscd):
    def run(*arguments, typed="", status=0):
        command = [sys.executable, "-m", "kiosk", "card", *arguments, "--json"]
        environment = {**os.environ, **pcscd.environment}
        done = subprocess.run(
            command, check=False, input=typed, capture_output=True, text=True, timeout=60, env=environment
        )
        assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
        return json.loads(done.stdout)

    return run


@pytest.mark.parametrize("name", some(other_card.PERSONALITIES))
def test_a_card_of_another_program_is_read_right_and_its_pin_tried(serve, kiosk, roots, authorities, tmp_path, name):
    card = serve(other_card.card(authorities, name))
    photo = tmp_path / "photo.jpg"
    person, proved = other_card.Person, name not in other_card.UNPROVABLE
    answer = kiosk("read", "--personal", "--address", "--photo", str(photo), *roots, status=0 if proved else 1)
    assert (answer["holder"]["surname"], answer["holder"]["birth_date"]) == (person.surname, "1984-02-14")
    assert (answer["card"]["letter"], answer["card"]["applet"]) == ("F", card.applet)
    assert answer["address"] == {"street": person.street, "postcode": person.postcode, "municipality": person.town}
    assert photo.read_bytes() == card.photo
    assert answer["trust"]["verdict"] == ("GENUINE" if proved else "UNVERIFIED")
    assert answer["trust"]["reasons"] == ([] if proved else ["basic-key-missing"])
    assert answer["pin"]["tries_left"] == (
        3 if card.applet == "1.7" or (card.applet == "1.8" and card.long_data) else None
    )
    wrong = kiosk("verify-pin", *roots, typed="98765\n", status=1)
    assert (wrong["pin"], wrong["tries_left"]) == ("wrong", 2)
    right = kiosk("verify-pin", *roots, typed="1234\n", status=0 if proved else 1)
    assert (right["pin"], right["tries_left"], right["proved"]) == ("correct", 3, proved)
    assert card.tries == 3


@pytest.mark.parametrize("name", some(other_forgeries.FORGERIES))
def test_a_forgery_of_another_program_is_refused_with_its_reason(serve, kiosk, roots, authorities, tmp_path, name):
    card, options, verdict, reason = other_forgeries.forged(authorities, name)
    serve(card)
    arguments = [
        part for option in options for part in (option, *([str(tmp_path / "p.jpg")] if option == "--photo" else []))
    ]
    answer = kiosk("read", *arguments, *roots, status=0 if verdict == "GENUINE" else 1)
    assert (answer["trust"]["verdict"], answer["trust"]["reasons"][0]) == (verdict, reason)


def test_a_root_that_nobody_named_is_not_trusted(serve, kiosk, authorities):
    serve(other_card.card(authorities, "plain-18"))
    answer = kiosk("read", status=1)
    assert (answer["trust"]["verdict"], answer["trust"]["reasons"]) == ("UNVERIFIED", ["untrusted-root"])
