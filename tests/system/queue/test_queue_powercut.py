"""Power cuts by a model: unsynced writes are dropped, kept or torn; what was promised is there (T18, Q03)."""

import pytest


@pytest.fixture
def powercut(support):
    kit = support("powercut")
    if kit.compiler() is None:
        pytest.skip("no C compiler here to record what is written and synced")
    return kit


def test_after_a_power_cut_the_store_opens_and_holds_what_was_promised(powercut, tmp_path):
    left = powercut.campaign(tmp_path, 12, tickets=24)
    assert len(set(left)) > 3  # the cuts fell at different moments


def test_the_model_notices_a_store_that_does_not_sync(powercut, tmp_path):
    _, before, recorded = powercut.record(tmp_path, 24)
    careless = [event for event in recorded if event.kind != "S"]
    files, promised = powercut.cut(before, careless, len(careless), powercut.random.Random(1))
    assert len(promised) == 24
    with pytest.raises((AssertionError, KeyError, AttributeError)):
        powercut.judge(files, promised, tmp_path / "judged")


@pytest.mark.full
def test_a_hundred_power_cuts(powercut, tmp_path):
    left = powercut.campaign(tmp_path, 100, seed=7, tickets=400)  # enough for checkpoints in the middle
    assert len(set(left)) > 50
