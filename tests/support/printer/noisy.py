"""A printer in memory behind a line of noise, in its own time: thousands of prints in a second or two, each repeatable.

It is written from the manual and shares nothing with the driver.  `Noisy.print` is one ticket with one seed: the real
connection of the real driver sends it, and the verdict compares what it said with what fell out.
"""

from __future__ import annotations

import contextlib
import random
from collections import deque
from types import SimpleNamespace

from devices.api import NotPrinted, Printed, PrintedLate, Receipt, Text
from devices.printer import driver as driving
from devices.printer import hearing
from devices.printer.driver import ThermalPrinter, Timing
from devices.printer.models import models
from devices.printer.receipt import ENABLE_ASB, render
from devices.simulators.escpos_commands import Command, Cutter
from devices.simulators.printer_status import asb, realtime_reply
from devices.worker import TemporaryFault

TICK = 0.002  # s
STOPPING = ("paper_end", "cover_open", "jam", "cutter_error", "overheated")
_CLEAR = bytes((0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8))
_LIMITS = Timing(poll=0.05, reply=0.1, write=1.0, clear=0.1, confirm=1.0, slowest_mm_per_s=400.0, silence=0.5)


class Clock:
    """Time that passes when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


class MemoryPrinter:
    """Both the printer and the wire to it (`devices.printer.link.Link`)."""

    same_line = True
    piece = 64

    def __init__(self, clock: Clock, rng: random.Random, *, noise: float, process_ids: bool) -> None:
        self.clock = clock
        self.rng = rng
        self.noise = noise
        """Noise events a second."""
        self.whole: list[bytes] = []
        """The bytes of each ticket that was cut."""
        self.conditions: frozenset[str] = frozenset()
        self.fault_after: tuple[int, str] | None = None
        self.clears = True
        self.gone_after: int | None = None
        self._process_ids = process_ids
        self._cutter = Cutter()
        self._job = bytearray()
        self._buffer = bytearray()
        self._speed = rng.choice((2_000, 20_000, 200_000))  # bytes a second
        self._credit = 0.0
        self._taken = 0
        self._asb_on = False
        self._out: deque[bytes] = deque()

    def pause(self) -> float | None:
        return 0.0

    def has_room(self) -> None:
        pass

    def seconds_for(self, count: int) -> float:
        return count / 11_520

    def close(self) -> None:
        pass

    def write(self, data: bytes, timeout: float) -> None:
        del timeout
        if self.gone_after is not None:
            self.gone_after -= len(data)
            if self.gone_after < 0:
                raise TemporaryFault("not_reachable", "unplugged")  # type: ignore[arg-type]
        if data.startswith(b"\x10\x04"):
            for at in range(0, len(data), 3):
                self._say(bytes((realtime_reply(data[at + 2], self.conditions),)))
        elif data == _CLEAR and self.clears:
            self._buffer.clear()
            self._cutter.clear()
            self._job.clear()
            self._say(b"\x37\x25\x00")
        else:
            self._buffer += data
        self._pass(self.seconds_for(len(data)))

    def read(self, timeout: float) -> bytes:
        waited = 0.0
        while not self._out and waited < timeout:
            self._pass(TICK)
            waited += TICK
        self._hum()
        heard = b"".join(self._out)
        self._out.clear()
        return heard

    def _say(self, data: bytes) -> None:
        self._hum()
        self._out.append(data)

    def _pass(self, seconds: float) -> None:
        self.clock.now += seconds
        if self.rng.random() < self.noise * seconds:
            self._out.append(self._something())
        if self.conditions - {"near_end"}:
            return
        self._credit = min(self._credit + seconds * self._speed, 4096.0)
        while self._buffer and self._credit >= 1 and not self.conditions - {"near_end"}:
            self._take()

    def _hum(self) -> None:
        """A moment between two bytes that mean something."""
        if self.noise and self.rng.random() < self.noise / 200:
            self._out.append(self._something())

    def _something(self) -> bytes:
        """Line noise: any byte, bursts, breaks, bytes that look like answers, and packets that lost their head."""
        rng = self.rng
        match rng.randrange(6):
            case 0 | 1:
                return rng.randbytes(1)
            case 2:
                return rng.randbytes(rng.randint(2, 12))
            case 3:
                return bytes(rng.randint(1, 9))
            case 4:
                return bytes(rng.choices((0x00, 0x03, 0x0C, 0x0F, 0x12, 0x16), k=rng.randint(1, 6)))
            case _:
                return asb(frozenset(rng.sample(STOPPING, 1)))[1:]

    def _take(self) -> None:
        count = min(len(self._buffer), max(1, min(32, int(self._credit))))
        if self.fault_after is not None:
            count = min(count, max(1, self.fault_after[0] - self._taken))
        piece = bytes(self._buffer[:count])
        del self._buffer[:count]
        self._credit -= count
        self._taken += count
        self._job += piece
        self._cutter.push(piece)
        while (command := self._cutter.next_piece()) is not None:
            if isinstance(command, Command):
                self._run(command)
        if self.fault_after is not None and self._taken >= self.fault_after[0]:
            self.set(self.fault_after[1])
            self.fault_after = None

    def set(self, *conditions: str) -> None:
        self.conditions = frozenset(conditions)
        if self._asb_on:
            self._say(asb(self.conditions))

    def _run(self, command: Command) -> None:
        match command.name:
            case "GS r":
                self._say(b"\x03" if "near_end" in self.conditions else b"\x00")
            case "GS a":
                self._asb_on = bool(command.args[0])
                self._say(asb(self.conditions))
            case "ESC @":
                self._asb_on = False
            case "GS (" if command.args[:1] == b"H" and self._process_ids:
                self._say(b"\x37\x22" + command.args[5:9] + b"\x00")
            case "GS V":
                cut = len(self._job) - self._cutter.waiting
                self.whole.append(bytes(self._job[:cut]))
                del self._job[:cut]
            case _:
                pass


class Seat:
    """What a connection tells, collected."""

    def __init__(self) -> None:
        self.events: list[object] = []

    def check(self) -> None:
        pass

    def report(self, *_: object) -> None:
        pass

    def emit(self, event: object) -> None:
        self.events.append(event)

    answer = emit


class Verdict(SimpleNamespace):
    """One print: `said` ("printed", "not", "unknown"), `out` whether it fell out, `late` whether that was told later."""

    said: str
    out: bool
    late: bool
    detail: str


def print_once(monkeypatch, seed: int, *, noise: float, fault: bool, process_ids: bool = False) -> Verdict:
    """One ticket on a fresh line; `fault`: something stops the printer, or the cable, at a moment that `seed` chooses."""
    rng = random.Random(seed)
    clock = Clock()
    for module in (driving, hearing):
        monkeypatch.setattr(module, "time", clock)
    wire = MemoryPrinter(clock, rng, noise=noise, process_ids=process_ids)
    model = models()["epson-tm-t20" if process_ids else "generic"]
    printer = ThermalPrinter(lambda _: None, "tcp://127.0.0.1:1", model=model, timing=_LIMITS)
    receipt = Receipt((Text(f"R{seed % 1000:03d}"), Text("Verblijfskaart vernieuwen · " * rng.randint(0, 12))))
    wanted = render(receipt, printer.paper).data
    seat, connection = Seat(), driving._Connection(printer, wire, 1)
    wire.write(ENABLE_ASB, 1.0)
    with contextlib.suppress(TemporaryFault):
        connection.hearing.status(seat.check)
    if fault:
        wire.clears = rng.random() < 0.7
        if rng.random() < 0.15:
            wire.gone_after = rng.randint(1, 2 * len(wanted))
        else:
            wire.fault_after = (rng.randint(1, len(wanted) + 20), rng.choice(STOPPING))
    elif rng.random() < 0.3:
        wire.set("near_end")
    said, detail = "", ""
    job = driving._Print("a", receipt)
    try:
        connection.print(seat, job)
    except TemporaryFault as error:
        told: list[NotPrinted] = []
        printer._emit = told.append  # type: ignore[assignment]
        if not any(isinstance(event, Printed | NotPrinted) for event in seat.events):
            printer._lost(job, error.reason, error.detail)
            seat.events += told
    (answer,) = [event for event in seat.events if isinstance(event, Printed | NotPrinted)]
    out_now = any(wanted in paper for paper in wire.whole)
    if isinstance(answer, Printed):
        said = "printed"
    else:
        said, detail = "unknown" if answer.unknown else "not", f"{answer.reason}: {answer.detail}"
    # somebody mends it: does it come out after all, and is that told?
    wire.set()
    wire.gone_after = wire.fault_after = None
    for _ in range(40):
        try:
            connection.hearing.status(seat.check)
            connection._late_paper(seat)
        except TemporaryFault:
            continue
    out_later = any(wanted in paper for paper in wire.whole)
    late = any(isinstance(event, PrintedLate) for event in seat.events)
    return Verdict(said=said, out=out_now if said == "printed" else out_later, late=late, detail=detail, seed=seed)


def faulty(verdict: Verdict) -> str:
    """What is a lie in this verdict, or nothing."""
    if verdict.said == "printed" and not verdict.out:
        return "said to be printed, and it is not"
    if verdict.late and not verdict.out:
        return "said to have come out after all, and it has not"
    if verdict.said == "not" and verdict.out and not verdict.late:
        return "said not to be printed, and it is"
    return ""
