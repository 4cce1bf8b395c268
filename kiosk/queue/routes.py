"""The addresses of the HTTP API: who may, what is asked, what is done.  FastAPI makes the description from them."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, Final

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Path, Query, Request, Security
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from kiosk.base.clock import Clock
from kiosk.queue import answers, shapes
from kiosk.queue.clients import Client, Doorman, Scope
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import Board, By, Estimate, IssueRequest, Ticket
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
ERRORS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"description": text, "model": answers.ErrorAnswer}
    for status, text in {
        400: "The question is not understood.",
        401: "No token, or an unknown one.",
        403: "This client may not do that.",
        404: "No such ticket or address.",
        405: "This address takes another method; Allow says which.",
        408: "The question did not come in time.",
        409: "Not now: closed, cap reached, or the ticket's state does not allow it.",
        411: "Send a Content-Length.",
        413: "The question is too long.",
        422: "No such place or ticket class here, or an appointment that is more than a year away.",
        429: "Too often; Retry-After says when.",
        500: "A fault of the program; it is in its log.",
        503: "The store does not answer, or its disk is full.",
    }.items()
}
# a board that waits looks again after so many seconds: a stop, or a display that went away, is seen by then
_SLICE: Final = 2.0
_BOARDS: Final = 128  # boards that wait at once in a thread of their own; a counter's act never waits for one of them


class Problem(Exception):
    """A no: HTTP status, code, message, and what else stands in the answer."""

    def __init__(
        self, status: int, code: str, message: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers
        self.body = {"error": code, "message": message, **more}


@dataclass(frozen=True)
class Desk:
    """What the addresses work with: the queue of one place, who may come in, and whether the server stops."""

    store: TicketStore
    doorman: Doorman
    clock: Clock
    place: str
    stopping: threading.Event = field(default_factory=threading.Event)
    boards: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_BOARDS))

    def let_in(self, authorization: str | None) -> Client:
        """The client that knocks; Problem for a stranger, and for one who comes too often."""
        client = self.doorman.who(authorization)
        if client is None:
            raise Problem(
                401,
                "UNAUTHORIZED",
                "Send a known token: Authorization: Bearer ...",
                headers={"WWW-Authenticate": "Bearer"},
            )
        seconds = self.doorman.wait(client, self.clock.monotonic())
        if seconds > 0:
            again = {"Retry-After": str(math.ceil(seconds))}
            raise Problem(429, "TOO_OFTEN", "This client asks too often.", headers=again)
        return client

    def here(self, place: str) -> str:
        """The place that is served; Problem for another one."""
        if place != self.place:
            raise Problem(422, "UNKNOWN_PLACE", f"This address serves {self.place}.")
        return place


@dataclass(frozen=True)
class Ask:
    """One question: the desk, and the client who asks."""

    desk: Desk
    client: Client

    @property
    def store(self) -> TicketStore:
        """The queue."""
        return self.desk.store

    def by(self, question: shapes.Act) -> By:
        """Who does it, for the records."""
        return By(self.client.name, question.counter, question.op)


async def _asked(
    request: Request,
    needed: SecurityScopes,
    _token: Annotated[HTTPAuthorizationCredentials | None, Security(HTTPBearer(scheme_name="token", auto_error=False))],
) -> Ask:
    client: Client = request.state.client
    for scope in needed.scopes:
        if scope not in client.scopes:
            raise Problem(403, "FORBIDDEN", f"{client.name} has no scope {scope}.")
    return Ask(request.app.state.desk, client)


Display = Annotated[Ask, Security(_asked, scopes=[Scope.DISPLAY.value])]
Counter = Annotated[Ask, Security(_asked, scopes=[Scope.COUNTER.value])]
Issuer = Annotated[Ask, Security(_asked, scopes=[Scope.ISSUE.value])]
TicketId = Annotated[
    str, Path(alias="id", pattern=r"^[0-9A-Za-z]{1,32}$", description="The ticket's id, also the token of its QR code.")
]

ROUTER: Final = APIRouter(prefix="/v1", responses=ERRORS)
_NOTHING: Final = shapes.ActQuestion.model_validate({})


def _said(result: Ticket | Board | Estimate | tuple[Ticket, ...] | Refusal | None) -> JSONResponse:
    match result:
        case Refusal(code=code, next_opening=opening):
            raise Problem(
                STATUS.get(code, OUR_FAULT),
                code.value,
                str(result),
                next_opening=opening.isoformat() if opening else None,
            )
        case Board():
            return JSONResponse(result.as_json())
        case Estimate(people_ahead=ahead, minutes_low=low, minutes_high=high):
            return JSONResponse({"people_ahead": ahead, "minutes": None if low is None else [low, high]})
        case tuple():
            return JSONResponse({"tickets": [ticket.as_json() for ticket in result]})
        case _:
            return JSONResponse({"ticket": result.as_json() if result else None})


@ROUTER.get("/board", response_model=answers.BoardAnswer)
async def board(ask: Display, question: Annotated[shapes.BoardQuestion, Query()], request: Request) -> JSONResponse:
    """The current call and the five before it."""
    desk, place = ask.desk, ask.desk.here(question.place)
    end = time.monotonic() + (0 if question.seen is None else question.wait)
    seen = question.seen or ""
    while True:
        left = end - time.monotonic()
        look = partial(ask.store.wait_for_call, place, seen, min(_SLICE, max(0.0, left)))
        found = await to_thread.run_sync(look, limiter=desk.boards)
        over = isinstance(found, Refusal) or found.tag != seen or left <= _SLICE
        if over or desk.stopping.is_set() or await request.is_disconnected():
            return _said(found)


@ROUTER.get("/estimate", response_model=answers.EstimateAnswer)
def estimate(ask: Issuer, question: Annotated[shapes.EstimateQuestion, Query()]) -> JSONResponse:
    """People ahead and the wait in minutes."""
    return _said(ask.store.estimate(ask.desk.here(question.place), question.klass))


@ROUTER.get("/tickets", response_model=answers.TicketsAnswer)
def tickets(ask: Counter, question: Annotated[shapes.ListQuestion, Query()]) -> JSONResponse:
    """The tickets of a day."""
    place = ask.desk.here(question.place)
    return _said(ask.store.list(place, state=question.state, day=question.day, klass=question.klass))


@ROUTER.get("/tickets/{id}", response_model=answers.TicketAnswer)
def ticket(ask: Counter, one: TicketId, _question: Annotated[shapes.Question, Query()]) -> JSONResponse:
    """One ticket."""
    return _said(ask.store.find_by_token(one) or Refusal(RefusalCode.UNKNOWN_TICKET, one))


@ROUTER.post("/tickets", response_model=answers.TicketAnswer)
def issue(ask: Issuer, question: shapes.IssueQuestion) -> JSONResponse:
    """Take a ticket."""
    request = IssueRequest(
        place=ask.desk.here(question.place),
        klass=question.klass,
        language=question.language,
        kiosk=ask.client.name,
        request_id=f"{ask.client.name}:{question.request_id}",
        people=question.people,
        priority=question.priority,
        appointment_at=question.appointment_at,
    )
    return _said(ask.store.issue(request))


@ROUTER.post("/tickets/{id}/paper", response_model=answers.TicketAnswer)
def paper(ask: Issuer, one: TicketId, question: shapes.PaperQuestion) -> JSONResponse:
    """What became of the paper."""
    by = By(ask.client.name, None, question.op)
    if question.printed:
        return _said(ask.store.printed(one, by=by))
    return _said(ask.store.not_printed(one, question.reason, by=by))


@ROUTER.post("/calls", response_model=answers.TicketAnswer)
def call(ask: Counter, question: shapes.CallQuestion) -> JSONResponse:
    """Call the next ticket to a counter."""
    place = ask.desk.here(question.place)
    return _said(ask.store.call(place, question.counter, classes=question.classes or None, by=ask.by(question)))


@ROUTER.post("/tickets/{id}/call", response_model=answers.TicketAnswer)
def call_ticket(ask: Counter, one: TicketId, question: shapes.CallTicketQuestion) -> JSONResponse:
    """Call this ticket out of turn."""
    return _said(ask.store.call_ticket(one, question.counter, by=ask.by(question)))


@ROUTER.post("/tickets/{id}/transfer", response_model=answers.TicketAnswer)
def transfer(ask: Counter, one: TicketId, question: shapes.TransferQuestion) -> JSONResponse:
    """To another class, with number and waiting time."""
    return _said(ask.store.transfer(one, question.to, by=ask.by(question)))


def _act(name: str, text: str, act: Callable[[TicketStore, str, By], Ticket | Refusal]) -> None:
    def acted(ask: Counter, one: TicketId, question: shapes.ActQuestion = _NOTHING) -> JSONResponse:
        return _said(act(ask.store, one, ask.by(question)))

    path = f"/tickets/{{id}}/{name}"
    ROUTER.post(path, response_model=answers.TicketAnswer, name=name, description=text)(acted)


_act("recall", "Call it again.", lambda store, one, by: store.recall(one, by=by))
_act("serve", "The person stands at the counter.", lambda store, one, by: store.serve(one, by=by))
_act("finish", "Done.", lambda store, one, by: store.finish(one, by=by))
_act("no-show", "Nobody came.", lambda store, one, by: store.no_show(one, by=by))
_act("return", "Back to the queue.", lambda store, one, by: store.return_to_queue(one, by=by))
_act("park", "Set aside.", lambda store, one, by: store.park(one, by=by))
_act("withdraw", "Out of the queue.", lambda store, one, by: store.withdraw(one, by=by))
