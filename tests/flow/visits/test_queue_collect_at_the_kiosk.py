"""Collecting through the real kiosk: the office's table, the card, the PIN, the rules, the screen, the number and paper."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.demo.parts import begin, card_and_pin, printed
from kiosk.demo.script import OfficeRow, PullCard, See, Tap
from kiosk.demo.visits import VISITS
from kiosk.views.view import AnswerView, AttractView, InsertCardView, QuestionView, TakeTicketView, TicketView

pytestmark = pytest.mark.full

APPLIED = date(2026, 12, 18)


def visit(*, ticket):
    def acts(language):
        come = (*begin(language), Tap("menu.collect"), See(QuestionView), Tap("answer.me"))
        asked = (See(InsertCardView), *card_and_pin(), See(QuestionView), Tap("answer.yes"), See(AnswerView))
        taken = (Tap("ticket"), See(TicketView, printed), PullCard(), Tap("done"), See(TakeTicketView), Tap("done"))
        return (*come, *asked, *(taken if ticket else (PullCard(),)), See(AttractView))

    return acts


@pytest.mark.parametrize(
    ("status", "place", "title", "klass"),
    [
        ("ready", "gentbrugge", "Your card is here", "P"),
        ("ready", "stadskantoor", "another building: Stadskantoor", None),
        ("in_production", "gentbrugge", "Your card is not ready yet", None),
        ("destroyed", "gentbrugge", "You can no longer collect this card", "R"),
        ("collected", "gentbrugge", "We find no application", "G"),
        ("none", "gentbrugge", "We find no application", "G"),
    ],
)
def test_what_the_office_says_is_what_the_screen_says_and_what_number_is_given(play, status, place, title, klass):
    row = OfficeRow(status, place, APPLIED, date(2027, 1, 8) if status == "ready" else None)
    script = replace(VISITS["collect-ready"], language="en", office=row, acts=visit(ticket=klass is not None))
    played = play(script)
    shown = played.last(AnswerView)
    assert title in shown.title
    assert ("ticket" in {action.key for action in shown.actions}) is (klass is not None)
    assert [ticket.klass for ticket in played.tickets if ticket.kiosk == "kiosk-1"] == ([klass] if klass else [])
