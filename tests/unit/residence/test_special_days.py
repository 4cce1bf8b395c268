"""Days that differ from the ordinary week: half days, days of every year, exceptional openings, seasons."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

import kiosk.profiles
from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import check, load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts
from kiosk.residence.opening import closed_for_once, closes_at, first_open_day, intervals_on, is_open_day, next_opening
from kiosk.residence.vocabulary import Service

TODAY = date(2026, 11, 22)
TOWN = """
[[special_days]]
yearly = ["12-24", "12-31"]
hours = ["09:00-12:00"]
source = "000"

[[special_days]]
yearly = ["12-26/01-02"]
source = "000"

[[special_days]]
days = [2027-05-01]
hours = ["10:00-12:00"]
source = "000"

[[special_days]]
first = 2027-07-01
last = 2027-08-31
week = { monday = ["07:30-13:00"], tuesday = ["07:30-13:00"] }
source = "000"
"""
PLACE = """
[[places.special_days]]
days = [2027-07-05]
hours = ["14:00-16:00"]
source = "000"

[places.directions]"""


@pytest.fixture
def write(tmp_path):
    def file(extra, place=""):
        text = (Path(kiosk.profiles.__file__).parent / "gent.toml").read_text(encoding="utf-8")
        if place:
            assert "[places.directions]" in text
            text = text.replace("[places.directions]", place, 1)
        path = tmp_path / "stad.toml"
        path.write_text(text + extra, encoding="utf-8")
        return path

    return file


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def hours(profile, day, place="stadskantoor"):
    found = intervals_on(profile, profile.place(place), date.fromisoformat(day))
    return [f"{each.begins:%H:%M}-{each.ends:%H:%M}" for each in found]


@pytest.mark.parametrize(
    ("day", "open_at"),
    [
        ("2026-12-24", ["09:00-12:00"]),
        ("2031-12-24", ["09:00-12:00"]),
        # over the turn of the year; the half day that stands first in the file counts first
        ("2026-12-31", ["09:00-12:00"]),
        ("2026-12-28", []),
        ("2027-01-02", []),
        ("2027-01-04", ["09:00-17:00"]),
        # Labour Day, open all the same
        ("2027-05-01", ["10:00-12:00"]),
        # a season has both its ends; its first and last day are a Thursday and a Tuesday
        ("2027-06-30", ["09:00-17:00"]),
        ("2027-07-01", []),
        ("2027-07-06", ["07:30-13:00"]),
        ("2027-07-07", []),
        ("2027-08-31", ["07:30-13:00"]),
        ("2027-09-01", ["09:00-17:00"]),
    ],
)
def test_a_special_day_stands_before_the_week_and_the_holidays(write, day, open_at):
    assert hours(load(write(TOWN), today=TODAY), day) == open_at


SUMMER = """
[[special_days]]
yearly = ["06-28/08-29"]
hours = ["08:00-13:00"]
source = "000"
"""
WHOLE_WEEK = """
[[special_days]]
first = 2027-06-28
last = 2027-08-29
week = { monday = ["07:30-13:00"], wednesday = ["07:30-13:00"], saturday = ["08:00-10:00"] }
source = "000"
"""


@pytest.mark.parametrize(
    ("rows", "day", "open_at"),
    [
        (SUMMER, "2027-07-05", ["08:00-13:00"]),
        # the hours of a summer open no Sunday and no national holiday
        (SUMMER, "2027-07-04", []),
        (SUMMER, "2027-07-21", []),
        # a half day that falls on a Sunday stays closed
        (TOWN, "2028-12-24", []),
        (WHOLE_WEEK, "2027-07-14", ["07:30-13:00"]),
        (WHOLE_WEEK, "2027-07-21", []),
        # a week says itself on which of its days the doors are open
        (WHOLE_WEEK, "2027-07-17", ["08:00-10:00"]),
    ],
)
def test_a_season_opens_no_day_that_is_closed_anyhow(write, rows, day, open_at):
    assert hours(load(write(rows), today=TODAY), day) == open_at


def test_a_closing_day_of_the_town_closes_in_a_season_too(write):
    profile = load(write(SUMMER), today=TODAY)
    profile = profile.model_copy(update={"closing_days": frozenset({date(2027, 7, 5)})})
    assert hours(profile, "2027-07-05") == []
    assert closed_for_once(profile, profile.places[0], date(2027, 7, 5))
    assert not closed_for_once(profile, profile.places[0], date(2027, 7, 6))


def test_urgent_is_promised_for_no_holiday_of_a_season(write):
    profile = load(write(SUMMER), today=TODAY)
    told = answer(Facts(service=Service.URGENT), profile, at("2027-07-21T10:00"), clock_ok=True)
    assert told.result == "CLOSED"
    told = answer(Facts(service=Service.URGENT), profile, at("2027-07-20T10:00"), clock_ok=True)
    assert told.dates.ready is not None
    assert told.dates.ready.date() == date(2027, 7, 22)


def test_a_special_day_of_a_place_counts_there_and_first(write):
    profile = load(write(TOWN, PLACE), today=TODAY)
    first = profile.places[0].id
    assert hours(profile, "2027-07-05", first) == ["14:00-16:00"]
    assert hours(profile, "2027-07-05", profile.places[1].id) == ["07:30-13:00"]


def test_what_is_told_follows_the_special_days(write):
    profile = load(write(TOWN), today=TODAY)
    office = profile.place("stadskantoor")
    assert closes_at(profile, office, at("2026-12-24T10:00")) == at("2026-12-24T12:00")
    assert next_opening(profile, office, at("2026-12-24T13:00")) == at("2026-12-31T09:00")
    assert first_open_day(profile, office, date(2027, 1, 1)) == date(2027, 1, 4)
    assert is_open_day(profile, office, date(2027, 5, 1))


def test_a_named_closed_day_is_no_working_day_and_half_a_day_is_one(write):
    profile = load(write(TOWN), today=TODAY)
    facts = Facts(service=Service.URGENT)
    told = answer(facts, profile, at("2026-12-23T10:00"), clock_ok=True)
    # the 24th closes at noon; the page's working day stays, its hours stand in no page
    assert told.dates.ready == at("2026-12-24T14:00")
    told = answer(facts, profile, at("2026-12-24T10:00"), clock_ok=True)
    # Christmas, the closed days, and the half day on the 31st
    assert told.dates.ready == at("2026-12-31T14:00")
    assert answer(facts, profile, at("2026-12-28T10:00"), clock_ok=True).result == "CLOSED"
    assert answer(facts, profile, at("2027-05-01T11:00"), clock_ok=True).result != "CLOSED"


@pytest.mark.parametrize(
    ("row", "key", "words"),
    [
        ('hours = ["09:00-12:00"]', "special_days.0", "needs days, yearly, named, or first and last"),
        ('yearly = ["24-12"]', "special_days.0.yearly.0", "month-day"),
        ('yearly = ["24-12/01-02"]', "special_days.0.yearly.0", "month-day"),
        ('yearly = ["12-24/02-30"]', "special_days.0.yearly.0", "month-day"),
        ("first = 2027-06-01", "special_days.0", "both first and last"),
        ("first = 2027-06-02\nlast = 2027-06-01", "special_days.0", "last must not stand before first"),
        (
            'days = [2027-06-02]\nhours = ["09:00-12:00"]\nweek = { monday = ["09:00-10:00"] }',
            "special_days.0",
            "keep one",
        ),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_in_words(write, row, key, words):
    errors = check((write(f'\n[[special_days]]\n{row}\nsource = "000"\n'),), TODAY).errors
    assert [(error.key, words in error.message) for error in errors] == [(key, True)], errors


def test_the_check_says_when_the_days_run_out(write):
    listed = '\n[[special_days]]\ndays = [2026-12-24]\nsource = "000"\n'
    told = {str(each.code): each.message for each in check((write(listed),), TODAY).notices}
    assert "2026-12-24" in told["DAYS_RUN_OUT"]
    far = {str(each.code) for each in check((write(listed.replace("2026-12-24", "2027-12-24")),), TODAY).notices}
    assert "DAYS_RUN_OUT" not in far
    yearly = '\n[[special_days]]\nyearly = ["12-24"]\nsource = "000"\n'
    assert "DAYS_RUN_OUT" not in {str(each.code) for each in check((write(yearly),), TODAY).notices}


@pytest.mark.parametrize(
    "row",
    [
        "closing_days = [2026-12-24]\n\n[places.directions]",
        '[[places.special_days]]\ndays = [2026-12-24]\nsource = "000"\n\n[places.directions]',
        '[[places.special_days]]\nfirst = 2026-12-20\nlast = 2026-12-24\nsource = "000"\n\n[places.directions]',
    ],
)
def test_the_check_says_when_the_days_of_one_place_run_out(write, row):
    if row.startswith("closing_days"):
        path = write("", place="[places.directions]")
        path.write_text(
            path.read_text("utf-8").replace(
                'name = "Stadskantoor"\n', f'name = "Stadskantoor"\n{row.splitlines()[0]}\n', 1
            ),
            "utf-8",
        )
    else:
        path = write("", place=row)
    (told,) = [each for each in check((path,), TODAY).notices if each.code == "DAYS_RUN_OUT"]
    assert (told.key, "2026-12-24" in told.message) == ("places.stadskantoor.closing_days", True)


def test_an_urgent_card_is_promised_until_the_place_shuts_that_day(write):
    profile = load(write(TOWN), today=TODAY)
    told = answer(Facts(service=Service.URGENT), profile, at("2026-12-24T10:00"), clock_ok=True)
    assert f"{told.params.cutoff:%H:%M}" == "12:00"
    told = answer(Facts(service=Service.URGENT), profile, at("2026-12-23T10:00"), clock_ok=True)
    assert f"{told.params.cutoff:%H:%M}" == "15:00"


@pytest.mark.parametrize(
    ("first", "later", "said"),
    [
        ('yearly = ["12-24"]', 'yearly = ["12-24"]\nhours = ["09:00-12:00"]', "12-24"),
        ('yearly = ["12-24/01-02"]', 'yearly = ["12-31"]\nhours = ["09:00-12:00"]', "12-31"),
        ("first = 2027-07-01\nlast = 2027-08-31", 'days = [2027-07-05]\nhours = ["09:00-12:00"]', "2027-07-05"),
        ('named = ["bridge"]', 'named = ["bridge"]\nhours = ["09:00-12:00"]', "bridge"),
    ],
)
def test_a_day_that_an_earlier_row_speaks_of_is_named(write, first, later, said):
    rows = [f'\n[[special_days]]\n{row}\nsource = "000"\n' for row in (first, later)]
    errors = {error.key: error.message for error in check((write("".join(rows)),), TODAY).errors}
    assert errors.keys() == {"special_days.1"}
    assert errors["special_days.1"].startswith(f"{said} stands in special_days.0")


def test_a_bridge_that_once_falls_on_a_day_of_every_year_is_no_second_row(write):
    rows = ('named = ["bridge"]', 'yearly = ["12-24"]\nhours = ["09:00-12:00"]')
    file = write("".join(f'\n[[special_days]]\n{row}\nsource = "000"\n' for row in rows))
    assert check((file,), TODAY).errors == ()
