"""One word for one thing in every language: each catalogue holds the terms of kiosk/locales/terms.toml (decision 0166)."""

from collections import Counter
from functools import cache

import pytest

from kiosk.base.languages import LANGUAGES
from kiosk.commands.translations import load
from tests.support import plain
from tests.support.termbase import TermBase, has, pairs

OTHERS = [language for language in LANGUAGES if language != "en"]
BASE = TermBase(plain.terms())
AT_MOST = 10


def broken(language, english, translation):
    """A catalogue in memory with one translation exchanged; by the first form of a plural."""
    catalogue = load(language)
    catalogue.get(english).string = translation
    return catalogue


@cache
def said(language):
    """Every translation with the terms of its message."""
    return [(BASE.terms_in(english), text) for english, texts in pairs(load(language)) for text in texts]


def says(language, english, translation):
    """What is found wrong when a translation is exchanged."""
    return [(fault.message, fault.says) for fault in BASE.faults(broken(language, english, translation), language)]


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_holds_the_terms_of_its_message(language):
    assert list(BASE.faults(load(language), language)) == []


def test_another_word_for_the_thing_is_found():
    assert says("nl", "Go to the reception.", "Ga naar de balie.") == [("Go to the reception.", "no form of reception")]
    assert says("ar", "Reception", "الشباك") == [("Reception", "no form of reception")]


def test_a_term_that_is_missing_in_one_form_of_a_plural_is_found():
    english = ("{count} ticket waits to be handed over.", "{count} tickets wait to be handed over.")
    texts = ("{count} bilet czeka.", "{count} numerki czekają.", "{count} biletów czeka.")
    assert says("pl", english[0], texts) == [(english[1], "no form of ticket")]


def test_a_word_that_only_holds_the_letters_of_a_term_is_found():
    assert says("ro", "Ticket for the reception", "Bonbon la recepție")[0][1] == "no form of ticket"


def test_checking_in_is_not_registering():
    english = "You are checked in"
    assert (english, "a form of register") in says(
        "de", english, "Sie sind mit Ihrer Ankunft angemeldet, Anmeldung fertig"
    )
    assert (english, "no form of check-in") in says("bg", english, "Регистрирани сте")


def test_limited_is_not_unlimited():
    english = "Your stay is limited. The card is valid as long as your stay."
    assert (english, "a form of unlimited-stay") in says("es", english, "Su estancia ilimitada es limitada. Es válida.")


def test_words_that_are_parted_in_a_sentence_are_one_form():
    assert has("Holen Sie Ihre Karte am Schalter ab.", "hol* … ab")
    assert not has("Holen Sie Ihre Karte. Sie läuft ab.", "hol* … ab")


def test_the_longer_term_counts_and_a_name_or_a_placeholder_does_not():
    assert BASE.terms_in("Your national register number") == ("register-number",)
    assert BASE.terms_in("Call the technician: “kiosk doctor” tells what is missing.") == ()
    assert BASE.terms_in("You need {annex} {number}.") == ()


def test_thirty_terms_have_a_source_and_forms_in_every_language():
    assert len(BASE.held) >= 30
    for name, term in BASE.held.items():
        assert term["source"].endswith("."), name
        assert [language for language in OTHERS if not term.get(language)] == [], name


def test_an_english_form_belongs_to_one_term():
    forms = Counter(form.lower() for term in BASE.known["terms"].values() for form in term["en"])
    assert [form for form, count in forms.items() if count > 1] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_form_is_used(language):
    unused = [
        (name, form)
        for name, term in BASE.held.items()
        for form in term[language]
        if not any(has(text, form) for names, text in said(language) if name in names)
    ]
    assert unused == []


def test_exceptions_are_few_needed_and_have_a_reason():
    rows = BASE.known["exceptions"]
    assert len(rows) <= AT_MOST
    assert all(row["why"].endswith(".") for row in rows)
    strict = TermBase({**BASE.known, "exceptions": []})
    found = {(f.term, language, f.message) for language in OTHERS for f in strict.faults(load(language), language)}
    assert found == BASE.excepted, "well done: take what is no longer needed off the list"
