"""A short endurance run for every full check: random fingers, flat memory of screens and of pictures (soak_screens.py is longer)."""

import importlib.util
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.full


def storm():
    file = Path(__file__).with_name("test_touch.py")
    spec = importlib.util.spec_from_file_location("test_touch_for_endurance", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.storm


def resident_megabytes():
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def test_ten_thousand_random_events_stay_our_window(hand, samples):
    views = [view for language in ("nl", "ar") for _, view in samples.views(language)]
    storm()(hand, views, events=10_000, seed=11)


def test_screens_need_no_more_memory_as_they_change(hand, samples):
    views = [view for _, view in samples.views("nl")]

    def turn(count):
        for number in range(count):
            hand.stage.show(views[number % len(views)])
            hand.wait(0.05)
        return resident_megabytes()

    before = turn(3 * len(views))
    assert turn(12 * len(views)) - before < 12


def test_pictures_need_no_more_memory_as_they_are_drawn(samples, glass):
    from screens.picture import Camera

    camera, views = Camera(), [view for _, view in samples.views("nl")]

    def draw(rounds):
        for view in views * rounds:
            camera.shoot(view, glass)
        return resident_megabytes()

    before = draw(2)
    assert draw(4) - before < 12
