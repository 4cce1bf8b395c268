"""A reader's own keys take the PIN (PC/SC part 10): which functions it has, and the structure for VERIFY.

The PIN never reaches this program.  The call blocks while the person types; the reader ends it with 6400 (time-out)
or 6401 (cancelled).
"""

from __future__ import annotations

from collections.abc import Callable

from devices.card.pcsc import FEATURE_VERIFY_DIRECT, GET_FEATURE_REQUEST, PcscError

Control = Callable[[int, bytes], bytes]

# a reader whose firmware asks the card with an empty VERIFY, which costs a try on applet 1.1
_REFUSED = ("Gemplus GemPC Pinpad",)
_LANGUAGES = {"nl": b"\x13\x04", "fr": b"\x0c\x04", "de": b"\x07\x04", "en": b"\x09\x04"}
_APDU = bytes.fromhex("0020000108") + bytes.fromhex("20FFFFFFFFFFFFFF")


def verify_code(reader: str, control: Control) -> int | None:
    """The control code of VERIFY on the reader's keys; None when the reader has none."""
    if reader.startswith(_REFUSED):
        return None
    try:
        answer = control(GET_FEATURE_REQUEST, b"")
    except PcscError:
        return None
    return features(answer).get(FEATURE_VERIFY_DIRECT)


def features(answer: bytes) -> dict[int, int]:
    """Feature tag to control code, from the TLV list of GET_FEATURE_REQUEST; broken entries are left out."""
    found: dict[int, int] = {}
    at = 0
    while at + 2 <= len(answer):
        tag, length = answer[at], answer[at + 1]
        value = answer[at + 2 : at + 2 + length]
        if length == 4 and len(value) == 4:
            found[tag] = int.from_bytes(value, "big")
        at += 2 + length
    return found


def verify_structure(reader: str, language: str, *, seconds: int = 30) -> bytes:
    """PIN_VERIFY_STRUCTURE for the Belgian PIN: BCD, length in the first byte's low nibble, 4 to 12 digits.

    `seconds` is the reader's time-out for the first and for each further key.
    """
    max_digits = 8 if "GemPC" in reader else 12
    system_units = 0x01 if reader.startswith("SPRx32 USB") else 0x89
    return (
        bytes((seconds, seconds, system_units, 0x47, 0x04, max_digits, 0x04, 0x02, 0x01))
        + _LANGUAGES.get(language, _LANGUAGES["en"])
        + b"\x00"
        + b"\x00\x00\x00"
        + len(_APDU).to_bytes(4, "little")
        + _APDU
    )


def status_word(answer: bytes) -> int:
    """The status word of the reader's answer: the card's, or the reader's own 64xx."""
    return int.from_bytes(answer[-2:], "big") if len(answer) >= 2 else 0x6400
