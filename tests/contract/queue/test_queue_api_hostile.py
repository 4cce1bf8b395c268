"""The HTTP API under strangers: slow connections, two questions in one, faults, and a stop in the middle (T15)."""

import http.client
import json
import shutil
import threading

import pytest

from kiosk.queue.clients import Client, Doorman, Scope, token_hash
from kiosk.queue.httpapi import make_server
from tests.support.lines import lines, rest_of
from tests.support.waiting import PATIENCE, rest, until

HERE = "stadskantoor"
KNOWN = Client("hall", token_hash("hall-token"), frozenset(Scope), per_minute=60_000, burst=1_000)
HEAD = b"POST /v1/calls HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer hall-token\r\n"
SECOND = b"GET /v1/board?place=stadskantoor HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer hall-token\r\n\r\n"


@pytest.fixture
def store_url(made_sqlite, tmp_path):
    """One engine: what is tried stands before the store."""
    return f"sqlite:///{shutil.copy(made_sqlite, tmp_path / 'tickets.db')}"


@pytest.fixture
def server(store, clock):
    with make_server(store, Doorman((KNOWN,)), clock, place=HERE) as started:
        yield started


@pytest.fixture
def line(server):
    with lines() as connected:
        yield lambda said=b"", come_from="127.0.0.1": connected(server.address, said, come_from)


def ask(server, path="/v1/board?place=stadskantoor"):
    connection = http.client.HTTPConnection(*server.address, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Authorization": "Bearer hall-token"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


@pytest.mark.full
@pytest.mark.parametrize("come_from", ["127.0.0.1", "127.0.0.2"], ids=["same address", "another address"])
def test_f5_sixty_four_connections_that_drip_keep_no_known_client_waiting(server, line, come_from):
    """A byte a second through head and body; all of them are gone in the end, and the client never noticed."""
    body = HEAD + b"Content-Length: 8000\r\n\r\n{"
    dripping = [line(start, come_from) for start in (b"G", body) * 32]
    over = threading.Event()

    def drip():
        while not over.wait(0.9):
            for connection in list(dripping):
                try:
                    connection.sendall(b"x")
                except OSError:
                    dripping.remove(connection)

    def known():
        rest()
        assert ask(server)[0] == 200

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        known()
        assert len(dripping) == 64
        until(lambda: not dripping, "the end of those who drip", turn=known)
    finally:
        over.set()
        thread.join(PATIENCE)


@pytest.mark.parametrize(
    "question",
    [
        HEAD + b"Content-Length: 4\r\nContent-Length: 90\r\n\r\n{}  ",
        HEAD + b"Content-Length: 4, 90\r\n\r\n{}  ",
        HEAD + b"Content-Length: +4\r\n\r\n{}  ",
        HEAD + b"Content-Length: -4\r\n\r\n",
        HEAD + b"Content-Length : 4\r\n\r\n{}  ",
        HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: identity\r\nContent-Length: 4\r\n\r\n{}  ",
        HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding:\x0bchunked\r\nContent-Length: 4\r\n\r\n{}  ",
        HEAD + b"X: a\r\n\tContent-Length: 4\r\n\x00: 1\r\n\r\n",
    ],
    ids=lambda question: question[len(HEAD) :].split(b"\r\n\r\n")[0].decode("latin-1"),
)
def test_a_question_that_a_proxy_could_read_in_another_way_gets_one_no_and_nothing_behind_it_is_heard(line, question):
    answer = rest_of(line(question + SECOND))
    assert answer[9] in b"45"
    assert answer.count(b"HTTP/1.1 ") == 1
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"]


def test_a_fault_is_answered_with_500_and_its_place_is_in_the_log(server, store, monkeypatch, caplog):
    def broken(place):
        raise OverflowError(place)

    monkeypatch.setattr(store, "list", lambda place, **_: broken(place))
    assert ask(server, "/v1/tickets?place=stadskantoor") == (
        500,
        {"error": "FAULT", "message": "A fault of the program; it is in its log."},
    )
    until(lambda: "OverflowError: stadskantoor" in caplog.text, "the fault in the log")
    assert "in broken" in caplog.text
    assert ask(server)[0] == 200


def test_a_stop_answers_the_boards_that_wait(server, line):
    seen = ask(server)[1]["tag"]
    question = SECOND.replace(b"stadskantoor ", f"stadskantoor&seen={seen}&wait=25 ".encode())
    waiting = [line(question) for _ in range(40)]
    assert ask(server)[0] == 200
    server.stop()
    until(lambda: not server.serving, "the end of the server")
    # a board that had not been heard yet gets no answer, none gets half of one
    answers = [rest_of(one) for one in waiting]
    assert any(answers)
    for answer in filter(None, answers):
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["tag"] == seen
