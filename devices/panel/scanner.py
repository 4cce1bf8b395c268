"""A 2D code scanner on a serial line (RS-232 or USB-CDC; never as a keyboard): each line is one code."""

from __future__ import annotations

from devices.api import CodeSeen, DeviceState, Emit
from devices.driven import Driven
from devices.panel.line import SerialLine, presence
from devices.worker import Backoff, Seat, Session, Worker

MAX_CODE = 512


class SerialScanner(Driven[None]):
    """Tells every code it reads as `CodeSeen`; `prefix` is what this scanner is set to send before each code.

    A scanner says nothing of itself: READY means that the line is open.
    """

    name = "scanner"

    def __init__(
        self, emit: Emit, url: str, *, prefix: bytes = b"", suffix: bytes = b"\r", backoff: Backoff | None = None
    ) -> None:
        self.url = url
        self.prefix = prefix
        self.suffix = suffix
        self._worker = Worker(self.name, emit, self._connect, present=presence(url), backoff=backoff)

    def _connect(self, seat: Seat[None]) -> Session[None]:
        del seat
        return _Line(self, SerialLine(self.url, ends=self.suffix, limit=MAX_CODE))


class _Line(Session[None]):
    def __init__(self, scanner: SerialScanner, line: SerialLine) -> None:
        self._scanner = scanner
        self._line = line

    def run(self, seat: Seat[None]) -> None:
        """Read codes."""
        seat.report(DeviceState.READY)
        while True:
            seat.check()
            for line in self._line.lines(0.1):
                text = self._text(line)
                if text:
                    seat.emit(CodeSeen(text, "scanner"))

    def close(self) -> None:
        """Close the line."""
        self._line.close()

    def _text(self, line: bytes) -> str:
        """The code's text, or nothing when the line is not one of this scanner's."""
        raw = line.strip(b"\r\n")
        if not raw.startswith(self._scanner.prefix):
            return ""
        try:
            text = raw[len(self._scanner.prefix) :].decode("utf-8")
        except UnicodeDecodeError:
            return ""
        return text if text.isprintable() else ""
