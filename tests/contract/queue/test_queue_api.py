"""The HTTP API over a real socket: what each client may do, how often, and what a bad question gets (T15)."""

import http.client
import importlib.util
import json
import re
import socket
import ssl
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.base.door import Limits
from kiosk.queue.clients import Client, ClientsProblem, Doorman, Scope, load_clients, token_hash
from kiosk.queue.httpapi import DESCRIPTION, LONGEST_BODY, make_server
from kiosk.queue.model import TicketState
from tests.support.waiting import PATIENCE

HERE = "stadskantoor"


def client(name, *scopes, **limits):
    return Client(
        name, token_hash(f"{name}-token"), frozenset(scopes), **({"per_minute": 60000, "burst": 1000} | limits)
    )


CLIENTS = (
    client("counters", Scope.COUNTER, Scope.DISPLAY),
    client("website", Scope.ISSUE, per_minute=60, burst=3),
    client("kiosk-9", Scope.ISSUE),
    client("hall", Scope.DISPLAY),
)


@pytest.fixture
def api(store, clock):
    server = make_server(store, Doorman(CLIENTS), clock, place=HERE)

    def ask(method, path, body=None, *, who="counters", raw=None, headers=None):
        connection = http.client.HTTPConnection(*server.address, timeout=PATIENCE)
        sent = raw if raw is not None else (json.dumps(body).encode() if body is not None else None)
        all_headers = {"Authorization": f"Bearer {who}-token"} if who else {}
        connection.request(method, path, sent, all_headers | (headers or {}))
        answer = connection.getresponse()
        result = answer.status, json.loads(answer.read()), answer.headers
        connection.close()
        return result

    with server:
        yield ask


def issue(api, number, klass="R", who="kiosk-9"):
    return api("POST", "/v1/tickets", {"place": HERE, "class": klass, "request_id": f"request-{number}"}, who=who)


def test_a_ticket_taken_called_and_finished(api):
    status, answer, _ = issue(api, 1)
    assert (status, answer["ticket"]["number"], answer["ticket"]["printed"]) == (200, "R001", False)
    one = answer["ticket"]["id"]
    assert api("POST", f"/v1/tickets/{one}/paper", {"printed": True}, who="kiosk-9")[1]["ticket"]["printed"]
    called = api("POST", "/v1/calls", {"place": HERE, "counter": "3", "classes": ["R"]})[1]["ticket"]
    assert (called["id"], called["state"], called["counter"]) == (one, "called", "3")
    assert api("POST", f"/v1/tickets/{one}/serve", {"counter": "3"})[1]["ticket"]["state"] == "serving"
    assert api("POST", f"/v1/tickets/{one}/finish", {})[1]["ticket"]["state"] == "done"
    assert api("GET", f"/v1/tickets/{one}")[1]["ticket"]["state"] == "done"
    assert api("POST", "/v1/calls", {"place": HERE, "counter": "3"})[1] == {"ticket": None}


def test_every_act_of_a_counter_has_an_address(api):
    one = issue(api, 1)[1]["ticket"]["id"]
    way = [
        ("call", {"counter": "1"}, "called"),
        ("recall", {}, "called"),
        ("park", {}, "parked"),
        ("return", {}, "returned"),
        ("transfer", {"to": "V"}, "transferred"),
        ("call", {"counter": "2"}, "called"),
        ("no-show", {}, "no_show"),
        ("return", {}, "returned"),
        ("withdraw", {}, "withdrawn"),
    ]
    for name, body, state in way:
        status, answer, _ = api("POST", f"/v1/tickets/{one}/{name}", body)
        assert (status, answer["ticket"]["state"]) == (200, state), name
    status, answer, _ = api("POST", f"/v1/tickets/{one}/serve", {})
    assert (status, answer["error"]) == (409, "NOT_ALLOWED")


def test_a_question_sent_twice_happens_once(api, store):
    assert issue(api, 7)[1] == issue(api, 7)[1]
    issue(api, 8)
    press = {"place": HERE, "counter": "3", "op": "press-0001"}
    assert api("POST", "/v1/calls", press)[1] == api("POST", "/v1/calls", press)[1]
    assert len(store.list(state=TicketState.CALLED)) == 1


def test_two_clients_may_use_the_same_request_id(api):
    assert issue(api, 1, who="kiosk-9")[1]["ticket"]["number"] == "R001"
    assert issue(api, 1, who="website")[1]["ticket"]["number"] == "R002"


def test_a_display_waits_for_the_next_call(api):
    issue(api, 1)
    tag = api("GET", f"/v1/board?place={HERE}", who="hall")[1]["tag"]
    seen = []

    def display():
        seen.append(api("GET", f"/v1/board?place={HERE}&seen={tag}&wait=20", who="hall")[1])

    thread = threading.Thread(target=display)
    thread.start()
    api("POST", "/v1/calls", {"place": HERE, "counter": "7"})
    thread.join(PATIENCE)
    assert (seen[0]["current"]["number"], seen[0]["current"]["counter"]) == ("R001", "7")
    assert "id" not in seen[0]["current"]


def test_the_list_and_the_estimate(api):
    issue(api, 1)
    issue(api, 2, "P")
    path = f"/v1/tickets?place={HERE}&class=P&state=waiting"
    assert [one["number"] for one in api("GET", path)[1]["tickets"]] == ["P001"]
    assert api("GET", f"/v1/tickets?place={HERE}&state=asleep")[0] == 400
    answer = api("GET", f"/v1/estimate?place={HERE}&class=R", who="kiosk-9")[1]
    assert answer == {"people_ahead": 1, "minutes": None}


@pytest.mark.parametrize("who", [None, "nobody"])
def test_without_a_known_token_nothing_is_said(api, who):
    assert api("GET", f"/v1/board?place={HERE}", who=who)[:2] == (
        401,
        {"error": "UNAUTHORIZED", "message": "Send a known token: Authorization: Bearer ..."},
    )


def test_a_client_does_only_what_it_may(api):
    assert api("POST", "/v1/calls", {"place": HERE, "counter": "1"}, who="hall")[0] == 403
    assert issue(api, 1, who="counters")[0] == 403
    assert api("GET", f"/v1/tickets?place={HERE}", who="website")[0] == 403


def test_t15_a_client_that_draws_all_numbers_is_stopped_and_told_when_to_come_back(api, clock):
    answers = [issue(api, number, who="website") for number in range(10)]
    assert [answer[0] for answer in answers] == [200] * 3 + [429] * 7
    assert answers[-1][2]["Retry-After"] == "1"
    assert issue(api, 50, who="kiosk-9")[0] == 200
    clock.advance(1)
    assert [issue(api, number, who="website")[0] for number in (20, 21)] == [200, 429]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, "place"),
        ({"place": HERE, "class": "R", "request_id": "12345678", "surname": "x"}, "surname"),
        ({"place": "../../etc", "class": "R", "request_id": "12345678"}, "place"),
        ({"place": HERE, "class": "RR", "request_id": "12345678"}, "class"),
        ({"place": HERE, "class": "R", "request_id": "12345678", "people": 0}, "people"),
        ({"place": HERE, "class": "R", "request_id": "x" * 65}, "request_id"),
        ([1], "body"),
    ],
)
def test_a_wrong_question_is_named(api, body, wrong):
    status, answer, _ = api("POST", "/v1/tickets", body, who="kiosk-9")
    assert (status, answer["error"]) == (400, "BAD_QUESTION")
    assert wrong in answer["message"]


def test_what_is_too_long_or_nowhere_is_refused(api):
    assert api("POST", "/v1/tickets", raw=b"x" * (LONGEST_BODY + 1), who="kiosk-9")[0] == 413
    assert api("GET", "/v1/nowhere")[0] == 404
    assert api("GET", "/v1/tickets/../../etc/passwd")[0] == 404
    assert api("POST", "/v1/tickets", raw=b"{}", headers={"Content-Length": "many"}, who="kiosk-9")[0] == 400
    assert api("POST", "/v1/tickets/AAAAAAAAAAAA/serve", {})[:1] == (404,)
    assert issue(api, 1, "Q")[0] == 422


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_method_is_refused_in_json_with_those_that_there_are(api, method):
    status, answer, headers = api(method, "/v1/tickets", {})
    assert (status, answer["error"], headers["Allow"]) == (405, "METHOD_NOT_ALLOWED", "GET, POST")


def test_a_place_that_is_not_served_here_gets_no_number(api, store):
    body = {"place": "mars", "class": "R", "request_id": "request-1"}
    assert api("POST", "/v1/tickets", body, who="kiosk-9")[1]["error"] == "UNKNOWN_PLACE"
    assert api("GET", "/v1/board?place=mars")[0] == 422
    assert store.list() == ()


def test_the_description_is_open_to_all_and_complete(api):
    status, description, _ = api("GET", DESCRIPTION, who=None)
    assert (status, description["openapi"]) == (200, "3.1.0")
    text = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
    in_the_document = set(re.findall(r"^\| `([A-Z]+) (/v1/[^`?]+)", text, re.MULTILINE))
    described = {(method.upper(), path) for path, item in description["paths"].items() for method in item}
    assert described == in_the_document


def test_beyond_loopback_there_must_be_a_certificate(store, clock):
    with pytest.raises(ValueError, match="certificate"):
        make_server(store, Doorman(()), clock, place=HERE, host="0.0.0.0")


def test_a_certificate_that_is_none_is_named(store, clock, tmp_path):
    with pytest.raises(ValueError, match=r"no\.pem and no\.key are no certificate .*No such file"):
        make_server(store, Doorman(()), clock, place=HERE, certificate=(Path("no.pem"), Path("no.key")))


# ------------------------------------------------------------------ clients


def test_the_clients_file_is_read_and_every_mistake_named(tmp_path):
    file = tmp_path / "clients.toml"
    file.write_text(f'[clients.hall]\ntoken_sha256 = "{token_hash("t")}"\nscopes = ["display"]\nper_minute = 30\n')
    assert load_clients(file) == (Client("hall", token_hash("t"), frozenset({Scope.DISPLAY}), per_minute=30),)
    file.write_text(
        '[clients.Hall]\ntoken_sha256 = "t"\nscopes = ["all"]\nburst = 0\n[clients.b]\ntoken = "x"\n[other]\n'
    )
    with pytest.raises(ClientsProblem) as said:
        load_clients(file)
    for mistake in ("a name is", "64 hexadecimal", "scopes:", "burst:", "token: unknown", "other:"):
        assert mistake in str(said.value)


@given(st.lists(st.floats(0, 5), max_size=200))
def test_a_bucket_never_lets_more_in_than_burst_plus_rate(steps):
    doorman = Doorman((CLIENTS[1],))
    now, let_in = 0.0, 0
    for step in steps:
        now += step
        let_in += doorman.wait(CLIENTS[1], now) == 0
    assert let_in <= 3 + now * 1.0 + 1e-6


@settings(max_examples=300)
@given(st.text(max_size=80))
def test_no_header_gets_in_without_a_token(header):
    assert Doorman(CLIENTS).who(header) is None


def test_silent_clients_do_not_stop_the_others_over_tls(store, clock, tmp_path):
    path = Path(__file__).parents[2] / "support" / "queue" / "officeserver.py"
    spec = importlib.util.spec_from_file_location("officeserver_tls", path)
    support = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(support)
    authority = support.Authority(tmp_path, "authority")
    server = make_server(
        store, Doorman(CLIENTS), clock, place=HERE, certificate=authority.issue("server"), limits=Limits(4, 4)
    )
    with server, ExitStack() as silent:
        for _ in range(4):  # they agree on nothing, and so never come as far as a question
            silent.enter_context(socket.create_connection(server.address, PATIENCE))
        context = ssl.create_default_context(cafile=str(authority.pem))
        connection = http.client.HTTPSConnection(*server.address, timeout=PATIENCE, context=context)
        connection.request("GET", DESCRIPTION)
        assert connection.getresponse().status == 200
        connection.close()
