"""Whatever is sent to the HTTP API gets an answer, never a fault (Q09)."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.queue import httpapi
from kiosk.queue.routes import ROUTES

METHODS = st.sampled_from(["GET", "POST"])
PATHS = st.one_of(st.text(max_size=60), st.sampled_from([route.path for route in ROUTES]))
QUERIES = st.one_of(st.text(max_size=60), st.just("place=a&place=b"), st.just("place=%ff%00&class=R"))


def refusal(method, path, query, body):
    try:
        route, _ = httpapi._find(method, path)
        httpapi._question(route, query, body)
    except httpapi._Problem as problem:
        return problem
    return None


def ask(method, path, query, body):
    problem = refusal(method, path, query, body)
    assert problem is None or (400 <= problem.status < 500 and len(str(problem.body)) < 1000)


@given(METHODS, PATHS, QUERIES, st.binary(max_size=200))
@example("POST", "/v1/tickets", "", b"[" * 8000)
@example("GET", "/v1/board", "place=" + "a" * 9000, b"")
@example("GET", "/v1/board", "&".join(f"a{n}=1" for n in range(50)), b"")
@example("GET", "/v1/board", "place=a&wait=nan", b"")
@settings(max_examples=400)
def test_any_question_is_answered_or_refused(method, path, query, body):
    ask(method, path, query, body)


@pytest.mark.full
@given(METHODS, PATHS, QUERIES, st.binary(max_size=2000))
@settings(max_examples=10_000)
def test_ten_thousand_questions(method, path, query, body):
    ask(method, path, query, body)
