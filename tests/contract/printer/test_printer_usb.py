"""The USB link over a real pyusb device tree whose backend is a simulated printer."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from devices.api import NotPrinted, Printed, Reason
from devices.printer.address import LinkAddress
from devices.printer.driver import ThermalPrinter
from devices.printer.usb import UsbLink
from devices.simulators.usb import IN, OUT, URL, SimulatedUsb
from devices.worker import Backoff, PermanentFault, TemporaryFault
from tests.support.waiting import Told


@pytest.fixture
def bus(make_bench):
    """A bus with a printer on it, and a driver that reaches it by USB."""
    bench = make_bench(usb=True)
    backend = SimulatedUsb(bench.printer)
    told = Told()
    driver = ThermalPrinter(told.emit, URL, backoff=Backoff(0.05, 0.1), open_wire=backend.open)
    driver.start()
    told.until(lambda: driver.health().usable)
    yield SimpleNamespace(bench=bench, backend=backend, told=told.events, driver=driver, wait=told.until)
    driver.stop()


def test_a_ticket_prints_over_usb(bus, make_ticket) -> None:
    bus.driver.print("a", make_ticket())
    bus.wait(lambda: Printed("a") in bus.told)
    assert bus.bench.papers(make_ticket()) == 1


def test_a_usb_printer_that_is_unplugged_is_noticed_and_found_again(bus, make_ticket) -> None:
    bus.backend.there = False
    bus.wait(lambda: bus.driver.health().reason is Reason.NOT_REACHABLE)
    bus.driver.print("a", make_ticket())
    bus.wait(lambda: any(isinstance(e, NotPrinted) and e.request == "a" for e in bus.told))
    bus.backend.there = True
    bus.wait(lambda: bus.driver.health().usable)
    assert bus.backend.claimed == 1


def absent() -> SimulatedUsb:
    bus = SimulatedUsb()
    bus.there = False
    return bus


@pytest.mark.parametrize(
    ("backend", "serial", "reason"),
    [
        (absent(), "", Reason.NOT_REACHABLE),
        (SimulatedUsb(printer_class=3), "", Reason.WRONG_DEVICE),
        (SimulatedUsb(one_way=True), "", Reason.WRONG_DEVICE),
        (SimulatedUsb(), "OTHER", Reason.WRONG_DEVICE),
    ],
    ids=["absent", "a keyboard", "cannot answer", "another serial number"],
)
def test_what_is_not_our_printer_is_refused(backend, serial, reason) -> None:
    with pytest.raises((PermanentFault, TemporaryFault)) as told:
        UsbLink(LinkAddress("usb", vendor=0x04B8, product=0x0E15, serial=serial), backend=backend)
    assert told.value.reason is reason


@pytest.mark.parametrize("seed", range(4))
def test_another_printer_of_its_model_gets_no_ticket_wherever_it_hangs(bus, make_ticket, seed: int) -> None:
    bus.bench.printer.fault("twin", seed=seed)
    bus.backend.there = False
    bus.wait(lambda: bus.driver.health().reason is Reason.NOT_REACHABLE)
    bus.backend.there = True
    bus.wait(lambda: bus.driver.health().usable)
    bus.driver.print("a", make_ticket())
    bus.wait(lambda: Printed("a") in bus.told)
    assert bus.bench.papers(make_ticket()) == 1
    assert not bus.backend.astray


@pytest.mark.parametrize("serials", [("AAAA", "BBBB"), ("BBBB", "AAAA"), ("AAAA", "CCCC", "BBBB")])
def test_the_serial_number_chooses_among_equals_in_any_order_of_the_bus(serials) -> None:
    backend = SimulatedUsb(serials=serials)
    UsbLink(LinkAddress.parse("usb://04b8:0e15/BBBB"), backend=backend)
    assert backend.opened == ["BBBB"]


def test_the_port_chooses_among_equals_without_a_serial_number() -> None:
    backend = SimulatedUsb(serials=("AAAA", "BBBB"))
    UsbLink(LinkAddress.parse("usb://04b8:0e15?port=1-1.2"), backend=backend)
    assert backend.opened == ["BBBB"]
    with pytest.raises(TemporaryFault) as told:
        UsbLink(LinkAddress.parse("usb://04b8:0e15?port=1-1.7"), backend=backend)
    assert told.value.reason is Reason.NOT_REACHABLE


def test_two_equals_and_no_word_which_is_refused_with_their_ports() -> None:
    with pytest.raises(TemporaryFault) as told:
        UsbLink(LinkAddress.parse("usb://04b8:0e15"), backend=SimulatedUsb(serials=("AAAA", "BBBB")))
    assert told.value.reason is Reason.WRONG_DEVICE
    assert "1-1.1, 1-1.2" in told.value.detail


def test_a_serial_number_that_two_have_chooses_none_and_the_port_does() -> None:
    backend = SimulatedUsb(serials=("AAAA", "BBBB"))
    backend.said_serial = "000000"
    with pytest.raises(TemporaryFault) as told:
        UsbLink(LinkAddress.parse("usb://04b8:0e15/000000"), backend=backend)
    assert told.value.reason is Reason.WRONG_DEVICE
    assert "1-1.1, 1-1.2" in told.value.detail
    assert backend.opened == []
    UsbLink(LinkAddress.parse("usb://04b8:0e15/000000?port=1-1.2"), backend=backend)
    assert backend.opened == ["BBBB"]


@pytest.mark.parametrize("end", [IN, OUT])
def test_a_pipe_that_has_stopped_after_an_error_is_set_going_again(bus, make_ticket, end: int) -> None:
    bus.backend.stalled.add(end)
    bus.wait(lambda: not bus.backend.stalled, "the halt is cleared")
    bus.wait(lambda: bus.driver.health().usable)
    bus.driver.print("a", make_ticket())
    bus.wait(lambda: Printed("a") in bus.told)
    assert bus.bench.papers(make_ticket()) == 1


def test_a_usb_printer_that_is_not_ours_to_open_says_so() -> None:
    backend = SimulatedUsb()
    backend.denied = True
    with pytest.raises(PermanentFault) as told:
        UsbLink(LinkAddress("usb", vendor=0x04B8, product=0x0E15), backend=backend)
    assert told.value.reason is Reason.NOT_PERMITTED


@pytest.mark.parametrize(
    "url",
    [
        "http://x",
        "tcp://",
        "tcp://h:many",
        "serial://dev/ttyUSB0",
        "usb://04b8",
        "usblp:lp0",
        "usb://x:y",
        "serial:///dev/x?baud=fast",
        "serial:///dev/x?baud=0",
        "serial:///dev/x?flow=hardware",
        "serial:///dev/x?speed=9600",
        "tcp://host?flow=none",
    ],
)
def test_an_address_that_means_nothing_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r".+") as told:
        LinkAddress.parse(url)
    assert str(told.value).startswith(url)
