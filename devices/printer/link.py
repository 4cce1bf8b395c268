"""The wire to the printer: TCP, a serial line or USB, each with time limits on every call and one way to fail."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import time
from typing import Protocol

from devices.api import Reason
from devices.printer.address import LinkAddress
from devices.worker import PermanentFault, TemporaryFault

CONNECT_LIMIT = 3.0  # s
USER_TIMEOUT = 3000  # ms; after that unacknowledged bytes end a TCP connection (a cable pulled out says nothing)
PIECE = 512  # bytes; between two pieces the printer is listened to
_EMPTIES = 1000  # packets without bytes in one read


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

    def has_room(self) -> None:
        """The printer is known to have room: a "stop" that was heard before is over, its "go" was lost or it was noise."""
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

    def has_room(self) -> None:
        """Nothing says "stop" here."""

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
