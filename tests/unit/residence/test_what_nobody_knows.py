"""Bad input and unknown facts, in every shipped profile and service: an answer in words, with a number or a way, and nothing invented."""

from __future__ import annotations

import pytest

from kiosk.base.i18n import texts
from kiosk.profiles.loader import NAMES
from kiosk.residence.answers import Dates
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts
from kiosk.residence.vocabulary import ResultCode, Service
from kiosk.residence.words import describe
from tests.unit.conftest import loaded, moment

DAY = "2027-02-22"
NOW = moment(DAY)
# nothing is to be done: they are read, and the counter is named where the page is silent
READ = {ResultCode.INFO, ResultCode.CARD_STILL_VALID}
EVERY = [pytest.param(name, service, id=f"{name} {service}") for name in NAMES for service in Service]


def told(name, facts, profile=None):
    used = profile or loaded(name)
    found = answer(facts, used, NOW, clock_ok=True)
    return found, describe(found, facts, texts("en"), used)


def helped(found):
    return bool(found.ticket_class or found.channels) or found.result in READ


@pytest.mark.parametrize(("name", "service"), EVERY)
def test_a_card_type_that_means_nothing_is_refused_with_a_number(name, service):
    found, says = told(name, Facts(service=service, document_type=99))
    assert found.result is ResultCode.CARD_NOT_SUPPORTED
    assert found.ticket_class is not None
    assert "counter" in " ".join((says.title, *says.body))


@pytest.mark.parametrize(("name", "service"), EVERY)
def test_without_any_date_no_date_is_told_and_somebody_helps(name, service):
    for known in ({}, {"document_type": 33}, {"document_type": 63}):
        found, says = told(name, Facts(service=service, **known))
        assert helped(found), (known, found.result)
        assert found.result is not ResultCode.BAD_FACTS
        assert says.title
        if service is Service.RENEW:
            assert [each for each in Dates.__slots__ if getattr(found.dates, each) is not None] == []


@pytest.mark.parametrize(("name", "service"), EVERY)
def test_without_a_row_for_the_fee_the_counter_is_asked_and_somebody_helps(name, service):
    profile = loaded(name).model_copy(update={"fees": ()})
    found, says = told(name, Facts(service=service, police_paper=True), profile)
    assert helped(found), found.result
    if found.fee is not None:
        assert found.fee.ask_at_counter
        assert says.fee_lines == ()
        assert "Ask the price at the counter." in says.fee_note


FALSE = [
    {"valid_from": "2027-05-01", "valid_until": "2027-04-01"},
    {"born": "2027-05-01"},
    {"applied": "2027-05-01"},
    {"letter": "2027-02-01", "applied": "2027-02-10"},
    {"photo_date": "2027-05-01"},
    {"certificate": "2027-05-01"},
    {"months": (12, 24, 0)},
    {"absences": (-1,)},
    {"children": -1},
    {"switch_to": "Q"},
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("wrong", FALSE, ids=["-".join(each) for each in FALSE])
def test_facts_that_cannot_be_true_are_named_and_get_a_number(ask, name, wrong):
    found = ask(name, DAY, service="renew", **wrong)
    assert found.result == "BAD_FACTS"
    assert set(found.told.params.bad_facts) <= {*wrong}
    assert found.ticket == "G"
    assert "counter" in found.text
