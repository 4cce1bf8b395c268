"""The reference of docs/profiles.md: every key of the model, each example is one that the model takes, nothing is stale."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from kiosk.commands.docsprofile import keys
from kiosk.commands.documents import between
from kiosk.commands.output import CommandProblem
from kiosk.profiles import reference
from kiosk.residence.profile import Profile

ROOT = Path(__file__).parents[3]
EXAMPLES = [(sheet, key) for sheet in reference.sheets() for key in sheet.keys]


@pytest.fixture
def rows(tmp_path, monkeypatch):
    """keys.toml as a text that a test may change."""

    def changed(old, new):
        text = reference.KEYS.read_text("utf-8")
        assert text.count(old) == 1
        other = tmp_path / "keys.toml"
        other.write_text(text.replace(old, new), "utf-8")
        monkeypatch.setattr(reference, "KEYS", other)
        reference.sheets.cache_clear()

    yield changed
    reference.sheets.cache_clear()


@pytest.mark.parametrize(("sheet", "key"), EXAMPLES, ids=lambda each: getattr(each, "name", ""))
def test_what_an_example_shows_may_be_written(sheet, key):
    value = tomllib.loads(f"value = {key.example}")["value"]
    TypeAdapter(sheet.model.model_fields[key.name].rebuild_annotation()).validate_python(value)


def test_a_key_of_the_model_without_a_meaning_is_named(rows):
    rows('accent = ["the colour', 'accents = ["the colour')
    with pytest.raises(reference.ReferenceGap, match=r"Look\.accent"):
        reference.sheets()


def test_a_meaning_of_no_key_is_named(rows):
    rows("[Staff]\n", '[Staff]\nfax = ["a", "b", "c"]\n')
    with pytest.raises(reference.ReferenceGap, match=r"Staff\.fax"):
        reference.sheets()


def test_every_table_and_key_stands_on_the_page():
    page = (ROOT / "docs" / "profiles.md").read_text("utf-8")
    assert between(ROOT / "docs" / "profiles.md", "keys", keys()) == page
    for name in Profile.model_fields:
        assert re.search(rf"`{name}`|\[{name}[].]", page), name
    for sheet, key in EXAMPLES:
        assert f"| `{key.name}` | {key.meaning} |" in page, sheet.model


def test_a_page_that_lost_its_marks_is_told(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# A page\n")
    with pytest.raises(CommandProblem, match=r"page\.md has lost its lines"):
        between(page, "keys", "made")
