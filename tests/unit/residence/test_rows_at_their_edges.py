"""The days, minutes and persons at the edge of a rule: each test here is the answer to a wrong reading that nothing else caught."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.residence.cardtypes import EU_FAMILY_LETTERS, THIRD_COUNTRY_LETTERS, card_type
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.labels import FEE_FURTHER_CHILD, FEE_URGENT, FEE_URGENT_CHILD
from kiosk.residence.menu import SCREEN, MenuItem, on_page
from kiosk.residence.opening import closes_at, is_open, next_opening
from kiosk.residence.vocabulary import AgeBand, Note, Service

APPLIED = "2026-11-02"  # the last day to collect is 2 February 2027
NOW = "2027-02-20T10:00"


def collect(ask, today, **given):
    return ask("gent", today, **({"service": "collect", "card_status": "ready", "codes": "yes"} | given))


def test_R120_the_opening_and_the_closing_minute(profile_of):
    gent = profile_of("gent")
    here = gent.place("stadskantoor")
    first, *_ = here.opening.on_weekday(0)
    opens = datetime.combine(date(2026, 11, 23), first.begins, tzinfo=BRUSSELS)
    closes = datetime.combine(date(2026, 11, 23), first.ends, tzinfo=BRUSSELS)
    assert next_opening(gent, here, opens) > opens
    assert closes_at(gent, here, opens) == closes
    assert closes_at(gent, here, closes) != closes
    assert not is_open(gent, here, closes)


def test_R120_opening_hours_are_civil_time_whatever_zone_the_question_has(profile_of):
    gent = profile_of("gent")
    here = gent.place("stadskantoor")
    begins = here.opening.on_weekday(0)[0].begins
    opens = datetime.combine(date(2026, 11, 23), begins, tzinfo=BRUSSELS)
    assert begins == time(9, 0)
    assert is_open(gent, here, opens.astimezone(UTC))
    assert not is_open(gent, here, datetime(2026, 11, 23, 7, 59, tzinfo=UTC))


def test_R121_an_appointment_of_another_day_before_or_after(ask):
    for day in ("2026-11-22T10:40", "2026-11-24T10:40"):
        assert ask("gent", "2026-11-23T10:40", service="renew", appointment=day).result == "CHECKIN_OTHER_DAY"


@pytest.mark.parametrize(
    ("letter", "first", "conflict"),
    [("2027-01-26", date(2027, 2, 2), False), ("2027-01-27", date(2027, 2, 3), True)],
)
def test_R039_a_first_day_that_is_the_last_day_is_no_conflict(ask, letter, first, conflict):
    place = {"place": "gentbrugge", "applied_at": "gentbrugge"}
    told = collect(ask, "2027-02-01", applied=APPLIED, letter=letter, **place)
    assert (told.result, told.dates.collect_from, told.dates.collect_until) == (
        "COLLECT_FROM",
        first,
        date(2027, 2, 2),
    )
    assert ("DEADLINE_CONFLICT" in told.notes) is conflict


@pytest.mark.parametrize(("today", "said"), [("2027-02-02", None), ("2027-02-03", date(2027, 2, 2))])
def test_R041_the_last_day_is_told_of_a_destroyed_card_only_when_it_is_past(ask, today, said):
    told = collect(ask, today, card_status="destroyed", applied=APPLIED, place="stadskantoor")
    assert (told.result, told.dates.collect_until) == ("DESTROYED_OR_EXPIRED", said)


def test_R036_a_card_at_an_appointment_place_tells_how_to_make_one(ask):
    told = collect(ask, "2026-11-27", place="stadskantoor", applied_at="rabot")
    assert (told.result, told.place) == ("COLLECT_ELSEWHERE", "rabot")
    assert told.channels == ["online", "reception", "phone"]
    assert collect(ask, "2026-11-27", place="stadskantoor", applied_at="gentbrugge").channels == ["counter"]


def test_R037_the_letter_moves_no_day_of_an_urgent_card(ask):
    here = {"place": "stadskantoor", "applied_at": "stadskantoor", "letter": "2026-11-18"}
    assert collect(ask, "2026-11-20", procedure="urgent", **here).dates.collect_from is None
    assert collect(ask, "2026-11-20", **here).dates.collect_from == date(2026, 11, 18)


def test_R011_an_answer_of_an_office_that_is_down_counts_for_nothing(ask):
    told = collect(ask, "2026-11-20", office="down", place="stadskantoor", applied_at="stadskantoor")
    assert (told.result, told.ticket) == ("STATUS_UNKNOWN", "P")


def test_R065_renewing_is_never_a_duplicate(ask):
    child = {"document_type": 63, "born": "2018-05-01", "duplicate": True}
    assert ask("leuven", NOW, service="renew", valid_until="2027-03-31", **child).fee.total_cents == 1100
    assert ask("leuven", NOW, service="child", **child).fee.total_cents == 1300


def test_R066_one_card_without_a_stated_price_and_no_sum_is_told(ask):
    told = ask("leuven", NOW, service="damaged", born="1990-01-01", children=1)
    assert (told.fee.ask_at_counter, told.fee.total_cents, told.fee.lines) == (True, None, ())
    assert ask("leuven", NOW, service="urgent", children=1).fee.total_cents == 12000
    # the urgent page speaks of the child alone: its price is told, and where to ask for the adult's
    both = ask("leuven", NOW, service="urgent", born="1990-01-01", children=1)
    assert both.fee.total_cents == 12000
    assert "OWN_CARD_ASK" in both.notes


def test_R063_who_applies_for_others_pays_for_them_alone(ask):
    told = ask("gent", NOW, service="urgent", born="1990-01-01", children=2, for_other=True)
    assert [(line.label, line.cents) for line in told.fee.lines] == [
        (FEE_URGENT_CHILD, 13000),
        (FEE_FURTHER_CHILD, 10600),
    ]


def test_R063_every_line_says_whose_card_it_is(ask):
    told = ask("gent", NOW, service="urgent", born="1990-01-01", children=3)
    assert [line.label for line in told.fee.lines] == [
        FEE_URGENT,
        FEE_URGENT_CHILD,
        FEE_FURTHER_CHILD,
        FEE_FURTHER_CHILD,
    ]


def test_R050_a_saturday_has_a_count_of_its_own(profile_of):
    gent = profile_of("gent")
    quick = gent.model_copy(update={"urgent": gent.urgent.model_copy(update={"saturday_workdays": 1})})
    known = Facts(service=Service.URGENT)

    def ready(profile, day):
        told = answer(known, profile, datetime(2026, 11, day, 16, 0, tzinfo=BRUSSELS), clock_ok=True)
        return told.dates.ready.date()

    assert (ready(quick, 21), ready(gent, 21)) == (date(2026, 11, 23), date(2026, 11, 24))  # Saturday
    assert ready(quick, 20) == ready(gent, 20) == date(2026, 11, 24)  # Friday after three


def test_R057_a_saturday_that_the_municipality_closes_is_closed(profile_of):
    gent = profile_of("gent")
    shut = gent.model_copy(update={"closing_days": frozenset({date(2026, 11, 21)})})
    morning = datetime(2026, 11, 21, 10, 0, tzinfo=BRUSSELS)
    known = Facts(service=Service.URGENT)
    assert answer(known, shut, morning, clock_ok=True).result == "CLOSED"
    assert answer(known, gent, morning, clock_ok=True).result == "URGENT_READY"


def test_R027_a_childs_card_may_be_renewed_by_somebody_else(ask):
    card = {"service": "renew", "valid_until": "2027-03-31", "for_other": True}
    assert ask("gent", NOW, document_type=63, born="2018-05-01", **card).result == "RENEW_OPEN"
    assert ask("gent", NOW, document_type=33, born="1990-05-01", **card).result == "IN_PERSON_ONLY"


@pytest.mark.parametrize(
    ("given", "bad"),
    [
        ({"valid_from": "2027-03-31", "valid_until": "2027-03-31"}, False),
        ({"valid_from": "2027-04-01", "valid_until": "2027-03-31"}, True),
        ({"applied": "2026-11-02", "letter": "2026-11-02"}, False),
        ({"applied": "2026-11-02", "letter": "2026-11-01"}, True),
        ({"document_type": 63, "born": "2012-03-15", "valid_from": "2024-03-14"}, False),
        ({"document_type": 63, "born": "2012-03-15", "valid_from": "2024-03-15"}, True),
    ],
)
def test_R140_facts_of_the_same_day_agree_and_a_day_too_far_does_not(ask, given, bad):
    assert (ask("gent", NOW, service="renew", **given).result == "BAD_FACTS") is bad


def test_X10_the_row_with_the_most_conditions_decides_about_the_letter(profile_of):
    gent = profile_of("gent")
    (general,) = (row for row in gent.invitation if row.letters == ("A",))
    narrow = general.model_copy(update={"age_band": AgeBand.CHILD, "value": "post"})
    both = gent.model_copy(update={"invitation": [general, narrow]})

    def notes(born):
        known = Facts(service=Service.CHILD, document_type=63, born=PartialDate.parse(born))
        return answer(known, both, datetime(2026, 11, 23, 10, 0, tzinfo=BRUSSELS), clock_ok=True).notes

    assert Note.LETTER_BY_POST in notes("2018-05-01")
    assert Note.NO_INVITATION in notes("2001-05-01")


def test_R091_a_reported_card_does_not_stop_who_comes_because_it_is_lost(ask):
    assert ask("gent", NOW, service="lost", card_status="reported").result == "POLICE_FIRST"
    assert ask("gent", NOW, service="renew", card_status="reported").result == "CARD_REVOKED"


def test_R067_a_new_photo_after_treatment_is_an_ordinary_application(ask):
    told = ask("gent", NOW, service="photo", medical="photo", document_type=33, born="1990-01-01")
    assert (told.result, told.fee.total_cents) == ("APPOINTMENT_REQUIRED", 2900)
    assert "OWN_EXPENSE" in told.notes
    assert ask("gent", NOW, service="renew", medical="photo", document_type=33).result == "CONTACT_US"


def test_six_choices_fill_one_screen_and_the_seventh_opens_a_second_one():
    items = tuple(MenuItem(str(number), "", "card") for number in range(SCREEN + 1))
    assert on_page(items[:SCREEN], 0) == (items[:SCREEN], False)
    shown, more = on_page(items, 0)
    rest, again = on_page(items, 1)
    assert (shown + rest, more, again) == (items, True, False)


def test_every_letter_is_in_one_fee_group_and_the_table_says_which():
    assert not THIRD_COUNTRY_LETTERS & EU_FAMILY_LETTERS
    third = {card_type(code).letter for code in (11, 12, 13, 14, 19, 20, 21, 27, 28, 33, 34, 63, 64, 65, 66)}
    family = {card_type(code).letter for code in (15, 16, 17, 18, 22, 23, 31, 32, 35, 36, 61, 62, 67, 68, 69)}
    assert (third, family) == (set("ABKLHIJ"), {"EU", "EU+", "F", "F+", "M", "N"})
    assert {card_type(code).group for code in (12, 19, 66)} == {"third_country"}
    assert {card_type(code).group for code in (22, 23, 69)} == {"eu_family"}


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("medical.own_expense_after_photo", {"service": "photo", "medical": "photo"}),
        ("statuses.temporary_protection", {"service": "temporary-protection", "valid_until": "2027-03-04"}),
        ("collection.deadline_months", {"service": "collect", "card_status": "destroyed", "applied": APPLIED}),
        ("long_term.blue_card_years_in_eu", {"service": "long-term", "document_type": 19}),
        ("long_term.blue_card_years_in_belgium", {"service": "long-term", "document_type": 19}),
        ("renewal.card_expires_letters", {"service": "renew", "document_type": 12, "valid_until": "2027-03-31"}),
        ("renewal.permanent_residence_letters", {"service": "renew", "document_type": 17, "valid_until": "2027-03-31"}),
    ],
)
def test_a_value_that_decided_is_named_with_its_page(ask, key, given):
    assert key in [use.key for use in ask("gent", NOW, **given).told.sources]


@pytest.mark.parametrize(
    ("at", "result", "ticket", "channels"),
    [
        ("2027-02-21T10:40", "CHECKIN_OTHER_DAY", None, ["reception"]),
        ("2027-02-22T09:39", "CHECKIN_TOO_EARLY", None, []),
        ("2027-02-22T10:40", "CHECKIN_OK", "Z", []),
        ("2027-02-22T12:00", "CHECKIN_TOO_LATE", "G", ["reception"]),
    ],
)
def test_R121_who_has_an_appointment_is_told_its_time_and_where_to_ask(ask, at, result, ticket, channels):
    told = ask("gent", at, service="renew", appointment="2027-02-22T10:40")
    assert (told.result, told.ticket, told.channels) == (result, ticket, channels)
    assert told.appointment == "required"
    assert told.dates.appointment == datetime(2027, 2, 22, 10, 40, tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("town", "given", "result", "ticket"),
    [
        # the year of birth alone leaves open whether somebody is 12
        ("gent", {"born": "2015"}, "ASK_AT_COUNTER", "R"),
        ("leuven", {"born": "2015"}, "ASK_AT_COUNTER", "G"),
        # nobody to ask but at the counter: that town has neither a telephone number nor a reception
        ("vlaams-voorbeeld", {"medical": "cannot-come"}, "CONTACT_US", "G"),
    ],
)
def test_what_cannot_be_told_is_asked_at_the_counter(ask, town, given, result, ticket):
    told = ask(town, NOW, service="renew", document_type=33, valid_until="2027-03-31", **given)
    assert (told.result, told.ticket, told.channels) == (result, ticket, ["counter"])
