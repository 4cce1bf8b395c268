"""The panel's line protocol (docs/devices.md, "The panel"): lines of words with a checksum, both ways."""

from __future__ import annotations

from dataclasses import dataclass

from devices.api import Contact, Indicator, Keypad, Light, PadKey

VERSION = 1
IDENTITY = "kiosk-panel"
_KEYPADS = {keypad.value: keypad for keypad in Keypad}


@dataclass(frozen=True, slots=True)
class Hello:
    """The board says who it is; `keypad` None when it names no kind of keypad that we know."""

    identity: str
    version: int
    serial: str
    keypad: Keypad | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A key went down or up."""

    key: PadKey
    down: bool


@dataclass(frozen=True, slots=True)
class Headset:
    """The headset's plug is in or out."""

    inserted: bool


@dataclass(frozen=True, slots=True)
class ContactState:
    """A contact is closed (active) or not."""

    contact: Contact
    active: bool


@dataclass(frozen=True, slots=True)
class Pong:
    """The board lives; `token` is what it was asked with."""

    token: int


Message = Hello | Key | Headset | ContactState | Pong


def frame(text: str) -> bytes:
    """A line on the wire: the text, `*`, two hexadecimal digits of the XOR of its bytes, LF."""
    check = 0
    for byte in text.encode("ascii"):
        check ^= byte
    return f"{text}*{check:02X}\n".encode("ascii")


def unframe(line: bytes) -> str | None:
    """The text of a line without its LF, or None when the checksum or the alphabet is wrong."""
    body, star, check = line.rstrip(b"\r").rpartition(b"*")
    if not star or not body.isascii():
        return None
    value = 0
    for byte in body:
        value ^= byte
    return body.decode("ascii") if check == f"{value:02X}".encode("ascii") else None


def parse(line: bytes) -> Message | None:
    """What the board said, or None for a line that is damaged or unknown."""
    text = unframe(line)
    if text is None:
        return None
    try:
        match text.split(" "):
            case ["HELLO", identity, version, serial, *more]:
                return Hello(identity, int(version), serial, _KEYPADS.get(more[0]) if more else None)
            case ["KEY", name, ("DOWN" | "UP") as edge]:
                return Key(PadKey(name), edge == "DOWN")
            case ["HEADSET", ("0" | "1") as state]:
                return Headset(state == "1")
            case ["CONTACT", name, ("0" | "1") as state]:
                return ContactState(Contact(name), state == "1")
            case ["PONG", token]:
                return Pong(int(token))
            case _:
                return None
    except ValueError:
        return None


def hello_please() -> bytes:
    """Ask who is there; the answer is HELLO and then the state of everything."""
    return frame("HELLO?")


def ping(token: int) -> bytes:
    """Ask for a sign of life."""
    return frame(f"PING {token}")


def set_light(indicator: Indicator, light: Light) -> bytes:
    """Set one light; BLINK is 2 Hz at most, made by the board."""
    return frame(f"LIGHT {indicator} {light.upper()}")
