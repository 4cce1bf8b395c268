"""`kiosk simulate`: one virtual device on its own, until interrupted."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from kiosk.commands.output import CommandProblem, Exit


@click.group()
def command() -> None:
    """A virtual device on its own, until Ctrl-C or a signal to end."""


@contextlib.contextmanager
def _until_interrupted() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set."""
    done = threading.Event()
    kept = {number: signal.signal(number, lambda *_: done.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield done
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def parse_fault(text: str) -> tuple[str, float | None, int | None]:
    """NAME, NAME:VALUE or NAME*TIMES as (name, value, times); click.BadParameter for anything else."""
    name, star, times = text.partition("*")
    name, colon, value = name.partition(":")
    try:
        return name, float(value) if colon else None, int(times) if star else None
    except ValueError:
        raise click.BadParameter(f"{text}: a fault is NAME, NAME:VALUE or NAME*TIMES") from None


fault_option = click.option(
    "--fault", "faults", multiple=True, metavar="NAME[:VALUE][*TIMES]", help="A fault to begin with; may be repeated."
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
    from devices.simulators.printer import FAULTS, SimulatedPrinter

    if tcp is not None and pty is not None:
        raise click.UsageError("choose --tcp or --pty")
    try:
        device = SimulatedPrinter(
            9100 if tcp is None else tcp, out, pty=pty or False, dots=int(dots), speed=speed, paper_mm=paper
        )
    except OSError as error:
        raise CommandProblem(f"cannot listen: {error.strerror}; choose another port or path", Exit.MISSING) from error
    for text in faults:
        name, value, times = parse_fault(text)
        if name not in FAULTS:
            raise click.BadParameter(f"unknown fault {name}; known: {', '.join(sorted(FAULTS))}")
        device.fault(name, value=value, times=times)
    with device, _until_interrupted() as done:
        click.echo(device.url)
        seen = 0
        while not done.wait(0.1):
            for ticket in device.tickets[seen:]:
                ticket.png.with_suffix(".bin").write_bytes(ticket.data)
                click.echo(str(ticket.png))
                seen += 1
