"""A thermal printer behind TCP or a pty: answers status requests, prints to a PNG roll, and lies on demand.

Two threads a connection would be two truths, so there is one engine: a reader thread puts bytes into a bounded
receive buffer (and answers the real-time commands at once, as the real thing does), the engine thread works the
buffer off at the speed of the paper.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import NamedTuple, Self

from PIL import Image

from devices.simulators.escpos_commands import Command, Cutter, Piece
from devices.simulators.escpos_draw import Interpreter
from devices.simulators.faults import CanFail, FaultBoard
from devices.simulators.printer_line import BUFFER, FAULTS, RESERVE, USB_FAULTS, PrinterLine
from devices.simulators.printer_status import CONDITIONS, asb, realtime_reply, roll_sensor
from devices.simulators.wires import PacketPort, Port, PtyPort, TcpPort, Wire

_DOTS_PER_MM = 8.0
_CLEARED = b"\x37\x25\x00"
_CLEAR = bytes((0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8))

_QUESTIONS = ("GS r", "GS a", "GS I")


class PrintedPaper(NamedTuple):
    """One ticket that fell out: its bytes and its picture."""

    data: bytes
    png: Path


class SimulatedPrinter(CanFail):
    """Listens on `port` (0: any free one) of the loopback interface, on a pty when `pty` is true, or is a USB printer's
    device file when `usb` is (`descriptor()` opens it).

    `speed` in mm/s is 0 for "at once"; `baud` paces a pty like a serial line of that rate, 0: as fast as it goes.
    `flow` is how it says "stop" on a serial line: "none", "xonxoff", or "lines" (see `PrinterLine.ready`), when there is
    room for `reserve` bytes.
    `process_ids`: it knows GS ( H.  `paper_mm` is the paper left on the roll.  Pictures go to `out_dir`, one a ticket,
    and the whole roll on demand (`roll()`).
    """

    def __init__(
        self,
        port: int = 0,
        out_dir: Path | str = ".",
        *,
        pty: bool | Path = False,
        usb: bool = False,
        dots: int = 576,
        speed: float = 0.0,
        paper_mm: float = 80_000.0,
        baud: int = 0,
        flow: str = "xonxoff",
        reserve: int = RESERVE,
        process_ids: bool = False,
    ) -> None:
        self.out_dir = Path(out_dir)
        self.faults = FaultBoard(FAULTS if usb else FAULTS.keys() - USB_FAULTS.keys())
        self.tickets: list[PrintedPaper] = []
        self.received = bytearray()
        """Every byte that ever came, for tests."""
        self.connections = 0
        self._dots = dots
        self._speed = speed
        self._process_ids = process_ids
        self._paper_rows = paper_mm * _DOTS_PER_MM
        self._interpreter = Interpreter(dots)
        self._cutter = Cutter()
        self._job = bytearray()
        self._job_bytes = 0
        self._buffer = bytearray()
        self._changed = threading.Condition(threading.RLock())
        self._asb_mask = 0
        self._last_asb = b""
        self._stop = threading.Event()
        self._held = b""
        self._pulled = False
        self.line = PrinterLine(self.faults, self._stop, serial=bool(pty), flow=flow, baud=baud, reserve=reserve)
        self._port: Port
        if usb:
            self._port = PacketPort()
        elif pty:
            self._port = PtyPort(pty if isinstance(pty, Path) else None)
        else:
            self._port = TcpPort(port, small_buffers=True)
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        """The address for the driver's link."""
        return self._port.url

    def descriptor(self) -> int:
        """Open the device file of a USB printer; the caller closes it."""
        assert isinstance(self._port, PacketPort)  # noqa: S101  (only with `usb`)
        return self._port.open()

    def start(self) -> Self:
        """Open the wire and begin; answers itself."""
        self.out_dir.mkdir(parents=True, exist_ok=True)
        for target in (self._serve, self._engine):
            thread = threading.Thread(target=target, name=f"simulated-printer-{target.__name__}", daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def stop(self) -> None:
        """Close the wire and end."""
        self._stop.set()
        with self._changed:
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(2.0)
        self._port.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def fault(
        self, name: str, *, times: int | None = None, value: float | None = None, chance: float = 1.0, seed: int = 0
    ) -> None:
        """Set a fault by name, see `FAULTS`; ValueError for an unknown one, and for one that only a USB printer has.

        A condition (`paper_end` …) is there at once; with `value` it comes after so many millimetres of the next paper.
        """
        super().fault(name, times=times, value=value, chance=chance, seed=seed)
        if name == "drop":
            self._job_bytes = 0
        self._tell_change()

    def clear(self, name: str | None = None) -> None:
        """Clear one fault or all; what waited goes on."""
        super().clear(name)
        self._pulled = False
        self._tell_change()

    def new_roll(self, paper_mm: float = 80_000.0) -> None:
        """Put in a new roll."""
        with self._changed:
            self._paper_rows = paper_mm * _DOTS_PER_MM
        self._tell_change()

    def power_cycle(self) -> None:
        """Off and on: buffers empty, connection gone, paper stays where it was."""
        with self._changed:
            self._forget_everything()
            self._asb_mask = 0
            wire = self.line.wire
        if wire is not None:
            wire.hang_up()

    def pull_plug(self) -> None:
        """Close the connection now, as a cable does that was pulled; the printer's buffers stay."""
        with self._changed:
            wire = self.line.wire
        if wire is not None:
            wire.hang_up()

    @property
    def conditions(self) -> frozenset[str]:
        """The conditions that hold now, as the printer's sensors see them."""
        with self._changed:
            found = {name for name in CONDITIONS if self._holds(name)}
            return frozenset(found | roll_sensor(self._paper_rows))

    @property
    def paper_mm(self) -> float:
        """Paper left on the roll."""
        return self._paper_rows / _DOTS_PER_MM

    @property
    def progress_mm(self) -> float:
        """Paper fed since the last cut."""
        return self._interpreter.fed / _DOTS_PER_MM

    def roll(self, path: Path) -> Path:
        """Everything printed so far, one below the other, as one PNG; also what hangs uncut from the mouth."""
        with self._changed:
            pictures: list[Image.Image] = [Image.open(paper.png) for paper in self.tickets]
            if not self._interpreter.sheet.blank:
                pictures.append(self._interpreter.sheet.picture())
        width = max((p.width for p in pictures), default=self._dots + 64)
        whole = Image.new("L", (width, sum(p.height + 8 for p in pictures) or 8), 200)
        y = 0
        for picture in pictures:
            whole.paste(picture, (0, y))
            y += picture.height + 8
        whole.save(path)
        return path

    def _serve(self) -> None:
        while not self._stop.is_set():
            wire = self._port.accept(0.05)
            if wire is None:
                continue
            if self.faults.strikes("refuse"):
                wire.hang_up()
                continue
            with self._changed:
                self.line.wire = wire
                self.connections += 1
                self._asb_mask = 0
                self._held = b""
            self._listen_to(wire)
            with self._changed:
                self.line.wire = None
                self.line.forget()
            wire.hang_up()

    def _listen_to(self, wire: Wire) -> None:
        while not self._stop.is_set():
            self.line.send_delayed()
            self.line.heed(len(self._buffer))
            if self.faults.set_now("stall") or (len(self._buffer) >= BUFFER and not self.line.serial):
                self._stop.wait(0.005)
                data = wire.read(-1)
            else:
                data = wire.read(0.01)
            if data is None:
                return
            if data:
                self._arrive(data)

    def _arrive(self, data: bytes) -> None:
        self._dawdle(len(data))
        self.line.arrives(len(data))
        self.received += data
        if self.faults.set_now("half_open") or self._pulled:
            return
        drop = self.faults.set_now("drop")
        with self._changed:
            data = self._real_time(data)
            if drop is not None and data:
                room = int(drop.value or 0) - self._job_bytes
                self._job_bytes += len(data)
                if room <= len(data):
                    data = data[: max(0, room)]
                    self.faults.strikes("drop")
                    self.pull_plug()
                    # a serial line does not hang up: all that follows is lost, until somebody puts the plug back
                    self._pulled = self.line.serial
            self._buffer += data[: self.line.room_for(len(data), len(self._buffer))]
            self.line.heed(len(self._buffer))
            self._changed.notify_all()
        self.line.noise()

    def _dawdle(self, count: int) -> None:
        """Take as long as the fault "slow" says, or until it is cleared."""
        began = time.monotonic()
        while (slow := self.faults.set_now("slow")) is not None and not self._stop.wait(0.005):
            if time.monotonic() - began >= count / (slow.value or 100.0):
                return

    def _real_time(self, data: bytes) -> bytes:
        """Answer the commands that a printer hears wherever they stand; what is left goes to the buffer."""
        data, self._held = self._held + data, b""
        left = bytearray()
        i = 0
        while i < len(data):
            rest = data[i : i + len(_CLEAR)]
            if rest[:2] == b"\x10\x04" and len(rest) > 2 and 1 <= rest[2] <= 4:
                self._say(bytes((realtime_reply(rest[2], self._visible()),)))
                i += 3
            elif rest[:2] == b"\x10\x05" and len(rest) > 2:
                self._tell_change()
                i += 3
            elif rest == _CLEAR and not self.faults.set_now("no_clear"):
                self._forget_everything()
                left.clear()
                self._say(_CLEARED)
                i += len(_CLEAR)
            elif (len(rest) < len(_CLEAR) and _CLEAR.startswith(rest)) or rest in (b"\x10\x04", b"\x10\x05"):
                # the rest of a real-time command may be on its way
                self._held = rest
                break
            else:
                left.append(data[i])
                i += 1
        return bytes(left)

    def _forget_everything(self) -> None:
        self._buffer.clear()
        self._cutter.clear()
        self._job.clear()
        self._interpreter.forget_line()

    def _visible(self) -> frozenset[str]:
        return frozenset() if self.faults.set_now("lie") else self.conditions

    def _say(self, data: bytes) -> None:
        if isinstance(self._port, PacketPort) and self.faults.strikes("empty"):
            self._port.empty()
        self.line.say(data)

    def _tell_change(self) -> None:
        """Send the status by itself (ASB) when it was asked to and something changed."""
        with self._changed:
            self._changed.notify_all()
            if not self._asb_mask:
                return
            packet = asb(self._visible())
            if packet != self._last_asb:
                self._last_asb = packet
                self._say(packet)

    def _engine(self) -> None:
        while not self._stop.is_set():
            with self._changed:
                piece = self._next_piece()
                if piece is None:
                    self._changed.wait(0.05)
                    continue
                before, seen = self._interpreter.fed, self.conditions
                self._run(piece)
                rows = abs(self._interpreter.fed - before)
            self._move_paper(rows, seen)
            self.line.noise()
            self.line.heed(len(self._buffer))

    def _next_piece(self) -> Piece | None:
        """The next piece, unless something keeps the printer from working."""
        if self._blocked():
            return None
        piece = self._cutter.next_piece()
        if piece is None and self._buffer:
            self._job += self._buffer
            self._cutter.push(bytes(self._buffer))
            self._buffer.clear()
            piece = self._cutter.next_piece()
        return piece

    def _blocked(self) -> bool:
        return bool(self.conditions - {"near_end"}) or self._holds("pause")

    def _holds(self, name: str) -> bool:
        fault = self.faults.set_now(name)
        if fault is None:
            return False
        return fault.value is None or self._interpreter.fed >= fault.value * _DOTS_PER_MM

    def _run(self, piece: Piece) -> None:
        if isinstance(piece, Command) and (piece.name in _QUESTIONS or piece.args[:1] == b"H"):
            self._answer(piece)
            if len(self._job) - self._cutter.waiting == len(piece.raw):
                # questions between two tickets belong to neither
                del self._job[: len(piece.raw)]
        elif self._interpreter.run(piece):
            self._cut()
        elif isinstance(piece, Command) and piece.name == "ESC @":
            self._asb_mask = 0

    def _answer(self, question: Command) -> None:
        if question.name == "GS a":
            self._asb_mask = question.args[0]
            if self._asb_mask:
                self._last_asb = asb(self._visible())
                self._say(self._last_asb)
        elif question.name == "GS I":
            self._say(b"\x5fKIOSK-SIM\x00" if question.args[0] in (66, 67) else b"\x02")
        elif question.name == "GS (":
            if self._process_ids and question.args[3:5] == b"00":
                self._say(b"\x37\x22" + question.args[5:9] + b"\x00")
        elif not self.faults.set_now("no_barrier"):
            self._say(b"\x03" if "near_end" in self.conditions else b"\x00")

    def _cut(self) -> None:
        sheet = self._interpreter.sheet
        taken = len(self._job) - self._cutter.waiting
        data = bytes(self._job[:taken])
        del self._job[:taken]
        if sheet.blank:
            self._interpreter.new_sheet()
            return
        path = self.out_dir / f"ticket-{len(self.tickets) + 1:03d}.png"
        sheet.picture().save(path)
        self.tickets.append(PrintedPaper(data, path))
        self._interpreter.new_sheet()

    def _move_paper(self, rows: int, seen: frozenset[str]) -> None:
        if not rows:
            return
        with self._changed:
            self._paper_rows = max(0.0, self._paper_rows - rows)
        if seen != self.conditions:
            self._tell_change()
        if self._speed:
            self._stop.wait(rows / _DOTS_PER_MM / self._speed)
