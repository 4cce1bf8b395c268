"""The simulated printer's line: what it says gets late, halved, doubled or broken, and what comes may find no room.

A serial line has no back-pressure: bytes that the receive buffer has no room for are lost (`lost` counts them), unless
whoever sends heeds the printer's "stop".  It is spoken as XOFF and XON, or shown as `ready`, which is the printer's DTR
(the kiosk's DSR or CTS).
"""

from __future__ import annotations

import threading
import time
from collections import deque

from devices.simulators.faults import FaultBoard
from devices.simulators.printer_status import CONDITIONS
from devices.simulators.unkind import LINE_FAULTS, damaged, from_nowhere, held_back
from devices.simulators.wires import Wire

BUFFER = 4096
RESERVE = 128  # bytes of room left when it says "stop": Epson's
_XON, _XOFF = b"\x11", b"\x13"
USB_FAULTS = {
    "empty": "a USB printer's packets without bytes, before each answer",
    "twin": "another printer of its model hangs at the same USB bus",
}
FAULTS = (
    CONDITIONS
    | LINE_FAULTS
    | USB_FAULTS
    | {
        "mute": "says nothing any more, prints on",
        "go_lost": "its word to go on never arrives",
        "stops": "says that it has no room though it has, until cleared",
        "stall": "takes no bytes any more",
        "drop": "closes the connection after `value` more bytes",
        "refuse": "closes every connection at once",
        "half_open": "swallows all bytes, answers nothing, prints nothing",
        "lie": "says that all is well, whatever its sensors see",
        "slow": "takes `value` bytes a second",
        "pause": "prints nothing for a while, and its sensors see nothing of it",
        "no_clear": "does not know the command that clears its buffer",
        "no_barrier": "never answers GS r",
    }
)


class PrinterLine:
    """Both directions of the line, between the printer and the wire that it has now."""

    def __init__(
        self, faults: FaultBoard, stop: threading.Event, *, serial: bool, flow: str, baud: int, reserve: int
    ) -> None:
        self.wire: Wire | None = None
        self.second_a_byte = 10.0 / baud if baud else 0.0
        self.serial = serial
        self.lost = 0
        """Bytes that came while there was no room for them."""
        self.stops = 0
        """How often it said "stop"."""
        self._faults = faults
        self._flow = flow
        self._reserve = reserve
        self._over = stop
        self._go = True
        self._later: deque[tuple[float, bytes]] = deque()
        self._lock = threading.RLock()

    @property
    def ready(self) -> bool:
        """The printer's DTR: it takes bytes."""
        return self._go

    def say(self, data: bytes) -> None:
        """Answer, as far as the faults let it through."""
        faults = self._faults
        if faults.strikes("mute"):
            return
        now, later, seconds = held_back(faults, damaged(faults, data))
        self._speak(now)
        if later:
            self._delay(seconds, later)

    def noise(self) -> None:
        """A moment at which something may come from nowhere."""
        self._write(from_nowhere(self._faults))

    def room_for(self, count: int, held: int) -> int:
        """How many of `count` bytes that came find room beside the `held` ones; the rest is lost on a serial line."""
        if not self.serial:
            return count
        taken = max(0, min(count, BUFFER - held))
        self.lost += count - taken
        return taken

    def heed(self, held: int) -> None:
        """Say "stop" or "go" as the buffer fills and empties."""
        stops = bool(self._faults.set_now("stops"))
        with self._lock:
            if self._go and (stops or held > BUFFER - self._reserve):
                self._go = False
                self.stops += 1
                if self._flow == "xonxoff":
                    self._write(_XOFF)
            elif not self._go and not stops and held < BUFFER - 2 * self._reserve:
                self._go = True
                if self._flow == "xonxoff" and not self._faults.strikes("go_lost"):
                    self._write(_XON)

    def arrives(self, count: int) -> None:
        """Take as long as the line does for `count` bytes."""
        if self.second_a_byte:
            self._over.wait(count * self.second_a_byte)

    def send_delayed(self) -> None:
        """What was held back and is due now."""
        with self._lock:
            while self._later and self._later[0][0] <= time.monotonic():
                self._write(self._later.popleft()[1])

    def forget(self) -> None:
        """A connection is over: what was held back comes never."""
        with self._lock:
            self._later.clear()

    def _delay(self, seconds: float, data: bytes) -> None:
        with self._lock:
            last = self._later[-1][0] if self._later else 0.0
            self._later.append((max(last, time.monotonic() + seconds), data))

    def _speak(self, data: bytes) -> None:
        """Send now, or behind what is late: a line never changes the order."""
        with self._lock:
            if self._later:
                self._delay(0.0, data)
            else:
                self._write(data)

    def _write(self, data: bytes) -> None:
        wire = self.wire
        if wire is not None and data:
            if self.second_a_byte:
                self._over.wait(len(data) * self.second_a_byte)
            wire.write(data)
