"""Hours that no page states are told with doubt on every screen that tells when a place is open; stated ones without (D22)."""

from datetime import datetime

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import load
from kiosk.residence.facts import Facts
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import CardStatus, Codes, Service
from kiosk.visit.model import phases
from kiosk.visit.model.state import Moment, Setting, Situation, Standing, Visit, VisitState
from kiosk.visit.shown.presenter import view
from kiosk.visit.tour.reach import screen

NOW = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)
OPENS = datetime(2027, 2, 22, 9, 0, tzinfo=BRUSSELS)


@pytest.fixture(params=[True, False], ids=["stated", "assumed"])
def sure(request, monkeypatch):
    """Whether a page states Ghent's hours; the shipped profile assumes them."""
    if request.param:
        monkeypatch.setattr(Profile, "stated", lambda _profile, _key: True)
    return request.param


def at(phase=phases.IDLE, visit=None, **situation):
    setting = Setting(load("gent", today=NOW.date()), "stadskantoor", "walk")
    return VisitState(setting, Moment(NOW, 100.0), Situation(**situation), phase, visit)


def test_the_first_screen_says_until_when_it_is_open(sure):
    said = view(at(until=NOW.replace(hour=17))).hours
    assert said == ("Vandaag open tot 17:00." if sure else "Waarschijnlijk open tot 17:00.")


def test_the_closed_screen_says_in_every_language_when_it_opens(sure):
    closed = view(at(standing=Standing.CLOSED, until=OPENS))
    day = "pen op maandag 22\u00a0februari om 09:00."
    assert closed.opens == ("O" if sure else "Waarschijnlijk o") + day
    assert closed.check == ("" if sure else "Kijk onze openingsuren na voor u komt.")
    english = dict(closed.messages)["en"]
    day = "pens on Monday 22\u00a0February at 09:00."
    assert english == f"We are closed now. {'O' if sure else 'Probably o'}{day}"


def test_hours_that_are_not_sure_do_not_stand_where_one_sees_whether_it_is_open(sure):
    shut = view(at(standing=Standing.OUT, until=NOW.replace(hour=13)))
    assert shut.where.hours.startswith("Vandaag open tot ") is sure
    assert sure or not shut.where.hours


def test_who_gets_no_number_any_more_reads_when_there_are_numbers_again(sure):
    phase = phases.Sorry(phases.Fault.NO_TICKET, code="CLOSED", until=OPENS)
    said = view(at(phase, Visit("walk", 0.0, "en"))).next_step
    assert said.startswith("Opens on Monday" if sure else "Probably opens on Monday")


def test_another_building_says_until_when_it_is_open(sure):
    known = {"card_status": CardStatus.READY, "applied_at": "gentbrugge", "place": "stadskantoor"}
    told = screen(at(), Facts(Service.COLLECT, codes=Codes.YES, **known), "en")
    assert told.view.where.hours == ("Open today until 12:30." if sure else "Probably open until 12:30.")
