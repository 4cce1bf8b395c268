"""A resident who answers every question on the way to an answer, and the papers that come of it."""

from dataclasses import replace
from datetime import timedelta

from devices.api import CardIdentified, CardInserted, CardJudged, Text
from kiosk.views.view import AnswerView, PinView
from kiosk.visit.model import phases
from kiosk.visit.model.effects import IssueTicket, PrintSlip, PrintTicket, ReadCard
from kiosk.visit.model.inputs import Tick, TicketIssued
from kiosk.visit.model.questions import question
from kiosk.visit.shown.speech import spoken
from kiosk.visit.tour.explore import sample_reading
from tests.flow.services.machine import NOON, Resident


def _to(resident, service, group):
    """The line of a service: on the menu, in its group, or on the group's second screen."""
    for way in (f"menu.{group}", "menu.more"):
        if f"menu.{service}" in {each.key for each in resident.view.actions}:
            break
        resident.press(way)
    resident.press(f"menu.{service}")


def without_card(profile, service, *, language="en", group="card", **choices):
    """The answer that is reached without a card; `choices`: question with "_" -> what is chosen, else the first one.

    Of what only a detail depends on, nothing is known.
    """
    resident = Resident(profile, language, cards=False)
    _to(resident, service, group)
    _answered(resident, choices)
    assert isinstance(resident.view, AnswerView), resident.view
    return resident


def _answered(resident, choices):
    while isinstance(resident.state.phase, phases.Asking):
        wanted = choices.get(resident.state.phase.question.replace("-", "_"))
        unsure = question(resident.state.phase.question).detail
        key = f"answer.{wanted}" if wanted else resident.view.actions[-1 if unsure else 0].key
        assert key in {each.key for each in resident.view.actions}, key
        resident.press(key)


def with_card(profile, service, *, language="en", group="card", ends_in=40, document_type=33):
    """The answer that a card leads to, which ends in so many days."""
    resident = Resident(profile, language)
    _to(resident, service, group)
    _answered(resident, {})
    sample = sample_reading(NOON.date())
    card = replace(sample.card, document_type=document_type, valid_until=NOON.date() + timedelta(days=ends_in))
    reading = replace(sample, card=card)
    request = resident.do(CardInserted()).effect(ReadCard).request
    resident.do(CardIdentified(request, reading)).do(CardJudged(request, reading)).do(Tick(), 2.0)
    if isinstance(resident.view, PinView):
        resident.pin()
    _answered(resident, {})
    assert isinstance(resident.view, AnswerView), resident.view
    return resident


def plain(text):
    return text.replace("\u00a0", " ")


def said(resident):
    return [plain(each.text) for each in spoken(resident.view)]


def slip(resident):
    return _lines(resident.press("slip").effect(PrintSlip).receipt)


def ticket(resident):
    request = resident.press("ticket").effect(IssueTicket).request
    resident.do(TicketIssued(request, "id", "R014", "R", "", 0, (1, 2)))
    return _lines(resident.effect(PrintTicket).receipt)


def _lines(receipt):
    return [plain(block.text) for block in receipt.blocks if isinstance(block, Text)]
