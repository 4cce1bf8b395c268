"""200,000 random fingers, and 2,000 screens in flat memory: `pytest tests/screens/soak_screens.py`."""

import importlib.util
from pathlib import Path


def _beside(name):
    file = Path(__file__).with_name(name)
    spec = importlib.util.spec_from_file_location(f"{file.stem}_for_soak", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_two_hundred_thousand_random_events_stay_our_window(hand, samples):
    views = [view for language in ("nl", "ar") for _, view in samples.views(language)]
    _beside("test_touch.py").storm(hand, views, events=200_000, seed=1)


def test_two_thousand_screens_need_no_more_memory(hand, samples):
    _beside("test_endurance.py").flat(hand, samples, warm=300, more=2_000)
