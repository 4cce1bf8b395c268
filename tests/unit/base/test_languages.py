"""Languages: complete catalogues, dates, amounts and plurals as people of each language write them."""

import re
from datetime import date

import pytest

from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.commands.translations import flaws, template


def test_R129_every_language_says_everything_with_its_placeholders():
    assert not list(flaws())


def test_what_a_screen_says_by_itself_is_translated_too():
    """The arrow to the page before has no words on it: it is only spoken."""
    assert template().get("Previous page") is not None


def test_sentences_are_short_and_plain():
    """Fewer than fifteen words a sentence, in every message of the product (A31)."""
    messages = [message.id if isinstance(message.id, tuple) else (message.id,) for message in template() if message.id]
    assert len(messages) > 900
    sentences = [part for message in messages for each in message for part in re.split(r"(?<=[.?!:;])\s", each)]
    assert [each for each in sentences if len(each.split()) >= 15] == []


@pytest.mark.parametrize(
    ("language", "amount"), [("nl", "€\u00a029"), ("en", "€\u00a029"), ("fr", "29\u00a0€"), ("ar", "29\u00a0€")]
)
def test_whole_amounts_have_no_decimals(language, amount):
    assert texts(language).amount(2900) == amount


def test_cents_are_shown_when_there_are_any():
    assert texts("nl").amount(2110) == "€\u00a021,10"


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_digits_are_the_digits_of_the_buttons(language):
    text = texts(language).day(date(2027, 3, 31), weekday=True) + texts(language).amount(118_40)
    assert "31" in text
    assert not any("\u0660" <= letter <= "\u0669" or "\u200e" <= letter <= "\u200f" for letter in text)


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "1er mars 2027"), ("de", "1. März 2027"), ("es", "1 de marzo de 2027"), ("en", "1 March 2027")],
)
def test_dates_are_written_as_the_language_writes_them(language, text):
    assert texts(language).day(date(2027, 3, 1)).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "maandag 15 februari"),
        ("de", "Montag, 15. Februar"),
        ("tr", "15 Şubat Pazartesi"),
        ("uk", "понеділок, 15 лютого"),
        ("bg", "понеделник, 15 февруари"),
        ("pl", "poniedziałek, 15 lutego"),
        ("ro", "luni, 15 februarie"),
    ],
)
def test_the_weekday_stands_where_the_language_has_it(language, text):
    assert texts(language).day(date(2027, 2, 15), weekday=True, year=False).replace("\u00a0", " ") == text


def test_an_unknown_language_answers_english():
    assert texts("xx").language == "en"


@pytest.mark.parametrize(
    ("language", "line"), [("fr", "Carte\u00a0: € 25"), ("nl", "Kaart: € 25"), ("xx", "Card: € 25")]
)
def test_the_colon_behind_a_label_has_the_spaces_of_its_language(language, line):
    label = {"fr": "Carte", "nl": "Kaart", "xx": "Card"}[language]
    assert texts(language).labelled(label, "€ 25") == line
