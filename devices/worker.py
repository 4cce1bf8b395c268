"""One resilient worker a device: set up, run, tear down, and begin again after every fault, without ever blocking the caller.

A driver gives a `connect` function that opens the device and answers a `Session`; the worker owns the threads, the
waiting jobs, the health, the back-off and the stop.  Two threads a device: a *supervisor*, which never calls into the
device, and a *seat*, which does.  A seat that stays in one call past the limit it declared is abandoned (nothing can be
done about a thread stuck in the kernel) and a fresh one takes its place; what the old one says is dropped and counted.
"""

from __future__ import annotations

import abc
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from devices.api import DeviceEvent, DeviceState, Emit, Health, HealthChanged, Reason

Job = TypeVar("Job")

_TICK = 0.05  # s; how often an absent device is looked for, and how soon a stop is noticed at the latest


class DeviceFault(Exception):
    """The connection to the device is over; `reason` says why and becomes the health's reason."""

    def __init__(self, reason: Reason, detail: str = "", state: DeviceState = DeviceState.UNAVAILABLE) -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail
        self.state = state


class TemporaryFault(DeviceFault):
    """May go away by itself: tried again after a growing pause."""


class PermanentFault(DeviceFault):
    """A person must act: tried again at the longest pause only, or as soon as the device is plugged in anew."""


class Stopped(Exception):
    """The worker is stopping, or this seat was abandoned; leave at once."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses between attempts in seconds: doubled each time from `first` to `longest`, with ± `jitter` of itself."""

    first: float = 1.0
    longest: float = 20.0
    jitter: float = 0.2

    def pause(self, attempt: int, *, permanent: bool, rng: random.Random) -> float:
        """The pause after the `attempt`-th failure in a row (1 is the first)."""
        base = self.longest if permanent else min(self.longest, self.first * 2.0 ** min(attempt - 1, 16))
        return base * (1.0 + self.jitter * (2.0 * rng.random() - 1.0))


class Session(abc.ABC, Generic[Job]):
    """One connection to a device, from set-up to tear-down."""

    @abc.abstractmethod
    def run(self, seat: Seat[Job]) -> None:
        """Work until `seat` says stop (it raises `Stopped`) or the device is lost (raise a `DeviceFault`)."""

    @abc.abstractmethod
    def close(self) -> None:
        """Tear down; may be called from another thread while `run` is stuck, and must not raise."""


class Seat(Generic[Job]):
    """What a session may do with its worker: take jobs, tell its health, emit.  Dead once abandoned."""

    def __init__(self, worker: Worker[Job], generation: int, stop: threading.Event) -> None:
        self._worker = worker
        self._stop = stop
        self.generation = generation
        self.deadline: float | None = None
        self.session: Session[Job] | None = None
        self.fault: DeviceFault | None = None
        self.job: Job | None = None
        self.abandoned = False
        self.worked = False
        self.over = threading.Event()

    @property
    def stopping(self) -> bool:
        """True when the session should end."""
        return self.abandoned or self._stop.is_set()

    def check(self) -> None:
        """Raise `Stopped` when the session should end."""
        if self.stopping:
            raise Stopped

    def next_job(self, timeout: float) -> Job | None:
        """Wait up to `timeout` seconds for a job; None when there is none.  The job is this seat's until `done()`."""
        return self._worker.take(self, timeout)

    def done(self) -> None:
        """The job needs no answer; before this call a fault answers it through the worker's `lost`."""
        self.job = None

    def answer(self, event: DeviceEvent) -> None:
        """Emit the one answer of the job in hand; dropped when `lost` has answered it already."""
        self._worker.answer_from(self, event)

    def report(self, state: DeviceState, reason: Reason = Reason.OK, detail: str = "") -> None:
        """Tell the health; the same state and reason twice is told once."""
        self._worker.report(self, state, reason, detail)

    def emit(self, event: DeviceEvent) -> None:
        """Emit an event; from an abandoned seat it is dropped and counted."""
        self._worker.emit_from(self, event)

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Declare that what follows ends within `seconds`; past that the seat is abandoned."""
        self._worker.set_deadline(self, seconds)
        try:
            yield
        finally:
            self._worker.set_deadline(self, None)


class Worker(Generic[Job]):
    """Runs one device.  All methods return at once (but `stop`) and may be called from any thread.

    `connect(seat)` opens the device, or raises a `DeviceFault`.  `lost(job, reason, detail)` answers a job that no
    session will answer: the device is away for longer than `patience` seconds, or was lost with the job in hand.
    `present()` tells cheaply what is there (`devices.presence`), nothing true where nothing is; another than before ends a pause.
    """

    def __init__(
        self,
        name: str,
        emit: Emit,
        connect: Callable[[Seat[Job]], Session[Job]],
        *,
        lost: Callable[[Job, Reason, str], None] = lambda *_: None,
        present: Callable[[], object] | None = None,
        backoff: Backoff | None = None,
        connect_limit: float = 10.0,
        patience: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
        rng: random.Random | None = None,
    ) -> None:
        self.name = name
        self._emit = emit
        self._connect = connect
        self._answer_lost = lost
        self._present = present
        self._backoff = backoff or Backoff()
        self._connect_limit = connect_limit
        self._patience = patience
        self._clock = clock
        self._rng = rng or random.Random()  # noqa: S311  (jitter, no secret)
        self._changed = threading.Condition(threading.RLock())
        self._telling = threading.RLock()
        self._jobs: deque[tuple[float, Job]] = deque()
        self._health = Health(DeviceState.UNKNOWN, Reason.NOT_STARTED, since=clock())
        self._seat: Seat[Job] | None = None
        self._supervisor: threading.Thread | None = None
        self._hurry = False
        self._connections = 0
        self._stop = threading.Event()
        self.dropped = 0
        """How many events of abandoned seats were dropped."""

    def health(self) -> Health:
        """The last known health."""
        return self._health

    def start(self) -> None:
        """Start, also again after `stop`; while it runs a second call does nothing."""
        with self._changed:
            if self._supervisor is not None and not self._stop.is_set():
                return
            # each run has its own: whoever is left of the one before still sees that it is over
            self._stop = threading.Event()
            supervisor = threading.Thread(target=self._supervise, args=(self._stop,), name=self.name, daemon=True)
            self._supervisor = supervisor
        self._tell(Health(DeviceState.UNKNOWN, Reason.NOT_STARTED, generation=self._connections), None)
        supervisor.start()

    def submit(self, job: Job) -> None:
        """Queue a job; it ends in the session's answer or in `lost`."""
        with self._changed:
            if not self._stop.is_set():
                self._jobs.append((self._clock(), job))
                self._changed.notify_all()
                return
        self._answer_lost(job, Reason.NOT_STARTED, "stopped")

    def hurry(self) -> None:
        """End a pause between attempts now."""
        with self._changed:
            self._hurry = True
            self._changed.notify_all()

    def stop(self, timeout: float = 2.0) -> None:
        """Stop within `timeout` seconds: the session tears down; one that is stuck is abandoned."""
        end = time.monotonic() + timeout
        with self._changed:
            self._stop.set()
            self._changed.notify_all()
            supervisor, seat = self._supervisor, self._seat
        if supervisor is None:
            self._drain(Reason.NOT_STARTED, "stopped")
            return
        if seat is not None:
            seat.over.wait(timeout * 0.75)
            if not seat.over.is_set():
                self._abandon(seat)
        supervisor.join(max(0.0, end - time.monotonic()))
        self._tell(Health(DeviceState.UNAVAILABLE, Reason.NOT_STARTED, "stopped"), None)

    def take(self, seat: Seat[Job], timeout: float) -> Job | None:
        """The next job for this seat; see `Seat.next_job`."""
        with self._changed:
            if not self._jobs and not seat.stopping and timeout > 0:
                self._changed.wait_for(lambda: bool(self._jobs) or seat.stopping, timeout)
            seat.check()
            if not self._jobs:
                return None
            seat.job = self._jobs.popleft()[1]
            return seat.job

    def report(self, seat: Seat[Job], state: DeviceState, reason: Reason, detail: str) -> None:
        """See `Seat.report`."""
        health = Health(state, reason, detail, generation=seat.generation)
        seat.worked = seat.worked or health.usable
        self._tell(health, seat)

    def emit_from(self, seat: Seat[Job], event: DeviceEvent) -> None:
        """See `Seat.emit`."""
        with self._telling:
            if self._is_past(seat):
                self.dropped += 1
                return
            self._emit(event)

    def answer_from(self, seat: Seat[Job], event: DeviceEvent) -> None:
        """See `Seat.answer`."""
        with self._changed:
            if self._is_past(seat):
                self.dropped += 1
                return
            seat.job = None
        with self._telling:
            self._emit(event)

    def set_deadline(self, seat: Seat[Job], seconds: float | None) -> None:
        """See `Seat.limit`."""
        with self._changed:
            seat.deadline = None if seconds is None else self._clock() + seconds
            self._changed.notify_all()

    def _is_past(self, seat: Seat[Job]) -> bool:
        """True for a seat that was abandoned, or that belongs to a run that is over."""
        return seat.abandoned or seat is not self._seat

    def _supervise(self, stop: threading.Event) -> None:
        failures = 0
        while not stop.is_set():
            seat = Seat[Job](self, self._connections + 1, stop)
            there = self._there()
            with self._changed:
                self._seat = seat
                self._hurry = False
            threading.Thread(target=self._sit, args=(seat,), name=self.name, daemon=True).start()
            self._watch(seat)
            with self._changed:
                job, seat.job = seat.job, None
            fault: DeviceFault = seat.fault or TemporaryFault(Reason.NOT_STARTED, "stopped")
            if job is not None:
                self._answer_lost(job, fault.reason, fault.detail)
            if stop.is_set():
                break
            failures = 1 if seat.worked else failures + 1
            self._tell(Health(fault.state, fault.reason, fault.detail, generation=self._connections), None)
            pause = self._backoff.pause(failures, permanent=isinstance(fault, PermanentFault), rng=self._rng)
            self._pause(pause, there, stop)
        if stop is self._stop:
            self._drain(Reason.NOT_STARTED, "stopped")

    def _watch(self, seat: Seat[Job]) -> None:
        """Wait until the seat is over; abandon it past its deadline or when it does not heed a stop."""
        while not (seat.over.is_set() or seat.abandoned):
            if seat.session is None:
                self._expire_jobs()
            with self._changed:
                left = None if seat.deadline is None else seat.deadline - self._clock()
                if left is None or left > 0:
                    if seat.over.is_set() or seat.abandoned:
                        return
                    self._changed.wait(_TICK if self._jobs and seat.session is None else left)
                    continue
            seat.fault = TemporaryFault(Reason.NOT_RESPONDING, "stuck in a call")
            self._abandon(seat)
            return

    def _abandon(self, seat: Seat[Job]) -> None:
        with self._changed:
            seat.abandoned = True
            self._changed.notify_all()
        session = seat.session
        if session is not None:
            # closing may free the stuck call; it may also get stuck itself, so it gets a thread of its own
            threading.Thread(target=session.close, name=f"{self.name}-close", daemon=True).start()

    def _pause(self, seconds: float, there: object, stop: threading.Event) -> None:
        """Wait before the next attempt; another device than was `there` at the last one, or `hurry`, ends the pause."""
        end = self._clock() + seconds
        while not stop.is_set():
            left = end - self._clock()
            self._expire_jobs()
            if left <= 0:
                return
            now = self._there()
            if now and now != there:
                return
            there = now
            with self._changed:
                if self._hurry or stop.is_set():
                    return
                if self._present is None and not self._jobs:
                    self._changed.wait(left)
                else:
                    self._changed.wait(min(left, _TICK))

    def _there(self) -> object:
        return True if self._present is None else self._present()

    def _expire_jobs(self) -> None:
        """Answer the jobs that have waited for a device that is away for longer than `patience`."""
        health = self._health
        while True:
            with self._changed:
                if not self._jobs or self._clock() - self._jobs[0][0] < self._patience:
                    return
                job = self._jobs.popleft()[1]
            self._answer_lost(job, health.reason, health.detail)

    def _drain(self, reason: Reason, detail: str) -> None:
        with self._changed:
            waiting, self._jobs = self._jobs, deque()
        for _, job in waiting:
            self._answer_lost(job, reason, detail)

    def _sit(self, seat: Seat[Job]) -> None:
        session: Session[Job] | None = None
        try:
            with seat.limit(self._connect_limit):
                session = self._connect(seat)
            with self._changed:
                self._connections = seat.generation
                seat.session = session
            session.run(seat)
        except Stopped:
            pass
        except DeviceFault as fault:
            self._set_fault(seat, fault)
        except Exception as error:
            # a driver's own fault must not end the device for ever: tell it and begin again
            self._set_fault(seat, TemporaryFault(Reason.SOFTWARE_ERROR, f"{type(error).__name__}: {error}"))
        finally:
            if session is not None:
                session.close()
            with self._changed:
                seat.over.set()
                self._changed.notify_all()

    @staticmethod
    def _set_fault(seat: Seat[Job], fault: DeviceFault) -> None:
        if not seat.abandoned:
            seat.fault = fault

    def _tell(self, health: Health, seat: Seat[Job] | None) -> None:
        """Keep and emit a health that differs from the last one in state, reason, detail or generation."""
        with self._telling:
            if seat is not None and self._is_past(seat):
                self.dropped += 1
                return
            old = self._health
            if (old.state, old.reason) == (health.state, health.reason):
                if old.generation != health.generation or old.detail != health.detail:
                    self._health = replace(health, since=old.since)
                return
            self._health = replace(health, since=self._clock())
            self._emit(HealthChanged(self.name, self._health))
