"""The hidden gesture among the touches that make it."""

import pytest

from kiosk.views.touches import Touched

pytestmark = pytest.mark.full


def test_touches_that_are_heard_after_the_door_came_up_begin_no_visit_behind_it(bench):
    bench.kiosk.input(Touched())
    bench.session.gesture()
    bench.turn()
    assert bench.view().typed == 0
    assert bench.kiosk.runner.state.visit is None
