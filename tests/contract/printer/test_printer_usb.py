"""The USB link over a real pyusb device tree whose backend is a simulated printer."""

from __future__ import annotations

import errno
from array import array
from types import SimpleNamespace

import pytest
import usb.backend
import usb.core
import usb.util

from devices.api import NotPrinted, Printed, Reason
from devices.printer.address import LinkAddress
from devices.printer.driver import ThermalPrinter
from devices.printer.link import open_link
from devices.printer.usb import UsbLink
from devices.worker import Backoff, PermanentFault, TemporaryFault
from tests.support.waiting import Told

OUT, IN = 0x01, 0x82


class Backend(usb.backend.IBackend):
    """Printers of one model on the bus, by their serial numbers; bulk bytes go to the simulated one through its TCP door."""

    def __init__(
        self, wire=None, *, there: bool = True, printer_class: int = 7, one_way: bool = False, serials=("K042",)
    ) -> None:
        self.wire = wire
        self.there = there
        self.serials = serials
        self.opened: list[str] = []
        self.claimed = 0
        self.denied = False
        self._class = printer_class
        self._one_way = one_way

    def enumerate_devices(self):
        return iter(range(len(self.serials)) if self.there else [])

    def get_device_descriptor(self, dev):
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=0x04B8, idProduct=0x0E15, bcdDevice=0x100, iManufacturer=0, iProduct=0,
            iSerialNumber=3, bNumConfigurations=1, address=5 + dev, bus=1, port_number=1 + dev, port_numbers=(1, 1 + dev), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev, config):
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev, intf, alt, config):
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0,
            bNumEndpoints=1 if self._one_way else 2, bInterfaceClass=self._class, bInterfaceSubClass=1,
            bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev, ep, intf, alt, config):
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[ep], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev):
        if self.denied:
            raise usb.core.USBError("Access denied", None, errno.EACCES)
        return dev

    def close_device(self, handle):
        pass

    def get_configuration(self, handle):
        return 1

    def set_configuration(self, handle, value):
        pass

    def claim_interface(self, handle, intf):
        self.claimed += 1
        self.opened.append(self.serials[handle])

    def release_interface(self, handle, intf):
        self.claimed -= 1

    def is_kernel_driver_active(self, handle, intf):
        return False

    def ctrl_transfer(self, handle, request_type, request, value, index, data, timeout):
        text = (
            array("B", b"\x04\x03\x09\x04")
            if value & 0xFF == 0
            else array("B", b"\x0a\x03" + self.serials[handle].encode("utf-16-le"))
        )
        count = min(len(text), len(data))
        data[:count] = text[:count]
        return count

    def bulk_write(self, handle, ep, intf, data, timeout):
        if not self.there:
            raise usb.core.USBError("No such device", None, errno.ENODEV)
        try:
            self.wire.write(bytes(data), timeout / 1000)
        except TemporaryFault as error:
            raise usb.core.USBTimeoutError("timed out", None, errno.ETIMEDOUT) from error
        return len(data)

    def bulk_read(self, handle, ep, intf, buff, timeout):
        if not self.there:
            raise usb.core.USBError("No such device", None, errno.ENODEV)
        data = self.wire.read(timeout / 1000)
        if not data:
            raise usb.core.USBTimeoutError("timed out", None, errno.ETIMEDOUT)
        buff[: len(data)] = array("B", data)
        return len(data)


@pytest.fixture
def bus(make_bench):
    """A bus with a printer on it, and a driver that reaches it by USB."""
    bench = make_bench()
    backend = Backend(open_link(LinkAddress.parse(bench.printer.url)))
    told = Told()
    driver = ThermalPrinter(
        told.emit, "usb://04b8:0e15/K042", backoff=Backoff(0.05, 0.1),
        open_wire=lambda a: UsbLink(a, backend=backend),
    )  # fmt: skip
    driver.start()
    told.until(lambda: driver.health().usable)
    yield SimpleNamespace(bench=bench, backend=backend, told=told.events, driver=driver, wait=told.until)
    driver.stop()
    backend.wire.close()


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


@pytest.mark.parametrize(
    ("backend", "serial", "reason"),
    [
        (Backend(there=False), "", Reason.NOT_REACHABLE),
        (Backend(printer_class=3), "", Reason.WRONG_DEVICE),
        (Backend(one_way=True), "", Reason.WRONG_DEVICE),
        (Backend(), "OTHER", Reason.WRONG_DEVICE),
    ],
    ids=["absent", "a keyboard", "cannot answer", "another serial number"],
)
def test_what_is_not_our_printer_is_refused(backend, serial, reason) -> None:
    with pytest.raises((PermanentFault, TemporaryFault)) as told:
        UsbLink(LinkAddress("usb", vendor=0x04B8, product=0x0E15, serial=serial), backend=backend)
    assert told.value.reason is reason


@pytest.mark.parametrize("serials", [("AAAA", "BBBB"), ("BBBB", "AAAA"), ("AAAA", "CCCC", "BBBB")])
def test_the_serial_number_chooses_among_equals_in_any_order_of_the_bus(serials) -> None:
    backend = Backend(serials=serials)
    UsbLink(LinkAddress.parse("usb://04b8:0e15/BBBB"), backend=backend)
    assert backend.opened == ["BBBB"]


def test_the_port_chooses_among_equals_without_a_serial_number() -> None:
    backend = Backend(serials=("AAAA", "BBBB"))
    UsbLink(LinkAddress.parse("usb://04b8:0e15?port=1-1.2"), backend=backend)
    assert backend.opened == ["BBBB"]
    with pytest.raises(TemporaryFault) as told:
        UsbLink(LinkAddress.parse("usb://04b8:0e15?port=1-1.7"), backend=backend)
    assert told.value.reason is Reason.NOT_REACHABLE


def test_two_equals_and_no_word_which_is_refused_with_their_ports() -> None:
    with pytest.raises(TemporaryFault) as told:
        UsbLink(LinkAddress.parse("usb://04b8:0e15"), backend=Backend(serials=("AAAA", "BBBB")))
    assert told.value.reason is Reason.WRONG_DEVICE
    assert "1-1.1, 1-1.2" in told.value.detail


def test_a_usb_printer_that_is_not_ours_to_open_says_so() -> None:
    backend = Backend()
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
