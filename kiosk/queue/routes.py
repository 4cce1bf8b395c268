"""The HTTP API as a table: method, address, who may, what is asked, what is done.  The description comes from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from kiosk.queue import shapes
from kiosk.queue.clients import Client, Scope
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import By, IssueRequest, Ticket
from kiosk.queue.store import TicketStore

# refusal -> HTTP status: 4xx is the client's to mend, 503 ours
STATUS: Final = {
    RefusalCode.CLOSED: 409,
    RefusalCode.CAP_REACHED: 409,
    RefusalCode.NOT_ALLOWED: 409,
    RefusalCode.UNKNOWN_CLASS: 422,
    RefusalCode.BAD_TIME: 422,
    RefusalCode.UNKNOWN_TICKET: 404,
}
OUR_FAULT: Final = 503


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: the store, who asks, the ticket's id from the address, and the checked body or query."""

    store: TicketStore
    client: Client
    ticket_id: str
    body: Any


Done = dict[str, Any] | Refusal


@dataclass(frozen=True, slots=True)
class Route:
    """One address."""

    method: str
    path: str
    scope: Scope
    shape: type[BaseModel]
    act: Callable[[Ask], Done]
    text: str


def _ticket(result: Ticket | Refusal | None) -> Done:
    if result is None:
        return {"ticket": None}
    return result if isinstance(result, Refusal) else {"ticket": result.as_json()}


def _by(ask: Ask) -> By:
    return By(ask.client.name, getattr(ask.body, "counter", None), ask.body.op)


def _issue(ask: Ask) -> Done:
    body: shapes.IssueQuestion = ask.body
    request = IssueRequest(
        place=body.place,
        klass=body.klass,
        language=body.language,
        kiosk=ask.client.name,
        request_id=f"{ask.client.name}:{body.request_id}",
        people=body.people,
        priority=body.priority,
        appointment_at=body.appointment_at,
    )
    return _ticket(ask.store.issue(request))


def _paper(ask: Ask) -> Done:
    if ask.body.printed:
        return _ticket(ask.store.printed(ask.ticket_id, by=_by(ask)))
    return _ticket(ask.store.not_printed(ask.ticket_id, ask.body.reason, by=_by(ask)))


def _show(ask: Ask) -> Done:
    found = ask.store.find_by_token(ask.ticket_id)
    return Refusal(RefusalCode.UNKNOWN_TICKET, ask.ticket_id) if found is None else _ticket(found)


def _list(ask: Ask) -> Done:
    body: shapes.ListQuestion = ask.body
    found = ask.store.list(body.place, state=body.state, day=body.day, klass=body.klass)
    return found if isinstance(found, Refusal) else {"tickets": [ticket.as_json() for ticket in found]}


def _board(ask: Ask) -> Done:
    body: shapes.BoardQuestion = ask.body
    if body.seen is None:
        board = ask.store.board(body.place)
    else:
        board = ask.store.wait_for_call(body.place, body.seen, body.wait)
    return board if isinstance(board, Refusal) else board.as_json()


def _estimate(ask: Ask) -> Done:
    found = ask.store.estimate(ask.body.place, ask.body.klass)
    if isinstance(found, Refusal):
        return found
    known = found.minutes_low is not None
    return {"people_ahead": found.people_ahead, "minutes": [found.minutes_low, found.minutes_high] if known else None}


def _call(ask: Ask) -> Done:
    body: shapes.CallQuestion = ask.body
    return _ticket(ask.store.call(body.place, body.counter, classes=body.classes or None, by=_by(ask)))


Act = Callable[[TicketStore, str, By], Ticket | Refusal]


def _act(name: str, text: str, act: Act, shape: type[BaseModel] = shapes.ActQuestion) -> Route:
    path = f"/v1/tickets/{{id}}/{name}"
    return Route("POST", path, Scope.COUNTER, shape, lambda ask: _ticket(act(ask.store, ask.ticket_id, _by(ask))), text)


class _NoQuestion(shapes.Question):
    """Nothing is asked beyond the address."""


ROUTES: Final = (
    Route("GET", "/v1/board", Scope.DISPLAY, shapes.BoardQuestion, _board, "The current call and the five before it."),
    Route("GET", "/v1/estimate", Scope.ISSUE, shapes.EstimateQuestion, _estimate, "People ahead and the wait."),
    Route("GET", "/v1/tickets", Scope.COUNTER, shapes.ListQuestion, _list, "The tickets of a day."),
    Route("GET", "/v1/tickets/{id}", Scope.COUNTER, _NoQuestion, _show, "One ticket."),
    Route("POST", "/v1/tickets", Scope.ISSUE, shapes.IssueQuestion, _issue, "Take a ticket."),
    Route("POST", "/v1/tickets/{id}/paper", Scope.ISSUE, shapes.PaperQuestion, _paper, "What became of the paper."),
    Route("POST", "/v1/calls", Scope.COUNTER, shapes.CallQuestion, _call, "Call the next ticket to a counter."),
    _act(
        "call",
        "Call this ticket out of turn.",
        lambda store, one, by: store.call_ticket(one, by.counter or "", by=by),
        shapes.CallTicketQuestion,
    ),
    _act("recall", "Call it again.", lambda store, one, by: store.recall(one, by=by)),
    _act("serve", "The person stands at the counter.", lambda store, one, by: store.serve(one, by=by)),
    _act("finish", "Done.", lambda store, one, by: store.finish(one, by=by)),
    _act("no-show", "Nobody came.", lambda store, one, by: store.no_show(one, by=by)),
    _act("return", "Back to the queue.", lambda store, one, by: store.return_to_queue(one, by=by)),
    _act("park", "Set aside.", lambda store, one, by: store.park(one, by=by)),
    _act("withdraw", "Out of the queue.", lambda store, one, by: store.withdraw(one, by=by)),
    Route(
        "POST",
        "/v1/tickets/{id}/transfer",
        Scope.COUNTER,
        shapes.TransferQuestion,
        lambda ask: _ticket(ask.store.transfer(ask.ticket_id, ask.body.to, by=_by(ask))),
        "To another class, with number and waiting time.",
    ),
)
