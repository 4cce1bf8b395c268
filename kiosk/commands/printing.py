"""Printing one ticket from the command line: the same paper, the same driver, the same confirmation as on the kiosk."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable

from devices.api import DeviceEvent, NotPrinted, Printed, Reason, Receipt
from kiosk.config import Config
from kiosk.paper import TicketPaper, ticket_receipt
from kiosk.profiles import load
from kiosk.queue.model import Ticket
from kiosk.visit.labels import service_label

READY_SECONDS = 5.0
PRINT_SECONDS = 30.0


def print_ticket(ticket: Ticket, config: Config) -> str | None:
    """Print on the configured printer: None when the printer confirmed it, else why it did not."""
    if not config.printer.url:
        return "NO_PRINTER"
    from kiosk.drivers import open_printer

    events: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
    printer = open_printer(events.put, config)
    printer.start()
    try:
        if not _wait(events, lambda: printer.health().usable, READY_SECONDS):
            return printer.health().reason.value
        printer.print(ticket.id, _receipt(ticket, config))
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


def _answer(events: queue.SimpleQueue[DeviceEvent]) -> str | None:
    until = time.monotonic() + PRINT_SECONDS
    while (left := until - time.monotonic()) > 0:
        try:
            event = events.get(timeout=left)
        except queue.Empty:
            break
        match event:
            case Printed():
                return None
            case NotPrinted(reason=reason):
                return reason.value
            case _:
                continue
    return Reason.NOT_RESPONDING.value


def _receipt(ticket: Ticket, config: Config) -> Receipt:
    profile = load(config.kiosk.profile)
    paper = TicketPaper(
        municipality=profile.name,
        place=profile.place(ticket.place).name,
        number=ticket.number,
        service=(service_label(profile, ticket.klass, "nl"), service_label(profile, ticket.klass, ticket.language)),
        taken_at=ticket.taken_at,
        language=ticket.language,
        people=ticket.people,
        qr=ticket.token,
    )
    return ticket_receipt(paper)
