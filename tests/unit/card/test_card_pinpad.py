"""A reader with its own keys, at the seam of SCardControl: what it is asked, and what its answers mean."""

import pytest

from devices.api.card import PinOutcome
from devices.card.apdu import CardRefused
from devices.card.pcsc import GET_FEATURE_REQUEST, PcscError, PcscTrouble
from devices.card.pin import outcome_of, outcome_of_change
from devices.card.pinpad import Entry, Pad, ask, features, look, modify_structure, verify_structure

FEATURES = bytes.fromhex("060442330006") + bytes.fromhex("070442330007") + bytes.fromhex("1204AABBCCDD")
IN_TWO = bytes.fromhex("010442330001 020442330002 030442330003 040442330004 050442330005")


def offering(answer):
    return lambda code, _data: answer if code == GET_FEATURE_REQUEST else b""


def test_the_control_codes_of_direct_entry_are_found():
    assert look("A reader", offering(FEATURES)) == Pad(Entry(0x42330006), Entry(0x42330007))


def test_a_reader_that_starts_and_finishes_in_two_calls_is_used_too():
    assert look("A reader", offering(IN_TWO)) == Pad(Entry(0x42330001, 0x42330002), Entry(0x42330003, 0x42330004))
    assert look("A reader", offering(IN_TWO + FEATURES)) == look("A reader", offering(FEATURES))


def test_half_of_an_entry_is_none():
    assert look("A reader", offering(bytes.fromhex("010442330001 040442330004"))) == Pad()


def test_a_reader_may_verify_without_being_able_to_change():
    assert look("A reader", offering(FEATURES[:6])) == Pad(Entry(0x42330006), None)


def test_a_reader_without_features_has_no_keys():
    def refuse(_code, _data):
        raise PcscError(PcscTrouble.OTHER, 0x8010001F)

    assert look("A reader", refuse) == Pad()
    assert look("A reader", offering(bytes.fromhex("1204AABBCCDD"))) == Pad()


def test_a_reader_that_costs_tries_on_old_cards_is_not_used():
    assert look("Gemplus GemPC Pinpad 00 00", offering(FEATURES)) == Pad()


@pytest.mark.parametrize("broken", [b"", b"\x06", b"\x06\x04\x42", b"\x06\x02\x42\x33", b"\xff" * 40])
def test_broken_feature_lists_are_survived(broken):
    assert 0x06 not in features(broken)


def test_the_structure_of_verify_is_the_belgian_one():
    structure = verify_structure("A reader", "nl")
    assert structure.hex() == "1e1e8947040c0402011304000000000d000000002000010820ffffffffffffff"
    assert verify_structure("A reader", "fr")[9:11] == b"\x0c\x04"
    assert verify_structure("A reader", "tr")[9:11] == b"\x09\x04"
    assert verify_structure("SPRx32 USB Smart Card Reader", "nl")[2] == 0x01
    assert verify_structure("Gemalto GemPC Express", "nl")[5] == 8


def test_the_structure_of_change_puts_the_old_pin_first_and_asks_for_the_new_one_twice():
    structure = modify_structure("A reader", "nl")
    assert (
        structure.hex()
        == (
            "1e1e894704"  # time-outs, BCD from the left, eight bytes, length in the low nibble
            "0008"  # the old PIN at 0, the new one at 8
            "0c04"  # 4 to 12 digits
            "0302"  # ask for the old one, confirm the new one; ended with OK
            "03" + "1304" + "000102"  # three messages, Dutch
            "00000015000000"  # prologue, length of the command
            "0024000110" + "20ffffffffffffff" * 2
        )
    )
    assert modify_structure("A reader", "de")[12:14] == b"\x07\x04"
    assert modify_structure("SPRx32 USB Smart Card Reader", "nl")[2] == 0x01
    assert modify_structure("Gemalto GemPC Express", "nl")[7] == 8


class Keys:
    """A reader that answers its control codes from a list, and remembers what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, code, data):
        self.asked.append((code, data))
        return self.answers.pop(0)


def test_a_direct_entry_is_one_call():
    keys = Keys(b"\x90\x00")
    assert ask(Entry(6), b"structure", keys) == 0x9000
    assert keys.asked == [(6, b"structure")]


@pytest.mark.parametrize("started", [b"", b"\x90\x00"])
def test_an_entry_in_two_calls_waits_in_the_second(started):
    keys = Keys(started, b"\x63\xc2")
    assert ask(Entry(1, 2), b"structure", keys) == 0x63C2
    assert keys.asked == [(1, b"structure"), (2, b"")]


def test_an_entry_that_does_not_start_is_not_finished():
    keys = Keys(b"\x64\x01")
    assert ask(Entry(1, 2), b"structure", keys) == 0x6401
    assert len(keys.asked) == 1


def test_a_reader_that_says_nothing_timed_out():
    assert ask(Entry(6), b"", Keys(b"")) == 0x6400
    assert ask(Entry(1, 2), b"", Keys(b"", b"")) == 0x6400


@pytest.mark.parametrize(
    ("word", "outcome", "left"),
    [
        (0x9000, PinOutcome.CORRECT, 3),
        (0x63C2, PinOutcome.WRONG, 2),
        (0x63C0, PinOutcome.BLOCKED, 0),
        (0x6983, PinOutcome.BLOCKED, 0),
        (0x6400, PinOutcome.TIMEOUT, 2),
        (0x6401, PinOutcome.CANCELLED, 2),
        (0x6402, PinOutcome.CANCELLED, 2),
        (0x6403, PinOutcome.CANCELLED, 2),
        (0x6A88, PinOutcome.NOT_APPLICABLE, None),
    ],
)
def test_what_the_reader_answers_to_verify(word, outcome, left):
    got = outcome_of(word, 2)
    assert (got.outcome, got.tries_left) == (outcome, left)


@pytest.mark.parametrize(
    ("word", "outcome", "left"),
    [
        (0x9000, PinOutcome.CORRECT, 3),
        (0x63C1, PinOutcome.WRONG, 1),
        (0x6983, PinOutcome.BLOCKED, 0),
        (0x6400, PinOutcome.TIMEOUT, 2),
        (0x6401, PinOutcome.CANCELLED, 2),
        (0x6402, PinOutcome.DIFFERENT, 2),
        (0x6403, PinOutcome.UNFIT, 2),
        (0x6A80, PinOutcome.UNFIT, 2),
        (0x6985, PinOutcome.NOT_APPLICABLE, None),
    ],
)
def test_what_the_reader_answers_to_change(word, outcome, left):
    got = outcome_of_change(word, 2)
    assert (got.outcome, got.tries_left) == (outcome, left)


@pytest.mark.parametrize("meaning", [outcome_of, outcome_of_change])
def test_any_other_status_word_is_a_fault(meaning):
    with pytest.raises(CardRefused):
        meaning(0x6F00)
