"""Numbers, papers and the life of a ticket, the same on both engines (R114-R125)."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import By, Paper, Ticket, TicketState
from kiosk.queue.settings import ClassSettings, QueueSettings


def refused(result, code):
    assert isinstance(result, Refusal), result
    assert result.code is code
    return result


# ------------------------------------------------------------------ numbers


def test_r116_numbers_count_up_by_place_and_class(store, ask):
    numbers = [store.issue(ask(k, place=p)).number for p in ("a", "b") for k in ("R", "P", "R")]
    assert numbers == ["R001", "P001", "R002", "R001", "P001", "R002"]


def test_r116_a_new_day_starts_again_at_midnight_in_brussels(store, ask, clock):
    clock.set(datetime(2026, 11, 3, 23, 59, 59))
    before = store.issue(ask())
    clock.advance(1)
    after = store.issue(ask())
    assert (before.number, before.day) == ("R001", date(2026, 11, 3))
    assert (after.number, after.day) == ("R001", date(2026, 11, 4))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),  # summer time ends this night
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25)),  # 02:30 for the second time
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), date(2027, 3, 28)),  # the minute before summer time
        (datetime(2027, 3, 27, 23, 0, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2028, 2, 28, 23, 0, tzinfo=UTC), date(2028, 2, 29)),  # leap day
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),  # new year
        (datetime(2026, 7, 1, 16, 30, tzinfo=UTC), date(2026, 7, 1)),  # after 17:00 UTC is no other day
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_r116_the_business_day_is_the_civil_day_in_brussels(opened, ask, moment, day):
    ticket = opened(at=ManualClock(moment)).issue(ask())
    assert ticket.day == day
    assert ticket.taken_at == moment


def test_r116_the_start_number_is_the_profiles_and_the_thousandth_has_four_digits(opened, ask):
    store = opened(classes={"R": ClassSettings("R", start=999)})
    assert [store.issue(ask()).number for _ in range(3)] == ["R999", "R1000", "R1001"]


def test_the_same_request_answers_the_same_ticket(store, opened, ask):
    request = ask(request_id="visit-x")
    first = store.issue(request)
    again = opened().issue(request)
    assert again == first
    assert store.issue(ask()).number == "R002"


def test_a_ticket_is_there_for_everyone_as_soon_as_it_is_issued(store, opened, ask):
    ticket = store.issue(ask(people=3, priority=True, language="uk"))
    assert opened().find_by_token(ticket.token) == ticket
    assert opened().find_by_request(ticket.request_id) == ticket
    assert store.find_by_number("stadskantoor", "R001") == ticket
    assert (ticket.people, ticket.priority, ticket.language) == (3, True, "uk")


def test_r119_many_threads_get_distinct_numbers_without_a_gap(store, opened, ask):
    requests = [[ask() for _ in range(40)] for _ in range(6)]
    stores = [store, opened(), opened()]
    got = []

    def client(at):
        got.extend([stores[at % 3].issue(one) for one in requests[at]])

    threads = [threading.Thread(target=client, args=(at,)) for at in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(ticket.seq for ticket in got) == list(range(1, 241))
    assert len({ticket.number for ticket in store.list()}) == 240


def test_r119_numbers_rise_with_the_time_of_taking_even_when_two_clocks_differ(store, opened, ask, clock):
    behind = opened(at=ManualClock(clock.now() - timedelta(seconds=40)))
    store.issue(ask(kiosk="kiosk-1"))
    behind.issue(ask(kiosk="kiosk-2"))
    one, two = store.list()
    assert (one.number, two.number) == ("R001", "R002")
    assert one.taken_at <= two.taken_at


def test_an_unknown_class_is_refused(store, ask):
    refused(store.issue(ask("Q")), RefusalCode.UNKNOWN_CLASS)


class NineToFive:
    def is_open(self, now):
        return 9 <= now.astimezone(BRUSSELS).hour < 17

    def next_opening(self, now):
        local = now.astimezone(BRUSSELS)
        today = local.replace(hour=9, minute=0, second=0, microsecond=0)
        return today if local < today else today + timedelta(days=1)


def test_r120_outside_opening_hours_there_is_no_number_but_the_next_opening(opened, ask, clock):
    store = opened(opening=NineToFive())
    clock.set(datetime(2026, 11, 3, 17, 0))
    no = refused(store.issue(ask()), RefusalCode.CLOSED)
    assert no.next_opening == datetime(2026, 11, 4, 9, 0, tzinfo=BRUSSELS)
    assert store.list() == ()


def test_r120_a_repeated_request_is_answered_after_hours_too(opened, ask, clock):
    store = opened(opening=NineToFive())
    request = ask(request_id="late")
    ticket = store.issue(request)
    clock.set(datetime(2026, 11, 3, 17, 1))
    assert store.issue(request) == ticket


def test_r120_a_closed_class_gives_no_number(opened, ask):
    store = opened(classes={"R": ClassSettings("R", open=False), "P": ClassSettings("P")})
    refused(store.issue(ask("R")), RefusalCode.CLOSED)
    assert store.issue(ask("P")).number == "P001"


def test_r120_the_cap_is_the_last_number_and_leaves_no_gap(opened, ask, clock):
    store = opened(classes={"R": ClassSettings("R", start=101, cap=2)}, opening=NineToFive())
    assert [store.issue(ask()).number for _ in range(2)] == ["R101", "R102"]
    no = refused(store.issue(ask()), RefusalCode.CAP_REACHED)
    assert no.next_opening == datetime(2026, 11, 4, 9, 0, tzinfo=BRUSSELS)
    assert [ticket.number for ticket in store.list()] == ["R101", "R102"]
    assert opened(classes={"R": ClassSettings("R", start=101, cap=3)}).issue(ask()).number == "R103"


# ------------------------------------------------------------------ the clock


def test_a_clock_that_was_set_back_gets_no_number(store, ask, clock):
    store.issue(ask())
    clock.set(datetime(2026, 11, 3, 9, 0))
    refused(store.issue(ask()), RefusalCode.CLOCK_BACK)
    assert len(store.list()) == 1


def test_a_clock_that_was_set_back_while_the_kiosk_was_off_gets_no_number_either(store, opened, ask, clock):
    store.issue(ask())
    store.close()
    clock.set(datetime(2026, 11, 2, 10, 0))
    refused(opened().issue(ask()), RefusalCode.CLOCK_BACK)


def test_a_small_step_back_is_forgiven(store, ask, clock):
    store.issue(ask())
    clock.set(datetime(2026, 11, 3, 9, 58, 30))
    assert store.issue(ask()).number == "R002"


def test_staff_can_vouch_for_a_clock_and_the_word_lasts(store, opened, ask, clock):
    clock.set(datetime(2031, 1, 1, 10, 0))  # a clock far ahead, then mended
    store.issue(ask())
    clock.set(datetime(2026, 11, 3, 10, 0))
    refused(store.issue(ask()), RefusalCode.CLOCK_BACK)
    assert store.accept_clock("kiosk-1") is None
    assert store.issue(ask()).number == "R001"
    assert opened().issue(ask()).number == "R002"
    clock.set(datetime(2026, 11, 3, 8, 0))
    refused(opened().issue(ask()), RefusalCode.CLOCK_BACK)


def test_one_wrong_clock_does_not_stop_the_other_kiosks(store, ask, clock):
    clock.set(datetime(2031, 1, 1, 10, 0))
    store.issue(ask(kiosk="kiosk-1"))
    clock.set(datetime(2026, 11, 3, 10, 0))
    assert store.issue(ask(kiosk="kiosk-2")).number == "R001"


# ------------------------------------------------------------------ paper


def test_a_ticket_counts_as_printed_only_after_the_printer_said_so(store, ask):
    ticket = store.issue(ask())
    assert (ticket.state, ticket.paper, ticket.printed) == (TicketState.WAITING, Paper.PENDING, False)
    assert store.printed(ticket.id).printed
    assert store.find_by_token(ticket.id).printed


def test_r117_a_ticket_that_did_not_print_is_called_like_every_other(store, ask):
    first, second = store.issue(ask()), store.issue(ask())
    missed = store.not_printed(first.id, "PAPER_OUT")
    assert (missed.state, missed.note) == (TicketState.NOT_PRINTED, "PAPER_OUT")
    store.printed(second.id)
    assert store.call("stadskantoor", "1").id == first.id


def test_r117_after_the_refill_the_same_number_prints_as_a_copy(store, ask):
    ticket = store.issue(ask())
    store.not_printed(ticket.id, "PAPER_OUT")
    copy = store.reprint(ticket.id)
    after = store.printed(ticket.id)
    assert (copy.number, copy.copies) == (ticket.number, 1)
    assert (after.state, after.printed, after.copies) == (TicketState.WAITING, True, 1)


def test_r117_only_a_withdrawal_takes_a_ticket_that_did_not_print_out_of_the_queue(store, ask):
    ticket = store.issue(ask())
    store.not_printed(ticket.id, "COVER_OPEN")
    assert store.withdraw(ticket.id, by=By("staff")).state is TicketState.WITHDRAWN
    assert store.call("stadskantoor", "1") is None


def test_r137_a_lost_ticket_is_printed_again_with_the_same_number(store, ask):
    ticket = store.issue(ask())
    store.printed(ticket.id)
    store.reprint(ticket.id)
    again = store.reprint(ticket.id)
    assert (again.number, again.copies, again.printed) == ("R001", 2, True)


def test_a_copy_that_fails_does_not_undo_the_paper_in_the_hand(store, ask):
    ticket = store.issue(ask())
    store.printed(ticket.id)
    store.reprint(ticket.id)
    assert store.not_printed(ticket.id, "PAPER_OUT").printed


def test_after_a_restart_unconfirmed_papers_are_marked_not_printed(store, opened, ask):
    kept = store.issue(ask(kiosk="kiosk-1"))
    store.printed(kept.id)
    lost = store.issue(ask(kiosk="kiosk-1"))
    store.issue(ask(kiosk="kiosk-2"))
    store.issue(ask(kiosk="kiosk-1", paper=False))
    marked = opened().recover("kiosk-1")
    assert [(one.id, one.state, one.note) for one in marked] == [(lost.id, TicketState.NOT_PRINTED, "RESTART")]
    assert opened().recover("kiosk-1") == ()


def test_r138_several_people_share_one_number(store, ask):
    ticket = store.issue(ask(people=4))
    assert (ticket.number, ticket.people) == ("R001", 4)
    assert store.issue(ask()).number == "R002"


# ------------------------------------------------------------------ records


def test_every_move_is_recorded_with_who_when_and_which_counter(store, ask, clock):
    ticket = store.issue(ask())
    store.printed(ticket.id, by=By("kiosk-1"))
    clock.advance(60)
    store.call("stadskantoor", "3")
    clock.advance(5)
    store.serve(ticket.id, by=By("3", "3"))
    store.transfer(ticket.id, "V", by=By("3", "3"))
    seen = [(m.step, m.action.value, m.before.value, m.after.value, m.who, m.counter) for m in store.moves(ticket.id)]
    assert seen == [
        (1, "printed", "waiting", "waiting", "kiosk-1", None),
        (2, "call", "waiting", "called", "3", "3"),
        (3, "serve", "called", "serving", "3", "3"),
        (4, "transfer", "serving", "transferred", "3", "3"),
    ]
    assert [m.at - ticket.taken_at for m in store.moves(ticket.id)[1:3]] == [
        timedelta(minutes=1),
        timedelta(seconds=65),
    ]


def test_an_act_with_a_name_happens_once(store, opened, ask):
    store.issue(ask())
    store.issue(ask())
    by = By("3", "3", op="press-1")
    first = store.call("stadskantoor", "3", by=by)
    again = opened().call("stadskantoor", "3", by=by)
    assert again.id == first.id
    assert len(store.list(state=TicketState.CALLED)) == 1
    done = By("3", "3", op="press-2")
    assert store.finish(first.id, by=done).state is TicketState.DONE
    assert store.finish(first.id, by=done).state is TicketState.DONE
    refused(store.finish(first.id), RefusalCode.NOT_ALLOWED)


def test_an_unknown_ticket_is_refused(store):
    refused(store.serve("NOSUCHTICKET"), RefusalCode.UNKNOWN_TICKET)
    assert store.find_by_token("NOSUCHTICKET") is None


def test_a_change_of_one_ticket_leaves_all_others_alone(store, ask):
    tickets = [store.issue(ask()) for _ in range(5)]
    store.withdraw(tickets[2].id)
    assert [one.state for one in store.list()] == [TicketState.WAITING] * 2 + [TicketState.WITHDRAWN] + [
        TicketState.WAITING
    ] * 2


def test_the_settings_of_two_kiosks_may_differ_in_start_number(store, opened, ask):
    other = opened(QueueSettings(classes={"R": ClassSettings("R", start=50)}))
    assert [store.issue(ask()).number, other.issue(ask()).number] == ["R001", "R002"]


def test_r115_nothing_in_the_record_can_hold_a_person(store, ask):
    ticket = store.issue(ask())
    assert isinstance(ticket, Ticket)
    allowed = {
        *(
            "id",
            "number",
            "klass",
            "state",
            "place",
            "day",
            "taken_at",
            "language",
            "kiosk",
            "request_id",
            "first_class",
        ),
        *("series", "seq", "queue_day", "waiting_since", "paper", "copies", "people", "priority", "appointment_at"),
        *("counter", "called_at", "calls", "serving_at", "ended_at", "note", "steps"),
    }
    assert set(Ticket.__dataclass_fields__) == allowed
