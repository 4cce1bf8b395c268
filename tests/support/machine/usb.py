"""A USB device as its wire sees it: descriptors, the standard requests, and pipes that wait for data.

A model derives from `Device`, gives its descriptors, and answers what is its own (`control`, `out`).  It knows nothing of the
machine that it is plugged into: the cable is `tests/support/machine/redir.py`.
"""

import struct
import threading
from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

FULL, HIGH = 1, 2  # speeds, as usbredir counts them
CONTROL, BULK, INTERRUPT = 0, 2, 3  # kinds of a pipe
TO_DEVICE, TO_HOST = 0x00, 0x80
CLASS_OUT, CLASS_IN, CLASS_OTHER_OUT = 0x21, 0xA1, 0x23
VENDOR_OUT, VENDOR_IN = 0x40, 0xC0


class Status(IntEnum):
    """How a transfer ended."""

    OK = 0
    CANCELLED = 1
    INVALID = 2
    BROKEN = 3
    STALLED = 4


Done = Callable[[Status, bytes], None]  # a transfer's end: what came, or nothing


class Stall(Exception):
    """The device does not know this request."""


class Endpoint(NamedTuple):
    address: int
    kind: int
    size: int
    interval: int


class Interface(NamedTuple):
    number: int
    alternate: int
    kind: tuple[int, int, int]  # class, subclass, protocol
    endpoints: tuple[Endpoint, ...]


def device_descriptor(
    vendor: int, product: int, kind: tuple[int, int, int] = (0, 0, 0), release: int = 0x0100
) -> bytes:
    return struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0200, *kind, 64, vendor, product, release, 1, 2, 3, 1)


def interface_descriptor(number: int, endpoints: int, kind: tuple[int, int, int]) -> bytes:
    return struct.pack("<BBBBBBBBB", 9, 4, number, 0, endpoints, *kind, 0)


def endpoint_descriptor(address: int, kind: int, size: int, interval: int = 0) -> bytes:
    return struct.pack("<BBBBHB", 7, 5, address, kind, size, interval)


def configuration_descriptor(body: bytes, interfaces: int) -> bytes:
    """One configuration, fed by its own power supply."""
    return struct.pack("<BBHBBBBB", 9, 2, 9 + len(body), interfaces, 1, 0, 0xC0, 0) + body


def interfaces_of(configuration: bytes) -> list[Interface]:
    """What a configuration's bytes name, in their order."""
    found: list[Interface] = []
    at = 0
    while at < len(configuration):
        length, kind = configuration[at], configuration[at + 1]
        if kind == 4:
            number, alternate = configuration[at + 2], configuration[at + 3]
            found.append(Interface(number, alternate, tuple(configuration[at + 5 : at + 8]), ()))
        elif kind == 5:
            one = Endpoint(*struct.unpack_from("<BBHB", configuration, at + 2))
            found[-1] = found[-1]._replace(endpoints=(*found[-1].endpoints, one))
        at += length
    return found


class Device:
    """What all devices do alike.  IN pipes wait until `push` brings data; OUT pipes are worked off one after the other."""

    speed = FULL
    strings = ("Kiosk bench", "Device", "0001")
    descriptor = b""
    configuration = b""

    def __init__(self) -> None:
        self.configured = 0
        self.plugged = False
        self._lock = threading.RLock()
        self._asked: dict[int, list[tuple[object, int, Done]]] = {}  # by pipe: who asked, how much, whom to tell
        self._ready: dict[int, list[bytes]] = {}

    # --- what a model says

    def control(self, kind: int, request: int, value: int, index: int, data: bytes) -> bytes:
        """Answer a request that is not a standard one; `Stall` for one that the device does not know."""
        raise Stall

    def out(self, pipe: int, data: bytes) -> Status:
        """Take what came down a pipe; a device that is slow to take it is slow to return."""
        return Status.OK

    def attached(self) -> None:
        """The cable was plugged in: power."""

    def detached(self) -> None:
        """The cable was pulled."""

    def ready(self) -> None:
        """The machine has chosen the configuration."""

    def push(self, pipe: int, data: bytes) -> None:
        """Data for the machine, by the number of an IN pipe without its direction."""
        with self._lock:
            self._ready.setdefault(pipe, []).append(data)
            self._match(pipe)

    # --- what the cable does

    def plug(self) -> None:
        self.forget()
        self.configured, self.plugged = 0, True
        self.attached()

    def unplug(self) -> None:
        self.plugged = False
        self.detached()
        self.forget()

    def forget(self) -> None:
        """Nothing is asked for and nothing waits: after a reset, a plug or a new configuration."""
        with self._lock:
            self._asked.clear()
            self._ready.clear()

    def ask(self, pipe: int, token: object, length: int, done: Done) -> None:
        """The machine wants up to `length` bytes of an IN pipe."""
        with self._lock:
            self._asked.setdefault(pipe, []).append((token, length, done))
            self._match(pipe)

    def cancel(self, token: object) -> Done | None:
        """Take a question back; None when it is answered already."""
        with self._lock:
            for waiting in self._asked.values():
                for one in list(waiting):
                    if one[0] == token:
                        waiting.remove(one)
                        return one[2]
        return None

    def setup(self, kind: int, request: int, value: int, index: int, length: int, data: bytes) -> tuple[Status, bytes]:
        """One control transfer."""
        try:
            answer = self._standard(kind, request, value, index)
            if answer is None:
                answer = self.control(kind, request, value, index, data)
        except Stall:
            return Status.STALLED, b""
        return Status.OK, answer[:length] if kind & TO_HOST else b""

    def _match(self, pipe: int) -> None:
        asked, ready = self._asked.get(pipe, []), self._ready.get(pipe, [])
        while asked and ready:
            _, length, done = asked.pop(0)
            data = ready.pop(0)
            if len(data) > length:
                ready.insert(0, data[length:])
            done(Status.OK, data[:length])

    def _standard(self, kind: int, request: int, value: int, index: int) -> bytes | None:
        match kind, request:
            case 0x80, 6:
                return self._described(value >> 8, value & 0xFF)
            case 0x00, 9:
                self.forget()
                self.configured = value
                self.ready()
                return b""
            case 0x80, 8:
                return bytes((self.configured,))
            case ((0x80 | 0x81 | 0x82), 0):
                return b"\0\0"
            case 0x81, 10:
                return b"\0"
            case ((0x00 | 0x02), (1 | 3)) | (0x01, 11):
                return b""
        return None

    def _described(self, kind: int, number: int) -> bytes:
        if kind == 1:
            return self.descriptor
        if kind == 2:
            return self.configuration
        if kind == 3 and number == 0:
            return b"\x04\x03\x09\x04"
        if kind == 3 and number <= len(self.strings):
            text = self.strings[number - 1].encode("utf-16-le")
            return bytes((len(text) + 2, 3)) + text
        raise Stall
