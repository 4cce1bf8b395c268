"""A resident who answers every question on the way to an answer, and the papers that come of it."""

from devices.api import Text
from kiosk.views.view import AnswerView, PinView
from kiosk.visit.model import phases
from kiosk.visit.model.effects import IssueTicket, PrintSlip, PrintTicket
from kiosk.visit.model.inputs import TicketIssued
from kiosk.visit.shown.speech import spoken
from tests.flow.services.machine import Resident


def without_card(profile, service, *, language="en", group="card", **choices):
    """The answer that is reached without a card; `choices`: question with "_" -> what is chosen, else the first one."""
    resident = Resident(profile, language, cards=False)
    if f"menu.{service}" not in {each.key for each in resident.view.actions}:
        resident.press(f"menu.{group}")
    resident.press(f"menu.{service}")
    while isinstance(resident.state.phase, phases.Asking):
        wanted = choices.get(resident.state.phase.question.replace("-", "_"))
        resident.press(f"answer.{wanted}" if wanted else resident.view.actions[0].key)
    assert isinstance(resident.view, AnswerView), resident.view
    return resident


def with_card(profile, service, *, language="en", **card):
    """The answer that a card leads to; `card` are fields of the sample reading, its kind is `document_type`."""
    resident = Resident(profile, language)
    if f"menu.{service}" not in {each.key for each in resident.view.actions}:
        resident.press("menu.card")
    resident.press(f"menu.{service}")
    if isinstance(resident.state.phase, phases.Asking):
        resident.press("answer.me")
    resident.insert(**card)
    if isinstance(resident.view, PinView):
        resident.pin()
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
