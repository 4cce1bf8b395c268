"""200,000 random fingers, and 2,000 screens in flat memory: `pytest tests/screens/soak_screens.py`."""

import importlib.util
import resource
from pathlib import Path


def _storm():
    file = Path(__file__).with_name("test_touch.py")
    spec = importlib.util.spec_from_file_location("test_touch_for_soak", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.storm


def test_two_hundred_thousand_random_events_stay_our_window(hand, samples):
    views = [view for language in ("nl", "ar") for _, view in samples.views(language)]
    _storm()(hand, views, events=200_000, seed=1)


def test_two_thousand_screens_need_no_more_memory(hand, samples):
    views = [view for _, view in samples.views("nl")]

    def turn(count):
        for number in range(count):
            hand.stage.show(views[number % len(views)])
            hand.wait(0.05)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

    before = turn(300)
    after = turn(2_000)
    print(f"resident memory: {before} MB after 300 screens, {after} MB after 2,300")
    assert after - before < 40
