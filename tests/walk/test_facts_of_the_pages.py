"""Every fact of the five pages (docs/pages.toml) is told on a screen that a finger, a card and an office reach."""

import re
from pathlib import Path

import pytest

from kiosk.commands.docstold import facts, requirements, told

DOCS = Path(__file__).parents[2] / "docs"
FACTS = facts(DOCS / "pages.toml")
# sentences of each page as they were counted
COUNTS = {"000": 42, "001": 22, "002": 32, "003": 11, "004": 21}
TOLD = [pytest.param(fact, id=f"{fact.page}.{fact.number} {fact.fact}") for fact in FACTS if not fact.why]


@pytest.mark.parametrize("fact", TOLD)
def test_it_is_told(fact):
    found = told(fact)
    assert found is not None, f"no screen of {fact.at} tells {fact.by}: {fact.fact} {fact.says}"


def test_no_sentence_is_missing_and_few_concern_nobody():
    rows = {(fact.page, fact.number) for fact in FACTS}
    assert sorted(rows) == [(page, number) for page, count in COUNTS.items() for number in range(1, count + 1)]
    reasons = [fact for fact in FACTS if fact.why]
    assert len(reasons) <= 15
    assert all(fact.why and not fact.says for fact in reasons)


def test_every_rule_has_a_fact():
    text = (DOCS / "requirements.md").read_text("utf-8")
    rules = set(re.findall(r"^\| (S\d{3}) \|", text, re.MULTILINE))
    assert {rule for fact in FACTS for rule in fact.rules} == rules


def test_a_fact_that_no_screen_tells_is_seen_in_the_document():
    row = next(fact for fact in FACTS if fact.rules == ("S009",))
    silent = [type(row)(row.page, row.number, row.rules, row.fact, row.at, row.by, ("nobody says this",))]
    assert told(silent[0]) is None
    line = next(
        line for line in requirements(DOCS / "requirements.md", tuple(silent)).splitlines() if "| S009 |" in line
    )
    assert line.endswith("| told nowhere |")
