"""`kiosk run`: the kiosk itself, full screen."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from kiosk.commands.output import CommandProblem, Exit


@click.command(help="The kiosk itself.")
@click.option(
    "--config", "config_path", type=click.Path(path_type=Path, dir_okay=False), help="Configuration file (TOML)."
)
@click.option("--simulated", is_flag=True, help="Bring up every simulator and the dock.")
@click.option("--windowed", is_flag=True, help="In a window, with the pointer, for developers.")
def command(config_path: Path | None, simulated: bool, windowed: bool) -> None:
    """Start everything; returns when the window is closed."""
    from kiosk.base.config import Config, ConfigProblem
    from kiosk.commands.installed import configured, kiosk_runs
    from kiosk.commands.towns import said
    from kiosk.profiles.inforce import TownProblem
    from kiosk.station.stores import StoreProblem

    # no core dump ever holds a PIN
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        config = configured(config_path) if config_path else Config()
        # the service itself is told where to report to
        if not simulated and "NOTIFY_SOCKET" not in os.environ and config_path and kiosk_runs(config_path):
            raise CommandProblem("The kiosk runs already. Stop it first: sudo systemctl stop kiosk", Exit.MISSING)
        with _parts(config, simulated=simulated) as parts:
            _show(*parts, simulated=simulated, windowed=windowed)
    except ConfigProblem as problem:  # an address that no driver understands
        raise CommandProblem(str(problem), Exit.USAGE) from None
    except TownProblem as problem:
        raise said(problem) from None
    except StoreProblem as problem:
        raise CommandProblem(f"The ticket store cannot be opened: {problem}", Exit.MISSING) from None


@contextlib.contextmanager
def _parts(config: Any, *, simulated: bool) -> Iterator[tuple[Any, Any, Callable[[Any], Any], Any]]:
    """(configuration, clock, maker of the devices, simulation or None): the one place that decides."""
    from kiosk.base.clock import SystemClock
    from kiosk.base.clocksync import synchronised
    from kiosk.wiring.drivers import make_devices

    if not simulated:
        clock = SystemClock(synchronised=synchronised)
        yield config, clock, make_devices(config, clock), None
        return
    from devices.simulators.card.pcscd import PcscdProblem
    from kiosk.wiring.simulation import Simulation, SimulationRefused

    clock = SystemClock(synchronised=True)
    place = Path("out/run")
    if config.paths.state is None:
        # a kiosk that is only simulated leaves the real one's tickets alone
        config = config.model_copy(update={"paths": config.paths.model_copy(update={"state": place / "state"})})
    try:
        with Simulation(config, place, network=True) as simulation:
            yield simulation.config, clock, simulation.make_devices(clock), simulation
    except PcscdProblem as problem:
        raise CommandProblem(f"The simulated card reader cannot start: {problem}", Exit.MISSING) from None
    except SimulationRefused as problem:
        raise CommandProblem(str(problem), Exit.USAGE) from None


def _show(config: Any, clock: Any, make_devices: Any, simulation: Any, *, simulated: bool, windowed: bool) -> None:
    from kiosk.profiles.inforce import Town
    from kiosk.wiring.screen import setup_of
    from screens import window

    kept, place = config.state_dir / "profile", config.kiosk.place
    source = Town.configured(config).source(today=lambda: clock.now().date(), keep=kept, place=place)
    setup = setup_of(config, windowed=windowed)
    window.prepare(setup)
    # Kivy may only be imported once the window is set up
    from kiosk.events.file import FileSink
    from kiosk.events.log import StreamSink
    from kiosk.station.kiosk import Kiosk
    from kiosk.wiring.screen import KioskScreen

    if simulation is not None:
        _open_up(source.current(), place, clock)
    sinks = (FileSink(config.log_dir), StreamSink(sys.stdout, journal=not sys.stdout.isatty()))

    def make(present: Any, leave: Any) -> Kiosk:
        return Kiosk(config, source, clock=clock, make_devices=make_devices, present=present, leave=leave, sinks=sinks)

    show = KioskScreen(make, setup, simulated=simulated)
    with contextlib.ExitStack() as running:
        if simulation is not None:
            from kiosk.wiring.control import dock

            page = running.enter_context(dock(show.kiosk, simulation, clock, show.screen))
            click.echo(f"Dock: {page}", err=True)
        show.run()


def _open_up(profile: Any, place_id: str, clock: Any) -> None:
    """A simulated kiosk is never closed at the start: its clock goes to the next opening."""
    from kiosk.residence.opening import is_open, next_opening

    now, place = clock.now(), profile.place(place_id)
    opens = None if is_open(profile, place, now) else next_opening(profile, place, now)
    if opens is not None:
        clock.shift += (opens - now).total_seconds() + 60.0
        click.echo(f"It is closed now, so the simulated clock stands at {clock.now():%A %d %B %H:%M}.", err=True)
