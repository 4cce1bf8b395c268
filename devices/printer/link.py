"""The wire to the printer: TCP, a serial line or USB, each with time limits on every call and one way to fail.

Addresses: `tcp://host:9100`, `serial:///dev/kiosk-printer?baud=115200&flow=xonxoff`, `usblp:///dev/usb/lp0`,
`usb://04b8:0e15`, `usb://04b8:0e15/SERIAL` or `usb://04b8:0e15?port=1-1.2`.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from devices.api import Reason
from devices.presence import look_at
from devices.worker import PermanentFault, TemporaryFault

CONNECT_LIMIT = 3.0  # s
USER_TIMEOUT = 3000  # ms; after that unacknowledged bytes end a TCP connection (a cable pulled out says nothing)
DEFAULT_BAUD = 115200
PIECE = 512  # bytes; between two pieces the printer is listened to
_EMPTIES = 1000  # packets without bytes in one read
FLOWS = ("none", "xonxoff", "rtscts", "dsrdtr")


class Link(Protocol):
    """An open wire.  A lost one raises `TemporaryFault`; nothing blocks longer than it was told."""

    @property
    def same_line(self) -> bool:
        """True when answers to what an earlier connection asked may still come on this one."""
        ...

    @property
    def piece(self) -> int:
        """How many bytes may be written at a time."""
        ...

    def pause(self) -> float | None:
        """Seconds until the wire takes the next piece; 0.0 is now, None as long as the printer says "stop"."""
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
    flow: str = ""
    """One of `FLOWS`; empty: what the printer's model does from the factory."""
    vendor: int = 0
    product: int = 0
    serial: str = ""
    usb_port: str = ""
    """The port of a USB printer as the kernel writes it ("1-1.2": bus, ports)."""

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
                _options(url, parts.query)
                if not parts.hostname:
                    raise ValueError(f"{url}: a printer's address needs a host")
                return cls("tcp", host=parts.hostname, port=parts.port or 9100)
            case "serial" | "usblp":
                if parts.netloc or not parts.path.startswith("/"):
                    raise ValueError(f"{url}: needs an absolute path, as in {parts.scheme}:///dev/kiosk-printer")
                path = unquote(parts.path)
                if parts.scheme == "usblp":
                    _options(url, parts.query)
                    return cls("usblp", path=path)
                said = _options(url, parts.query, "baud", "flow")
                flow = said.get("flow", "")
                if flow not in ("", *FLOWS):
                    raise ValueError(f"{url}: flow is one of {', '.join(FLOWS)}")
                baud = int(said.get("baud", DEFAULT_BAUD))
                if baud <= 0:
                    raise ValueError(f"{url}: baud is the line's speed, as in baud=38400")
                return cls("serial", path=path, baud=baud, flow=flow)
            case "usb":
                said = _options(url, parts.query, "port")
                vendor, colon, product = parts.netloc.partition(":")
                if not colon:
                    raise ValueError(f"{url}: needs vendor and product, as in usb://04b8:0e15")
                serial, port = unquote(parts.path.strip("/")), said.get("port", "")
                return cls("usb", vendor=int(vendor, 16), product=int(product, 16), serial=serial, usb_port=port)
            case _:
                raise ValueError(f"{url}: a printer is reached by tcp, serial, usblp or usb")

    def flowing(self, factory: str) -> LinkAddress:
        """With the flow control that the model has from the factory, unless the address names one."""
        return self if self.flow else replace(self, flow=factory)

    @property
    def present(self) -> Callable[[], object] | None:
        """A cheap look at what the device file is; None where there is no file."""
        if self.kind in ("serial", "usblp"):
            return look_at(self.path)
        return None


def _options(url: str, query: str, *known: str) -> dict[str, str]:
    """What stands behind the question mark; ValueError for a word that this kind of address does not know."""
    said = dict(parse_qsl(query, keep_blank_values=True))
    for name in said:
        if name not in known:
            what = f"it knows {', '.join(known)}" if known else "nothing may stand behind the question mark here"
            raise ValueError(f"{url}: {name} means nothing; {what}")
    return said


def open_link(address: LinkAddress) -> Link:
    """Open the wire; raises `TemporaryFault` or `PermanentFault`."""
    try:
        match address.kind:
            case "tcp":
                return TcpLink(address)
            case "serial":
                from devices.printer.serialline import SerialLink

                return SerialLink(address)
            case "usblp":
                return FileLink(os.open(address.path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY))
            case _:
                from devices.printer.usb import UsbLink

                return UsbLink(address)
    except PermissionError as error:
        raise PermanentFault(Reason.NOT_PERMITTED, f"{address.path or address.host}: {error.strerror}") from error
    except OSError as error:
        raise TemporaryFault(Reason.NOT_REACHABLE, error.strerror or str(error)) from error


class FileLink:
    """A non-blocking file descriptor: a usblp device file, or a socket (`TcpLink`).

    A USB printer may send a packet without bytes; the kernel hands it on as an empty read, which for a device file
    means "nothing now".  Such a file is over when the kernel says so: an error, or a hang-up.
    """

    same_line = False
    piece = PIECE

    def __init__(self, descriptor: int) -> None:
        self._fd = descriptor
        self._readable = select.poll()
        self._readable.register(descriptor, select.POLLIN)
        self._writable = select.poll()
        self._writable.register(descriptor, select.POLLOUT)

    def pause(self) -> float | None:
        """Never: a full wire takes no bytes, and `write` waits."""
        return 0.0

    def read(self, timeout: float) -> bytes:
        """See `Link.read`."""
        end = time.monotonic() + timeout
        for _ in range(_EMPTIES):
            data = self._read(max(0.0, end - time.monotonic()))
            if data is None:
                break
            if data:
                return data
            self._empty()
        return b""

    def _read(self, timeout: float) -> bytes | None:
        """One read; None when nothing came in time."""
        try:
            found = self._readable.poll(timeout * 1000)
            if not found:
                return None
            if found[0][1] & (select.POLLHUP | select.POLLERR) and not found[0][1] & select.POLLIN:
                raise TemporaryFault(Reason.NOT_REACHABLE, "the printer is gone")
            return os.read(self._fd, 4096)
        except BlockingIOError:
            return None
        except OSError as error:
            raise TemporaryFault(Reason.NOT_REACHABLE, error.strerror or "read failed") from error

    def _empty(self) -> None:
        """A read without bytes: a hang-up where nothing more can come, else only a pause for breath."""
        if any(event & select.POLLHUP for _, event in self._readable.poll(0)):
            raise TemporaryFault(Reason.NOT_REACHABLE, "the printer is gone")
        select.poll().poll(1)  # a breath, so that a device that only sends these keeps no processor busy

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

    def _empty(self) -> None:
        """The other side of a connection has closed it."""
        raise TemporaryFault(Reason.NOT_REACHABLE, "the printer closed the connection")

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()
