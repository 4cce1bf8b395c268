"""A 2D code scanner on a serial line (RS-232 or USB-CDC; never as a keyboard): each line is one code."""

from __future__ import annotations

import re
import time
from collections import deque

from devices.api import CodeSeen, DeviceState, Emit, Reason
from devices.driven import Driven
from devices.panel.line import SerialLine, is_modem, presence
from devices.worker import Backoff, Seat, Session, Worker

MAX_CODE = 512
_ENDS = b"\r\n\t\x03"  # CR, LF, both, TAB, ETX
_SILENCE = 0.1  # s; a scanner that sends nothing behind a code
# the symbology's identifier (ISO/IEC 15424), and behind it the alphabet that the symbol names
_AIM = re.compile(rb"\][A-Za-z][0-9A-Za-z](?:\\[0-9]{6})?")
_DROPPED, _WITHIN = 3, 600.0  # so many lines that are no code within so many seconds are told
_STARTS = 3.0  # s after its opening in which a scanner may tell its name and version
_CODE = re.compile(r"[0-9A-Za-z-]+")  # what any code looks like; a greeting has blanks and points
_GREETED = "what it said when it was opened was not taken as a code"


class SerialScanner(Driven[None]):
    """Tells every code it reads as `CodeSeen`; `prefix` is what this scanner is set to send before each code.

    The ends that scanners come with are all understood (CR, LF, CR LF, TAB, STX and ETX, none), and the AIM prefix.  A
    scanner says nothing of itself: READY means that the line is open; DEGRADED, UNREADABLE_LINES that what it sends is
    no code.

    In the first `starts` seconds after an opening a line that is not shaped as a code is its greeting: it counts neither as a
    code nor as a line that cannot be read.
    """

    name = "scanner"

    def __init__(
        self,
        emit: Emit,
        url: str,
        *,
        prefix: bytes = b"",
        starts: float = _STARTS,
        backoff: Backoff | None = None,
    ) -> None:
        self.url = url
        self.prefix = prefix
        self.starts = starts
        self._worker = Worker(self.name, emit, self._connect, present=presence(url), backoff=backoff)

    def _connect(self, seat: Seat[None]) -> Session[None]:
        del seat
        # a scanner says nothing of itself, so nobody would notice one that waits for DTR; those of this class do
        raised = is_modem(self.url)
        line = SerialLine(self.url, ends=_ENDS, limit=MAX_CODE, gap=_SILENCE, silence_ends=True, raised=raised)
        return _Line(self, line)


class _Line(Session[None]):
    def __init__(self, scanner: SerialScanner, line: SerialLine) -> None:
        self._scanner = scanner
        self._line = line
        self._counted = 0
        self._dropped: deque[float] = deque(maxlen=_DROPPED)
        self._started = time.monotonic() + scanner.starts

    def run(self, seat: Seat[None]) -> None:
        """Read codes."""
        seat.report(DeviceState.READY)
        greeted = ""
        while True:
            seat.check()
            starts = time.monotonic() < self._started
            for line in self._line.lines(_SILENCE / 2):
                raw = line.strip(b"\x02 ")
                text = self._text(raw)
                if starts and raw and not _CODE.fullmatch(text):
                    greeted = _GREETED
                    seat.report(DeviceState.READY, detail=greeted)
                elif text:
                    self._dropped.clear()
                    seat.report(DeviceState.READY, detail=greeted)
                    seat.emit(CodeSeen(text, "scanner"))
                elif raw:
                    self._dropped.append(time.monotonic())
            if not starts:
                self._dropped.extend(time.monotonic() for _ in range(self._line.dropped - self._counted))
            self._counted = self._line.dropped
            if len(self._dropped) == _DROPPED and time.monotonic() - self._dropped[0] <= _WITHIN:
                seat.report(DeviceState.DEGRADED, Reason.UNREADABLE_LINES, "lines of it were no codes")

    def close(self) -> None:
        """Close the line."""
        self._line.close()

    def _text(self, raw: bytes) -> str:
        """The code's text, or nothing when the line is not one of this scanner's."""
        prefix = self._scanner.prefix
        raw = _without_aim(raw)
        if not raw.startswith(prefix):
            return ""
        try:
            # scanners differ in which of the two comes first
            text = _without_aim(raw[len(prefix) :]).decode("utf-8").strip()
        except UnicodeDecodeError:
            return ""
        return text if text.isprintable() else ""


def _without_aim(raw: bytes) -> bytes:
    aim = _AIM.match(raw)
    return raw[aim.end() :] if aim else raw
