"""A touch screen for five fingers on the wire: a HID digitizer, as the certified panels are."""

import struct

from tests.support.machine.usb import (
    INTERRUPT,
    Device,
    Stall,
    configuration_descriptor,
    device_descriptor,
    endpoint_descriptor,
    interface_descriptor,
)

FINGERS = 5
SPAN = 32767  # both axes run from 0 to here
_FINGER = bytes.fromhex(
    "0922 a102"  # finger: a collection
    "0942 1500 2501 7501 9501 8102"  # tip switch
    "9507 8103"  # padding
    "0951 26ff00 7508 9501 8102"  # contact identifier
    "0501 26ff7f 3500 46ff7f 7510 9501 0930 8102 0931 8102"  # x, y
    "050d c0"
)
REPORT = (
    bytes.fromhex("050d 0904 a101 8501")  # digitizer, touch screen, report 1
    + _FINGER * FINGERS
    + bytes.fromhex("0956 5500 6500 27ffff0000 7510 9501 8102")  # scan time
    + bytes.fromhex("0954 257f 7508 9501 8102")  # contact count
    + bytes.fromhex("8502 0955 250a 7508 9501 b102 c0")  # report 2: most contacts
)


def report(points: list[tuple[int, bool, int, int]], scan: int) -> bytes:
    """One report: (identifier, down, x, y) a finger, coordinates 0 to `SPAN`; `scan` counts 100 µs."""
    fingers = b"".join(struct.pack("<BBHH", down, number, x, y) for number, down, x, y in points)
    return b"\x01" + fingers.ljust(6 * FINGERS, b"\0") + struct.pack("<HB", scan & 0xFFFF, len(points))


class Touch(Device):
    """Fingers by their numbers (0 to 4), places 0 to 1 on both axes.  Every report tells all fingers that rest on the glass.

    The kernel's driver of touch screens has rules for makes that it knows: of 222a:0001 it takes as gone whatever a report leaves out, of
    an unknown one such as `UNKNOWN` nothing that was not said.
    """

    UNKNOWN = 0x1209, 0x0001

    def __init__(self, vendor: int = 0x222A, product: int = 0x0001) -> None:
        super().__init__()
        self.strings = ("Kiosk bench", "Touch panel", "T-0001")
        self.descriptor = device_descriptor(vendor, product)
        hid = struct.pack("<BBHBBBH", 9, 0x21, 0x0111, 0, 1, 0x22, len(REPORT))
        self.configuration = configuration_descriptor(
            interface_descriptor(0, 1, (3, 0, 0)) + hid + endpoint_descriptor(0x81, INTERRUPT, 64, 4), 1
        )
        self._scan = 0
        self._there: dict[int, tuple[float, float]] = {}
        self._lost: set[int] = set()

    def control(self, kind: int, request: int, value: int, index: int, data: bytes) -> bytes:
        if (kind, request, value >> 8) == (0x81, 6, 0x22):
            return REPORT
        if (kind, request) == (0xA1, 1):
            return bytes((2, FINGERS)) if value & 0xFF == 2 else bytes((value & 0xFF,)).ljust(34, b"\0")
        if kind == 0x21:  # idle, protocol, report
            return b""
        raise Stall

    def detached(self) -> None:
        self._there.clear()
        self._lost.clear()

    def down(self, fingers: dict[int, tuple[float, float]]) -> None:
        """These come, or slide to another place."""
        self._there |= fingers
        self._tell({})

    def up(self, *fingers: int) -> None:
        """These leave; without a number all of them do."""
        self._tell({finger: self._there.pop(finger) for finger in fingers or tuple(self._there)})

    def lose(self, finger: int) -> None:
        """One leaves, and the panel never says so; its number is not used again."""
        del self._there[finger]
        self._lost.add(finger)

    def tap(self, x: float, y: float) -> None:
        """One finger more, down and up."""
        finger = next(each for each in range(FINGERS) if each not in self._there and each not in self._lost)
        self.down({finger: (x, y)})
        self.up(finger)

    def _tell(self, gone: dict[int, tuple[float, float]]) -> None:
        self._scan += 100
        told = sorted({**self._there, **gone}.items())
        points = [(finger, finger not in gone, round(x * SPAN), round(y * SPAN)) for finger, (x, y) in told]
        self.push(1, report(points, self._scan))
