"""Every driver under every fault that its device can play: it answers once, stops when told, and is well again afterwards.

What a wire has in common with another one is played on one of them: a driver hears damaged bytes alike from a network,
a serial line and the kernel's printer file, so they come on the serial line, where bytes break, and in libusb's packets;
the network line of a panel carries the serial line's bytes, so there only what tears them apart or ends them is played.
A printer's sensors are played on every wire.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from devices.api import CardFault, CardJudged, NotPrinted, PinChecked, Printed
from devices.card.reader import PcscCardReader
from devices.panel import driver as panel
from devices.printer.driver import Timing
from devices.simulators.card.keys import ReaderKeys
from devices.simulators.card.pcscd import shared
from devices.simulators.card.vpcd import CardSlot
from devices.simulators.known import SIMULATED
from devices.simulators.printer_line import USB_FAULTS
from devices.simulators.printer_status import CONDITIONS
from tests.contract.devices import test_device_contract as contract
from tests.support.waiting import Told

# sizes of faults that need one
SIZES = {"printer": {"halves": 0.1, "late": 0.4, "stray": 3, "break": 3, "drop": 60, "slow": 2000}}
ARGUMENTS = {"removal": "5", "mute": "3", "status": "6D00", "false-end": "252", "short": "64", "slow": "50", "bit-error": "4",
             "forged": "surname", "swap": "belgian@4"}  # fmt: skip
# the device of `test_device_contract.BEDS` and its wire, and whose faults are played there
WIRES = [
    *(("printer", wire, "printer") for wire in ("tcp", "pty", "usblp", "usb")),
    *(("panel", wire, "panel") for wire in ("pty", "socket")),
    ("scanner", "pty", "scanner"),
    ("camera", "stream", "camera"),
    ("reader", "vpcd", "card"),
    ("reader", "vpcd", "keys"),
]
# silence is noticed soon while a fault plays; afterwards the driver waits for a busy machine, but an answer that the fault
# has swallowed costs the whole wait
SOON = Timing(poll=0.05, reply=0.25, write=0.5, clear=0.2, confirm=1.2, silence=1.2, stop=1.0, slowest_mm_per_s=400.0)
PATIENT = replace(SOON, reply=5.0, write=10.0, clear=5.0, confirm=8.0, silence=8.0, stop=10.0)


# bytes that are not those that were sent
DAMAGED = {"broken", "doubled", "lost_first", "stray", "break", "garbage"}
TORN = {"late", "halves", "split", "mute"}


def _faults(device: str, wire: str) -> list[str]:
    """All that can happen on this wire and is not the same on another one."""
    names = set(SIMULATED[device])
    match device, wire:
        case "printer", "usb":
            names &= {*CONDITIONS, *DAMAGED, *USB_FAULTS, "late", "halves", "mute", "drop"}
        case "printer", "usblp":
            names &= {*CONDITIONS, "empty", "late", "halves", "mute", "drop"}
        case "printer", "tcp":
            names -= {*DAMAGED, *USB_FAULTS}
        case "printer", _:
            names -= {*USB_FAULTS}
        case "panel", "socket":
            names &= TORN
    return sorted(names)


@pytest.fixture(
    params=[
        pytest.param((bed, wire, device, name), id=f"{bed}-{wire}-{name}", marks=pytest.mark.full)
        for bed, wire, device in WIRES
        for name in _faults(device, wire)
    ]
)
def case(request: pytest.FixtureRequest, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    bed, wire, device, name = request.param
    # four of them still last longer than the silence that would be a fault
    monkeypatch.setattr(panel, "_PING_EVERY", 0.31)
    with ExitStack() as stack:
        made = (Reader if bed == "reader" else Case)(
            contract.BEDS[bed][0](wire, told, stack, tmp_path), told, wire, device, name
        )
        yield made
        made.bed.driver.stop()


@pytest.fixture
def told() -> Told:
    return Told()


class Case:
    """A driver, and the one fault of its device."""

    def __init__(self, bed: contract.Bed, told: Told, wire: str, device: str, name: str) -> None:
        self.bed, self.told, self.device, self.name = bed, told, device, name
        # a connection keeps the limits that it was opened with: these change below it
        self.limits = SimpleNamespace(**asdict(PATIENT))
        if device == "printer":
            bed.driver.timing = self.limits

    def ill(self) -> None:
        vars(self.limits).update(asdict(SOON))
        self.bed.device.fault(self.name, value=SIZES.get(self.device, {}).get(self.name), seed=3)

    def well(self) -> None:
        self.bed.device.clear()
        vars(self.limits).update(asdict(PATIENT))
        if self.device == "camera":
            self.bed.driver.rest()

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


class Reader(Case):
    """The card reader, and a card or keys with the fault."""

    bed: contract.Bed

    def ill(self) -> None:
        slot, driver = self.bed.device, self.bed.driver
        assert isinstance(slot, CardSlot)
        assert isinstance(driver, PcscCardReader)
        if self.device == "keys":
            self.keys = driver._keys = ReaderKeys(lambda _: None)
            self.keys.fitted = True
            self.keys.fault(self.name, value=0.1 if self.name == "impatient" else None, seed=3)
        else:
            argument = ARGUMENTS.get(self.name)
            slot.fault(f"{self.name}:{argument}" if argument else self.name)
        slot.insert("a33")
        if self.name != "silent":
            self.told.until(lambda: driver.slot is not None, "the card is seen")

    def well(self) -> None:
        slot, driver = self.bed.device, self.bed.driver
        slot.fault(None)
        slot.remove()
        driver._keys = None
        shared().wait_empty()
        self.told.until(lambda: driver.slot is None, "the card is out")

    def asked(self) -> None:
        driver = self.bed.driver
        if self.device == "keys":
            driver.verify_pin("ill", None)
            if self.name != "impatient":
                self.told.until(lambda: self.keys.waits, "the reader asks")
                self.keys.type("1234")
        else:
            driver.read("ill")
        self.told.until(lambda: self.told.of(CardJudged, PinChecked, CardFault), "an answer")
        assert [event.request for event in self.told.of(CardJudged, PinChecked, CardFault)] == ["ill"]


def test_a_driver_keeps_its_contract_under_every_fault_of_its_device(case: Case) -> None:
    driver, told = case.bed.driver, case.told
    driver.start()
    case.usable()
    case.ill()
    case.asked()
    case.well()
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
