"""A USB printer on the wire: the printer class, both ways, in front of the product's simulated printer."""

import select
import socket
import struct
import threading

from devices.simulators.printer import SimulatedPrinter
from tests.support.machine.usb import (
    BULK,
    CLASS_IN,
    CLASS_OTHER_OUT,
    CLASS_OUT,
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
PACKET = 512  # bytes that the printer takes at once
IDENTITY = b"MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;DES:EPSON TM-T20III;"
_SELECTED, _NO_ERROR, _NO_PAPER = 0x10, 0x08, 0x20


class UsbPrinter(Device):
    """`printer` is a started `SimulatedPrinter(usb=True)`; it stays when the cable is pulled, as its buffer and its paper do."""

    def __init__(self, printer: SimulatedPrinter, vendor: int = 0x04B8, product: int = 0x0E15) -> None:
        super().__init__()
        self.strings = ("EPSON", "TM-T20III", f"P-{product:04x}")
        self.printer = printer
        self.resets = 0
        self.descriptor = device_descriptor(vendor, product)
        pipes = endpoint_descriptor(0x01, BULK, 64) + endpoint_descriptor(0x82, BULK, 64)
        self.configuration = configuration_descriptor(interface_descriptor(0, 2, (7, 1, 2)) + pipes, 1)
        self._line = socket.socket(fileno=printer.descriptor())
        # a printer that takes nothing is felt after some kilobytes, as the real one's buffer is
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._answers, name="usb-printer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        self._thread.join(PATIENCE)
        self._line.close()

    def control(self, kind: int, request: int, value: int, index: int, data: bytes) -> bytes:
        if (kind, request) == (CLASS_IN, 0):
            return struct.pack(">H", len(IDENTITY) + 2) + IDENTITY
        if (kind, request) == (CLASS_IN, 1):
            return bytes((self.port_status(),))
        if kind in (CLASS_OUT, CLASS_OTHER_OUT) and request == 2:
            self.resets += 1
            return b""
        raise Stall

    def port_status(self) -> int:
        """What the class knows of a printer: selected, no error, no paper."""
        wrong = self.printer.conditions - {"near_end"}
        paper = _NO_PAPER if "paper_end" in wrong else 0
        return _SELECTED | paper | (0 if wrong else _NO_ERROR)

    def out(self, pipe: int, data: bytes) -> Status:
        while data:
            if select.select([], [self._line], [], LOOK)[1]:
                data = data[self._line.send(data[:PACKET]) :]
            elif not self.plugged or self._closed.is_set():
                return Status.BROKEN
        return Status.OK

    def _answers(self) -> None:
        while not self._closed.is_set():
            if select.select([self._line], [], [], LOOK)[0]:
                data = self._line.recv(4096)
                if self.plugged and data:
                    self.push(2, data)
