"""The cable between a device model and QEMU: the device's side of usbredir (protocol 0.7, as usbredirparser speaks it).

    -chardev socket,id=one,path=S,server=on,wait=off -device usb-redir,chardev=one

`Cable(device, S)` then `plug()` and `unplug()`: the machine's own kernel sees a device come and go.
"""

import contextlib
import queue
import socket
import struct
import threading
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from tests.support.machine.usb import TO_HOST, Device, Status, interfaces_of
from tests.support.waiting import PATIENCE, until

VERSION = b"kiosk machine bench"
DEVICE_VERSION, DISCONNECT_ACK, PACKET_SIZES, LONG_IDS, LONG_BULK = (1 << bit for bit in (1, 3, 4, 5, 6))
OURS = DEVICE_VERSION | DISCONNECT_ACK | PACKET_SIZES | LONG_IDS | LONG_BULK
_NO_PIPE = 255


class Kind(IntEnum):
    """What a packet is."""

    HELLO = 0
    CONNECT = 1
    DISCONNECT = 2
    RESET = 3
    INTERFACES = 4
    ENDPOINTS = 5
    SET_CONFIGURATION = 6
    GET_CONFIGURATION = 7
    CONFIGURATION = 8
    SET_ALTERNATE = 9
    GET_ALTERNATE = 10
    ALTERNATE = 11
    START_INTERRUPT = 15
    STOP_INTERRUPT = 16
    INTERRUPT_STATUS = 17
    CANCEL = 21
    DISCONNECTED = 24
    CONTROL = 100
    BULK = 101
    INTERRUPT = 103


class Packet(NamedTuple):
    kind: int
    token: int
    body: bytes


class Framing:
    """Packets of a stream.  The length of a token is agreed on by the two hellos, which themselves have the short one."""

    def __init__(self, ours: int = OURS) -> None:
        self.ours = ours
        self.theirs: int | None = None  # what the other side can and we too; None before its hello
        self._rest = b""

    def can(self, capability: int) -> bool:
        return bool((self.theirs or 0) & capability)

    def feed(self, data: bytes) -> list[Packet]:
        """The packets that are complete with this."""
        self._rest += data
        found = []
        while (one := self._next()) is not None:
            found.append(one)
            if one.kind == Kind.HELLO:
                self.theirs = self.ours & (struct.unpack_from("<I", one.body, 64)[0] if len(one.body) >= 68 else 0)
        return found

    def pack(self, kind: int, token: int, body: bytes) -> bytes:
        """The bytes of one packet to the other side."""
        return struct.pack("<IIQ" if self.can(LONG_IDS) else "<III", kind, len(body), token) + body

    def _next(self) -> Packet | None:
        head = "<IIQ" if self.can(LONG_IDS) else "<III"
        size = struct.calcsize(head)
        if len(self._rest) < size:
            return None
        kind, length, token = struct.unpack_from(head, self._rest)
        if len(self._rest) < size + length:
            return None
        body, self._rest = self._rest[size : size + length], self._rest[size + length :]
        return Packet(kind, token, body)


def hello() -> bytes:
    return struct.pack("<III", Kind.HELLO, 68, 0) + VERSION.ljust(64, b"\0") + struct.pack("<I", OURS)


def endpoints_body(device: Device) -> bytes:
    """The table of 32 pipes: OUT 0 to 15, IN 0 to 15."""
    kinds, intervals, owners, sizes = [_NO_PIPE] * 32, [0] * 32, [0] * 32, [0] * 32
    for both in (0, 16):
        kinds[both], sizes[both] = 0, 64
    for one in interfaces_of(device.configuration):
        for pipe in one.endpoints:
            at = (16 if pipe.address & TO_HOST else 0) + (pipe.address & 0x0F)
            kinds[at], intervals[at], owners[at], sizes[at] = pipe.kind & 3, pipe.interval, one.number, pipe.size
    return bytes(kinds) + bytes(intervals) + bytes(owners) + struct.pack("<32H", *sizes)


def interfaces_body(device: Device) -> bytes:
    found = interfaces_of(device.configuration)
    columns = [[one.number for one in found], *([one.kind[n] for one in found] for n in range(3))]
    return struct.pack("<I", len(found)) + b"".join(bytes(column).ljust(32, b"\0") for column in columns)


class Cable:
    """One port of the machine with one device at its end."""

    def __init__(self, device: Device, path: Path) -> None:
        self.device = device
        self.framing = Framing()
        self._sending = threading.Lock()
        self._listening: set[int] = set()  # interrupt pipes that the machine listens to
        self._work: queue.SimpleQueue[Packet | None] = queue.SimpleQueue()
        self._socket = until(lambda: _connected(path), f"the machine's port {path.name}")
        self._socket.sendall(hello())
        self._threads = [
            threading.Thread(target=target, name=f"usb-{type(device).__name__}", daemon=True)
            for target in (self._receive, self._deliver)
        ]
        for thread in self._threads:
            thread.start()
        until(lambda: self.framing.theirs is not None, "QEMU's hello on a USB port")

    def plug(self) -> None:
        self.device.plug()
        self._describe()
        descriptor = self.device.descriptor
        body = bytes((self.device.speed, *descriptor[4:7])) + descriptor[8:14]
        self._send(Kind.CONNECT, 0, body)

    def unplug(self) -> None:
        self.device.unplug()
        self._listening.clear()
        self._send(Kind.DISCONNECT, 0, b"")

    def close(self) -> None:
        """Take the cable away for good; the port of the machine stays."""
        if self.device.plugged:
            self.device.unplug()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # a close alone waits for the thread that reads
        self._socket.close()
        self._work.put(None)
        for thread in self._threads:
            thread.join(PATIENCE)

    def _send(self, kind: int, token: int, body: bytes) -> None:
        with self._sending, contextlib.suppress(OSError):
            self._socket.sendall(self.framing.pack(kind, token, body))

    def _describe(self) -> None:
        self._send(Kind.ENDPOINTS, 0, endpoints_body(self.device))
        self._send(Kind.INTERFACES, 0, interfaces_body(self.device))

    def _receive(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._socket.recv(65536):
                for packet in self.framing.feed(data):
                    self._take(packet)

    def _take(self, packet: Packet) -> None:
        device, body, token = self.device, packet.body, packet.token
        match packet.kind:
            case Kind.CONTROL:
                self._control(packet)
            case Kind.SET_CONFIGURATION:
                device.setup(0, 9, body[0], 0, 0, b"")
                self._describe()
                self._send(Kind.CONFIGURATION, token, bytes((Status.OK, body[0])))
            case Kind.GET_CONFIGURATION:
                self._send(Kind.CONFIGURATION, token, bytes((Status.OK, device.configured)))
            case Kind.SET_ALTERNATE:
                self._send(Kind.ALTERNATE, token, bytes((Status.OK, body[0], body[1])))
            case Kind.GET_ALTERNATE:
                self._send(Kind.ALTERNATE, token, bytes((Status.OK, body[0], 0)))
            case Kind.BULK if body[0] & TO_HOST:
                length = self._bulk_length(body)
                device.ask(body[0] & 0x0F, token, length, lambda status, data: self._bulk(token, body[0], status, data))
            case Kind.BULK | Kind.INTERRUPT:
                self._work.put(packet)
            case Kind.START_INTERRUPT:
                self._listening.add(body[0])
                self._send(Kind.INTERRUPT_STATUS, token, bytes((Status.OK, body[0])))
                self._listen(body[0])
            case Kind.STOP_INTERRUPT:
                self._listening.discard(body[0])
                device.cancel(("interrupt", body[0]))
                self._send(Kind.INTERRUPT_STATUS, token, bytes((Status.OK, body[0])))
            case Kind.CANCEL:
                done = device.cancel(token)
                if done is not None:
                    done(Status.CANCELLED, b"")
            case Kind.RESET:
                device.forget()
            case _:
                pass  # a hello, or news that no device of ours has use for

    def _control(self, packet: Packet) -> None:
        pipe, request, kind, _, value, index, length = struct.unpack_from("<BBBBHHH", packet.body)
        status, data = self.device.setup(kind, request, value, index, length, packet.body[10:])
        done = len(data) if kind & TO_HOST else length
        head = struct.pack("<BBBBHHH", pipe, request, kind, status, value, index, done)
        self._send(Kind.CONTROL, packet.token, head + data)

    def _bulk_length(self, body: bytes) -> int:
        low = struct.unpack_from("<H", body, 2)[0]
        return low | (struct.unpack_from("<H", body, 8)[0] << 16 if self.framing.can(LONG_BULK) else 0)

    def _bulk(self, token: int, address: int, status: Status, data: bytes, length: int | None = None) -> None:
        count = len(data) if length is None else length
        body = struct.pack("<BBHI", address, status, count & 0xFFFF, 0)
        if self.framing.can(LONG_BULK):
            body += struct.pack("<H", count >> 16)
        self._send(Kind.BULK, token, body + data)

    def _deliver(self) -> None:
        """What goes to the device, in order: a device that takes nothing holds its pipe, as a real one does."""
        while (packet := self._work.get()) is not None:
            address = packet.body[0]
            if packet.kind == Kind.INTERRUPT:
                status = self.device.out(address & 0x0F, packet.body[4:])
                self._send(Kind.INTERRUPT, packet.token, bytes((address, status)) + packet.body[2:4])
                continue
            data = packet.body[10 if self.framing.can(LONG_BULK) else 8 :]
            status = self.device.out(address & 0x0F, data)
            self._bulk(packet.token, address, status, b"", len(data) if status == Status.OK else 0)

    def _listen(self, address: int) -> None:
        def came(status: Status, data: bytes) -> None:
            if address in self._listening:
                self._send(Kind.INTERRUPT, 0, struct.pack("<BBH", address, status, len(data)) + data)
                self.device.ask(address & 0x0F, ("interrupt", address), 1024, came)

        self.device.ask(address & 0x0F, ("interrupt", address), 1024, came)


def _connected(path: Path) -> socket.socket | None:
    one = socket.socket(socket.AF_UNIX)
    try:
        one.connect(str(path))
    except OSError:
        one.close()
        return None
    return one
