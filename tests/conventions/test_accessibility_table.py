"""docs/accessibility.md names a test for every item that a test can hold, and every test that it names exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "accessibility.md"
# measured on hardware or by a person alone
BY_PEOPLE = {"A21", "A30"}


def rows():
    found = {}
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and re.fullmatch(r"A\d\d", cells[0]):
            found[cells[0]] = (cells[2], re.findall(r"`(\w+)`", cells[3]))
    return found


@pytest.fixture(scope="module")
def tests():
    files = [file for file in (ROOT / "tests").rglob("test_*.py") if file.name != Path(__file__).name]
    return {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text("utf-8"))}


def test_all_thirty_two_are_there_and_each_has_its_test():
    table = rows()
    assert list(table) == [f"A{number:02d}" for number in range(1, 33)]
    assert {key for key, (how, _) in table.items() if "T" not in how} == BY_PEOPLE
    assert all(bool(named) == ("T" in how) for how, named in table.values())


def test_every_test_that_is_named_exists(tests):
    missing = {key: sorted(set(named) - tests) for key, (_, named) in rows().items() if set(named) - tests}
    assert missing == {}
