"""Less writing: ranges of weekdays, languages as a list, an offer that follows from the menu, a copy without another town's remarks."""

from datetime import date

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk as program
from kiosk.profiles.loader import check, load
from kiosk.profiles.notices import NoticeCode

TODAY = date(2026, 11, 22)
WEEK = "\n".join(f'{day} = ["09:00-17:00"]' for day in ("monday", "tuesday", "wednesday", "thursday", "friday"))


def loaded(path, **layers):
    return load(path, today=TODAY, **layers)


def test_a_range_of_weekdays_is_each_of_them(town):
    short = loaded(town((WEEK, 'monday-friday = ["09:00-17:00"]')))
    assert short.places == loaded(town()).places


def test_a_day_that_is_named_alone_stands_before_its_range(town, tmp_path):
    row = (WEEK, 'monday-friday = ["09:00-17:00"]\nwednesday = ["13:00-19:00"]')
    week = loaded(town(row)).places[0].opening
    assert [each.begins.hour for each in (week.tuesday[0], week.wednesday[0], week.thursday[0])] == [9, 13, 9]
    layer = tmp_path / "kiosk.toml"
    layer.write_text('[[places]]\nid = "stadskantoor"\n[places.opening]\nmonday-tuesday = []\nsource = "own"\n')
    week = loaded(town(row), kiosk_layer=layer).places[0].opening
    assert (week.monday, week.tuesday) == ((), ())
    assert week.wednesday[0].begins.hour == 13


def test_a_range_that_runs_backwards_is_no_range(refused):
    (error,) = refused((WEEK, 'friday-monday = ["09:00-17:00"]'))[:1]
    assert (str(error.code), error.key) == ("UNKNOWN_KEY", "places.stadskantoor.opening.friday-monday")


@pytest.fixture
def languages(shipped):
    text = (shipped / "gent.toml").read_text("utf-8")
    begins, ends = text.index("[[languages]]"), text.index("# --- places")
    return text[begins:ends]


def test_languages_may_be_a_list(town, refused, languages):
    head = ('id = "gent"\n', 'id = "gent"\nlanguages = ["nl", "fr", "uk"]\n')
    profile = loaded(town((languages, ""), head))
    assert [(each.code, each.unreviewed) for each in profile.languages] == [("nl", False), ("fr", False), ("uk", True)]
    (error,) = refused((languages, ""), (head[0], head[1].replace('"uk"', '"it"')))
    assert error.key == "languages.it"


def test_an_offer_that_is_not_said_is_what_the_menu_leads_to(town, shipped):
    text = (shipped / "gent.toml").read_text("utf-8")
    begins, ends = text.index("[offer]"), text.index("[[menu]]")
    without = loaded(town((text[begins:ends], "")))
    assert set(without.offered) == set(loaded(town()).offered)
    assert without.source("offer.services").page == "own"
    assert not [
        each for each in check([town((text[begins:ends], ""))], TODAY).notices if each.code is NoticeCode.NOT_REACHED
    ]


def test_a_copy_has_neither_header_nor_remarks_of_the_other_town(tmp_path):
    path = tmp_path / "mijnstad.toml"
    assert CliRunner().invoke(program, ["profile", "copy", "gent", str(path)]).exit_code == 0
    text = path.read_text("utf-8")
    assert text.startswith("# mijnstad: begun from gent.")
    assert 'id = "mijnstad"' in text
    assert "note =" not in text
    assert "pages 000 (newer)" not in text
    assert loaded(path).fees == loaded("gent").fees
