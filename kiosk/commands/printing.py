"""Printing one ticket from the command line: the same paper, the same driver, the same confirmation as on the kiosk."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import NamedTuple

from devices.api import DeviceEvent, NotPrinted, Printed, Reason
from kiosk.base.clock import SystemClock
from kiosk.base.config import Config
from kiosk.commands.output import CommandProblem, Exit
from kiosk.queue.model import IssueRequest, Ticket, TicketState
from kiosk.residence.profile import Profile
from kiosk.station.ticketpaper import receipt_of

READY_SECONDS = 5.0
PRINT_SECONDS = 30.0


def try_paper(profile: Profile, config: Config, request: IssueRequest) -> None:
    """Make the paper of a number that is not given yet; CommandProblem where it cannot be made.

    A number is in the queue for good, so that what is wrong with ourselves must be found before it is taken.
    """
    from devices.printer.receipt import render
    from kiosk.wiring.drivers import ticket_paper

    try:
        render(receipt_of(_specimen(request), profile, profile.place(request.place)), ticket_paper(config))
    except (LookupError, OSError, RuntimeError, ValueError) as error:
        said = f"The ticket's paper cannot be made, so no number was taken: {error}. Look with: kiosk doctor"
        raise CommandProblem(said, Exit.MISSING) from None


def _specimen(request: IssueRequest) -> Ticket:
    """A ticket that nobody holds, with everything that stands on the paper of this one."""
    now = SystemClock().now()
    return Ticket(
        id="0" * 12,
        number=f"{request.klass}000",
        klass=request.klass,
        state=TicketState.WAITING,
        place=request.place,
        day=now.date(),
        taken_at=now,
        language=request.language,
        kiosk=request.kiosk,
        request_id=request.request_id,
        first_class=request.klass,
        series="",
        seq=0,
        queue_day=now.date(),
        waiting_since=now,
        people=request.people,
    )


class Unprinted(NamedTuple):
    """Why a ticket is not known to be out; `unknown`: nobody knows, it may be out already or still come."""

    reason: str
    unknown: bool = False


def print_ticket(ticket: Ticket, profile: Profile, config: Config) -> Unprinted | None:
    """Print on the configured printer: None when the printer confirmed it, else why it did not."""
    if not config.printer.url:
        return Unprinted("NO_PRINTER")
    from kiosk.wiring.drivers import open_printer

    events: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
    printer = open_printer(events.put, config)
    printer.start()
    try:
        if not _wait(events, lambda: printer.health().usable, READY_SECONDS):
            return Unprinted(printer.health().reason.value)
        printer.print(ticket.id, receipt_of(ticket, profile, profile.place(ticket.place)))
        return _answer(events)
    finally:
        printer.stop()


def _wait(events: queue.SimpleQueue[DeviceEvent], true: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        try:
            events.get(timeout=0.1)
        except queue.Empty:
            continue
    return False


def _answer(events: queue.SimpleQueue[DeviceEvent]) -> Unprinted | None:
    until = time.monotonic() + PRINT_SECONDS
    while (left := until - time.monotonic()) > 0:
        try:
            event = events.get(timeout=left)
        except queue.Empty:
            break
        match event:
            case Printed():
                return None
            case NotPrinted(reason=reason, unknown=unknown):
                return Unprinted(reason.value, unknown)
            case _:
                continue
    return Unprinted(Reason.NOT_RESPONDING.value, unknown=True)
