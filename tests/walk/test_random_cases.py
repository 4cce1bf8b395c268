"""Random visits and facts: what is told never contradicts itself, and a run goes on where it was stopped."""

import json

import pytest

from kiosk.residence.vocabulary import ResultCode
from tests.walk.random_cases import CHUNK, chunk, run

# answers that both the dice of the facts and those of the visits must come to
OFTEN = {
    ResultCode.RENEW_TOO_EARLY,
    ResultCode.RENEW_OPEN,
    ResultCode.RENEW_LATE,
    ResultCode.EXPIRED,
    ResultCode.APPOINTMENT_REQUIRED,
    ResultCode.COLLECT_NOT_READY,
    ResultCode.WAIT_FOR_CODES,
    ResultCode.IN_PERSON_ONLY,
    ResultCode.POLICE_FIRST,
    ResultCode.URGENT_READY,
    ResultCode.CONTACT_US,
    ResultCode.ASK_AT_COUNTER,
}


def test_some_hundred_random_cases_are_told_without_a_contradiction():
    wrong, seen = chunk(14, 0)
    assert wrong == {}
    assert seen["visit"] > CHUNK / 5
    assert seen["facts"] > CHUNK / 3


@pytest.mark.full
def test_thirty_thousand_random_cases_are_told_without_a_contradiction():
    wrong, seen = run(30_000)
    assert wrong == {}
    assert set(seen) >= {code.value for code in OFTEN}


def test_the_same_seed_draws_the_same_cases():
    assert chunk(15, 3, 60) == chunk(15, 3, 60)
    assert chunk(15, 3, 60)[1] != chunk(15, 4, 60)[1]


def test_what_was_done_before_a_stop_is_not_done_again(tmp_path):
    kept = tmp_path / "kept.json"
    _, seen = run(100, jobs=1, kept=kept)
    marked = json.loads(kept.read_text("utf-8"))
    kept.write_text(json.dumps({**marked, "wrong": {"from before": "the stop"}}), "utf-8")
    assert run(100, jobs=1, kept=kept) == ({"from before": "the stop"}, seen)
    kept.write_text(json.dumps({**marked, "mark": "another product", "wrong": {"old": ""}}), "utf-8")
    assert run(100, jobs=1, kept=kept) == ({}, seen)
