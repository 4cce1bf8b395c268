"""The bench's USB devices: what a driver would ask of them, and that the product's simulators stand behind them."""

import struct
import threading

import pytest

from devices.simulators.card.card import SimulatedCard
from devices.simulators.card.pki import Pki
from devices.simulators.panel import SimulatedPanel, SimulatedScanner
from devices.simulators.printer import SimulatedPrinter
from tests.support.machine.reader import Lie, Reader, Typed, filled
from tests.support.machine.rig import Rig
from tests.support.machine.usb import Status, interfaces_of
from tests.support.machine.usbprinter import UsbPrinter
from tests.support.machine.usbserial import CdcAcm, Ftdi
from tests.support.machine.usbtouch import FINGERS, REPORT, Touch, report
from tests.support.machine.vm import PORTS
from tests.support.waiting import PATIENCE, until

VERIFY = bytes.fromhex("0020000108 20FFFFFFFFFFFFFF")
CHANGE = bytes.fromhex("0024000110 20FFFFFFFFFFFFFF 20FFFFFFFFFFFFFF")


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    return Pki.at(tmp_path_factory.mktemp("pki"))


def order(kind, number, data=b""):
    return struct.pack("<BIBB3x", kind, len(data), 0, number) + data


def heard(device, pipe):
    """What the device has for the machine on this pipe, at once."""
    got = []
    for token in range(100):
        device.ask(pipe, token, 4096, lambda status, data: got.append(data))
    for token in range(100):
        device.cancel(token)
    return b"".join(got)


def reader_with(pki, **given):
    reader = Reader(**given)
    reader.plug()
    card = SimulatedCard.of("b12", pki)
    reader.insert(card)
    heard(reader, 3)
    return reader, card


def test_everything_around_a_kiosk_is_there_without_a_machine(tmp_path):
    with Rig(tmp_path) as rig:
        assert set(rig.devices) <= set(PORTS)
        assert all(one.descriptor and one.configuration for one in rig.devices.values())


def test_a_card_gets_power_and_answers_through_the_reader(pki):
    reader, card = reader_with(pki)
    reader.out(1, order(0x62, 5))
    answer = heard(reader, 2)
    assert (answer[0], answer[6], answer[7], answer[10:]) == (0x80, 5, 0, card.atr)
    select = bytes.fromhex("00A4040C0FA00000003029057000AD13100101FF")
    message = order(0x6F, 6, select)
    reader.out(1, message[:7])  # a message may come in two transfers
    reader.out(1, message[7:])
    assert heard(reader, 2)[-2:] == b"\x90\x00"
    assert card.log[-1][0] == select


def test_a_card_that_goes_is_told_and_answers_no_more(pki):
    reader, _ = reader_with(pki)
    reader.remove()
    assert heard(reader, 3) == b"\x50\x02"
    reader.out(1, order(0x6F, 1, b"\x00\xb0\x00\x00\x00"))
    answer = heard(reader, 2)
    assert (answer[7], answer[8]) == (0x42, 0xFE)


def test_a_pin_from_the_keys_goes_into_the_block_that_the_driver_named():
    data = bytes.fromhex("00 1E 89 47 04 0C04 02 01 1304 00 000000") + VERIFY
    assert filled(data, ["1234"]) == bytes.fromhex("0020000108 241234FFFFFFFFFF")
    assert filled(data, ["12345"]) == bytes.fromhex("0020000108 2512345FFFFFFFFF")
    data = bytes.fromhex("01 1E 89 47 04 00 08 0C04 03 02 03 1304 00 01 02 000000") + CHANGE
    assert filled(data, ["1234", "567890"]) == bytes.fromhex("0024000110 241234FFFFFFFFFF 26567890FFFFFFFF")


def test_the_keys_verify_the_pin_and_what_a_person_did_instead_is_the_readers_error(pki):
    data = bytes.fromhex("00 1E 89 47 04 0C04 02 01 1304 00 000000") + VERIFY
    typed = [["1234"], Typed.CANCELLED, Typed.TIMED_OUT]
    reader, card = reader_with(pki, pad=True, keys=lambda count: typed.pop(0))
    reader.out(1, order(0x62, 1))
    heard(reader, 2)
    reader.out(1, order(0x69, 2, data))
    until(lambda: heard(reader, 2), "the card's answer")
    assert card.log[-1][0] == bytes.fromhex("0020000108 241234FFFFFFFFFF")
    for error in (0xEF, 0xF0):
        reader.out(1, order(0x69, 3, data))
        answer = until(lambda: heard(reader, 2), "the reader's error")
        assert (answer[7] & 0x40, answer[8]) == (0x40, error)


def test_the_pipe_to_the_reader_is_free_while_a_person_types(pki):
    data = bytes.fromhex("00 1E 89 47 04 0C04 02 01 1304 00 000000") + VERIFY
    may = threading.Event()
    reader, _ = reader_with(pki, pad=True, keys=lambda count: ["1234"] if may.wait(PATIENCE) else [])
    reader.out(1, order(0x62, 1))
    heard(reader, 2)
    assert reader.out(1, order(0x69, 2, data)) == Status.OK
    assert not heard(reader, 2)
    may.set()
    assert until(lambda: heard(reader, 2), "the card's answer")[-2:] == b"\x90\x00"


def test_a_reader_without_keys_says_so_and_refuses_to_ask(pki):
    reader, card = reader_with(pki)
    reader.out(1, order(0x69, 4, bytes.fromhex("00 1E 89 47 04 0C04 02 01 1304 00 000000") + VERIFY))
    assert until(lambda: heard(reader, 2), "its refusal")[7] & 0x40
    assert not card.log
    keys = [Reader(pad=pad).configuration[9 + 9 + 52] for pad in (False, True)]
    assert keys == [0, 3]


def test_a_reader_that_lies_says_so_on_the_wire_until_it_says_the_truth_again(pki):
    reader, card = reader_with(pki, pad=True)
    reader.lies(Lie.SILENT)
    reader.out(1, order(0x62, 1) + order(0x6F, 2, b"\x00\xb0\x00\x00\x00"))
    assert heard(reader, 2)[10:] == card.atr  # and nothing after it
    reader.lies(Lie.NO_KEYS)
    reader.out(1, order(0x69, 3, bytes.fromhex("00 1E 89 47 04 0C04 02 01 1304 00 000000") + VERIFY))
    assert until(lambda: heard(reader, 2), "its refusal")[7] & 0x40
    reader.remove()
    heard(reader, 3)
    reader.lies(Lie.NO_CARD)
    assert heard(reader, 3) == b"\x50\x03"
    reader.out(1, order(0x62, 4))
    assert (answer := heard(reader, 2))[7:9] == b"\x41\xfe", answer
    reader.lies(None)
    assert heard(reader, 3) == b"\x50\x02"


def test_what_is_printed_reaches_the_paper_and_its_answers_come_back(tmp_path):
    with SimulatedPrinter(out_dir=tmp_path, usb=True) as paper:
        printer = UsbPrinter(paper)
        try:
            printer.plug()
            assert printer.out(1, b"\x1b@hello\n" * 200 + b"\x10\x04\x01") == Status.OK
            got = []
            printer.ask(2, 1, 64, lambda status, data: got.append(data))
            until(lambda: got, "the printer's status")
            assert bytes(paper.received).count(b"hello") == 200
        finally:
            printer.close()


def test_the_printer_class_tells_name_and_paper(tmp_path):
    with SimulatedPrinter(out_dir=tmp_path, usb=True) as paper:
        printer = UsbPrinter(paper)
        try:
            printer.plug()
            _, name = printer.setup(0xA1, 0, 0, 0, 1023, b"")
            assert struct.unpack(">H", name[:2])[0] == len(name)
            assert b"MFG:EPSON;" in name
            assert printer.setup(0xA1, 1, 0, 0, 1, b"")[1] == b"\x18"
            paper.fault("paper_end")
            assert printer.setup(0xA1, 1, 0, 0, 1, b"")[1] == b"\x30"
        finally:
            printer.close()


def test_a_printer_that_takes_nothing_holds_the_pipe_until_the_cable_is_pulled(tmp_path):
    with SimulatedPrinter(out_dir=tmp_path, usb=True) as paper:
        printer = UsbPrinter(paper)
        try:
            assert printer.out(1, b"x" * 200_000) == Status.BROKEN  # not plugged: nobody takes it
        finally:
            printer.close()


def lines_up(modem, state=3):
    """DTR and RTS as the machine's driver sets them when the port is opened; 0 when it is closed."""
    assert modem.setup(0x21, 0x22, state, 0, 0, b"")[0] == Status.OK


def test_a_modem_says_nothing_while_dtr_is_down_and_keeps_nothing_for_later():
    with SimulatedScanner() as behind:
        scanner = CdcAcm(behind)
        scanner.plug()
        got = []
        scanner.ask(3, 1, 64, lambda status, data: got.append(data))
        for closed in (0, 2):  # RTS alone is not what such a device waits for
            lines_up(scanner, closed)
            behind.scan("unheard")
            until(lambda: scanner.unheard == b"unheard\r", "what nobody hears")
            scanner.unheard.clear()
        lines_up(scanner)
        behind.scan("heard")
        until(lambda: got == [b"heard\r"], "the code after the opening")
        lines_up(scanner, 0)
        scanner.unplug()
        scanner.plug()
        behind.scan("unheard")
        until(lambda: scanner.unheard == b"unheard\r", "a port that nobody has opened yet")
        scanner.unplug()


def test_a_modem_that_needs_no_lines_speaks_without():
    with SimulatedScanner() as behind:
        scanner = CdcAcm(behind, waits=False)
        scanner.plug()
        got = []
        scanner.ask(3, 1, 64, lambda status, data: got.append(data))
        behind.scan("AB-12")
        until(lambda: got == [b"AB-12\r"], "the code")
        scanner.unplug()


def test_the_lines_of_an_ftdi_chip_are_those_that_were_meant():
    with SimulatedPanel() as behind:
        panel = Ftdi(behind)
        panel.plug()
        seen = []
        for value in (0x0303, 0x0101, 0x0200, 0x0202, 0x0100):  # the bits, and above them which are meant
            assert panel.setup(0x40, 1, value, 0, 0, b"")[0] == Status.OK
            seen.append(panel.lines)
        assert seen == [3, 3, 1, 3, 2]
        panel.unplug()


def test_a_scanned_code_comes_up_the_pipe_and_the_scanner_dies_with_its_cable():
    with SimulatedScanner() as behind:
        scanner = CdcAcm(behind)
        assert [one.kind[0] for one in interfaces_of(scanner.configuration)] == [2, 10]
        scanner.plug()
        lines_up(scanner)
        behind.scan("AB-12")
        got = []
        scanner.ask(3, 1, 64, lambda status, data: got.append(data))
        until(lambda: got == [b"AB-12\r"], "the code")
        scanner.unplug()
        scanner.plug()
        lines_up(scanner)
        behind.scan("again")
        scanner.ask(3, 2, 64, lambda status, data: got.append(data))
        until(lambda: got[1:] == [b"again\r"], "the code after the replug")
        scanner.unplug()


def test_the_panel_speaks_through_the_ftdi_chip_whose_packets_begin_with_the_line_state():
    with SimulatedPanel() as behind:
        panel = Ftdi(behind)
        panel.plug()
        got = []

        def more(status, data):
            got.append(data)
            panel.ask(1, len(got), 64, more)

        panel.ask(1, 0, 64, more)
        until(lambda: b"HELLO kiosk-panel" in b"".join(data[2:] for data in got), "the panel's greeting")
        assert all(len(data) <= 64 and data[:2] == b"\x31\x60" for data in got)
        assert panel.out(2, b"PING 7*%02X\n" % 0x3E) == Status.OK
        until(lambda: behind.lines, "a line at the board")
        panel.unplug()


def test_five_fingers_fit_into_one_report_of_the_length_that_the_descriptor_names():
    assert REPORT.count(bytes.fromhex("0922a102")) == FINGERS
    one = report([(n, True, n * 1000, 32767) for n in range(FINGERS)], 70000)
    assert len(one) == 1 + 6 * FINGERS + 3
    assert one[-1] == FINGERS
    assert struct.unpack_from("<BBHH", one, 1 + 6 * 2) == (1, 2, 2000, 32767)


def told(touch):
    """What the panel has said since the last look: in each report (down, number, x, y) of each finger."""
    reports = []
    for token in range(100):
        touch.ask(1, token, 64, lambda status, data: reports.append(data))
    for token in range(100):
        touch.cancel(token)
    return [[struct.unpack_from("<BBHH", one, 1 + 6 * finger) for finger in range(one[-1])] for one in reports]


def test_a_tap_is_down_and_up_at_the_same_place():
    touch = Touch()
    touch.plug()
    touch.tap(0.5, 0.25)
    assert told(touch) == [[(1, 0, 16384, 8192)], [(0, 0, 16384, 8192)]]
    assert touch.setup(0x81, 6, 0x2200, 0, 4096, b"")[1] == REPORT


def test_a_finger_that_rests_is_told_with_each_other_one_until_it_leaves():
    touch = Touch()
    touch.plug()
    touch.down({0: (0, 0)})
    touch.tap(1, 1)
    touch.up()
    rests, gone = (1, 0, 0, 0), (0, 0, 0, 0)
    assert told(touch) == [[rests], [rests, (1, 1, 32767, 32767)], [rests, (0, 1, 32767, 32767)], [gone]]


def test_a_finger_whose_release_is_lost_is_never_told_again_until_the_panel_is_plugged_in_anew():
    touch = Touch()
    touch.plug()
    touch.down({0: (0, 0)})
    touch.lose(0)
    touch.tap(1, 1)
    assert [[number for _, number, _, _ in one] for one in told(touch)] == [[0], [1], [1]]
    touch.unplug()
    touch.plug()
    touch.tap(1, 1)
    assert [[number for _, number, _, _ in one] for one in told(touch)] == [[0], [0]]
