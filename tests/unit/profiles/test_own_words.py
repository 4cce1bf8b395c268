"""Words of the town: by language, with a known English word or without; names of doors keep what stands on them (TOWNS 2, 7)."""

from datetime import date

import pytest

from kiosk.base.i18n import texts
from kiosk.profiles.loader import check
from kiosk.profiles.problems import NoticeCode
from kiosk.residence.labels import PROFILE_LABELS
from kiosk.residence.names import own_name, own_words
from tests.support.towns import town

DAY = date(2026, 11, 22)
COUNTER = {"text": "Collection counter", "nl": "Afhaalbalie Burgerzaken"}
BOTH = {"text": "Reception", "fr": "Accueil Population", "nl": "Onthaal Bevolking"}


@pytest.mark.parametrize(
    ("words", "official", "language", "label", "name"),
    [
        (COUNTER, ("nl",), "nl", "Afhaalbalie Burgerzaken", "Afhaalbalie Burgerzaken"),
        (COUNTER, ("nl",), "en", "Collection counter", "Collection counter (Afhaalbalie Burgerzaken)"),
        (COUNTER, ("nl",), "es", "Ventanilla de recogida", "Ventanilla de recogida (Afhaalbalie Burgerzaken)"),
        (BOTH, ("fr", "nl"), "fr", "Accueil Population", "Accueil Population"),
        (BOTH, ("fr", "nl"), "en", "Reception", "Reception (Accueil Population / Onthaal Bevolking)"),
        (BOTH, ("fr",), "nl", "Onthaal Bevolking", "Onthaal Bevolking (Accueil Population)"),
        ({"nl": "Burgerzaken"}, ("nl",), "pl", "Burgerzaken", "Burgerzaken"),
        ({"nl": "Burgerzaken", "en": "Civil Affairs"}, ("nl",), "en", "Civil Affairs", "Civil Affairs (Burgerzaken)"),
        ("Entrance", ("nl",), "nl", "Ingang", "Ingang"),
        ("Loket 12", ("nl",), "fr", "Loket 12", "Loket 12"),
    ],
)
def test_a_label_and_a_name_in_the_readers_language(words, official, language, label, name):
    profile = town(*official)
    assert own_words(texts(language), words, profile) == label
    assert own_name(texts(language), words, profile) == name


def checked(tmp_path, shipped, before, after):
    text = (shipped / "gent.toml").read_text("utf-8")
    assert before in text
    own = tmp_path / "own.toml"
    own.write_text(text.replace(before, after, 1), "utf-8")
    found = check((own,), DAY)
    return [each.message for each in found.errors], [
        each.message for each in found.notices if each.code in {NoticeCode.UNKNOWN_TEXT, NoticeCode.NOT_TRANSLATED}
    ]


def test_words_by_language_need_no_translation_and_the_known_word_beside_them_is_suggested(tmp_path, shipped):
    label = 'label = { fr = "Mon titre de séjour", nl = "Mijn verblijfskaart" }'
    errors, notices = checked(tmp_path, shipped, 'label = "My residence card"', label)
    assert errors == []
    assert [each.startswith("no words in en, de, tr") for each in notices] == [True]
    assert 'write text = "My residence card"' in notices[0]
    both = 'label = { text = "My residence card", nl = "Mijn kaart" }'
    assert checked(tmp_path, shipped, 'label = "My residence card"', both) == ([], [])


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ('"My residence cards"', "did you mean 'My residence card'?"),
        ('{ text = "My residence cards", nl = "Mijn kaart" }', "did you mean 'My residence card'?"),
        ('"Mon titre de séjour"', 'write text = "My residence card"'),
        ('"Mijn dossier"', 'say it by language: { nl = "…", fr = "…" }'),
    ],
)
def test_a_word_without_translations_is_a_notice_that_says_what_to_write(tmp_path, shipped, label, said):
    errors, notices = checked(tmp_path, shipped, 'label = "My residence card"', f"label = {label}")
    assert errors == []
    assert len(notices) == 1
    assert said in notices[0]


@pytest.mark.parametrize("label", ["{}", '{ dutch = "Mijn kaart" }', '{ nl = "" }'])
def test_words_that_are_no_words_are_an_error(tmp_path, shipped, label):
    errors, _ = checked(tmp_path, shipped, 'label = "My residence card"', f"label = {label}")
    assert len(errors) == 1
    assert "by language: {" in errors[0]


def test_every_known_word_is_in_the_tutorial(shipped):
    page = (shipped.parents[1] / "docs" / "profiles.md").read_text("utf-8")
    assert [word for word in PROFILE_LABELS if f"`{word}`" not in page] == []


def test_words_without_the_official_language_are_refused(town):
    label = 'label = { fr = "Mon titre" }'
    result = check([town(('label = "My residence card"', label))], DAY)
    assert [(each.code, each.key) for each in result.errors] == [("MISSING_KEY", "menu.card.label.nl")]


def test_a_department_without_the_official_language_is_refused(town):
    text = town().read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("department"))
    result = check([town((line, 'department = { fr = "Population" }'))], DAY)
    assert [(each.code, each.key) for each in result.errors] == [("MISSING_KEY", "municipality.department.nl")]
