"""`kiosk simulate`: one virtual device on its own, until interrupted."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.commands.output import CommandProblem, Exit
from kiosk.commands.untilstopped import until_interrupted

if TYPE_CHECKING:
    from devices.simulators.faults import CanFail
    from devices.simulators.panel import SimulatedPanel


@click.group()
def command() -> None:
    """A virtual device on its own, until Ctrl-C or a signal to end."""
    from kiosk.commands.installed import not_in_production

    not_in_production("a simulator")


@contextlib.contextmanager
def taken() -> Iterator[None]:
    """What a device needs of this machine, a port or a name, may be taken or refused: said in one line."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename2 or error.filename}: " if error.filename else ""
        raise CommandProblem(
            f"cannot begin: {where}{error.strerror}; choose another port or path", Exit.MISSING
        ) from error


Fault = tuple[str, float | None, int | None, int]


def parse_fault(text: str) -> Fault:
    """NAME, NAME:VALUE, NAME*TIMES or NAME@SEED as (name, value, times, seed); click.BadParameter for anything else."""
    rest, _, seed = text.partition("@")
    name, star, times = rest.partition("*")
    name, colon, value = name.partition(":")
    try:
        return name, float(value) if colon else None, int(times) if star else None, int(seed or 0)
    except ValueError:
        raise click.BadParameter(f"{text}: a fault is NAME, NAME:VALUE, NAME*TIMES or NAME@SEED") from None


def asked(faults: Iterable[str], known: Collection[str]) -> list[Fault]:
    """The faults of the command line; click.BadParameter for one that this device does not have."""
    parsed = [parse_fault(text) for text in faults]
    for name, *_ in parsed:
        if name not in known:
            raise click.BadParameter(f"unknown fault {name}; known: {', '.join(sorted(known))}")
    return parsed


def play(device: CanFail, faults: Iterable[Fault]) -> None:
    """Begin with these faults."""
    for name, value, times, seed in faults:
        device.fault(name, value=value, times=times, seed=seed)


fault_option = click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="NAME[:VALUE][*TIMES][@SEED]",
    help="A fault to begin with; may be repeated.  Another SEED draws other bytes.",
)


@command.command()
@click.option(
    "--tcp", type=click.IntRange(0, 65535), help="Listen on this TCP port of 127.0.0.1 (0: any).  [default: 9100]"
)
@click.option("--pty", type=click.Path(path_type=Path), help="Be a serial line under this name instead.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("tickets"), show_default=True)
@click.option("--dots", type=click.Choice(["384", "512", "576"]), default="576", show_default=True)
@click.option("--speed", type=click.FloatRange(0), default=150.0, show_default=True, help="Paper in mm/s; 0: at once.")
@click.option(
    "--paper", type=click.FloatRange(0), default=80_000.0, show_default=True, help="Paper on the roll, in mm."
)
@fault_option
def printer(
    tcp: int | None, pty: Path | None, out: Path, dots: str, speed: float, paper: float, faults: Iterable[str]
) -> None:
    """A thermal ticket printer: each ticket becomes a PNG and the bytes that made it."""
    from devices.simulators.printer import SimulatedPrinter
    from devices.simulators.printer_line import FAULTS, USB_FAULTS

    if tcp is not None and pty is not None:
        raise click.UsageError("choose --tcp or --pty")
    wanted = asked(faults, FAULTS)
    for name, *_ in wanted:
        if name in USB_FAULTS:
            raise click.BadParameter(
                f"{name} is a fault of a USB printer, and no other program can be given one: play it in the dock of"
                ' `kiosk run --simulated --config FILE`, where FILE has [printer] url = "usb://04b8:0e15/K042"'
            )
    with taken():
        out.mkdir(parents=True, exist_ok=True)
        device = SimulatedPrinter(
            9100 if tcp is None else tcp, out, pty=pty or False, dots=int(dots), speed=speed, paper_mm=paper
        )
    play(device, wanted)
    with device, until_interrupted() as done:
        click.echo(device.url)
        seen = 0
        while not done.wait(0.1):
            for ticket in device.tickets[seen:]:
                ticket.png.with_suffix(".bin").write_bytes(ticket.data)
                click.echo(str(ticket.png))
                seen += 1


@command.command()
@click.option("--pty", type=click.Path(path_type=Path), required=True, help="The name that the serial line gets.")
@fault_option
def panel(pty: Path, faults: Iterable[str]) -> None:
    """The panel of docs/devices.md; type a key's name and Enter to press it, or `headset in`, `door open`."""
    from devices.simulators.panel import PANEL_FAULTS, SimulatedPanel

    wanted = asked(faults, PANEL_FAULTS)
    with taken():
        made = SimulatedPanel(pty)
    with made as device:
        play(device, wanted)
        click.echo(device.url)
        _each_line(lambda line: _panel_line(device, line))


def _panel_line(device: SimulatedPanel, line: str) -> None:
    from devices.simulators.panel import KEYS

    match line.split():
        case ["headset", ("in" | "out") as where]:
            device.headset(where == "in")
        case [("door" | "tamper" | "presence" | "paper") as contact, ("open" | "closed" | "on" | "off") as state]:
            device.contact(contact, state in ("open", "on"))
        case ["unplug"]:
            device.unplug()
        case ["plug"]:
            device.plug()
        case [key] if key in KEYS:
            device.press(key)
        case _:
            click.echo(
                f"a key is one of: {' '.join(KEYS)}; or headset in|out, door open|closed, unplug, plug", err=True
            )


@command.command()
@click.option("--pty", type=click.Path(path_type=Path), required=True, help="The name that the serial line gets.")
@fault_option
def scanner(pty: Path, faults: Iterable[str]) -> None:
    """A 2D scanner: each line of standard input is a code that somebody holds under it, `unplug` and `plug` its cable."""
    from devices.simulators.panel import SCANNER_FAULTS, SimulatedScanner

    wanted = asked(faults, SCANNER_FAULTS)
    with taken():
        made = SimulatedScanner(pty)
    with made as device:
        play(device, wanted)
        click.echo(device.url)
        cable = {"unplug": device.unplug, "plug": device.plug}
        _each_line(lambda line: cable.get(line, lambda: device.scan(line))())


@command.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="0: any free port.")
@fault_option
def camera(port: int, faults: Iterable[str]) -> None:
    """A camera: each line of standard input is a code on a letter held before it; `phone CODE` on a phone."""
    from devices.simulators.camera import FAULTS, SimulatedCamera

    wanted = asked(faults, FAULTS)
    with taken():
        made = SimulatedCamera(port)
    with made as device:
        play(device, wanted)
        click.echo(device.url)
        _each_line(lambda line: device.show_code(line.removeprefix("phone "), dark=line.startswith("phone ")))


def _each_line(act: Callable[[str], None]) -> None:
    """Hand over the lines of standard input; at its end go on until interrupted."""
    with until_interrupted() as done:
        reader = threading.Thread(target=_read_lines, args=(act,), daemon=True)
        reader.start()
        done.wait()


def _read_lines(act: Callable[[str], None]) -> None:
    for line in sys.stdin:
        if line.strip():
            act(line.strip())
