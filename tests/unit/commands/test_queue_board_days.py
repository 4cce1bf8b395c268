"""A number that was carried over is told from today's number of the same name: on the board, in words, at the counter."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.commands.board import board_view, utterances
from kiosk.commands.queuestore import line
from kiosk.profiles.loader import load
from kiosk.queue.model import Board, Call, Ticket, TicketState

NOW = datetime(2027, 2, 18, 11, 0, tzinfo=BRUSSELS)
YESTERDAY = date(2027, 2, 17)
TODAY = Call("id-1", "R001", "R", "3", NOW, 1, "nl", NOW.date())
CARRIED = replace(TODAY, ticket_id="id-2", counter="4", day=YESTERDAY)


@pytest.fixture
def shown(monkeypatch):
    monkeypatch.setattr("kiosk.base.clock.SystemClock.now", lambda _clock: NOW)
    board = Board("stadskantoor", NOW, CARRIED, (TODAY, CARRIED))
    return board_view(board, load("gent"), "stadskantoor", ("nl",))


def test_the_board_shows_the_day_of_a_number_that_was_carried_over_and_of_no_other(shown):
    assert (shown.current.number, shown.current.day) == ("R001", "17\u00a0februari")
    assert [(call.number, call.day) for call in shown.recent] == [("R001", ""), ("R001", "17\u00a0februari")]


def test_the_board_names_what_a_number_is_for(shown):
    assert {call.service for call in (shown.current, *shown.recent)} == {"Aanvraag"}


def test_the_voice_says_the_day_of_a_number_that_was_carried_over():
    assert utterances(CARRIED, ("nl",))[0].text == "Nummer R, 0, 0, 1 van 17 februari. Loket 4."
    assert utterances(TODAY, ("nl",))[0].text == "Nummer R, 0, 0, 1. Loket 3."


def test_the_counters_list_shows_the_day_of_a_number_that_was_carried_over():
    ticket = Ticket(
        "A" * 12, "R001", "R", TicketState.WAITING, "stadskantoor", YESTERDAY, NOW, "nl", "kiosk-1", "v", "R", "", 1,
        NOW.date(), NOW,
    )  # fmt: skip
    assert "of 2027-02-17" in line(ticket)
    assert "2027" not in line(replace(ticket, day=NOW.date()))
