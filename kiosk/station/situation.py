"""From the health of everything to what the machine needs to know: one Situation, told when it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from devices.api import DeviceState, Health, HealthChanged, Keypad, Reason
from kiosk.base.clock import Clock
from kiosk.base.config import Config
from kiosk.health.servicelevel import (
    Capability,
    Level,
    OpenState,
    ServiceLevel,
    StaffOut,
    Steady,
    service_level,
    steady,
)
from kiosk.queue.errors import Refusal
from kiosk.queue.model import Line
from kiosk.residence.opening import closes_at, is_open, next_opening
from kiosk.residence.profile import Profile
from kiosk.visit.model.inputs import Input, SituationChanged
from kiosk.visit.model.state import Situation, Standing

LevelChanged = Callable[[ServiceLevel, ServiceLevel], None]


def switched_off(config: Config, now: float) -> tuple[HealthChanged, ...]:
    """What staff should see of the devices that the configuration switches off; `now` in monotonic seconds."""
    off = Health(DeviceState.UNAVAILABLE, Reason.DISABLED, since=now)
    parts = (("card", config.reader.enabled), ("speech", config.speech.enabled))
    return tuple(HealthChanged(name, off) for name, enabled in parts if not enabled)


class SituationWatch:
    """Collects what is known and posts a Situation when it differs from the last one.  Main loop only."""

    def __init__(
        self,
        *,
        clock: Clock,
        post: Callable[[Input], None],
        changed: LevelChanged,
        staff_out: Callable[[datetime], StaffOut | None],
    ) -> None:
        self.devices: dict[str, Health] = {}
        self.store_ok: bool | None = None
        self.store_refused: Refusal | None = None
        self.line: Line | None = None
        self.office_ok: bool | None = None
        self.waiting_by_class: dict[str, int] | None = None
        self.failed = False
        self.staff_here = False
        self.level = service_level({}, store_ok=None, opening=OpenState(), staff_out=None, clock_ok=None)
        self._clock = clock
        self._post = post
        self._changed = changed
        self._staff_out = staff_out
        self._said: Situation | None = None
        self._steady: Steady | None = None

    def health_changed(self, event: HealthChanged) -> None:
        """A device's health is another one."""
        self.devices[event.device] = event.health

    def store_answered(self, refused: Refusal | None) -> None:
        """Why the store can give no number now; None: it can.  From any thread."""
        self.store_refused = refused
        self.store_ok = refused is None

    def office_answered(self, ok: bool) -> None:
        """Whether the back office answers.  From any thread."""
        self.office_ok = ok

    def look(self, profile: Profile, place: str) -> None:
        """Judge everything now; cheap enough to be called once a second."""
        now = self._clock.now()
        here = profile.place(place)
        opening = OpenState(
            is_open(profile, here, now),
            opens_at=next_opening(profile, here, now),
            closes_at=closes_at(profile, here, now),
        )
        level = service_level(
            self.devices,
            store_ok=self.store_ok,
            opening=opening,
            staff_out=self._staff_out(now),
            clock_ok=self._clock.synchronised(),
            office_ok=self.office_ok,
            shared_ok=None if self.line is None else self.line.online,
            failed=self.failed,
        )
        self._steady = steady(self._steady, level, self._clock.monotonic())
        level = self._steady.shown
        if level != self.level:
            before, self.level = self.level, level
            self._changed(before, level)
        situation = self._situation(level, opening)
        if situation != self._said:
            self._said = situation
            self._post(SituationChanged(situation))

    def _situation(self, level: ServiceLevel, opening: OpenState) -> Situation:
        can = level.can
        standing = Standing.OPEN
        cause = ""
        until = opening.closes_at
        if self.staff_here:
            # maintenance mode owns the screen: no visit may begin, and nobody knows until when
            standing, until = Standing.OUT, None
        elif level.level is Level.OUT_OF_SERVICE:
            closed = level.cause.value == "closed"
            standing = Standing.CLOSED if closed else Standing.OUT
            cause = level.banners[0] if level.banners else ""
            until = opening.opens_at if closed else level.until
        banner = level.banners[0] if level.banners and standing is Standing.OPEN else ""
        return Situation(
            standing=standing,
            cards=Capability.READ_CARD in can,
            tickets=Capability.TICKET in can,
            paper=Capability.PRINT in can,
            camera=Capability.SCAN in can,
            office=self.office_ok is not False,
            clock_ok=Capability.DATES in can,
            banner=banner,
            cause=cause,
            until=until,
            waiting=None if self.waiting_by_class is None else sum(self.waiting_by_class.values()),
            keypad=_keypad(self.devices.get("panel")),
        )


def _keypad(panel: Health | None) -> Keypad | None:
    """The kind of keypad that the panel told, if it told one."""
    told = panel.detail if panel is not None and panel.usable else ""
    return next((kind for kind in Keypad if kind.value == told), None)
