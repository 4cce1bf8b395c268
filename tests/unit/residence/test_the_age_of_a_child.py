"""The age from which a card is no child's is a value of the profile: prices, pages and questions say that one, in each language."""

from datetime import date, datetime
from re import findall

import pytest
from babel import Locale

from kiosk.base.bidi import plain
from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import plural_locale, texts
from kiosk.base.languages import LANGUAGES
from kiosk.profiles.loader import check, load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.names import with_names
from kiosk.residence.topics import information_pages
from kiosk.residence.vocabulary import Service
from kiosk.residence.words import describe
from kiosk.visit.model.asking import Asked
from kiosk.visit.model.questions import QUESTIONS

NOW = datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS)
LIMIT = ("[child_card]", "[child_card]\nage_limit = 15")


@pytest.fixture
def later(town):
    """Ghent, where a card is a child's up to fourteen."""
    return load(town(LIMIT), today=NOW.date())


def numbers(said):
    return findall(r"\d+", plain(said))


@pytest.mark.parametrize("language", LANGUAGES)
def test_prices_name_the_age_of_the_profile(later, language):
    facts = Facts(service=Service.URGENT, children=2, for_other=True, born=PartialDate.parse("2013-01-01"))
    told = describe(answer(facts, later, NOW, clock_ok=True), facts, texts(language), later)
    labels = [label for label, _ in told.fee_lines][:2]
    assert [numbers(label) for label in labels] == [["15"], ["15"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_name_the_age_of_the_profile(later, language):
    pages = {page.id: page for page in information_pages(texts(language), later)}
    assert numbers(pages["child-12"].title) == ["15"]
    assert "15" in numbers(" ".join(pages["child"].body))
    assert not {"12", "11"} & set(numbers(" ".join((*pages["child"].body, *pages["child-12"].body))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_name_the_age_of_the_profile(later, language):
    labels = [choice.label for each in QUESTIONS for choice in each.choices if isinstance(choice.label, str)]
    aged = [each for each in labels if "{limit}" in each or "{below}" in each]
    assert len(aged) >= 10
    for label in aged:
        said = numbers(with_names(texts(language), label, later))
        assert {"15", "14"} & set(said)
        assert not {"12", "11"} & set(said)


def test_an_answer_means_the_ages_that_it_names(later):
    asked = Asked(Facts(), NOW.date(), later)
    meant = {
        choice.value: choice.update(Facts(), asked).born
        for each in QUESTIONS
        for choice in each.choices
        if each.id in ("for-whom", "child-age")
    }
    ages = {name: born.ages_on(NOW.date()) for name, born in meant.items()}
    assert (ages["child"], ages["other"][0], ages["me"][0]) == ((0, 14), 15, 15)
    assert (ages["under-3"], ages["3-11"], ages["12-up"]) == ((0, 2), (3, 14), (15, 17))


def test_no_language_needs_another_form_for_an_age_that_may_be_named(refused_ages):
    assert refused_ages == [11, 19]
    for language in LANGUAGES:
        form = Locale.parse(plural_locale(language)).plural_form
        assert len({form(age) for age in range(11, 19)}) == 1, language


@pytest.fixture
def refused_ages(town):
    """The ages from 11 to 19 that the check refuses."""
    ages = {
        age: town(("[child_card]", f"[child_card]\nage_limit = {age}"), name=f"t{age}.toml") for age in range(11, 20)
    }
    return [age for age, path in ages.items() if check([path], date(2026, 11, 22)).errors]
