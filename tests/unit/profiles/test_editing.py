"""A file that is edited key by key: its order and remarks stay, what is typed is read, and every value comes back as it was."""

import datetime as dt

import pytest

from kiosk.profiles.editing import Form, Manuscript, fields_of, form_of, model_at, sections
from kiosk.profiles.loader import EXAMPLES, NAMES, path_of
from kiosk.residence.profile import Profile

TEXT = """\
id = "town"  # ours
# the doors
[photo]
bring = "always"  # since May

[[menu]]
id = "one"

[[menu]]
id = "two"

[[menu]]
id = "three"
"""


def rows(manuscript):
    """(path, class, row) of every table of the first level."""
    for name, model, mark, _ in sections():
        found = manuscript.plain.get(name)
        if mark == "[]":
            yield from (((name, at), model, row) for at, row in enumerate(found or ()))
        elif mark:
            yield from (((name, key), model, row) for key, row in (found or {}).items())
        elif found is not None:
            yield (name,), model, found


@pytest.mark.parametrize("name", [*NAMES, *EXAMPLES])
def test_what_the_form_shows_may_be_typed_and_means_the_same(name):
    manuscript = Manuscript(path_of(name).read_text("utf-8"))
    before, typed = manuscript.plain, 0
    for path, model, row in rows(manuscript):
        for field in fields_of(model, row):
            if field.value:
                manuscript.put((*path, field.key.name), field.value)
                typed += 1
    assert typed > 60
    assert manuscript.plain == before


def test_a_change_leaves_everything_else_as_it_was():
    manuscript = Manuscript(TEXT)
    manuscript.put(("photo", "bring"), "never")
    assert manuscript.text == TEXT.replace('"always"', '"never"')
    manuscript.put(("photo", "bring"), "")
    assert "bring" not in manuscript.plain["photo"]


def test_rows_are_added_moved_and_taken_away():
    manuscript = Manuscript(TEXT)
    manuscript.move(("menu", 2), -1)
    manuscript.move(("menu", 0), -1)
    assert [row["id"] for row in manuscript.plain["menu"]] == ["one", "three", "two"]
    manuscript.remove(("menu", 0))
    manuscript.add(("menu",))
    assert [row.get("id") for row in manuscript.plain["menu"]] == ["three", "two", None]
    assert manuscript.plain["menu"][2] == {"source": "own"}
    for _ in range(3):
        manuscript.remove(("menu", 0))
    assert "menu" not in manuscript.plain
    manuscript.add(("places",))
    manuscript.put(("places", 0, "opening", "monday"), "9-12")
    manuscript.put(("tickets", "classes", "P", "daily_cap"), "40")
    assert manuscript.plain["places"][0]["opening"] == {"monday": ["09:00-12:00"]}
    assert manuscript.plain["tickets"]["classes"]["P"]["daily_cap"] == 40


def test_a_day_is_closed_and_opened_again():
    manuscript = Manuscript(TEXT)
    manuscript.closing(dt.date(2027, 5, 7))
    manuscript.closing(dt.date(2027, 5, 6))
    assert manuscript.plain["closing_days"] == [dt.date(2027, 5, 6), dt.date(2027, 5, 7)]
    manuscript.closing(dt.date(2027, 5, 6))
    manuscript.closing(dt.date(2027, 5, 7))
    assert manuscript.plain == Manuscript(TEXT).plain


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("fees.amount_cents", Form.MONEY),
        ("photo.booth", Form.CHOICE),
        ("child_card.child_comes_to_collect", Form.CHOICE),
        ("menu.opens", Form.CHOICE),
        ("menu.label", Form.WORDS),
        ("names.annex", Form.WORDS),
        ("urgent.cutoff", Form.TIME),
        ("fees.valid_from", Form.DATE),
        ("places.closing_days", Form.DATES),
        ("bring.application", Form.LIST),
        ("collection.letter_days", Form.TOML),
        ("look.accent", Form.TEXT),
        ("tickets.retention_days", Form.NUMBER),
    ],
)
def test_each_kind_of_value_has_its_form(path, form):
    table, _, name = path.rpartition(".")
    assert form_of(model_at((table,)), name)[0] is form


@pytest.mark.parametrize(
    ("path", "said", "why"),
    [
        (("photo", "age"), "six", "whole number"),
        (("fees", 0, "amount_cents"), "much", "is no amount"),
        (("fees", 0, "valid_from"), "tomorrow", "is no date"),
        (("urgent", "cutoff"), "25:00", "is no time"),
        (("collection", "letter_days"), "[14", "is no value"),
        (("photo", "colour"), "red", "is no key of a profile"),
        (("nothing", "at"), "x", "is no table of a profile"),
        (("menu", 9, "id"), "x", "is not there"),
    ],
)
def test_what_means_nothing_is_said_and_changes_nothing(path, said, why):
    manuscript = Manuscript(TEXT + "\n[[fees]]\n")
    with pytest.raises(ValueError, match=why):
        manuscript.put(path, said)
    assert "[[fees]]" in manuscript.text


def test_a_text_that_is_no_toml_is_said():
    with pytest.raises(ValueError, match="is no TOML"):
        Manuscript("id = ")


def test_every_key_of_the_model_has_a_form():
    for _, model, _, _ in sections():
        for field in fields_of(model, {}):
            assert field.form in Form
    assert model_at(()) is Profile
