"""Every driver under every fault that its device can play: it answers once, stops when told, and is well again afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from devices.api import CardFault, CardJudged, NotPrinted, PinChecked, Printed
from devices.card.reader import PcscCardReader
from devices.printer.driver import Timing
from devices.simulators.card.keys import ReaderKeys
from devices.simulators.card.pcscd import shared
from devices.simulators.card.vpcd import CardSlot
from devices.simulators.known import SIMULATED
from devices.simulators.printer_line import USB_FAULTS
from devices.simulators.unkind import LINE_FAULTS
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
# silence is noticed soon while a fault plays; afterwards the driver waits, however busy the machine is
SOON = Timing(poll=0.05, reply=0.25, write=0.5, clear=0.2, confirm=1.2, silence=1.2, stop=1.0, slowest_mm_per_s=400.0)
PATIENT = replace(SOON, reply=30.0, write=30.0, clear=30.0, confirm=60.0, silence=60.0, stop=60.0)
# where bytes that were lost on a serial line may cost the whole wait
SERIAL = replace(PATIENT, reply=10.0, clear=10.0, confirm=15.0, silence=15.0, stop=15.0)


def _faults(device: str, wire: str) -> list[str]:
    """All that can happen on this wire; on USB, what USB does to it: its sensors are tried on the others."""
    names = SIMULATED[device].keys()
    if device == "printer":
        names = names & {*LINE_FAULTS, *USB_FAULTS, "mute", "drop"} if "usb" in wire else names - USB_FAULTS.keys()
    return sorted(names)


@pytest.fixture(
    params=[
        pytest.param((bed, wire, device, name), id=f"{bed}-{wire}-{name}", marks=pytest.mark.full)
        for bed, wire, device in WIRES
        for name in _faults(device, wire)
    ]
)
def case(request: pytest.FixtureRequest, told: Told, tmp_path: Path) -> Iterator[Case]:
    bed, wire, device, name = request.param
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
        self.patient = SERIAL if wire == "pty" else PATIENT

    def ill(self) -> None:
        if self.device == "printer":
            self.bed.driver.timing = SOON
        self.bed.device.fault(self.name, value=SIZES.get(self.device, {}).get(self.name), seed=3)

    def well(self) -> None:
        self.bed.device.clear()
        if self.device == "printer":
            self.bed.driver.timing = self.patient
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
