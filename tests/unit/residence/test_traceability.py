"""docs/requirements.md is read here: no rule without a row, no row without a test, no number that a profile lacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.residence.vocabulary import Note, ResultCode, TicketClass

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
TESTS = ROOT / "tests"


def table(letter):
    rows = [
        line.strip().strip("|").split("|") for line in TEXT.splitlines() if re.match(rf"\| {letter}\d{{1,3}} \|", line)
    ]
    return [[cell.strip() for cell in row] for row in rows]


def named_by_tests():
    """Every row that a test names: in its name, its docstring or its body."""
    named = set()
    for path in TESTS.rglob("test_*.py"):
        if path.name != Path(__file__).name:
            named |= set(
                re.findall(r"(?<![A-Z0-9])R\d{3}(?!\d)", path.read_text(encoding="utf-8").replace("_", " ").upper())
            )
    return named


def test_every_rule_and_row_is_there_once():
    assert [row[0] for row in table("S")] == [f"S{number:03}" for number in range(1, 134)]
    assert [row[0] for row in table("R")] == [f"R{number:03}" for number in range(1, 142)]
    assert [row[0] for row in table("X")] == [f"X{number}" for number in range(1, 16)]


def test_every_rule_stands_in_a_row_or_is_help_text():
    in_rows = set(re.findall(r"S\d{3}", " ".join(row[2] for row in table("R"))))
    help_only = set(re.findall(r"S\d{3}", TEXT.split("## 3. Help text only")[1].split("## 4.")[0]))
    assert {row[0] for row in table("S")} == in_rows | help_only
    assert in_rows & help_only == set()


def test_every_row_has_a_test():
    missing = {row[0] for row in table("R")} - named_by_tests()
    assert missing == set()


def test_every_row_of_the_rules_has_a_test_of_its_name():
    names = " ".join(
        re.findall(
            r"def (test_\w+)",
            " ".join(
                path.read_text(encoding="utf-8")
                for room in ("residence", "profiles")
                for path in (TESTS / "unit" / room).glob("test_*.py")
            ),
        )
    )
    missing = [row[0] for row in table("R") if row[1] == "rules" and f"_{row[0]}" not in names]
    assert missing == []


def test_every_contradiction_has_a_test():
    source = (Path(__file__).parent / "test_contradictions.py").read_text(encoding="utf-8")
    assert [row[0] for row in table("X") if f"def test_{row[0]}_" not in source] == []


def held():
    for rule, page, _, values, _told in table("S"):
        for entry in filter(None, (part.strip() for part in values.split(";"))):
            found = re.fullmatch(r"([a-z-]+): ([a-z0-9_.-]+) = (.+)", entry)
            assert found, entry
            yield pytest.param(page, *found.groups(), id=f"{rule}-{found[2]}")


@pytest.mark.parametrize(("page", "name", "key", "expected"), list(held()))
def test_R128_every_number_of_a_page_is_held_by_a_profile(profile_of, page, name, key, expected):
    profile = profile_of(name)
    if key.endswith(".count"):
        assert str(len(getattr(profile, key.removesuffix(".count")))) == expected
        return
    value = profile
    for part in key.split("."):
        if isinstance(value, tuple):
            value = next((row for row in value if getattr(row, "id", None) == part), None) or value[int(part)]
        else:
            value = getattr(value, part)
    shown = f"({', '.join(map(str, value))})" if isinstance(value, tuple) else str(value)
    assert shown == expected
    assert profile.source(key).page == page or key in SHARED


# values that two pages state; the profile names the newer one, or the law
SHARED = {
    "pin.max_digits",
    "renewal.approval_letters",
    "renewal.window.opens_days_before",
    "renewal.window.closes_days_before",
    "child_card.age_limit",
    "knowledge_facts.stay_without_card_months",
    "places.wondelgem.collection.mode",
    "places.nieuw-gent.collection.mode",
    "switch.mail",
    "pin.min_digits",
}


def test_rules_with_a_number_name_their_value():
    """A rule of the pages that states a number is not allowed to leave the last column empty."""
    numbers = re.compile(r"\b(\d+|one|two|three|six|nine|twelve|eighteen|four|five|fourteen)\b", re.IGNORECASE)
    harmless = {"S003", "S013", "S017", "S018", "S022", "S024", "S096", "S098", "S104", "S108", "S110", "S111", "S112"}
    harmless |= {"S097", "S115", "S128", "S036", "S049", "S091", "S064", "S107", "S009"}
    silent = [
        row[0]
        for row in table("S")
        if not row[3] and numbers.search(row[2].replace("one's", "")) and row[0] not in harmless
    ]
    assert silent == []


def test_the_closed_lists_are_complete():
    # fifty-two of the pages, and seven for what other towns may say
    assert len(Note) == 59
    # the last three are a town's own
    assert {member.value for member in TicketClass} == set("GPRSTUVWXZOQY")
    assert {"RENEW_OPEN", "COLLECT_NOW", "URGENT_READY", "CHECKIN_NOT_FOUND", "CAP_REACHED"} <= set(ResultCode)
    assert len(ResultCode) == 58


def test_no_two_tests_of_the_rows_share_a_name():
    names = [
        name
        for path in Path(__file__).parent.glob("test_rows_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    ]
    assert len(names) == len(set(names))
