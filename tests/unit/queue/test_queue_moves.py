"""Which move is allowed from which state: the whole table, and what each move changes (R123)."""

import dataclasses
from datetime import date, datetime, timedelta

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.queue.errors import Refusal
from kiosk.queue.model import CALLABLE, OPEN, Action, Paper, Ticket, TicketState
from kiosk.queue.moves import Act, apply

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=BRUSSELS)
DAY = NOW.date()

# action -> where it leads from each state in which it is allowed; every pair that is not here is refused
TABLE = {
    Action.CALL: dict.fromkeys(CALLABLE | {TicketState.PARKED}, TicketState.CALLED),
    Action.RECALL: {TicketState.CALLED: TicketState.CALLED},
    Action.SERVE: {TicketState.CALLED: TicketState.SERVING},
    Action.FINISH: dict.fromkeys([TicketState.CALLED, TicketState.SERVING], TicketState.DONE),
    Action.NO_SHOW: {TicketState.CALLED: TicketState.NO_SHOW},
    Action.RETURN: dict.fromkeys(
        [TicketState.CALLED, TicketState.SERVING, TicketState.PARKED, TicketState.NO_SHOW], TicketState.RETURNED
    ),
    Action.TRANSFER: dict.fromkeys(OPEN, TicketState.TRANSFERRED),
    Action.PARK: dict.fromkeys([TicketState.CALLED, TicketState.SERVING], TicketState.PARKED),
    Action.WITHDRAW: dict.fromkeys(OPEN, TicketState.WITHDRAWN),
    Action.SUPERSEDE: dict.fromkeys(OPEN, TicketState.WITHDRAWN),
    Action.CLOSE: dict.fromkeys(OPEN, TicketState.UNSERVED),
    Action.REPRINT: {state: state for state in OPEN},
    Action.CARRY: {state: state if state in CALLABLE else TicketState.RETURNED for state in OPEN},
}


def ticket(state=TicketState.WAITING, **more):
    values = {
        "id": "A" * 12,
        "number": "R001",
        "klass": "R",
        "state": state,
        "place": "rabot",
        "day": DAY,
        "taken_at": NOW,
        "language": "nl",
        "kiosk": "kiosk-1",
        "request_id": "visit-1",
        "first_class": "R",
        "series": "",
        "seq": 1,
        "queue_day": DAY,
        "waiting_since": NOW,
        "calls": 1 if state is TicketState.CALLED else 0,
    }
    return Ticket(**values | more)


def act(action, **more):
    values = {"counter": "3", "to": "V", "until": date(2026, 11, 4)} | more
    return Act(action, NOW + timedelta(minutes=5), **values)


@pytest.mark.parametrize("action", sorted(TABLE))
@pytest.mark.parametrize("state", sorted(TicketState))
def test_every_move_from_every_state_is_allowed_or_refused_on_purpose(action, state):
    before = ticket(state)
    after = apply(before, act(action))
    expected = TABLE[action].get(state)
    if expected is None:
        assert isinstance(after, Refusal)
        assert state.value in after.detail
    else:
        assert (after.state, after.steps) == (expected, before.steps + 1)


@pytest.mark.parametrize("action", sorted(TABLE))
def test_no_move_changes_the_number_the_day_or_the_waiting_time(action):
    for state in TABLE[action]:
        before = ticket(state)
        after = apply(before, act(action))
        for name in ("id", "number", "day", "taken_at", "waiting_since", "seq", "series", "first_class", "request_id"):
            assert getattr(after, name) == getattr(before, name)


def test_the_paper_has_its_own_life():
    for state in TicketState:
        fresh = ticket(state, paper=Paper.PENDING)
        printed = apply(fresh, act(Action.PRINTED))
        assert printed.printed
        assert printed.state is (TicketState.WAITING if state is TicketState.NOT_PRINTED else state)
        assert apply(printed, act(Action.PRINTED)) is printed
        assert apply(printed, act(Action.NOT_PRINTED, note="PAPER_OUT")) is printed
        failed = apply(fresh, act(Action.NOT_PRINTED, note="PAPER_OUT"))
        assert (failed.paper, failed.note) == (Paper.FAILED, "PAPER_OUT")
        assert failed.state is (TicketState.NOT_PRINTED if state is TicketState.WAITING else state)
        assert apply(failed, act(Action.NOT_PRINTED, note="PAPER_OUT")) is failed


def test_a_call_needs_a_counter_and_a_carry_a_later_day():
    assert isinstance(apply(ticket(), act(Action.CALL, counter=None)), Refusal)
    assert isinstance(apply(ticket(), act(Action.CARRY, until=DAY)), Refusal)
    assert isinstance(apply(ticket(), act(Action.CARRY, until=None)), Refusal)


def test_a_move_never_changes_the_ticket_that_it_was_given():
    before = ticket()
    copy = dataclasses.replace(before)
    apply(before, act(Action.CALL))
    assert before == copy
