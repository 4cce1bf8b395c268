"""R126: a profile with a mistake in every table, read as a clerk reads it: each named at once, in the right file, at the right key."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.profiles.loader import check, load
from kiosk.profiles.problems import ProfileError

TODAY = date(2026, 11, 22)
# what is written, what is written instead, and what must then be named
MISTAKES = (
    ('name = "Gent"', 'name = ""', "BAD_VALUE municipality.name"),
    ('accent = "#005AA9"', 'accent = "blue"', "BAD_VALUE look.accent"),
    ('telephone = "09 266 71 50"', "telephone = 92667150", "BAD_VALUE staff.telephone"),
    ('["online", "reception", "phone"]', '["online", "fax"]', "BAD_VALUE contact.channels.1"),
    ('code = "en"', 'code = "eng"', "BAD_VALUE languages.eng"),
    ('code = "fr"', 'code = "xx"', "BAD_VALUE languages.xx"),
    ('monday = ["09:00-17:00"]', 'monday = ["17:00-09:00"]', "BAD_VALUE places.stadskantoor.opening.monday"),
    ('mode = "walk_in"', 'mode = "walkin"', "BAD_VALUE places.stadskantoor.collection.mode"),
    ('default = "reception"', 'default = "maybe"', "BAD_VALUE places.stadskantoor.access.default"),
    ('id = "rabot"', 'id = "wondelgem"', "PLACE_TWICE places.wondelgem"),
    ("opens_days_before = 45", 'opens_days_before = "45"', "BAD_VALUE renewal.window.opens_days_before"),
    ('e_form_letters = ["A"]', 'e_form_letters = ["C"]', "UNKNOWN_LETTER renewal.e_form_letters.0"),
    ('value = "none"', 'value = "letter"', "BAD_VALUE invitation.0.value"),
    ("amount_cents = 2900", "amount_cents = 29.00", "BAD_VALUE fees.0.amount_cents"),
    ("amount_cents = 10600", 'amount_cents = 10600\nletters = ["E"]', "UNKNOWN_LETTER fees.3.letters.0"),
    ("contactless = true", 'contactless = "yes"', "BAD_VALUE payment.contactless"),
    ('bring = "under_age"', 'bring = "sometimes"', "BAD_VALUE photo.bring"),
    ('["current_card",', '["current_cardd",', "BAD_VALUE bring.application.0"),
    ('obligation = "mandatory"', 'obligation = "must"', "BAD_VALUE child_card.obligation"),
    ('by_proxy = "never"', "by_proxy = false", "BAD_VALUE collection.by_proxy"),
    ("cutoff = 15:00:00", 'cutoff = "15:00"', "BAD_VALUE urgent.cutoff"),
    ('collect_at = "stadskantoor"', 'collect_at = "stadhuis"', "MISSING_PLACE urgent.collect_at"),
    ('by_mail = ["F+"', 'by_mail = ["E+"', "UNKNOWN_LETTER switch.by_mail.0"),
    ("certificate_months = 1", "certificate_months = -1", "BAD_VALUE medical.certificate_months"),
    ("valid_until = 2027-03-04", "valid_until = 2024-03-04", "STALE_DATE statuses.temporary_protection.valid_until"),
    (
        "first_card_after_decision = true",
        "first_card_decision = true",
        "UNKNOWN_KEY knowledge_facts.first_card_decision",
    ),
    ('"long-term", "absence"', '"longterm", "absence"', "BAD_VALUE offer.services.20"),
    ('services = ["renew", "child"', 'opens = "collect"\nservices = ["renew", "child"', "BAD_VALUE menu.card"),
)
ADDED = """
[tickets.classes.P]
prefix = "B"
label = "Collect a card"
source = "own"

[appointments]
opens_minutes_before = 9999
source = "website"

[long_term]
required_months = 0

[pin]
min_digits = 2
source = "own"

[annex_15]
letters = ["D"]
source = "own"

[calendar]
country = "Belgium"
source = "own"

[loss]
invalid_if_found = "always"
source = "own"

[fietsen]
aantal = 3
source = "own"
"""
NAMED_TOO = (
    "PREFIX_IS_CARD_LETTER tickets.classes.P.prefix",
    "BAD_VALUE appointments.opens_minutes_before",
    "UNKNOWN_SOURCE appointments",
    "BAD_VALUE long_term.required_months",
    "NO_SOURCE long_term.required_months",
    "BAD_VALUE pin.min_digits",
    "UNKNOWN_LETTER annex_15.letters.0",
    "BAD_VALUE calendar.country",
    "BAD_VALUE loss.invalid_if_found",
    "UNKNOWN_KEY fietsen",
)


@pytest.fixture
def spoilt(town):
    return town(*((old, new) for old, new, _ in MISTAKES), extra=ADDED)


def test_R126_a_mistake_in_every_table_is_named_with_its_file_and_key_all_at_once(spoilt):
    found = check([spoilt], TODAY)
    named = {f"{error.code} {error.key}" for error in found.errors}
    assert {expected for _, _, expected in MISTAKES} | set(NAMED_TOO) <= named
    # also for tables that another layer begins: the clerk's own file is named
    assert {error.file for error in found.errors} == {"stad.toml"}
    assert all(error.message and not error.message.startswith("Input should") for error in found.errors)


def test_R126_the_kiosk_refuses_it_with_the_same_list(spoilt):
    with pytest.raises(ProfileError) as refused:
        load(spoilt, today=TODAY)
    named = {f"{error.code} {error.key}" for error in refused.value.errors}
    assert {expected for _, _, expected in MISTAKES if not expected.startswith("STALE_DATE")} <= named


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES, ids=[expected for *_, expected in MISTAKES])
def test_R126_each_mistake_alone_is_named_too(refused, old, new, expected):
    named = {f"{error.code} {error.key}" for error in refused((old, new))}
    assert expected in named


def test_an_assumption_is_listed_once_for_its_table(town):
    notices = [notice.key for notice in check([town()], TODAY).notices if notice.code == "ASSUMPTION"]
    for key in notices:
        assert not any(key.startswith(f"{other}.") for other in notices)
