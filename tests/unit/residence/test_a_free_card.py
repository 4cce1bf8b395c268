"""A card that costs nothing is said to be free, in every language, and nobody is told what to pay or how."""

from datetime import datetime

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES
from kiosk.profiles.loader import load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.vocabulary import BringItem, Note, Service
from kiosk.residence.words import describe

NOW = datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS)


@pytest.fixture
def told(town):
    path = town(
        ("amount_cents = 800", "amount_cents = 0"),
        ('application = ["current_card", "passport_or_id"]', 'application = ["current_card", "fee"]'),
    )
    profile = load(path, today=NOW.date())

    def ask(born, language="en"):
        facts = Facts(service=Service.CHILD if born > "2015" else Service.DAMAGED, born=PartialDate.parse(born))
        found = answer(facts, profile, NOW, clock_ok=True)
        return found, describe(found, facts, texts(language), profile)

    return ask


def test_it_is_free_and_nothing_is_to_be_brought_for_it(told):
    found, said = told("2018-05-01")
    assert said.fee_total == "free"
    assert BringItem.FEE not in found.bring
    assert Note.FEE_CONTACTLESS not in found.notes


def test_who_pays_is_told_what_and_how(told):
    found, said = told("1990-05-01")
    assert said.fee_total == "€\u00a029"
    assert BringItem.FEE in found.bring
    assert Note.FEE_CONTACTLESS in found.notes


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_says_zero(told, language):
    _, said = told("2018-05-01", language)
    assert said.fee_total
    assert "0" not in said.fee_total
    assert (said.fee_total == "free") is (language == "en")
