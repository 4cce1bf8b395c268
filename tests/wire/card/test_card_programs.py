"""Other people's programs take the simulated card for a real one: OpenSC's tools and PyPI's pythonbeid."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from devices.card.belpic import ATR_18, der_length

NEEDED = ("pkcs15-tool", "pkcs11-tool", "eidenv")
pytestmark = pytest.mark.skipif(
    any(shutil.which(name) is None for name in NEEDED), reason="Debian's package opensc is not installed"
)
OPENSC = Path("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so")
# OpenSC from 0.26 on knows a Belgian card by its answer to reset alone, and its list ends before applet 1.8; and what
# it kept of another card with the same number must not be taken for this one's
CONFIGURATION = """app default {{
    card_atr {atr} {{ driver = "belpic"; }}
    framework pkcs15 {{ use_file_caching = no; }}
}}
"""


@pytest.fixture
def program(pcscd, tmp_path):
    configuration = tmp_path / "opensc.conf"
    configuration.write_text(CONFIGURATION.format(atr=ATR_18.hex(":")))
    environment = {**os.environ, **pcscd.environment, "OPENSC_CONF": str(configuration)}

    def run(*command, status=0, text=True):
        done = subprocess.run(command, capture_output=True, text=text, timeout=60, env=environment, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.fixture
def served(slot, watched):
    from devices.api.card import CardInserted

    def put(profile):
        card = slot.insert(profile)
        watched.wait(CardInserted)
        return card

    return put


def test_pkcs15_tool_lists_pin_keys_and_certificates(served, program):
    card = served("k13")
    listed = program("pkcs15-tool", "-D")
    for expected in (
        "PKCS#15 Card [BELPIC]",
        "PIN [Basic PIN]",
        "Private RSA Key [Authentication]",
        "Private RSA Key [Signature]",
        "X.509 Certificate [CA]",
        "X.509 Certificate [Root]",
        card.image.serial.hex(),
    ):
        assert expected in listed


def test_pkcs15_tool_lists_only_what_a_child_has(served, program):
    served("child63")
    listed = program("pkcs15-tool", "-D")
    assert "Private EC Key [Authentication]" in listed
    assert "[Signature]" not in listed


@pytest.mark.parametrize("profile", ["k13", "a33"])
def test_pkcs15_tool_verifies_and_changes_the_pin(served, program, profile):
    card = served(profile)
    program("pkcs15-tool", "--verify-pin", "--pin", "1234")
    program("pkcs15-tool", "--verify-pin", "--pin", "4321", status=255)
    assert card.wallet.tries == 2
    program("pkcs15-tool", "--change-pin", "--pin", "1234", "--new-pin", "567890")
    assert card.wallet.pin == bytes.fromhex("26567890FFFFFFFF")
    program("pkcs15-tool", "--verify-pin", "--pin", "567890")


def test_pkcs15_tool_reads_every_certificate(served, program):
    card = served("k13")
    for number, file in (("02", "DF005038"), ("03", "DF005039"), ("04", "DF00503A"), ("06", "DF00503B")):
        pem = program("pkcs15-tool", "--read-certificate", number)
        raw = card.image.files[file]
        assert x509.load_pem_x509_certificate(pem.encode()) == x509.load_der_x509_certificate(raw[: der_length(raw)])


@pytest.mark.skipif(not OPENSC.exists(), reason="OpenSC's PKCS#11 module is not where Debian puts it on this machine")
def test_pkcs11_tool_lists_and_signs_on_applet_17(served, program, tmp_path):
    card = served("k13")
    module = ("--module", str(OPENSC))
    assert "Certificate Object" in program("pkcs11-tool", *module, "-O")
    message = tmp_path / "message"
    message.write_bytes(b"an invented message")
    signature = tmp_path / "signature"
    program(
        "pkcs11-tool", *module, "--login", "--pin", "1234", "--sign", "--id", "02",
        "--mechanism", "SHA256-RSA-PKCS", "--input-file", str(message), "--output-file", str(signature),
    )  # fmt: skip
    raw = card.image.files["DF005038"]
    key = x509.load_der_x509_certificate(raw[: der_length(raw)]).public_key()
    key.verify(signature.read_bytes(), message.read_bytes(), padding.PKCS1v15(), hashes.SHA256())


@pytest.mark.skipif(not OPENSC.exists(), reason="OpenSC's PKCS#11 module is not where Debian puts it on this machine")
def test_pkcs11_tool_reads_a_certificate_and_tries_and_changes_the_pin(served, program, tmp_path):
    card = served("k13")
    module = ("--module", str(OPENSC))
    read = tmp_path / "certificate"
    program("pkcs11-tool", *module, "--read-object", "--type", "cert", "--id", "02", "--output-file", str(read))
    raw = card.image.files["DF005038"]
    assert read.read_bytes() == raw[: der_length(raw)]
    program("pkcs11-tool", *module, "--login", "--pin", "4321", "--list-objects", status=1)
    assert card.wallet.tries == 2
    program("pkcs11-tool", *module, "--login", "--pin", "1234", "--change-pin", "--new-pin", "567890")
    assert card.wallet.pin == bytes.fromhex("26567890FFFFFFFF")
    assert "Private Key Object" in program("pkcs11-tool", *module, "--login", "--pin", "567890", "--list-objects")


@pytest.mark.parametrize("profile", ["k13", "a33"])
def test_eidenv_prints_what_is_on_the_card(served, program, profile):
    card = served(profile)
    printed = program("eidenv", status=1)  # eidenv 0.23 never answers 0 for this card
    values = dict(line.split(": ", 1) for line in printed.splitlines() if ": " in line)
    assert values["BELPIC_NAME"] == card.profile.identity["surname"]
    assert values["BELPIC_NATIONALNUMBER"] == card.profile.identity["national_number"]
    assert values["BELPIC_DOCUMENTTYPE"] == card.profile.identity["document_type"]
    assert values["BELPIC_ZIPCODE"] == card.profile.address["postcode"]


@pytest.mark.parametrize("profile", ["k13", "a33", "forged-surname"])
def test_pythonbeid_reads_every_card_and_believes_it(served, program, profile):
    """It reads the forged one as well: nothing in it checks a signature."""
    card = served(profile)
    code = "from pythonbeid import CardReader\nwith CardReader() as c:\n print(c.read_informations(photo=True)['last_name'])"
    expected = "Nobody" if profile == "forged-surname" else card.profile.identity["surname"]
    assert program(sys.executable, "-c", code).strip() == expected
