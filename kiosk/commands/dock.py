"""`kiosk dock`: the simulators' control page."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.commands.output import CommandProblem, Exit
from kiosk.commands.untilstopped import until_interrupted


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8800, show_default=True, help="0: any free port.")
@click.option("--simulators", type=click.Path(path_type=Path), help="The simulators' control socket.")
@click.option("--kiosk", type=click.Path(path_type=Path), help="The kiosk's own control socket.")
def command(port: int, simulators: Path | None, kiosk: Path | None) -> None:
    """A local page where you play the hardware of a simulated kiosk.

    Without --simulators and --kiosk it finds the sockets of the simulated kiosk that you run.
    """
    from devices.simulators.dock import DockServer
    from kiosk.commands.installed import not_in_production
    from kiosk.wiring.berth import sockets

    not_in_production("a dock")
    found = sockets()
    try:
        dock = DockServer(port, simulators=simulators or found[0], kiosk=kiosk or found[1])
    except OSError as error:
        raise CommandProblem(f"cannot listen on port {port}: {error.strerror}; try --port 0", Exit.MISSING) from error
    with dock, until_interrupted() as done:
        click.echo(dock.url)
        done.wait()
