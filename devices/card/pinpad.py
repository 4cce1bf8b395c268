"""A reader's own keys take the PIN (PC/SC part 10): which functions it has, and the structures for VERIFY and CHANGE.

The PIN never reaches this program.  The call blocks while the person types; the reader ends it with 6400 (time-out),
6401 (cancelled), 6402 (the two new PINs differ) or 6403 (a length that the card does not take).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices.card.pcsc import GET_FEATURE_REQUEST, PcscError, PcscTrouble

Control = Callable[[int, bytes], bytes]

VERIFY_START, VERIFY_FINISH, MODIFY_START, MODIFY_FINISH = 0x01, 0x02, 0x03, 0x04
VERIFY_DIRECT, MODIFY_DIRECT = 0x06, 0x07

# a reader whose firmware asks the card with an empty VERIFY, which costs a try on applet 1.1
_REFUSED = ("Gemplus GemPC Pinpad",)
# wLangId of PC/SC part 10, from the USB-IF's "Language Identifiers (LANGIDs)" 1.0, little-endian.  These four are what the
# Belgian middleware asks of a reader (eid-mw, cardcommon/pinpad.cpp).  A reader may refuse the whole entry in a language
# that its display lacks: whoever speaks another one reads English there, and their own language on the screen
_LANGUAGES = {"nl": b"\x13\x04", "fr": b"\x0c\x04", "de": b"\x07\x04", "en": b"\x09\x04"}
_EMPTY = bytes.fromhex("20FFFFFFFFFFFFFF")
_VERIFY = bytes.fromhex("0020000108") + _EMPTY
_CHANGE = bytes.fromhex("0024000110") + _EMPTY * 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry on the keys, by its control codes: a single call, or one that starts it and one that waits for its end."""

    start: int
    finish: int | None = None


@dataclass(frozen=True, slots=True)
class Pad:
    """What a reader's own keys can do; None is what they cannot."""

    verify: Entry | None = None
    change: Entry | None = None


def look(reader: str, control: Control) -> Pad:
    """What this reader's keys can do, by GET_FEATURE_REQUEST."""
    if reader.startswith(_REFUSED):
        return Pad()
    try:
        found = features(control(GET_FEATURE_REQUEST, b""))
    except PcscError:
        return Pad()
    return Pad(
        _entry(found, VERIFY_DIRECT, VERIFY_START, VERIFY_FINISH),
        _entry(found, MODIFY_DIRECT, MODIFY_START, MODIFY_FINISH),
    )


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


def _entry(found: dict[int, int], direct: int, start: int, finish: int) -> Entry | None:
    """The single call where there is one, else the pair of calls where both are there."""
    if direct in found:
        return Entry(found[direct])
    return Entry(found[start], found[finish]) if start in found and finish in found else None


def verify_structure(reader: str, language: str, *, seconds: int = 30) -> bytes:
    """PIN_VERIFY_STRUCTURE for the Belgian PIN: BCD, length in the first byte's low nibble, 4 to 12 digits.

    `seconds` is the reader's time-out for the first and for each further key.
    """
    # validated by the OK key; one message
    return _common(reader, seconds) + _limits(reader) + b"\x02\x01" + _words(language) + b"\x00" + _apdu(_VERIFY)


def modify_structure(reader: str, language: str, *, seconds: int = 30) -> bytes:
    """PIN_MODIFY_STRUCTURE: the present PIN into the first block, the new one, typed twice, into the second.

    `seconds` as for `verify_structure`.
    """
    # old at 0, new at 8; confirm the new one and ask for the old (3), OK key, three messages 0, 1, 2
    offsets, entry, messages = b"\x00\x08", b"\x03\x02\x03", b"\x00\x01\x02"
    return _common(reader, seconds) + offsets + _limits(reader) + entry + _words(language) + messages + _apdu(_CHANGE)


def _common(reader: str, seconds: int) -> bytes:
    """Both time-outs; BCD from the left with the length in the block; eight bytes, seven of digits."""
    system_units = 0x01 if reader.startswith("SPRx32 USB") else 0x89
    return bytes((seconds, seconds, system_units, 0x47, 0x04))


def _limits(reader: str) -> bytes:
    """wPINMaxExtraDigit, little-endian: most digits, fewest digits."""
    return bytes((8 if "GemPC" in reader else 12, 4))


def _words(language: str) -> bytes:
    return _LANGUAGES.get(language, _LANGUAGES["en"])


def _apdu(command: bytes) -> bytes:
    """bTeoPrologue, ulDataLength and the command whose blocks the reader fills in."""
    return b"\x00\x00\x00" + len(command).to_bytes(4, "little") + command


def ask(entry: Entry, structure: bytes, control: Control) -> int:
    """Let the person type; the status word of the card, or the reader's own 64xx.  Blocks until the entry has ended.

    A reader that ends the call without a word timed out: some have no other way to say so.
    """
    try:
        answer = control(entry.start, structure)
        if entry.finish is not None and _status_word(answer, 0x9000) == 0x9000:
            answer = control(entry.finish, b"")
    except PcscError as error:
        if error.trouble is not PcscTrouble.OTHER:
            raise
        answer = b""
    return _status_word(answer, 0x6400)


def _status_word(answer: bytes, silent: int) -> int:
    """The last two bytes; `silent` for an answer without any."""
    return int.from_bytes(answer[-2:], "big") if len(answer) >= 2 else silent
