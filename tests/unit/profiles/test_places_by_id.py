"""A kiosk's own layer says of one place what differs; the other places, and the rest of this one, are the town's."""

from datetime import date

import pytest

from kiosk.profiles.loader import check, load
from kiosk.profiles.problems import ProfileError

TODAY = date(2026, 11, 22)
FRIDAY = '[[places]]\nid = "gentbrugge"\n\n[places.opening]\nfriday = ["09:00-12:00"]\nsource = "own"\n'


@pytest.fixture
def layer(tmp_path):
    def make(text):
        path = tmp_path / "kiosk.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_one_day_of_one_place_is_changed_and_nothing_else(layer):
    town, here = load("gent", today=TODAY), load("gent", kiosk_layer=layer(FRIDAY), today=TODAY)
    assert [place.id for place in here.places] == [place.id for place in town.places]
    changed = here.place("gentbrugge")
    assert [(each.begins.hour, each.ends.hour) for each in changed.opening.friday] == [(9, 12)]
    assert changed.opening.monday == town.place("gentbrugge").opening.monday
    others = [place for place in town.places if place.id != "gentbrugge"]
    assert [place for place in here.places if place.id != "gentbrugge"] == others
    assert changed.model_copy(update={"opening": None}) == town.place("gentbrugge").model_copy(update={"opening": None})


def test_every_value_names_the_file_that_says_it(layer):
    here = load("gent", kiosk_layer=layer(FRIDAY), today=TODAY)
    assert here.source("places.gentbrugge.opening.friday").file == "kiosk.toml"
    assert here.source("places.gentbrugge.opening.monday").file == "gent.toml"
    assert here.source("places.gentbrugge.access").page == "000"
    assert here.source("places.rabot.opening").file == "gent.toml"


def test_the_shipped_profile_is_not_changed_by_it(layer):
    before = load("gent", today=TODAY)
    load("gent", kiosk_layer=layer(FRIDAY), today=TODAY)
    assert load("gent", today=TODAY) == before


def test_a_misspelt_place_is_no_second_building(layer):
    with pytest.raises(ProfileError) as refused:
        load("gent", kiosk_layer=layer(FRIDAY.replace("gentbrugge", "gentbruge")), today=TODAY)
    said = {f"{error.code} {error.key}": error.message for error in refused.value.errors}
    assert "did you mean 'gentbrugge'?" in said["MISSING_PLACE places.gentbruge"]


def test_a_place_twice_in_one_file_is_still_a_mistake(layer):
    with pytest.raises(ProfileError, match="PLACE_TWICE"):
        load("gent", kiosk_layer=layer(FRIDAY + FRIDAY), today=TODAY)


def test_a_whole_place_more_may_stand_there(layer):
    more = (
        '[[places]]\nid = "loods"\nname = "Loods"\nsource = "own"\n\n[places.opening]\nmonday = ["09:00-12:00"]\n'
        'source = "own"\n\n[places.collection]\nmode = "walk_in"\nsource = "own"\n\n[places.access]\ndefault = "none"\n'
        'source = "own"\n'
    )
    assert load("gent", kiosk_layer=layer(more), today=TODAY).places[-1].id == "loods"


def test_a_mistake_in_the_layer_is_named_with_its_file(layer, shipped):
    path = layer(FRIDAY.replace("09:00-12:00", "12:00-09:00"))
    errors = check((shipped / "gent.toml",), TODAY, kiosk_layer=path).errors
    assert [(error.file, error.key.startswith("places.gentbrugge.opening.friday")) for error in errors] == [
        ("kiosk.toml", True)
    ]


def test_a_nested_table_names_the_file_that_says_its_values(layer):
    own = 'source = "own"\n\n[renewal.window]\nopens_days_before = 60\ncloses_days_before = 30\n'
    here = load("gent", kiosk_layer=layer(own), today=TODAY)
    assert here.source("renewal.window").page == "own"
    assert here.source("renewal.window").file == "kiosk.toml"
