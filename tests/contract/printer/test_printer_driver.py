"""What the printer's driver promises, on TCP and on a serial line."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace

import pytest

from devices.api import DeviceState, HealthChanged, NotPrinted, Printed, PrintStarted, Reason, Receipt, Text
from devices.printer.driver import ThermalPrinter
from devices.printer.faces import PaperFaces
from devices.printer.hearing import FIRST
from devices.printer.receipt import Paper, Style, render
from devices.worker import Backoff
from tests.support.waiting import PATIENCE


def test_a_ticket_is_started_then_confirmed_and_lies_on_paper_once(bench, make_ticket) -> None:
    bench.driver.start()
    bench.driver.print("a", make_ticket())
    assert isinstance(bench.outcome("a"), Printed)
    kinds = [type(e) for e in bench.events if not isinstance(e, HealthChanged)]
    assert kinds == [PrintStarted, Printed]
    assert bench.papers(make_ticket()) == 1
    assert bench.printer.tickets[0].png.is_file()


def test_the_barrier_is_the_last_thing_sent_of_a_ticket(bench, make_ticket) -> None:
    bench.driver.start()
    bench.ready()
    bench.printer.fault("near_end")
    bench.wait(lambda _: bench.driver.health().reason is Reason.MEDIA_LOW, "it tells its status by itself")
    bench.driver.print("a", make_ticket())
    bench.outcome("a")
    assert render(make_ticket()).data + FIRST.data in bytes(bench.printer.received)


def test_tickets_come_out_in_order_and_each_once(bench, make_ticket) -> None:
    bench.driver.start()
    receipts = [make_ticket(f"R{n:03d}") for n in range(5)]
    for receipt in receipts:
        bench.driver.print(receipt.blocks[2].text, receipt)
    for receipt in receipts:
        bench.outcome(receipt.blocks[2].text)
    wanted = [render(r).data for r in receipts]
    assert [paper.data.index(data) >= 0 for paper, data in zip(bench.printer.tickets, wanted, strict=True)] == [
        True
    ] * 5


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        ("paper_end", DeviceState.UNAVAILABLE, Reason.MEDIA_EMPTY),
        ("near_end", DeviceState.DEGRADED, Reason.MEDIA_LOW),
        ("cover_open", DeviceState.UNAVAILABLE, Reason.COVER_OPEN),
        ("cutter_error", DeviceState.UNAVAILABLE, Reason.CUTTER_FAULT),
        ("jam", DeviceState.UNAVAILABLE, Reason.MEDIA_JAMMED),
        ("hardware", DeviceState.UNAVAILABLE, Reason.HARDWARE_ERROR),
        ("overheated", DeviceState.UNAVAILABLE, Reason.OVERHEATED),
        ("off_line", DeviceState.UNAVAILABLE, Reason.OFF_LINE),
        ("mute", DeviceState.UNKNOWN, Reason.NOT_RESPONDING),
        ("stall", DeviceState.UNKNOWN, Reason.NOT_RESPONDING),
        ("half_open", DeviceState.UNKNOWN, Reason.NOT_RESPONDING),
    ],
)
def test_each_fault_is_told_by_its_own_name_and_its_end_too(bench, fault, state, reason) -> None:
    bench.driver.start()
    bench.ready()
    if reason is Reason.NOT_RESPONDING:
        bench.hurry()
    bench.printer.fault(fault)
    bench.wait(
        lambda _: (bench.driver.health().state, bench.driver.health().reason) == (state, reason), f"{state} {reason}"
    )
    bench.printer.clear()
    bench.patient()
    bench.wait(lambda _: bench.driver.health().reason is Reason.OK, "mended")


def test_a_printer_that_is_not_there_answers_every_job_and_is_found_when_it_comes(tmp_path, make_bench, make_ticket):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    answers = []
    got = threading.Event()

    def emit(event):
        if isinstance(event, NotPrinted):
            answers.append(event)
            got.set()

    driver = ThermalPrinter(emit, f"tcp://127.0.0.1:{port}", backoff=Backoff(0.05, 0.1))
    driver.start()
    driver.print("a", make_ticket())
    assert got.wait(PATIENCE)
    driver.stop()
    assert answers == [NotPrinted("a", Reason.NOT_REACHABLE, "Connection refused")]
    assert driver.health().state is DeviceState.UNAVAILABLE


def test_a_cable_pulled_and_put_back_begins_a_new_generation(make_bench, make_ticket) -> None:
    bench = make_bench()
    bench.driver.start()
    bench.ready()
    first = bench.driver.health().generation
    bench.printer.pull_plug()
    bench.wait(lambda _: bench.driver.health().generation > first and bench.driver.health().usable, "reconnected")
    bench.driver.print("a", make_ticket())
    assert isinstance(bench.outcome("a"), Printed)


def test_a_ticket_whose_printer_was_switched_off_half_way_is_reprinted_and_not_doubled(make_bench, make_ticket) -> None:
    bench = make_bench(speed=120.0)
    bench.driver.start()
    bench.ready()
    bench.driver.print("a", make_ticket())
    bench.wait(lambda _: bench.printer.progress_mm > 5, "half a ticket")
    bench.printer.power_cycle()
    assert bench.outcome("a").reason in (Reason.NOT_REACHABLE, Reason.NOT_RESPONDING)
    bench.ready()
    copy = replace(make_ticket(), copy=True)
    bench.driver.print("b", copy)
    assert isinstance(bench.outcome("b"), Printed)
    assert (bench.papers(make_ticket()), bench.papers(copy)) == (0, 1)


def test_a_printer_whose_questions_wait_behind_the_ticket_is_waited_for_as_long_as_paper_moves(
    make_bench, make_ticket
) -> None:
    bench = make_bench()
    bench.driver.start()
    bench.ready()
    bench.hurry(silence=0.2, slowest_mm_per_s=20.0)
    bench.printer.fault("slow", value=500)
    bench.driver.print("a", make_ticket())
    assert isinstance(bench.outcome("a"), Printed)


def test_the_end_of_the_roll_stops_the_ticket_that_does_not_fit(make_bench, make_ticket) -> None:
    bench = make_bench(paper_mm=140.0)
    bench.driver.start()
    bench.driver.print("a", make_ticket())
    assert isinstance(bench.outcome("a"), Printed)
    bench.driver.print("b", make_ticket("R015"))
    assert bench.outcome("b").reason is Reason.MEDIA_EMPTY
    bench.printer.new_roll()
    bench.ready()
    bench.driver.print("c", make_ticket("R015"))
    assert isinstance(bench.outcome("c"), Printed)


def test_a_missing_font_fails_the_ticket_and_not_the_printer(make_bench, tmp_path) -> None:
    bench = make_bench()
    bench.driver.paper = Paper(style=Style.PICTURE, faces=PaperFaces(regular=tmp_path / "no.otf"))
    bench.driver.start()
    bench.driver.print("a", Receipt((Text("Gent"),)))
    outcome = bench.outcome("a")
    assert outcome.reason is Reason.SOFTWARE_ERROR
    assert "fonts-inter" in outcome.detail
    bench.ready()


def test_stopping_answers_what_waits(make_bench, make_ticket) -> None:
    bench = make_bench(speed=20.0)
    bench.driver.start()
    bench.ready()
    for request in ("a", "b", "c"):
        bench.driver.print(request, make_ticket())
    bench.wait(lambda _: bench.started("a"), "started")
    bench.driver.stop(2.0)
    assert {type(bench.outcome(r)) for r in ("a", "b", "c")} == {NotPrinted}
    assert bench.driver.health().reason is Reason.NOT_STARTED
