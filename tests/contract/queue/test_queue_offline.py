"""The central store goes away and comes back: nothing is lost, nothing is doubled, nobody waits (Q07)."""

import random
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta

import pytest

from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import By, Paper, TicketState
from kiosk.queue.offline import OfflineStore
from kiosk.queue.settings import QueueSettings
from kiosk.queue.sqlstore import open_sql_store
from tests.support.waiting import PATIENCE, until

HERE = "stadskantoor"
GONE = Refusal(RefusalCode.STORE_UNAVAILABLE, "the line is cut")


class Line:
    """The line to the central store: up, down, or one that loses the answer after the work was done."""

    def __init__(self, central):
        self.central = central
        self.up = True
        self.loses = set()  # names of methods whose next answer is lost
        self.hang = None  # an Event that a silent line waits for

    def close(self):
        """The central store is the test's."""

    def __getattr__(self, name):
        real = getattr(self.central, name)

        def call(*args, **kwargs):
            if self.hang is not None:
                self.hang.wait(PATIENCE)
            if not self.up:
                return GONE
            result = real(*args, **kwargs)
            if name in self.loses:
                self.loses.discard(name)
                self.up = False
                return GONE
            return result

        return call


class Kiosk:
    def __init__(self, line, tmp_path, clock, mark, limit=PATIENCE):
        settings = QueueSettings(offline_mark=mark)
        local = open_sql_store(
            f"sqlite:///{tmp_path / f'local-{mark}.db'}", clock=clock, settings=settings, series=mark
        )
        self.line = line
        self.store = OfflineStore(lambda: line if line.up else GONE, local, clock, limit=limit)
        self.store.probe()
        self.name = f"kiosk-{mark}"


@pytest.fixture
def central(opened):
    return opened()


@pytest.fixture
def kiosks(central, tmp_path, clock):
    made = []

    def make(mark="2", **more):
        made.append(Kiosk(Line(central), tmp_path, clock, mark, **more))
        return made[-1]

    yield make
    for one in made:
        one.line.up = False
        one.store.close()


def numbers(central):
    return [ticket.number for ticket in central.list()]


def test_with_the_line_up_numbers_are_central(kiosks, central, ask):
    kiosk = kiosks()
    assert kiosk.store.issue(ask()).number == "R001"
    assert numbers(central) == ["R001"]


def test_off_line_the_number_says_which_kiosk_and_nothing_is_invented(kiosks, ask):
    kiosk = kiosks("2")
    kiosk.store.issue(ask())
    kiosk.line.up = False
    assert [kiosk.store.issue(ask()).number for _ in range(2)] == ["R2-001", "R2-002"]
    assert not kiosk.store.online
    assert kiosk.store.estimate(HERE, "R") == Refusal(RefusalCode.STORE_UNAVAILABLE, "off line")


def test_when_the_line_is_back_everything_is_handed_over_once(kiosks, central, ask, clock):
    kiosk = kiosks("2")
    kiosk.line.up = False
    tickets = [kiosk.store.issue(ask()) for _ in range(3)]
    kiosk.store.printed(tickets[0].id)
    kiosk.store.not_printed(tickets[1].id, "PAPER_OUT")
    clock.advance(8 * 3600)
    kiosk.line.up = True
    for _ in range(3):
        assert kiosk.store.probe()
    assert numbers(central) == ["R2-001", "R2-002", "R2-003"]
    assert [one.paper for one in central.list()] == [Paper.PRINTED, Paper.FAILED, Paper.PENDING]
    assert [one.taken_at for one in central.list()] == [one.taken_at for one in tickets]
    assert kiosk.store.line().waiting == 0
    assert [move.action.value for move in central.moves(tickets[0].id)] == ["printed", "adopt"]
    assert kiosk.store.issue(ask()).number == "R001"


def test_boards_and_counters_see_both_and_call_the_longest_waiting(kiosks, central, ask, clock):
    online, offline = kiosks("1"), kiosks("2")
    first = online.store.issue(ask())
    offline.line.up = False
    clock.advance(60)
    second = offline.store.issue(ask())
    clock.advance(60)
    third = online.store.issue(ask())
    offline.line.up = True
    offline.store.probe()
    called = [central.call(HERE, str(counter)) for counter in range(3)]
    assert [ticket.id for ticket in called] == [first.id, second.id, third.id]
    assert "R2-001" in [call.number for call in central.board(HERE).recent]


def test_two_kiosks_off_line_never_give_the_same_number(kiosks, central, ask):
    one, two = kiosks("1"), kiosks("2")
    one.line.up = two.line.up = False
    given = [kiosk.store.issue(ask()).number for kiosk in (one, two) for _ in range(2)]
    one.line.up = two.line.up = True
    assert one.store.probe()
    assert two.store.probe()
    assert sorted(numbers(central)) == sorted(given) == ["R1-001", "R1-002", "R2-001", "R2-002"]


def test_two_kiosks_with_the_same_mark_by_mistake_lose_nobody(kiosks, central, ask, tmp_path, clock):
    one = kiosks("2")
    (tmp_path / "other").mkdir()
    two = Kiosk(Line(central), tmp_path / "other", clock, "2")
    one.line.up = two.line.up = False
    one.store.issue(ask(kiosk="kiosk-a"))
    two.store.issue(ask(kiosk="kiosk-b"))
    one.line.up = two.line.up = True
    assert one.store.probe()
    assert two.store.probe()
    assert sorted(numbers(central)) == ["R2-001", "R2-001/kiosk-b"]
    two.store._central = None
    two.store.close()


def test_a_lost_answer_does_not_leave_a_ghost(kiosks, central, ask):
    kiosk = kiosks("2")
    kiosk.line.loses.add("issue")
    held = kiosk.store.issue(ask(request_id="visit-x"))
    assert held.number == "R2-001"
    kiosk.line.up = True
    assert kiosk.store.probe()
    ghost, ours = central.list()
    assert (ghost.number, ghost.state, ghost.note) == ("R001", TicketState.WITHDRAWN, "superseded by R2-001")
    assert (ours.number, ours.state) == ("R2-001", TicketState.WAITING)
    assert central.call(HERE, "1").id == held.id
    assert central.call(HERE, "1") is None


def test_a_hand_over_whose_answer_is_lost_is_not_done_twice(kiosks, central, ask):
    kiosk = kiosks("2")
    kiosk.line.up = False
    ticket = kiosk.store.issue(ask())
    kiosk.line.up = True
    kiosk.line.loses.add("adopt")
    assert not kiosk.store.probe()
    assert numbers(central) == ["R2-001"]
    kiosk.store.printed(ticket.id)  # the kiosk goes on with what it believes is its own
    kiosk.line.up = True
    assert kiosk.store.probe()
    assert numbers(central) == ["R2-001"]
    assert central.find_by_token(ticket.id).printed


def test_what_counters_did_meanwhile_stands(kiosks, central, ask):
    kiosk = kiosks("2")
    kiosk.line.up = False
    ticket = kiosk.store.issue(ask())
    kiosk.line.up = True
    kiosk.line.loses.add("adopt")
    kiosk.store.probe()
    kiosk.store.withdraw(ticket.id)
    central.call(HERE, "1")
    central.finish(ticket.id)
    kiosk.line.up = True
    assert kiosk.store.probe()
    assert central.find_by_token(ticket.id).state is TicketState.DONE


def test_the_paper_of_a_central_ticket_is_told_later(kiosks, central, ask, clock):
    kiosk = kiosks("2")
    one, two = kiosk.store.issue(ask()), kiosk.store.issue(ask())
    kiosk.line.up = False
    assert kiosk.store.printed(one.id).printed
    assert kiosk.store.not_printed(two.id, "PAPER_OUT").state is TicketState.NOT_PRINTED
    assert kiosk.store.reprint(one.id).copies == 1
    assert not central.find_by_token(one.id).printed
    clock.advance(600)
    kiosk.line.up = True
    assert kiosk.store.probe()
    assert [(t.printed, t.copies, t.state.value) for t in central.list()] == [
        (True, 1, "waiting"),
        (False, 0, "not_printed"),
    ]
    assert central.moves(one.id)[0].at == clock.now() - timedelta(seconds=600)
    assert kiosk.store.line().waiting == 0


@pytest.mark.parametrize("detail", ["soon", "5", "{}", '{"action": "none", "note": "", "who": ""}'])
def test_an_act_that_nobody_understands_keeps_nothing_from_the_hand_over(kiosks, central, ask, tmp_path, detail):
    kiosk = kiosks("2")
    known = kiosk.store.issue(ask())
    kiosk.line.up = False
    kiosk.store.issue(ask())
    kiosk.store.printed(known.id)
    with closing(sqlite3.connect(tmp_path / "local-2.db")) as database, database:
        database.execute("INSERT INTO queue_outbox VALUES ('a', 'b', ?, 0)", (detail,))
    kiosk.line.up = True
    assert kiosk.store.probe()
    assert numbers(central) == ["R001", "R2-001"]
    assert central.find_by_token(known.id).paper is Paper.PRINTED
    assert kiosk.store.line().waiting == 1
    assert [(one.id, one.breaks) for one in kiosk.store.odd(remove=True)] == [("a", ("outbox",))]
    assert kiosk.store.line().waiting == 0
    assert kiosk.store.odd() == ()


def test_a_paper_act_that_is_told_twice_counts_once(kiosks, central, ask):
    kiosk = kiosks("2")
    ticket = kiosk.store.issue(ask())
    kiosk.line.loses.add("perform")
    assert kiosk.store.reprint(ticket.id, by=By("kiosk-2")).copies == 1
    kiosk.line.up = True
    assert kiosk.store.probe()
    assert central.find_by_token(ticket.id).copies == 1


def test_the_same_request_before_and_after_the_break_is_one_ticket(kiosks, ask):
    kiosk = kiosks("2")
    request = ask(request_id="visit-x")
    first = kiosk.store.issue(request)
    kiosk.line.up = False
    assert kiosk.store.issue(request) == first
    other = ask(request_id="visit-y")
    held = kiosk.store.issue(other)
    kiosk.line.up = True
    kiosk.store.probe()
    assert kiosk.store.issue(other).id == held.id


def test_a_silent_line_costs_one_time_limit_once(kiosks, ask):
    kiosk = kiosks("2", limit=0.2)
    kiosk.line.hang = threading.Event()
    assert [kiosk.store.issue(ask()).number for _ in range(3)] == ["R2-001", "R2-002", "R2-003"]
    assert not kiosk.store.online
    left_behind = [thread for thread in threading.enumerate() if thread.name == "bounded"]
    assert len(left_behind) == 1
    kiosk.line.hang.set()
    left_behind[0].join(60)


def test_off_line_a_counter_can_call_the_kiosks_own_tickets(kiosks, central, ask):
    kiosk = kiosks("2")
    kiosk.store.issue(ask())
    kiosk.line.up = False
    ticket = kiosk.store.issue(ask())
    called = kiosk.store.call(HERE, "4")
    assert (called.id, kiosk.store.board(HERE).current.number) == (ticket.id, "R2-001")
    kiosk.line.up = True
    assert kiosk.store.probe()
    assert central.find_by_token(ticket.id).counter == "4"


def test_a_restart_off_line_keeps_the_outbox_and_the_series(kiosks, central, ask, tmp_path, clock):
    kiosk = kiosks("2")
    kiosk.line.up = False
    kiosk.store.issue(ask())
    kiosk.store.close()
    again = kiosks("2")
    again.line.up = False
    again.store._up = False
    assert again.store.issue(ask()).number == "R2-002"
    again.line.up = True
    assert again.store.probe()
    assert numbers(central) == ["R2-001", "R2-002"]


@pytest.mark.parametrize("seed", range(2))
def test_eight_hours_of_a_flapping_line_lose_and_double_nothing(kiosks, central, ask, clock, seed):
    chance = random.Random(seed)
    fleet = [kiosks("1"), kiosks("2")]
    papers = []
    for _ in range(80):
        clock.advance(360)
        kiosk = chance.choice(fleet)
        kiosk.line.up = chance.random() < 0.5
        if chance.random() < 0.2:
            kiosk.line.loses.add(chance.choice(["issue", "adopt", "perform"]))
        ticket = kiosk.store.issue(ask(kiosk=kiosk.name))
        papers.append(ticket)
        kiosk.store.printed(ticket.id)
        if chance.random() < 0.3:
            kiosk.line.up = True
            kiosk.store.probe()
    for kiosk in fleet:
        kiosk.line.up = True
        kiosk.line.loses.clear()
        assert kiosk.store.probe()
    there = {ticket.id: ticket for ticket in central.list()}
    assert len({paper.number for paper in papers}) == len(papers) == 80
    assert all(there[paper.id].number == paper.number and there[paper.id].printed for paper in papers)
    ghosts = [ticket for ticket in there.values() if ticket.id not in {paper.id for paper in papers}]
    assert all(ghost.state is TicketState.WITHDRAWN and ghost.note.startswith("superseded by") for ghost in ghosts)
    for series in ("", "1", "2"):
        run = sorted(ticket.seq for ticket in there.values() if ticket.series == series)
        assert run == list(range(1, len(run) + 1))


def test_the_courier_brings_everything_over_by_itself(kiosks, central, ask, monkeypatch):
    monkeypatch.setattr("kiosk.queue.courier.PROBE", 0.02)
    kiosk = kiosks("2")
    kiosk.line.up = False
    kiosk.store.issue(ask())
    kiosk.store.start()
    kiosk.line.up = True
    until(lambda: kiosk.store.online and not kiosk.store.line().waiting, "everything handed over")
    assert numbers(central) == ["R2-001"]
