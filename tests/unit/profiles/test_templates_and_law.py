"""What holds in all of Belgium names the law, not a town; a template of each language regime is a profile that says nothing yet."""

import tomllib
from datetime import date

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk as program
from kiosk.profiles.loader import NAMES, TEMPLATES, check, load, to_begin_with
from kiosk.profiles.notices import NoticeCode
from kiosk.residence.cardtypes import LETTERS

TODAY = date(2026, 11, 30)
REGIMES = {"flemish": ("nl",), "brussels": ("fr", "nl"), "walloon": ("fr",), "german-speaking": ("de",)}


@pytest.fixture
def national(shipped):
    return tomllib.loads((shipped / "national.toml").read_text("utf-8"))


def test_the_national_layer_names_no_page_of_a_town(national):
    assert not [name for name, page in national["sources"].items() if "town" in page or name.isdigit()]
    assert "University" not in str(national)


@pytest.mark.parametrize(
    ("key", "page"),
    [
        ("renewal.window", "foreigners-decree"),
        ("annex_15", "foreigners-decree"),
        ("renewal.approval_letters", "foreigners-act"),
        ("renewal.in_person", "permit-regulation"),
        ("child_card.re_entry_proof", "borders-code"),
        ("child_card.max_years", "children-decree"),
        ("loss.doc_stop", "docstop"),
        ("pin.max_digits", "card"),
        ("calendar.country", "holidays"),
    ],
)
def test_a_town_that_says_nothing_is_told_by_law(key, page):
    assert load(to_begin_with("walloon"), today=TODAY).source(key).page == page


def test_what_the_university_alone_says_is_told_where_its_file_is_named(tmp_path):
    plain = to_begin_with("walloon").read_text("utf-8")
    own = tmp_path / "own.toml"
    own.write_text(plain, "utf-8")
    assert load(own, today=TODAY).annex_15.letters == ("A",)
    own.write_text(plain.replace('id = "walloon"', 'id = "walloon"\nknowledge = ["university"]'), "utf-8")
    with_it = load(own, today=TODAY)
    assert with_it.annex_15.letters == ("A", "B", "F")
    assert with_it.renewal.window.letters == ("A", "B")
    assert with_it.source("annex_15").page == "004"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_can_be_used_at_once_and_promises_nothing(tmp_path, name):
    own = tmp_path / "mytown.toml"
    assert CliRunner().invoke(program, ["profile", "copy", name, str(own)]).exit_code == 0
    found = check([own], TODAY)
    assert found.errors == ()
    profile = load(own, today=TODAY)
    assert profile.official == REGIMES[name]
    assert [each.code for each in profile.languages][: len(profile.official)] == list(profile.official)
    assert all(row.unstated for row in profile.fees)
    assert not profile.stated(f"places.{profile.places[0].id}.opening")
    assert profile.urgent.cutoff is None
    # every table of the town's own is listed until a page says it
    listed = {each.key.partition(".")[0] for each in found.notices if each.code is NoticeCode.ASSUMPTION}
    assert {"municipality", "places", "fees", "photo", "menu"} <= listed


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_menus_of_a_template_lead_to_every_service_that_is_offered(name):
    codes = {each.code for each in check([to_begin_with(name)], TODAY).notices}
    assert NoticeCode.NOT_REACHED not in codes
    assert NoticeCode.NOT_TRANSLATED not in codes
    assert NoticeCode.UNKNOWN_TEXT not in codes


def test_a_profile_is_told_what_each_layer_below_says_for_it():
    said = {each.key: each.message for each in check([to_begin_with("walloon")], TODAY).notices}
    assert "renewal, annex_15" in said["national.toml"]
    said = {each.key: each.message for each in check([to_begin_with("gent")], TODAY).notices}
    assert "long_term" in said["university.toml"]


def test_a_copy_of_a_towns_profile_is_told_whose_pages_it_holds(tmp_path):
    own = tmp_path / "mytown.toml"
    for name in NAMES:
        own.unlink(missing_ok=True)
        CliRunner().invoke(program, ["profile", "copy", name, str(own)])
        keys = {each.key for each in check([own], TODAY).notices if each.code is NoticeCode.INHERITED}
        assert [key for key in keys if key.startswith("sources.")]
    itself = {each.key for each in check([to_begin_with("leuven")], TODAY).notices}
    assert not [key for key in itself if key.startswith("sources.")]


def test_an_unknown_name_is_answered_with_those_that_there_are(tmp_path):
    found = CliRunner().invoke(program, ["profile", "copy", "bruges", str(tmp_path / "own.toml")])
    assert found.exit_code == 2
    assert "german-speaking" in found.output


def test_every_card_has_a_name_by_law(national):
    assert {row["letter"] for row in national["card_names"]} == LETTERS
    assert {row["source"] for row in national["card_names"]} == {"foreigners-decree"}
