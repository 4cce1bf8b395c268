"""The service level: what the kiosk can do for residents now, why not more, and until when.

Everything here is a pure function of what is known.  OUT_OF_SERVICE comes from staff, opening hours, the store of
tickets or the screen alone: a printer, a reader or a camera that is lost makes the kiosk DEGRADED, never ends a visit,
and clears by itself.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from devices.api.health import DeviceState, Health, Reason
from kiosk.base.languages import N_
from kiosk.events.generated import OutReason, ServiceCause, ServiceState
from kiosk.health.faults import EFFECTS, Explanation, explain, explain_health

# a fault shorter than this does not change what residents see; a visit does not flicker when a printer blinks
STEADY_SECONDS = 2.0


class Level(enum.StrEnum):
    """OPEN: everything.  DEGRADED: something is missing and is said before a visit.  OUT_OF_SERVICE: no visits."""

    OPEN = "open"
    DEGRADED = "degraded"
    OUT_OF_SERVICE = "out_of_service"


class Capability(enum.StrEnum):
    """What the kiosk can do for a resident."""

    TICKET = "ticket"
    READ_CARD = "read_card"
    PRINT = "print"
    SCAN = "scan"
    KEYS = "keys"
    SPEAK = "speak"
    LOOK_UP = "look_up"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class OpenState:
    """Opening hours now, from the profile; `open` None when nobody knows (then the kiosk does not close by itself)."""

    open: bool | None = True
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StaffOut:
    """Staff's word: out of service since `since`, until `until` (None: until somebody says so).

    `note` is staff's own words, for the staff screen only: it is never logged and never shown to residents.
    """

    reason: OutReason
    since: datetime
    until: datetime | None = None
    note: str = field(default="", repr=False)

    def over(self, now: datetime) -> bool:
        """True when the planned end has passed: the kiosk comes back by itself."""
        return self.until is not None and now >= self.until


OUT_TEXTS: dict[OutReason, str] = {
    OutReason.CABLING: N_("There is work on the wires."),
    OutReason.CLEANING: N_("The kiosk is being cleaned."),
    OutReason.REPAIR: N_("The kiosk is being fixed."),
    OutReason.MOVING: N_("The kiosk is being moved."),
    OutReason.EVENT: N_("The kiosk is closed for an event."),
    OutReason.OTHER: N_("The kiosk is closed for a moment."),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for the level: `resident` is what to show ("" when residents need not know), `explanation` for staff."""

    cause: ServiceCause
    level: Level
    resident: str
    explanation: Explanation | None = None
    staff_out: StaffOut | None = None


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """The answer: `reasons` the gravest first; `until` when it is known to open again.

    None of them ends a visit that is going on: whoever is gone is noticed by the visit's own clock.
    """

    level: Level
    reasons: tuple[Ground, ...]
    can: frozenset[Capability]
    until: datetime | None = None

    @property
    def cause(self) -> ServiceCause:
        """The gravest reason, for the log."""
        return self.reasons[0].cause if self.reasons else ServiceCause.NONE

    @property
    def state(self) -> ServiceState:
        """The level as it stands in the log."""
        return ServiceState(self.level.value)

    @property
    def banners(self) -> tuple[str, ...]:
        """What residents read before they begin, each once, gravest first (English source sentences)."""
        return tuple(dict.fromkeys(ground.resident for ground in self.reasons if ground.resident))


_CAPABILITY: dict[str, Capability] = {
    "card": Capability.READ_CARD,
    "printer": Capability.PRINT,
    "camera": Capability.SCAN,
    "panel": Capability.KEYS,
    "speech": Capability.SPEAK,
}
_CAUSE: dict[str, ServiceCause] = {
    "display": ServiceCause.DISPLAY,
    "card": ServiceCause.CARD,
    "printer": ServiceCause.PRINTER,
    "camera": ServiceCause.CAMERA,
    "panel": ServiceCause.PANEL,
    "scanner": ServiceCause.SCANNER,
    "speech": ServiceCause.SPEECH,
}

_GRAVITY = {Level.OUT_OF_SERVICE: 0, Level.DEGRADED: 1, Level.OPEN: 2}
_ORDER = (
    ServiceCause.STAFF,
    ServiceCause.SOFTWARE,
    ServiceCause.STORE,
    ServiceCause.DISPLAY,
    ServiceCause.CLOSED,
    ServiceCause.STARTING,
    ServiceCause.CARD,
    ServiceCause.PRINTER,
    ServiceCause.OFFICE,
    ServiceCause.CLOCK,
    ServiceCause.CAMERA,
    ServiceCause.PANEL,
    ServiceCause.SCANNER,
    ServiceCause.SPEECH,
    ServiceCause.PAPER,
)


def service_level(
    devices: Mapping[str, Health],
    *,
    store_ok: bool | None,
    opening: OpenState,
    staff_out: StaffOut | None,
    clock_ok: bool | None,
    office_ok: bool | None = None,
    shared_ok: bool | None = None,
    failed: bool = False,
) -> ServiceLevel:
    """The level from what is known now.

    `devices` by name; one that is missing, or whose reason is DISABLED, is not fitted: no capability, no fault.
    `store_ok`, `clock_ok`: None is "nobody knows" and counts as no (UNKNOWN is never good).  `office_ok`: None means that no
    office is set up, or that it was not asked yet.  `shared_ok`: the line to a central store, None where there is none;
    numbers go on without it, so residents are not worried.  `staff_out` whose planned end has passed is the caller's to clear.
    `failed`: the program itself made a mistake and waits before it tries again.
    """
    can: set[Capability] = {Capability.TICKET, Capability.DATES}
    grounds: list[Ground] = []
    for name, health in devices.items():
        ground = _device_ground(name, health)
        if ground is not None:
            grounds.append(ground)
        if name in _CAPABILITY and health.usable and health.reason is not Reason.DISABLED:
            can.add(_CAPABILITY[name])
    if staff_out is not None:
        grounds.append(Ground(ServiceCause.STAFF, Level.OUT_OF_SERVICE, OUT_TEXTS[staff_out.reason], None, staff_out))
    if failed:
        told = explain("kiosk", Reason.SOFTWARE_ERROR, usable=False)
        grounds.append(Ground(ServiceCause.SOFTWARE, Level.OUT_OF_SERVICE, told.effect, told))
    if store_ok is not True:
        can.discard(Capability.TICKET)
        grounds.append(_store_ground(known=store_ok is not None))
    if opening.open is False:
        grounds.append(Ground(ServiceCause.CLOSED, Level.OUT_OF_SERVICE, N_("The service centre is closed now.")))
    if shared_ok is False:
        told = explain("line", Reason.NOT_REACHABLE, usable=True)
        grounds.append(Ground(ServiceCause.STORE, Level.OPEN, "", told))
    if office_ok is False:
        grounds.append(_lost("office", ServiceCause.OFFICE))
    elif office_ok is True:
        can.add(Capability.LOOK_UP)
    if clock_ok is not True:
        can.discard(Capability.DATES)
        grounds.append(_lost("clock", ServiceCause.CLOCK))
    grounds.sort(key=lambda ground: (_GRAVITY[ground.level], _ORDER.index(ground.cause)))
    level = grounds[0].level if grounds else Level.OPEN
    return ServiceLevel(level, tuple(grounds), frozenset(can), _until(grounds, opening))


def _device_ground(name: str, health: Health) -> Ground | None:
    if health.reason is Reason.DISABLED:
        return None
    explanation = explain_health(name, health)
    if health.usable:
        if health.state is not DeviceState.DEGRADED:
            return None
        # it works, but wants somebody: staff are told, residents are not worried
        cause = ServiceCause.PAPER if health.reason is Reason.MEDIA_LOW else _CAUSE[name]
        return Ground(cause, Level.OPEN, "", explanation)
    if name == "display":
        if health.state is DeviceState.UNKNOWN:
            return None
        return Ground(ServiceCause.DISPLAY, Level.OUT_OF_SERVICE, explanation.effect, explanation)
    return Ground(_CAUSE[name], Level.DEGRADED, explanation.effect, explanation)


def _lost(name: str, cause: ServiceCause) -> Ground:
    return Ground(cause, Level.DEGRADED, EFFECTS[name], explain(name, Reason.NOT_REACHABLE, usable=False))


def _store_ground(*, known: bool) -> Ground:
    reason = Reason.NOT_REACHABLE if known else Reason.NOT_STARTED
    explanation = explain("store", reason, usable=False)
    resident = explanation.effect if known else explanation.fault.resident
    return Ground(ServiceCause.STORE if known else ServiceCause.STARTING, Level.OUT_OF_SERVICE, resident, explanation)


def _until(grounds: list[Ground], opening: OpenState) -> datetime | None:
    """When it is known to open again: the latest of all known ends, None as soon as one of them is unknown."""
    ends: list[datetime] = []
    for ground in grounds:
        if ground.level is not Level.OUT_OF_SERVICE:
            continue
        end = ground.staff_out.until if ground.staff_out else None
        if ground.cause is ServiceCause.CLOSED:
            end = opening.opens_at
        if end is None:
            return None
        ends.append(end)
    return max(ends, default=None)


@dataclass(frozen=True, slots=True)
class Steady:
    """The level that residents see: a change for the worse by a device is shown after STEADY_SECONDS, any other at once.

    `shown` since `shown_since`, `pending` since `pending_since` (seconds of the monotonic clock).
    """

    shown: ServiceLevel
    shown_since: float
    pending: ServiceLevel | None = None
    pending_since: float = 0.0


def steady(before: Steady | None, fresh: ServiceLevel, now: float) -> Steady:
    """The next `Steady`; `now` in seconds of the monotonic clock."""
    if before is None:
        return Steady(fresh, now)
    if fresh == before.shown:
        return replace(before, pending=None)
    blink = fresh.level is Level.DEGRADED and before.shown.can > fresh.can
    if blink:
        since = before.pending_since if before.pending is not None else now
        if now - since < STEADY_SECONDS:
            return replace(before, pending=fresh, pending_since=since)
    changed = fresh.level is not before.shown.level
    return Steady(fresh, now if changed else before.shown_since)
