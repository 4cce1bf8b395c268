"""Properties: any order of acts leaves a queue that explains itself, on the pure moves and on a real store."""

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.base.codes import clean
from kiosk.queue.errors import Refusal
from kiosk.queue.estimate import estimate
from kiosk.queue.model import CALLABLE, OPEN, By, IssueRequest, TicketState
from kiosk.queue.settings import ClassSettings, QueueSettings
from kiosk.queue.store import open_store
from kiosk.queue.tables import from_micros, to_micros

HERE = "stadskantoor"
ACTS = [
    "issue",
    "issue",
    "issue",
    "call",
    "recall",
    "serve",
    "finish",
    "no_show",
    "return_to_queue",
    "park",
    "withdraw",
]
ACTS += ["printed", "not_printed", "reprint", "transfer", "call_ticket", "close_day"]


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5)), max_size=30))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_order_of_acts_leaves_gap_free_numbers_and_a_record_of_every_state(tmp_path_factory, acts):
    clock = ManualClock(datetime(2026, 11, 3, 9, 0, tzinfo=BRUSSELS))
    classes = {"R": ClassSettings("R", cap=8), "P": ClassSettings("P")}
    url = f"sqlite:///{tmp_path_factory.mktemp('p')}/tickets.db"
    store = open_store(url, clock=clock, settings=QueueSettings(classes=classes))
    given_out = []
    for name, at in acts:
        clock.advance(7)
        one = given_out[at % len(given_out)].id if given_out else "NOSUCHTICKET"
        match name:
            case "issue":
                klass = "RP"[at % 2]
                result = store.issue(IssueRequest(HERE, klass, "nl", "kiosk-1", f"visit-{len(given_out)}-{at}"))
                if not isinstance(result, Refusal) and result.id not in {each.id for each in given_out}:
                    given_out.append(result)
            case "call":
                store.call(HERE, str(at))
            case "call_ticket":
                store.call_ticket(one, str(at))
            case "transfer":
                store.transfer(one, "RP"[at % 2])
            case "not_printed":
                store.not_printed(one, "PAPER_OUT")
            case "close_day":
                if at == 0:
                    store.close_day()
            case _:
                getattr(store, name)(one, by=By("counter"))
    there = store.list()
    assert {ticket.id for ticket in there} == {ticket.id for ticket in given_out}
    for klass in "RP":
        seqs = [ticket.seq for ticket in there if ticket.first_class == klass]
        assert seqs == list(range(1, len(seqs) + 1))
    for ticket in there:
        states = [TicketState.WAITING, *(move.after for move in store.moves(ticket.id))]
        assert states[-1] is ticket.state
        assert (ticket.ended_at is None) == (ticket.state in OPEN)
    waiting = sum(store.board(HERE).waiting.values())
    assert waiting == sum(ticket.state in CALLABLE for ticket in there)
    called = 0
    while store.call(HERE, "9") is not None:
        called += 1
    assert called == waiting
    store.close()


@given(st.integers(0, 200), st.lists(st.floats(1, 7200), max_size=60), st.integers(0, 20))
def test_r122_an_estimate_is_a_range_of_fives_or_nothing(ahead, services, counters):
    found = estimate(ahead, services, counters)
    assert found.people_ahead == ahead
    if len(services) < 5 or counters < 1:
        assert (found.minutes_low, found.minutes_high) == (None, None)
        return
    assert found.minutes_low % 5 == found.minutes_high % 5 == 0
    assert 0 <= found.minutes_low < found.minutes_high
    mean = sum(services) / len(services)
    assert found.minutes_low <= ahead * mean / counters / 60 <= found.minutes_high + 1e-6


@given(st.integers(1, 50), st.lists(st.floats(60, 900), min_size=5, max_size=40), st.integers(1, 5))
def test_r122_more_people_ahead_never_shorten_the_wait(ahead, services, counters):
    fewer, more = estimate(ahead - 1, services, counters), estimate(ahead, services, counters)
    assert more.minutes_high >= fewer.minutes_high


@given(st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)))
def test_a_moment_survives_the_database_to_the_microsecond(moment):
    aware = moment.replace(tzinfo=UTC)
    assert from_micros(to_micros(aware)) == aware
    assert from_micros(to_micros(aware.astimezone(BRUSSELS))) == aware
    assert to_micros(aware) == math.floor((aware - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))


@given(st.text(max_size=60))
@settings(max_examples=500)
def test_t11_a_code_is_clean_or_none(raw):
    code = clean(raw)
    if code is not None:
        assert 6 <= len(code) <= 64
        assert set(code.upper()) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
        assert clean(code) == code


@pytest.mark.full
@given(st.text(max_size=5000))
@settings(max_examples=20_000)
def test_t11_twenty_thousand_codes(raw):
    assert clean(raw) is None or len(clean(raw)) <= 64
