"""A visit filmed: the real window, a picture of every screen that came, and what became of the ticket."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from devices.simulators.printer import PrintedPaper
from kiosk.demo.player import Done, Player, Stuck
from kiosk.demo.script import Script
from kiosk.demo.stage import Set, prepared
from kiosk.demo.transcript import Transcript
from kiosk.queue.errors import Refusal
from kiosk.views.view import View
from screens import picture, window
from screens.desktop import NoDisplay


@dataclass(slots=True)
class Film:
    """What was seen and done; `stuck` says where a visit stood that did not come to its end."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    paper: list[PrintedPaper] = field(default_factory=list)
    ticket: dict[str, Any] | None = None
    seconds: float = 0.0
    said: str = ""
    listened: float = 0.0
    stuck: str = ""


def shoot(script: Script, language: str, out: Path, *, width: int, height: int, pause: float) -> Film:
    """Play the script in a window (off screen where there is no display) and keep a picture of each new screen.

    What there is until then is kept too when the visit gets stuck.
    """
    setup = window.Setup(width, height, windowed=True, title=f"Residence kiosk: the visit {script.name}")
    try:
        window.prepare(setup)
    except NoDisplay as problem:
        click.echo(f"The visit is played off screen: {problem}", err=True)
        window.prepare(dataclasses.replace(setup, driver="offscreen"))
    with tempfile.TemporaryDirectory(prefix="kiosk-demo-") as place:
        camera = _Shots(out)
        with prepared(script, Path(place), present=camera.present) as stage:
            _play(script, language, stage, camera, setup, pause)
            camera.film.paper = [
                _kept(out, number, printed) for number, printed in enumerate(stage.simulation.printer.tickets, start=1)
            ]
            held = stage.kiosk.store.list()
            mine = (
                []
                if isinstance(held, Refusal)
                else [each for each in held if each.kiosk == stage.kiosk.config.kiosk.id]
            )
            camera.film.ticket = mine[-1].as_json() if mine else None
    return camera.film


def _kept(out: Path, number: int, printed: PrintedPaper) -> PrintedPaper:
    """Copied, because the visit's directory goes away with it, and may lie on another file system."""
    png = out / ("ticket.png" if number == 1 else f"ticket-{number}.png")
    shutil.copyfile(printed.png, png)
    return PrintedPaper(printed.data, png)


def _play(script: Script, language: str, stage: Set, camera: _Shots, setup: window.Setup, pause: float) -> None:
    # Kivy's window may only be imported once it is set up
    from kiosk.demo.ears import EarHands
    from kiosk.demo.hands import ScreenHands
    from kiosk.wiring.screen import watch_corner
    from screens.stage import Stage

    glass = Stage(setup.glass, stage.kiosk.input, moving=True)
    camera.glass = glass
    watch_corner(glass, stage.kiosk)
    glass.show(stage.kiosk.shown())
    transcript = Transcript(stage.simulation.spoken)

    def done(each: Done) -> None:
        camera.done(each)
        transcript.act(each.act)

    player = Player(
        script,
        language,
        kiosk=stage.kiosk,
        simulation=stage.simulation,
        hands=EarHands(stage.kiosk, stage.simulation, transcript.act) if script.by_ear else ScreenHands(glass),
        clock=stage.clock,
        done=done,
        pause=pause,
        speaks=stage.speaks if script.by_ear else None,
    )
    camera.watcher = player.saw
    faults: list[BaseException] = []

    def frame() -> None:
        stage.kiosk.frame()
        camera.frame()
        if not camera.pending and not player.advance():
            window.stop()

    def broken(fault: BaseException) -> None:
        faults.append(fault)
        window.stop()

    window.run(setup, lambda: glass, frame, on_error=broken)
    camera.film.said = transcript.text()
    camera.film.listened = transcript.seconds
    if faults and not isinstance(faults[0], Stuck):
        raise faults[0]
    if faults:
        camera.film.stuck = str(faults[0])
    elif not player.over:
        camera.film.stuck = player.standing("it was ended from outside")


class _Shots:
    """Takes a picture of each new screen, two frames after it came, so that it is drawn."""

    def __init__(self, out: Path) -> None:
        self.film = Film()
        self.glass: Any = None
        self.watcher: Callable[[View], None] = lambda _: None
        self._out = out
        self._wanted: View | None = None
        self._frames = 0
        self._count = 0
        self._last: tuple[object, ...] = ()

    @property
    def pending(self) -> bool:
        """True while a new screen has no picture yet: the visitor looks before acting."""
        return self._wanted is not None

    def present(self, view: View) -> None:
        """A new View: show it."""
        self.watcher(view)
        if self.glass is not None:
            self.glass.show(view)
        key = (type(view), view.title, getattr(view, "paper", None), getattr(view, "typed", None))
        if key != self._last:
            self._last = key
            self._wanted, self._frames = view, 0

    def frame(self) -> None:
        """Called in every frame."""
        if self._wanted is None or self.glass is None:
            return
        self._frames += 1
        if self._frames > 2:
            self._count += 1
            kind = type(self._wanted).__name__.removesuffix("View").lower()
            name = f"{self._count:02d}-{kind}.png"
            picture.save(picture.of_stage(self.glass), self._out / name)
            self.film.steps.append(
                {"act": "sees", "view": kind, "title": self._wanted.title, "picture": name, "seconds": None}
            )
            self._wanted = None

    def done(self, done: Done) -> None:
        """An act of the visitor."""
        self.film.seconds = done.seconds
        if not done.act.startswith(("sees", "hears")):
            kind = type(done.view).__name__.removesuffix("View").lower()
            step = {"act": done.act, "view": kind, "title": done.view.title, "picture": None}
            self.film.steps.append({**step, "seconds": round(done.seconds, 2)})
