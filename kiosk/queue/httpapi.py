"""The HTTP API on the standard library's server: small, described, a token for each client, limits on everything."""

from __future__ import annotations

import json
import math
import ssl
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from pydantic import ValidationError

from kiosk import __version__
from kiosk.base.clock import Clock
from kiosk.base.hosts import is_loopback
from kiosk.queue.clients import Client, Doorman
from kiosk.queue.errors import Refusal
from kiosk.queue.openapi import describe
from kiosk.queue.routes import OUR_FAULT, ROUTES, STATUS, Ask, Route
from kiosk.queue.store import TicketStore

LONGEST_BODY: Final = 8_192  # bytes
LONGEST_WAIT: Final = 30.0  # seconds that a silent client holds a connection
MOST_AT_ONCE: Final = 64  # connections; more wait in the system's own queue
DESCRIPTION: Final = "/v1/openapi.json"


class _Problem(Exception):
    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": code, "message": message, **more}
        self.retry_after: int | None = None


def make_server(
    store: TicketStore,
    doorman: Doorman,
    clock: Clock,
    *,
    place: str,
    host: str = "127.0.0.1",
    port: int = 0,
    certificate: tuple[Path, Path] | None = None,
) -> ThreadingHTTPServer:
    """A server for one place that is ready to `serve_forever`; OSError when the address is taken.

    Another place has its own opening hours and caps, and so a server of its own.
    `certificate` is (certificate, key) for TLS.  Without it only loopback is served: tokens do not go over a
    network in the clear.
    """
    if certificate is None and not is_loopback(host):
        raise ValueError("beyond loopback the API needs a certificate: tokens must not travel in the clear")

    class Handler(_Handler):
        pass

    Handler.store, Handler.doorman, Handler.clock, Handler.place = store, doorman, clock, place
    server = _Server((host, port), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(*map(str, certificate))
        # the handshake is the handler thread's: a silent client must not stop the others from coming in
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return server


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection when there is room."""
        self._room.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection and make room."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is no event."""


class _Handler(BaseHTTPRequestHandler):
    store: TicketStore
    doorman: Doorman
    clock: Clock
    place: str
    protocol_version = "HTTP/1.1"
    timeout = LONGEST_WAIT
    server_version = "kiosk"
    sys_version = ""

    def do_GET(self) -> None:
        """A question in the address."""
        self._serve("GET")

    def do_POST(self) -> None:
        """A question in the body."""
        self._serve("POST")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the standard library refuses by itself (methods, request lines, headers) is said as JSON too."""
        del explain
        self.close_connection = True
        if code == HTTPStatus.NOT_IMPLEMENTED:
            code, message = HTTPStatus.METHOD_NOT_ALLOWED, "GET and POST only."
        status = HTTPStatus(code)
        self._send(status, {"error": status.name, "message": message or status.phrase}, None)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the standard library's name)
        """Addresses of clients and of tickets are not logged."""

    def _serve(self, method: str) -> None:
        try:
            body = self._body()
            answer = self._answer(method, body)
        except _Problem as problem:
            # what was not read of a refused body must not be taken for the next question
            self.close_connection = True
            self._send(problem.status, problem.body, problem.retry_after)
            return
        self._send(HTTPStatus.OK, answer, None)

    def _answer(self, method: str, body: bytes) -> dict[str, Any]:
        address = urlsplit(self.path)
        if method == "GET" and address.path == DESCRIPTION:
            return describe(__version__)
        client = self._client()
        route, ticket_id = _find(method, address.path)
        if route.scope not in client.scopes:
            raise _Problem(HTTPStatus.FORBIDDEN, "FORBIDDEN", f"{client.name} has no scope {route.scope.value}.")
        question = _question(route, address.query, body)
        if getattr(question, "place", self.place) != self.place:
            raise _Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "UNKNOWN_PLACE", f"This address serves {self.place}.")
        result = route.act(Ask(self.store, client, ticket_id, question))
        if isinstance(result, Refusal):
            opening = result.next_opening.isoformat() if result.next_opening else None
            raise _Problem(STATUS.get(result.code, OUR_FAULT), result.code.value, str(result), next_opening=opening)
        return result

    def _client(self) -> Client:
        client = self.doorman.who(self.headers.get("Authorization"))
        if client is None:
            raise _Problem(HTTPStatus.UNAUTHORIZED, "UNAUTHORIZED", "Send a known token: Authorization: Bearer ...")
        seconds = self.doorman.wait(client, self.clock.monotonic())
        if seconds > 0:
            problem = _Problem(HTTPStatus.TOO_MANY_REQUESTS, "TOO_OFTEN", "This client asks too often.")
            problem.retry_after = math.ceil(seconds)
            raise problem
        return client

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding"):
            raise _Problem(HTTPStatus.LENGTH_REQUIRED, "NO_LENGTH", "Send a Content-Length.")
        raw = self.headers.get("Content-Length", "0")
        if not (raw.isascii() and raw.isdigit() and len(raw) <= 9):
            raise _Problem(HTTPStatus.BAD_REQUEST, "BAD_LENGTH", "Content-Length is a number of bytes.")
        length = int(raw)
        if length > LONGEST_BODY:
            raise _Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "TOO_LONG", f"At most {LONGEST_BODY} bytes.")
        return self.rfile.read(length)

    def _send(self, status: int, body: dict[str, Any], retry_after: int | None) -> None:
        data = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, POST")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def _find(method: str, path: str) -> tuple[Route, str]:
    parts = path.split("/")
    for route in ROUTES:
        wanted = route.path.split("/")
        if route.method != method or len(wanted) != len(parts):
            continue
        ticket_id = ""
        for have, want in zip(parts, wanted, strict=True):
            if want == "{id}" and len(have) <= 32 and have.isascii() and have.isalnum():
                ticket_id = have
            elif have != want:
                break
        else:
            return route, ticket_id
    raise _Problem(HTTPStatus.NOT_FOUND, "NO_SUCH_ADDRESS", f"See {DESCRIPTION}.")


def _question(route: Route, query: str, body: bytes) -> Any:
    try:
        if route.method == "GET":
            if len(query) > LONGEST_BODY:
                raise _Problem(HTTPStatus.BAD_REQUEST, "BAD_QUESTION", "The address is too long.")
            return route.shape.model_validate(dict(parse_qsl(query, max_num_fields=16)))
        return route.shape.model_validate_json(body or b"{}")
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'body'}: {one['msg']}" for one in error.errors())
        raise _Problem(HTTPStatus.BAD_REQUEST, "BAD_QUESTION", wrong[:500]) from None
    except ValueError:
        raise _Problem(HTTPStatus.BAD_REQUEST, "BAD_QUESTION", "The address cannot be read.") from None
