"""The tool that compares an older product with today's: what it names, and that it asks the product as the rules are asked."""

from tests.property.residence.before_and_after import differences, drawn, told


def test_a_sentence_that_differs_is_named_once_with_the_first_case_that_has_it():
    before = [
        [("title", "Open until 17:00")],
        [("title", "Open until 18:00")],
        [("title", "Closed"), ("note", "Come back")],
    ]
    after = [
        [("title", "Open until 17:00")],
        [("title", "Open up to 18:00")],
        [("note", "Come back"), ("title", "Closed")],
    ]
    equal, kinds, first = differences(before, after)
    assert equal == 2
    assert kinds == {("−", "title", "Open until …:…"): 1, ("+", "title", "Open up to …:…"): 1}
    assert set(first.values()) == {1}


def test_the_same_product_tells_the_same_and_every_part_of_it():
    lines = drawn(60, "test")
    once, again = list(told(lines)), list(told(lines))
    assert differences(once, again)[:2] == (60, {})
    assert {part for case in once for part, _ in case} >= {"result", "title", "note", "price", "bring", "way", "ticket"}
