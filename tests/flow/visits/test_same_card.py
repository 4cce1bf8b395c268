"""R012: the same card within ten minutes gets the number that it already has, marked as a copy on paper."""

from dataclasses import replace

from kiosk.demo.parts import begin, card_and_pin, printed
from kiosk.demo.script import PullCard, See, Tap
from kiosk.demo.visits import VISITS
from kiosk.views.view import AnswerView, AttractView, MenuView, PaperState, QuestionView, TakeTicketView, TicketView


def twice(language):
    once = (
        *begin(language),
        *card_and_pin(),
        See(AnswerView),
        Tap("ticket"),
        See(TicketView, printed),
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


def on_screen(view):
    return isinstance(view, TicketView) and view.paper is PaperState.SCREEN_ONLY


def _home(view):
    return isinstance(view, QuestionView) and "R0" in view.title


def then_another(answer):
    """The same card comes back for a general ticket, and is asked."""

    def acts(language):
        again = (*begin(language), *card_and_pin(), See(AnswerView), Tap("back"), See(MenuView), Tap("menu.ticket"))
        asked = (See(QuestionView), Tap("take"), See(QuestionView, _home))
        after = (Tap("keep"),) if answer == "keep" else (Tap("another"), See(TicketView, printed))
        end = (PullCard(), Tap("done"), See(TakeTicketView), Tap("done")) if answer == "another" else (PullCard(),)
        first = twice(language)
        return (*first[: len(first) // 2], *again, *asked, *after, *end, See(AttractView))

    return acts


def mine(played):
    return [ticket for ticket in played.tickets if ticket.kiosk == "kiosk-1"]


def test_for_another_class_the_kiosk_asks_first_and_keeping_gives_no_second_number(play):
    played = play(replace(VISITS["renew-open"], acts=then_another("keep")))
    (ticket,) = mine(played)
    asked = played.last(QuestionView)
    assert asked.title == f"You already hold number {ticket.number}"
    assert asked.body == (
        "It is for “Application”.",
        "Do you want another ticket, for “General”?",
    )
    assert [action.label for action in asked.actions] == [f"Keep {ticket.number}", "Another ticket"]
    assert len(played.paper) == 1


def test_for_another_class_whoever_wants_it_gets_a_second_number(play):
    played = play(replace(VISITS["renew-open"], acts=then_another("another")))
    assert sorted(ticket.klass for ticket in mine(played)) == ["G", "R"]
    assert played.last(TicketView).title == "Here is your ticket"
    assert len(played.paper) == 2


def test_R012_a_copy_is_printed_once_and_after_that_the_number_is_shown(play):
    def thrice(language):
        third = (*begin(language), *card_and_pin(), See(AnswerView), Tap("ticket"), See(TicketView, on_screen))
        return (*twice(language), *third, PullCard(), Tap("done"), See(AttractView))

    played = play(replace(VISITS["renew-open"], acts=thrice))
    (ticket,) = mine(played)
    assert ticket.copies == 1
    assert len(played.paper) == 2
    shown = played.last(TicketView)
    assert (shown.number, shown.title) == (ticket.number, "You already have this number")
    assert shown.paper_label == "Take a photo of the code or remember your number."
