"""A short storm of random fingers and a short look at the memory for every full check; `soak_screens.py` is longer."""

import gc
import importlib.util
import os
from pathlib import Path

import pytest

# what a heap may keep of its pieces; a drawing that is kept is 50 to 1,000 KB a change
ROOM_MB = 16


@pytest.mark.full
def test_ten_thousand_random_events_stay_our_window(hand, samples):
    file = Path(__file__).with_name("test_touch.py")
    spec = importlib.util.spec_from_file_location("test_touch_for_endurance", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    views = [view for language in ("nl", "ar") for _, view in samples.views(language)]
    module.storm(hand, views, events=10_000, seed=11)


@pytest.mark.full
def test_each_screen_some_times_needs_no_more_memory(hand, samples):
    flat(hand, samples, warm=100, more=250)


def resident_mb():
    """What is in memory now, at rest: a peak would hide that nothing came back."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def flat(hand, samples, *, warm, more):
    """Screens change `warm` and then `more` times; the memory in use stays where it was."""
    views = [view for _, view in samples.views("nl")]

    def turn(count):
        for number in range(count):
            hand.stage.show(views[number % len(views)])
            hand.passes(0.05)
        return resident_mb()

    before, after = turn(warm), turn(more)
    print(f"resident memory: {before:.1f} MB after {warm} screens, {after:.1f} MB after {warm + more}")
    assert after - before < ROOM_MB
