"""The PIN object: it cannot be printed, compared by accident, pickled or copied, and it is overwritten."""

import copy
import pickle

import pytest

from devices.api import Pin

MARKER = "918273645091"


def typed(text):
    pin = Pin()
    for digit in text:
        pin = pin.with_digit(int(digit))
    return pin


@pytest.mark.parametrize(
    ("text", "block"),
    [("1234", "241234ffffffffff"), ("12345", "2512345fffffffff"), ("123456789012", "2c123456789012ff")],
)
def test_the_block_is_length_digits_and_padding(text, block):
    assert typed(text).block().hex() == block


def test_a_thirteenth_digit_is_ignored():
    assert typed("1" * 13).length == 12


def test_R006_a_pin_is_complete_from_four_digits_on():
    assert not typed("123").complete
    assert typed("1234").complete


def test_nothing_prints_it():
    pin = typed(MARKER)
    for text in (repr(pin), str(pin), f"{pin}", f"{pin!r:>40}"):
        assert MARKER not in text
        assert "hidden" in text


@pytest.mark.parametrize("attempt", [pickle.dumps, copy.copy, copy.deepcopy])
def test_it_cannot_be_pickled_or_copied(attempt):
    with pytest.raises(TypeError):
        attempt(typed(MARKER))


def test_two_pins_are_never_equal_by_accident():
    assert typed("1234") != typed("1234")
    assert typed("1234").same_digits(typed("1234"))


def test_wiping_overwrites_the_digits():
    left = []

    class Watched(bytearray):
        def clear(self):
            left.append(bytes(self))
            super().clear()

    pin = typed(MARKER)
    pin._digits = Watched(pin._digits)
    pin.wipe()
    assert left == [bytes(len(MARKER))]
    assert pin.length == 0


@pytest.mark.parametrize("text", ["123", "1234567890123", "12a4", "١٢٣٤", ""])
def test_a_text_that_is_no_pin_is_refused_without_repeating_it(text):
    with pytest.raises(ValueError) as refused:
        Pin.from_text(text)
    assert not text or text not in str(refused.value)
