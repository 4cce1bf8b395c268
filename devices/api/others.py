"""Camera, panel and speech as the kiosk sees them."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Protocol

from devices.api.health import Device, DeviceEvent


@dataclass(frozen=True, slots=True)
class CodeSeen(DeviceEvent):
    """A code was read by the camera or by a scanner; `text` is capped and not yet validated."""

    text: str
    symbology: str = ""


@dataclass(frozen=True, slots=True)
class MrzSeen(DeviceEvent):
    """Several frames agreed on a machine-readable zone; never a proof, never stored."""

    request: str
    document: str = field(repr=False)
    document_number: str = field(repr=False)
    birth_date: str = field(repr=False)
    valid_until: str = field(repr=False)
    nationality: str = field(repr=False)


class Camera(Device, Protocol):
    """The camera looks only between `look_for_*` and `rest`."""

    def look_for_codes(self, request: str) -> None:
        """Look for QR, Aztec and DataMatrix codes: `CodeSeen`."""
        ...

    def look_for_mrz(self, request: str) -> None:
        """Look for a machine-readable zone: `MrzSeen`."""
        ...

    def rest(self) -> None:
        """Stop looking; light off."""
        ...


class PadKey(enum.StrEnum):
    """Keys of the tactile keypad."""

    UP = "up"
    DOWN = "down"
    OK = "ok"
    BACK = "back"
    HELP = "help"
    VOLUME_UP = "volume_up"
    VOLUME_DOWN = "volume_down"
    REPEAT = "repeat"
    DIGIT_0 = "0"
    DIGIT_1 = "1"
    DIGIT_2 = "2"
    DIGIT_3 = "3"
    DIGIT_4 = "4"
    DIGIT_5 = "5"
    DIGIT_6 = "6"
    DIGIT_7 = "7"
    DIGIT_8 = "8"
    DIGIT_9 = "9"


class Keypad(enum.StrEnum):
    """Kinds of keypad, by their names in the airport kiosks' standard (CUSS 2); digits come besides."""

    NAVPAD_5_KEY = "NAVPAD_5_KEY"  # up, down, OK, back, help
    NAVPAD_8_KEY = "NAVPAD_8_KEY"  # and repeat, volume up and down
    AUDIONAV_6_KEY = "AUDIONAV_6_KEY"  # up, down, OK, help, volume up and down


@dataclass(frozen=True, slots=True)
class KeyPressed(DeviceEvent):
    """A tactile key was pressed; digits never appear in a repr."""

    key: PadKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class HeadsetChanged(DeviceEvent):
    """A headset was plugged in or pulled out."""

    inserted: bool


class Contact(enum.StrEnum):
    """Contacts that the panel watches."""

    PRESENCE = "presence"
    DOOR = "door"
    TAMPER = "tamper"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class ContactChanged(DeviceEvent):
    """A contact of the panel changed; `active` means: somebody stands there, door open, tampered, paper in the mouth."""

    contact: Contact
    active: bool


class Indicator(enum.StrEnum):
    """Indicator lights."""

    CARD_SLOT = "card_slot"
    TICKET_MOUTH = "ticket_mouth"
    CAMERA = "camera"


class Light(enum.StrEnum):
    """What an indicator light does."""

    OFF = "off"
    ON = "on"
    BLINK = "blink"


class Panel(Device, Protocol):
    """The board with keypad, lights, headset sensor and contacts."""

    def light(self, indicator: Indicator, light: Light) -> None:
        """Set an indicator light."""
        ...


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to say; `private` is only said to a headset.

    `offers`: the key of a choice that can be taken while it is said.  It comes back as `Offered`, and nothing pauses after
    it, because another voice goes on.
    """

    text: str
    language: str
    private: bool = False
    offers: str = ""


@dataclass(frozen=True, slots=True)
class Offered(DeviceEvent):
    """So much of an offering utterance was heard that a key pressed from now on answers this one, not the one before."""

    request: str
    key: str


@dataclass(frozen=True, slots=True)
class SpeechEnded(DeviceEvent):
    """Everything of this request was said (`finished`) or it was interrupted."""

    request: str
    finished: bool


class Speaker(Device, Protocol):
    """Speech, tones and chimes."""

    def say(self, request: str, utterances: tuple[Utterance, ...], *, rate: float = 1.0) -> None:
        """Say these; whatever was being said stops within 100 ms."""
        ...

    def hush(self) -> None:
        """Stop speaking."""
        ...

    def tone(self, name: str) -> None:
        """Play a short sound: "key", "done", "attention", "chime"."""
        ...

    def set_headset(self, inserted: bool) -> None:
        """Where to speak: without a headset private utterances are dropped."""
        ...

    def set_volume(self, step: int) -> None:
        """Volume step 0 to 8; 4 is the default."""
        ...
