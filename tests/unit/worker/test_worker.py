"""The worker brings a device back after every fault, answers every job once, and never waits for a stuck call."""

from __future__ import annotations

import random
import threading

import pytest

from devices.api import DeviceState, HealthChanged, NotPrinted, Reason
from devices.presence import look_at
from devices.worker import Backoff, PermanentFault, Seat, Session, Stopped, TemporaryFault, Worker
from tests.support.waiting import PATIENCE, Told

QUICK = Backoff(first=0.02, longest=0.05)


class Heard(Told):
    """Events in order, and the jobs that were lost."""

    def __init__(self) -> None:
        super().__init__()
        self.lost: list[tuple[str, Reason]] = []

    def job_lost(self, job: str, reason: Reason, _detail: str) -> None:
        self.lost.append((job, reason))

    def reasons(self) -> list[Reason]:
        return [e.health.reason for e in self.events if isinstance(e, HealthChanged)]


class Echo(Session[str]):
    """Answers a job; `die` is a fault, `hang` a call that never ends."""

    def __init__(self, free: threading.Event | None = None) -> None:
        self.closed = threading.Event()
        self.free = free or threading.Event()

    def run(self, seat: Seat[str]) -> None:
        seat.report(DeviceState.READY)
        while True:
            job = seat.next_job(0.05)
            if job == "die":
                raise TemporaryFault(Reason.NOT_REACHABLE, "gone")
            if job == "bug":
                raise KeyError("oops")
            if job == "hang":
                with seat.limit(0.1):
                    self.free.wait(60)
                seat.answer(NotPrinted(job, Reason.OK))
            elif job is not None:
                seat.answer(NotPrinted(job, Reason.OK))

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def told() -> Heard:
    return Heard()


@pytest.fixture
def run(told: Heard):
    made: list[Worker[str]] = []

    def make(connect, **options) -> Worker[str]:
        worker = Worker("thing", told.emit, connect, lost=told.job_lost, backoff=QUICK, **options)
        made.append(worker)
        worker.start()
        return worker

    yield make
    for worker in made:
        worker.stop(0.5)


def test_jobs_are_answered_in_order(told, run) -> None:
    worker = run(lambda _: Echo())
    for job in "abc":
        worker.submit(job)
    told.until(lambda: len([e for e in told.events if isinstance(e, NotPrinted)]) == 3)
    assert [e.request for e in told.events if isinstance(e, NotPrinted)] == ["a", "b", "c"]


@pytest.mark.parametrize(("poison", "reason"), [("die", Reason.NOT_REACHABLE), ("bug", Reason.SOFTWARE_ERROR)])
def test_a_fault_answers_the_job_in_hand_and_the_next_connection_has_a_new_generation(told, run, poison, reason):
    worker = run(lambda _: Echo())
    worker.submit(poison)
    told.until(lambda: told.lost == [(poison, reason)])
    told.until(lambda: worker.health().state is DeviceState.READY and worker.health().generation == 2)
    assert reason in told.reasons()


def test_a_stuck_call_is_abandoned_and_what_it_says_later_is_dropped(told, run) -> None:
    free = threading.Event()
    worker = run(lambda _: Echo(free))
    worker.submit("hang")
    told.until(lambda: told.lost == [("hang", Reason.NOT_RESPONDING)])
    told.until(lambda: worker.health().state is DeviceState.READY and worker.health().generation == 2)
    free.set()
    told.until(lambda: worker.dropped == 1)
    assert not [e for e in told.events if isinstance(e, NotPrinted)]


def noted_waits(monkeypatch, thread) -> list[float]:
    """The seconds for which a thread is ready to wait, whatever the machine makes of them."""
    waits: list[float] = []

    def noting(real):
        def wait(self, timeout=None):
            if threading.current_thread() is thread and timeout is not None:
                waits.append(timeout)
            return real(self, timeout)

        return wait

    monkeypatch.setattr(threading.Event, "wait", noting(threading.Event.wait))
    monkeypatch.setattr(threading.Thread, "join", noting(threading.Thread.join))
    return waits


def test_stopping_ends_within_its_time_even_when_a_call_is_stuck(told, monkeypatch) -> None:
    worker = Worker("thing", told.emit, lambda _: Echo(), lost=told.job_lost)
    stuck = threading.Event()

    class Stuck(Echo):
        def run(self, seat: Seat[str]) -> None:
            seat.report(DeviceState.READY)
            stuck.set()
            self.free.wait(60)

    worker = Worker("thing", told.emit, lambda _: Stuck(), lost=told.job_lost)
    worker.start()
    assert stuck.wait(PATIENCE)
    worker.submit("waiting")
    stopping = threading.Thread(target=worker.stop, args=(0.4,), daemon=True)
    waits = noted_waits(monkeypatch, stopping)
    stopping.start()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()
    assert waits
    assert sum(waits) < 0.5
    told.until(lambda: told.lost == [("waiting", Reason.NOT_STARTED)])
    assert worker.health().reason is Reason.NOT_STARTED


def test_an_orderly_stop_tears_the_session_down(told, run) -> None:
    session = Echo()
    worker = run(lambda _: session)
    told.until(lambda: worker.health().state is DeviceState.READY)
    worker.stop()
    assert session.closed.is_set()
    worker.submit("late")
    assert told.lost == [("late", Reason.NOT_STARTED)]


def test_a_job_does_not_wait_longer_than_the_patience_for_an_absent_device(told, run) -> None:
    def away(_: Seat[str]) -> Session[str]:
        raise TemporaryFault(Reason.NOT_REACHABLE, "no such thing")

    worker = run(away, patience=0.1)
    worker.submit("a")
    told.until(lambda: told.lost == [("a", Reason.NOT_REACHABLE)])
    assert told.reasons() == [Reason.NOT_REACHABLE]


def test_a_device_that_is_plugged_in_again_ends_the_pause(told, run) -> None:
    there = [False]
    tries = []

    def connect(_: Seat[str]) -> Session[str]:
        tries.append(1)
        if not there[0]:
            raise PermanentFault(Reason.NOT_PERMITTED, "not yours")
        return Echo()

    worker = Worker("thing", told.emit, connect, backoff=Backoff(first=60.0, longest=60.0), present=lambda: there[0])
    worker.start()
    told.until(lambda: worker.health().reason is Reason.NOT_PERMITTED)
    there[0] = True
    told.until(lambda: worker.health().state is DeviceState.READY)
    assert len(tries) == 2
    worker.stop()


def test_another_device_at_once_in_the_same_place_ends_the_pause(told, run, tmp_path) -> None:
    """Pulled and plugged in before anybody could look: the file has the same name, and is another."""
    file, tries = tmp_path / "ttyUSB0", []
    file.touch()

    def connect(_: Seat[str]) -> Session[str]:
        tries.append(1)
        if len(tries) == 1:
            raise PermanentFault(Reason.WRONG_DEVICE, "another board")
        return Echo()

    worker = Worker("thing", told.emit, connect, backoff=Backoff(first=60.0, longest=60.0), present=look_at(str(file)))
    worker.start()
    told.until(lambda: worker.health().reason is Reason.WRONG_DEVICE)
    (tmp_path / "next").touch()
    (tmp_path / "next").replace(file)
    told.until(lambda: worker.health().state is DeviceState.READY)
    worker.stop()


def test_hurry_ends_the_pause(told, run) -> None:
    tries = []

    def connect(_: Seat[str]) -> Session[str]:
        tries.append(1)
        raise TemporaryFault(Reason.NOT_REACHABLE)

    worker = Worker("thing", told.emit, connect, backoff=Backoff(first=60.0, longest=60.0))
    worker.start()
    told.until(lambda: len(tries) == 1)
    told.until(lambda: worker.health().reason is Reason.NOT_REACHABLE)

    def again() -> bool:
        worker.hurry()
        return len(tries) >= 2

    told.until(again)
    worker.stop()


def test_the_same_health_is_told_once_and_keeps_its_beginning(told, run) -> None:
    class Chatty(Echo):
        def run(self, seat: Seat[str]) -> None:
            for _ in range(50):
                seat.report(DeviceState.READY)
            seat.report(DeviceState.DEGRADED, Reason.MEDIA_LOW)
            super().run(seat)

    run(lambda _: Chatty())
    told.until(lambda: Reason.MEDIA_LOW in told.reasons())
    assert told.reasons()[:2] == [Reason.OK, Reason.MEDIA_LOW]


def test_pauses_double_up_to_the_longest_with_a_jitter() -> None:
    backoff, rng = Backoff(), random.Random(1)
    bases = [1, 2, 4, 8, 16, 20, 20]
    for attempt, base in enumerate(bases, start=1):
        assert base * 0.8 <= backoff.pause(attempt, permanent=False, rng=rng) <= base * 1.2
    assert 16 <= backoff.pause(1, permanent=True, rng=rng) <= 24


def test_a_stopped_seat_raises_where_it_checks(told) -> None:
    seen = threading.Event()

    class Checking(Echo):
        def run(self, seat: Seat[str]) -> None:
            try:
                while True:
                    seat.check()
                    seat.next_job(0.01)
            except Stopped:
                seen.set()
                raise

    worker = Worker("thing", told.emit, lambda _: Checking())
    worker.start()
    told.until(lambda: True)
    worker.stop()
    assert seen.wait(PATIENCE)
