"""The thermal printer's driver: a ticket counts as printed when the printer has confirmed it after its last byte.

One job: ask (DLE EOT 1 to 4), send in bounded chunks while listening, then the *print barrier*: `GS r 1` is
answered only when everything before it was worked through.  A job that fails is never sent again by the driver;
what may still lie in the printer is cleared (`DLE DC4 8`) or, where the printer does not know that command,
recognised when it comes out late.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.api import DeviceState, Emit, NotPrinted, Printed, PrintedLate, PrintStarted, Reason, Receipt
from devices.driven import Driven
from devices.printer.link import Link, LinkAddress, open_link
from devices.printer.receipt import PAPER_80, Paper, Rendered, render
from devices.printer.status import Asb, Barrier, Demultiplexer, Info, PrinterStatus, Realtime
from devices.worker import Backoff, DeviceFault, Seat, Session, TemporaryFault, Worker

ASK = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
ENABLE_ASB = b"\x1da\x0e"  # on-line, error and paper changes
BARRIER = b"\x1dr\x01"
CLEAR = bytes((0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8))
CUT_REMAINS = b"\x1b@\x1dVB\x00"

_CHUNK = 512


@dataclass(frozen=True, slots=True)
class Timing:
    """Time limits in seconds."""

    poll: float = 0.25
    reply: float = 0.3
    write: float = 3.0
    clear: float = 0.4
    confirm: float = 6.0
    slowest_mm_per_s: float = 40.0
    silence: float = 1.5


@dataclass(frozen=True, slots=True)
class _Print:
    request: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class _Refresh:
    pass


_Job = _Print | _Refresh


class ThermalPrinter(Driven[_Job]):
    """`devices.api.Printer` for every printer that speaks ESC/POS.

    `address` is a URL as in `devices.printer.link`, or a `LinkAddress`; ValueError for a bad one.
    """

    name = "printer"

    def __init__(
        self,
        emit: Emit,
        address: str | LinkAddress,
        *,
        paper: Paper = PAPER_80,
        timing: Timing | None = None,
        backoff: Backoff | None = None,
        open_wire: Callable[[LinkAddress], Link] = open_link,
    ) -> None:
        self._emit = emit
        self._address = LinkAddress.parse(address) if isinstance(address, str) else address
        self._open = open_wire
        self.paper = paper
        self.timing = timing or Timing()
        self.remains: Remains | None = None
        """What an earlier job may have left in the printer; outlives a connection."""
        self._worker = Worker(
            self.name,
            emit,
            self._connect,
            lost=self._lost,
            present=self._address.present,
            backoff=backoff,
        )

    def print(self, request: str, receipt: Receipt) -> None:
        """Print: `PrintStarted`, then `Printed` or `NotPrinted`, once; perhaps `PrintedLate` after `NotPrinted`."""
        self._worker.submit(_Print(request, receipt))

    def refresh(self) -> None:
        """Ask for the status now."""
        self._worker.hurry()
        self._worker.submit(_Refresh())

    def _connect(self, seat: Seat[_Job]) -> Session[_Job]:
        return _Connection(self, self._open(self._address), seat.generation)

    def _lost(self, job: _Job, reason: Reason, detail: str) -> None:
        if isinstance(job, _Print):
            self._emit(NotPrinted(job.request, reason, detail))


@dataclass(frozen=True, slots=True)
class Remains:
    """A failed job's bytes may still be in the printer (`request`), in the middle of a command of up to `longest`."""

    request: str
    longest: int
    generation: int
    barrier_sent: bool = False


class _Connection(Session[_Job]):
    """One connection, from the first question to the loss of the wire."""

    def __init__(self, printer: ThermalPrinter, link: Link, generation: int) -> None:
        self._printer = printer
        self._timing = printer.timing
        self._link = link
        self._generation = generation
        self._heard = Demultiplexer()
        self._replies: list[int] = []
        self._barriers: list[Barrier] = []
        self._asb: PrinterStatus | None = None
        self._cleared = False
        self._last_heard = time.monotonic()

    def run(self, seat: Seat[_Job]) -> None:
        """Watch the printer, and print."""
        self._link.write(ENABLE_ASB, self._timing.write)
        self._tell(seat, self._first_status(seat))
        while True:
            job = seat.next_job(self._timing.poll)
            match job:
                case None | _Refresh():
                    seat.done()
                    self._tell(seat, self._ask(seat))
                    self._late_paper(seat)
                case _Print():
                    self._print(seat, job)

    def close(self) -> None:
        """Close the wire."""
        self._link.close()

    def _first_status(self, seat: Seat[_Job]) -> PrinterStatus:
        """Two rounds that agree: after a reconnection on a serial line old answers may still be under way."""
        before = self._ask(seat)
        for _ in range(4):
            status = self._ask(seat)
            if status == before:
                return status
            before = status
        raise TemporaryFault(Reason.NOT_RESPONDING, "answers that do not agree", DeviceState.UNKNOWN)

    def _ask(self, seat: Seat[_Job]) -> PrinterStatus:
        """One round of DLE EOT 1 to 4; a round that stays without answer is asked once more."""
        for _ in range(2):
            self._listen(0.0)
            self._replies.clear()
            self._link.write(ASK, self._timing.write)
            end = time.monotonic() + self._timing.reply + self._link.seconds_for(16)
            while len(self._replies) < 4 and time.monotonic() < end:
                seat.check()
                self._listen(max(0.0, min(0.05, end - time.monotonic())))
            if len(self._replies) >= 4:
                return self._status()
        raise TemporaryFault(Reason.NOT_RESPONDING, "no answer to a status request", DeviceState.UNKNOWN)

    def _status(self) -> PrinterStatus:
        first, second, third, fourth = self._replies[:4]
        self._replies.clear()
        return PrinterStatus.from_replies((first, second, third, fourth))

    def _listen(self, timeout: float) -> None:
        """Take in what has come."""
        data = self._link.read(timeout)
        if not data:
            return
        now = self._last_heard = time.monotonic()
        for said in self._heard.feed(data, now):
            match said:
                case Realtime(value):
                    self._replies.append(value)
                case Barrier():
                    self._barriers.append(said)
                case Asb(data=packet):
                    self._asb = PrinterStatus.from_asb(packet)
                case Info(header=0x37, data=b"%"):
                    self._cleared = True
                case _:
                    pass

    def _tell(self, seat: Seat[_Job], status: PrinterStatus) -> None:
        seat.report(status.state, status.reason)

    def _late_paper(self, seat: Seat[_Job]) -> None:
        """A barrier that comes after its job was given up: the paper came out after all."""
        remains = self._printer.remains
        if remains is None:
            self._barriers.clear()
            return
        if self._barriers and self._may_answer(remains):
            barrier = self._barriers.pop(0)
            self._printer.remains = None
            if not barrier.paper_end:
                seat.emit(PrintedLate(remains.request))

    def _may_answer(self, remains: Remains) -> bool:
        """True when the barrier of an earlier job can still be answered here: a serial line is the same line again."""
        return remains.barrier_sent and (remains.generation == self._generation or self._link.same_line)

    def _print(self, seat: Seat[_Job], job: _Print) -> None:
        status = self._ask(seat)
        self._tell(seat, status)
        if not status.can_print:
            seat.answer(NotPrinted(job.request, status.reason, "before the first byte"))
            return
        try:
            rendered = render(job.receipt, self._printer.paper)
        except (OSError, RuntimeError, ValueError) as error:
            # a missing font or a text that no code can hold: the printer is well, this ticket is not
            seat.answer(NotPrinted(job.request, Reason.SOFTWARE_ERROR, str(error)))
            return
        if not self._remains_gone(seat):
            seat.answer(NotPrinted(job.request, Reason.NOT_RESPONDING, "an earlier ticket is still in the printer"))
            return
        seat.report(DeviceState.BUSY)
        seat.emit(PrintStarted(job.request))
        self._note_remains(job, rendered, barrier_sent=False)
        reason, detail = self._send_and_confirm(seat, job, rendered)
        if reason is not None and self._clear_printer(seat):
            # nothing more can come out; only a torn-off piece may hang in the mouth
            self._printer.remains = Remains("", 0, self._generation)
            if self._barriers and not self._barriers.pop(0).paper_end:
                reason = None
        if reason is None:
            self._printer.remains = None
            seat.answer(Printed(job.request))
        else:
            seat.answer(NotPrinted(job.request, reason, detail))
        self._tell(seat, self._ask(seat))

    def _note_remains(self, job: _Print, rendered: Rendered, *, barrier_sent: bool) -> None:
        self._printer.remains = Remains(job.request, rendered.longest, self._generation, barrier_sent)

    def _send_and_confirm(self, seat: Seat[_Job], job: _Print, rendered: Rendered) -> tuple[Reason | None, str]:
        """None when the printer confirmed; else why the ticket is not known to be out."""
        self._barriers.clear()
        self._asb = None
        data = rendered.data + BARRIER
        for start in range(0, len(data), _CHUNK):
            seat.check()
            if start + _CHUNK >= len(data):
                self._note_remains(job, rendered, barrier_sent=True)
            try:
                self._link.write(data[start : start + _CHUNK], self._timing.write)
            except DeviceFault:
                # a printer without paper stops taking bytes; if it said why, that is the better answer
                if self._said_fault() is None:
                    raise
            self._listen(0.0)
            fault = self._said_fault()
            if fault is not None:
                return fault, "while the ticket was sent"
        return self._confirm(seat, rendered)

    def _said_fault(self) -> Reason | None:
        """A fault that ends the job, if the printer told one by itself."""
        return None if self._asb is None or self._asb.passes else self._asb.reason

    def _confirm(self, seat: Seat[_Job], rendered: Rendered) -> tuple[Reason | None, str]:
        timing = self._timing
        on_the_way = self._link.seconds_for(len(rendered.data))
        now = time.monotonic()
        end = now + timing.confirm + on_the_way + rendered.mm / timing.slowest_mm_per_s
        ask_at, self._last_heard = now + timing.poll, now + on_the_way
        last: Reason = Reason.NOT_RESPONDING
        self._replies.clear()
        while (now := time.monotonic()) < end:
            seat.check()
            self._listen(0.02)
            fault = self._said_fault()
            if fault is not None:
                return fault, "while the ticket was printed"
            if self._barriers:
                return self._after_barrier(seat, self._barriers.pop(0))
            if len(self._replies) >= 4:
                status = self._status()
                last = status.reason if not status.can_print else Reason.NOT_RESPONDING
                if not status.passes:
                    return status.reason, "while the ticket was printed"
                ask_at = now + timing.poll
            elif now - self._last_heard > timing.silence:
                raise TemporaryFault(Reason.NOT_RESPONDING, "silent while printing", DeviceState.UNKNOWN)
            elif now >= ask_at:
                self._replies.clear()
                self._link.write(ASK, timing.write)
                ask_at = now + max(timing.reply, timing.poll) + on_the_way
        return last, "the printer did not confirm the ticket"

    def _after_barrier(self, seat: Seat[_Job], barrier: Barrier) -> tuple[Reason | None, str]:
        """The cut comes last: what the printer says right after it decides."""
        if barrier.paper_end:
            return Reason.MEDIA_EMPTY, "the paper ended with this ticket"
        status = self._ask(seat)
        self._tell(seat, status)
        if status.reason in (Reason.CUTTER_FAULT, Reason.MEDIA_JAMMED, Reason.HARDWARE_ERROR):
            return status.reason, "after the ticket was printed"
        return None, ""

    def _clear_printer(self, seat: Seat[_Job]) -> bool:
        """Empty the printer's buffers; True when it said that they are empty."""
        self._cleared = False
        self._link.write(CLEAR, self._timing.write)
        end = time.monotonic() + self._timing.clear + self._link.seconds_for(len(CLEAR))
        while not self._cleared and time.monotonic() < end:
            seat.check()
            self._listen(0.02)
        return self._cleared

    def _remains_gone(self, seat: Seat[_Job]) -> bool:
        """Before a new ticket: nothing of an earlier one is left in the printer, and its paper is cut off.

        A whole ticket that was given up prints as soon as the printer can: its barrier is waited for, because a clear
        between its cut and its barrier would make it a ghost.
        """
        remains = self._printer.remains
        if remains is not None and self._may_answer(remains):
            self._await_barrier(seat, self._timing.confirm)
            self._late_paper(seat)
            remains = self._printer.remains
        if remains is None:
            return True
        if remains.request and not self._clear_printer(seat):
            # fill up a command that was cut short, then wait until the printer has come so far
            pad = bytes(remains.longest) + CUT_REMAINS
            self._link.write(pad + BARRIER, self._timing.write)
            if not self._await_barrier(seat, self._timing.confirm + self._link.seconds_for(len(pad))):
                return False
        else:
            self._link.write(CUT_REMAINS, self._timing.write)
        self._barriers.clear()
        self._printer.remains = None
        return True

    def _await_barrier(self, seat: Seat[_Job], seconds: float) -> bool:
        """True when a barrier was answered in time."""
        end = time.monotonic() + seconds
        while not self._barriers and time.monotonic() < end:
            seat.check()
            self._listen(0.02)
        return bool(self._barriers)
