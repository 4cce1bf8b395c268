"""Days that have a name: bridges beside public holidays, the days of the Communities; a municipality closes on those it names."""

from datetime import date, datetime, timedelta

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import check, load
from kiosk.residence.calendar import has_name
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts
from kiosk.residence.opening import intervals_on
from kiosk.residence.vocabulary import Service

TODAY = date(2026, 11, 22)


def days(year, name):
    every = (date(year, 1, 1) + timedelta(days=at) for at in range(366))
    return [f"{day:%m-%d}" for day in every if day.year == year and has_name(day, name)]


@pytest.mark.parametrize(
    ("year", "name", "expected"),
    [
        # Ascension is always a Thursday; 1 January 2026 and 11 November 2027 are one; 21 July 2026 and 2027: Tuesday, Wednesday
        (2026, "bridge", ["01-02", "05-15", "07-20"]),
        (2027, "bridge", ["05-07", "11-12"]),
        (2026, "good_friday", ["04-03"]),
        (2027, "good_friday", ["03-26"]),
        (2027, "flemish_community", ["07-11"]),
        (2027, "french_community", ["09-27"]),
        (2027, "german_speaking_community", ["11-15"]),
        (2027, "kings_day", ["11-15"]),
        (2027, "brussels_region", ["05-08"]),
        (2027, "all_souls", ["11-02"]),
        (2027, "boxing_day", ["12-26"]),
    ],
)
def test_the_days_of_a_year(year, name, expected):
    assert days(year, name) == expected


def closing(town, names, hours=""):
    return town(("[look]", f'[[special_days]]\nnamed = {names}\n{hours}source = "own"\n\n[look]'))


def test_a_bridge_closes_the_town_and_is_no_working_day_of_an_urgent_card(town):
    profile = load(closing(town, '["bridge"]'), today=TODAY)
    place = profile.places[0]
    assert intervals_on(profile, place, date(2027, 11, 12)) == ()
    assert intervals_on(load("gent", today=TODAY), place, date(2027, 11, 12))
    before = datetime(2027, 11, 10, 10, 0, tzinfo=BRUSSELS)
    told = answer(Facts(service=Service.URGENT), profile, before, clock_ok=True)
    # Thursday is Armistice Day, Friday the bridge
    assert told.dates.ready.date() > date(2027, 11, 12)


def test_a_named_day_may_have_hours_of_its_own(town):
    profile = load(closing(town, '["flemish_community"]', 'hours = ["09:00-12:00"]\n'), today=TODAY)
    (only,) = intervals_on(profile, profile.places[0], date(2028, 7, 11))
    assert (only.begins.hour, only.ends.hour) == (9, 12)


def test_a_name_that_there_is_not_is_told_with_those_that_there_are(town):
    (error,) = check([closing(town, '["flemish_comunity"]')], TODAY).errors
    assert "did you mean 'flemish_community'?" in error.message
    assert "boxing_day" in error.message
