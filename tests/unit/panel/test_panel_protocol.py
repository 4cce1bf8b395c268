"""The panel's lines: each says one thing, damaged ones say nothing, nothing breaks the parser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.api import Contact, Indicator, Keypad, Light, PadKey
from devices.panel.protocol import ContactState, Headset, Hello, Key, Pong, frame, parse, set_light, unframe


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("HELLO kiosk-panel 1 KP-0042", Hello("kiosk-panel", 1, "KP-0042")),
        ("HELLO kiosk-panel 1 KP-0042 NAVPAD_5_KEY", Hello("kiosk-panel", 1, "KP-0042", Keypad.NAVPAD_5_KEY)),
        ("HELLO kiosk-panel 1 KP-0042 TOASTER", Hello("kiosk-panel", 1, "KP-0042")),
        ("KEY ok DOWN", Key(PadKey.OK, True)),
        ("KEY 5 UP", Key(PadKey.DIGIT_5, False)),
        ("HEADSET 1", Headset(True)),
        ("CONTACT door 0", ContactState(Contact.DOOR, False)),
        ("PONG 17", Pong(17)),
    ],
)
def test_lines_of_the_protocol_page(text, message) -> None:
    assert parse(frame(text).removesuffix(b"\n")) == message


def test_the_checksum_is_the_one_of_the_protocol_page() -> None:
    assert frame("PING 1") == b"PING 1*01\n"
    assert set_light(Indicator.CARD_SLOT, Light.BLINK).startswith(b"LIGHT card_slot BLINK*")


@pytest.mark.parametrize("line", [b"", b"*", b"KEY ok DOWN", b"KEY ok DOWN*00", b"KEY \xff*AA", b"HEADSET 2*4E"])
def test_damaged_lines_say_nothing(line) -> None:
    assert parse(line) is None


@given(st.binary(max_size=100))
def test_no_bytes_break_the_parser(line: bytes) -> None:
    parse(line)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=60), st.data())
def test_one_changed_byte_is_noticed(text: str, data) -> None:
    line = bytearray(frame(text).removesuffix(b"\n"))
    at = data.draw(st.integers(0, max(0, len(text) - 1)))
    if text:
        line[at] ^= data.draw(st.integers(1, 127))
        assert unframe(bytes(line)) != text
