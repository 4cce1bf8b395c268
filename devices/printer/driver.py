"""The thermal printer's driver: a ticket counts as printed when the printer has confirmed it after its last byte.

One job: ask (DLE EOT 1 to 4), send in bounded pieces while listening, then the *print barrier*: `GS r 1` is
answered only when everything before it was worked through (`devices.printer.hearing` says what counts as an answer).
A job that fails is never sent again by the driver; what may still lie in the printer is cleared (`DLE DC4 8`) or,
where the printer does not know that command, recognised when it comes out late.
"""

from __future__ import annotations

import secrets
import string
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from devices.api import DeviceState, Emit, NotPrinted, Printed, PrintedLate, PrintStarted, Reason, Receipt
from devices.driven import Driven
from devices.printer.address import LinkAddress
from devices.printer.hearing import Group, Hearing
from devices.printer.link import Link, open_link
from devices.printer.models import DEFAULT, Model, models
from devices.printer.receipt import ENABLE_ASB, PAPER_80, Paper, Rendered, render
from devices.printer.status import PrinterStatus
from devices.worker import Backoff, DeviceFault, Seat, Session, TemporaryFault, Worker

CLEAR = bytes((0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8))
_LETTERS = string.ascii_letters + string.digits
_LOST_GO = 5.0  # s; a stop that lasts longer without another word may be noise, or its "go" was lost
CUT_REMAINS = b"\x1b@\x1dVB\x00" + ENABLE_ASB


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
    stop: float = 60.0  # how long a printer may say "stop" in the middle of a ticket


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

    `address` is a URL as in `devices.printer.address`, or a `LinkAddress`; ValueError for a bad one.
    """

    name = "printer"

    def __init__(
        self,
        emit: Emit,
        address: str | LinkAddress,
        *,
        paper: Paper = PAPER_80,
        model: Model | None = None,
        timing: Timing | None = None,
        backoff: Backoff | None = None,
        open_wire: Callable[[LinkAddress], Link] = open_link,
    ) -> None:
        self._emit = emit
        self.model = model or models()[DEFAULT]
        parsed = LinkAddress.parse(address) if isinstance(address, str) else address
        self.address = parsed.flowing(self.model.flow) if parsed.kind == "serial" else parsed
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
            present=self.address.present,
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
        return _Connection(self, self._open(self.address), seat.generation)

    def _lost(self, job: _Job, reason: Reason, detail: str) -> None:
        if isinstance(job, _Print):
            remains = self.remains
            unknown = remains is not None and remains.request == job.request and remains.whole
            self._emit(NotPrinted(job.request, reason, detail, unknown=unknown))


@dataclass(frozen=True, slots=True)
class Remains:
    """A failed job's bytes may still be in the printer (`request`), in the middle of a command of up to `longest`.

    `whole`: all its bytes were handed over, so that it may come out; it ends with the questions `first`, and names the
    process id `mark` where the printer knows such.
    """

    request: str
    longest: int
    generation: int
    first: Group
    mark: bytes = b""
    whole: bool = False

    @property
    def questions(self) -> bytes:
        """The bytes behind the ticket: GS ( H (function 48 answers with these four letters), then the group."""
        return (b"\x1d(H\x06\x00\x30\x30" + self.mark if self.mark else b"") + self.first.data


def _another_name(last: bytes) -> bytes:
    """Four letters that name the next ticket for GS ( H, others than the `last` ones that the printer answered.

    By chance among millions: also a printer that still answers for a ticket of the kiosk's run before names another one.
    """
    name = last
    while name == last:
        name = "".join(secrets.choice(_LETTERS) for _ in range(4)).encode()
    return name


class Trouble(NamedTuple):
    """Why a ticket is not known to be out."""

    reason: Reason
    detail: str


class _Connection(Session[_Job]):
    """One connection, from the first question to the loss of the wire."""

    def __init__(self, printer: ThermalPrinter, link: Link, generation: int) -> None:
        self._printer = printer
        self._timing = printer.timing
        self._link = link
        self._generation = generation
        self.hearing = Hearing(link, printer.timing, printer.model.distrusted)

    def run(self, seat: Seat[_Job]) -> None:
        """Watch the printer, and print."""
        self._link.write(ENABLE_ASB, self._timing.write)
        self._tell(seat, self.hearing.status(seat.check))
        while True:
            job = seat.next_job(self._timing.poll)
            match job:
                case None | _Refresh():
                    seat.done()
                    self._tell(seat, self.hearing.status(seat.check))
                    self._late_paper(seat)
                case _Print():
                    self.print(seat, job)

    def close(self) -> None:
        """Close the wire."""
        self._link.close()

    def _tell(self, seat: Seat[_Job], status: PrinterStatus) -> None:
        seat.report(status.state, status.reason)

    def _late_paper(self, seat: Seat[_Job]) -> None:
        """A confirmation that comes after its job was given up: the paper came out after all."""
        remains = self._printer.remains
        if remains is None or not self._may_answer(remains) or not self._heard_late(remains):
            return
        sure, _ = self._sure(seat, remains)
        if sure:
            self._printer.remains = None
            seat.emit(PrintedLate(remains.request))

    def _may_answer(self, remains: Remains) -> bool:
        """True when an earlier job can still be confirmed here: a serial line is the same line again."""
        return remains.whole and (remains.generation == self._generation or self._link.same_line)

    def _named(self, remains: Remains) -> bool:
        """True when the printer has named this job."""
        return bool(remains.mark) and self.hearing.process == remains.mark

    def _heard_late(self, remains: Remains) -> bool:
        """True when what was heard long after a job can be its end: noise has had its time to look like it."""
        return self._named(remains) if remains.mark else self.hearing.answers.close(remains.first)

    def _sure(self, seat: Seat[_Job], remains: Remains) -> tuple[bool, PrinterStatus]:
        """Whether the job is out: two status rounds see nothing that stops a ticket, and the printer names the job or
        answers a second group of questions exactly; and what the status is.
        """
        hearing = self.hearing
        named = self._named(remains)
        hearing.forget()
        status = hearing.status(seat.check)
        sure = status.can_print and (named or hearing.challenge(seat.check, 2 * self._timing.reply))
        return sure, status

    def print(self, seat: Seat[_Job], job: _Print) -> None:
        """One ticket, from the first question to its answer."""
        status = self.hearing.status(seat.check)
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
        mark = _another_name(self.hearing.process) if self._printer.model.process_id else b""
        remains = Remains(job.request, rendered.longest, self._generation, self.hearing.first, mark)
        self._printer.remains = remains
        trouble = self._send(seat, rendered.data, remains)
        trouble = trouble or self._confirm(seat, rendered, replace(remains, whole=True))
        seat.answer(self._outcome(seat, job, trouble))
        self._tell(seat, self.hearing.status(seat.check))

    def _outcome(self, seat: Seat[_Job], job: _Print, trouble: Trouble | None) -> Printed | NotPrinted:
        """The job's answer; what a job that failed left in the printer is cleared."""
        remains = self._printer.remains
        if trouble is None or remains is None:
            self._printer.remains = None
            return Printed(job.request)
        if self._clear_printer(seat):
            # a printer that went on to the end says so even now
            if remains.whole and self._heard_late(remains) and self._sure(seat, remains)[0]:
                self._printer.remains = None
                return Printed(job.request)
            # nothing more can come out; only a torn-off piece may hang in the mouth
            self._printer.remains = Remains("", 0, self._generation, remains.first)
        return NotPrinted(job.request, trouble.reason, trouble.detail, unknown=remains.whole)

    def _send(self, seat: Seat[_Job], data: bytes, remains: Remains) -> Trouble | None:
        """Hand the job over, piece by piece; ends early when the printer itself tells a fault."""
        hearing, size = self.hearing, self._link.piece
        hearing.asb = None
        for start in range(0, len(data), size):
            if (trouble := self._await_turn(seat, empty=start == 0)) is not None:
                return trouble
            piece = data[start : start + size]
            if start + size >= len(data):
                # the ticket's end and its questions go together; only from here on can anything be an answer
                piece += remains.questions
                hearing.listen(0.0)
                hearing.answers.clear()
                hearing.process = b""
                self._printer.remains = replace(remains, whole=True)
            try:
                self._link.write(piece, self._timing.write)
            except DeviceFault:
                # a printer without paper stops taking bytes; if it said why, that is the better answer
                if self._said_fault() is None:
                    raise
            hearing.listen(0.0)
            if (fault := self._said_fault()) is not None:
                return Trouble(fault, "while the ticket was sent")
        return None

    def _await_turn(self, seat: Seat[_Job], *, empty: bool = False) -> Trouble | None:
        """Wait for the line's own speed, and for a printer that says "stop", as long as it says it.

        `empty`: nothing of ours is in the printer, so that it has room when it answers what waits in its buffer.
        """
        stopped, told = None, False
        while (pause := self._link.pause()) != 0.0:
            seat.check()
            self.hearing.listen(0.02 if pause is None else min(pause, 0.02))
            if (fault := self._said_fault()) is not None:
                return Trouble(fault, "while the ticket was sent")
            now = time.monotonic()
            stopped = None if pause is not None else stopped or now
            if stopped and not told and now - stopped > _LOST_GO:
                told = True
                if empty and self.hearing.challenge(seat.check, 0.0):
                    self._link.has_room()
                else:
                    seat.report(DeviceState.DEGRADED, Reason.OFF_LINE, 'it says "stop"')
            elif stopped and now - stopped > self._timing.stop:
                self._link.has_room()  # given up; whether there is room, the answers before the next ticket tell
                return Trouble(Reason.NOT_RESPONDING, 'the printer said "stop" and never "go"')
        if told:
            seat.report(DeviceState.BUSY)
        return None

    def _said_fault(self) -> Reason | None:
        """A fault that ends the job, if the printer told one by itself."""
        said = self.hearing.asb
        return None if said is None or said.passes else said.reason

    def _confirm(self, seat: Seat[_Job], rendered: Rendered, remains: Remains) -> Trouble | None:
        """None when the printer confirmed the job; else why it is not known to be out."""
        timing, hearing = self._timing, self.hearing
        on_the_way = self._link.seconds_for(self._link.piece)
        now = time.monotonic()
        moving = rendered.mm / timing.slowest_mm_per_s
        end = now + timing.confirm + on_the_way + moving
        # an answer that noise has swallowed is asked for again, when the paper must have moved long ago
        again = now + timing.confirm / 2 + on_the_way + moving
        # what was sent last waits behind the paper: until that must have moved, silence says nothing
        ask_at, speaks = now + timing.poll, now + on_the_way + moving
        last = Reason.NOT_RESPONDING
        hearing.forget()
        while (now := time.monotonic()) < end:
            seat.check()
            hearing.listen(0.02)
            told = self._said_fault() is not None
            heard = self._named(remains) or hearing.answers.ends(remains.first)
            if told or heard or (last is Reason.OK and now >= again):
                hearing.asb = None
                sure, status = self._sure(seat, remains)
                if sure:
                    return None
                if not status.passes:
                    return Trouble(status.reason, "after the ticket was printed")
                hearing.answers.clear()
                ask_at, again = now + timing.poll, now + timing.poll
            done, agreed = hearing.answered()
            if agreed is not None:
                last = Reason.OK if agreed.can_print else agreed.reason
                if not agreed.passes:
                    return Trouble(agreed.reason, "while the ticket was printed")
                ask_at = speaks = now + timing.poll
            elif done:
                hearing.ask()
            elif now - max(hearing.last, speaks) > timing.silence:
                raise TemporaryFault(Reason.NOT_RESPONDING, "silent while printing", DeviceState.UNKNOWN)
            elif now >= ask_at:
                hearing.ask()
                ask_at = now + max(timing.reply, timing.poll) + on_the_way
        reason = Reason.NOT_RESPONDING if last is Reason.OK else last
        return Trouble(reason, "the printer did not confirm the ticket")

    def _clear_printer(self, seat: Seat[_Job]) -> bool:
        """Empty the printer's buffers; True when it said that they are empty."""
        self.hearing.cleared = False
        self._link.write(CLEAR, self._timing.write)
        end = time.monotonic() + self._timing.clear + self._link.seconds_for(len(CLEAR))
        while not self.hearing.cleared and time.monotonic() < end:
            seat.check()
            self.hearing.listen(0.02)
        return self.hearing.cleared

    def _remains_gone(self, seat: Seat[_Job]) -> bool:
        """Before a new ticket: nothing of an earlier one is left in the printer, and its paper is cut off.

        A whole ticket that was given up prints as soon as the printer can: its confirmation is waited for, because a
        clear between its cut and its barrier would make it a ghost.
        """
        remains = self._printer.remains
        if remains is not None and self._may_answer(remains):
            end = time.monotonic() + self._timing.confirm
            while not self._heard_late(remains) and time.monotonic() < end:
                seat.check()
                self.hearing.listen(0.02)
            self._late_paper(seat)
            remains = self._printer.remains
        if remains is None:
            return True
        if remains.request and not self._clear_printer(seat):
            # fill up a command that was cut short, then wait until the printer has come so far
            pad = bytes(remains.longest) + CUT_REMAINS
            for start in range(0, len(pad), self._link.piece):
                if self._await_turn(seat) is not None:
                    return False
                self._link.write(pad[start : start + self._link.piece], self._timing.write)
            if not self.hearing.challenge(seat.check, self._timing.confirm + self._link.seconds_for(len(pad))):
                return False
        else:
            self._link.write(CUT_REMAINS, self._timing.write)
        self._printer.remains = None
        return True
