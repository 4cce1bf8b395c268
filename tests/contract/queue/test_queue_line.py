"""Who bears which off-line mark, what people see of the line, and a courier whom nothing stops."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from kiosk.queue.courier import Courier
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.migrate import HEAD
from kiosk.queue.model import Bearer, IssueRequest
from kiosk.queue.offline import OfflineStore, open_with_outbox
from kiosk.queue.settings import QueueSettings
from kiosk.queue.sqlstore import open_sql_store
from tests.support.waiting import PATIENCE, until

HERE = "stadskantoor"
CUT = Refusal(RefusalCode.STORE_UNAVAILABLE, "the line is cut")


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Residents wait three seconds for a line; a busy machine may need more to answer."""
    monkeypatch.setitem(OfflineStore.__init__.__kwdefaults__, "limit", PATIENCE)


@pytest.fixture
def kiosk(store_url, tmp_path, clock):
    """A kiosk with a machine, an id, a place and a mark of its own, on the central store of this test."""
    stores = []

    def start(machine, who, mark, *, place=HERE, central=store_url, take=False):
        store = open_with_outbox(
            central,
            f"sqlite:///{tmp_path / machine}.db",
            clock=clock,
            settings=QueueSettings(offline_mark=mark),
            bearer=Bearer(who, place, mark),
            take=take,
            courier=False,
        )
        if not isinstance(store, Refusal):
            stores.append(store)
        return store

    yield start
    for store in stores:
        store.close()


def test_two_kiosks_of_a_place_with_the_same_mark_are_told_so_at_the_start(kiosk):
    assert kiosk("a", "kiosk-2", "2").online
    refused = kiosk("b", "desk-2", "2")
    assert refused.code is RefusalCode.MARK_TAKEN
    assert "kiosk-2 bears mark 2 at stadskantoor, last seen 2026-11-03 10:00" in str(refused)
    assert kiosk("b", "desk-2", "D2").online


def test_two_machines_with_the_same_name_are_told_so_and_another_place_may_use_the_mark(kiosk):
    assert kiosk("a", "kiosk-1", "1").online
    assert kiosk("b", "kiosk-1", "9").code is RefusalCode.MARK_TAKEN
    assert kiosk("c", "rabot-1", "1", place="rabot").online


def test_a_kiosk_keeps_its_mark_over_a_restart_and_may_change_it(kiosk):
    for mark in ("2", "2", "3"):
        store = kiosk("a", "kiosk-2", mark)
        assert store.online
        store.close()
    assert kiosk("b", "kiosk-9", "2").online


def test_a_machine_that_was_replaced_takes_the_mark_when_somebody_vouches_for_it(kiosk):
    assert kiosk("a", "kiosk-2", "2").online
    assert kiosk("new", "kiosk-2", "2").code is RefusalCode.MARK_TAKEN
    assert kiosk("new", "kiosk-2", "2", take=True).online
    assert kiosk("new", "kiosk-2", "2").online
    assert kiosk("a", "kiosk-2", "2").code is RefusalCode.MARK_TAKEN


def test_marks_that_meet_only_later_are_a_trouble_and_numbers_go_on(kiosk, store_url, tmp_path, clock):
    assert kiosk("a", "kiosk-2", "2").online
    local = open_sql_store(f"sqlite:///{tmp_path / 'b'}.db", clock=clock, settings=QueueSettings(), series="2")
    lines = [CUT, open_sql_store(store_url, clock=clock, settings=QueueSettings())]
    late = OfflineStore(lambda: lines.pop(0), local, clock, bearer=Bearer("desk-2", HERE, "2"))
    assert not late.probe()
    assert late.issue(IssueRequest(HERE, "R", "nl", "desk-2", "visit-1")).number == "R2-001"
    assert late.probe()
    assert late.line().trouble == "MARK_TAKEN"
    assert late.issue(IssueRequest(HERE, "R", "nl", "desk-2", "visit-2")).number == "R001"
    late.close()


class Cut:
    """A central store behind a line that can be cut; `poison` is a ticket that it cannot take over."""

    def __init__(self, central):
        self.central, self.up, self.poison, self.asked = central, True, None, 0

    def __getattr__(self, name):
        def call(*args, **kwargs):
            self.asked += 1
            if name == "adopt" and args[0].ticket.id == self.poison:
                raise RuntimeError("a fault of the program")
            return getattr(self.central, name)(*args, **kwargs) if self.up else CUT

        return call

    def close(self):
        """The central store is the test's."""


@pytest.fixture
def line(opened, tmp_path, clock):
    cut = Cut(opened())
    local = open_sql_store(
        f"sqlite:///{tmp_path / 'own.db'}", clock=clock, settings=QueueSettings(offline_mark="2"), series="2"
    )
    cut.store = OfflineStore(lambda: cut if cut.up else CUT, local, clock)
    cut.store.probe()
    yield cut
    cut.store.close()


def test_the_line_tells_since_when_it_is_down_and_how_many_tickets_wait(line, ask, clock):
    assert (line.store.line().online, line.store.line().waiting) == (True, 0)
    down = clock.advance(60) or clock.now()
    line.up = False
    for _ in range(120):
        line.store.issue(ask())
    clock.advance(600)
    seen = line.store.line()
    assert (seen.online, seen.since, seen.waiting, seen.trouble) == (False, down, 120, "")
    line.up = True
    assert line.store.probe()
    seen = line.store.line()
    assert (seen.online, seen.since, seen.waiting) == (True, clock.now(), 0)


def test_one_ticket_that_cannot_be_handed_over_is_named_and_holds_nobody_up(line, ask):
    line.up = False
    held = [line.store.issue(ask()) for _ in range(3)]
    line.up, line.poison = True, held[0].id
    assert line.store.probe()
    assert line.store.line().waiting == 1
    assert line.store.line().trouble == "RuntimeError"
    assert [ticket.number for ticket in line.central.list()] == ["R2-002", "R2-003"]
    line.poison = None
    assert line.store.probe()
    assert (line.store.line().waiting, line.store.line().trouble) == (0, "")


def test_three_kiosks_with_one_mark_and_one_name_keep_their_tickets_apart(opened, tmp_path, clock):
    central = opened()
    for machine in "abc":
        settings = QueueSettings(offline_mark="1")
        local = open_sql_store(f"sqlite:///{tmp_path / machine}.db", clock=clock, settings=settings, series="1")
        lines = [CUT, Cut(central)]
        store = OfflineStore(lambda lines=lines: lines.pop(0), local, clock)
        assert not store.probe()
        store.issue(IssueRequest(HERE, "R", "nl", "kiosk-1", f"visit-{machine}"))
        assert store.probe()
        assert store.line().waiting == 0
        store.close()
    numbers = [ticket.number for ticket in central.list()]
    assert len(numbers) == len(set(numbers)) == 3
    assert {number.split("/")[0] for number in numbers} == {"R1-001"}


def test_a_courier_on_a_dead_line_rests_between_its_tries(line, ask):
    line.store.issue(ask())
    line.up = False
    line.store.issue(ask())
    line.asked = 0
    rests = []

    class Rest(threading.Event):
        def wait(self, timeout=None):
            rests.append(timeout)
            return super().wait(0.01)

    line.store._courier._wake = Rest()
    line.store.start()
    until(lambda: len(rests) > 5, "five tries")
    assert set(rests) == {4.0}  # so the second try after a promotion is within ten seconds, as docs/CITY.md says
    assert line.asked <= 2 * len(rests)


def test_a_courier_goes_on_after_a_fault_of_the_program(opened, tmp_path, clock, monkeypatch, ask):
    monkeypatch.setattr("kiosk.queue.courier.PROBE", 0.01)
    local = open_sql_store(f"sqlite:///{tmp_path / 'own.db'}", clock=clock, settings=QueueSettings(), series="1")
    answers = [RuntimeError("a fault"), RuntimeError("a fault"), Cut(opened())]

    def connect():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    local.issue(ask())
    courier = Courier(connect, local, clock, limit=PATIENCE, bearer=None, adopted=lambda _ticket: None)
    courier.start()
    until(lambda: courier.online, "the courier on the line")
    assert courier.line().waiting == 0
    courier.close()
    local.close()


def test_a_clock_that_jumped_back_over_a_restart_gives_no_number_off_line_either(kiosk, ask, clock):
    first = kiosk("a", "kiosk-1", "1")
    assert first.issue(ask()).number == "R001"
    first.close()
    clock.set(clock.now() - timedelta(days=30))
    alone = kiosk("a", "kiosk-1", "1", central="postgresql://127.0.0.1:1/nothing")
    assert not alone.online
    assert alone.issue(ask()).code is RefusalCode.CLOCK_BACK
    assert alone.accept_clock("kiosk-1") is None
    assert alone.issue(ask()).number == "R1-001"


def test_a_start_with_a_clock_that_is_ahead_stops_nobody_later(kiosk, ask, clock):
    right = clock.now()
    clock.set(right + timedelta(days=400))
    kiosk("a", "kiosk-1", "1").close()
    clock.set(right)
    assert kiosk("a", "kiosk-1", "1").issue(ask()).number == "R001"


def test_tables_of_a_newer_kiosk_are_named_and_not_touched(opened, store_url, clock):
    store = opened()

    def version(name):
        change = text("UPDATE queue_version SET version_num = :name")
        store.database.write(lambda one: one.execute(change, {"name": name}))

    version("9999")
    try:
        for create in (True, False):
            refused = open_sql_store(store_url, clock=clock, settings=QueueSettings(), create=create)
            assert (refused.code, "newer" in refused.detail) == (RefusalCode.STORE_BROKEN, True)
    finally:
        version(HEAD)
