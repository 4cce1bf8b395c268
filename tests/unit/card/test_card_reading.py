"""Every simulated card, read in memory: what is on it, what it costs, and what is believed."""

from dataclasses import replace

import pytest

from devices.api.card import ProofState, Verdict
from devices.card.apdu import CardGone, CardHostile, CardMalformed, CardRefused, Channel
from devices.card.roots import RootStore
from devices.card.session import NotOurCard
from devices.simulators.card.image import register_of, sign
from devices.simulators.card.profile import load, names

GENUINE = [name for name in names() if not name.startswith("forged") and name != "not-activated"]


@pytest.mark.parametrize("name", GENUINE)
def test_a_genuine_card_is_read_right_and_proved(insert, name):
    card, session, channel = insert(name)
    reading = session.read(channel(), address=True, photo=True)
    profile, trust = card.profile, reading.trust
    assert trust.verdict is Verdict.GENUINE, trust.reasons
    assert (trust.identity, trust.chain, trust.address, trust.photo) == (ProofState.VALID,) * 4
    assert trust.chip is (ProofState.VALID if profile.applet == "1.8" else ProofState.UNPROVED)
    assert reading.card.document_type == profile.document_type
    assert reading.card.applet == profile.applet
    assert reading.card.valid_until == profile.identity["valid_until"]
    assert reading.holder.national_number == profile.identity["national_number"]
    assert reading.address.street == profile.address["street"]
    assert session.photo == card.image.files["DF014035"]


def test_without_the_trusted_root_a_good_card_is_unverified_not_forged(insert):
    _, session, channel = insert("a33", roots=RootStore())
    trust = session.read(channel()).trust
    assert (trust.verdict, trust.identity, trust.chain) == (Verdict.UNVERIFIED, ProofState.VALID, ProofState.MISSING)


@pytest.mark.parametrize(
    ("name", "apdus", "size", "greeting"),
    [("a33", 20, 1800, 4), ("k13", 14, 1800, 4), ("rekeyed17", 14, 1800, 4), ("m22", 20, 1800, 4)],
)
def test_a_reading_keeps_its_budget(insert, name, apdus, size, greeting):
    _, session, channel = insert(name)
    first = []
    cost = session.read(channel(), identified=first.append).cost
    assert first[0].cost.apdus <= greeting
    assert cost.apdus <= apdus
    assert cost.bytes <= size


def test_no_photo_and_no_address_unless_asked_for(insert):
    card, session, channel = insert("a33")
    reading = session.read(channel())
    touched = b"".join(command for command, _ in card.log)
    assert bytes.fromhex("DF014033") not in touched
    assert bytes.fromhex("DF014035") not in touched
    assert reading.address is None
    assert (reading.trust.address, reading.trust.photo) == (ProofState.UNREAD, ProofState.UNREAD)


def test_the_chip_is_challenged_once_a_visit(insert):
    card, session, channel = insert("a33")
    for _ in range(3):
        assert session.read(channel()).trust.chip is ProofState.VALID
    assert card.wallet.challenges == 4999


def test_a_card_of_another_kind_is_told_apart(insert):
    card, session, channel = insert("a33")
    card.image = replace(card.image, files={})
    with pytest.raises(NotOurCard):
        session.read(channel())


def test_a_card_that_was_never_activated_cannot_be_read(insert):
    _, session, channel = insert("not-activated")
    with pytest.raises(CardRefused, match="6D00"):
        session.read(channel())


def test_another_program_that_moved_the_card_costs_one_more_command_only(insert):
    card, session, _channel = insert("k13")
    moved = []

    def transmit(command):
        if len(moved) == 0 and command[1] == 0xA4:
            moved.append(1)
            return b"", 0x6A82
        return card.exchange(command)

    assert session.read(Channel(transmit)).trust.verdict is Verdict.GENUINE


@pytest.mark.parametrize("applet_card", ["a33", "k13"])
@pytest.mark.parametrize("answer", [(b"", 0x6B00), (b"", 0x6986), (b"", 0x9000)])
def test_a_false_end_of_file_is_tried_again_at_the_same_place(insert, applet_card, answer):
    card, session, _channel = insert(applet_card)
    lied = set()

    def transmit(command):
        if command[1] == 0xB0 and command[2:4] == b"\x01\x00" and not lied:
            lied.add(1)
            return answer
        return card.exchange(command)

    assert session.read(Channel(transmit)).trust.verdict is Verdict.GENUINE
    assert lied


def test_an_end_of_file_may_come_as_a_warning(insert):
    card, session, _channel = insert("short-reads")

    def transmit(command):
        data, sw = card.exchange(command)
        return (data, 0x6282) if command[1] == 0xB0 and len(data) < 256 else (data, sw)

    assert session.read(Channel(transmit), address=True).trust.verdict is Verdict.GENUINE


def test_a_file_without_end_is_left(insert):
    card, session, _ = insert("k13")

    def transmit(command):
        return (b"\x01" * 256, 0x9000) if command[1] == 0xB0 else card.exchange(command)

    with pytest.raises((CardHostile, CardMalformed)):
        session.read(Channel(transmit))


@pytest.mark.parametrize("at", range(1, 15))
def test_a_card_pulled_at_any_command_is_gone_and_nothing_else(insert, at):
    card, session, _channel = insert("a33")
    count = iter(range(1, 100))

    def transmit(command):
        if next(count) == at:
            raise CardGone("pulled")
        return card.exchange(command)

    with pytest.raises(CardGone):
        session.read(Channel(transmit))


def test_profiles_ship_with_a_person_for_every_document_type():
    types = {load(name).document_type for name in GENUINE}
    assert types >= {1, 6, 7, 8, *range(11, 24), 27, 28, *range(31, 37), *range(61, 70), 99}
    assert {load(name).applet for name in GENUINE} == {"1.0", "1.1", "1.7", "1.8"}


def test_a_card_with_an_atr_that_nobody_knows_is_judged_by_what_it_says(insert):
    card, session, channel = insert("last-try")
    session.atr = bytes.fromhex("3B00")
    reading = session.read(channel())
    assert (reading.card.applet, reading.tries_left, reading.trust.verdict) == ("1.8", 1, Verdict.GENUINE)
    assert card.wallet.challenges == 4999


def test_an_old_card_below_a_newer_root_may_sign_its_data_with_sha1(insert, pki):
    """The register's key of 1024 bits decides, not the root's own signature."""
    card, session, channel = insert("k13")
    key = pki.key("rrn-sha1")
    card.image.files["DF00503C"] = register_of(pki, "rsa", key).certificate
    card.image.files["DF014032"] = sign(key, card.image.files["DF014031"], "1.1")
    assert session.read(channel()).trust.verdict is Verdict.GENUINE


def test_a_new_key_does_not_sign_with_sha1(insert, pki):
    card, session, channel = insert("k13")
    card.image.files["DF014032"] = sign(pki.key("rrn-rsa"), card.image.files["DF014031"], "1.1")
    trust = session.read(channel()).trust
    assert (trust.verdict, trust.reasons) == (Verdict.FORGED, ("identity-signature",))
