"""Before and on the ticket: how many people wait and how long that takes, and nothing where nobody knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.base.i18n import texts
from kiosk.residence.vocabulary import TicketClass
from kiosk.visit.model.phases import ConfirmTicket
from kiosk.visit.shown.paper import ahead_text, wait_text
from kiosk.visit.shown.presenter import view
from kiosk.visit.tour.people import NOBODY
from kiosk.visit.tour.walker import walk
from tests.walk.walks import idle


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(None, ""), ((0, 1), "About 0 to 1 minute."), ((10, 20), "About 10 to 20 minutes.")],
)
def test_the_time_is_a_range_or_nothing(minutes, said):
    assert wait_text(texts("en"), minutes) == said


@pytest.mark.parametrize(
    ("people", "said"),
    [(None, ""), (0, "Nobody is before you."), (1, "1 person is before you."), (7, "7 people are before you.")],
)
def test_people_are_counted_or_not_spoken_of(people, said):
    assert ahead_text(texts("en"), people) == said


@pytest.mark.parametrize(
    ("situation", "said"),
    [
        ({"waiting": None}, ()),
        ({"waiting": 1}, ("1 person is waiting.",)),
        ({"waiting": 4}, ("4 people are waiting.",)),
        (
            {"waiting": 4, "paper": False},
            ("4 people are waiting.", "There is no paper. Your number comes on the screen."),
        ),
    ],
)
def test_the_screen_before_the_number_says_how_many_wait(situation, said):
    state = next(walk(idle("gent", **situation), NOBODY)).state
    shown = view(replace(state, phase=ConfirmTicket(TicketClass.GENERAL)))
    assert shown.body[1:] == said
