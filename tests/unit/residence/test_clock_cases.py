"""Clock cases: both clock changes, midnight, leap day, new year, an unset clock, and dates that cannot be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.residence.calendar import add_months, age_on, public_holidays
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.vocabulary import Service

E = date(2027, 3, 31)


def told(profile, now, *, clock_ok=True, **given):
    return answer(Facts(**given), profile, now, clock_ok=clock_ok)


def renew(profile, now):
    return told(profile, now, service=Service.RENEW, document_type=33, valid_until=E)


def test_the_day_is_the_civil_day_in_brussels(profile_of):
    gent = profile_of("gent")
    # 23:30 UTC on 13 February is half past midnight on the 14th in Brussels: the window is open
    assert renew(gent, datetime(2027, 2, 13, 23, 30, tzinfo=UTC)).result == "RENEW_OPEN"
    assert renew(gent, datetime(2027, 2, 13, 22, 59, 59, tzinfo=UTC)).result == "RENEW_TOO_EARLY"


def test_midnight_opens_and_closes_the_window(profile_of):
    gent = profile_of("gent")
    opens = datetime(2027, 2, 14, tzinfo=BRUSSELS)
    assert renew(gent, opens).result == "RENEW_OPEN"
    assert renew(gent, datetime(2027, 2, 13, 23, 59, 59, 999999, tzinfo=BRUSSELS)).result == "RENEW_TOO_EARLY"
    assert renew(gent, datetime(2027, 3, 1, 23, 59, 59, tzinfo=BRUSSELS)).result == "RENEW_OPEN"
    assert renew(gent, datetime(2027, 3, 2, tzinfo=BRUSSELS)).result == "RENEW_LATE"


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_days_are_counted_as_days_across_a_clock_change(profile_of, day):
    gent = profile_of("gent")
    for hour in range(24):
        now = datetime(day.year, day.month, day.day, hour, 30, tzinfo=BRUSSELS)
        given = told(gent, now, service=Service.RENEW, document_type=33, valid_until=day + timedelta(days=35))
        assert (given.result, given.dates.days_left) == ("RENEW_OPEN", 5)


def test_the_cut_off_is_civil_time_on_both_sides_of_a_clock_change(profile_of):
    gent = profile_of("gent")

    def ready(moment):
        return told(gent, moment, service=Service.URGENT).dates.ready

    # Friday 23 October 2026 is summer time (UTC+2), Monday 26 October winter time (UTC+1)
    assert ready(datetime(2026, 10, 23, 12, 59, 59, tzinfo=UTC)).date() == date(2026, 10, 26)
    assert ready(datetime(2026, 10, 23, 13, 0, tzinfo=UTC)).date() == date(2026, 10, 27)
    assert ready(datetime(2026, 10, 26, 13, 59, 59, tzinfo=UTC)).date() == date(2026, 10, 27)
    assert ready(datetime(2026, 10, 26, 14, 0, tzinfo=UTC)).date() == date(2026, 10, 28)
    # the promise itself is civil time too
    assert ready(datetime(2026, 10, 23, 12, 0, tzinfo=UTC)) == datetime(2026, 10, 26, 13, 0, tzinfo=UTC)


def test_a_check_in_window_is_absolute_time_across_a_clock_change(profile_of):
    gent = profile_of("gent")
    # at two o'clock the clocks go to three: 01:30 is one hour before 03:30
    appointment = datetime(2027, 3, 28, 3, 30, tzinfo=BRUSSELS)
    assert told(gent, datetime(2027, 3, 28, 1, 30, tzinfo=BRUSSELS), appointment=appointment).result == "CHECKIN_OK"
    assert (
        told(gent, datetime(2027, 3, 28, 1, 29, tzinfo=BRUSSELS), appointment=appointment).result == "CHECKIN_TOO_EARLY"
    )
    # the hour from two to three comes twice: 03:20 winter time is two hours after the first 02:20
    first = datetime(2026, 10, 25, 2, 20, fold=0, tzinfo=BRUSSELS)
    late = datetime(2026, 10, 25, 3, 20, tzinfo=BRUSSELS)
    assert told(gent, first, appointment=late).result == "CHECKIN_TOO_EARLY"
    assert told(gent, first.replace(fold=1), appointment=late).result == "CHECKIN_OK"


def test_leap_day_and_new_year(profile_of):
    gent = profile_of("gent")
    leap = told(gent, datetime(2028, 2, 29, 10, tzinfo=BRUSSELS), service=Service.RENEW, valid_until=date(2028, 4, 14))
    assert (leap.result, leap.dates.opens) == ("RENEW_OPEN", date(2028, 2, 29))
    year = told(
        gent, datetime(2026, 12, 31, 23, 59, tzinfo=BRUSSELS), service=Service.RENEW, valid_until=date(2026, 12, 31)
    )
    assert (year.result, year.dates.valid_days) == ("RENEW_LATE", 0)
    after = told(gent, datetime(2027, 1, 1, tzinfo=BRUSSELS), service=Service.RENEW, valid_until=date(2026, 12, 31))
    assert (after.result, after.dates.expired_days) == ("EXPIRED", 1)
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 31), 12) == date(2027, 1, 31)
    assert age_on(date(2024, 2, 29), date(2028, 2, 28)) == 3
    assert age_on(date(2024, 2, 29), date(2028, 2, 29)) == 4


def test_public_holidays_are_the_ten_of_the_law():
    assert {day for day in public_holidays("BE", 2027) if day.weekday() < 6} == {
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 17),
        date(2027, 7, 21),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    }
    assert date(2027, 8, 15) in public_holidays("BE", 2027)
    regional = {date(2027, 7, 11), date(2027, 11, 2), date(2027, 12, 26)}
    assert not regional & public_holidays("BE", 2027)


def easter(year):
    """The Gregorian computus (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@pytest.mark.parametrize("year", range(2024, 2045))
def test_the_ten_holidays_of_every_year(year):
    fixed = {date(year, *day) for day in ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))}
    moving = {easter(year) + timedelta(days=days) for days in (1, 39, 50)}
    sundays = {easter(year), easter(year) + timedelta(days=49)}
    assert public_holidays("BE", year) - sundays == (fixed | moving) - sundays


@pytest.mark.parametrize(
    ("now", "ready"),
    [
        # Ascension Day is a Thursday: the Friday after it is a working day, no bridge
        ("2027-05-05T10:00", "2027-05-07"),
        ("2027-05-05T15:00", "2027-05-10"),
        ("2027-05-07T10:00", "2027-05-10"),
        # Whit Monday
        ("2027-05-14T10:00", "2027-05-18"),
        ("2027-05-15T10:00", "2027-05-19"),
        # 21 July 2027 is a Wednesday, 1 November 2027 a Monday, 11 November 2027 a Thursday
        ("2027-07-20T10:00", "2027-07-22"),
        ("2027-10-29T15:00", "2027-11-03"),
        ("2027-11-10T15:30", "2027-11-15"),
        # 15 August and 25 December 2027 fall in a weekend: nothing is made up for
        ("2027-08-13T10:00", "2027-08-16"),
        ("2027-12-24T10:00", "2027-12-27"),
    ],
)
def test_working_days_around_every_holiday(profile_of, now, ready):
    given = told(profile_of("gent"), datetime.fromisoformat(now).replace(tzinfo=BRUSSELS), service=Service.URGENT)
    assert given.dates.ready.date().isoformat() == ready


def test_a_saturday_that_is_a_holiday_is_closed(profile_of):
    given = told(profile_of("gent"), datetime(2027, 5, 1, 10, tzinfo=BRUSSELS), service=Service.URGENT)
    assert (given.result, given.dates.ready, given.ticket_class) == ("CLOSED", None, None)
    assert given.dates.next_opening == datetime(2027, 5, 3, 9, tzinfo=BRUSSELS)


def test_an_unset_clock_promises_nothing_anywhere(profile_of):
    for name in ("gent", "leuven", "vlaams-voorbeeld"):
        for now in (datetime(1970, 1, 1, 1, tzinfo=BRUSSELS), datetime(2026, 11, 3, 10, tzinfo=BRUSSELS)):
            given = told(profile_of(name), now, clock_ok=False, service=Service.URGENT, children=1)
            assert given.dates.ready is None
            assert "CLOCK_UNSURE" in given.notes


@pytest.mark.parametrize("year", [1, 999, 1879, 2201, 9999])
@pytest.mark.parametrize(
    "name", ["valid_from", "valid_until", "applied", "letter", "photo_date", "certificate", "entry"]
)
def test_dates_of_another_age_are_named_and_never_a_traceback(profile_of, year, name):
    given = told(
        profile_of("gent"),
        datetime(2026, 11, 23, 10, tzinfo=BRUSSELS),
        service=Service.RENEW,
        **{name: date(year, 1, 1)},
    )
    assert given.result == "BAD_FACTS"
    assert name in given.params.bad_facts


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize("service", list(Service))
def test_a_clock_of_another_age_is_named_too(profile_of, year, service):
    given = told(profile_of("gent"), datetime(year, 6, 1, 10, tzinfo=BRUSSELS), service=service, valid_until=E)
    assert (given.result, given.params.bad_facts[0]) == ("BAD_FACTS", "today")


@pytest.mark.parametrize("text", ["1984-13", "84", "1984-02-30", "", "1984-5", "yesterday", "1984-05-17T00:00"])
def test_a_birth_date_that_is_none_is_refused(text):
    with pytest.raises(ValueError):
        PartialDate.parse(text)
