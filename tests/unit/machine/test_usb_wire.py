"""What QEMU hears from our side of usbredir, packet by packet, and what a device answers to the standard requests."""

import contextlib
import socket
import struct
import threading

import pytest

from tests.support.machine import redir
from tests.support.machine.redir import Cable, Framing, Kind, Packet
from tests.support.machine.usb import (
    BULK,
    INTERRUPT,
    Device,
    Stall,
    Status,
    configuration_descriptor,
    device_descriptor,
    endpoint_descriptor,
    interface_descriptor,
    interfaces_of,
)
from tests.support.waiting import PATIENCE, until


class Echo(Device):
    """One pipe out, one in, one for interrupts; what goes out comes back."""

    def __init__(self):
        super().__init__()
        self.descriptor = device_descriptor(0x1234, 0xABCD, release=0x0203)
        pipes = (
            endpoint_descriptor(1, BULK, 64),
            endpoint_descriptor(0x82, BULK, 64),
            endpoint_descriptor(0x83, INTERRUPT, 8, 10),
        )
        self.configuration = configuration_descriptor(interface_descriptor(0, 3, (255, 1, 2)) + b"".join(pipes), 1)

    def out(self, pipe, data):
        self.push(2, data)
        return Status.OK

    def control(self, kind, request, value, index, data):
        if request != 0x42:
            raise Stall
        return b"answer"


class Qemu:
    """The machine's end of the cable."""

    def __init__(self, folder, capabilities):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(folder / "port"))
        self.listener.listen(1)
        self.path = folder / "port"
        self.capabilities = capabilities
        self.framing = Framing(capabilities)
        self.packets = []

    def accept(self):
        self.line, _ = self.listener.accept()
        self.line.settimeout(PATIENCE)
        hello = b"QEMU".ljust(64, b"\0") + struct.pack("<I", self.capabilities)
        self.line.sendall(struct.pack("<III", Kind.HELLO, len(hello), 0) + hello)

    def next(self, kind):
        while True:
            for one in self.packets:
                if one.kind == kind:
                    self.packets.remove(one)
                    return one
            self.packets += self.framing.feed(self.line.recv(65536))

    def send(self, kind, token, body):
        self.line.sendall(self.framing.pack(kind, token, body))


@contextlib.contextmanager
def plugged(folder, capabilities=redir.OURS):
    qemu = Qemu(folder, capabilities)
    accepting = threading.Thread(target=qemu.accept)
    accepting.start()
    cable = Cable(Echo(), qemu.path)
    accepting.join(PATIENCE)
    qemu.next(Kind.HELLO)
    try:
        yield qemu, cable
    finally:
        cable.close()
        qemu.line.close()
        qemu.listener.close()


def test_packets_are_found_however_the_stream_is_cut():
    ours, theirs = Framing(), Framing()
    stream = redir.hello()
    theirs.theirs = redir.OURS
    stream += theirs.pack(Kind.BULK, 2**40, b"data") + theirs.pack(Kind.RESET, 7, b"")
    found = [packet for byte in stream for packet in ours.feed(bytes((byte,)))]
    assert found[1:] == [Packet(Kind.BULK, 2**40, b"data"), Packet(Kind.RESET, 7, b"")]


def test_a_partner_with_short_tokens_gets_short_ones():
    framing = Framing()
    framing.feed(struct.pack("<III", Kind.HELLO, 64, 0) + bytes(64))
    assert framing.theirs == 0
    assert framing.pack(Kind.RESET, 5, b"") == struct.pack("<III", Kind.RESET, 0, 5)


@pytest.mark.parametrize("capabilities", [redir.OURS, 0])
def test_a_plug_tells_what_is_plugged_in_before_it_says_that_something_is(tmp_path, capabilities):
    with plugged(tmp_path, capabilities) as (qemu, cable):
        cable.plug()
        connect = qemu.next(Kind.CONNECT)
        assert {one.kind for one in qemu.packets} == {Kind.ENDPOINTS, Kind.INTERFACES}
        speed, *kind, vendor, product, release = struct.unpack("<BBBBHHH", connect.body)
        assert (speed, kind, vendor, product, release) == (1, [0, 0, 0], 0x1234, 0xABCD, 0x0203)
        table = qemu.next(Kind.ENDPOINTS).body
        assert (table[0], table[1], table[16], table[18], table[19]) == (0, 2, 0, 2, 3)
        assert table[32 + 19] == 10
        assert set(table[:32]) == {0, 2, 3, 255}
        cable.unplug()
        qemu.next(Kind.DISCONNECT)


def test_what_goes_down_a_pipe_is_acknowledged_and_what_comes_up_answers_the_question(tmp_path):
    with plugged(tmp_path) as (qemu, cable):
        cable.plug()
        qemu.send(Kind.BULK, 11, struct.pack("<BBHIH", 0x82, 0, 64, 0, 0))
        qemu.send(Kind.BULK, 12, struct.pack("<BBHIH", 0x01, 0, 5, 0, 0) + b"paper")
        answers = {one.token: one.body for one in (qemu.next(Kind.BULK), qemu.next(Kind.BULK))}
        assert answers[11] == struct.pack("<BBHIH", 0x82, Status.OK, 5, 0, 0) + b"paper"
        assert answers[12] == struct.pack("<BBHIH", 0x01, Status.OK, 5, 0, 0)


def test_a_question_that_is_taken_back_is_answered_as_cancelled_and_the_data_waits_for_the_next(tmp_path):
    with plugged(tmp_path) as (qemu, cable):
        cable.plug()
        qemu.send(Kind.BULK, 11, struct.pack("<BBHIH", 0x82, 0, 64, 0, 0))
        qemu.send(Kind.CANCEL, 11, b"")
        assert qemu.next(Kind.BULK).body[1] == Status.CANCELLED
        cable.device.push(2, b"late")
        qemu.send(Kind.BULK, 13, struct.pack("<BBHIH", 0x82, 0, 64, 0, 0))
        assert qemu.next(Kind.BULK).body[10:] == b"late"


def test_interrupts_come_as_long_as_the_machine_listens(tmp_path):
    with plugged(tmp_path) as (qemu, cable):
        cable.plug()
        qemu.send(Kind.START_INTERRUPT, 1, bytes((0x83,)))
        qemu.next(Kind.INTERRUPT_STATUS)
        for word in (b"one", b"two"):
            cable.device.push(3, word)
            assert qemu.next(Kind.INTERRUPT).body == struct.pack("<BBH", 0x83, Status.OK, 3) + word
        qemu.send(Kind.STOP_INTERRUPT, 2, bytes((0x83,)))
        qemu.next(Kind.INTERRUPT_STATUS)
        cable.device.push(3, b"unheard")
        cable.unplug()
        qemu.next(Kind.DISCONNECT)
        assert not [one for one in qemu.packets if one.kind == Kind.INTERRUPT]


def test_a_request_that_the_device_does_not_know_stalls(tmp_path):
    with plugged(tmp_path) as (qemu, cable):
        cable.plug()
        for request, status, said in ((0x42, Status.OK, b"answer"), (0x43, Status.STALLED, b"")):
            qemu.send(Kind.CONTROL, request, struct.pack("<BBBBHHH", 0x80, request, 0xC0, 0, 0, 0, 64))
            answer = qemu.next(Kind.CONTROL)
            assert (answer.body[3], answer.body[10:]) == (status, said)


def test_choosing_the_configuration_is_remembered_until_the_cable_is_pulled(tmp_path):
    with plugged(tmp_path) as (qemu, cable):
        cable.plug()
        qemu.send(Kind.SET_CONFIGURATION, 3, b"\x01")
        assert qemu.next(Kind.CONFIGURATION).body == b"\x00\x01"
        cable.unplug()
        cable.plug()
        qemu.send(Kind.GET_CONFIGURATION, 4, b"")
        assert qemu.next(Kind.CONFIGURATION).body == b"\x00\x00"
        until(lambda: cable.device.plugged, "the plug")


def test_descriptors_say_what_the_interfaces_are():
    device = Echo()
    assert device.setup(0x80, 6, 0x0100, 0, 18, b"") == (Status.OK, device.descriptor)
    assert device.setup(0x80, 6, 0x0200, 0, 9, b"")[1] == device.configuration[:9]
    assert struct.unpack_from("<H", device.configuration, 2)[0] == len(device.configuration)
    (one,) = interfaces_of(device.configuration)
    assert (one.kind, [pipe.address for pipe in one.endpoints]) == ((255, 1, 2), [1, 0x82, 0x83])
    assert device.setup(0x80, 6, 0x0302, 0x0409, 255, b"")[1].endswith("Device".encode("utf-16-le"))
    assert device.setup(0x80, 6, 0x0305, 0x0409, 255, b"")[0] == Status.STALLED


def test_more_than_was_asked_for_comes_with_the_next_question():
    device, got = Echo(), []
    device.push(2, b"abcdef")
    for token in range(2):
        device.ask(2, token, 4, lambda status, data: got.append(data))
    assert got == [b"abcd", b"ef"]
