"""A card reader of the CCID class on the wire: short APDUs, with or without keys of its own for the PIN.

`insert` and `remove` put the product's simulated card in and take it out.  What a person types on the keys is asked of `keys`.
"""

import struct
import threading
from collections.abc import Callable
from enum import Enum, IntEnum

from devices.simulators.card.card import SimulatedCard
from tests.support.machine.usb import (
    BULK,
    CLASS_OUT,
    INTERRUPT,
    Device,
    Stall,
    Status,
    configuration_descriptor,
    device_descriptor,
    endpoint_descriptor,
    interface_descriptor,
)

# a reader that takes parameters, clock and voltage from the ATR by itself, at the level of short APDUs
_FEATURES = 0x00020000 | 0x02 | 0x08 | 0x10 | 0x20 | 0x40 | 0x80
_DATA, _STATE, _TOLD_PARAMETERS = 0x80, 0x81, 0x82
_MUTE = 0xFE


class Order(IntEnum):
    """What the machine asks of a slot."""

    SET_PARAMETERS = 0x61
    POWER_ON = 0x62
    POWER_OFF = 0x63
    SLOT = 0x65
    SECURE = 0x69
    PARAMETERS = 0x6C
    DEFAULT_PARAMETERS = 0x6D
    EXCHANGE = 0x6F


class Typed(Enum):
    """What a person may do instead of typing a PIN; the value is the reader's error."""

    CANCELLED = 0xEF
    TIMED_OUT = 0xF0


class Lie(Enum):
    """What a reader may say or do that is not so."""

    NO_KEYS = "has keys, and refuses to ask"
    NO_CARD = "has a card, which answers nothing"
    SILENT = "takes every command, and answers none"


Keys = Callable[[int], list[str] | Typed]  # asked for 1 (verify) or 2 PINs (the present and the new one)


def _nobody(_count: int) -> Typed:
    return Typed.TIMED_OUT


def descriptor(pad: bool) -> bytes:
    """The 54 bytes that make an interface a card reader."""
    return (
        struct.pack("<BBHBB", 54, 0x21, 0x0110, 0, 7)
        + struct.pack("<IIIB", 3, 4000, 4000, 0)
        + struct.pack("<IIB", 10752, 344105, 0)
        + struct.pack("<IIIII", 254, 0, 0, _FEATURES, 271)
        + struct.pack("<BBHBB", 0xFF, 0xFF, 0, 3 if pad else 0, 1)
    )


def asked(data: bytes) -> int:
    """How many PINs an order of PC_to_RDR_Secure needs; 0 for an order that this reader does not know."""
    return {0: 1, 1: 2}.get(data[0], 0) if data else 0


def filled(data: bytes, pins: list[str]) -> bytes:
    """The command to the card: the order's own APDU with the typed PINs in its blocks."""
    form, block, length_form = data[2:5]
    if data[0] == 0:
        offsets, apdu = (0,), bytearray(data[15:])
    else:
        messages = data[11]
        offsets, apdu = (data[5], data[6]), bytearray(data[15 + (messages > 0) + (messages == 3) + 3 :])
    unit = 1 if form & 0x80 else 8
    place = ((form >> 3) & 0x0F) // unit
    for offset, pin in zip(offsets, pins, strict=True):
        start = 5 + offset
        if block >> 4:
            at = start + (length_form & 0x0F) // (1 if length_form & 0x10 else 8)
            apdu[at] = (apdu[at] & 0xF0) | len(pin)
        digits = bytes.fromhex(pin + "F" * (len(pin) % 2))
        apdu[start + place : start + place + len(digits)] = digits
    return bytes(apdu)


class Reader(Device):
    """One slot.  `pad` gives it keys; `keys` is the person at them."""

    def __init__(self, vendor: int = 0x08E6, product: int = 0x3437, *, pad: bool = False, keys: Keys = _nobody) -> None:
        super().__init__()
        self.strings = ("Kiosk bench", "Card reader", f"R-{product:04x}")
        self.card: SimulatedCard | None = None
        self.keys = keys
        self.pad = pad
        self.lie: Lie | None = None
        self._powered = False
        self._buffer = b""
        self.descriptor = device_descriptor(vendor, product)
        pipes = (
            endpoint_descriptor(0x01, BULK, 64)
            + endpoint_descriptor(0x82, BULK, 64)
            + endpoint_descriptor(0x83, INTERRUPT, 8, 24)
        )
        self.configuration = configuration_descriptor(
            interface_descriptor(0, 3, (11, 0, 0)) + descriptor(pad) + pipes, 1
        )

    def insert(self, card: SimulatedCard) -> None:
        self.card, self._powered = card, False
        self._tell_slot()

    def remove(self) -> None:
        self.card, self._powered = None, False
        self._tell_slot()

    def ready(self) -> None:
        self._buffer, self._powered = b"", False
        self._tell_slot()

    @property
    def _says_card(self) -> bool:
        return self.card is not None or self.lie is Lie.NO_CARD

    def lies(self, lie: Lie | None) -> None:
        """From now on; None is the truth again."""
        self.lie = lie
        self._tell_slot()

    def _tell_slot(self) -> None:
        self.push(3, bytes((0x50, 0x03 if self._says_card else 0x02)))

    def control(self, kind: int, request: int, value: int, index: int, data: bytes) -> bytes:
        if (kind, request) == (CLASS_OUT, 1):  # abort
            return b""
        raise Stall

    def out(self, pipe: int, data: bytes) -> Status:
        self._buffer += data
        while len(self._buffer) >= 10:
            size = 10 + struct.unpack_from("<I", self._buffer, 1)[0]
            if len(self._buffer) < size:
                break
            message, self._buffer = self._buffer[:size], self._buffer[size:]
            self._message(message[0], message[6], message[10:])
        return Status.OK

    def _message(self, kind: int, number: int, data: bytes) -> None:
        card = self.card
        match kind:
            case Order.EXCHANGE | Order.SECURE if self.lie is Lie.SILENT:
                return
            case Order.POWER_ON | Order.EXCHANGE | Order.SECURE if card is None:
                self._answer(_DATA, number, error=_MUTE)
            case Order.POWER_ON:
                card.reset()
                self._powered = True
                self._answer(_DATA, number, card.atr)
            case Order.EXCHANGE:
                self._answer(_DATA, number, card.transmit(data))
            case Order.SECURE:
                # the pipe is free while a person types: the driver gives a transfer five seconds, and a person has more
                given = (card, number, data)
                threading.Thread(target=self._secure, args=given, name="reader-keys", daemon=True).start()
            case Order.POWER_OFF:
                self._powered = False
                self._answer(_STATE, number)
            case Order.SLOT:
                self._answer(_STATE, number)
            case Order.PARAMETERS | Order.DEFAULT_PARAMETERS | Order.SET_PARAMETERS:
                self._answer(
                    _TOLD_PARAMETERS, number, data if kind == Order.SET_PARAMETERS else bytes((0x11, 0, 0, 10, 0))
                )
            case _:
                self._answer(_STATE, number, error=0)

    def _secure(self, card: SimulatedCard, number: int, data: bytes) -> None:
        count = asked(data) if self.pad and self.lie is not Lie.NO_KEYS else 0
        if not count:
            self._answer(_DATA, number, error=0)
            return
        typed = self.keys(count)
        if isinstance(typed, Typed):
            self._answer(_DATA, number, error=typed.value)
        else:
            self._answer(_DATA, number, card.transmit(filled(data, typed)))

    def _answer(self, kind: int, number: int, data: bytes = b"", *, error: int | None = None) -> None:
        slot = 2 if not self._says_card else (0 if self._powered else 1)
        status = slot | (0 if error is None else 0x40)
        self.push(2, struct.pack("<BIBBBBB", kind, len(data), 0, number, status, error or 0, 0) + data)
