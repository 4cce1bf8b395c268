"""Lost, degraded, restored: once per change, with how long it lasted and how often it happened.

One journal for each kind of thing that comes and goes: devices, the service level, the store, the office, the clock.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.api.health import DeviceState, Health, Reason
from kiosk.events.generated import Event
from kiosk.events.log import EventLog
from kiosk.health.faults import FAULTS
from kiosk.health.servicelevel import ServiceLevel


@dataclass(slots=True)
class _Seen:
    """What was last said of one device: its condition, why, since when, and how often it was not good."""

    condition: Event | None
    reason: Reason
    since: float
    count: int = 0


def condition(health: Health) -> Event | None:
    """The event that tells of this health; None while nothing is known or the device is switched off."""
    if health.reason in (Reason.NOT_STARTED, Reason.DISABLED):
        return None
    match health.state:
        case DeviceState.READY | DeviceState.BUSY:
            return Event.DEVICE_RESTORED
        case DeviceState.DEGRADED:
            # what somebody should look at soon, or what nobody may wait with although it is there: a glass that takes no
            # touches, cards that nobody says are not revoked
            lost = FAULTS[health.reason].event is Event.DEVICE_LOST
            return Event.DEVICE_LOST if lost else Event.DEVICE_DEGRADED
        case DeviceState.UNAVAILABLE:
            return Event.DEVICE_LOST
        case DeviceState.UNKNOWN:
            # where nothing was asked yet nothing is known; a device that does not answer is as good as lost
            return None if health.reason is Reason.OK else Event.DEVICE_LOST


class DeviceJournal:
    """Turns every `HealthChanged` into at most one event; a detail that alone changes is no news."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._seen: dict[str, _Seen] = {}

    def observe(self, device: str, health: Health, now: float) -> None:
        """Tell what changed; `now` in seconds of the monotonic clock."""
        fresh = condition(health)
        seen = self._seen.get(device)
        if health.reason is Reason.DISABLED:
            if seen is None:
                self._log.emit(Event.DEVICE_SWITCHED_OFF, device=device)
                self._seen[device] = _Seen(None, Reason.DISABLED, now)
            return
        if fresh is None:
            self._seen.setdefault(device, _Seen(None, health.reason, now))
            return
        seen = self._seen.setdefault(device, _Seen(None, Reason.NOT_STARTED, now))
        if health.state is DeviceState.UNKNOWN and seen.condition is Event.DEVICE_LOST:
            # silence is no news in an outage; what was well and falls silent begins one
            return
        if (fresh, health.reason) == (seen.condition, seen.reason) or fresh is seen.condition is Event.DEVICE_RESTORED:
            return
        lasted = max(0.0, now - seen.since)
        if fresh is Event.DEVICE_RESTORED:
            if seen.condition is None:
                self._log.emit(Event.DEVICE_STARTED, device=device, seconds=lasted)
            else:
                self._log.emit(
                    Event.DEVICE_RESTORED, device=device, reason=seen.reason, seconds=lasted, count=seen.count
                )
            seen.since = now
        else:
            # from good to bad begins an outage; from one bad reason to another is the same outage with a new name
            if seen.condition in (None, Event.DEVICE_RESTORED):
                seen.count += 1
                seen.since = now
            if fresh is Event.DEVICE_LOST:
                self._log.emit(Event.DEVICE_LOST, device=device, reason=health.reason, count=seen.count)
            else:
                self._log.emit(Event.DEVICE_DEGRADED, device=device, reason=health.reason, count=seen.count)
        seen.condition, seen.reason = fresh, health.reason


class ServiceJournal:
    """Tells every change of the service level, with how long the one before lasted."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._level: ServiceLevel | None = None
        self._since = 0.0

    def observe(self, level: ServiceLevel, now: float) -> None:
        """Tell the change, if there is one; another cause at the same level is a change too."""
        before, self._level = self._level, level
        if before is None:
            self._since = now
            return
        if (before.level, before.cause) != (level.level, level.cause):
            self._log.emit(
                Event.SERVICE_LEVEL_CHANGED,
                before=before.state,
                now=level.state,
                cause=level.cause,
                seconds=max(0.0, now - self._since),
            )
            self._since = now


class LinkJournal:
    """Tells when the store, the office and the clock's time server go and come; `None` (unknown) is no news."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._bad_since: dict[str, float] = {}
        self._count: dict[str, int] = {}
        self._told_waiting = 0
        self._most_waiting = 0
        self._waiting_since = 0.0

    def store(self, ok: bool | None, now: float) -> None:
        """The store of tickets."""
        match self._change("store", ok, now):
            case (False, _, count):
                self._log.emit(Event.STORE_UNREACHABLE, count=count)
            case (True, seconds, count):
                self._log.emit(Event.STORE_RESTORED, seconds=seconds, count=count)
            case None:
                pass

    def shared(self, online: bool, waiting: int, now: float) -> None:
        """The line to the central store, and how many tickets wait for it: told at the first, and at every doubling."""
        match self._change("shared", online, now):
            case (False, _, count):
                self._log.emit(Event.SHARED_STORE_UNREACHABLE, count=count)
            case (True, seconds, count):
                self._log.emit(Event.SHARED_STORE_RESTORED, seconds=seconds, count=count)
            case None:
                pass
        if waiting and waiting >= 2 * self._told_waiting:
            if not self._told_waiting:
                self._waiting_since = now
            self._told_waiting = waiting
            self._log.emit(Event.OUTBOX_WAITING, count=waiting)
        self._most_waiting = max(self._most_waiting, waiting)
        if self._told_waiting and not waiting:
            seconds = max(0.0, now - self._waiting_since)
            self._log.emit(Event.OUTBOX_DELIVERED, count=self._most_waiting, seconds=seconds)
            self._told_waiting = self._most_waiting = 0

    def office(self, ok: bool | None, now: float) -> None:
        """The back office."""
        match self._change("office", ok, now):
            case (False, _, count):
                self._log.emit(Event.OFFICE_UNREACHABLE, count=count)
            case (True, seconds, count):
                self._log.emit(Event.OFFICE_RESTORED, seconds=seconds, count=count)
            case None:
                pass

    def clock(self, ok: bool | None, now: float) -> None:
        """The clock; here unknown is news too, because no date may be promised then."""
        match self._change("clock", ok is True, now):
            case (False, _, _):
                self._log.emit(Event.CLOCK_UNSYNCHRONISED, known=ok is not None)
            case (True, seconds, _):
                self._log.emit(Event.CLOCK_SYNCHRONISED, seconds=seconds)
            case None:
                pass

    def _change(self, name: str, ok: bool | None, now: float) -> tuple[bool, float, int] | None:
        if ok is False and name not in self._bad_since:
            self._bad_since[name] = now
            self._count[name] = self._count.get(name, 0) + 1
            return (False, 0.0, self._count[name])
        if ok is True and name in self._bad_since:
            return (True, max(0.0, now - self._bad_since.pop(name)), self._count[name])
        return None
