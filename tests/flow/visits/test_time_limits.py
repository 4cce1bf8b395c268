"""Time limits warn by sight and sound, and one simple action extends them, ten times (A23)."""

from dataclasses import replace

import pytest

from devices.api import PAD_SECONDS, PadKey, Pin
from kiosk.profiles.loader import load
from kiosk.views.touches import Pressed
from kiosk.views.view import MoreTimeView, TextSize
from kiosk.visit.model.effects import Tone, VisitEnded
from kiosk.visit.model.inputs import KeyPressed, Tick
from kiosk.visit.model.phases import ChangingPin, Idle, Menu, MoreTime, PinStage, TypePin
from kiosk.visit.shown.keypad import order
from kiosk.visit.shown.presenter import view
from kiosk.visit.steps.moves import limit
from kiosk.visit.steps.step import step
from kiosk.visit.tour.showcase import OPEN_DAY, states


class Resident:
    """Stands before the menu and does nothing, until told."""

    def __init__(self, factor=1.0, **comfort):
        found = dict(states(load("gent", today=OPEN_DAY.date()), "en"))
        self.state = found["menu"]
        visit = replace(self.state.visit, comfort=replace(self.state.visit.comfort, **comfort))
        setting = replace(self.state.setting, limit_factor=factor)
        self.state = replace(self.state, visit=visit, setting=setting)
        self.effects = []
        self.does(Pressed("tool.contrast"))

    def does(self, given, seconds=0.0):
        now = self.state.now
        self.state, self.effects = step(self.state, given, replace(now, mono=now.mono + seconds))

    def waits(self, limit=3_000):
        """Until another screen comes; how many seconds that took."""
        before, seconds = type(self.state.phase), 0
        while type(self.state.phase) is before and seconds < limit:
            self.does(Tick(), 1.0)
            seconds += 1
        return seconds


def test_a_time_limit_warns_by_sight_and_sound_and_leaves_time_to_answer():
    joke = Resident()
    assert joke.waits() == 60
    assert Tone("attention") in joke.effects
    shown = view(joke.state)
    assert isinstance(shown, MoreTimeView)
    assert shown.seconds >= 20
    assert joke.waits() == shown.seconds
    assert isinstance(joke.state.phase, Idle)


@pytest.mark.parametrize("by_key", [False, True])
def test_it_is_extended_ten_times_by_one_action(by_key):
    joke = Resident()
    for _ in range(10):
        joke.waits()
        assert isinstance(joke.state.phase, MoreTime)
        if by_key:
            assert order(view(joke.state))[0] == "more"
            joke.does(KeyPressed(PadKey.DOWN))
            joke.does(KeyPressed(PadKey.OK))
        else:
            joke.does(Pressed("more"))
        assert isinstance(joke.state.phase, Menu)
    joke.waits()
    assert isinstance(joke.state.phase, Idle)
    assert any(isinstance(effect, VisitEnded) for effect in joke.effects)


@pytest.mark.parametrize(
    ("factor", "comfort", "times"),
    [
        (1.0, {}, 1),
        (10.0, {}, 10),
        (1.0, {"speech": True}, 3),
        (1.0, {"text_size": TextSize.VERY_LARGE}, 3),
        (2.0, {"speech": True}, 6),
    ],
)
def test_who_needs_more_time_has_it_in_every_limit(factor, comfort, times):
    joke = Resident(factor, **comfort)
    assert joke.waits() == 60 * times
    assert joke.waits() == 30 * times
    assert isinstance(joke.state.phase, Idle)


@pytest.mark.parametrize(("phase", "entries"), [(TypePin(Pin()), 1), (ChangingPin(PinStage.OLD, Pin(), sent=True), 3)])
def test_who_types_on_the_keys_of_the_reader_has_as_long_as_the_reader_waits(phase, entries):
    found = dict(states(load("gent", today=OPEN_DAY.date()), "en"))
    state = found["pin"]
    reading = replace(state.visit.reading, pad_verifies=True, pad_changes=True)
    state = replace(state, visit=replace(state.visit, reading=reading))
    assert limit(phase, state) > PAD_SECONDS * entries
