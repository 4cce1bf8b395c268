"""The PIN: one VERIFY for one PIN, tries that are told, a chip that is proved."""

import pytest

from devices.api.card import Pin, PinOutcome
from devices.card.apdu import CardGone, Channel
from devices.simulators.card.pki import issue, name_of


def verifies(card):
    return [command for command, _ in card.log if command[1] == 0x20 and len(command) > 5]


@pytest.mark.parametrize("name", ["a33", "k13", "rekeyed17", "a11-v10", "b12-v11", "long-pin", "kids", "child63"])
def test_the_right_pin_proves_the_chip_with_a_fresh_nonce(insert, name):
    card, session, channel = insert(name)
    session.read(channel())
    answer = session.verify(channel(), Pin.from_text(card.profile.pin))
    assert (answer.outcome, answer.proved, answer.reasons) == (PinOutcome.CORRECT, True, ())
    assert len(verifies(card)) == 1


@pytest.mark.parametrize("name", ["a33", "k13"])
def test_a_wrong_pin_tells_the_tries_left_until_it_is_blocked(insert, name):
    card, session, channel = insert(name)
    session.read(channel())
    wrong = [session.verify(channel(), Pin.from_text("9999")) for _ in range(3)]
    assert [(a.outcome, a.tries_left) for a in wrong] == [
        (PinOutcome.WRONG, 2),
        (PinOutcome.WRONG, 1),
        (PinOutcome.BLOCKED, 0),
    ]
    assert len(verifies(card)) == 3
    again = session.verify(channel(), Pin.from_text("1234"))
    assert again.outcome is PinOutcome.BLOCKED
    assert len(verifies(card)) == 3, "a blocked PIN is not tried"


def test_the_tries_of_the_oldest_applets_are_never_asked_for(insert):
    for name in ("a11-v10", "b12-v11"):
        card, session, channel = insert(name)
        assert session.read(channel()).tries_left is None
        assert card.wallet.tries == 3


def test_the_tries_are_known_before_the_pin_where_that_is_free(insert):
    for name, tries in (("a33", 3), ("last-try", 1), ("blocked", 0), ("k13", 3), ("blocked17", 0)):
        _, session, channel = insert(name)
        assert session.read(channel()).tries_left == tries


def test_a_card_without_a_pin_is_not_asked(insert):
    card, session, channel = insert("child63-no-pin")
    reading = session.read(channel())
    assert not reading.pin_exists
    assert session.verify(channel(), Pin.from_text("1234")).outcome is PinOutcome.NOT_APPLICABLE
    assert verifies(card) == []


@pytest.mark.parametrize("name", ["no-certificates", "no-certificates17"])
def test_a_card_without_certificates_has_a_right_pin_but_no_proof(insert, name):
    _, session, channel = insert(name)
    session.read(channel())
    answer = session.verify(channel(), Pin.from_text("1234"))
    assert (answer.outcome, answer.proved, answer.reasons) == (PinOutcome.CORRECT, False, ("no-certificate",))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("forged-holder-certificate", "certificate-holder-mismatch"),
        ("forged-cloned-holder-key", "challenge-signature"),
        ("forged17-cloned-holder-key", "challenge-signature"),
        ("forged-surname", "forged"),
        ("forged-untrusted-root", "unverified"),
        ("forged-downgrade", "unverified"),
    ],
)
def test_a_right_pin_proves_nothing_on_a_card_that_is_not_right(insert, name, reason):
    _, session, channel = insert(name)
    session.read(channel())
    answer = session.verify(channel(), Pin.from_text("1234"))
    assert (answer.outcome, answer.proved) == (PinOutcome.CORRECT, False)
    assert reason in answer.reasons


def test_rights_are_dropped_after_the_proof(insert):
    card, session, channel = insert("a33")
    session.read(channel())
    session.verify(channel(), Pin.from_text("1234"))
    assert not card._verified


@pytest.mark.parametrize("times", [10, pytest.param(1000, marks=pytest.mark.full)])
def test_a_recorded_proof_cannot_be_played_again(insert, times):
    """The signature of an earlier visit, played by a chip without the key, is refused every time."""
    card, session, channel = insert("k13")
    session.read(channel())
    session.verify(channel(), Pin.from_text("1234"))
    recorded = next(answer for command, answer in card.log if command[1] == 0xC0)
    replayed = 0

    def transmit(command):
        if command[1] == 0x2A:
            return recorded[:-2], 0x9000
        return card.exchange(command)

    for _ in range(times):
        card.wallet.tries = 3
        answer = session.verify(Channel(transmit), Pin.from_text("1234"))
        replayed += answer.proved
    assert replayed == 0


def test_a_swapped_card_gets_no_pin(insert):
    _card, session, channel = insert("k13")
    session.read(channel())
    other, _, _ = insert("a11")
    with pytest.raises(CardGone):
        session.verify(Channel(other.exchange), Pin.from_text("1234"))
    assert verifies(other) == []


@pytest.mark.parametrize("name", ["a33", "k13"])
def test_a_pin_is_changed_and_the_old_one_is_gone(insert, name):
    _, session, channel = insert(name)
    session.read(channel())
    changed = session.change(channel(), Pin.from_text("1234"), Pin.from_text("987654321012"))
    assert changed.outcome is PinOutcome.CORRECT
    assert session.verify(channel(), Pin.from_text("1234")).outcome is PinOutcome.WRONG
    assert session.verify(channel(), Pin.from_text("987654321012")).proved


def test_a_change_with_a_wrong_old_pin_costs_one_try(insert):
    card, session, channel = insert("a33")
    session.read(channel())
    changed = session.change(channel(), Pin.from_text("4321"), Pin.from_text("5555"))
    assert (changed.outcome, changed.tries_left) == (PinOutcome.WRONG, 2)
    assert card.wallet.pin == bytes.fromhex("241234FFFFFFFFFF")


@pytest.mark.parametrize("text", ["", "123", "1234567890123", "12a4", "１２３４"])
def test_only_four_to_twelve_digits_make_a_pin(text):
    with pytest.raises(ValueError, match="4 to 12") as caught:
        Pin.from_text(text)
    assert not text or text not in str(caught.value)


def test_blocks_are_the_cards_own_form():
    assert Pin.from_text("1234").block().hex() == "241234ffffffffff"
    assert Pin.from_text("123456789012").block().hex() == "2c123456789012ff"
    assert Pin.from_text("12345").block().hex() == "2512345fffffffff"


def test_a_holders_certificate_straight_below_the_root_is_as_good(insert, pki):
    """A test infrastructure may have no CA between; only the root itself can issue such a certificate."""
    card, session, channel = insert("a33")
    number = card.profile.identity["national_number"]
    root = pki.root("ec").subject
    made = issue(name_of("Amina", serial=number), pki.key("auth-ec").public_key(), root, pki.key("root-ec"), serial=5)
    card.image.files["DF005038"] = made
    session.read(channel())
    assert session.verify(channel(), Pin.from_text("1234")).proved


def after(card, ins, error):
    """The card, which answers no command any more once this one was answered."""
    done = []

    def exchange(command):
        if done:
            raise error
        answer = card.exchange(command)
        if command[1] == ins and len(command) > 5:
            done.append(True)
        return answer

    return exchange


def test_a_card_that_is_pulled_after_a_change_has_changed_its_pin(insert):
    card, session, channel = insert("a33")
    session.read(channel())
    changed = session.change(
        Channel(after(card, 0x24, CardGone("pulled"))), Pin.from_text("1234"), Pin.from_text("135790")
    )
    assert changed.outcome is PinOutcome.CORRECT
    assert session.reading.tries_left == 3


def test_the_tries_left_are_kept_when_the_exchange_breaks_off_after_them(insert):
    card, session, channel = insert("a33")
    session.read(channel())
    answer = session.verify(Channel(after(card, 0x20, CardGone("pulled"))), Pin.from_text("9999"))
    assert (answer.outcome, answer.tries_left, session.reading.tries_left) == (PinOutcome.WRONG, 2, 2)
