"""What is said of a child's card, stay and papers names the child: "your" is the adult's, who reads it."""

import itertools
import re

import pytest

from kiosk.commands import translations
from kiosk.residence.ofchild import SAID_OF_CHILD
from kiosk.residence.vocabulary import CardStatus, Codes, Procedure, Protection, Service

TODAY = "2027-02-18T11:00"
CHILD = {"born": "2022-01-01", "for_other": True, "children": 1}
# information for whoever stands there, the child's card among others
INFORMATION = {Service.TRAVEL, Service.PASSPORT, Service.REGISTER, Service.TEMPORARY_PROTECTION}
HERS = re.compile(r"\b[Yy]our ((current|first|new|old|residence|orange) )*(card|stay|registration|right|personal)\b")
KNOWN = [
    {},
    *({"card_status": str(each)} for each in CardStatus),
    *({"procedure": str(each)} for each in Procedure),
    *({"codes": str(each)} for each in Codes),
    *({"police_paper": each} for each in (True, False)),
    *({"reported": each} for each in (True, False)),
    *({"protection": str(each)} for each in Protection),
    {"card_status": "ready", "codes": "yes", "applied": "2027-01-10"},
    {"card_status": "ready", "codes": "yes", "applied": "2027-01-10", "applied_at": "elsewhere"},
]
# ended, in its last days, in its window, before it
CARDS = [{}, *({"document_type": 61, "valid_until": f"2027-{day}"} for day in ("01-10", "02-25", "03-25", "12-01"))]


@pytest.mark.parametrize("name", ["gent", "leuven", "vlaams-voorbeeld"])
@pytest.mark.parametrize("service", [each for each in Service if each not in INFORMATION])
def test_no_answer_about_a_child_speaks_of_your_card_or_your_stay(ask, profile_of, name, service):
    other = profile_of(name).places[-1].id
    for known, card in (*itertools.product(KNOWN, CARDS[:2]), *(({}, card) for card in CARDS[2:])):
        there = {"applied_at": other} if known.get("applied_at") else {}
        told = ask(name, TODAY, service=str(service), **CHILD, **card, **{**known, **there})
        assert not HERS.findall(told.text), told.text
        assert not any(HERS.search(label) for _, label in told.words().bring)


@pytest.mark.parametrize(
    ("service", "said"),
    [
        ("first", ["You need an appointment for the child's first card", "First finish the child's registration."]),
        ("data-change", ["The child's personal data changed, so the card must change."]),
        ("photo", ["The photo on the card no longer looks like the child."]),
    ],
)
def test_the_same_sentence_names_the_child_or_the_one_who_reads_it(ask, service, said):
    child, own = ask("gent", TODAY, service=service, **CHILD), ask("gent", TODAY, service=service, born="1990-01-01")
    for sentence in said:
        assert sentence in child.text
        assert sentence not in own.text
    assert HERS.search(own.text)


def test_of_an_adult_and_children_together_it_is_ones_own(ask):
    told = ask("gent", TODAY, service="first", born="1990-01-01", children=2)
    assert "your first card" in told.text


def test_a_child_s_card_with_a_letter_says_its_last_day_once(ask):
    told = ask("gent", TODAY, service="renew", document_type=61, valid_until="2027-03-25", born="2022-01-01")
    assert told.text.count("The child's card is valid until 25\u00a0March\u00a02027.") == 1


def test_every_sentence_is_one_that_is_said():
    messages = {one for each in translations.template() if each.id for one in _forms(each.id)}
    keys = {form for each in SAID_OF_CHILD for form in (each if isinstance(each, str) else each[:2],)}
    assert {one for key in keys for one in _forms(key)} <= messages


def _forms(message):
    return (message,) if isinstance(message, str) else tuple(message)
