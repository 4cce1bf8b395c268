"""The printer's figures, our driver beside python-escpos on the same simulated printer in the same run.

Status known at most 50 ms after asking, on TCP and on serial lines, in the median of forty; a fault seen at most 1 s after
it happens; no ticket lost in silence by a printer with paper end, open cover, a mute or half-open line; a Dutch ticket at
most 600 bytes, one in another script at most 16 KiB.  A confirmation that noise cannot be costs at most 20 ms on TCP, in the
median of forty tickets, beyond the single `GS r` of before 0.3.0 (docs/decisions/0040).
"""

from __future__ import annotations

import contextlib
import logging
import queue
import socket
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from escpos.exceptions import Error as EscposError
from PIL import Image

from devices.api import Align, DeviceState, HealthChanged, NotPrinted, Printed, QrCode, Receipt, Rule, Size, Text
from devices.printer.address import LinkAddress
from devices.printer.builder import _library
from devices.printer.driver import ThermalPrinter, _Connection
from devices.printer.link import open_link
from devices.printer.receipt import ENABLE_ASB, Paper, Style, render
from devices.simulators.printer import SimulatedPrinter
from tests.bench.frame import Row, Run, at_most
from tests.bench.measure import Times, in_turns, spread

THEIRS = "python-escpos"


def ticket(line: str = "3 wachtenden voor u", language: str = "nl") -> Receipt:
    return Receipt(
        (
            Text("Stad Gent", size=Size.LARGE, bold=True, align=Align.CENTER),
            Text("Verblijfskaart vernieuwen", align=Align.CENTER),
            Text("R014", size=Size.HUGE, align=Align.CENTER),
            Text(line, language, align=Align.CENTER),
            QrCode("R014-7KQ2MX"),
            Rule(),
            Text("Breng mee: huidige kaart, paspoort of identiteitskaart, € 29"),
        )
    )


class NoSeat:
    """A seat for a connection that is used by hand."""

    def check(self) -> None:
        pass


def ask_times(url: str, rounds: int) -> Times:
    """From asking to knowing the whole status, ours."""
    driver = ThermalPrinter(lambda _: None, url)
    link = open_link(LinkAddress.parse(url))
    connection = _Connection(driver, link, 1)
    times = []
    for _ in range(rounds):
        before = time.perf_counter()
        connection.hearing.status(NoSeat().check)
        times.append(time.perf_counter() - before)
    link.close()
    return Times.of(times)


def their_times(open_printer, rounds: int) -> Times:
    """For python-escpos's is_online and paper_status together."""
    printer = open_printer()
    times = []
    for _ in range(rounds):
        before = time.perf_counter()
        printer.is_online()
        printer.paper_status()
        times.append(time.perf_counter() - before)
    printer.close()
    return Times.of(times)


def health(out: Path, library, run: Run) -> Iterator[Row]:
    """Asking, on each kind of line; ours has four answers, theirs two."""
    for label, options in (
        ("TCP", {}),
        ("serial 9600", {"pty": True, "baud": 9600}),
        ("serial 19200", {"pty": True, "baud": 19200}),
        ("serial 115200", {"pty": True, "baud": 115200}),
    ):
        baud = options.get("baud", 0)
        with SimulatedPrinter(0, out, **options) as sim:
            url = sim.url + (f"?baud={baud}" if baud else "")
            ours = ask_times(url, run.rounds(40, 5))
        with SimulatedPrinter(0, out, **options) as sim:

            def theirs(sim=sim, baud=baud):
                if baud:
                    return library.Serial(sim.url.removeprefix("serial://"), baudrate=baud, timeout=1)
                made = library.Network("127.0.0.1", int(sim.url.rpartition(":")[2]))
                made.open()
                return made

            other = their_times(theirs, 3 if baud else run.rounds(20, 3))
        note = f"longest {ours.longest:.1f} ms; 4 answers beside 2"
        what = f"status known after asking, {label}, median"
        yield Row(what, ours.median, "ms", other.median, THEIRS, at_most(50), note)


def seen(out: Path) -> Row:
    """Each fault from its beginning to HealthChanged."""
    changed = threading.Condition()
    events: list[tuple[float, object]] = []

    def emit(event) -> None:
        with changed:
            events.append((time.perf_counter(), event))
            changed.notify_all()

    worst: tuple[float, str] = (0.0, "")
    with SimulatedPrinter(0, out) as sim:
        driver = ThermalPrinter(emit, sim.url)
        driver.start()
        for name in (
            "paper_end",
            "near_end",
            "cover_open",
            "cutter_error",
            "jam",
            "overheated",
            "off_line",
            "mute",
            "stall",
        ):
            with changed:
                changed.wait_for(lambda: driver.health().state is DeviceState.READY, 30)
                events.clear()
            before = time.perf_counter()
            sim.fault(name)
            with changed:
                changed.wait_for(lambda: any(isinstance(e, HealthChanged) for _, e in events), 10)
                took = events[0][0] - before
            worst = max(worst, (took, name))
            sim.clear()
        driver.stop()
    note = f"{worst[1]}; {THEIRS} never sees one by itself"
    return Row("slowest fault to be seen", 1000 * worst[0], "ms", limit=at_most(1000), note=note)


def lies(out: Path, library) -> Iterator[Row]:
    """What each side says of a printer that prints nothing."""
    for fault in ("paper_end", "cover_open", "mute", "half_open"):
        answers: list[object] = []
        done = threading.Event()

        def emit(event, answers=answers, done=done) -> None:
            if isinstance(event, Printed | NotPrinted):
                answers.append(event)
                done.set()

        with SimulatedPrinter(0, out) as sim:
            driver = ThermalPrinter(emit, sim.url)
            driver.start()
            time.sleep(0.4)
            sim.fault(fault)
            driver.print("a", ticket())
            done.wait(15)
            driver.stop()
        if not answers:
            ours = "no word within 15 s"
        else:
            ours = "printed" if isinstance(answers[0], Printed) else f"not printed: {answers[0].reason}"
        with SimulatedPrinter(0, out) as sim:
            sim.fault(fault)
            other = library.Network("127.0.0.1", int(sim.url.rpartition(":")[2]), timeout=3)
            other.open()
            theirs, wrong_theirs = "nothing", 1
            try:
                other.text("R014\n")
                other.cut()
            except (OSError, EscposError) as error:
                theirs, wrong_theirs = str(error), 0
            other.close()
        wrong = int(not ours.startswith("not printed"))
        what = f"a ticket lost in silence, printer with {fault}"
        note = f"ours says: {ours}, theirs: {theirs}"
        yield Row(what, wrong, "tickets", wrong_theirs, THEIRS, at_most(0), note)


class Jobs:
    """Our driver at a printer on TCP, a ticket at a time."""

    def __init__(self, url: str) -> None:
        self._said: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._driver = ThermalPrinter(self._said.put, url)
        self._driver.start()
        self._heard(HealthChanged)

    def stop(self) -> None:
        self._driver.stop()

    def seconds(self) -> float:
        """From the call to the printer's confirmed word; RuntimeError when the ticket is not printed."""
        began = time.perf_counter()
        self._driver.print("a", ticket())
        said = self._heard(Printed, NotPrinted)
        if not isinstance(said, Printed):
            raise RuntimeError(f"a well printer did not print: {said}")
        return time.perf_counter() - began

    def _heard(self, *kinds: type) -> object:
        while not isinstance(said := self._said.get(timeout=30), kinds):
            pass
        return said


def with_one_barrier(address: tuple[str, int]) -> Callable[[], float]:
    """What a ticket cost before 0.3.0: one status round, the bytes, one `GS r 1`, one byte that is its answer."""
    line = socket.create_connection(address, 30)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def answered(count: int) -> None:
        while count:
            count -= len(line.recv(count))

    def seconds() -> float:
        began = time.perf_counter()
        for number in (1, 2, 3, 4):
            line.sendall(bytes((0x10, 0x04, number)))
            answered(1)
        line.sendall(render(ticket()).data.replace(ENABLE_ASB, b"", 1) + b"\x1dr1")
        answered(1)
        return time.perf_counter() - began

    return seconds


def path(out: Path, run: Run) -> Iterator[Row]:
    """What a ticket costs on TCP until it is confirmed, on a printer that takes no time itself."""
    with SimulatedPrinter(0, out) as sim, SimulatedPrinter(0, out) as other:
        jobs = Jobs(sim.url)
        before = with_one_barrier(("127.0.0.1", int(other.url.rpartition(":")[2])))
        ours, plain = (Times.of(times) for times in in_turns(jobs.seconds, before, rounds=run.rounds(40, 5)))
        jobs.stop()
    beside, note = "one GS r, as before 0.3.0", f"longest {ours.longest:.1f} ms"
    yield Row("a ticket on TCP until it is confirmed, median", ours.median, "ms", plain.median, beside, note=note)
    what = "what the confirmation costs beyond one GS r, median"
    yield Row(what, ours.median - plain.median, "ms", limit=at_most(20))


def sizes(library, run: Run) -> Iterator[Row]:
    """Bytes of tickets, and what drawing one costs."""
    native = len(render(ticket()).data)
    software = library.Dummy()
    software.text("Stad Gent\nVerblijfskaart vernieuwen\nR014\n3 wachtenden voor u\n")
    with contextlib.redirect_stdout(None):  # it prints what it misses in its profile
        software.qr("R014-7KQ2MX", size=6)
    software.cut()
    beside = f"{THEIRS}, its QR as a picture"
    yield Row("a Dutch ticket", native, "bytes", len(software.output), beside, at_most(600))
    for language, line in (
        ("ar", "3 أشخاص قبلك"),
        ("uk", "3 особи перед вами"),
        ("tr", "Sizden önce 3 kişi, lütfen bekleyiniz"),
    ):
        drawn = render(ticket(line, language))
        full = library.Dummy()
        with contextlib.redirect_stdout(None):
            full.image(Image.new("1", (576, round(drawn.mm * 8)), 1))
        beside = f"{THEIRS}, one full picture"
        what = f"a ticket with {language}, 576 dots"
        yield Row(what, len(drawn.data), "bytes", len(full.output), beside, at_most(16_384))
    picture, _ = spread(lambda: render(ticket(), Paper(style=Style.PICTURE)), run.rounds(15, 3))
    text, _ = spread(lambda: render(ticket()), run.rounds(15, 3))
    yield Row("drawing a ticket as one picture, processor time, median", picture.median, "ms", text.median, "as text")


def rows(run: Run) -> Iterator[Row]:
    """Everything, on printers of their own."""
    library = _library()
    logging.getLogger("escpos").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        yield from health(out, library, run)
        yield seen(out)
        yield from lies(out, library)
        yield from path(out, run)
    yield from sizes(library, run)
