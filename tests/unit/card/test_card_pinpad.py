"""A reader with its own keys, at the seam of SCardControl: what it is asked, and what its answers mean."""

import pytest

from devices.api.card import PinOutcome
from devices.card.apdu import CardRefused
from devices.card.pcsc import GET_FEATURE_REQUEST, PcscError, PcscTrouble
from devices.card.pin import outcome_of
from devices.card.pinpad import features, status_word, verify_code, verify_structure

FEATURES = bytes.fromhex("060442330006") + bytes.fromhex("070442330007") + bytes.fromhex("1204AABBCCDD")


def test_the_control_code_of_direct_verification_is_found():
    assert verify_code("A reader", lambda code, _data: FEATURES if code == GET_FEATURE_REQUEST else b"") == 0x42330006


def test_a_reader_without_features_has_no_keys():
    def refuse(_code, _data):
        raise PcscError(PcscTrouble.OTHER, 0x8010001F)

    assert verify_code("A reader", refuse) is None
    assert verify_code("A reader", lambda _code, _data: bytes.fromhex("1204AABBCCDD")) is None


def test_a_reader_that_costs_tries_on_old_cards_is_not_used():
    assert verify_code("Gemplus GemPC Pinpad 00 00", lambda _code, _data: FEATURES) is None


@pytest.mark.parametrize("broken", [b"", b"\x06", b"\x06\x04\x42", b"\x06\x02\x42\x33", b"\xff" * 40])
def test_broken_feature_lists_are_survived(broken):
    assert 0x06 not in features(broken)


def test_the_structure_is_the_belgian_one():
    structure = verify_structure("A reader", "nl")
    assert structure.hex() == "1e1e8947040c0402011304000000000d000000002000010820ffffffffffffff"
    assert verify_structure("A reader", "fr")[9:11] == b"\x0c\x04"
    assert verify_structure("A reader", "tr")[9:11] == b"\x09\x04"
    assert verify_structure("SPRx32 USB Smart Card Reader", "nl")[2] == 0x01
    assert verify_structure("Gemalto GemPC Express", "nl")[5] == 8


@pytest.mark.parametrize(
    ("answer", "outcome", "left"),
    [
        ("9000", PinOutcome.CORRECT, 3),
        ("63C2", PinOutcome.WRONG, 2),
        ("63C0", PinOutcome.BLOCKED, 0),
        ("6983", PinOutcome.BLOCKED, 0),
        ("6400", PinOutcome.TIMEOUT, 2),
        ("6401", PinOutcome.CANCELLED, 2),
        ("6403", PinOutcome.CANCELLED, 2),
        ("6A88", PinOutcome.NOT_APPLICABLE, None),
        ("", PinOutcome.TIMEOUT, 2),
    ],
)
def test_what_the_reader_answers(answer, outcome, left):
    got = outcome_of(status_word(bytes.fromhex(answer)), 2)
    assert (got.outcome, got.tries_left) == (outcome, left)


def test_any_other_status_word_is_a_fault():
    with pytest.raises(CardRefused):
        outcome_of(0x6F00)
