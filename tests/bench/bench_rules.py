"""How long one answer takes, its words, and loading with checking a profile, beside a bare reading of the same files.

Processor time; the clock is a note, because it shows how busy the machine was.  An answer at most 1 ms in 99 % of 2,000;
a profile loaded with its check at most 50 ms in the slowest of 40.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import kiosk.profiles
from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.profiles.loader import NAMES, check, load, watched_files
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.vocabulary import CardStatus, Codes, Procedure, Service
from kiosk.residence.words import describe
from tests.bench.frame import Row, Run, at_most
from tests.bench.measure import Times, spread

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
BARE = "tomllib on the same files"


def clock(times: Times) -> str:
    """What a clock on the wall saw."""
    return f"clock: median {times.median:.3f}, 99 % {times.share(0.99):.3f}, longest {times.longest:.3f} ms"


def answers(run: Run) -> Iterator[Row]:
    """Each case, and its words."""
    profile = load("gent")
    for case, facts in CASES.items():
        told = answer(facts, profile, NOW, clock_ok=True)
        describe(told, facts, texts("en"), profile)
        busy, took = spread(lambda facts=facts: answer(facts, profile, NOW, clock_ok=True), run.rounds(2000, 100))
        yield Row(f"answer {case}, 99 %", busy.share(0.99), "ms", limit=at_most(1), note=clock(took))
        yield Row(f"answer {case}, median", busy.median, "ms")
        busy, took = spread(
            lambda told=told, facts=facts: describe(told, facts, texts("en"), profile), run.rounds(1000, 50)
        )
        yield Row(f"words of {case}, median", busy.median, "ms", note=clock(took))


def profiles(run: Run) -> Iterator[Row]:
    """Each profile that ships, beside tomllib on its layers."""
    for name in NAMES:
        files = (FOLDER / "national.toml", *watched_files(name, None))

        def read(files=files):
            return [tomllib.loads(file.read_text("utf-8")) for file in files]

        load(name)
        busy, took = spread(lambda name=name: load(name), run.rounds(40, 5))
        bare, _ = spread(read, run.rounds(40, 5))
        full, _ = spread(lambda name=name: check((FOLDER / f"{name}.toml",)), run.rounds(40, 5))
        what = f"load {name} with its check"
        yield Row(f"{what}, longest", busy.longest, "ms", bare.longest, BARE, at_most(50), clock(took))
        yield Row(f"{what}, median", busy.median, "ms", bare.median, BARE)
        yield Row(f"check {name} with notices, median", full.median, "ms", bare.median, BARE)


def rows(run: Run) -> Iterator[Row]:
    """Answers, then profiles."""
    yield from answers(run)
    yield from profiles(run)
