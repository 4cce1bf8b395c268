"""A language of the table of languages that nobody has translated yet is no language that a town can offer."""

from kiosk.base import i18n
from kiosk.base.languages import LANGUAGES
from kiosk.profiles import checks

ROW = '\n[[languages]]\ncode = "prs"\nsource = "own"\n'


def test_a_language_without_a_catalogue_is_an_error(refused, monkeypatch):
    monkeypatch.setattr(checks, "LANGUAGES", {**LANGUAGES, "prs": "دری"})
    (error,) = refused(extra=ROW)
    assert (str(error.code), error.key) == ("BAD_VALUE", "languages.prs")
    assert "no translations: its screens would be English" in error.message


def test_a_language_whose_catalogue_says_nothing_is_an_error_and_one_that_says_a_word_is_none(
    refused, tmp_path, monkeypatch
):
    monkeypatch.setattr(checks, "LANGUAGES", {**LANGUAGES, "prs": "دری"})
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    catalogue = tmp_path / "prs" / "LC_MESSAGES" / "kiosk.po"
    catalogue.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    empty = f'{head}\nmsgid "Stop"\nmsgstr ""\n\nmsgid "{{count}} day"\nmsgid_plural "{{count}} days"\nmsgstr[0] ""\n'
    catalogue.write_text(empty, "utf-8")
    mine = [each for each in refused(extra=ROW) if each.key == "languages.prs"]
    assert ["kiosk.po says nothing yet" in each.message for each in mine] == [True]
    assert mine[0].line
    for said in (empty.replace('msgstr ""\n\nmsgid "{', 'msgstr "ایست"\n\nmsgid "{'), empty + '"روز"\n'):
        catalogue.write_text(said, "utf-8")
        assert "languages.prs" not in {each.key for each in refused(extra=ROW)}


def test_every_language_that_ships_passes(refused):
    named = {each.key for each in refused()}
    assert not {key for key in named if key.startswith("languages")}
