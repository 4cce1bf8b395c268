"""A printer bench: the real driver on a simulated printer, with everything it told and everything on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from devices.api import (
    Align,
    DeviceEvent,
    DeviceState,
    Feed,
    HealthChanged,
    NotPrinted,
    Printed,
    PrintedLate,
    PrintStarted,
    QrCode,
    Receipt,
    Rule,
    Size,
    Text,
)
from devices.printer.driver import ThermalPrinter
from devices.printer.link import FileLink, open_link
from devices.printer.models import models
from devices.printer.receipt import render
from devices.simulators.printer import SimulatedPrinter
from devices.simulators.usb import URL, SimulatedUsb
from devices.worker import Backoff
from tests.support.waiting import Told

# a printer that answers is waited for, however busy the machine is; where the fault is silence the limits are short
PATIENT = {"reply": 30.0, "write": 30.0, "clear": 30.0, "confirm": 60.0, "silence": 60.0, "stop": 60.0}
HURRIED = {"reply": 0.25, "write": 0.5, "clear": 0.2, "confirm": 1.2, "silence": 1.2, "stop": 1.0}


class Bench:
    """One driver and its printer; every event in order."""

    def __init__(
        self,
        out: Path,
        *,
        model: str = "generic",
        query: str = "",
        usb: bool = False,
        bus: bool = False,
        **options: Any,
    ) -> None:
        self.printer = SimulatedPrinter(0, out, usb=usb or bus, **options)
        self.bus = SimulatedUsb(self.printer)
        self._told = Told()
        self.events = self._told.events
        self.driver = ThermalPrinter(
            self._told.emit, URL if bus else self.printer.url + query, model=models()[model],
            backoff=Backoff(first=0.1, longest=0.3, jitter=0.1),
            open_wire=self.bus.open if bus else (lambda _: FileLink(self.printer.descriptor())) if usb else open_link,
        )  # fmt: skip
        # read at every use: a test changes them while the driver runs
        self.limits = SimpleNamespace(poll=0.04, slowest_mm_per_s=400.0, **PATIENT)
        self.driver.timing = self.limits

    def hurry(self, **limits: float) -> None:
        """From now on silence is noticed soon; with `limits` only what they name."""
        vars(self.limits).update(limits or HURRIED)

    def patient(self) -> None:
        """From now on the driver waits, as the printer answers."""
        vars(self.limits).update(PATIENT)

    def wait(self, wanted: Callable[[list[DeviceEvent]], bool], what: str) -> None:
        """Wait until the events say so; a failure shows them all."""
        self._told.until(lambda: wanted(self.events), what)

    def ready(self) -> None:
        self.wait(lambda _: self.driver.health().usable and self.driver.health().state is not DeviceState.BUSY, "ready")

    def outcome(self, request: str) -> Printed | NotPrinted:
        """The answer to a job, of which there is exactly one."""
        self.wait(lambda _: bool(self.answers(request)), f"answer to {request}")
        answers = self.answers(request)
        assert len(answers) == 1
        return answers[0]

    def answers(self, request: str) -> list[Printed | NotPrinted]:
        return [e for e in self.events if isinstance(e, Printed | NotPrinted) and e.request == request]

    def late(self, request: str) -> bool:
        return any(isinstance(e, PrintedLate) and e.request == request for e in self.events)

    def started(self, request: str) -> bool:
        return any(isinstance(e, PrintStarted) and e.request == request for e in self.events)

    def healths(self) -> list[HealthChanged]:
        return [e for e in self.events if isinstance(e, HealthChanged)]

    def papers(self, receipt: Receipt) -> int:
        """How many whole tickets of this receipt fell out."""
        wanted = render(receipt).data
        return sum(wanted in paper.data for paper in self.printer.tickets)


def ticket(number: str = "R014", *, copy: bool = False) -> Receipt:
    return Receipt(
        (
            Text("Stad Gent", size=Size.LARGE, bold=True, align=Align.CENTER),
            Text("Verblijfskaart vernieuwen", align=Align.CENTER),
            Text(number, size=Size.HUGE, align=Align.CENTER),
            Text("3 wachtenden voor u", align=Align.CENTER),
            QrCode(f"{number}-7KQ2MX"),
            Feed(3),
            Rule(),
            Text("Breng mee: huidige kaart, paspoort of identiteitskaart, € 29"),
        ),
        copy=copy,
    )


@pytest.fixture(params=["tcp", pytest.param("pty", marks=pytest.mark.full)])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path, pty=request.param == "pty")
    with made.printer:
        yield made
        made.driver.stop()


@pytest.fixture
def make_ticket() -> Callable[..., Receipt]:
    return ticket


@pytest.fixture
def make_bench(tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def make(**options: Any) -> Bench:
        one = Bench(tmp_path, **options)
        one.printer.start()
        made.append(one)
        return one

    yield make
    for one in made:
        one.driver.stop()
        one.printer.stop()
