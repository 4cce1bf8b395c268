"""The wire to the printer: TCP, a serial line or USB, each with time limits on every call and one way to fail.

Addresses: `tcp://host:9100`, `serial:///dev/kiosk-printer?baud=115200`, `usblp:///dev/usb/lp0`,
`usb://04b8:0e15` or `usb://04b8:0e15/SERIAL`.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from devices.api import Reason
from devices.worker import PermanentFault, TemporaryFault

CONNECT_LIMIT = 3.0  # s
USER_TIMEOUT = 3000  # ms; after that unacknowledged bytes end a TCP connection (a cable pulled out says nothing)
DEFAULT_BAUD = 115200


class Link(Protocol):
    """An open wire.  A lost one raises `TemporaryFault`; nothing blocks longer than it was told."""

    @property
    def same_line(self) -> bool:
        """True when answers to what an earlier connection asked may still come on this one."""
        ...

    def read(self, timeout: float) -> bytes:
        """What has come, waiting up to `timeout` seconds for the first byte; empty when nothing came."""
        ...

    def write(self, data: bytes, timeout: float) -> None:
        """Write all of `data`; `timeout` seconds without progress raise NOT_RESPONDING."""
        ...

    def seconds_for(self, count: int) -> float:
        """How long `count` bytes are on the way at the least (baud rate), 0 when it does not matter."""
        ...

    def close(self) -> None:
        """Close; never raises."""
        ...


@dataclass(frozen=True, slots=True)
class LinkAddress:
    """A printer's address, parsed and checked."""

    kind: str
    host: str = ""
    port: int = 0
    path: str = ""
    baud: int = DEFAULT_BAUD
    vendor: int = 0
    product: int = 0
    serial: str = ""

    @classmethod
    def parse(cls, url: str) -> LinkAddress:
        """From a URL as in this module's description; ValueError says what is wrong with it."""
        try:
            return cls._parse(url)
        except ValueError as error:
            said = str(error)
            raise ValueError(said if said.startswith(url) else f"{url}: a number in it cannot be read") from error

    @classmethod
    def _parse(cls, url: str) -> LinkAddress:
        parts = urlsplit(url)
        match parts.scheme:
            case "tcp":
                if not parts.hostname:
                    raise ValueError(f"{url}: a printer's address needs a host")
                return cls("tcp", host=parts.hostname, port=parts.port or 9100)
            case "serial" | "usblp":
                if parts.netloc or not parts.path.startswith("/"):
                    raise ValueError(f"{url}: needs an absolute path, as in {parts.scheme}:///dev/kiosk-printer")
                query = parse_qs(parts.query)
                baud = int(query.get("baud", [str(DEFAULT_BAUD)])[0])
                return cls(parts.scheme, path=unquote(parts.path), baud=baud)
            case "usb":
                vendor, colon, product = parts.netloc.partition(":")
                if not colon:
                    raise ValueError(f"{url}: needs vendor and product, as in usb://04b8:0e15")
                return cls("usb", vendor=int(vendor, 16), product=int(product, 16), serial=parts.path.strip("/"))
            case _:
                raise ValueError(f"{url}: a printer is reached by tcp, serial, usblp or usb")

    @property
    def present(self) -> Callable[[], bool] | None:
        """A cheap look whether the device file is there; None where there is no file."""
        if self.kind in ("serial", "usblp"):
            return Path(self.path).exists
        return None


def open_link(address: LinkAddress) -> Link:
    """Open the wire; raises `TemporaryFault` or `PermanentFault`."""
    try:
        match address.kind:
            case "tcp":
                return TcpLink(address)
            case "serial":
                return SerialLink(address)
            case "usblp":
                return FileLink(os.open(address.path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY))
            case _:
                from devices.printer.usb import UsbLink

                return UsbLink(address.vendor, address.product, address.serial)
    except PermissionError as error:
        raise PermanentFault(Reason.NOT_PERMITTED, f"{address.path or address.host}: {error.strerror}") from error
    except OSError as error:
        raise TemporaryFault(Reason.NOT_REACHABLE, error.strerror or str(error)) from error


class FileLink:
    """A non-blocking file descriptor: a socket or a usblp device file."""

    same_line = False

    def __init__(self, descriptor: int) -> None:
        self._fd = descriptor
        self._readable = select.poll()
        self._readable.register(descriptor, select.POLLIN)
        self._writable = select.poll()
        self._writable.register(descriptor, select.POLLOUT)

    def read(self, timeout: float) -> bytes:
        """See `Link.read`."""
        try:
            if not self._readable.poll(timeout * 1000):
                return b""
            data = os.read(self._fd, 4096)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise TemporaryFault(Reason.NOT_REACHABLE, error.strerror or "read failed") from error
        if not data:
            raise TemporaryFault(Reason.NOT_REACHABLE, "the printer closed the connection")
        return data

    def write(self, data: bytes, timeout: float) -> None:
        """See `Link.write`."""
        view = memoryview(data)
        end = time.monotonic() + timeout
        while view:
            try:
                if not self._writable.poll(max(0.0, end - time.monotonic()) * 1000):
                    raise TemporaryFault(Reason.NOT_RESPONDING, "the printer takes no bytes")
                count = os.write(self._fd, view)
            except BlockingIOError:
                continue
            except OSError as error:
                raise TemporaryFault(Reason.NOT_REACHABLE, error.strerror or "write failed") from error
            if count:
                view = view[count:]
                end = time.monotonic() + timeout

    def seconds_for(self, count: int) -> float:
        """Nothing worth counting."""
        del count
        return 0.0

    def close(self) -> None:
        """Close the descriptor."""
        with contextlib.suppress(OSError):
            os.close(self._fd)


class TcpLink(FileLink):
    """A raw TCP connection (port 9100) that notices a pulled cable within seconds."""

    def __init__(self, address: LinkAddress) -> None:
        sock = socket.create_connection((address.host, address.port), CONNECT_LIMIT)
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 2)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT)
        super().__init__(sock.fileno())
        self._socket = sock

    def read(self, timeout: float) -> bytes:
        """See `Link.read`.

        A print server sends four status bytes as four segments and waits for our acknowledgement after the first;
        the kernel would hold that back for 40 ms.
        """
        with contextlib.suppress(OSError):
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return super().read(timeout)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


class SerialLink:
    """A serial line through pyserial, whose three kinds of exception end here."""

    same_line = True

    def __init__(self, address: LinkAddress) -> None:
        import serial

        self._lost = (serial.SerialException, OSError, termios.error)
        self._slow = serial.SerialTimeoutException
        self._baud = address.baud
        try:
            self._port: Any = serial.Serial(
                address.path, address.baud, timeout=0, write_timeout=0, exclusive=True, rtscts=False, xonxoff=False
            )
            self._port.reset_input_buffer()
        except PermissionError:
            raise
        except self._lost as error:
            if getattr(error, "errno", None) == 13:
                raise PermanentFault(Reason.NOT_PERMITTED, str(error)) from error
            raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error

    def read(self, timeout: float) -> bytes:
        """See `Link.read`."""
        try:
            self._port.timeout = timeout
            first: bytes = self._port.read(1)
            if not first:
                return b""
            self._port.timeout = 0
            rest: bytes = self._port.read(4096)
        except self._lost as error:
            raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error
        return first + rest

    def write(self, data: bytes, timeout: float) -> None:
        """See `Link.write`; the time the bytes are on the way is added to `timeout`."""
        try:
            self._port.write_timeout = timeout + self.seconds_for(len(data))
            self._port.write(data)
        except self._slow as error:
            raise TemporaryFault(Reason.NOT_RESPONDING, "the printer takes no bytes") from error
        except self._lost as error:
            raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error

    def seconds_for(self, count: int) -> float:
        """Ten bit times a byte."""
        return count * 10.0 / self._baud

    def close(self) -> None:
        """Close; pyserial may raise termios.error here when the device is gone."""
        with contextlib.suppress(*self._lost):
            self._port.close()
