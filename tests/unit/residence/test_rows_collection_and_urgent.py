"""Rows R034 to R061: collecting a card, and the urgent procedure."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest

WALK_IN = ["stadskantoor", "gentbrugge", "nieuw-gent", "sint-amandsberg", "wondelgem"]


def ready(ask, profile="gent", today="2026-12-01", **given):
    base = {"service": "collect", "card_status": "ready", "codes": "yes"}
    return ask(profile, today, **(base | given))


@pytest.mark.parametrize("place", WALK_IN)
def test_R034_collect_now_without_an_appointment(ask, place):
    told = ready(ask, place=place, applied_at=place, applied="2026-11-02", letter="2026-11-18")
    assert (told.result, told.ticket, told.appointment) == ("COLLECT_NOW", "P", "walk_in")
    assert told.bring == ["old_card_or_certificate", "codes"]


def test_R034_an_urgent_card_asks_about_the_call_not_the_letter(ask):
    called = ready(ask, place="stadskantoor", applied_at="stadskantoor", procedure="urgent", codes="yes")
    assert called.result == "COLLECT_NOW"
    not_called = ready(ask, place="stadskantoor", applied_at="stadskantoor", procedure="urgent", codes="no")
    assert not_called.result == "URGENT_WAIT"


def test_R035_rabot_hands_out_by_appointment(ask):
    told = ready(ask, place="rabot", applied_at="rabot")
    assert (told.result, told.ticket, told.appointment) == ("COLLECT_BY_APPOINTMENT", None, "required")
    assert told.channels == ["online", "reception", "phone"]
    # the place of the application stands for an unknown kiosk
    assert ready(ask, applied_at="rabot").result == "COLLECT_BY_APPOINTMENT"


def test_R036_the_card_lies_where_it_was_applied_for(ask):
    told = ready(ask, place="stadskantoor", applied_at="gentbrugge")
    assert (told.result, told.place, told.ticket) == ("COLLECT_ELSEWHERE", "gentbrugge", None)
    assert "Gentbrugge" in told.words().title
    assert "Address:" not in told.text


def test_R037_urgent_cards_lie_at_the_city_office(ask):
    told = ready(ask, place="nieuw-gent", applied_at="nieuw-gent", procedure="urgent")
    assert (told.result, told.place, told.ticket) == ("COLLECT_ELSEWHERE", "stadskantoor", None)
    assert "URGENT_COLLECT_CITY" in told.notes


@pytest.mark.parametrize("name", ["vlaams-voorbeeld", "leuven"])
def test_R038_elsewhere_collecting_needs_an_appointment(ask, name):
    told = ready(ask, name, applied="2026-11-02")
    assert (told.result, told.ticket) == ("COLLECT_BY_APPOINTMENT", None)
    with_one = ready(ask, name, today="2026-12-01T10:00", appointment="2026-12-01T10:30")
    assert (with_one.result, with_one.ticket) == ("CHECKIN_OK", "Z")


@pytest.mark.parametrize("name", ["vlaams-voorbeeld", "leuven"])
def test_R038_who_makes_an_appointment_for_a_later_day_is_told_how(ask, name):
    told = ready(ask, name, card_status="in_production")
    assert told.result == "COLLECT_NOT_READY"
    assert told.channels == ready(ask, name).channels != ["counter"]


def test_R038_what_to_bring_in_the_example(ask):
    assert ready(ask, "vlaams-voorbeeld").bring == ["codes_letter", "current_card_or_police_loss"]


def test_R039_a_service_centre_adds_a_week_to_the_letter(ask):
    def told(place, today):
        return ready(ask, today=today, place=place, applied_at=place, applied="2026-11-02", letter="2026-11-18")

    centre = told("gentbrugge", "2026-11-24")
    assert (centre.result, centre.dates.collect_from, centre.ticket) == ("COLLECT_FROM", date(2026, 11, 25), None)
    assert told("gentbrugge", "2026-11-25").result == "COLLECT_NOW"
    office = told("stadskantoor", "2026-11-18")
    assert (office.result, office.dates.collect_from) == ("COLLECT_NOW", date(2026, 11, 18))


@pytest.mark.parametrize(
    ("applied", "until"),
    [
        ("2026-11-02", "2027-02-02"),
        ("2026-11-30", "2027-02-28"),
        ("2026-12-31", "2027-03-31"),
        ("2027-05-31", "2027-08-31"),
        ("2027-11-30", "2028-02-29"),
    ],
)
def test_R040_three_months_from_the_application(ask, applied, until):
    told = ready(ask, today=applied, place="gentbrugge", applied_at="gentbrugge", applied=applied)
    assert told.dates.collect_until.isoformat() == until
    last_day = ready(ask, today=until, place="gentbrugge", applied_at="gentbrugge", applied=applied)
    assert last_day.result == "COLLECT_NOW"
    assert "DEADLINE_PASSED" not in last_day.notes


def test_R040_the_last_open_day_is_shown_first(ask):
    told = ready(ask, today="2027-02-10", place="gentbrugge", applied_at="gentbrugge", applied="2026-11-30")
    assert told.dates.collect_last_open_day == date(2027, 2, 26)
    assert "Friday 26\u00a0February\u00a02027" in told.text


@pytest.mark.parametrize("name", ["vlaams-voorbeeld", "leuven"])
def test_R040_no_deadline_is_invented_elsewhere(ask, name):
    told = ready(ask, name, today="2027-06-01", applied="2026-11-02")
    assert told.dates.collect_until is None
    assert told.result == "COLLECT_BY_APPOINTMENT"


def test_R041_after_the_deadline_the_card_is_gone_unless_the_office_has_it(ask):
    gone = ask("gent", "2027-02-03", service="collect", place="stadskantoor", applied="2026-11-02", codes="yes")
    assert (gone.result, gone.ticket) == ("DESTROYED_OR_EXPIRED", "R")
    kept = ready(ask, today="2027-02-03", place="stadskantoor", applied_at="stadskantoor", applied="2026-11-02")
    assert (kept.result, kept.ticket) == ("COLLECT_NOW", "P")
    assert "DEADLINE_PASSED" in kept.notes


@pytest.mark.parametrize(("today", "near"), [("2027-01-18", False), ("2027-01-19", True), ("2027-02-02", True)])
def test_R042_fourteen_days_or_less_to_the_deadline(ask, today, near):
    told = ready(ask, today=today, place="stadskantoor", applied_at="stadskantoor", applied="2026-11-02")
    assert ("DEADLINE_NEAR" in told.notes) is near


def test_R043_no_letter_with_the_codes_yet(ask):
    told = ready(ask, place="stadskantoor", applied="2026-11-02", codes="no")
    assert (told.result, told.ticket, told.dates.letter_from) == ("WAIT_FOR_CODES", None, None)
    example = ready(ask, "vlaams-voorbeeld", today="2026-11-10", applied="2026-11-02", codes="no")
    assert example.result == "WAIT_FOR_CODES"
    assert (example.dates.letter_from, example.dates.letter_until) == (date(2026, 11, 16), date(2026, 11, 23))


def test_R044_collecting_for_someone_of_12_or_older(ask):
    told = ready(ask, place="stadskantoor", born="2014-11-22", today="2026-11-22", for_other=True)
    assert (told.result, told.ticket) == ("IN_PERSON_ONLY", None)
    for name in ("vlaams-voorbeeld", "leuven"):
        unstated = ready(ask, name, born="1980-01-01", for_other=True)
        assert (unstated.result, unstated.ticket) == ("ASK_AT_COUNTER", "G")


@pytest.mark.parametrize("role", ["parent", "foster", "guardian", "head-of-home"])
def test_R045_in_leuven_an_adult_collects_and_the_child_stays_home(ask, role):
    told = ready(ask, "leuven", born="2019-01-01", for_other=True, role=role)
    assert told.result == "COLLECT_BY_APPOINTMENT"
    assert "CHILD_NEED_NOT_COME" in told.notes


def test_R046_ghent_does_not_say_who_collects_for_a_child(ask):
    told = ready(ask, place="stadskantoor", applied_at="stadskantoor", born="2019-01-01", for_other=True)
    assert (told.result, told.ticket) == ("COLLECT_NOW", "P")
    assert "ASK_WHO_COLLECTS" in told.notes
    assert "CHILD_NEED_NOT_COME" not in told.notes


def test_R047_urgent_and_not_ready_means_a_call_and_an_e_mail(ask):
    told = ready(ask, place="stadskantoor", procedure="urgent", card_status="in_production")
    assert (told.result, told.channels, told.ticket) == ("URGENT_WAIT", ["phone", "mail"], None)
    leuven = ready(ask, "leuven", procedure="urgent", card_status="in_production")
    assert leuven.result == "COLLECT_NOT_READY"


def urgent(ask, today, profile="gent", **given):
    return ask(profile, today, service="urgent", **given)


def at_two(day):
    year, month, number = map(int, day.split("-"))
    return (year, month, number, 14, 0)


def ready_at(told):
    when = told.dates.ready
    assert isinstance(when, datetime)
    return (when.year, when.month, when.day, when.hour, when.minute)


def test_R048_before_three_is_the_next_working_day(ask):
    told = urgent(ask, "2026-11-03T14:59", place="stadskantoor")
    assert (told.result, told.ticket) == ("URGENT_READY", "U")
    assert ready_at(told) == at_two("2026-11-04")
    assert {"URGENT_COLLECT_CITY", "APPLY_MAY_NEED_APPOINTMENT"} <= set(told.notes)
    assert told.appointment == "unstated"
    assert "This is only so if you apply today before 15:00." in told.text


def test_R049_three_oclock_counts_as_after(ask):
    assert ready_at(urgent(ask, "2026-11-03T15:00:00")) == at_two("2026-11-05")
    assert ready_at(urgent(ask, "2026-11-03T14:59:59")) == at_two("2026-11-04")


@pytest.mark.parametrize(
    ("row", "today", "day"),
    [
        ("R050", "2026-11-06T14:59", "2026-11-09"),
        ("R050", "2026-11-06T15:00", "2026-11-10"),
        ("R051", "2026-11-07T10:00", "2026-11-10"),
        ("R052", "2026-11-05T15:30", "2026-11-09"),
    ],
)
def test_R050_R051_R052_weekends(ask, row, today, day):
    told = urgent(ask, today)
    assert ready_at(told) == at_two(day)
    assert "HOLIDAY_CONFIRM" not in told.notes


@pytest.mark.parametrize(
    ("row", "today", "day"),
    [
        ("R053", "2026-11-10T10:00", "2026-11-12"),
        ("R054", "2026-12-24T10:00", "2026-12-28"),
        ("R054", "2026-12-24T16:00", "2026-12-29"),
        ("R055", "2026-12-31T10:00", "2027-01-04"),
        ("R055", "2026-12-30T16:00", "2027-01-04"),
        ("R056", "2027-03-26T10:00", "2027-03-30"),
        ("R056", "2027-03-27T10:00", "2027-03-31"),
    ],
)
def test_R053_R054_R055_R056_public_holidays_are_to_be_confirmed(ask, row, today, day):
    told = urgent(ask, today)
    assert ready_at(told) == at_two(day)
    assert "HOLIDAY_CONFIRM" in told.notes
    assert "Confirm the day at the counter" in told.text


@pytest.mark.parametrize("today", ["2026-11-08T10:00", "2026-11-11T10:00", "2026-12-25T10:00", "2027-03-29T10:00"])
def test_R057_no_promise_on_a_sunday_or_holiday(ask, today):
    told = urgent(ask, today)
    assert (told.result, told.dates.ready, told.ticket) == ("CLOSED", None, None)
    assert told.dates.next_opening is not None
    assert "closed" in told.text


def test_R058_leuven_promises_before_two_only(ask):
    told = urgent(ask, "2026-11-03T13:59", "leuven", children=1)
    assert (told.result, told.dates.ready) == ("URGENT_READY", date(2026, 11, 4))
    for today in ("2026-11-03T14:00", "2026-11-07T10:00"):
        late = urgent(ask, today, "leuven", children=1)
        assert (late.result, late.dates.ready) == ("URGENT_NO_DATE", None)
        assert "Ask at the counter" in late.text
    assert urgent(ask, "2026-11-08T10:00", "leuven", children=1).dates.ready is None


@pytest.mark.parametrize(
    ("today", "day", "holiday"),
    [
        ("2026-11-06T13:00", date(2026, 11, 9), False),
        ("2026-11-10T13:00", date(2026, 11, 12), True),
        ("2026-12-24T09:00", date(2026, 12, 28), True),
    ],
)
def test_R059_leuven_over_weekends_and_holidays(ask, today, day, holiday):
    told = urgent(ask, today, "leuven", children=1)
    assert told.dates.ready == day
    assert ("HOLIDAY_CONFIRM" in told.notes) is holiday


def test_R060_the_example_has_a_price_and_no_date(ask):
    told = urgent(ask, "2026-11-03T10:00", "vlaams-voorbeeld")
    assert (told.result, told.dates.ready, told.fee.total_cents) == ("URGENT_NO_DATE", None, 11840)


@pytest.mark.parametrize(("today", "day"), [("2026-10-23T15:30", "2026-10-27"), ("2027-03-27T10:00", "2027-03-31")])
def test_R061_across_a_clock_change(ask, today, day):
    assert ready_at(urgent(ask, today)) == at_two(day)


def test_R061_an_unset_clock_promises_nothing(ask):
    told = urgent(ask, "2026-11-03T14:59", clock_ok=False)
    assert (told.result, told.dates.ready) == ("URGENT_NO_DATE", None)
    assert "CLOCK_UNSURE" in told.notes
    assert told.fee.total_cents == 13000
    # one sentence sends to the counter, and says what to ask there
    assert re.findall(r"[Aa]sk at the counter[^.]*\.", told.text) == ["Ask at the counter when your card can be ready."]
    assert "This kiosk is not sure of the time." in told.text


def test_R061_who_finds_it_closed_by_an_unset_clock_is_sent_to_the_counter(ask):
    told = urgent(ask, "2026-11-08T10:00", clock_ok=False)
    assert told.result == "CLOSED"
    assert "This kiosk is not sure of the time. Ask at the counter." in told.text
