"""A language of the table of languages that nobody has translated yet is no language that a town can offer."""

from datetime import date

from kiosk.base.languages import LANGUAGES
from kiosk.profiles import checks
from kiosk.profiles.loader import check

ROW = '\n[[languages]]\ncode = "prs"\nsource = "own"\n'


def test_a_language_without_a_catalogue_is_an_error(town, monkeypatch):
    monkeypatch.setattr(checks, "LANGUAGES", {**LANGUAGES, "prs": "دری"})
    (error,) = check([town(extra=ROW)], date(2026, 11, 22)).errors
    assert (str(error.code), error.key) == ("BAD_VALUE", "languages.prs")
    assert "no translations: its screens would be English" in error.message


def test_every_language_that_ships_passes(town):
    named = {each.key for each in check([town()], date(2026, 11, 22)).errors}
    assert not {key for key in named if key.startswith("languages")}
