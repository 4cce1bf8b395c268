"""A visit and the gallery in a municipality's own town: its places, its opening hours."""

from datetime import date, timedelta

import pytest

from kiosk.commands.demo import SETTLED, _moved
from kiosk.commands.output import CommandProblem
from kiosk.demo.visits import VISITS
from kiosk.profiles.loader import load
from kiosk.residence.opening import is_open
from kiosk.visit.tour.showcase import OPEN_DAY, views

SATURDAYS = ('saturday = ["09:00-12:30"]\n', "")


def test_a_visit_is_played_at_its_own_time_where_that_is_open(town):
    script = VISITS["renew-open"]
    moved = _moved(script, str(town()))
    assert moved.moment == script.moment
    assert moved.place == "stadskantoor"


def test_a_visit_waits_until_the_towns_doors_open(town):
    path = town(SATURDAYS)
    moved = _moved(VISITS["renew-open"], str(path))
    profile = load(path, today=date(2027, 2, 22))
    assert moved.moment.date() == date(2027, 2, 22)
    assert is_open(profile, profile.places[0], moved.moment)
    assert not is_open(profile, profile.places[0], moved.moment - SETTLED - timedelta(minutes=1))


def test_a_place_that_the_town_does_not_have_is_its_first_one(town):
    script = VISITS["collect-child"]
    moved = _moved(script, str(town()))
    assert moved.place == "stadskantoor"
    assert _moved(VISITS["collect-ready"], str(town())).office.place == "gentbrugge"


def test_an_appointment_is_in_the_building_where_it_is_played_and_as_long_after_the_visit_begins():
    script = VISITS["appointment"]
    moved = _moved(script, "examples/brussels")
    assert moved.place != script.place
    assert moved.appointment.place == moved.place
    assert moved.appointment.starts_at - moved.moment == script.appointment.starts_at - script.moment


def test_a_kiosk_of_another_building_is_played_there(town):
    moved = _moved(
        VISITS["collect-child"], str(town(('id = "gent"', 'id = "gent"\nhome_place = "gentbrugge"\nsource = "own"')))
    )
    assert moved.place == "gentbrugge"


def test_a_profile_that_is_not_there_is_said():
    with pytest.raises(CommandProblem, match=r"There is no profile nowhere\.toml"):
        _moved(VISITS["renew-open"], "nowhere.toml")


def test_pictures_of_a_town_tell_its_own_hours(town):
    early = town(
        ('saturday = ["09:00-12:30"]', 'saturday = ["08:15-12:05"]'),
        ('monday = ["09:00-17:00"]', 'monday = ["08:45-17:00"]'),
    )
    shown = dict(views("nl", profile=load(early, today=OPEN_DAY.date())))
    assert "12:05" in shown["attract"].hours
    assert "08:45" in shown["closed"].opens


def test_pictures_of_a_town_that_is_closed_on_saturday_tell_another_days_hours(town):
    path = town(SATURDAYS, ('monday = ["09:00-17:00"]', 'monday = ["08:45-16:40"]'))
    shown = dict(views("nl", profile=load(path, today=OPEN_DAY.date())))
    assert "16:40" in shown["attract"].hours
