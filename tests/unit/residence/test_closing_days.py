"""Closing days of a municipality and of one place: opening, first open days, and the urgent promise."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

import kiosk.profiles
from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import check, load
from kiosk.residence.engine import answer
from kiosk.residence.facts import Facts
from kiosk.residence.opening import closes_at, first_open_day, is_open, last_open_day, next_opening
from kiosk.residence.town import Interval
from kiosk.residence.vocabulary import Service

TODAY = date(2026, 11, 22)


@pytest.fixture
def bridged(tmp_path):
    """Ghent, closed on Thursday 5 November 2026 everywhere and on Friday 6 November at the Stadskantoor."""
    text = (Path(kiosk.profiles.__file__).parent / "gent.toml").read_text(encoding="utf-8")
    text = text.replace('id = "gent"\n', 'id = "brug"\nclosing_days = [2026-11-05]\nsource = "assumption"\n', 1)
    text = text.replace('name = "Stadskantoor"\n', 'name = "Stadskantoor"\nclosing_days = [2026-11-06]\n', 1)
    path = tmp_path / "brug.toml"
    path.write_text(text, encoding="utf-8")
    assert check((path,), TODAY).errors == ()
    return load(path, today=TODAY)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def test_a_closed_municipality_and_a_closed_place(bridged):
    office, centre = bridged.place("stadskantoor"), bridged.place("gentbrugge")
    assert is_open(bridged, office, at("2026-11-04T10:00"))
    assert not is_open(bridged, office, at("2026-11-05T10:00"))
    assert not is_open(bridged, office, at("2026-11-06T10:00"))
    assert is_open(bridged, centre, at("2026-11-06T10:00"))
    assert next_opening(bridged, office, at("2026-11-04T18:00")) == at("2026-11-07T09:00")
    assert first_open_day(bridged, centre, date(2026, 11, 5)) == date(2026, 11, 6)
    assert last_open_day(bridged, office, date(2026, 11, 6)) == date(2026, 11, 4)
    assert closes_at(bridged, centre, at("2026-11-06T10:00")) == at("2026-11-06T12:30")
    assert closes_at(bridged, centre, at("2026-11-06T13:00")) is None


def test_a_closing_day_is_no_working_day_and_is_to_be_confirmed(bridged):
    facts = Facts(service=Service.URGENT)
    told = answer(facts, bridged, at("2026-11-04T10:00"), clock_ok=True)
    # Thursday the town is closed, Friday the place where urgent cards are collected
    assert told.dates.ready == at("2026-11-09T14:00")
    assert "HOLIDAY_CONFIRM" in told.notes
    on_the_day = answer(facts, bridged, at("2026-11-05T10:00"), clock_ok=True)
    assert (on_the_day.result, on_the_day.ticket_class) == ("CLOSED", None)


def stated(town, place, **hours):
    """The town with these opening hours of a place, and a page that states them."""
    desk = town.place(place)
    opening = desk.opening.model_copy(update={day: tuple(map(interval, given)) for day, given in hours.items()})
    places = tuple(each.model_copy(update={"opening": opening}) if each is desk else each for each in town.places)
    changed = town.model_copy(update={"places": places})
    key = f"places.{place}.opening"
    changed._provenance[key] = town.source(key).model_copy(update={"page": "000"})
    return changed


def interval(text):
    begins, _, ends = text.partition("-")
    return Interval(begins=time.fromisoformat(begins), ends=time.fromisoformat(ends))


@pytest.mark.parametrize(
    ("hours", "ready"),
    [
        ({}, "2026-11-24T14:00"),
        ({"tuesday": ()}, "2026-11-25T14:00"),
        # it is ready at 14:00, after the doors have closed
        ({"tuesday": ("09:00-12:30",)}, "2026-11-25T14:00"),
        ({"tuesday": ("09:00-12:30", "17:00-19:00")}, "2026-11-24T14:00"),
    ],
)
def test_an_urgent_card_is_promised_for_a_day_on_which_its_desk_is_open_after_it_is_ready(hours, ready):
    ghent = stated(load("gent", today=TODAY), "stadskantoor", **hours)
    told = answer(Facts(service=Service.URGENT, place="gentbrugge"), ghent, at("2026-11-23T10:00"), clock_ok=True)
    assert told.dates.ready == at(ready)


def test_a_desk_that_never_opens_after_a_card_is_ready_promises_no_day():
    mornings = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), ("09:00-12:30",))
    ghent = stated(load("gent", today=TODAY), "stadskantoor", **mornings)
    told = answer(Facts(service=Service.URGENT, place="gentbrugge"), ghent, at("2026-11-23T10:00"), clock_ok=True)
    assert (told.result, told.dates.ready) == ("URGENT_NO_DATE", None)


def test_a_place_that_never_opens_has_no_next_opening(bridged):
    never = bridged.place("rabot").model_copy(
        update={
            "opening": bridged.place("rabot").opening.model_copy(
                update=dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), ())
            )
        }
    )
    assert next_opening(bridged, never, at("2026-11-04T10:00")) is None
    assert first_open_day(bridged, never, TODAY) is None
    assert last_open_day(bridged, never, TODAY) is None
