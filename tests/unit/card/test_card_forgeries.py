"""Every forgery that ships, its verdict and its reason; `docs/card.md` has the same table for people."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.api.card import Pin, PinOutcome, ProofState, Verdict
from devices.card import certificates, roots
from devices.card.roots import RootStore
from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.pki import issue, name_of
from devices.simulators.card.profile import FORGERIES

FORGED, UNVERIFIED, GENUINE = Verdict.FORGED, Verdict.UNVERIFIED, Verdict.GENUINE
# forgery: verdict before the PIN, its first reason, the reason after a correct PIN that nothing but it could tell
TABLE = {
    "surname": (FORGED, "identity-signature", ""),
    "validity": (FORGED, "identity-signature", ""),
    "signature": (FORGED, "identity-signature", ""),
    "other-signature": (FORGED, "identity-signature", ""),
    "register-key": (FORGED, "register-certificate-signature", ""),
    "citizen-as-register": (FORGED, "register-certificate-subject", ""),
    "register-below-ca": (FORGED, "register-certificate-issuer", ""),
    "register-expired": (FORGED, "register-certificate-validity", ""),
    "address": (FORGED, "address-signature", ""),
    "address-signature": (FORGED, "address-signature", ""),
    "photo": (FORGED, "photo-hash", ""),
    "basic-key": (FORGED, "basic-key-hash", ""),
    "cloned-chip": (FORGED, "chip-challenge", ""),
    "chip-number": (FORGED, "chip-number", ""),
    "downgrade": (UNVERIFIED, "basic-key-missing", ""),
    "untrusted-root": (UNVERIFIED, "untrusted-root", ""),
    "holder-certificate": (GENUINE, "", "certificate-holder-mismatch"),
    "cloned-holder-key": (GENUINE, "", "challenge-signature"),
}


def test_every_forgery_stands_in_the_table_and_in_the_document():
    assert set(TABLE) == set(FORGERIES)
    document = (Path(__file__).parents[3] / "docs" / "card.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `([a-z-]+)` \| [^|]+ \| ([A-Z]+) \| (?:`([a-z-]+)`)? ?\| (?:`([a-z-]+)`)? ?\|$", document, re.MULTILINE
    )
    assert {name: (Verdict(verdict), reason, later) for name, verdict, reason, later in rows} == TABLE


NEEDS_A_BASIC_KEY = ("basic-key", "downgrade")
CASES = [("", name) for name in TABLE]
CASES += [(base, name) for base in ("k13", "b12-v11") for name in TABLE if name not in NEEDS_A_BASIC_KEY]


@pytest.mark.parametrize(("base", "name"), CASES)
def test_a_forged_card_gets_its_verdict_and_its_reason(insert, name, base):
    """On applet 1.8 each as it ships; on 1.7 and 1.1 those that do not need 1.8's basic key."""
    verdict, reason, later = TABLE[name]
    _, session, channel = insert(base or f"forged-{name}", forged=name if base else "")
    trust = session.read(channel(), address=True, photo=True).trust
    if base and name == "cloned-chip":  # a copied 1.7 chip shows itself at the PIN only
        verdict, reason, later = GENUINE, "", "challenge-signature"
    assert trust.verdict is verdict
    assert trust.reasons[:1] == ((reason,) if reason else ())
    answer = session.verify(channel(), Pin.from_text("1234"))
    assert answer.outcome is PinOutcome.CORRECT
    assert not answer.proved
    assert answer.reasons[:1] == (later,) if later else verdict.value.lower() in answer.reasons


def test_a_register_below_a_ca_is_known_by_what_the_card_itself_carries(insert, pki):
    """Also when the store has never seen the CA, and its root only by its pin."""
    store = RootStore([pki.root("ec")])
    _, session, channel = insert("forged-register-below-ca", roots=store)
    assert session.read(channel()).trust.reasons == ("register-certificate-issuer",)


def test_a_register_below_a_ca_of_nobody_is_only_untrusted(insert):
    _, session, channel = insert("forged-register-below-ca", roots=RootStore())
    trust = session.read(channel()).trust
    assert (trust.verdict, trust.reasons) == (UNVERIFIED, ("untrusted-root",))


def test_a_forger_who_names_the_ca_without_its_key_is_refused_as_well(insert, pki):
    card, session, channel = insert("a33")
    forger = pki.key("forger-ec")
    named = issue(name_of("RRN", organisation="RRN"), forger.public_key(), pki.ca("ec").subject, pki.key("ca-ec"))
    broken = bytearray(named)
    broken[-1] ^= 1
    card.image.files["DF00503C"] = bytes(broken)
    trust = session.read(channel()).trust
    assert (trust.verdict, trust.chain) == (FORGED, ProofState.INVALID)
    assert trust.reasons[0] == "register-certificate-issuer"


def test_the_genuine_register_is_not_accused_when_the_card_carries_another_root(insert, pki):
    """A card that was signed again under a newer root still carries the old one in its file."""
    card, session, channel = insert("a33", roots=RootStore([pki.root("rsa")]))
    card.image.files["DF00503B"] = SimulatedCard.of("k13", pki).image.files["DF00503B"]
    trust = session.read(channel()).trust
    assert (trust.verdict, trust.reasons) == (UNVERIFIED, ("untrusted-root",))


def test_a_register_certificate_that_began_after_the_card_was_issued_is_no_forgery(insert, pki):
    card, session, channel = insert("a33")
    issued = card.profile.identity["valid_from"]
    begin = datetime(issued.year + 1, 1, 1, tzinfo=UTC)
    root, key = pki.root("ec").subject, pki.key("root-ec")
    signer = pki.key("rrn-ec").public_key()
    card.image.files["DF00503C"] = issue(name_of("RRN", organisation="RRN"), signer, root, key, begin=begin)
    assert session.read(channel()).trust.verdict is GENUINE


def register_of_test_cards(pki, generation, name, organisation, issuer=None):
    return issue(
        name_of(name, organisation=organisation),
        pki.key(f"rrn-{generation}").public_key(),
        (issuer or pki.root(generation)).subject,
        pki.key(f"root-{generation}"),
    )


@pytest.mark.parametrize(("name", "organisation"), [("test RRN", "RRN"), ("eID TEST RRN", "eID TEST RRN")])
def test_an_official_test_card_is_genuine_below_a_root_that_was_given_for_this_run(insert, pki, name, organisation):
    card, session, channel = insert("a33")
    card.image.files["DF00503C"] = register_of_test_cards(pki, "ec", name, organisation)
    assert session.read(channel()).trust.verdict is GENUINE


def test_an_official_test_card_is_only_untrusted_without_its_root(insert, pki):
    card, session, channel = insert("a33", roots=RootStore())
    card.image.files["DF00503C"] = register_of_test_cards(pki, "ec", "test RRN", "RRN")
    assert session.read(channel()).trust.verdict is UNVERIFIED


def test_no_test_register_stands_below_a_pinned_root(insert, pki, monkeypatch):
    monkeypatch.setitem(roots.PINNED, certificates.spki_sha256(pki.root("ec")), False)
    card, session, channel = insert("a33", roots=RootStore([pki.root("ec")], production=True))
    card.image.files["DF00503C"] = register_of_test_cards(pki, "ec", "test RRN", "RRN")
    trust = session.read(channel()).trust
    assert (trust.verdict, trust.reasons[0]) == (FORGED, "register-certificate-subject")
