"""A small offscreen window, a clock that moves when told, and fingers."""

import pytest

from kiosk.views.view import Comfort
from screens.theme import Glass
from screens.window import Setup, _finish_frames, prepare

SETUP = Setup(540, 960, 336.0, 598.0, driver="offscreen")
prepare(SETUP)


class _Samples:
    """One View of every state: what the gallery shows."""

    @staticmethod
    def views(language, comfort=None):
        from kiosk.commands.galleryviews import all_views

        return all_views(language, comfort or Comfort())


@pytest.fixture(scope="session")
def samples():
    return _Samples()


@pytest.fixture
def glass():
    return SETUP.glass


@pytest.fixture(scope="session")
def panels():
    """The panels that the screens are made for."""
    return [Glass.of(1080, 1920), Glass.of(1280, 800), Glass.of(1920, 1080)]


class Hand:
    """A stage in the window, its inputs, and fingers that touch the real glass."""

    def __init__(self, stage, window, clock):
        self.stage, self.window, self.clock = stage, window, clock
        self.inputs = stage.heard

    def passes(self, seconds=1.0):
        from kivy.base import EventLoop

        self.clock.now += seconds
        EventLoop.idle()

    def finger(self, x, y):
        from kivy.tests.common import UnitTestTouch

        return UnitTestTouch(x, self.stage.glass.height - y)

    def target(self, key):
        return next(t for t in self.stage.scene.targets if t.key == key)

    def tap(self, key, seconds=0.5):
        finger = self.finger(*self.target(key).rect.middle)
        finger.touch_down()
        finger.touch_up()
        self.passes(seconds)

    def show(self, view):
        self.stage.show(view)
        self.passes()


class _Clock:
    def __init__(self, now):
        self.now = now


@pytest.fixture
def hand(glass):
    from kivy.base import EventLoop, runTouchApp
    from kivy.clock import Clock
    from kivy.core.window import Window

    from screens.stage import Stage

    clock = _Clock(max(Clock.time(), Clock._last_tick))
    # the Clock is a proxy that can be set but not reset by monkeypatch
    before = Clock.time, Clock._max_fps
    Clock.time, Clock._max_fps = (lambda: clock.now), 0
    heard, woken = [], []
    stage = Stage(glass, heard.append, woken=lambda: woken.append(True))
    stage.heard, stage.lit = heard, woken
    finish = _finish_frames(Window)
    runTouchApp(stage, embedded=True)
    EventLoop.idle()
    yield Hand(stage, Window, clock)
    finish()
    Window.remove_widget(stage)
    for event in (stage._motion, stage._turning):
        if event is not None:
            event.cancel()
    Clock.time, Clock._max_fps = before
    # time must never run backwards for the next test
    Clock._last_tick = min(Clock._last_tick, clock.now)
