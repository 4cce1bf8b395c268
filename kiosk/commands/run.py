"""`kiosk run`: the kiosk itself, full screen."""

from __future__ import annotations

import contextlib
import os
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.commands.output import CommandProblem, Exit, PanelSize, on_display

if TYPE_CHECKING:
    from kiosk.events.log import Sink
    from kiosk.wiring.berth import Berth
    from screens.window import Setup


@click.command(help="The kiosk itself.")
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Configuration file (TOML); else the installed kiosk's, where there is one and nothing is simulated.",
)
@click.option("--simulated", is_flag=True, help="Bring up every simulator and the dock.")
@click.option("--windowed", is_flag=True, help="In a window that can be resized and closed, for developers.")
@click.option("--size", type=PanelSize(), help="Another panel than the configuration's, in pixels.")
@click.option(
    "--dock-page/--no-dock-page",
    default=True,
    show_default=True,
    help="Open the dock in your browser: only for --simulated --windowed, started in a terminal.",
)
def command(
    config_path: Path | None, simulated: bool, windowed: bool, size: tuple[int, int] | None, dock_page: bool
) -> None:
    """Start everything; returns when the window is closed."""
    from kiosk.base.config import Config, ConfigProblem
    from kiosk.commands.installed import configured, kiosk_runs
    from kiosk.commands.towns import said
    from kiosk.profiles.inforce import TownProblem
    from kiosk.station.stores import StoreProblem
    from kiosk.wiring.screen import setup_of
    from screens import window

    # no core dump ever holds a PIN
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        # a simulated kiosk is not the installed one, and has nothing of it
        config = Config() if simulated and config_path is None else configured(config_path)
        # the service itself is told where to report to
        if not simulated and "NOTIFY_SOCKET" not in os.environ and kiosk_runs(config_path):
            raise CommandProblem("The kiosk runs already. Stop it first: sudo systemctl stop kiosk", Exit.MISSING)
        if not simulated and not window.seen():
            raise CommandProblem(
                "There is no display here (DISPLAY is not set): start it in a terminal of the desktop.", Exit.MISSING
            )
        if size is not None:
            panel = {"width": size[0], "height": size[1], "width_mm": 0.0, "height_mm": 0.0}
            config = config.model_copy(update={"screen": config.screen.model_copy(update=panel)})
        setup = setup_of(config, windowed=windowed)
        with on_display(), _parts(config, simulated=simulated) as parts:
            _show(*parts, setup, page=dock_page and windowed)
    except ConfigProblem as problem:  # an address that no driver understands
        raise CommandProblem(str(problem), Exit.USAGE) from None
    except TownProblem as problem:
        raise said(problem) from None
    except StoreProblem as problem:
        raise CommandProblem(f"The ticket store cannot be opened: {problem}", Exit.MISSING) from None


@contextlib.contextmanager
def _parts(config: Any, *, simulated: bool) -> Iterator[tuple[Any, Any, Callable[[Any], Any], Any, Berth | None]]:
    """(configuration, clock, maker of the devices, simulation, its berth; both None on a real kiosk): decided here alone."""
    from kiosk.base.clock import SystemClock
    from kiosk.base.clocksync import synchronised
    from kiosk.wiring.drivers import make_devices

    if not simulated:
        clock = SystemClock(synchronised=synchronised)
        yield config, clock, make_devices(config, clock), None, None
        return
    from devices.simulators.card.pcscd import PcscdProblem
    from kiosk.commands.installed import not_in_production
    from kiosk.wiring.berth import BerthProblem, berth
    from kiosk.wiring.simulation import Simulation

    not_in_production("a simulated kiosk")
    clock = SystemClock(synchronised=True)
    try:
        with berth(Path("out/run"), config.cache_dir / "run") as own:
            if config.paths.state is None:
                # a kiosk that is only simulated leaves the real one's tickets alone
                state = {"state": own.folder / "state"}
                config = config.model_copy(update={"paths": config.paths.model_copy(update=state)})
            with Simulation(config, own.folder, network=True) as simulation:
                yield simulation.config, clock, simulation.make_devices(clock), simulation, own
    except PcscdProblem as problem:
        raise CommandProblem(f"The simulated card reader cannot start: {problem}", Exit.MISSING) from None
    except BerthProblem as problem:
        raise CommandProblem(f"The simulated kiosk cannot start: {problem}", Exit.MISSING) from None


def _show(
    config: Any,
    clock: Any,
    make_devices: Any,
    simulation: Any,
    own: Berth | None,
    setup: Setup,
    *,
    page: bool,
) -> None:
    from kiosk.profiles.inforce import Town
    from screens import window

    kept, place = config.state_dir / "profile", config.kiosk.place
    source = Town.configured(config).source(today=lambda: clock.now().date(), keep=kept, place=place)
    window.prepare(setup)
    # Kivy may only be imported once the window is set up
    from kiosk.events.file import FileSink
    from kiosk.station.kiosk import Kiosk
    from kiosk.wiring.screen import KioskScreen

    if simulation is not None:
        _open_up(source.current(), place, clock)
    sinks = (FileSink(config.log_dir), _told())

    def make(present: Any, leave: Any) -> Kiosk:
        return Kiosk(config, source, clock=clock, make_devices=make_devices, present=present, leave=leave, sinks=sinks)

    lost = {"loses_release": simulation.glass.loses_release} if simulation is not None else {}
    show = KioskScreen(make, setup, simulated=simulation is not None, **lost)
    with contextlib.ExitStack() as running:
        if own is not None:
            from kiosk.wiring.control import dock

            address = running.enter_context(dock(show.kiosk, simulation, clock, show.screen, own))
            _point_to(address, open_it=page)
        show.run()


def _told() -> Sink:
    """Where events go beside the file: short lines for somebody who watches a terminal, else JSON for journald."""
    from kiosk.events.log import StreamSink
    from kiosk.events.terminal import TerminalSink

    return TerminalSink(sys.stdout) if sys.stdout.isatty() else StreamSink(sys.stdout, journal=True)


def _point_to(dock: str, *, open_it: bool) -> None:
    """The line that says where the hardware is played, and the page itself where somebody sits at a desktop."""
    from kiosk.commands.desktopbrowser import open_page

    opened = open_it and sys.stderr.isatty() and open_page(dock)
    click.echo(f"Dock: {dock}" + (" (opens in your browser)" if opened else ""), err=True)


def _open_up(profile: Any, place_id: str, clock: Any) -> None:
    """A simulated kiosk is never closed at the start: its clock goes to the next opening."""
    from kiosk.residence.opening import is_open, next_opening

    now, place = clock.now(), profile.place(place_id)
    opens = None if is_open(profile, place, now) else next_opening(profile, place, now)
    if opens is not None:
        clock.shift += (opens - now).total_seconds() + 60.0
        click.echo(f"It is closed now, so the simulated clock stands at {clock.now():%A %d %B %H:%M}.", err=True)
