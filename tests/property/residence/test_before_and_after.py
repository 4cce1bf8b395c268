"""The tool that compares an older product with today's: what it names, what explains it, and that it asks the product as the rules are asked."""

import re
from pathlib import Path

from tests.property.residence.before_and_after import Cause, causes, differences, drawn, judged, told

CHANGELOG = Path(__file__).parents[3] / "CHANGELOG.md"


def test_a_sentence_that_differs_is_named_without_its_figures_and_days():
    before = [
        [("title", "Open until 17:00")],
        [("title", "Open until Monday 8 March 2027")],
        [("title", "Closed"), ("note", "Come back")],
    ]
    after = [
        [("title", "Open until 17:00")],
        [("title", "Open up to Tuesday 9 March 2027")],
        [("note", "Come back"), ("title", "Closed")],
    ]
    assert list(differences(before, after)) == [[], ["− title: Open until …", "+ title: Open up to …"], []]


def test_a_day_that_differs_in_the_same_words_is_a_difference_too():
    before, after = [[("title", "Ready on 8 March")]], [[("title", "Ready on 9 March")]]
    assert list(differences(before, after)) == [["− title: Ready on …", "+ title: Ready on …"]]


def _cause(**lists):
    made = {name: tuple(re.compile(each) for each in lists.get(name, ())) for name in ("says", "decides", "beside")}
    return Cause("a line", "TOWNS 1", **made)


def test_what_no_cause_explains_is_named_with_the_cases_that_have_it():
    cases = [["− body: A", "+ body: B"], ["+ body: B"], [], ["+ result: X", "+ body: C"]]
    spoken, decided = _cause(says=[r"− body: A"]), _cause(decides=[r"\+ result: X"])
    times, left = judged(cases, [spoken, decided])
    assert (times[spoken], times[decided], left) == (1, 1, {"+ body: B": [0, 1]})


def test_a_cause_that_stands_beside_another_difference_explains_nothing_alone():
    beside = _cause(says=[r"− body: Your card"], beside=[r"\+ body: The child's card"])
    both = ["− body: Your card", "+ body: The child's card"]
    assert beside.explains(both) == {"− body: Your card"}
    assert beside.explains(["− body: Your card"]) == set()


def test_every_cause_is_listed_in_the_changes_with_its_item():
    section = CHANGELOG.read_text("utf-8").split("\n## ")[1]
    changes = " ".join(section.split())
    assert [each.line for each in causes() if each.line not in changes] == []
    assert all(re.fullmatch(r"(ANSWERS|TOWNS|WORDS)( \d+)?", each.item) for each in causes())


def test_the_same_product_tells_the_same_and_every_part_of_it():
    lines = drawn(60, "test")
    once, again = list(told(lines)), list(told(lines))
    assert list(differences(once, again)) == [[]] * 60
    assert {part for case in once for part, _ in case} >= {"result", "title", "note", "price", "bring", "way", "ticket"}
