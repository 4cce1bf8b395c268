"""The kiosk on its screen: window, stage, main loop, watchdog, and the corner that staff know."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devices.api import DeviceState, Health, HealthChanged, Reason
from kiosk import __version__
from kiosk.base.config import Config, digest
from kiosk.base.webserver import WebServer
from kiosk.events.generated import CloseCause, Component, Event
from kiosk.events.place import place_of
from kiosk.station.kiosk import Kiosk
from kiosk.station.lifecycle import Lifecycle
from kiosk.station.metrics import Metrics, health_document, metrics_server
from kiosk.wiring.blanking import Blanking
from kiosk.wiring.drivers import open_display
from screens import window

if TYPE_CHECKING:
    from screens.stage import Stage

# the hidden gesture: five touches in the top left corner, where no button is, within four seconds
CORNER = 0.12
CORNER_TOUCHES = 5
CORNER_SECONDS = 4.0
METRICS_SECONDS = 5.0


def setup_of(config: Config, *, windowed: bool) -> window.Setup:
    """The window that a configuration asks for."""
    screen = config.screen
    return window.Setup(
        screen.width,
        screen.height,
        width_mm=screen.width_mm,
        height_mm=screen.height_mm,
        rotation=screen.rotation,
        windowed=windowed or not screen.fullscreen,
    )


def watch_corner(stage: Stage, kiosk: Kiosk) -> None:
    """Notice the hidden gesture on a stage.

    Its touches are also what they are to anybody: the first may begin a visit, which the gesture ends and wipes.
    """
    times: deque[float] = deque(maxlen=CORNER_TOUCHES)

    # a function: Kivy holds a method only weakly, and would forget it together with its object
    def touched(_stage: Stage, touch: Any) -> bool:
        if touch.x >= stage.glass.width * CORNER or touch.y <= stage.glass.height * (1 - CORNER):
            times.clear()
            return False
        now = kiosk.clock.monotonic()
        times.append(now)
        if len(times) == CORNER_TOUCHES and now - times[0] <= CORNER_SECONDS:
            times.clear()
            kiosk.maintenance.session.gesture()
        return False

    stage.bind(on_touch_down=touched)


class KioskScreen:
    """Runs a kiosk until the window closes.  `make` builds it with the callbacks that it needs from the screen.

    `loses_release` plays a glass that never tells that a finger has left (a simulation's).
    """

    def __init__(
        self,
        make: Callable[[Callable[[Any], None], Callable[[str], None]], Kiosk],
        setup: window.Setup,
        *,
        simulated: bool,
        loses_release: Callable[[], bool] = lambda: False,
    ) -> None:
        self._setup = setup
        self._simulated = simulated
        self._loses_release = loses_release
        self._cause = CloseCause.SIGNAL
        self._stage: Stage | None = None
        self._blanking: Blanking | None = None
        self.kiosk = make(self._present, self._leave)
        self._life = Lifecycle(self.kiosk.log, self.kiosk.clock, self.kiosk.config.state_dir)
        self._metrics = Metrics()
        self._server: WebServer | None = None
        self._metrics_due = 0.0
        self._in_vain = False
        self._faults = 0

    def run(self) -> None:
        """Open the window; returns when it is closed and everything is stopped."""
        from screens.stage import Stage

        kiosk = self.kiosk
        kiosk.log.subscribe(self._metrics.listen)
        self._life.begin(__version__, simulated=self._simulated, digest=digest(kiosk.config))
        stage = self._stage = Stage(self._setup.glass, kiosk.input, woken=self._woken)
        screen = kiosk.config.screen
        display = open_display(screen.brightness) if screen.blank_after else None
        self._blanking = Blanking(kiosk, stage, display, screen.blank_after)
        watch_corner(stage, kiosk)
        stage.show(kiosk.runner.shown())

        def ready() -> None:
            # the screen can be touched; only now the devices and the desks come up
            kiosk.start()
            self._serve_metrics()
            self._life.ready(kiosk.situation.level)

        try:
            window.run(
                self._setup,
                lambda: stage,
                self._frame,
                on_error=self._broken,
                on_ready=ready,
                loses_release=self._loses_release,
            )
        except BaseException:
            self._cause = CloseCause.FAULT
            raise
        finally:
            self._life.end(self._cause)
            if self._server is not None:
                self._server.stop()
            kiosk.stop()

    def screen(self) -> dict[str, Any]:
        """What stands on the glass: kind, language, page, frame, and the middle of what can be touched (pixels from the top left).

        For whoever tries a simulated kiosk by its real touches.  May be called from any thread; nothing personal.
        """
        stage = self._stage
        if stage is None or stage.view is None:
            return {"view": "", "language": "", "page": 0, "dark": False, "frame": 0, "listens": False, "targets": {}}
        scene = stage.scene
        return {
            "view": type(stage.view).__name__.removesuffix("View"),
            "language": stage.view.language,
            "page": stage.page,
            "dark": stage.dark,
            "frame": stage.frame,
            "listens": not stage.fresh,
            "targets": {each.key: [round(part) for part in each.rect.middle] for each in scene.targets},
        }

    def _woken(self) -> None:
        if self._blanking is not None:
            self._blanking.woken()

    def _present(self, view: Any) -> None:
        if self._stage is not None:
            self._stage.show(view)

    def _leave(self, why: str) -> None:
        self._cause = CloseCause(why)
        window.stop()

    def _frame(self) -> None:
        kiosk = self.kiosk
        kiosk.frame()
        now = kiosk.clock.monotonic()
        self._life.tick(kiosk.situation.level)
        if self._blanking is not None:
            self._blanking.tick()
        in_vain = self._stage is not None and self._stage.in_vain
        if in_vain is not self._in_vain:
            self._in_vain = in_vain
            state, reason = (DeviceState.DEGRADED, Reason.NOT_RESPONDING) if in_vain else (DeviceState.READY, Reason.OK)
            kiosk.runner.post(HealthChanged("display", Health(state, reason, since=now)))
        if now >= self._metrics_due:
            self._metrics_due = now + METRICS_SECONDS
            levels = kiosk.situation
            self._metrics.observe(
                levels.level, levels.devices, levels.waiting_by_class, kiosk.profile.alarms, levels.line
            )
            self._write_metrics(kiosk.config.metrics.textfile)

    def _write_metrics(self, path: Path | None) -> None:
        if path is None:
            return
        try:
            self._metrics.write(path)
        except OSError as fault:
            self.kiosk.log.emit(Event.SUBSCRIBER_FAULT, fault=type(fault).__name__)

    def _serve_metrics(self) -> None:
        port = self.kiosk.config.metrics.port
        if port:
            level = self.kiosk.situation
            try:
                self._server = metrics_server(
                    self._metrics, lambda: health_document(level.level, __version__, level.line), port
                )
            except OSError as fault:
                # somebody else has the port: nobody watches, and the kiosk goes on
                self.kiosk.log.emit(Event.SUBSCRIBER_FAULT, fault=type(fault).__name__)
                return
            self._server.start()

    def _broken(self, fault: BaseException) -> None:
        """An error in a callback: written down without its text, the visit ended, the screen out of service."""
        self._faults += 1
        log, place = self.kiosk.log, place_of(fault)
        log.emit(
            Event.CALLBACK_FAULT, part=Component.MAIN_LOOP, fault=type(fault).__name__, place=place, count=self._faults
        )
        self.kiosk.failed()
