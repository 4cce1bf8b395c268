"""From the start of the process to its end: protections, who is told, what is watched, and whether the last run ended well.

The composition calls `begin` first, `ready` with the first screen, `tick` from the main loop, and `end` last.  The log is told
of every change once.
"""

from __future__ import annotations

import ctypes
import resource
import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.base.clock import Clock
from kiosk.base.clocksync import jumped
from kiosk.base.durable import replace_file
from kiosk.events.generated import CloseCause, Component, Event, Privacy
from kiosk.events.log import EventLog
from kiosk.health.servicelevel import ServiceLevel
from kiosk.staff.audit import verify
from kiosk.station.sdnotify import Heart, Notifier

# a beat that is later than this starves the watchdog (15 s in kiosk.service)
LIMITS = {Component.MAIN_LOOP.value: 5.0, Component.WORKER.value: 10.0}
VITALS_SECONDS = 30.0
SUPERVISORS_SECONDS = 1.0
# how devices/worker.py names the threads that replace stuck workers
SUPERVISOR = "-supervisor"
DISK_LOW_MEGABYTES = 500
DISK_WELL_MEGABYTES = 700
_PR_SET_DUMPABLE = 4
_MARK = "running"


def protect_process() -> tuple[Privacy, ...]:
    """No core dump, no reading of our memory by another process of the same user; what could not be switched on."""
    lacking = []
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
            lacking.append(Privacy.NO_CORE_DUMP)
    except (OSError, ValueError, AttributeError):
        lacking.append(Privacy.NO_CORE_DUMP)
    if _may_swap():
        lacking.append(Privacy.NO_SWAP)
    return tuple(lacking)


def _may_swap() -> bool:
    """True when this machine has swap and the service's memory may go there (kiosk.service says MemorySwapMax=0)."""
    try:
        swaps = Path("/proc/swaps").read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        # hidden by ProcSubset=pid, which only kiosk.service sets, beside MemorySwapMax=0
        return False
    if not swaps:
        return False
    try:
        group = Path("/proc/self/cgroup").read_text(encoding="ascii").rpartition("::")[2].strip()
        return Path(f"/sys/fs/cgroup{group}/memory.swap.max").read_text(encoding="ascii").strip() != "0"
    except OSError:
        return True


class RunMark:
    """A file that is there while the kiosk runs; one that is there at the start tells of a run that ended badly."""

    def __init__(self, state: Path) -> None:
        self._path = state / _MARK

    def begin(self) -> int:
        """Set the mark; how many runs in a row ended badly before this one (0: the last one ended well)."""
        try:
            bad = int(self._path.read_text(encoding="ascii")) + 1
        except FileNotFoundError:
            bad = 0
        except (OSError, ValueError):
            bad = 1
        replace_file(self._path, str(bad).encode())
        return bad

    def end(self) -> None:
        """This run ends well."""
        self._path.unlink(missing_ok=True)


@dataclass(slots=True)
class _Watched:
    """What the vitals last saw."""

    looked: float = float("-inf")
    civil: float = 0.0
    disk_low: bool = False
    audit_broken: int = 0
    supervisors: set[str] = field(default_factory=set)
    supervisors_looked: float = float("-inf")


class Lifecycle:
    """One run of the kiosk, called from the main loop's thread alone."""

    def __init__(self, log: EventLog, clock: Clock, state: Path, notifier: Notifier | None = None) -> None:
        self._log = log
        self._clock = clock
        self._state = state
        self._notifier = notifier or Notifier()
        self._heart = Heart(self._notifier, LIMITS)
        self._mark = RunMark(state)
        self._began = clock.monotonic()
        self._late: frozenset[str] = frozenset()
        self._watched = _Watched()

    def begin(self, version: str, *, simulated: bool, digest: str) -> None:
        """The first thing: protect the process, and say what starts.  `digest`: 8 or 64 hexadecimal digits of the configuration.

        OSError when the state directory cannot be written: then the kiosk cannot keep tickets either.
        """
        lacking = protect_process()
        bad = self._mark.begin()
        self._log.emit(Event.APPLICATION_STARTED, version=version, simulated=simulated)
        self._log.emit(Event.CONFIGURATION_LOADED, digest=digest)
        if bad:
            self._log.emit(Event.APPLICATION_CRASHED_BEFORE, restarts=bad)
        for protection in lacking:
            self._log.emit(Event.PROTECTION_MISSING, protection=protection)

    def ready(self, level: ServiceLevel) -> None:
        """The first screen is shown."""
        self._log.emit(Event.APPLICATION_READY, seconds=max(0.0, self._clock.monotonic() - self._began))
        self._notifier.ready(_status(level))

    def tick(self, level: ServiceLevel) -> None:
        """From the main loop, a few times a second: feed the watchdog, or say what stands still; look at the vitals."""
        now = self._clock.monotonic()
        self._heart.beat(Component.MAIN_LOOP.value, now)
        self._look_at_supervisors(now)
        late = dict(self._heart.late(now))
        for part in late.keys() - self._late:
            self._log.emit(Event.HEART_BEAT_LATE, part=Component(part), seconds=late[part])
        self._late = frozenset(late)
        self._heart.feed(now)
        self._notifier.status(_status(level))
        if now - self._watched.looked >= VITALS_SECONDS:
            self._look(now)

    def end(self, cause: CloseCause) -> None:
        """The last thing of an orderly end; after a fault the next run is told of it."""
        self._notifier.stopping()
        seconds = max(0.0, self._clock.monotonic() - self._began)
        self._log.emit(Event.APPLICATION_STOPPING, cause=cause, seconds=seconds)
        if cause is not CloseCause.FAULT:
            self._mark.end()

    def _look_at_supervisors(self, now: float) -> None:
        """A supervisor that was seen must stay: without it nobody would replace a worker that is stuck.

        It never calls its driver, so it cannot be stuck itself; one that is gone is back within its limit (a device that staff
        restart) or has failed, and then the watchdog must not be fed.
        """
        seen = self._watched
        if now - seen.supervisors_looked < SUPERVISORS_SECONDS:
            return
        seen.supervisors_looked = now
        alive = {thread.name for thread in threading.enumerate() if thread.name.endswith(SUPERVISOR)}
        seen.supervisors |= alive
        if alive >= seen.supervisors:
            self._heart.beat(Component.WORKER.value, now)

    def _look(self, now: float) -> None:
        """Clock, disk and audit log: each change is told once."""
        seen, civil = self._watched, self._clock.now().timestamp()
        if seen.looked > float("-inf"):
            jump = jumped(seen.civil, civil, seen.looked, now)
            if jump:
                self._log.emit(Event.CLOCK_JUMPED, forward=jump > 0, seconds=abs(jump))
        seen.looked, seen.civil = now, civil
        self._look_at_disk(seen)
        broken = verify(self._state).broken
        if broken and broken != seen.audit_broken:
            self._log.emit(Event.AUDIT_BROKEN, entry=broken)
        seen.audit_broken = broken

    def _look_at_disk(self, seen: _Watched) -> None:
        try:
            free = shutil.disk_usage(self._state).free // 1_000_000
        except OSError:
            return
        if not seen.disk_low and free < DISK_LOW_MEGABYTES:
            seen.disk_low = True
            self._log.emit(Event.DISK_LOW, free_megabytes=free)
        elif seen.disk_low and free >= DISK_WELL_MEGABYTES:
            seen.disk_low = False
            self._log.emit(Event.DISK_RESTORED, free_megabytes=free)


def _status(level: ServiceLevel) -> str:
    """The line of `systemctl status`: the level and what decides it."""
    return f"{level.level.value}: {', '.join(ground.cause.value for ground in level.reasons)}".removesuffix(": ")
