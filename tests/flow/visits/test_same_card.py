"""R012: the same card within ten minutes gets the number that it already has, marked as a copy on paper."""

from dataclasses import replace

from kiosk.demo.script import PullCard, See, Tap
from kiosk.demo.visits import VISITS, _begin, _card_and_pin, _printed
from kiosk.visit.view import AnswerView, AttractView, TakeTicketView, TicketView


def twice(language):
    once = (
        *_begin(language),
        *_card_and_pin(),
        See(AnswerView),
        Tap("ticket"),
        See(TicketView, _printed),
        PullCard(),
        Tap("done"),
        See(TakeTicketView),
        Tap("done"),
        See(AttractView),
    )
    return (*once, *once)


def test_R012_the_same_card_gets_the_same_number_once_more_as_a_copy(play):
    played = play(replace(VISITS["renew-open"], acts=twice))
    (ticket,) = [each for each in played.tickets if each.kiosk == "kiosk-1"]
    assert ticket.copies == 1
    assert [view.number for view in played.views if isinstance(view, TicketView)][-1] == ticket.number
    assert played.last(TicketView).title == "You already have this number"
    assert len(played.paper) == 2
