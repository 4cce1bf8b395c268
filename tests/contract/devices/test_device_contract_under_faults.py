"""Every driver under every fault that its device can play: it answers once, stops when told, and is well again afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from devices.api import NotPrinted, Printed
from devices.printer.driver import Timing
from devices.simulators.known import SIMULATED
from devices.simulators.unkind import LINE_FAULTS
from tests.contract.devices import test_device_contract as contract
from tests.support.waiting import Told

# sizes of faults that need one
SIZES = {"printer": {"halves": 0.1, "late": 0.4, "stray": 3, "break": 3, "drop": 60}}
# the printer's faults on TCP and on a serial line, and the card's, have tests of their own, with what each must end in
WIRES = [("printer", "usblp"), ("printer", "usb"), ("panel", "pty"), ("scanner", "pty"), ("camera", "stream")]
# silence is noticed soon while a fault plays; afterwards the driver waits, however busy the machine is
SOON = Timing(poll=0.05, reply=0.25, write=0.5, clear=0.2, confirm=1.2, silence=1.2, stop=1.0, slowest_mm_per_s=400.0)
PATIENT = replace(SOON, reply=30.0, write=30.0, clear=30.0, confirm=60.0, silence=60.0, stop=60.0)


def _faults(device: str) -> list[str]:
    """All of them; of a printer's, what a USB line does."""
    names = SIMULATED[device].keys()
    return sorted(names & {*LINE_FAULTS, "mute", "empty", "twin", "drop"} if device == "printer" else names)


@pytest.fixture(
    params=[
        pytest.param((device, wire, name), id=f"{device}-{wire}-{name}", marks=pytest.mark.full)
        for device, wire in WIRES
        for name in _faults(device)
    ]
)
def case(request: pytest.FixtureRequest, told: Told, tmp_path: Path) -> Iterator[Case]:
    device, wire, name = request.param
    with ExitStack() as stack:
        made = Case(contract.BEDS[device][0](wire, told, stack, tmp_path), told, device, name)
        yield made
        made.bed.driver.stop()


@pytest.fixture
def told() -> Told:
    return Told()


class Case:
    """A driver, and the one fault of its device."""

    def __init__(self, bed: contract.Bed, told: Told, device: str, name: str) -> None:
        self.bed, self.told, self.device, self.name = bed, told, device, name

    def ill(self) -> None:
        if self.device == "printer":
            self.bed.driver.timing = SOON
        self.bed.device.fault(self.name, value=SIZES.get(self.device, {}).get(self.name), seed=3)

    def well(self) -> None:
        self.bed.device.clear()
        if self.device == "printer":
            self.bed.driver.timing = PATIENT

    def asked(self) -> None:
        """Whoever needs the device asks it for something while it is ill; it is answered, once."""
        driver = self.bed.driver
        match self.device:
            case "printer":
                driver.print("ill", contract.TICKET)
                self.told.until(lambda: self.told.of(Printed, NotPrinted), "an answer")
                assert len(self.told.of(Printed, NotPrinted)) == 1
            case "camera":
                driver.look_for_codes("ill")
            case "panel":
                self.bed.device.press("help")
            case _:
                self.bed.device.scan("AP-FIRST1")

    def usable(self) -> None:
        self.told.until(lambda: self.bed.driver.health().usable, "usable")


def test_a_driver_keeps_its_contract_under_every_fault_of_its_device(case: Case) -> None:
    driver, told = case.bed.driver, case.told
    driver.start()
    case.usable()
    case.ill()
    case.asked()
    case.well()
    if case.device == "camera":
        driver.rest()
    case.usable()
    told.events.clear()
    case.bed.work("well")

    # stopped in the middle of its illness, and started again when that is over
    case.ill()
    driver.stop(2.0)
    assert not driver.health().usable
    case.well()
    driver.start()
    case.usable()
    told.events.clear()
    case.bed.work("again")
