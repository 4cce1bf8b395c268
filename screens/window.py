"""The window: Kivy set up before its first import, hardened for a public place, and the main loop."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from screens.desktop import NoDisplay, desktop
from screens.theme import Glass

if TYPE_CHECKING:
    from screens.stage import Stage

_ROTATIONS = (0, 90, 180, 270)
_FINGER_EVENTS = ("fingerdown", "fingermotion", "fingerup")
_RELEASES = ("fingerup", "mousebuttonup")


@dataclass(frozen=True, slots=True)
class Setup:
    """How the window is opened.

    `width` and `height` are the panel's own pixels before `rotation` (degrees, a multiple of 90); `driver` is SDL's
    ("x11", "offscreen", "kmsdrm") or empty to choose.  `windowed` is for a developer: a border and the pointer, and the
    panel scaled to a window that fits the desktop, can be resized, and can be closed.
    """

    width: int = 1080
    height: int = 1920
    width_mm: float = 0.0
    height_mm: float = 0.0
    rotation: int = 0
    driver: str = ""
    windowed: bool = False
    title: str = "Residence kiosk"

    @property
    def glass(self) -> Glass:
        """The panel as the screens see it, after rotation."""
        plain = Glass.of(self.width, self.height, self.width_mm, self.height_mm)
        return plain.turned() if self.rotation in {90, 270} else plain


def _driver() -> str:
    """What SDL draws with: the kernel's own display only where it is asked for (kmsdrm.conf)."""
    if os.environ.get("DISPLAY"):
        return "x11"
    return "kmsdrm" if os.environ.get("SDL_VIDEODRIVER") == "kmsdrm" else "offscreen"


def seen() -> bool:
    """True when somebody could see the window."""
    return _driver() != "offscreen"


def prepare(setup: Setup) -> None:
    """Set up Kivy; must come before the first import of a Kivy window, and only once in a process.

    NoDisplay when $DISPLAY names one that does not answer.
    """
    if setup.rotation not in _ROTATIONS:
        raise ValueError(f"rotation {setup.rotation} is not one of {_ROTATIONS}")
    driver = setup.driver or _driver()
    width, height = setup.width, setup.height
    if driver == "x11":
        room = desktop()
        if setup.windowed:
            width, height = room.fit(width, height)
    os.environ.update(
        KIVY_NO_ARGS="1",
        KIVY_WINDOW="sdl2",
        KIVY_TEXT="sdl2",
        KIVY_NO_CONFIG="1",
        KIVY_NO_FILELOG="1",
        KIVY_LOG_MODE="PYTHON",
        SDL_VIDEODRIVER=driver,
        SDL_VIDEO_X11_WMCLASS="residence-kiosk",
        # else SDL turns a signal into a request to close, which a kiosk refuses, until `run` has its own handlers
        SDL_NO_SIGNAL_HANDLERS="1",
    )
    from kivy.config import Config

    settings = {
        ("kivy", "exit_on_escape"): "0",
        ("kivy", "keyboard_mode"): "system",
        ("kivy", "log_level"): "warning",
        ("graphics", "width"): str(width),
        ("graphics", "height"): str(height),
        ("graphics", "rotation"): str(setup.rotation),
        ("graphics", "resizable"): "1" if setup.windowed else "0",
        ("graphics", "multisamples"): "0",
        ("graphics", "maxfps"): "30",
        ("graphics", "allow_screensaver"): "0",
        ("graphics", "show_cursor"): "1" if setup.windowed else "0",
        ("graphics", "borderless"): "0" if setup.windowed else "1",
        ("graphics", "fullscreen"): "auto" if driver == "x11" and not setup.windowed else "0",
        ("input", "mouse"): "mouse,disable_multitouch",
    }
    for (section, name), value in settings.items():
        Config.set(section, name, value)
    # X delivers every touch once; a second source would double them
    for name, _ in Config.items("input"):
        if name != "mouse":
            Config.remove_option("input", name)


def run(
    setup: Setup,
    stage: Callable[[], Stage],
    on_frame: Callable[[], None],
    *,
    on_key: Callable[[int, int], None] | None = None,
    on_error: Callable[[BaseException], None] | None = None,
    on_ready: Callable[[], None] | None = None,
    loses_release: Callable[[], bool] = lambda: False,
) -> None:
    """Open the window of the `setup` that was prepared, and run until `stop`; returns when it is closed.

    `stage` builds the root widget, `on_frame` is called in every frame (drain the queue there), `on_key` gets the key
    and scan code of a tactile key pad, `on_error` an exception that a callback let through (the loop goes on),
    `on_ready` is called once after the first frame is on the glass; `loses_release` is asked whenever a finger or the
    mouse button leaves: True when nobody is to hear of it.
    """
    from kivy.app import App
    from kivy.base import ExceptionHandler, ExceptionManager
    from kivy.clock import Clock
    from kivy.core.window import Window

    class _Errors(ExceptionHandler):
        def handle_exception(self, inst: BaseException) -> int:
            if isinstance(inst, KeyboardInterrupt | SystemExit) or on_error is None:
                return int(ExceptionManager.RAISE)
            on_error(inst)
            return int(ExceptionManager.PASS)

    class _Kiosk(App):
        title = setup.title
        shown: Stage | None = None

        def build(self) -> Any:
            self.shown = stage()
            if not setup.windowed:
                return self.shown
            from screens.fitted import Fitted

            return Fitted(self.shown)

        def open_settings(self, *_: Any) -> bool:
            return False

    app = _Kiosk()
    errors = _Errors()
    ending = threading.Event()

    def frame(_dt: float) -> None:
        if ending.is_set():
            # here and not in the signal's handler: it may come before the loop runs, or in the middle of a drawing
            app.stop()
            return
        on_frame()
        if app.shown is not None:
            Clock._max_fps = app.shown.frames_a_second  # noqa: SLF001  (Kivy has no public way to change it)

    # what a finger did is answered in the frame that is drawn next, not in the one after
    answer = Clock.create_trigger(frame, -1)

    def touched(*_: Any) -> None:
        answer()

    def first_flip(*_: Any) -> None:
        Window.unbind(on_flip=first_flip)
        if on_ready is not None:
            on_ready()
        # what the start has made stays: the collector need not walk through it (60 ms) in the middle of a visit
        gc.collect()
        gc.freeze()

    def end(*_: Any) -> None:
        ending.set()

    def key_down(_window: Any, key: int, scancode: int, *_: Any) -> bool:
        if on_key is not None:
            on_key(key, scancode)
        return True

    def asked_to_close(*_: Any, **__: Any) -> bool:
        # the kiosk itself stays; a developer's window ends as a signal ends it, in the next frame
        if setup.windowed:
            end()
        return True

    if Window is None:
        raise NoDisplay("no window can be opened: are libgl1, libegl1 and libgl1-mesa-dri installed?")
    Window.bind(on_flip=first_flip, on_request_close=asked_to_close)
    Window.bind(on_key_down=key_down, on_touch_down=touched, on_touch_up=touched)
    without = _hand_on_fingers(Window, loses_release)
    finish = _finish_frames(Window)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for number in before:
        signal.signal(number, end)
    ExceptionManager.add_handler(errors)
    Clock.schedule_interval(frame, 0)
    try:
        app.run()
    finally:
        ExceptionManager.remove_handler(errors)
        Window.unbind(on_request_close=asked_to_close, on_key_down=key_down, on_touch_down=touched, on_touch_up=touched)
        without()
        finish()
        for number, handler in before.items():
            with contextlib.suppress(TypeError):
                signal.signal(number, handler)


def stop() -> None:
    """Close the window at the end of this frame; may be called from any thread, and more than once."""
    from kivy.app import App
    from kivy.clock import Clock

    app = App.get_running_app()
    if app is not None:
        Clock.schedule_once(lambda _dt: app.stop(), 0)


def _hand_on_fingers(window: Any, loses_release: Callable[[], bool] = lambda: False) -> Callable[[], None]:
    """Let every finger through: on a desktop Kivy drops SDL's and keeps the mouse that SDL makes of the first one.

    That mouse stays, for a screen that is no touch screen to SDL; the stage takes a finger and its mouse as one.
    """
    from kivy.core.window.window_sdl2 import SDL2MotionEventProvider

    storage = window._win  # noqa: SLF001  (Kivy has no public way to SDL's events)

    class WithFingers:
        def poll(self) -> Any:
            event = storage.poll()
            while event and event[0] in _RELEASES and loses_release():
                event = storage.poll()
            if event and event[0] in _FINGER_EVENTS:
                SDL2MotionEventProvider.q.appendleft(event)
            return event

        def __getattr__(self, name: str) -> Any:
            return getattr(storage, name)

    def without() -> None:
        window._win = storage  # noqa: SLF001

    window._win = WithFingers()  # noqa: SLF001
    return without


def _finish_frames(window: Any) -> Callable[[], None]:
    """Offscreen surfaces never swap: finish each frame, or the driver keeps the memory of all of them."""
    if os.environ.get("SDL_VIDEODRIVER") != "offscreen":
        return lambda: None
    from kivy.graphics.opengl import glFinish

    def finish(*_: Any) -> None:
        glFinish()

    window.bind(on_flip=finish)
    return lambda: window.unbind(on_flip=finish)
