"""The generated events are those of the catalogue, and the catalogue refuses what it must not hold."""

import pytest

from kiosk.events import generate
from kiosk.events.fields import TYPES
from kiosk.events.generated import CATALOGUE, Event


def test_generated_code_and_document_are_fresh():
    assert {path: path.read_text(encoding="utf-8") for path in generate.texts()} == generate.texts()


def test_only_a_stale_file_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(generate, "DOCUMENT", tmp_path / "EVENTS.md")
    assert generate.write() == [tmp_path / "EVENTS.md"]
    assert generate.write() == []


def test_every_event_has_an_entry():
    assert set(CATALOGUE) == set(Event)


@pytest.mark.parametrize("kind", sorted(TYPES))
@pytest.mark.parametrize(
    "personal",
    ["Amina Yilmaz", "91.08.17-123.12", "91081712365 ", "B021329690", "Kerkstraat 1", "a@b.example"],
)
def test_no_type_takes_a_detail_of_a_person(kind, personal):
    with pytest.raises(ValueError):
        TYPES[kind].check(personal)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[codes]\n[event.x]\nlevel="normal"\ntext="A."\nfields={name="text"}', "there is no type"),
        ('[codes]\n[event.x]\nlevel="normal"\ntext="A."\nfields={seq="count"}', "record's own"),
        ('[codes]\n[event.x]\nlevel="normal"\ntext="no sentence"\nfields={}', "sentence"),
        ('[codes]\n[event.X]\nlevel="normal"\ntext="A."\nfields={}', "event.X"),
        ('[codes.A]\ntext="A."\nvalues=["a"]\n[event]', "no event uses"),
        ('[codes.A]\ntext="A."\nvalues=["a", "a"]\n[event]', "different words"),
        ('[codes.A]\ntext="A."\nvalues=["A b"]\n[event]', "no word"),
        ("[codes]\n[event]\n[other]", "unknown tables"),
    ],
)
def test_a_catalogue_with_a_mistake_is_refused(tmp_path, text, says):
    source = tmp_path / "events.toml"
    source.write_text(text)
    with pytest.raises(generate.CatalogueError, match=says):
        generate.load(source)
