"""The same promises on a real printer: pytest --hw with KIOSK_HW_PRINTER=tcp://… (paper in, cover closed)."""

from __future__ import annotations

import os
import threading

import pytest

from devices.api import NotPrinted, Printed, PrintStarted, State
from devices.printer.driver import ThermalPrinter

pytestmark = pytest.mark.hw


def test_a_real_printer_is_ready_and_confirms_a_ticket(make_ticket) -> None:
    url = os.environ.get("KIOSK_HW_PRINTER")
    assert url, "say which printer: KIOSK_HW_PRINTER=tcp://host or serial:///dev/…"
    events: list[object] = []
    done = threading.Event()

    def emit(event: object) -> None:
        events.append(event)
        if isinstance(event, Printed | NotPrinted):
            done.set()

    driver = ThermalPrinter(emit, url)
    driver.start()
    driver.print("a", make_ticket())
    assert done.wait(30), events
    assert [type(e) for e in events if isinstance(e, PrintStarted | Printed | NotPrinted)] == [PrintStarted, Printed]
    assert driver.health().state in (State.READY, State.DEGRADED, State.BUSY)
    driver.stop()
