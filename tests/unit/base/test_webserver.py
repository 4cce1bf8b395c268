"""The server under the HTTP API: a question has a time, an address has places, a stop is orderly."""

import http.client
import socket
import threading
from contextlib import ExitStack, suppress

import anyio
import pytest

from kiosk.base.door import Limits
from kiosk.base.webserver import WebServer
from tests.support.lines import lines, rest_of
from tests.support.waiting import PATIENCE, until

KNOWN, STRANGER, ANOTHER = "127.0.0.1", "127.0.0.2", "127.0.0.3"
ANSWERED = b"\r\n\r\nwell"
LONG = 600.0  # seconds that no test waits for


class Application:
    """Answers `/`, takes a body, gives `/held` when it is let go, gives `/much` to whoever reads it, breaks at `/fault`."""

    def __init__(self):
        self.let_go = threading.Event()
        self.held = threading.Semaphore(0)
        self.gone = threading.Event()

    async def __call__(self, scope, receive, send):
        more = True
        while more:
            message = await receive()
            more = message.get("more_body", False)
        if scope["path"] == "/fault":
            raise KeyError("broken")
        if scope["path"] == "/held":
            self.held.release()
            await anyio.to_thread.run_sync(self.let_go.wait, PATIENCE)
        body = b"x" * 50_000_000 if scope["path"] == "/much" else b"well"
        length = str(len(body)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        try:
            await send({"type": "http.response.body", "body": body, "more_body": True})
            await send({"type": "http.response.body", "body": b""})  # waits until what went before is nearly gone
        finally:
            if scope["path"] == "/much":
                self.gone.set()


@pytest.fixture
def app():
    return Application()


@pytest.fixture
def serve(app):
    with ExitStack() as open_until_the_end:

        def started(**limits):
            server = WebServer(
                app,
                name="tried",
                limits=Limits(**({"receipt": LONG, "answer": LONG} | limits)),
                before_stop=app.let_go.set,
            )
            return open_until_the_end.enter_context(server)

        yield started


@pytest.fixture
def line():
    """A connection from an address, which has said something."""
    with lines() as connected:
        yield lambda server, said=b"", come_from=STRANGER: connected(server.address, said, come_from)


def ask(server, path="/", come_from=KNOWN):
    connection = http.client.HTTPConnection(*server.address, timeout=PATIENCE, source_address=(come_from, 0))
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


HALVES = [b"", b"GET / HT", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\nhalf"]


@pytest.mark.parametrize("half", HALVES, ids=["nothing", "head", "body"])
def test_a_question_that_does_not_come_in_time_is_refused(serve, line, half):
    slow = line(serve(receipt=0.2), half)
    answer = rest_of(slow)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"error": "TOO_SLOW"' in answer


@pytest.mark.parametrize("half", HALVES[1:], ids=["head", "body"])
def test_bytes_that_drip_win_no_time(serve, line, half):
    slow, over = line(serve(receipt=0.3), half), threading.Event()

    def drip():
        with suppress(OSError):
            while not over.wait(0.02):
                slow.sendall(b"x")

    dripping = threading.Thread(target=drip)
    dripping.start()
    answer = rest_of(slow)
    over.set()
    dripping.join(PATIENCE)
    assert b" 200 " not in answer.split(b"\r\n")[0]


def test_the_next_question_of_a_connection_has_a_time_of_its_own(serve, line):
    kept = line(serve(receipt=0.5), b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT")
    answer = rest_of(kept)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in answer


def test_whoever_comes_gets_the_place_of_the_one_who_is_silent_longest(serve, line):
    server = serve(places=8, places_of_one=4)
    silent = [line(server, b"GET / HT") for _ in range(4)]
    assert ask(server, come_from=STRANGER) == b"well"
    assert rest_of(silent[0]) == b""
    for one in silent[1:]:
        one.sendall(b"TP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert rest_of(one).endswith(ANSWERED)


def test_who_was_answered_lately_is_not_the_first_to_go(serve, line):
    server = serve(places=8, places_of_one=2)
    kept, silent = line(server), line(server)
    assert ask(server) == b"well"  # whoever knocked before is in
    for _ in range(2):
        kept.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        said = b""
        while not said.endswith(ANSWERED):
            said += (more := kept.recv(65536))
            assert more, "the connection was ended"
        assert ask(server, come_from=STRANGER) == b"well"
    assert rest_of(silent) == b""


def test_many_silent_addresses_keep_nobody_out(serve, line):
    server = serve(places=8, places_of_one=4)
    silent = [line(server, come_from=each) for each in (STRANGER, ANOTHER) for _ in range(4)]
    assert ask(server) == b"well"
    assert rest_of(silent[0]) == b""


def test_nobody_loses_a_place_while_an_answer_is_made(serve, line, app):
    server = serve(places=8, places_of_one=4)
    question = b"GET /held HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    busy = [line(server, question) for _ in range(4)]
    for _ in busy:
        assert app.held.acquire(timeout=PATIENCE)
    assert rest_of(line(server, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == b""
    assert ask(server) == b"well"
    app.let_go.set()
    for one in busy:
        assert rest_of(one).endswith(ANSWERED)


def test_whoever_does_not_read_the_answer_is_let_go(serve, line, app):
    line(serve(answer=0.3), b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n")
    assert app.gone.wait(PATIENCE)


def test_a_stop_with_a_full_house_gives_the_answers_that_are_being_made_and_ends(serve, line, app):
    server = serve()
    halves = [line(server, half) for half in HALVES for _ in range(5)]
    unread = line(server, b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n")
    busy = [line(server, b"GET /held HTTP/1.1\r\nHost: a\r\n\r\n") for _ in range(5)]
    for _ in busy:
        assert app.held.acquire(timeout=PATIENCE)
    server.stop()
    until(lambda: not server.serving, "the end of the server")
    for one in busy:
        assert rest_of(one).endswith(ANSWERED)
    for one in halves:
        assert b" 200 " not in rest_of(one)
    assert app.gone.wait(PATIENCE)
    unread.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(server.address, PATIENCE)


def test_a_fault_is_answered_and_written_down(serve, caplog):
    server = serve()
    assert ask(server, "/fault") == b"Internal Server Error"
    until(lambda: "KeyError: 'broken'" in caplog.text, "the fault in the log")
    assert ask(server) == b"well"


def test_an_address_that_is_taken_is_said_at_once(serve, app):
    with pytest.raises(OSError, match="in use"):
        WebServer(app, *serve().address, name="second")
