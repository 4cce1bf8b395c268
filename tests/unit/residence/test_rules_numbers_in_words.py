"""Sentences with a number: the right plural form in every language, and numbers and letters that stay as they are."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kiosk.base.bidi import plain
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES, Plural
from kiosk.commands import translations
from kiosk.residence import pages, refined, remarks, topics, wording
from kiosk.residence.ofchild import SAID_OF_CHILD
from kiosk.residence.words import say

# placeholders whose value is a count of something; all others are words, dates, times, letters or amounts
COUNTS = re.compile(r"\{\w*(month|year|day|week|minute|hour|digit|times|age|longest|altogether|required|counted)\w*\}")
NO_COUNT = {"{collect_last_open_day}", "{last_open_day}", "{first_open_day}", "{opens_weekday}", "{opening_day}"}
NO_COUNT |= {"{appointment_day}", "{ready_day}", "{day}", "{page}"}
NO_COUNT |= {"{first_day}", "{last_day}", "{walk_in_hours}", "{ages}", "{language}"}
PLURALS = {"nl": 2, "en": 2, "fr": 2, "de": 2, "tr": 1, "uk": 3, "ar": 6, "bg": 2, "es": 2, "pl": 3, "ro": 3}


def plurals():
    """Every sentence with a number that the rules can say."""
    found = {each for _, _, sentences in pages.PAGES for each in sentences if isinstance(each, Plural)}
    for words in (*wording.RESULTS.values(), *refined.BY_SERVICE.values()):
        found |= {each for each in words.body if isinstance(each, Plural)}
    found |= {each for each in SAID_OF_CHILD.values() if isinstance(each, Plural)}
    found |= {each for each in vars(remarks).values() if isinstance(each, Plural)}
    found |= {each for each in remarks.NOTES.values() if isinstance(each, Plural)}
    return found | {each for each in remarks.SITUATIONS.values() if isinstance(each, Plural)}


@pytest.fixture(scope="module")
def messages():
    return [message for message in translations.template() if message.id]


def test_no_message_holds_a_number_without_plural_forms(messages):
    single = [message.id for message in messages if isinstance(message.id, str)]
    bare = [each for each in single if {found[0] for found in COUNTS.finditer(each)} - NO_COUNT]
    assert bare == []
    assert len(plurals()) > 20


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_every_message_with_a_number_has_all_the_forms_of_its_language(messages, language):
    known = translations.load(language)
    assert known.num_plurals == PLURALS[language]
    for message in messages:
        if not isinstance(message.id, str):
            forms = known.get(message.id[0]).string
            assert len(forms) == PLURALS[language], message.id
            assert all(forms), message.id


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("count", [1, 2, 3, 5, 11, 21, 22, 60, 100, 101])
def test_each_sentence_says_its_number_or_the_word_for_it(language, count):
    t = texts(language)
    for message in plurals():
        said = say(t, message, {"pin_min": "4", "letter_first": "4", "window_opens": "4"}, {message.number: count})
        assert said
        assert "{" not in said
        if count > 2:
            assert t.number(count) in said, said


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("nl", {1: "1 maand oud", 6: "6 maanden oud"}),
        ("fr", {1: "1 mois", 6: "6 mois"}),
        ("uk", {1: "1 місяць тому.", 2: "2 місяці тому.", 6: "6 місяців тому.", 21: "21 місяць тому."}),
        ("pl", {1: "1 miesiąc.", 3: "3 miesiące.", 6: "6 miesięcy.", 22: "22 miesiące."}),
        ("ro", {1: "1 lună.", 6: "6 luni.", 24: "24 de luni."}),
        ("ar", {1: "شهر واحد", 2: "شهرين", 6: "6 أشهر", 12: "12 شهراً", 100: "100 شهر."}),
    ],
)
def test_the_age_of_a_photo_in_the_forms_of_a_language(language, forms):
    for count, form in forms.items():
        assert form in plain(say(texts(language), remarks.PHOTO_MAX_AGE, {}, {"photo_months": count}))


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_R108_a_half_month_is_among_the_missing_ones(ask, language):
    told = ask("gent", "2027-02-20T10:00", service="long-term", months=(60, 1, 0))
    assert told.told.params.counted_months == 59.5
    said = " ".join(told.words(language).body)
    assert "59" in said
    assert "59.5" not in said
    assert texts(language).ngettext("{count} month is missing.", "{count} months are missing.", 1) in said


def test_amounts_are_exact_at_any_size():
    t = texts("nl")
    assert [t.amount(cents).replace("\u00a0", " ") for cents in (1, 10, 1005, 2110, 2900, 123456789)] == [
        "€ 0,01",
        "€ 0,10",
        "€ 10,05",
        "€ 21,10",
        "€ 29",
        "€ 1.234.567,89",
    ]


def test_the_plus_of_a_card_stays_behind_its_letter_from_right_to_left(profile_of):
    arabic = {page.id: page for page in topics.information_pages(texts("ar"), profile_of("gent"))}
    rows = [row for row in arabic["card-types"].body if "+" in row]
    assert len(rows) == 2
    assert all(re.search("\u2066[A-Z]+\\+\u2069", row) for row in rows)
    english = topics.information_pages(texts("en"), profile_of("gent"))
    assert not any("\u2066" in row for page in english for row in page.body)


def test_a_day_is_written_as_the_language_writes_it():
    assert texts("fr").day(date(2027, 3, 1)) == "1er\u00a0mars\u00a02027"
    assert texts("de").day(date(2027, 3, 31), weekday=True) == "Mittwoch, 31.\u00a0März\u00a02027"
