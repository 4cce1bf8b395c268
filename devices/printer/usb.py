"""A USB printer by its vendor and product number, through pyusb's bulk pipes."""

from __future__ import annotations

import contextlib
import errno
import time
from typing import Any

from devices.api import Reason
from devices.printer.address import LinkAddress
from devices.worker import PermanentFault, TemporaryFault

_PRINTER_CLASS = 7
_PACKET = 512


class UsbLink:
    """Claims the printer interface of the one printer that the address means.

    Among printers of one make and model the serial number or the port decides, whatever their order on the bus; where
    the address names neither, two of them are one too many.
    """

    same_line = False
    piece = _PACKET

    def __init__(self, address: LinkAddress, *, backend: Any = None) -> None:
        import usb.core
        import usb.util

        self._util = usb.util
        self._errors = (usb.core.USBError, NotImplementedError)
        try:
            found = usb.core.find(find_all=True, idVendor=address.vendor, idProduct=address.product, backend=backend)
            equals = list(found or ())
        except usb.core.NoBackendError as error:
            raise PermanentFault(Reason.NOT_REACHABLE, "libusb is not installed (libusb-1.0-0)") from error
        try:
            self._device = self._chosen(equals, address)
            self._claim(self._device)
        except usb.core.USBError as error:
            if error.errno in (errno.EACCES, errno.EPERM):
                raise PermanentFault(Reason.NOT_PERMITTED, str(error)) from error
            raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error

    def _chosen(self, equals: list[Any], address: LinkAddress) -> Any:
        what = f"{address.vendor:04x}:{address.product:04x}"
        if not equals:
            raise TemporaryFault(Reason.NOT_REACHABLE, f"no USB device {what}")
        if address.usb_port:
            equals = [device for device in equals if _port(device) == address.usb_port]
            if not equals:
                raise TemporaryFault(Reason.NOT_REACHABLE, f"no USB device {what} at port {address.usb_port}")
        if address.serial:
            equals = [device for device in equals if self._serial(device, alone=len(equals) == 1) == address.serial]
            if not equals:
                raise TemporaryFault(Reason.WRONG_DEVICE, f"no {what} has the serial number {address.serial}")
        if len(equals) > 1:
            # a maker may give all its printers one serial number
            ports = ", ".join(sorted(_port(device) for device in equals))
            others = f" with the serial number {address.serial}" if address.serial else ""
            or_serial = "" if address.serial else " or its serial number"
            said = f"{len(equals)} devices {what}{others}: name the printer's port ({ports}){or_serial}"
            raise TemporaryFault(Reason.WRONG_DEVICE, said)
        return equals[0]

    def _serial(self, device: Any, *, alone: bool) -> str:
        """The device's serial number; one that cannot be asked has none, unless it is the only one there."""
        try:
            number: str | None = self._util.get_string(device, device.iSerialNumber) if device.iSerialNumber else ""
        except (ValueError, *self._errors):
            if alone:
                raise
            return ""
        return number or ""

    def _claim(self, device: Any) -> None:
        interface = None
        for candidate in device.get_active_configuration():
            if candidate.bInterfaceClass == _PRINTER_CLASS:
                interface = candidate
                break
        if interface is None:
            raise PermanentFault(Reason.WRONG_DEVICE, "the USB device has no printer interface")
        with contextlib.suppress(*self._errors):
            if device.is_kernel_driver_active(interface.bInterfaceNumber):
                device.detach_kernel_driver(interface.bInterfaceNumber)
        self._util.claim_interface(device, interface.bInterfaceNumber)
        self._interface = interface.bInterfaceNumber
        self._out = self._endpoint(interface, self._util.ENDPOINT_OUT)
        self._in = self._endpoint(interface, self._util.ENDPOINT_IN)

    def _endpoint(self, interface: Any, direction: int) -> Any:
        found = self._util.find_descriptor(
            interface,
            custom_match=lambda e: (
                self._util.endpoint_direction(e.bEndpointAddress) == direction
                and self._util.endpoint_type(e.bmAttributes) == self._util.ENDPOINT_TYPE_BULK
            ),
        )
        if found is None:
            raise PermanentFault(Reason.WRONG_DEVICE, "the USB printer cannot answer (one-way interface)")
        return found

    def pause(self) -> float | None:
        """Never: a full pipe takes no bytes, and `write` waits."""
        return 0.0

    def has_room(self) -> None:
        """Nothing says "stop" here."""

    def read(self, timeout: float) -> bytes:
        """See `Link.read`; pyusb takes 0 as "for ever", so the shortest wait is one millisecond."""
        try:
            return bytes(self._in.read(_PACKET, max(1, round(timeout * 1000))))
        except self._errors as error:
            if getattr(error, "errno", None) in (errno.ETIMEDOUT, errno.EAGAIN):
                return b""
            self._set_going(self._in, error)
            raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error

    def write(self, data: bytes, timeout: float) -> None:
        """See `Link.write`."""
        view = memoryview(data)
        end = time.monotonic() + timeout
        while view:
            try:
                count = self._out.write(bytes(view[:_PACKET]), max(1, round((end - time.monotonic()) * 1000)))
            except self._errors as error:
                if getattr(error, "errno", None) == errno.ETIMEDOUT:
                    raise TemporaryFault(Reason.NOT_RESPONDING, "the printer takes no bytes") from error
                self._set_going(self._out, error)
                raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error
            view = view[count:]
            end = time.monotonic() + timeout

    def _set_going(self, pipe: Any, error: Any) -> None:
        """A pipe that has stopped after an error stays so, also for whoever opens it next, until its halt is cleared."""
        if getattr(error, "errno", None) == errno.EPIPE:
            with contextlib.suppress(*self._errors):
                pipe.clear_halt()

    def seconds_for(self, count: int) -> float:
        """Nothing worth counting."""
        del count
        return 0.0

    def close(self) -> None:
        """Give the interface back."""
        with contextlib.suppress(*self._errors):
            self._util.release_interface(self._device, self._interface)
        with contextlib.suppress(*self._errors):
            self._util.dispose_resources(self._device)


def _port(device: Any) -> str:
    """Bus and ports as the kernel writes them: "1-1.2"."""
    return f"{device.bus}-{'.'.join(str(number) for number in device.port_numbers or ())}"
