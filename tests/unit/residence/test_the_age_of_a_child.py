"""The age from which a card is no child's is a value of the profile: prices, pages and questions say that one, in each language."""

from dataclasses import replace
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
from kiosk.residence.vocabulary import Role, Service
from kiosk.residence.words import describe
from kiosk.visit.model.asking import Asked
from kiosk.visit.model.known import aged
from kiosk.visit.model.questions import QUESTIONS, next_question, question
from kiosk.visit.shown.presenter import _choice

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
    facts = replace(facts, service=Service.CHILD, children=1)
    told = describe(answer(facts, later, NOW, clock_ok=True), facts, texts(language), later)
    assert [numbers(label) for label, _ in told.fee_lines] == [["15"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_name_the_age_of_the_profile(later, language):
    pages = {page.id: page for page in information_pages(texts(language), later)}
    assert numbers(pages["child-grown"].title) == ["15"]
    assert "15" in numbers(" ".join(pages["child"].body))
    assert not {"12", "11"} & set(numbers(" ".join((*pages["child"].body, *pages["child-grown"].body))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_name_the_age_of_the_profile(later, language):
    labels = [choice.label for each in QUESTIONS for choice in each.answers(later) if isinstance(choice.label, str)]
    aged = [each for each in labels if "{limit}" in each]
    assert len(aged) >= 10
    for label in aged:
        said = numbers(with_names(texts(language), label, later))
        assert "15" in said
        assert not {"12", "11"} & set(said)


def test_an_answer_means_the_ages_that_it_names(later):
    asked = Asked(Facts(), NOW.date(), later)
    meant = {
        choice.value: choice.update(Facts(), asked).born
        for each in QUESTIONS
        for choice in each.answers(later)
        if each.id in ("for-whom", "child-age")
    }
    ages = {name: born.ages_on(NOW.date()) for name, born in meant.items()}
    assert (ages["child"], ages["other"][0], ages["me"][0]) == ((0, 14), 15, 15)
    assert (ages["under-3"], ages["3-14"], ages["15-up"]) == ((0, 2), (3, 14), (15, 17))


SIX = ("age = 3", "age = 6")
FREE = 'amount_cents = 800\nsource = "000"'
BY_AGE = f"""to_age = 4
amount_cents = 0
source = "000"

[[fees]]
age_band = "child"
procedure = "regular"
from_age = 5
{FREE}"""


@pytest.fixture
def ages_of(town):
    """The ages of a child that a question tells apart where Ghent says something else."""

    def ages(*changes, name="child-age", language="en"):
        profile = load(town(*changes), today=NOW.date())
        asked = Asked(Facts(), NOW.date(), profile)
        return [_choice(each, asked, texts(language)) for each in question(name).answers(profile)]

    return ages


def test_a_question_tells_the_ages_apart_that_the_profile_tells_apart(ages_of):
    assert ages_of() == ["Younger than 3", "3 to 11 years old", "12 or older"]
    assert ages_of(SIX, name="age-of-child") == ["Younger than 6", "6 to 11 years old"]
    assert ages_of(SIX, (FREE, BY_AGE)) == ["Younger than 5", "5 years old", "6 to 11 years old", "12 or older"]
    # where neither a photo nor a price depends on it, nobody is asked
    never = ('bring = "under_age"\nage = 3', 'bring = "never"')
    assert ages_of(never) == ["Younger than 12", "12 or older"]
    assert ages_of(SIX, (FREE, BY_AGE), language="pl")[:3] == ["Poniżej 5 lat", "5 lat", "Od 6 do 11 lat"]


def test_more_ages_than_a_screen_has_answers_for_leave_the_photos(ages_of):
    rows = (f"from_age = {age}\nto_age = {age}\n{FREE}" for age in range(11))
    every = '\n\n[[fees]]\nage_band = "child"\nprocedure = "regular"\n'.join((*rows, f"from_age = 11\n{FREE}"))
    assert ages_of((FREE, every)) == ["Younger than 3", "3 to 11 years old", "12 or older"]


def test_who_says_an_age_of_another_town_is_told_the_photo_and_the_price_of_it(town):
    profile = load(town(SIX, (FREE, BY_AGE)), today=NOW.date())
    facts = Facts(service=Service.DAMAGED, for_other=True, born=PartialDate.parse("2024"))
    asked = next_question(facts, frozenset(), NOW.date(), profile)
    assert asked is None or asked.id != "age-of-child"
    facts = replace(facts, born=aged(0, 11, NOW.date()))
    assert next_question(facts, frozenset(), NOW.date(), profile).id == "age-of-child"
    told = {}
    for choice in question("age-of-child").answers(profile):
        known = choice.update(facts, Asked(facts, NOW.date(), profile))
        said = describe(answer(known, profile, NOW, clock_ok=True), known, texts("en"), profile)
        told[choice.value] = said.fee_total, any(item == "photo" for item, _ in said.bring)
    assert told == {"under-5": ("free", True), "5-5": ("€\xa08", True), "6-11": ("€\xa08", False)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_past_childhood_names_the_birthday_of_the_profile(later, language):
    facts = Facts(
        service=Service.RENEW, document_type=63, born=PartialDate.parse("2013-03-01"),
        valid_from=date(2026, 9, 1), valid_until=date(2028, 5, 1), role=Role.PARENT,
    )  # fmt: skip
    told = describe(answer(facts, later, NOW, clock_ok=True), facts, texts(language), later)
    assert "15" in numbers(" ".join(told.body)), told.body
    assert not {"12", "11"} & set(numbers(" ".join(told.body)))


def test_how_long_a_stay_is_long_is_the_profiles_too(town):
    profile = load(town(("[child_card]", "[child_card]\nmax_years = 4")), today=NOW.date())
    said = [
        _choice(each, Asked(Facts(), NOW.date(), profile), texts("en"))
        for each in question("situation").answers(profile)
    ]
    assert "Has a card, and may stay more than 4 years" in said


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
