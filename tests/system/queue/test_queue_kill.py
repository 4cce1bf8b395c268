"""kill -9 at every marked point and at random: nothing lost, nothing doubled, no unexplained gap (R116, Q02)."""

import pytest

from kiosk.queue.marks import MARKS


def test_there_are_at_least_twenty_marked_points_and_each_belongs_to_a_scenario(support):
    assert len(MARKS) == len(set(MARKS)) >= 20
    assert set(support("crash").SCENARIO) == set(MARKS)


@pytest.mark.parametrize("campaign_of", ["sqlite"], indirect=True)
def test_r116_a_kill_at_every_marked_point_loses_and_doubles_nothing(support, campaign_of):
    struck = support("crash").every_mark(campaign_of, 1)
    assert {mark for mark in MARKS if not struck[mark]} == set()


def test_r116_kills_at_random_moments_lose_and_double_nothing(support, campaign_of):
    assert support("crash").at_random(campaign_of, 6, seed=1) >= 4


@pytest.mark.full
def test_r116_five_kills_at_every_marked_point_and_fifty_at_random(support, campaign_of):
    struck = support("crash").every_mark(campaign_of, 5, seed=2)
    assert set(struck.values()) == {5}
    assert support("crash").at_random(campaign_of, 50, seed=3) >= 40
