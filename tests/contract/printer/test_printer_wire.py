"""The driver on a wire that is as unkind as real ones: late, halved, doubled, broken and lost bytes, "stop", empty packets."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from types import SimpleNamespace

import pytest
import serial

from devices.api import Align, DeviceState, NotPrinted, Printed, QrCode, Reason, Receipt, Size, Text
from devices.printer import driver as driving
from devices.printer import serialline
from devices.printer.address import LinkAddress
from devices.printer.receipt import render
from devices.simulators.printer_line import USB_FAULTS
from devices.simulators.wires import PtyPort
from tests.support.waiting import until

# a busy machine lets the simulated printer say "stop" later than a real one would
LINE = {"pty": True, "baud": 115_200, "reserve": 1024}
UNKIND = {
    "late": 0.05,
    "halves": 0.05,
    "doubled": None,
    "broken": None,
    "lost_first": None,
    "stray": 3,
    "break": 3,
    "garbage": None,
    "mute": None,
    "stops": None,
    "empty": None,
    "twin": None,
}
# a network, a serial line, the kernel's printer file, and libusb
WIRES = {"tcp": {}, "serial": LINE, "usblp": {"usb": True}, "usb": {"bus": True}}
_SLOWER = [
    (wire, seed, ends) for wire in ("tcp", "serial") for seed in range(2) for ends in ("paper_end", None, "cover_open")
]
_SLOWER += [(wire, 0, ends) for wire in ("usblp", "usb") for ends in ("paper_end", None)]
_EACH = [(*way, name) for way in _SLOWER for name in UNKIND if "usb" in way[0] or name not in USB_FAULTS]
EACH = [pytest.param(*each, marks=() if each[:3] == _SLOWER[0] else pytest.mark.full) for each in _EACH]


def long_ticket() -> Receipt:
    """Ten kilobytes, more than a printer has room for."""
    lines = tuple(Text(f"Поновлення картки проживання, рядок {n}", "uk") for n in range(9))
    return Receipt((Text("R014", "uk", size=Size.HUGE, align=Align.CENTER), *lines, QrCode("R014-7KQ2MX")))


@pytest.mark.parametrize(("wire", "seed", "ends", "name"), EACH)
def test_an_unkind_line_never_makes_a_ghost(make_bench, make_ticket, wire, seed, name, ends) -> None:
    bench = make_bench(**WIRES[wire])
    bench.driver.start()
    bench.ready()
    bench.hurry(reply=0.3, write=0.5, clear=0.3, confirm=1.5, silence=1.0, stop=0.5)
    bench.printer.fault(name, value=UNKIND[name], chance=0.5, seed=seed)
    if ends:
        bench.printer.fault(ends, value=12)
    bench.driver.print("first", make_ticket())
    outcome = bench.outcome("first")
    if isinstance(outcome, Printed):
        assert ends is None
        bench.wait(lambda _: bench.papers(make_ticket()) == 1, "the paper")
    bench.printer.clear()
    bench.patient()
    bench.hurry(confirm=3.0)
    bench.ready()
    copy = replace(make_ticket(), copy=True)
    bench.driver.print("second", copy)
    assert isinstance(bench.outcome("second"), Printed)
    assert bench.papers(copy) == 1
    if not isinstance(outcome, Printed):
        # what came out is told, or nobody could know and that was said
        assert bench.papers(make_ticket()) <= (1 if bench.late("first") or outcome.unknown else 0)


@pytest.mark.parametrize("byte", [0x00, 0x20, 0x41, 0x03, 0x12, 0x37, 0x5F])
def test_a_byte_from_nowhere_while_the_ticket_is_sent_confirms_nothing(make_bench, make_ticket, byte: int) -> None:
    bench = make_bench(speed=120.0)
    bench.driver.start()
    bench.ready()
    bench.printer.fault("paper_end", value=12)
    bench.driver.print("a", make_ticket())
    bench.wait(lambda _: bench.started("a"), "started")
    for _ in range(20):
        bench.printer.line._write(bytes((byte,)))
    outcome = bench.outcome("a")
    assert isinstance(outcome, NotPrinted)
    assert outcome.reason is Reason.MEDIA_EMPTY


def test_late_halves_of_an_answer_never_become_another_status(make_bench) -> None:
    bench = make_bench()
    bench.driver.start()
    bench.ready()
    bench.hurry(reply=0.1)
    asked = len(bench.printer.received)
    bench.printer.fault("late", value=0.12, chance=0.4, seed=3)
    bench.wait(lambda _: len(bench.printer.received) > asked + 20 * 12, "twenty rounds")
    bench.printer.clear()
    bench.patient()
    bench.ready()
    told = {change.health.reason for change in bench.healths()}
    assert told <= {Reason.OK, Reason.NOT_STARTED, Reason.NOT_RESPONDING}


def test_a_printer_with_process_ids_names_its_ticket(make_bench, make_ticket) -> None:
    bench = make_bench(model="epson-tm-t20", process_ids=True)
    bench.driver.start()
    bench.driver.print("a", make_ticket())
    assert isinstance(bench.outcome("a"), Printed)
    assert b"\x1d(H\x06\x00\x30\x30" in bytes(bench.printer.received)


def test_the_name_of_the_ticket_before_never_confirms_the_next_one(make_bench, make_ticket, monkeypatch) -> None:
    # chance draws the same four letters again
    drawn = iter("aaaa" * 2 + "bbbb")
    monkeypatch.setattr(driving.secrets, "choice", lambda letters: next(drawn))
    bench = make_bench(model="epson-tm-t20", process_ids=True)
    bench.driver.start()
    bench.driver.print("a", make_ticket())
    assert isinstance(bench.outcome("a"), Printed)
    bench.hurry()
    bench.printer.fault("pause", value=5)
    bench.driver.print("b", make_ticket("R015"))
    assert isinstance(bench.outcome("b"), NotPrinted)
    assert bench.papers(make_ticket("R015")) == 0


def test_a_name_that_was_answered_before_its_ticket_was_sent_confirms_nothing(
    make_bench, make_ticket, monkeypatch
) -> None:
    monkeypatch.setattr(driving, "_another_name", lambda last: b"aaaa")
    bench = make_bench(model="epson-tm-t20", process_ids=True)
    bench.driver.start()
    bench.ready()
    bench.printer.line.say(b"\x37\x22aaaa\x00")
    bench.wait(lambda _: bench.printer.received.count(b"\x10\x04") > 40, "it was heard")
    bench.hurry()
    bench.printer.fault("pause", value=5)
    bench.driver.print("a", make_ticket())
    assert isinstance(bench.outcome("a"), NotPrinted)


def test_an_adapter_of_a_serial_line_is_told_to_hand_on_a_stop_at_once(make_bench, monkeypatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(serial.Serial, "set_low_latency_mode", lambda port, on: asked.append(on))
    bench = make_bench(**LINE)
    bench.driver.start()
    bench.ready()
    assert asked == [True]


def test_a_model_that_is_thought_to_have_process_ids_and_has_none_prints_all_the_same(make_bench, make_ticket) -> None:
    bench = make_bench(model="epson-tm-t20")
    bench.driver.start()
    bench.driver.print("a", make_ticket())
    assert isinstance(bench.outcome("a"), Printed)


def test_what_nobody_can_know_is_said_as_such(make_bench, make_ticket) -> None:
    bench = make_bench()
    bench.driver.start()
    bench.ready()
    bench.hurry()
    bench.printer.fault("no_barrier")
    bench.driver.print("a", make_ticket())
    outcome = bench.outcome("a")
    assert isinstance(outcome, NotPrinted)
    assert outcome.unknown
    bench.printer.clear()
    bench.patient()
    bench.ready()
    bench.printer.fault("paper_end")
    bench.driver.print("b", make_ticket("R015"))
    before = bench.outcome("b")
    assert (before.reason, before.unknown) == (Reason.MEDIA_EMPTY, False)


# --- flow control: a line that loses what it has no room for


def flow_lines(monkeypatch, bench) -> None:
    """A pty has no modem lines: they are the simulated printer's."""
    ready = property(lambda _: bench.printer.line.ready)
    monkeypatch.setattr(serial.Serial, "cts", ready)
    monkeypatch.setattr(serial.Serial, "dsr", ready)


@pytest.mark.parametrize(("said", "flow"), [("xonxoff", "xonxoff"), ("lines", "dsrdtr"), ("lines", "rtscts")])
def test_a_printer_that_pauses_in_the_ticket_is_waited_for_and_loses_nothing(
    make_bench, monkeypatch, said, flow
) -> None:
    bench = make_bench(**LINE, flow=said, query=f"?flow={flow}")
    if said == "lines":
        flow_lines(monkeypatch, bench)
    line = bench.printer.line
    bench.driver.start()
    bench.ready()
    bench.hurry(write=0.05)
    bench.printer.fault("pause", value=5)
    bench.driver.print("a", long_ticket())
    bench.wait(lambda _: line.stops >= 1, "stop")
    bench.printer.clear("pause")
    assert isinstance(bench.outcome("a"), Printed)
    assert line.lost == 0
    assert bench.papers(long_ticket()) == 1
    assert not bench.printer._cutter.unknown


def test_a_printer_that_never_says_go_is_an_alarm_and_no_garbled_paper(make_bench) -> None:
    bench = make_bench(**LINE)
    bench.driver.start()
    bench.ready()
    bench.hurry(stop=0.5, clear=0.5)
    bench.printer.fault("stops")
    bench.driver.print("a", long_ticket())
    outcome = bench.outcome("a")
    assert isinstance(outcome, NotPrinted)
    assert (outcome.reason, "stop" in outcome.detail, outcome.unknown) == (Reason.NOT_RESPONDING, True, False)
    bench.printer.clear()
    bench.patient()
    bench.ready()
    bench.driver.print("b", long_ticket())
    assert isinstance(bench.outcome("b"), Printed)
    assert bench.printer.line.lost == 0


def test_staff_are_told_of_a_printer_that_says_stop_for_long_while_it_is_waited_for(make_bench, monkeypatch) -> None:
    monkeypatch.setattr(driving, "_LOST_GO", 0.2)
    bench = make_bench(**LINE)
    bench.driver.start()
    bench.ready()
    bench.printer.fault("pause", value=5)
    bench.driver.print("a", long_ticket())
    waits = (DeviceState.DEGRADED, Reason.OFF_LINE)
    bench.wait(lambda _: waits in [(told.health.state, told.health.reason) for told in bench.healths()], "the alarm")
    bench.printer.clear("pause")
    assert isinstance(bench.outcome("a"), Printed)
    bench.ready()
    states = [told.health.state for told in bench.healths()]
    assert states[states.index(DeviceState.DEGRADED) + 1] is DeviceState.BUSY
    assert bench.papers(long_ticket()) == 1


def test_a_stop_in_the_ticket_is_heeded_however_long_it_lasts(tmp_path, monkeypatch) -> None:
    """A printer says "stop" once; what comes while it has no room is lost, and it confirms what is left."""
    passed = [0.0]
    monkeypatch.setattr(serialline, "time", SimpleNamespace(monotonic=lambda: passed[0]))
    with contextlib.closing(PtyPort(tmp_path / "line")) as port:
        link = serialline.SerialLink(LinkAddress.parse(port.url + "?flow=xonxoff"))
        wire = port.accept(0.0)
        wire.write(b"\x13\x12")
        until(lambda: link.read(0.05) == b"\x12", "an answer behind the stop")
        for seconds in range(60):
            passed[0] = float(seconds)
            assert link.pause() is None, f"after {seconds} s"
        wire.write(b"\x11\x12")
        until(lambda: link.read(0.05) == b"\x12")
        assert link.pause() is not None
        link.close()


@pytest.mark.parametrize("clears", [True, pytest.param(False, marks=pytest.mark.full)])
def test_a_ticket_whose_go_was_lost_is_an_alarm_and_the_next_one_prints(make_bench, monkeypatch, clears: bool) -> None:
    monkeypatch.setattr(driving, "_LOST_GO", 0.2)
    bench = make_bench(**LINE)
    bench.driver.start()
    bench.ready()
    bench.hurry(stop=1.0, clear=0.5)
    bench.printer.fault("go_lost", times=1)
    if not clears:
        bench.printer.fault("no_clear")
    bench.printer.fault("pause", value=5)
    bench.driver.print("a", long_ticket())
    bench.wait(lambda _: bench.printer.line.stops >= 1, "stop")
    bench.printer.clear("pause")
    assert isinstance(bench.outcome("a"), NotPrinted)
    bench.patient()
    bench.ready()
    bench.driver.print("b", long_ticket())
    assert isinstance(bench.outcome("b"), Printed)
    assert bench.printer.line.lost == 0


def test_noise_that_is_a_stop_keeps_no_ticket_away_however_often_it_comes(make_bench, make_ticket, monkeypatch) -> None:
    """A printer that answers a question that waits in its buffer has room there."""
    monkeypatch.setattr(driving, "_LOST_GO", 0.2)
    bench = make_bench(**LINE)
    bench.driver.start()
    bench.ready()
    for number in ("R001", "R002", "R003"):
        bench.printer.line._write(b"\x13")
        bench.driver.print(number, make_ticket(number))
        assert isinstance(bench.outcome(number), Printed)
        assert bench.papers(make_ticket(number)) == 1


def test_a_line_that_has_no_such_wire_says_what_to_write(make_bench) -> None:
    bench = make_bench(pty=True, query="?flow=dsrdtr")
    bench.driver.start()
    bench.ready()
    bench.driver.print("a", Receipt((Text("Gent"),)))
    assert "?flow=xonxoff" in bench.outcome("a").detail


# --- USB through the kernel's printer file


def test_packets_without_bytes_are_no_hang_up(make_bench, make_ticket) -> None:
    bench = make_bench(usb=True)
    bench.driver.start()
    bench.ready()
    bench.printer.fault("empty", chance=0.6, seed=1)
    for number in range(5):
        bench.driver.print(f"job{number}", make_ticket(f"R{number:03d}"))
        assert isinstance(bench.outcome(f"job{number}"), Printed)
    assert bench.driver.health().generation == 1
    assert bench.driver.health().state is not DeviceState.UNAVAILABLE


def test_a_usb_printer_that_is_pulled_out_is_gone(make_bench) -> None:
    bench = make_bench(usb=True)
    bench.driver.start()
    bench.ready()
    bench.printer.stop()
    bench.wait(lambda _: bench.driver.health().reason is Reason.NOT_REACHABLE, "gone")
    assert render(Receipt((Text("Gent"),))).data
