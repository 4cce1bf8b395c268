"""How long one answer takes, and loading with checking a profile: run by name, prints its figures.

.venv/bin/python -m pytest -q -s tests/bench/bench_rules.py
"""

from __future__ import annotations

import statistics
import time
from datetime import date, datetime
from pathlib import Path

import pytest

import kiosk.profiles
from kiosk.clock import BRUSSELS
from kiosk.i18n import texts
from kiosk.profiles import NAMES, check, load
from kiosk.residence import Facts, PartialDate, Service, answer
from kiosk.residence.vocabulary import CardStatus, Codes, Procedure
from kiosk.residence.words import describe

FOLDER = Path(kiosk.profiles.__file__).parent
NOW = datetime(2027, 2, 20, 10, tzinfo=BRUSSELS)
CASES = {
    "renew": Facts(service=Service.RENEW, document_type=33, valid_until=date(2027, 3, 31)),
    "urgent": Facts(service=Service.URGENT, children=4),
    "child": Facts(service=Service.CHILD, born=PartialDate.parse("2019-01-01")),
    "collect": Facts(
        service=Service.COLLECT,
        applied=date(2027, 1, 2),
        applied_at="gentbrugge",
        letter=date(2027, 1, 20),
        codes=Codes.YES,
        card_status=CardStatus.READY,
        procedure=Procedure.REGULAR,
    ),
}


def spread(work, rounds):
    """Median and 99 % of the wall clock, and the mean of the processor's own time (a busy machine does not count)."""
    took = []
    busy = time.process_time()
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    busy = (time.process_time() - busy) * 1000 / rounds
    took.sort()
    return statistics.median(took), took[int(len(took) * 0.99)], busy


@pytest.mark.parametrize("case", CASES)
def test_one_answer(case):
    profile = load("gent")
    facts = CASES[case]
    answer(facts, profile, NOW, clock_ok=True)
    median, slow, busy = spread(lambda: answer(facts, profile, NOW, clock_ok=True), 2000)
    told = answer(facts, profile, NOW, clock_ok=True)
    _, _, words = spread(lambda: describe(told, facts, texts("en"), profile), 1000)
    print(
        f"\nanswer {case}: processor {busy:.3f} ms, wall clock median {median:.3f} ms, 99 % {slow:.3f} ms (limit 1 ms);"
        f" its words {words:.3f} ms"
    )


@pytest.mark.parametrize("name", NAMES)
def test_load_and_check(name):
    load(name)
    median, slow, busy = spread(lambda: load(name), 40)
    _, _, checked = spread(lambda: check((FOLDER / f"{name}.toml",)), 40)
    print(
        f"\nload {name} (with its check): processor {busy:.1f} ms, wall clock median {median:.1f} ms, slowest {slow:.1f} ms"
        f" (limit 50 ms); check with notices {checked:.1f} ms"
    )
