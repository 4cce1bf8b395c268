"""What a walk works out once is what it would have worked out each time."""

import pytest

from kiosk.residence import engine
from kiosk.residence.vocabulary import Service
from kiosk.visit.tour.walker import walk
from tests.walk.once import worked_out_once
from tests.walk.walks import ADULT, few, idle


def told(name):
    start = idle(name)
    somebody = next(each for each in few(start) if each.name == ADULT)
    return [
        (each.way, each.sentences, each.buttons, each.visit.answer) for each in walk(start, somebody, only=Service.LOST)
    ]


@pytest.mark.parametrize("name", ["gent", "leuven"])
def test_nobody_is_told_anything_else(name):
    each_time, answer = told(name), engine.answer
    with worked_out_once():
        assert told(name) == each_time
    assert engine.answer is answer
