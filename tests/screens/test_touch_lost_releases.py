"""A glass that does not tell that a finger has left (`release_lost`): it presses nothing, blocks nothing, and is told after minutes."""

import itertools
from types import SimpleNamespace

import pytest
from kivy.core.window.window_sdl2 import SDL2MotionEventProvider

from devices.simulators.glass import SimulatedGlass
from kiosk.views.touches import Pressed
from screens.fingers import HELD_SECONDS, VAIN_SECONDS, VAIN_TOUCHES
from screens.window import _hand_on_fingers


class Panel:
    """A touch panel of which SDL tells, behind the simulated glass; `numbers` are those that it gives to its fingers."""

    def __init__(self, hand, numbers):
        self.glass = SimulatedGlass()
        self._hand, self._numbers, self._told = hand, iter(numbers), []
        self._window = SimpleNamespace(_win=SimpleNamespace(poll=lambda: self._told.pop(0) if self._told else False))
        _hand_on_fingers(self._window, self.glass.loses_release)

    def tap(self, key):
        x, y = self._hand.target(key).rect.middle
        size = self._hand.stage.glass
        number = next(self._numbers)
        for what in ("fingerdown", "fingerup"):
            self._told.append((what, number, x / size.width, y / size.height, 1.0))
            while self._window._win.poll():
                pass
            self._hand.passes(0.1)


@pytest.fixture(params=["a number for each finger", "one number for all"])
def panel(hand, samples, request):
    hand.show(dict(samples.views("en"))["menu"])
    yield Panel(hand, itertools.repeat(1) if request.param.startswith("one") else itertools.count(1))
    SDL2MotionEventProvider.q.clear()
    SDL2MotionEventProvider.touchmap.clear()


def test_a_finger_whose_release_is_lost_presses_nothing_and_after_five_seconds_keeps_nobody_from_pressing(hand, panel):
    panel.glass.fault("release_lost", times=1)
    panel.tap("menu.card")
    hand.passes(HELD_SECONDS)
    assert hand.inputs == []
    panel.tap("menu.ticket")
    assert hand.inputs == [Pressed("menu.ticket")]
    assert not hand.stage.in_vain


def test_releases_that_are_lost_for_minutes_are_told_until_a_finger_presses(hand, panel):
    panel.glass.fault("release_lost")
    told = []
    for _ in range(VAIN_TOUCHES):
        panel.tap("menu.card")
        told.append(hand.stage.in_vain)
        hand.passes(VAIN_SECONDS / VAIN_TOUCHES)
    assert told == [False] * VAIN_TOUCHES, "two minutes have not passed"
    panel.tap("menu.card")
    assert hand.stage.in_vain
    assert hand.inputs == []
    panel.glass.clear()
    hand.passes(HELD_SECONDS)
    panel.tap("menu.ticket")
    assert hand.inputs == [Pressed("menu.ticket")]
    assert not hand.stage.in_vain
