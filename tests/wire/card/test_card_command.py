"""`kiosk card` as a user runs it: through pcscd, with the exit statuses and objects of the command line's contract."""

import json
import os
import signal
import subprocess
import sys

import pytest

from devices.api.card import CardInserted
from tests.support.waiting import PATIENCE

KIOSK = (sys.executable, "-m", "kiosk")


@pytest.fixture
def kiosk(pcscd):
    def run(*arguments, typed="", status=0, **environment):
        done = subprocess.run(
            [*KIOSK, *arguments],
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, **pcscd.environment, **environment},
            check=False,
        )
        assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
        return done

    return run


@pytest.fixture
def put(slot, watched):
    def inserted(profile):
        card = slot.insert(profile)
        watched.wait(CardInserted)
        watched.reader.stop()
        return card

    return inserted


@pytest.fixture
def roots(pki):
    return ("--trust-root", str(pki.roots_path))


def test_read_answers_the_object_of_the_contract(kiosk, put, roots, tmp_path):
    card = put("k13")
    photo = tmp_path / "photo.jpg"
    answer = json.loads(
        kiosk("card", "read", "--personal", "--address", "--photo", str(photo), *roots, "--json").stdout
    )
    assert answer["card"] == {
        "document_type": 13,
        "letter": "K",
        "letter_printed": "C",
        "child": False,
        "group": "third_country",
        "applet": "1.7",
        "card_number": card.profile.identity["card_number"],
        "chip_number": card.image.serial.hex(),
        "valid_from": "2017-08-10",
        "valid_until": "2027-08-09",
        "issued_by": "Gent",
    }
    assert answer["holder"]["birth_date"] == "1965-04-03"
    assert answer["holder"]["sex"] == "F"
    assert answer["address"] == {"street": "Veldstraat 12 bus 3", "postcode": "9000", "municipality": "Gent"}
    trust = answer["trust"]
    assert (trust["verdict"], trust["chip"], trust["photo"], trust["reasons"]) == ("GENUINE", "unproved", "valid", [])
    assert answer["pin"] == {"tries_left": 3}
    assert set(answer["cost"]) == {"apdus", "bytes", "seconds"}
    assert photo.read_bytes() == card.image.files["DF014035"]


def test_read_tells_nothing_personal_unless_asked(kiosk, put, roots):
    card = put("a33")
    done = kiosk("card", "read", *roots, "--json")
    answer = json.loads(done.stdout)
    assert "holder" not in answer
    assert answer["address"] is None
    for secret in ("national_number", "surname", "birth_place"):
        assert str(card.profile.identity[secret]) not in done.stdout + done.stderr


def test_a_forged_card_exits_with_no(kiosk, put, roots):
    put("forged-validity")
    answer = json.loads(kiosk("card", "read", *roots, "--json", status=1).stdout)
    assert answer["trust"]["verdict"] == "FORGED"
    assert answer["trust"]["reasons"] == ["identity-signature"]


def test_a_card_below_a_root_that_nobody_knows_exits_with_no_unless_it_is_accepted(kiosk, put):
    put("a33")
    answer = json.loads(kiosk("card", "read", "--json", status=1).stdout)
    assert answer["trust"]["verdict"] == "UNVERIFIED"
    kiosk("card", "read", "--accept-unverified", "--json")


def test_a_forged_card_is_never_accepted(kiosk, put, roots):
    put("forged-validity")
    kiosk("card", "read", "--accept-unverified", *roots, "--json", status=1)


@pytest.mark.parametrize(
    ("profile", "problem"),
    [
        ("belgian", "NOT_RESIDENCE_CARD"),
        pytest.param("kids", "NOT_RESIDENCE_CARD", marks=pytest.mark.full),
        pytest.param("habilitation", "CARD_NOT_SUPPORTED", marks=pytest.mark.full),
        ("unknown99", "CARD_NOT_SUPPORTED"),
    ],
)
def test_cards_that_are_no_residence_cards(kiosk, put, roots, profile, problem):
    put(profile)
    answer = json.loads(kiosk("card", "read", *roots, "--json", status=1).stdout)
    assert answer["problem"] == problem
    assert (answer["card"] is None) == (problem == "CARD_NOT_SUPPORTED")


def test_no_card_and_no_service_are_two_answers(kiosk, tmp_path, slot):
    none = kiosk("card", "read", "--timeout", "0", "--json", status=1)
    assert json.loads(none.stdout) == {"card": None, "problem": "NO_CARD"}
    assert "chip first" in none.stderr
    gone = kiosk("card", "read", "--json", status=3, PCSCLITE_CSOCK_NAME=str(tmp_path / "nothing"))
    assert json.loads(gone.stdout) == {"card": None, "problem": "NO_PCSC_SERVICE"}
    assert "pcscd" in gone.stderr


def test_verify_pin_proves_the_chip_or_counts_down(kiosk, put, roots):
    card = put("a33")
    right = json.loads(kiosk("card", "verify-pin", *roots, "--json", typed="1234\n").stdout)
    assert right == {"pin": "correct", "tries_left": 3, "proved": True, "reasons": []}
    wrong = json.loads(kiosk("card", "verify-pin", *roots, "--json", typed="0000\n", status=1).stdout)
    assert (wrong["pin"], wrong["tries_left"], wrong["proved"]) == ("wrong", 2, False)
    assert card.wallet.tries == 2


@pytest.mark.parametrize(
    "typed", ["98\n", pytest.param("abcd\n", marks=pytest.mark.full), "\n", pytest.param("", marks=pytest.mark.full)]
)
def test_what_is_no_pin_never_reaches_the_card(kiosk, put, roots, typed):
    card = put("a33")
    done = kiosk("card", "verify-pin", *roots, typed=typed, status=2)
    assert not any(command[1] == 0x20 for command, _ in card.log)
    assert typed.strip() not in done.stderr or not typed.strip()


def test_serve_puts_a_card_in_until_interrupted(pcscd, kiosk, pki, slot, roots):
    command = [*KIOSK, "card", "serve", "l14", "--port", str(pcscd.port), "--pki", str(pki.directory), "--tries", "1"]
    served = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ)
    answer = json.loads(kiosk("card", "read", *roots, "--json").stdout)
    assert (answer["card"]["letter"], answer["card"]["letter_printed"], answer["pin"]["tries_left"]) == ("L", "D", 1)
    served.send_signal(signal.SIGINT)
    said = served.communicate(timeout=PATIENCE)[1]
    assert served.returncode == 0
    assert str(pki.roots_path) in said


@pytest.mark.parametrize(
    "arguments",
    [("nobody",), ("a33", "--fault", "nothing"), ("a33", "--fault", "forged:hat"), ("a33", "--fault", "removal:x")],
)
def test_serve_refuses_what_does_not_exist(kiosk, arguments, pki):
    done = kiosk("card", "serve", *arguments, "--pki", str(pki.directory), status=2)
    assert "there is no" in done.stderr or "wants a number" in done.stderr or "there are" in done.stderr


def test_profiles_are_listed(kiosk):
    answer = json.loads(kiosk("card", "profiles", "--json").stdout)
    by_name = {entry["name"]: entry for entry in answer["profiles"]}
    assert by_name["a33"] == {
        "name": "a33",
        "title": "A card, limited stay, applet 1.8 (Amina)",
        "document_type": 33,
        "letter": "A",
        "applet": "1.8",
        "pin": "1234",
        "forged": None,
    }
    assert len([entry for entry in answer["profiles"] if entry["forged"]]) >= 12
