"""A panel and a 2D scanner behind pseudo-terminals, with keys to press, cables to pull and faults by name."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Collection
from pathlib import Path
from typing import Self

from devices.simulators.faults import CanFail, FaultBoard
from devices.simulators.unkind import LINE_FAULTS, damaged, from_nowhere, held_back
from devices.simulators.wires import PtyPort, Wire

PANEL_FAULTS = LINE_FAULTS | {
    "split": "sends byte by byte",
    "mute": "answers nothing",
    "wrong_device": "says it is something else",
    "bad_checksum": "damages a line",
    "slow_typist": "somebody takes `value` (5) seconds for each key",
    "chatter": "a key bounces: down, up, down within one press",
    "endless": "sends a line that never ends",
    "boots": "starts anew when its port is opened, and hears nothing for `value` (3) seconds",
}
KEYS = (
    *("up", "down", "ok", "back", "help", "repeat", "volume_up", "volume_down"),
    *(str(digit) for digit in range(10)),
)
SCANNER_FAULTS = LINE_FAULTS | {
    "split": "sends byte by byte",
    "no_suffix": "ends no line",
    "long": "sends every code a thousand times in one line",
    "other_prefix": "puts a prefix that was not agreed before a code",
    "greets": "tells name and version when it gets power",
}


_A_KEY = 5.0  # s that a slow person takes for one key
_HUMS = 0.1  # s between two moments at which something may come from nowhere
_BOARD_BOOTS = 3.0  # s
_BOOTS = 0.5  # s; a scanner's, from its power to its first word
_GREETING = b"Simulated scanner V1.02\r\nBOOT 2027\r\n"


class _PtyDevice(CanFail):
    """A thread that listens on a pty and answers lines."""

    def __init__(self, link: Path | None, known: Collection[str]) -> None:
        self.faults = FaultBoard(known)
        self.plugged = True
        """Whether its cable is in."""
        self.lines: list[str] = []
        """Every line that came, for tests."""
        self._port = PtyPort(link)
        self._later: deque[tuple[float, Wire, bytes]] = deque()
        self._order = threading.Lock()
        self._hums_at = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="simulated-serial", daemon=True)

    @property
    def url(self) -> str:
        """The address for the driver."""
        return self._port.url

    def start(self) -> Self:
        """Begin; answers itself."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End."""
        self._stop.set()
        self._thread.join(2.0)
        self._port.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def unplug(self) -> None:
        """Pull the cable."""
        self.plugged = False
        self._port.unplug()

    def plug(self) -> None:
        """Put the cable back in."""
        self.plugged = True
        self._port.plug()
        self._powered()

    def _powered(self) -> None:
        """What the device does when it gets power."""

    def _opened(self) -> None:
        """Somebody has opened its port."""

    def _turn(self) -> None:
        """What happens at it by itself; called again and again."""

    def _handle(self, line: bytes) -> None:
        self.lines.append(line.decode("ascii", "replace"))

    def _serve(self) -> None:
        waiting: Wire | None = None
        buffer = bytearray()
        while not self._stop.is_set():
            wire = self._port.accept(0.05)
            if wire is not waiting:
                waiting = wire
                buffer.clear()
            self._send_due()
            self._turn()
            if wire is not None and time.monotonic() >= self._hums_at:
                self._hums_at = time.monotonic() + _HUMS
                self._queue(wire, from_nowhere(self.faults), b"", 0.0)
            data = None if wire is None else wire.read(0.02)
            if not data:
                if wire is None or data is None:
                    self._stop.wait(0.01)
                continue
            if self._port.opened():
                self._opened()
            buffer += data
            *lines, rest = bytes(buffer).split(b"\n")
            buffer[:] = rest
            for line in lines:
                self._handle(line)

    def _send(self, data: bytes) -> None:
        wire = self._port.accept(0.0)
        if wire is None:
            return
        now, later, seconds = held_back(self.faults, damaged(self.faults, data))
        if self.faults.strikes("split"):
            for byte in now:
                self._queue(wire, bytes((byte,)), b"", 0.0)
                self._stop.wait(0.002)
            now = b""
        self._queue(wire, now, later, seconds)

    def _queue(self, wire: Wire, now: bytes, later: bytes, seconds: float) -> None:
        """Some of it now and the rest later; a line never changes the order of what is sent on it."""
        with self._order:
            last = max((due for due, on, _ in self._later if on is wire), default=None)
            if last is None:
                wire.write(now)
            else:
                self._later.append((last, wire, now))
            if later:
                self._later.append((max(last or 0.0, time.monotonic() + seconds), wire, later))

    def _send_due(self) -> None:
        """What was held back and is due; on a line that was pulled it comes never."""
        with self._order:
            while self._later and self._later[0][0] <= time.monotonic():
                _, wire, data = self._later.popleft()
                wire.write(data)


class SimulatedPanel(_PtyDevice):
    """The board of docs/devices.md; `lights` is what its lights do."""

    def __init__(self, link: Path | None = None, *, serial: str = "SIM-0001", keypad: str = "NAVPAD_8_KEY") -> None:
        super().__init__(link, PANEL_FAULTS)
        self.serial = serial
        self.keypad = keypad
        self.lights: dict[str, str] = {}
        self.headset_in = False
        self._boots_until = 0.0
        self._typing = threading.Lock()
        self._typed: deque[tuple[float, str]] = deque()
        self.contacts = {"presence": False, "door": False, "tamper": False, "paper": False}

    def press(self, key: str) -> None:
        """Press a key of `KEYS` and let it go; ValueError for another one."""
        if key not in KEYS:
            raise ValueError(f"unknown key {key!r}; known: {' '.join(KEYS)}")
        slow = self.faults.strikes("slow_typist")
        with self._typing:
            before = max(time.monotonic(), self._typed[-1][0] if self._typed else 0.0)
            self._typed.append((before + (slow.value or _A_KEY) if slow is not None else before, key))
        self._turn()

    def _turn(self) -> None:
        """The keys that somebody has come to by now."""
        while (key := self._next_key()) is not None:
            edges = ("DOWN", "UP", "DOWN", "DOWN", "UP") if self.faults.strikes("chatter") else ("DOWN", "UP")
            for edge in edges:
                self._say(f"KEY {key} {edge}")

    def _next_key(self) -> str | None:
        with self._typing:
            due = bool(self._typed) and self._typed[0][0] <= time.monotonic()
            return self._typed.popleft()[1] if due else None

    def hold(self, key: str, repeats: int = 5) -> None:
        """Hold a key: a board that repeats sends DOWN again and again."""
        for _ in range(repeats):
            self._say(f"KEY {key} DOWN")

    def release(self, key: str) -> None:
        """Let a held key go."""
        self._say(f"KEY {key} UP")

    def headset(self, inserted: bool) -> None:
        """Plug a headset in, or pull it out."""
        self.headset_in = inserted
        self._say(f"HEADSET {inserted:d}")

    def contact(self, name: str, active: bool) -> None:
        """Close or open a contact: "presence", "door", "tamper", "paper"."""
        if name not in self.contacts:
            raise ValueError(f"unknown contact {name!r}")
        self.contacts[name] = active
        self._say(f"CONTACT {name} {active:d}")

    def _opened(self) -> None:
        boots = self.faults.strikes("boots")
        if boots is not None:
            self.lights.clear()
            self._boots_until = time.monotonic() + (boots.value or _BOARD_BOOTS)

    def _powered(self) -> None:
        self.lights.clear()
        self._introduce()

    def _introduce(self) -> None:
        name = "other-board" if self.faults.set_now("wrong_device") else "kiosk-panel"
        self._say(f"HELLO {name} 1 {self.serial} {self.keypad}".rstrip())
        self._say(f"HEADSET {self.headset_in:d}")
        for contact, active in self.contacts.items():
            self._say(f"CONTACT {contact} {active:d}")

    def _handle(self, line: bytes) -> None:
        super()._handle(line)
        if time.monotonic() < self._boots_until:
            return
        body, _, check = line.strip().rpartition(b"*")
        if check != b"%02X" % _xor(body):
            return
        match body.decode("ascii").split(" "):
            case ["HELLO?"]:
                self._introduce()
            case ["PING", token]:
                self._say(f"PONG {token}")
            case ["LIGHT", name, state]:
                self.lights[name] = state.lower()
            case _:
                pass

    def _say(self, text: str) -> None:
        if self.faults.strikes("mute"):
            return
        if self.faults.strikes("endless"):
            self._send(b"x" * 300)
            return
        body = text.encode("ascii")
        check = _xor(body) ^ (0x5A if self.faults.strikes("bad_checksum") else 0)
        self._send(body + b"*%02X\n" % check)


class SimulatedScanner(_PtyDevice):
    """A 2D scanner in serial mode."""

    def __init__(self, link: Path | None = None, *, prefix: bytes = b"", suffix: bytes = b"\r") -> None:
        super().__init__(link, SCANNER_FAULTS)
        self._prefix, self._suffix = prefix, suffix

    def _powered(self) -> None:
        wire = self._port.accept(0.0)
        if wire is not None and self.faults.strikes("greets"):
            self._queue(wire, b"", _GREETING, _BOOTS)

    def scan(self, text: str) -> None:
        """Read a code that somebody holds under it."""
        suffix = b"" if self.faults.strikes("no_suffix") else self._suffix
        if self.faults.strikes("long"):
            text *= 1000
        prefix = b"\x91?" if self.faults.strikes("other_prefix") else self._prefix
        self._send(prefix + text.encode("utf-8") + suffix)


def _xor(data: bytes) -> int:
    value = 0
    for byte in data:
        value ^= byte
    return value
