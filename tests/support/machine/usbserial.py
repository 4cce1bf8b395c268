"""Serial lines over USB: the CDC class (scanner) and an FTDI chip (panel), in front of the product's simulated devices."""

import os
import select
import struct
import threading
from typing import Protocol

from tests.support.machine.usb import (
    BULK,
    INTERRUPT,
    VENDOR_IN,
    VENDOR_OUT,
    Device,
    Stall,
    Status,
    configuration_descriptor,
    device_descriptor,
    endpoint_descriptor,
    interface_descriptor,
)
from tests.support.waiting import PATIENCE

LOOK = 0.05  # seconds between two looks at whether the cable is still there
DTR = 1  # the lowest bit of the lines' state, with both chips


class Behind(Protocol):
    """A simulated device behind a pseudo-terminal."""

    @property
    def url(self) -> str: ...
    def plug(self) -> None: ...
    def unplug(self) -> None: ...


class _UsbSerial(Device):
    """Carries bytes between the pipes and a simulated device, which gets its power from the cable."""

    in_pipe = 1
    room = 4096  # bytes a transfer to the machine

    def __init__(self, behind: Behind) -> None:
        super().__init__()
        self.behind = behind
        behind.unplug()
        self.lines = 0
        """DTR (1) and RTS (2), as the machine last set them."""
        self._line = -1
        self._pulled = threading.Event()
        self._thread: threading.Thread | None = None

    def wrapped(self, data: bytes) -> bytes:
        """How the chip hands received bytes over."""
        return data

    def said(self, data: bytes) -> None:
        """The device said something."""
        self.push(self.in_pipe, self.wrapped(data))

    def attached(self) -> None:
        self.lines = 0
        self.behind.plug()
        path = self.behind.url.removeprefix("serial://")
        self._line = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        self._pulled.clear()
        self._thread = threading.Thread(target=self._carry, name="usb-serial", daemon=True)
        self._thread.start()

    def detached(self) -> None:
        self._pulled.set()
        if self._thread is not None:
            self._thread.join(PATIENCE)
        os.close(self._line)
        self.behind.unplug()

    def out(self, pipe: int, data: bytes) -> Status:
        while data and not self._pulled.is_set():
            if select.select([], [self._line], [], LOOK)[1]:
                data = data[os.write(self._line, data) :]
        return Status.BROKEN if data else Status.OK

    def _carry(self) -> None:
        while not self._pulled.is_set():
            if select.select([self._line], [], [], LOOK)[0]:
                self.said(os.read(self._line, self.room))


class CdcAcm(_UsbSerial):
    """A modem of the communication class, as scanners are in serial mode: /dev/ttyACM.

    One that `waits` for DTR, as most do, says nothing while it is down: what it would have said is `unheard`.
    """

    in_pipe = 3

    def __init__(self, behind: Behind, vendor: int = 0x1EAB, product: int = 0x1D06, *, waits: bool = True) -> None:
        super().__init__(behind)
        self.waits = waits
        self.unheard = bytearray()
        self.strings = ("Kiosk bench", "2D scanner", "S-0001")
        self.descriptor = device_descriptor(vendor, product, (2, 0, 0))
        # header, call management, abstract control, union of interfaces 0 and 1
        functions = bytes.fromhex("0524001001 0524010001 04240202 0524060001")
        self.configuration = configuration_descriptor(
            interface_descriptor(0, 1, (2, 2, 1))
            + functions
            + endpoint_descriptor(0x82, INTERRUPT, 16, 10)
            + interface_descriptor(1, 2, (10, 0, 0))
            + endpoint_descriptor(0x03, BULK, 64)
            + endpoint_descriptor(0x83, BULK, 64),
            2,
        )
        self._coding = struct.pack("<IBBB", 9600, 0, 0, 8)

    def said(self, data: bytes) -> None:
        if self.waits and not self.lines & DTR:
            self.unheard += data
        else:
            super().said(data)

    def control(self, kind: int, request: int, value: int, index: int, data: bytes) -> bytes:
        match kind, request:
            case 0x21, 0x20:
                self._coding = data
                return b""
            case 0xA1, 0x21:
                return self._coding
            case 0x21, 0x22:
                self.lines = value & 3
                return b""
            case 0x21, 0x23:  # break
                return b""
        raise Stall


class Ftdi(_UsbSerial):
    """An FT232R: every packet to the machine begins with two bytes of the line's state: /dev/ttyUSB."""

    in_pipe = 1
    room = 62
    _LINE_STATE = b"\x31\x60"  # CTS, DSR and the transmitter empty, as with a board that needs no lines

    def __init__(self, behind: Behind, vendor: int = 0x0403, product: int = 0x6001) -> None:
        super().__init__(behind)
        self.strings = ("FTDI", "FT232R USB UART", "A-0001")
        self.descriptor = device_descriptor(vendor, product, release=0x0600)
        pipes = endpoint_descriptor(0x81, BULK, 64) + endpoint_descriptor(0x02, BULK, 64)
        self.configuration = configuration_descriptor(interface_descriptor(0, 2, (255, 255, 255)) + pipes, 1)

    def wrapped(self, data: bytes) -> bytes:
        return self._LINE_STATE + data

    def control(self, kind: int, request: int, value: int, index: int, data: bytes) -> bytes:
        if kind == VENDOR_OUT and request == 1:  # the lines: in the second byte which of them are meant
            meant = value >> 8
            self.lines = self.lines & ~meant | value & meant & 3
            return b""
        if kind == VENDOR_OUT:  # reset, flow, rate, form, latency
            return b""
        if kind == VENDOR_IN:  # state of the line, latency (16 ms), its memory
            return {5: self._LINE_STATE, 10: b"\x10"}.get(request, b"\xff\xff")
        raise Stall
