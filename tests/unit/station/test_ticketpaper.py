"""A ticket that the store holds says on paper what its first paper said: where it is called, for how many, for which appointment."""

from datetime import datetime

import pytest

from devices.api import Text
from kiosk.base.clock import BRUSSELS
from kiosk.profiles.loader import load
from kiosk.queue.model import Ticket, TicketState
from kiosk.residence.town import PlaceMap, Room
from kiosk.station.ticketpaper import receipt_of
from tests.support.towns import town

TAKEN = datetime(2027, 2, 20, 10, 5, tzinfo=BRUSSELS)
WAY = {"en": "Right, through the glass door", "nl": "Rechts, door de glazen deur"}


def ticket(**more):
    values = {
        "id": "t", "number": "R014", "klass": "R", "state": TicketState.WAITING, "place": "stadskantoor",
        "day": TAKEN.date(), "taken_at": TAKEN, "language": "en", "kiosk": "k", "request_id": "r", "first_class": "R",
        "series": "", "seq": 14, "queue_day": TAKEN.date(), "waiting_since": TAKEN,
    }  # fmt: skip
    return Ticket(**(values | more))


@pytest.mark.parametrize("official", [("fr",), ("de",), ("fr", "nl"), ("de", "fr", "nl")])
@pytest.mark.parametrize("copy", [False, True])
def test_it_speaks_the_official_languages_of_the_town_and_the_residents_and_no_other(official, copy):
    profile = town(*official)
    paper = receipt_of(ticket(language="ar"), profile, profile.place("stadskantoor"), copy=copy)
    assert {block.language for block in paper.blocks if isinstance(block, Text)} == {*official, "ar"}


def lines(*, rooms=(), copy=False, **more):
    profile = load("gent", today=TAKEN.date())
    place = profile.place("stadskantoor").model_copy(update={"map": PlaceMap(rooms=rooms)})
    paper = receipt_of(ticket(**more), profile, place, copy=copy)
    assert paper.copy is copy
    return [block.text for block in paper.blocks if isinstance(block, Text)]


@pytest.mark.parametrize("copy", [False, True])
def test_it_says_where_it_is_called_and_the_way_there(copy):
    said = lines(rooms=(Room(name="Reception", way=WAY, tickets=("R",)),), copy=copy)
    here = said.index("When your number is called, go here: Reception.")
    assert said[here + 1] == WAY["en"]
    assert "R014" in said


def test_a_number_that_is_called_to_no_known_room_is_sent_nowhere():
    said = lines(rooms=(Room(name="Reception", way=WAY, tickets=("P",)),))
    assert not [line for line in said if "go here" in line or line == WAY["en"]]


def test_it_says_for_how_many_and_for_which_appointment():
    said = lines(people=3, appointment_at=TAKEN.replace(hour=10, minute=40))
    assert "For 3 people." in said
    assert {"Afspraak om 10:40", "Appointment at 10:40"} <= set(said)
