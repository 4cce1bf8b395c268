"""The other end of a wire: TCP on the loopback interface and pseudo-terminals, as the simulated devices hold them."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import shutil
import socket
import tempfile
import threading
import tty
from pathlib import Path
from typing import Protocol

from devices.simulators.openings import Openings


class Wire(Protocol):
    """One connection to whoever drives the simulated device."""

    def read(self, timeout: float) -> bytes | None:
        """Bytes, empty when none came in time, None when the other side is gone; a negative time only looks."""
        ...

    def write(self, data: bytes) -> None:
        """Send; nobody there is no fault."""
        ...

    def hang_up(self) -> None:
        """End the connection, where the kind of wire can."""
        ...


class Port(Protocol):
    """Where connections come in."""

    @property
    def url(self) -> str:
        """The address for the driver's link."""
        ...

    def accept(self, timeout: float) -> Wire | None:
        """The next connection, or None when none came in time."""
        ...

    def close(self) -> None:
        """Close the port."""
        ...


class TcpPort:
    """Listens on 127.0.0.1; `port` 0 takes a free one."""

    def __init__(self, port: int = 0, *, small_buffers: bool = False) -> None:
        self._server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if small_buffers:
            # so that a stalled device is felt after kilobytes and not after megabytes
            self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._server.bind(("127.0.0.1", port))
        self._server.listen(8)
        self.port: int = self._server.getsockname()[1]

    @property
    def url(self) -> str:
        """tcp://127.0.0.1:PORT."""
        return f"tcp://127.0.0.1:{self.port}"

    def accept(self, timeout: float) -> Wire | None:
        """See `Port.accept`."""
        try:
            if not select.select([self._server], [], [], timeout)[0]:
                return None
            connection, _ = self._server.accept()
        except (OSError, ValueError):
            return None
        return _SocketWire(connection)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()


class PtyPort:
    """A pseudo-terminal with a stable name, `link` or one of its own; `unplug` and `plug` are a USB cable.

    FileExistsError when `link` is a file or a folder: only a link, left by an earlier run, is replaced.
    """

    def __init__(self, link: Path | None = None) -> None:
        self._folder = None if link is not None else Path(tempfile.mkdtemp(prefix="kiosk-pty-"))
        self._link: Path = link or Path(self._folder or ".") / "line"
        self._wire: _PtyWire | None = None
        self._openings: Openings | None = None
        self.path = ""
        self.plug()

    @property
    def url(self) -> str:
        """The stable name as a driver's address; it outlives a replug."""
        return f"serial://{self._link}"

    def plug(self) -> None:
        """Make a fresh pseudo-terminal and give it the stable name."""
        if self._wire is not None:
            return
        if self._link.exists() and not self._link.is_symlink():
            raise FileExistsError(errno.EEXIST, "something else has this name", str(self._link))
        controller, peripheral = os.openpty()
        tty.setraw(peripheral)
        os.set_blocking(controller, False)
        self.path = os.ttyname(peripheral)
        try:
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(self.path)
        except OSError:
            os.close(controller)
            os.close(peripheral)
            raise
        self._openings = Openings(self.path)
        self._wire = _PtyWire(controller, peripheral)

    def opened(self) -> bool:
        """True when somebody has opened it since this was asked last."""
        return self._openings is not None and self._openings.happened()

    def unplug(self) -> None:
        """Take the terminal away; whoever holds it open sees an error."""
        openings, self._openings = self._openings, None
        if openings is not None:
            openings.close()
        if self._link.is_symlink():
            self._link.unlink()
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.end()

    def accept(self, timeout: float) -> Wire | None:
        """The one wire of this terminal; None while it is unplugged."""
        del timeout
        return self._wire

    def close(self) -> None:
        """Take it away for good."""
        self.unplug()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


class PacketPort:
    """A USB printer's device file: packets come one by one, and some have no bytes."""

    def __init__(self) -> None:
        self._closed = False
        self._plug()

    def _plug(self) -> None:
        self._here, self._there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._wire = _SocketWire(self._here)

    @property
    def url(self) -> str:
        """There is no name in the file system: `open` gives the descriptor."""
        return "usblp:///dev/usb/lp0"

    def open(self) -> int:
        """A descriptor for the driver, which closes it."""
        descriptor = os.dup(self._there.fileno())
        os.set_blocking(descriptor, False)
        return descriptor

    def empty(self) -> None:
        """Send a packet without bytes."""
        with contextlib.suppress(OSError):
            self._here.send(b"")

    def accept(self, timeout: float) -> Wire | None:
        """The one wire; after a hang-up a fresh one, as a cable that is put back in."""
        del timeout
        if self._closed:
            return None
        if self._here.fileno() < 0:
            self._there.close()
            self._plug()
        return self._wire

    def close(self) -> None:
        """Take it away; whoever holds a descriptor sees a hang-up."""
        self._closed = True
        self._here.close()
        self._there.close()


class _SocketWire:
    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        connection.setblocking(False)
        if connection.family == socket.AF_UNIX:
            return
        # as print servers do: a partner that is gone without a word makes room for the next one after seconds
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 2)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 2)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 3000)

    def read(self, timeout: float) -> bytes | None:
        try:
            if timeout < 0:
                poll = select.poll()
                poll.register(self._socket, select.POLLRDHUP)
                return None if poll.poll(0) else b""
            if not select.select([self._socket], [], [], timeout)[0]:
                return b""
            return self._socket.recv(1024) or None
        except BlockingIOError:
            return b""
        except (OSError, ValueError):
            return None

    def write(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            self._socket.send(data)

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class _PtyWire:
    def __init__(self, controller: int, peripheral: int) -> None:
        self._fd = controller
        self._other = peripheral
        self._lock = threading.Lock()

    def read(self, timeout: float) -> bytes | None:
        descriptor = self._fd
        if descriptor < 0:
            return None
        try:
            if timeout < 0 or not select.select([descriptor], [], [], timeout)[0]:
                return b""
            with self._lock:
                return os.read(self._fd, 1024) if self._fd >= 0 else None
        except BlockingIOError:
            return b""
        except (OSError, ValueError):
            return None

    def write(self, data: bytes) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._fd >= 0:
                os.write(self._fd, data)

    def hang_up(self) -> None:
        """A serial line does not hang up."""

    def end(self) -> None:
        """Take the terminal away; its number may be used again at once, so nobody reads it any more."""
        with self._lock:
            descriptor, self._fd = self._fd, -1
            os.close(descriptor)
            os.close(self._other)
