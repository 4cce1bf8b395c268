"""The HTTP API on FastAPI: a token for each client, limits on everything, every no in the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk import __version__
from kiosk.base.clock import Clock
from kiosk.base.door import Limits
from kiosk.base.hosts import is_loopback
from kiosk.base.webserver import WebServer
from kiosk.queue.clients import Doorman
from kiosk.queue.routes import ROUTER, Desk, Problem
from kiosk.queue.store import TicketStore

LONGEST_BODY: Final = 8_192  # bytes
DESCRIPTION: Final = "/v1/openapi.json"
_LONGEST_MESSAGE: Final = 500  # characters


def make_server(
    store: TicketStore,
    doorman: Doorman,
    clock: Clock,
    *,
    place: str,
    host: str = "127.0.0.1",
    port: int = 0,
    certificate: tuple[Path, Path] | None = None,
    limits: Limits | None = None,
) -> WebServer:
    """A server for one place, ready to `start`; OSError when the address is taken.

    Another place has its own opening hours and caps, and so a server of its own.
    `certificate` is (certificate, key) for TLS, else ValueError.  Without it only loopback is served: tokens do not
    go over a network in the clear.
    """
    if certificate is None and not is_loopback(host):
        raise ValueError("beyond loopback the API needs a certificate: tokens must not travel in the clear")
    desk = Desk(store, doorman, clock, place)
    return WebServer(
        make_app(desk),
        host,
        port,
        name="api",
        certificate=certificate,
        limits=limits,
        before_stop=desk.stopping.set,
    )


def make_app(desk: Desk) -> FastAPI:
    """The application: the addresses, the guard before them, and how a no is said."""
    app = FastAPI(
        title="Kiosk queue",
        version=__version__,
        description="Counters' own software and other displays use the queue here.  "
        "Every client has a token of its own and a limit of its own.",
        openapi_url=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False},
    )
    app.state.desk = desk
    app.include_router(ROUTER)
    app.add_middleware(_Guard, desk=desk)
    app.add_exception_handler(Problem, _no)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _not_here)
    app.add_exception_handler(Exception, _our_fault)
    return app


class _Guard:
    """Before anything is read or looked up: a body whose length is told, a known client, no more often than it may."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app, self._desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"] = "no-store"
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        headers = MutableHeaders(scope=scope)
        try:
            _length(headers)
            if scope["path"] != DESCRIPTION:
                scope["state"]["client"] = self._desk.let_in(headers.get("Authorization"))
        except Problem as problem:
            await _answer(problem)(scope, receive, marked)
            return
        # every body is JSON, whatever it is called
        headers["Content-Type"] = "application/json"
        await self._app(scope, receive, marked)


def _length(headers: Headers) -> None:
    """Problem unless the length of the body is told and small; the server refuses a length that is no number.

    What stands behind the head of such a question is not taken for the next one: the connection is closed.
    """
    close = {"Connection": "close"}
    if "Transfer-Encoding" in headers:
        raise Problem(411, "NO_LENGTH", "Send a Content-Length.", headers=close)
    if int(headers.get("Content-Length", "0")) > LONGEST_BODY:
        raise Problem(413, "TOO_LONG", f"At most {LONGEST_BODY} bytes.")


def _answer(problem: Problem) -> JSONResponse:
    return JSONResponse(problem.body, problem.status, problem.headers)


async def _no(_: Request, problem: Any) -> JSONResponse:
    return _answer(problem)


async def _not_understood(request: Request, error: Any) -> JSONResponse:
    mistakes = error.errors()
    if any(one["loc"][0] == "path" for one in mistakes):
        return await _not_here(request, HTTPException(404))
    wrong = "; ".join(f"{'.'.join(map(str, one['loc'][1:])) or 'body'}: {one['msg']}" for one in mistakes)
    # half of a surrogate pair may stand in the name of an unknown field
    readable = wrong[:_LONGEST_MESSAGE].encode("utf-8", "backslashreplace").decode()
    return _answer(Problem(400, "BAD_QUESTION", readable))


async def _not_here(request: Request, error: Any) -> JSONResponse:
    match error.status_code:
        case 404:
            return _answer(Problem(404, "NO_SUCH_ADDRESS", f"See {DESCRIPTION}."))
        case 405:
            allowed = _methods(request)
            return _answer(
                Problem(405, "METHOD_NOT_ALLOWED", f"This address takes {allowed}.", headers={"Allow": allowed})
            )
        case status:
            return _answer(Problem(status, "BAD_QUESTION", str(error.detail)))


def _methods(request: Request) -> str:
    path = request.scope["path"]
    routes = [route for route in ROUTER.routes if isinstance(route, APIRoute) and route.path_regex.fullmatch(path)]
    return ", ".join(sorted({method for route in routes for method in route.methods or ()})) or "GET"


async def _our_fault(_: Request, __: Exception) -> JSONResponse:
    """Starlette raises the fault again after this answer, and uvicorn writes it down."""
    return _answer(Problem(500, "FAULT", "A fault of the program; it is in its log."))
