"""Counters, the line, the waiting room and the end of the day, the same on both engines (R121-R124)."""

import json
import threading
from datetime import date, datetime, timedelta

import pytest

from kiosk.base.clock import BRUSSELS
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import By, Estimate, TicketState
from tests.support.waiting import PATIENCE

HERE = "stadskantoor"


def issue(store, clock, request, *, minutes=1):
    clock.advance(60 * minutes)
    return store.issue(request)


def refused(result, code=RefusalCode.NOT_ALLOWED):
    assert isinstance(result, Refusal), result
    assert result.code is code
    return result


# ------------------------------------------------------------------ who is next


def test_r123_the_longest_waiting_is_called_first(store, ask, clock):
    tickets = [issue(store, clock, ask()) for _ in range(3)]
    assert [store.call(HERE, "1").id for _ in range(3)] == [ticket.id for ticket in tickets]
    assert store.call(HERE, "1") is None


def test_r123_a_counter_of_several_classes_takes_the_longest_waiting_of_them(store, ask, clock):
    first = issue(store, clock, ask("P"))
    issue(store, clock, ask("V"))
    third = issue(store, clock, ask("R"))
    called = [store.call(HERE, "1", classes=["R", "P"]) for _ in range(3)]
    assert [ticket and ticket.id for ticket in called] == [first.id, third.id, None]


def test_a_counter_calls_only_at_its_own_place_and_day(store, ask, clock):
    issue(store, clock, ask(place="gentbrugge"))
    yesterday = issue(store, clock, ask())
    clock.set(datetime(2026, 11, 4, 9, 0))
    assert store.call(HERE, "1") is None
    assert yesterday.day == date(2026, 11, 3)


def test_r123_priority_goes_first_and_among_them_the_longest_waiting(store, ask, clock):
    ordinary = issue(store, clock, ask())
    one = issue(store, clock, ask(priority=True))
    two = issue(store, clock, ask(priority=True))
    assert [store.call(HERE, "1").id for _ in range(3)] == [one.id, two.id, ordinary.id]


def test_r121_an_appointment_is_called_at_its_time_before_those_without(store, ask, clock):
    at = datetime(2026, 11, 3, 10, 40, tzinfo=BRUSSELS)
    early = issue(store, clock, ask("Z", appointment_at=at))
    walk_in = issue(store, clock, ask("R"))
    later = issue(store, clock, ask("R"))
    assert store.call(HERE, "1").id == walk_in.id
    clock.set(datetime(2026, 11, 3, 10, 40))
    assert [store.call(HERE, "1").id for _ in range(2)] == [early.id, later.id]


def test_r121_an_appointment_is_called_early_when_nobody_else_waits(store, ask, clock):
    at = datetime(2026, 11, 3, 10, 40, tzinfo=BRUSSELS)
    early = issue(store, clock, ask("Z", appointment_at=at))
    assert store.call(HERE, "1").id == early.id


def test_two_counters_never_get_the_same_ticket(store, opened, ask):
    for _ in range(40):
        store.issue(ask())
    stores, got = [store, opened(), opened()], []

    def counter(at):
        while (ticket := stores[at].call(HERE, f"counter {at}")) is not None:
            got.append(ticket)

    threads = [threading.Thread(target=counter, args=(at,)) for at in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not [one for one in got if isinstance(one, Refusal)]
    assert len({ticket.id for ticket in got}) == len(got) == 40


# ------------------------------------------------------------------ a ticket's way


def test_r123_call_serve_finish(store, ask, clock):
    store.issue(ask())
    called = store.call(HERE, "3")
    assert (called.state, called.counter, called.calls) == (TicketState.CALLED, "3", 1)
    assert store.serve(called.id).state is TicketState.SERVING
    clock.advance(300)
    done = store.finish(called.id)
    assert (done.state, done.ended_at) == (TicketState.DONE, clock.now())


def test_r123_recalled_three_times_then_a_no_show(store, ask):
    store.issue(ask())
    ticket = store.call(HERE, "1")
    states = [store.recall(ticket.id) for _ in range(4)]
    assert [(one.state, one.calls) for one in states] == [
        (TicketState.CALLED, 2),
        (TicketState.CALLED, 3),
        (TicketState.CALLED, 4),
        (TicketState.NO_SHOW, 4),
    ]
    refused(store.recall(ticket.id))


def test_r123_who_returns_keeps_the_waiting_time(store, ask, clock):
    first = issue(store, clock, ask())
    second = issue(store, clock, ask())
    store.call(HERE, "1")
    store.no_show(first.id)
    assert store.return_to_queue(first.id).state is TicketState.RETURNED
    assert [store.call(HERE, "1").id for _ in range(2)] == [first.id, second.id]


def test_r123_a_transfer_keeps_number_and_waiting_time(store, ask, clock):
    moved = issue(store, clock, ask("R"))
    other = issue(store, clock, ask("V"))
    store.call(HERE, "1", classes=["R"])
    after = store.transfer(moved.id, "V")
    assert (after.number, after.klass, after.state) == ("R001", "V", TicketState.TRANSFERRED)
    assert after.waiting_since == moved.waiting_since
    assert store.call(HERE, "1", classes=["R"]) is None
    assert [store.call(HERE, "2", classes=["V"]).id for _ in range(2)] == [moved.id, other.id]


def test_a_transfer_needs_another_known_class(store, ask):
    ticket = store.issue(ask("R"))
    refused(store.transfer(ticket.id, "R"))
    refused(store.transfer(ticket.id, "Q"), RefusalCode.UNKNOWN_CLASS)


def test_r123_a_parked_ticket_waits_until_it_is_called_by_name_or_returned(store, ask):
    ticket = store.issue(ask())
    store.call(HERE, "1")
    assert store.park(ticket.id).state is TicketState.PARKED
    assert store.call(HERE, "1") is None
    assert store.call_ticket(ticket.id, "2").counter == "2"
    store.park(ticket.id)
    store.return_to_queue(ticket.id)
    assert store.call(HERE, "1").id == ticket.id


def test_what_is_over_stays_over(store, ask):
    ticket = store.issue(ask())
    store.call(HERE, "1")
    store.finish(ticket.id)
    for act in (store.serve, store.recall, store.park, store.no_show, store.withdraw, store.return_to_queue):
        refused(act(ticket.id))
    refused(store.call_ticket(ticket.id, "1"))
    assert store.find_by_token(ticket.id).state is TicketState.DONE


# ------------------------------------------------------------------ the waiting room


def test_r123_the_board_shows_the_newest_call_and_the_five_before_it(store, ask, clock):
    for at in range(8):
        store.issue(ask("R" if at % 2 else "P"))
    for at in range(7):
        clock.advance(30)
        store.call(HERE, str(at))
    board = store.board(HERE)
    assert (board.current.number, board.current.counter, board.current.times) == ("P004", "6", 1)
    assert [call.counter for call in board.recent] == ["5", "4", "3", "2", "1"]
    assert board.waiting == {"R": 1}


def test_r123_a_recall_comes_to_the_top_and_changes_the_tag(store, ask, clock):
    first = store.issue(ask())
    store.issue(ask())
    store.call(HERE, "1")
    clock.advance(5)
    store.call(HERE, "2")
    before = store.board(HERE)
    clock.advance(5)
    store.recall(first.id, by=By("1", "1"))
    after = store.board(HERE)
    assert (after.current.number, after.current.times) == ("R001", 2)
    assert [call.number for call in after.recent] == ["R002"]
    assert before.tag != after.tag


def test_a_call_that_is_written_after_a_later_one_changes_the_tag(store, ask, clock):
    for _ in range(2):
        store.issue(ask())
    now = clock.now()
    clock.advance(5)
    store.call(HERE, "2")
    before = store.board(HERE)
    clock.set(now)  # the other counter asked first, and its line was slower
    store.call(HERE, "1")
    after = store.board(HERE)
    assert (after.current, len(after.recent)) == (before.current, 1)
    assert before.tag != after.tag


def test_a_call_that_was_taken_back_leaves_the_board(store, ask):
    ticket = store.issue(ask())
    store.call(HERE, "1")
    store.return_to_queue(ticket.id)
    assert store.board(HERE).current is None


def test_the_board_of_another_place_is_another_board(store, ask):
    store.issue(ask())
    store.call(HERE, "1")
    assert store.board("gentbrugge").current is None


def test_a_display_is_woken_by_a_call_of_another_program(store, opened, ask):
    counter = opened()
    store.issue(ask())
    seen = []
    empty = store.board(HERE)
    display = threading.Thread(target=lambda: seen.append(store.wait_for_call(HERE, empty.tag, 20)))
    display.start()
    counter.call(HERE, "7")
    display.join(PATIENCE)
    assert seen[0].current.counter == "7"


def test_a_display_that_waits_in_vain_gets_the_same_board(store):
    assert store.wait_for_call(HERE, "-", 0.01).current is None


# ------------------------------------------------------------------ how long


def serve_some(store, ask, clock, durations, counter="1"):
    for seconds in durations:
        store.issue(ask())
        ticket = store.call(HERE, counter)
        store.serve(ticket.id)
        clock.advance(seconds)
        store.finish(ticket.id)


def test_r122_unknown_stays_unknown(store, ask, clock):
    serve_some(store, ask, clock, [300] * 4)
    for _ in range(3):
        store.issue(ask())
    assert store.estimate(HERE, "R") == Estimate(3, None, None)


def test_r122_people_ahead_and_a_range_of_fives(store, ask, clock):
    serve_some(store, ask, clock, [240, 300, 360, 300, 300])
    tickets = [store.issue(ask()) for _ in range(3)]
    assert store.estimate(HERE, "R") == Estimate(3, 10, 25)
    assert [store.estimate(HERE, "R", ticket_id=one.id).people_ahead for one in tickets] == [0, 1, 2]


def test_r122_two_counters_halve_the_wait(store, ask, clock):
    serve_some(store, ask, clock, [300] * 3, "1")
    serve_some(store, ask, clock, [300] * 3, "2")
    for _ in range(4):
        store.issue(ask())
    assert store.estimate(HERE, "R") == Estimate(4, 10, 15)


def test_r122_counters_that_closed_do_not_promise_anything(store, ask, clock):
    serve_some(store, ask, clock, [300] * 6)
    clock.advance(3600)
    store.issue(ask())
    assert store.estimate(HERE, "R") == Estimate(1, None, None)


def test_r122_another_class_and_yesterday_tell_nothing(store, ask, clock):
    serve_some(store, ask, clock, [300] * 6)
    assert store.estimate(HERE, "P") == Estimate(0, None, None)
    clock.set(datetime(2026, 11, 4, 10, 0))
    assert store.estimate(HERE, "R") == Estimate(0, None, None)


def test_r122_a_priority_ticket_stands_in_front(store, ask):
    store.issue(ask())
    first = store.issue(ask(priority=True))
    assert store.estimate(HERE, "R", ticket_id=first.id).people_ahead == 0


# ------------------------------------------------------------------ the end of the day


def test_r124_the_nightly_close_ends_every_open_ticket(store, ask, clock):
    waiting, called, parked, done, missed = [issue(store, clock, ask()) for _ in range(5)]
    store.call_ticket(called.id, "1")
    store.call_ticket(parked.id, "1")
    store.park(parked.id)
    store.call_ticket(done.id, "1")
    store.finish(done.id)
    store.not_printed(missed.id, "PAPER_OUT")
    assert store.close_day(HERE) == 4
    assert {one.id: one.state for one in store.list()} == {
        waiting.id: TicketState.UNSERVED,
        called.id: TicketState.UNSERVED,
        parked.id: TicketState.UNSERVED,
        done.id: TicketState.DONE,
        missed.id: TicketState.UNSERVED,
    }
    assert store.close_day(HERE) == 0


def test_r124_one_place_closes_alone_and_a_forgotten_day_closes_later(store, ask, clock):
    store.issue(ask())
    store.issue(ask(place="gentbrugge"))
    clock.set(datetime(2026, 11, 5, 1, 0))
    assert store.close_day(HERE, day=date(2026, 11, 4)) == 1
    assert [one.state for one in store.list("gentbrugge", day=date(2026, 11, 3))] == [TicketState.WAITING]


class Closed:
    """Open from 9 to 17, not on 4 November."""

    def is_open(self, now):
        local = now.astimezone(BRUSSELS)
        return local.date() != date(2026, 11, 4) and 9 <= local.hour < 17

    def next_opening(self, now):
        day = now.astimezone(BRUSSELS).date()
        while True:
            nine = datetime(day.year, day.month, day.day, 9, tzinfo=BRUSSELS)
            if nine > now and day != date(2026, 11, 4):
                return nine
            day += timedelta(days=1)


def test_r124_with_carry_over_the_waiting_go_on_on_the_next_open_day_in_front(opened, ask, clock):
    store = opened(carry_over=True, opening=Closed())
    left = issue(store, clock, ask())
    served = issue(store, clock, ask())
    store.call_ticket(served.id, "1")
    assert store.close_day(HERE) == 2
    clock.set(datetime(2026, 11, 5, 9, 0))
    today = store.issue(ask())
    assert (today.number, today.day) == ("R001", date(2026, 11, 5))
    first = store.call(HERE, "1")
    assert (first.id, first.number, first.day) == (left.id, "R001", date(2026, 11, 3))
    assert store.board(HERE).current.day == date(2026, 11, 3)
    assert store.find_by_token(served.id).state is TicketState.UNSERVED
    assert store.find_by_number(HERE, "R001").id == today.id


def test_r124_what_is_counted_stays_when_the_details_go(store, ask, clock):
    ticket = issue(store, clock, ask(people=2))
    clock.advance(600)
    store.call(HERE, "1")
    clock.advance(300)
    store.finish(ticket.id)
    issue(store, clock, ask("P"))
    store.close_day(HERE)
    clock.set(datetime(2026, 12, 4, 10, 0))
    fresh = store.issue(ask())
    assert store.purge(date(2026, 12, 4)) == 2
    kept = [(c.klass, c.state.value, c.tickets, c.people, c.wait_seconds, c.service_seconds) for c in store.counts()]
    assert kept == [("P", "unserved", 1, 1, 0, 0), ("R", "done", 1, 2, 600, 300)]
    assert store.find_by_token(ticket.id) is None
    assert store.moves(ticket.id) == ()
    assert store.find_by_token(fresh.id) == fresh
    assert store.purge(date(2026, 12, 4)) == 0


def test_the_export_holds_no_token_and_no_request(store, ask, clock):
    ticket = issue(store, clock, ask(request_id="visit-secret"))
    store.call(HERE, "1")
    records = list(store.export())
    assert [(record["record"], record["number"]) for record in records] == [("ticket", "R001")]
    assert records[0]["moves"][0]["counter"] == "1"
    text = json.dumps(records)
    assert ticket.id not in text
    assert "visit-secret" not in text


@pytest.mark.parametrize("state", [TicketState.WAITING, TicketState.CALLED])
def test_the_list_is_ordered_and_filtered(store, ask, state):
    for klass in ("R", "P", "R"):
        store.issue(ask(klass))
    store.call(HERE, "1", classes=["P"])
    assert [one.number for one in store.list()] == ["P001", "R001", "R002"]
    wanted = ["R001", "R002"] if state is TicketState.WAITING else ["P001"]
    assert [one.number for one in store.list(HERE, state=state)] == wanted
    assert store.list(day=date(2026, 11, 2)) == ()
