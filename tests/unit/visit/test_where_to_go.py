"""After the number: where to go and where the paper is, as the profile says it, the same on the screen, in the ear and on paper."""

from dataclasses import replace
from datetime import date

import pytest

from devices.api import Text
from kiosk.base.languages import LANGUAGES
from kiosk.base.values.aloud import aloud
from kiosk.profiles.loader import load
from kiosk.residence.town import PlaceMap, Room
from kiosk.visit.model.phases import TakeTicket
from kiosk.visit.shown.paper import ticket_receipt
from kiosk.visit.shown.presenter import view
from kiosk.visit.shown.speech import spoken
from kiosk.visit.steps.tickets import paper
from kiosk.visit.tour.showcase import states

WAY = {"en": "Right, through the glass door", "nl": "Rechts, door de glazen deur"}


def printed(language="en", rooms=None, paper_at=None):
    """The kiosk with a ticket that has come out."""
    profile = load("gent", today=date(2027, 2, 20))
    changed = {"tickets": profile.tickets.model_copy(update={"paper_at": paper_at})}
    if rooms is not None:
        places = [each.model_copy(update={"map": PlaceMap(rooms=rooms)}) for each in profile.places]
        changed["places"] = tuple(places)
    return dict(states(profile.model_copy(update=changed), language))["ticket-printed"]


def said(state):
    return [each.text for each in spoken(view(state))]


def on_paper(state):
    return [block.text for block in ticket_receipt(paper(state)).blocks if isinstance(block, Text)]


@pytest.mark.parametrize("at", [None, (0.0, 0.0, 0.4, 0.4)])
def test_the_way_that_a_town_wrote_is_seen_heard_and_on_the_ticket(at):
    state = printed(rooms=(Room(name="Reception", at=at, way=WAY, tickets=("R",)),))
    shown = view(state)
    assert (shown.where.name, shown.where.lines) == ("Reception", (WAY["en"],))
    # a room that is not on the map is told without one
    assert bool(shown.where.rooms) == (at is not None)
    for told in (said(state), on_paper(state)):
        here = told.index("When your number is called, go here: Reception.")
        assert told[here + 1] == WAY["en"]


@pytest.mark.parametrize("rooms", [(), (Room(name="Reception", at=(0.0, 0.0, 0.4, 0.4), way=WAY, tickets=("P",)),)])
def test_a_number_that_is_called_to_no_known_room_is_sent_nowhere(rooms):
    state = printed(rooms=rooms)
    assert view(state).where is None
    assert not [line for line in (*said(state), *on_paper(state)) if "go here" in line or line == WAY["en"]]


@pytest.mark.parametrize(
    ("paper_at", "sentence"),
    [
        (None, "Take your ticket."),
        ("below", "Take your ticket below the screen."),
        ("left", "Take your ticket to the left of the screen."),
        ("right", "Take your ticket to the right of the screen."),
        ("above", "Take your ticket above the screen."),
    ],
)
def test_where_the_paper_comes_out_is_said_last_and_only_where_the_profile_says_it(paper_at, sentence):
    state = printed(paper_at=paper_at)
    assert view(state).paper_label == sentence
    # after it nothing but the choices
    told = said(state)
    assert told[told.index(sentence) + 1].endswith(("choice.", "choices."))


@pytest.mark.parametrize("paper_at", [None, "below", "left", "right", "above"])
def test_the_last_screen_says_once_more_where_the_paper_is(paper_at):
    state = printed(paper_at=paper_at)
    last = replace(state, phase=TakeTicket("R014"))
    shown = view(last)
    assert shown.title.removesuffix(".") == view(state).paper_label.removesuffix(".")
    assert said(last)[0] == shown.title
    # the good-bye stays the last word
    assert said(last)[-1] == "Goodbye!"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_each_side(language):
    sides = (None, "below", "left", "right", "above")
    sentences = [view(printed(language, paper_at=side)).paper_label for side in sides]
    assert len(set(sentences)) == len(sides)
    assert language == "en" or not [each for each in sentences if each.startswith("Take")]
    assert aloud(sentences[0], language) in said(printed(language))
