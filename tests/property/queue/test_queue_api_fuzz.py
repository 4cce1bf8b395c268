"""Whatever is sent to the HTTP API gets an answer, never a fault (Q09)."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.httpapi import LONGEST_BODY
from kiosk.queue.routes import ROUTER
from tests.support.queue.asked import Asked

METHODS = st.sampled_from(["GET", "POST"])
PATHS = st.one_of(st.text(max_size=60), st.sampled_from([route.path for route in ROUTER.routes]))
QUERIES = st.one_of(st.text(max_size=60), st.just("place=a&place=b"), st.just("place=%ff%00&class=R"))


class Away:
    """A store that does not answer: the question is what is tried."""

    def __getattr__(self, _):
        return lambda *_, **__: Refusal(RefusalCode.STORE_UNAVAILABLE)


@pytest.fixture(scope="module")
def ask():
    with Asked(Away(), "a") as asked:

        def one(*question):
            status, answer = asked(*question)
            assert 400 <= status < 500 or status in (200, 503)
            assert len(answer) < 1000 or status == 200
            assert status == 200 or json.loads(answer)["error"]

        yield one


@given(METHODS, PATHS, QUERIES, st.binary(max_size=200))
@example("POST", "/v1/tickets", "", b"[" * 8000)
@example("POST", "/v1/tickets", "", b"9" * LONGEST_BODY)
@example("POST", "/v1/tickets", "", b"9" * (LONGEST_BODY + 1))
@example("POST", "/v1/tickets", "", b'{"\\ud800": "\\udfff"}')
@example("POST", "/v1/tickets", "", b"NaN")
@example("GET", "/v1/board", "place=" + "a" * 9000, b"")
@example("GET", "/v1/board", "&".join(f"a{n}=1" for n in range(50)), b"")
@example("GET", "/v1/board", "place=a&wait=nan", b"")
@example("GET", "/v1/board", "place=a&wait=inf", b"")
@settings(max_examples=400)
def test_any_question_is_answered_or_refused(ask, method, path, query, body):
    ask(method, path, query, body)


@pytest.mark.full
@given(METHODS, PATHS, QUERIES, st.binary(max_size=2000))
@settings(max_examples=10_000)
def test_ten_thousand_questions(ask, method, path, query, body):
    ask(method, path, query, body)
