"""A camera as an MJPEG stream on the loopback interface: letters and phones held before it, stalls and drops."""

from __future__ import annotations

import io
import threading
from http.server import BaseHTTPRequestHandler

import numpy as np
import segno
from PIL import Image, ImageDraw

from devices.simulators.faults import CanFail, FaultBoard
from devices.simulators.loopback import Loopback

FAULTS = {
    "stall": "sends no more pictures, keeps the connection",
    "drop": "closes the connection",
    "refuse": "answers no new connection",
    "black": "the lens is covered",
    "noise": "damaged pictures",
}
_SIZE = (960, 540)
_BOUNDARY = b"kiosk-frame"


class SimulatedCamera(CanFail, Loopback):
    """Serves `url`; `show*` chooses what stands before the lens."""

    def __init__(self, port: int = 0, *, frames_per_second: float = 15.0) -> None:
        self.faults = FaultBoard(FAULTS)
        self._scene = scene()
        self._pause = 1.0 / frames_per_second
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self.watchers = 0
        """How many look right now: the camera's light is on."""
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                camera.serve(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class's name)
                del format, args

        super().__init__("simulated-camera", Handler, port)

    @property
    def url(self) -> str:
        """The address for the driver."""
        return f"http://127.0.0.1:{self.port}/camera.mjpeg"

    def stop(self) -> None:
        """End; whoever waits inside is let go."""
        self._stop.set()
        super().stop()

    def show(self, picture: Image.Image | None) -> None:
        """Hold a picture before the lens (scaled to fit), or nothing."""
        with self._lock:
            self._scene = scene(picture)

    def show_code(self, text: str, *, dark: bool = False, turn: float = 0.0) -> None:
        """Hold a letter with a QR code before the lens, or a phone in dark mode, turned by some degrees."""
        self.show(code_picture(text, dark=dark).rotate(turn, expand=True, fillcolor=(16,) * 3 if dark else (236,) * 3))

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Send pictures to one watcher until it goes away."""
        if self.faults.strikes("refuse"):
            handler.close_connection = True
            return
        handler.send_response(200)
        handler.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={_BOUNDARY.decode()}")
        handler.end_headers()
        with self._lock:
            self.watchers += 1
        try:
            while not self._stop.is_set():
                if self.faults.strikes("drop"):
                    return
                if not self.faults.set_now("stall"):
                    data = self._jpeg()
                    head = b"--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % (_BOUNDARY, len(data))
                    handler.wfile.write(head + data + b"\r\n")
                self._stop.wait(self._pause)
        except OSError:
            # the watcher has gone; that is how it ends
            return
        finally:
            with self._lock:
                self.watchers -= 1
            handler.close_connection = True

    def _jpeg(self) -> bytes:
        with self._lock:
            picture = self._scene
        if self.faults.set_now("black"):
            picture = Image.new("RGB", _SIZE, (4, 4, 4))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=88)
        data = out.getvalue()
        noise = self.faults.strikes("noise")
        if noise is not None:
            data = data[:200] + noise.rng.randbytes(400) + data[600:]
        return data


def scene(held: Image.Image | None = None) -> Image.Image:
    """What the camera sees: a dim hall, and what is held in front."""
    across = np.linspace(70, 120, _SIZE[0], dtype=np.uint8)
    hall = np.repeat(np.tile(across, (_SIZE[1], 1))[:, :, None], 3, axis=2)
    picture = Image.fromarray(hall)
    if held is not None:
        small = held.convert("RGB")
        small.thumbnail((_SIZE[0] * 4 // 5, _SIZE[1] * 4 // 5), Image.Resampling.LANCZOS)
        picture.paste(small, ((_SIZE[0] - small.width) // 2, (_SIZE[1] - small.height) // 2))
    return picture


def code_picture(text: str, *, dark: bool = False, kind: str = "letter") -> Image.Image:
    """A QR code on a letter's paper, or on a phone's screen in dark mode."""
    ink, paper = ((236,) * 3, (16,) * 3) if dark else ((24,) * 3, (236,) * 3)
    code = segno.make_qr(text, error="m")
    out = io.BytesIO()
    code.save(out, kind="png", scale=8, border=4, dark=ink, light=paper)
    drawn = Image.open(out).convert("RGB")
    sheet = Image.new("RGB", (drawn.width + 60, drawn.height + 110), paper)
    sheet.paste(drawn, (30, 20))
    if kind == "letter":
        pen = ImageDraw.Draw(sheet)
        for row in range(3):
            y = drawn.height + 40 + 20 * row
            pen.line((40, y, sheet.width - 40 - 30 * row, y), fill=ink, width=3)
    return sheet
