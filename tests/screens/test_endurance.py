"""A short storm of random fingers for every full check; `soak_screens.py` is longer and watches the memory."""

import importlib.util
from pathlib import Path

import pytest


@pytest.mark.full
def test_ten_thousand_random_events_stay_our_window(hand, samples):
    file = Path(__file__).with_name("test_touch.py")
    spec = importlib.util.spec_from_file_location("test_touch_for_endurance", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    views = [view for language in ("nl", "ar") for _, view in samples.views(language)]
    module.storm(hand, views, events=10_000, seed=11)
