"""A USB bus for pyusb with a simulated printer on it, and others of its model: what libusb would be to a real one."""

from __future__ import annotations

import errno
import os
import random
import select
from array import array
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import usb.backend
import usb.core

from devices.printer.address import LinkAddress
from devices.printer.usb import UsbLink
from devices.simulators.printer import SimulatedPrinter

VENDOR, PRODUCT = 0x04B8, 0x0E15
SERIAL, TWIN = "K042", "K043"
URL = f"usb://{VENDOR:04x}:{PRODUCT:04x}/{SERIAL}"
OUT, IN = 0x01, 0x82
_PACKET = 512


class SimulatedUsb(usb.backend.IBackend):  # type: ignore[misc]
    """Devices of one make and model, by their serial numbers; the first is `printer` (made with `usb`), where there is one.

    While the printer has the fault "twin" another one of its model hangs at the bus, before or behind it.  What is
    written to any but the first goes to `astray`.
    """

    url = URL

    def __init__(
        self,
        printer: SimulatedPrinter | None = None,
        *,
        serials: Sequence[str] = (SERIAL,),
        printer_class: int = 7,
        one_way: bool = False,
    ) -> None:
        self.there = True
        """Whether the cable is in."""
        self.denied = False
        self.opened: list[str] = []
        """The serial numbers of the devices that were claimed, in order."""
        self.claimed = 0
        self.astray = bytearray()
        self.stalled: set[int] = set()
        """The pipes (`IN`, `OUT`) that have stopped after an error: they move nothing before their halt is cleared."""
        self.said_serial = ""
        """The serial number that all of them say; empty: each its own."""
        self._printer = printer
        self._serials = tuple(serials)
        self._class = printer_class
        self._one_way = one_way
        self._fd = -1

    def open(self, address: LinkAddress) -> UsbLink:
        """The driver's way to it (`ThermalPrinter(open_wire=…)`)."""
        return UsbLink(address, backend=self)

    def enumerate_devices(self) -> Iterator[str]:
        """The devices in the bus's order."""
        return iter(self._on_bus() if self.there else ())

    def _on_bus(self) -> list[str]:
        twin = None if self._printer is None else self._printer.faults.set_now("twin")
        if twin is None:
            return list(self._serials)
        order = [*self._serials, TWIN]
        random.Random(twin.seed).shuffle(order)  # noqa: S311  (repeatable by design)
        return order

    def get_device_descriptor(self, dev: str) -> Any:
        """A printer of one model; the port says where it hangs."""
        port = 1 + self._on_bus().index(dev) if dev in self._on_bus() else 9
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=VENDOR, idProduct=PRODUCT, bcdDevice=0x100, iManufacturer=0, iProduct=0,
            iSerialNumber=3, bNumConfigurations=1, address=4 + port, bus=1, port_number=port, port_numbers=(1, port), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: str, config: int) -> Any:
        """One configuration."""
        del dev, config
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: str, intf: int, alt: int, config: int) -> Any:
        """One interface."""
        del dev, config
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0,
            bNumEndpoints=1 if self._one_way else 2, bInterfaceClass=self._class, bInterfaceSubClass=1,
            bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev: str, ep: int, intf: int, alt: int, config: int) -> Any:
        """A pipe to the printer, and one back."""
        del dev, intf, alt, config
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[ep], bmAttributes=2, wMaxPacketSize=_PACKET,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: str) -> str:
        """Open; refused while `denied`."""
        if self.denied:
            raise usb.core.USBError("Access denied", None, errno.EACCES)
        return dev

    def close_device(self, dev_handle: str) -> None:
        """Close."""

    def get_configuration(self, dev_handle: str) -> int:
        """The one configuration."""
        del dev_handle
        return 1

    def set_configuration(self, dev_handle: str, config_value: int) -> None:
        """It has but one."""

    def claim_interface(self, dev_handle: str, intf: int) -> None:
        """Take the interface."""
        del intf
        self.claimed += 1
        self.opened.append(dev_handle)
        if self._printer is not None and dev_handle == self._serials[0]:
            self._fd = self._printer.descriptor()

    def release_interface(self, dev_handle: str, intf: int) -> None:
        """Give it back."""
        del dev_handle, intf
        self.claimed -= 1
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def is_kernel_driver_active(self, dev_handle: str, intf: int) -> bool:
        """The kernel has no driver for it."""
        del dev_handle, intf
        return False

    def ctrl_transfer(
        self, dev_handle: str, request_type: int, request: int, value: int, index: int, data: Any, timeout: int
    ) -> int:
        """The strings of the device: its languages, and its serial number."""
        del request_type, request, index, timeout
        name = (self.said_serial or dev_handle).encode("utf-16-le")
        text = array("B", b"\x04\x03\x09\x04" if value & 0xFF == 0 else bytes((len(name) + 2, 3)) + name)
        count = min(len(text), len(data))
        data[:count] = text[:count]
        return count

    def bulk_write(self, dev_handle: str, ep: int, intf: int, data: Any, timeout: int) -> int:
        """Bytes to the printer."""
        del intf
        self._moves(ep)
        if dev_handle != self._serials[0]:
            self.astray += bytes(data)
            return len(data)
        self._wait(select.POLLOUT, timeout)
        try:
            return os.write(self._fd, bytes(data))
        except OSError as error:
            raise usb.core.USBError(str(error), None, errno.ENODEV) from error

    def bulk_read(self, dev_handle: str, ep: int, intf: int, buff: Any, timeout: int) -> int:
        """One packet from the printer; some have no bytes."""
        del dev_handle, intf
        self._moves(ep)
        self._wait(select.POLLIN, timeout)
        try:
            data = os.read(self._fd, len(buff))
        except OSError as error:
            raise usb.core.USBError(str(error), None, errno.ENODEV) from error
        buff[: len(data)] = array("B", data)
        return len(data)

    def clear_halt(self, dev_handle: str, ep: int) -> None:
        """Set a pipe going again."""
        del dev_handle
        self.stalled.discard(ep)

    def _moves(self, ep: int) -> None:
        if ep in self.stalled:
            raise usb.core.USBError("Pipe error", None, errno.EPIPE)

    def _wait(self, what: int, timeout: int) -> None:
        """Until it can be read or written; raises what pyusb does for a cable that is out, and for time that is up."""
        poll = select.poll()
        if self.there and self._fd >= 0:
            poll.register(self._fd, what)
            found = poll.poll(timeout)
            if not found:
                raise usb.core.USBTimeoutError("timed out", None, errno.ETIMEDOUT)
            if found[0][1] & what and self.there and not found[0][1] & select.POLLHUP:
                return
        raise usb.core.USBError("No such device", None, errno.ENODEV)
