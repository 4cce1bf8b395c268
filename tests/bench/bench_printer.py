"""The printer's figures, our driver beside python-escpos 3.1 on the same simulated printer in the same run.

.venv/bin/python tests/bench/bench_printer.py

Health known at most 50 ms after asking on TCP and on serial lines; a fault seen at most 1 s after it happens; what each
side says of a mute, stalled or empty printer; bytes of a ticket.  Exit status 1 when a figure is missed.
"""

from __future__ import annotations

import logging
import statistics
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path

from devices.api import Align, HealthChanged, NotPrinted, Printed, QrCode, Receipt, Rule, Size, State, Text
from devices.printer.builder import _library
from devices.printer.driver import ThermalPrinter, _Connection
from devices.printer.link import LinkAddress, open_link
from devices.printer.receipt import Paper, Style, render
from devices.simulators.printer import SimulatedPrinter

MISSED: list[str] = []
ROUNDS = 40


def figure(name: str, ours: str, theirs: str, *, held: bool = True) -> None:
    print(f"{name:<52} {ours:>26} {theirs:>34}{'' if held else '   MISSED'}")
    if not held:
        MISSED.append(name)


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


def ask_times(url: str) -> list[float]:
    """Seconds from asking to knowing the whole status, ours."""
    driver = ThermalPrinter(lambda _: None, url)
    link = open_link(LinkAddress.parse(url))
    connection = _Connection(driver, link, 1)
    times = []
    for _ in range(ROUNDS):
        before = time.perf_counter()
        connection._ask(NoSeat())
        times.append(time.perf_counter() - before)
    link.close()
    return times


def their_times(open_printer, rounds: int) -> list[float]:
    """Seconds for python-escpos's is_online and paper_status together."""
    printer = open_printer()
    times = []
    for _ in range(rounds):
        before = time.perf_counter()
        printer.is_online()
        printer.paper_status()
        times.append(time.perf_counter() - before)
    printer.close()
    return times


def health(out: Path, library) -> None:
    for label, options in (
        ("TCP", {}),
        ("serial 9600", {"pty": True, "baud": 9600}),
        ("serial 19200", {"pty": True, "baud": 19200}),
        ("serial 115200", {"pty": True, "baud": 115200}),
    ):
        baud = options.get("baud", 0)
        with SimulatedPrinter(0, out, **options) as sim:
            url = sim.url + (f"?baud={baud}" if baud else "")
            ours = ask_times(url)
        with SimulatedPrinter(0, out, **options) as sim:

            def theirs(sim=sim, baud=baud):
                if baud:
                    return library.Serial(sim.url.removeprefix("serial://"), baudrate=baud, timeout=1)
                made = library.Network("127.0.0.1", int(sim.url.rpartition(":")[2]))
                made.open()
                return made

            other = their_times(theirs, 3 if baud else 20)
        middle = statistics.median(ours)
        figure(
            f"status known after asking, {label}, median (max)",
            f"{middle * 1000:.1f} ({max(ours) * 1000:.1f}) ms, 4 answers",
            f"{statistics.median(other) * 1000:.1f} ms, 2 answers",
            held=middle <= 0.050,
        )


def seen(out: Path) -> None:
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
                changed.wait_for(lambda: driver.health().state is State.READY, 30)
                events.clear()
            before = time.perf_counter()
            sim.fault(name)
            with changed:
                changed.wait_for(lambda: any(isinstance(e, HealthChanged) for _, e in events), 10)
                took = events[0][0] - before
            worst = max(worst, (took, name))
            sim.clear()
        driver.stop()
    figure(
        "slowest fault to be seen", f"{worst[0] * 1000:.0f} ms ({worst[1]})", "never by itself", held=worst[0] <= 1.0
    )


def lies(out: Path, library) -> None:
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
        ours = "printed" if isinstance(answers[0], Printed) else f"not printed: {answers[0].reason}"
        with SimulatedPrinter(0, out) as sim:
            sim.fault(fault)
            other = library.Network("127.0.0.1", int(sim.url.rpartition(":")[2]), timeout=3)
            other.open()
            before = time.perf_counter()
            other.text("R014\n")
            other.cut()
            theirs = f"'printed' after {(time.perf_counter() - before) * 1000:.1f} ms"
            other.close()
        figure(f"a ticket to a printer with {fault}", ours, theirs, held=ours.startswith("not"))


def sizes(library) -> None:
    native = len(render(ticket()).data)
    software = library.Dummy()
    software.text("Stad Gent\nVerblijfskaart vernieuwen\nR014\n3 wachtenden voor u\n")
    software.qr("R014-7KQ2MX", size=6)
    software.cut()
    figure("bytes of a Dutch ticket", f"{native}", f"{len(software.output)} (its QR as a picture)", held=native <= 600)
    for language, line in (
        ("ar", "3 أشخاص قبلك"),
        ("uk", "3 особи перед вами"),
        ("tr", "Sizden önce 3 kişi, lütfen bekleyiniz"),
    ):
        drawn = render(ticket(line, language))
        full = library.Dummy()
        from PIL import Image

        full.image(Image.new("1", (576, round(drawn.mm * 8)), 1))
        figure(
            f"bytes of a ticket with {language}, 576 dots",
            f"{len(drawn.data)}",
            f"{len(full.output)} (one full picture)",
            held=len(drawn.data) <= 16_384,
        )
    times = []
    for _ in range(15):
        before = time.perf_counter()
        render(ticket(), Paper(style=Style.PICTURE))
        times.append(time.perf_counter() - before)
    figure("drawing a ticket, median", f"{statistics.median(times) * 1000:.0f} ms", "")


def main() -> int:
    library = _library()
    logging.getLogger("escpos").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    print(f"{'':<52} {'ours':>26} {'python-escpos 3.1':>34}")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        health(out, library)
        seen(out)
        lies(out, library)
    sizes(library)
    print(f"{len(MISSED)} figures missed" if MISSED else "every figure is held")
    return 1 if MISSED else 0


if __name__ == "__main__":
    sys.exit(main())
