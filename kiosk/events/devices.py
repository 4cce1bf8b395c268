"""Lost, degraded, restored: once per change, with how long it lasted and how often it happened."""

from __future__ import annotations

from dataclasses import dataclass

from devices.api.health import Health, Reason, State
from kiosk.events.generated import Event
from kiosk.events.log import EventLog


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
        case State.READY | State.BUSY:
            return Event.DEVICE_RESTORED
        case State.DEGRADED:
            return Event.DEVICE_DEGRADED
        case State.UNAVAILABLE:
            return Event.DEVICE_LOST
        case State.UNKNOWN:
            return None


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
