"""The tool that compares an older product with today's: what it names, what explains it, and that it asks the product as the rules are asked."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.property.residence.before_and_after import CAUSES, Cause, causes, differences, drawn, judged, told

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


FACTS = ["gent", "2027-03-01 10:00:00", {"service": "renew", "place": "rabot"}, True]


def _cause(swaps=(), where=(), **lists):
    decides, says = (tuple(re.compile(each) for each in lists.get(name, ())) for name in ("decides", "says"))
    return Cause("a line", "TOWNS 1", decides, says, tuple(swaps), tuple(where))


def _judged(cases, *known):
    return judged([(case, FACTS) for case in cases], known)


def test_what_no_cause_explains_is_named_with_the_cases_that_have_it():
    cases = [["− body: A", "+ body: B"], ["+ body: B"], [], ["− result: W", "+ result: X", "+ body: C"]]
    spoken, decided = _cause(says=[r"− body: A"]), _cause(decides=[r"W > X"])
    times, left, several = _judged(cases, spoken, decided)
    assert (times[spoken], times[decided], left, several) == (1, 1, {"+ body: B": [0, 1]}, {})


def test_what_two_causes_explain_is_named_too():
    one, other = _cause(says=[r"\+ body: A"]), _cause(says=[r"\+ body: A", r"\+ body: B"])
    times, left, several = _judged([["+ body: A"], ["+ body: B"]], one, other)
    assert (times[one], times[other], left, several) == (1, 2, {}, {"+ body: A": [0]})


def test_other_words_in_the_same_sentence_are_of_the_cause_that_changed_them():
    swapping, saying = _cause(swaps=[("Your", "The child's")]), _cause(says=[r"\+ body: .*"])
    both = ["− body: Your card ends", "+ body: The child's card ends"]
    assert swapping.swapped(both) == set(both)
    assert swapping.swapped([both[0], "+ body: The child's card is new"]) == set()
    times, left, several = _judged([both], swapping, saying)
    assert (times[swapping], times[saying], left, several) == (1, 0, {}, {})


def test_another_answer_has_one_cause_whatever_its_parts_say():
    deciding, saying = _cause(decides=[r"W > X"]), _cause(says=[r"\+ body: .*"])
    times, left, several = _judged([["− result: W", "+ result: X", "+ body: B"]], deciding, saying)
    assert (times[deciding], times[saying], left, several) == (1, 0, {}, {})


@pytest.mark.parametrize(
    ("where", "times"),
    [
        (("town", ("gent",)), 1),
        (("town", ("leuven",)), 0),
        (("place/applied_at", ("rabot",)), 1),
        (("service", "*"), 1),
        (("children", "*"), 0),
    ],
)
def test_a_cause_holds_in_cases_with_its_facts_alone(where, times):
    counted, _, _ = _judged([["+ body: A"]], cause := _cause(says=[r"\+ body: A"], where=[where]))
    assert counted[cause] == times


def test_no_cause_names_any_sentence_at_all():
    """A star stands for a name or a letter inside a sentence: "± way: *" would be the cause of whatever differs."""
    rows = tomllib.loads(CAUSES.read_text("utf-8"))["cause"]
    said = [each for row in rows for each in row.get("says", ())]
    assert [
        each for each in said if each.endswith("*") or each.split(": ", 1)[1].startswith("*") or each.count("*") > 1
    ] == []
    assert all(row.get("says") or row.get("swaps") or row.get("decides") for row in rows)


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
