"""Cards by another hand, in memory: their habits are borne, their forgeries told."""

import sys
import time
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "support" / "card"))

import other_card
import other_forgeries
from cryptography import x509

from devices.api.card import Pin, PinOutcome, ProofState, Verdict
from devices.card.apdu import Channel
from devices.card.certificates import spki_sha256
from devices.card.roots import PINNED, RootStore
from devices.card.session import CardSession


@pytest.fixture(scope="module")
def authorities():
    return other_card.Authorities()


@pytest.fixture
def session_of(authorities):
    def made(card):
        roots = RootStore(x509.load_pem_x509_certificates(authorities.pem()))
        return CardSession(card.atr, roots, lambda: date(2026, 11, 22))

    return made


@pytest.mark.parametrize("name", other_card.PERSONALITIES)
def test_a_card_by_another_hand_is_read_right_and_proved(authorities, session_of, name):
    card = other_card.card(authorities, name)
    session = session_of(card)
    reading = session.read(Channel(card.transmit, pause=time.sleep), address=True, photo=True)
    person, trust = other_card.Person, reading.trust
    assert (reading.holder.surname, reading.holder.given_names) == (person.surname, person.given)
    assert (reading.address.street, reading.address.municipality) == (person.street, person.town)
    assert reading.card.document_type == 35
    assert reading.card.applet == card.applet
    assert session.photo == card.photo
    assert (trust.identity, trust.address, trust.photo, trust.chain) == (ProofState.VALID,) * 4
    if name in other_card.UNPROVABLE:
        assert (trust.verdict, trust.reasons) == (Verdict.UNVERIFIED, ("basic-key-missing",))
    else:
        assert (trust.verdict, trust.reasons) == (Verdict.GENUINE, ())
    verifies = [each for each in card.commands if each[1] == 0x20]
    assert len(verifies) == (card.applet == "1.7"), "an empty VERIFY where it is free, and nowhere else"
    answer = session.verify(Channel(card.transmit, pause=time.sleep), Pin.from_text("1234"))
    assert answer.outcome is PinOutcome.CORRECT
    assert answer.proved == (name not in other_card.UNPROVABLE), answer.reasons
    assert sum(each[1] == 0x88 for each in card.commands) <= 2


@pytest.mark.parametrize("name", other_forgeries.FORGERIES)
def test_a_forgery_by_another_hand_is_refused_with_its_reason(authorities, session_of, name):
    card, _options, verdict, reason = other_forgeries.forged(authorities, name)
    trust = session_of(card).read(Channel(card.transmit), address=True, photo=True).trust
    assert (trust.verdict.value, trust.reasons[:1]) == (verdict, (reason,))


@pytest.mark.parametrize("name", ["plain-18", "plain-17"])
def test_a_plain_card_keeps_its_budget(authorities, session_of, name):
    card = other_card.card(authorities, name)
    cost = session_of(card).read(Channel(card.transmit)).cost
    assert cost.apdus <= (20 if card.applet == "1.8" else 14)
    assert cost.bytes <= 1800


def test_the_way_of_selecting_that_worked_is_the_only_one_tried_from_then_on(authorities, session_of):
    card = other_card.card(authorities, "steps-only")
    session_of(card).read(Channel(card.transmit), address=True, photo=True)
    by_path = [each for each in card.commands if each[:3] == bytes.fromhex("00A408")]
    assert len(by_path) == 2, "with and without the master file, for the first file only"


def test_a_root_known_by_its_pin_comes_from_the_card_and_no_other_certificate_with_it(authorities, monkeypatch):
    root = authorities.roots["ec"]
    monkeypatch.setitem(PINNED, spki_sha256(root), False)
    store = RootStore()
    card = other_card.card(authorities, "plain-18")
    session = CardSession(card.atr, store, lambda: date(2026, 11, 22))
    assert session.read(Channel(card.transmit)).trust.verdict is Verdict.GENUINE
    selected = b"".join(each for each in card.commands if each[1] == 0xA4)
    assert bytes.fromhex("DF00503B") in selected
    assert bytes.fromhex("DF00503A") not in selected
    card.reset()
    card.commands.clear()
    CardSession(card.atr, store, lambda: date(2026, 11, 22)).read(Channel(card.transmit))
    assert bytes.fromhex("DF00503B") not in b"".join(card.commands), "the next card need not bring it"


def test_an_identity_without_a_chip_number_ties_nothing_to_the_chip_and_accuses_nobody(authorities, session_of):
    card = other_card.card(authorities, "plain-17")
    card.pairs = [(tag, value) for tag, value in card.pairs if tag != 0x02]
    card.sign()
    trust = session_of(card).read(Channel(card.transmit)).trust
    assert (trust.verdict, trust.reasons) == (Verdict.UNVERIFIED, ("chip-number-missing",))
