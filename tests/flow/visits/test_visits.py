"""The visits by name, each in the language it is told in, and the law that nothing personal is left."""

import pytest

from devices.simulators.card.card import SimulatedCard
from kiosk.demo.visits import VISITS
from kiosk.queue.model import Paper, TicketState
from kiosk.views.view import AnswerView, OutOfServiceView, TicketView
from kiosk.visit.model.phases import Idle

# visits with a test of their own
OF_THEIR_OWN = ("renew-open", "renew-early", "ticket-only", "card-pulled", "paper-out", "morning")


def mine(played):
    return [ticket for ticket in played.tickets if ticket.kiosk == "kiosk-1"]


def test_renew_open_ends_with_a_printed_reception_ticket(play):
    played = play(VISITS["renew-open"])
    answer = played.last(AnswerView)
    assert "1\u00a0March\u00a02027" in answer.title
    assert [line.amount for line in answer.fee] == ["€\u00a029"]
    assert {mark.kind for mark in answer.time_line.marks} == {"opens", "closes", "expires", "today"}
    (ticket,) = mine(played)
    assert (ticket.number, ticket.klass, ticket.paper) == ("R004", "R", Paper.PRINTED)
    assert played.last(TicketView).ahead == "3 people are before you."
    assert len(played.paper) == 1


def test_a_visit_asks_the_card_for_no_photo_and_no_address(play, monkeypatch):
    said, transmit = [], SimulatedCard.transmit

    def heard(card, command):
        said.append(bytes(command))
        return transmit(card, command)

    monkeypatch.setattr(SimulatedCard, "transmit", heard)
    play(VISITS["renew-open"])
    touched = b"".join(said)
    identity, address, photo = (bytes.fromhex(f"DF0140{file}") for file in ("31", "33", "35"))
    assert identity in touched
    assert address not in touched
    assert photo not in touched


def test_renew_early_pushes_no_ticket_and_prints_a_slip(play):
    played = play(VISITS["renew-early"])
    assert not mine(played)
    assert "ticket" not in {action.key for action in played.last(AnswerView).actions}
    assert len(played.paper) == 1


def test_a_ticket_needs_no_card(play):
    played = play(VISITS["ticket-only"])
    (ticket,) = mine(played)
    assert (ticket.number, ticket.state, ticket.printed) == ("G004", TicketState.WAITING, True)


def test_a_card_that_is_pulled_leads_home_with_nothing_personal_left(play):
    played = play(VISITS["card-pulled"])
    assert isinstance(played.state.phase, Idle)
    assert played.state.visit is None
    assert not mine(played)


@pytest.mark.parametrize("name", [each for each in VISITS if each not in OF_THEIR_OWN])
def test_the_visit_goes_as_it_is_told(play, name):
    played = play(VISITS[name])
    assert isinstance(played.state.phase, Idle)
    assert played.state.visit is None


def test_paper_that_ends_in_the_middle_leaves_the_number_on_the_screen_and_in_the_queue(play):
    played = play(VISITS["paper-out"])
    (ticket,) = mine(played)
    assert (ticket.state, ticket.paper) == (TicketState.NOT_PRINTED, Paper.FAILED)
    shown = played.last(TicketView)
    assert shown.number == ticket.number
    assert shown.qr


def test_morning_staff_see_that_all_is_well_and_take_the_kiosk_out_of_service(play):
    played = play(VISITS["morning"])
    codes = [record.event.value for record in played.records]
    assert codes.index("staff_entered") < codes.index("out_of_service_set") < codes.index("staff_left")
    assert isinstance(played.views[-1], OutOfServiceView)
    assert len(played.paper) == 1
    assert not any("739154" in str(dict(record.fields)) for record in played.records)
