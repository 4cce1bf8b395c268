"""A municipality's own files of an earlier release go on to work, and `kiosk profile check` says what is to be renamed."""

import shutil
from datetime import date

import pytest

from kiosk.base.i18n import texts
from kiosk.profiles.loader import check, load
from kiosk.residence.topics import information_pages

TODAY = date(2026, 11, 22)


@pytest.fixture
def before(shipped, tmp_path):
    """A profile and a knowledge layer of its own, with the keys of 0.2.0."""
    town = (shipped / "vlaams-voorbeeld.toml").read_text("utf-8")
    assert "police_if_damaged" in town
    path = tmp_path / "eigen.toml"
    renamed = town.replace("police_if_damaged", "police_maybe_if_damaged")
    path.write_text(renamed.replace('official_languages = ["nl"]', 'official_language = "nl"'), "utf-8")
    knowledge = (shipped / "university.toml").read_text("utf-8")
    (tmp_path / "university.toml").write_text(knowledge.replace("blue_card_years_in_eu = 5\n", ""), "utf-8")
    return path


def test_a_file_of_0_2_0_is_read_as_it_was_meant(before):
    assert load(before, today=TODAY).loss.police_if_damaged
    assert load(before, today=TODAY).official == ("nl",)


def test_what_has_another_name_today_is_told(before):
    result = check([before], TODAY)
    assert result.ok
    told = [(notice.key, notice.file) for notice in result.notices if notice.code == "OLD_NAME"]
    assert sorted(told) == [("loss.police_if_damaged", "eigen.toml"), ("municipality.official_languages", "eigen.toml")]
    assert "loss.police_maybe_if_damaged" in next(each.message for each in result.notices if each.code == "OLD_NAME")


def test_a_value_that_was_not_there_is_not_invented(before):
    pages = information_pages(texts("en"), load(before, today=TODAY))
    said = " ".join(sentence for page in pages for sentence in page.body)
    assert "lived in Belgium for the last 2 years" in said
    assert "years in the EU with a blue card" not in said
    keys = {notice.key for notice in check([before], TODAY).notices if notice.code == "NOT_SAID"}
    assert "long_term.blue_card_years_in_eu" in keys


def test_an_old_name_beside_the_new_one_is_a_slip(before):
    text = before.read_text("utf-8")
    before.write_text(
        text.replace("police_maybe_if_damaged", "police_if_damaged = true\npolice_maybe_if_damaged"), "utf-8"
    )
    assert [(str(error.code), error.key) for error in check([before], TODAY).errors] == [
        ("UNKNOWN_KEY", "loss.police_maybe_if_damaged")
    ]


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ("", ["controller", "officer", "page", "basis"]),
        ('controller = "Stad"\nbasis = "public_task"', ["officer", "page"]),
        ('controller = "Stad"\nofficer = "dpo@stad"\npage = "stad/data"\nbasis = "public_task"', []),
    ],
)
def test_what_a_profile_does_not_say_about_data_is_told(shipped, tmp_path, said, missing):
    path = tmp_path / "stad.toml"
    shutil.copy(shipped / "gent.toml", path)
    with path.open("a", encoding="utf-8") as file:
        file.write(f'\n[privacy]\n{said}\nsource = "own"\n')
    told = [notice.message for notice in check([path], TODAY).notices if notice.key == "privacy"]
    assert bool(told) is bool(missing)
    for name in ("controller", "officer", "page", "basis"):
        assert all((name in message) is (name in missing) for message in told)
