"""A camera of USB's video class (1.0) with one format and a bulk pipe: what is held before it, as Motion-JPEG: /dev/video.

A camera with an isochronous pipe would need the host's clock; a bulk one sends when it is asked, and the same driver takes it.
"""

import io
import struct
import threading

from PIL import Image

from devices.simulators.camera import code_picture, scene
from tests.support.machine.usb import (
    BULK,
    CLASS_IN,
    CLASS_OUT,
    HIGH,
    Device,
    Stall,
    Status,
    configuration_descriptor,
    device_descriptor,
    endpoint_descriptor,
    interface_descriptor,
)
from tests.support.waiting import PATIENCE

WIDTH, HEIGHT = scene().size
INTERVAL = 2_000_000  # units of 100 ns: five pictures a second
PAYLOAD = 32 * 512  # bytes of a transfer with its header: as many packets as Linux gives one
LARGEST = WIDTH * HEIGHT * 2
PIPE = 1
PROBE, COMMIT = 1, 2
SET_CUR, GET_CUR, GET_MIN, GET_MAX, GET_LEN, GET_INFO, GET_DEF = 0x01, 0x81, 0x82, 0x83, 0x85, 0x86, 0x87
FORM = struct.Struct("<HBBI5HII")  # what both sides agree on before pictures flow
_OTHER, _LAST, _END_OF_HEADER = 1, 2, 0x80  # of a payload's header: every second picture, its last payload


def _of_class(kind: int, body: bytes) -> bytes:
    return bytes((3 + len(body), 0x24, kind)) + body


def _with_header(head: str, *given: int, rest: bytes, after: bytes = b"") -> bytes:
    """A class's header, which names the length of itself and of all that follows it."""
    length = 3 + struct.calcsize(head + "H") + len(after)
    return _of_class(1, struct.pack(head + "H", *given, length + len(rest)) + after) + rest


def _functions() -> bytes:
    """One association of two interfaces: a lens that goes out over USB, and the pipe that its pictures take."""
    lens = _of_class(2, struct.pack("<BHBBHHHB", 1, 0x0201, 0, 0, 0, 0, 0, 2) + bytes(2))
    output = _of_class(3, struct.pack("<BHBBB", 2, 0x0101, 0, 1, 0))
    control = _with_header("<H", 0x0100, rest=lens + output, after=struct.pack("<IBB", 6_000_000, 1, 1))
    jpeg = _of_class(6, bytes((1, 1, 1, 1, 0, 0, 0, 0)))
    rate = LARGEST * 8 * 5
    size = _of_class(7, struct.pack("<BBHHIIIIBI", 1, 0, WIDTH, HEIGHT, rate, rate, LARGEST, INTERVAL, 1, INTERVAL))
    colours = _of_class(0x0D, bytes((1, 1, 4)))
    after = bytes((0x80 | PIPE, 0, 2, 0, 0, 0, 1, 0))
    stream = _with_header("<B", 1, rest=jpeg + size + colours, after=after)
    return (
        bytes((8, 0x0B, 0, 2, 14, 3, 0, 0))
        + interface_descriptor(0, 0, (14, 1, 0))
        + control
        + interface_descriptor(1, 1, (14, 2, 0))
        + stream
        + endpoint_descriptor(0x80 | PIPE, BULK, 512)
    )


class Camera(Device):
    """It looks, and its light is on, from the host's commit until the host clears the pipe; `show` and `show_code` hold something up."""

    speed = HIGH

    def __init__(self, vendor: int = 0x1209, product: int = 0x0002) -> None:
        super().__init__()
        self.strings = ("Kiosk bench", "Camera", "C-0001")
        self.descriptor = device_descriptor(vendor, product, (0xEF, 2, 1))
        self.configuration = configuration_descriptor(_functions(), 2)
        self.sent = 0
        """Pictures so far."""
        self._picture = b""
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self.show(None)

    @property
    def looks(self) -> bool:
        """The light is on."""
        return self._thread is not None

    def show(self, picture: Image.Image | None) -> None:
        """Hold this before the lens, or nothing."""
        out = io.BytesIO()
        scene(picture).save(out, "JPEG", quality=85)
        self._picture = out.getvalue()

    def show_code(self, text: str) -> None:
        """Hold a letter with this code before the lens."""
        self.show(code_picture(text))

    def control(self, kind: int, request: int, value: int, index: int, data: bytes) -> bytes:
        if index & 0xFF != 1 or value >> 8 not in (PROBE, COMMIT):
            raise Stall
        if (kind, request) == (CLASS_OUT, SET_CUR):
            if value >> 8 == COMMIT:
                self._begin()
            return b""
        if kind == CLASS_IN and request in (GET_CUR, GET_MIN, GET_MAX, GET_DEF):  # nothing to choose: all are one
            return FORM.pack(1, 1, 1, INTERVAL, 0, 0, 0, 0, 0, LARGEST, PAYLOAD)
        if (kind, request) == (CLASS_IN, GET_LEN):
            return struct.pack("<H", FORM.size)
        if (kind, request) == (CLASS_IN, GET_INFO):
            return b"\x03"  # may be read and written
        raise Stall

    def setup(self, kind: int, request: int, value: int, index: int, length: int, data: bytes) -> tuple[Status, bytes]:
        """The class has no word for the end of a bulk stream: hosts clear the pipe's halt."""
        if (kind, request, index) == (0x02, 1, 0x80 | PIPE):
            self._end()
        return super().setup(kind, request, value, index, length, data)

    def detached(self) -> None:
        self._end()

    def _begin(self) -> None:
        self._end()
        self._ended.clear()
        self._thread = threading.Thread(target=self._film, name="usb-camera", daemon=True)
        self._thread.start()

    def _end(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            self._ended.set()
            thread.join(PATIENCE)
            with self._lock:
                self._ready.pop(PIPE, None)

    def _film(self) -> None:
        while True:
            with self._lock:
                waits = bool(self._ready.setdefault(PIPE, []))
            if not waits:  # else a picture that nobody fetched in time falls out, as in a real camera
                for payload in payloads(self._picture, self.sent):
                    self.push(PIPE, payload)
                self.sent += 1
            if self._ended.wait(INTERVAL / 1e7):
                return


def payloads(picture: bytes, number: int) -> list[bytes]:
    """A picture in transfers, each behind its header."""
    room = PAYLOAD - 2
    parts = [picture[at : at + room] for at in range(0, len(picture), room)]
    kind = _END_OF_HEADER | (number & _OTHER)
    return [bytes((2, kind | (_LAST if part is parts[-1] else 0))) + part for part in parts]
