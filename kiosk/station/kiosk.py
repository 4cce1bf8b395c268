"""One kiosk, composed: store, office, log, devices and machine, driven by `frame()` from the main loop.

Which drivers there are is decided by whoever calls: `kiosk.wiring.drivers` for real ones, `kiosk.wiring.simulation` for simulated
ones.  Nothing else knows the difference.
"""

from __future__ import annotations

import queue
import secrets
from collections.abc import Callable
from dataclasses import replace

from devices.api import (
    Contact,
    ContactChanged,
    Device,
    DeviceEvent,
    DeviceState,
    Emit,
    HealthChanged,
    Indicator,
    Light,
    NotPrinted,
    Printed,
)
from kiosk.base.clock import Clock
from kiosk.base.config import Config, digest
from kiosk.events.generated import Component, DropCause, Event
from kiosk.events.log import EventLog, Sink
from kiosk.events.place import place_of
from kiosk.health.servicelevel import ServiceLevel
from kiosk.office.checkin import Window
from kiosk.office.setup import open_configured as open_office
from kiosk.profiles import Alarm, AlarmKind, ProfileSource
from kiosk.queue.errors import Refusal
from kiosk.queue.settings import QueueSettings
from kiosk.queue.setup import open_configured as open_store
from kiosk.queue.setup import settings_of
from kiosk.queue.store import TicketStore
from kiosk.residence.profile import Profile
from kiosk.staff.override import Override
from kiosk.station.inquiries import Inquiries
from kiosk.station.journal import DeviceJournal, LinkJournal, ServiceJournal
from kiosk.station.leftpaper import LeftPaper
from kiosk.station.maintenance import Maintenance
from kiosk.station.recorder import Recorder
from kiosk.station.runner import Backends, Devices, Runner
from kiosk.station.situation import SituationWatch
from kiosk.station.ticketing import Ticketing
from kiosk.views.touches import DigitTyped, Pressed, Touched
from kiosk.views.view import View
from kiosk.visit.model.effects import Effect, TellStaff
from kiosk.visit.model.inputs import Input, SettingChanged
from kiosk.visit.model.state import Moment, Setting, VisitState
from kiosk.wiring.drivers import switched_off

TICK_SECONDS = 0.25
LOOK_SECONDS = 1.0
COUNT_SECONDS = 5.0
MEND_SECONDS = 20.0


class StoreProblem(RuntimeError):
    """The ticket store cannot be opened; the message says why and what to do."""


class Kiosk:
    """Everything but the screen.  `present` gets every new View; `frame` is called by the main loop."""

    def __init__(
        self,
        config: Config,
        source: ProfileSource,
        *,
        clock: Clock,
        make_devices: Callable[[Emit], Devices],
        present: Callable[[View], None],
        leave: Callable[[str], None] = lambda _: None,
        sinks: tuple[Sink, ...] = (),
    ) -> None:
        self.config = config
        self.clock = clock
        self._source = source
        profile = source.stands_at(config.kiosk.place)
        self.place = profile.place(config.kiosk.place).id
        self._present = present
        self._later: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.log = EventLog(clock, kiosk=config.kiosk.id, sinks=sinks)
        self.setting = Setting(
            profile,
            self.place,
            secrets.token_hex(4),
            mrz=config.camera.mrz,
            limit_factor=config.kiosk.time_limit_factor,
        )
        self._recorder = Recorder(self.log)
        self._device_journal = DeviceJournal(self.log)
        self._service_journal = ServiceJournal(self.log)
        self._links = LinkJournal(self.log)
        self.override = Override(config.state_dir)
        self._due = {"tick": 0.0, "look": 0.0, "count": 0.0}
        self._stopped = False
        self._tampers = 0
        self.alarms: tuple[Alarm, ...] = ()
        self._door_since = 0.0
        self.presences = 0
        state = VisitState(self.setting, Moment(clock.now(), clock.monotonic()))
        # drivers emit into the runner's queue; the runner needs them to carry effects out
        self.devices = make_devices(self._emit)
        self._left_paper = LeftPaper(clock, self.devices.panel, self.devices.speaker)
        self.runner = Runner(
            state,
            clock=clock,
            devices=self.devices,
            present=self._show,
            stepped=self._stepped,
            health_changed=self._health_changed,
            device_said=self._device_said,
            taken=self._taken,
            dropped=self._answer_dropped,
        )
        self.levels = SituationWatch(
            clock=clock,
            post=self.runner.post,
            changed=self._level_changed,
            staff_out=self.override.current,
        )
        self.store = self._open_store(profile)
        self.tickets = Ticketing(
            self.store,
            clock=clock,
            place=self.place,
            kiosk=config.kiosk.id,
            printer=self.devices.printer,
            post=self.runner.post,
            store_answered=self._store_answered,
        )
        self.inquiries = self._open_inquiries()
        self.maintenance = Maintenance(self, leave)
        self.runner.connect(
            Backends(self.tickets, self.inquiries.ask_office, self.inquiries.check_in, self._tell_staff)
        )

    def start(self) -> None:
        """Start the devices; tickets whose paper was never confirmed before a crash are marked so."""
        self.tickets.submit(self._recover)
        self._profile_loaded()
        for device in self.fitted():
            device.start()
            self.levels.health_changed(HealthChanged(device.name, device.health()))
        for off in switched_off(self.config, self.clock.monotonic()):
            self._health_changed(off)
        self.levels.look(self.setting.profile, self.place)

    def frame(self) -> None:
        """What the main loop does in every frame; a few microseconds when nothing happened."""
        while not self._later.empty():
            self._later.get_nowait()()
        self.runner.drain()
        now = self.clock.monotonic()
        self._staff(now)
        self._left_paper.tick()
        if self._is_due("tick", now, TICK_SECONDS):
            self.runner.tick()
        if self._is_due("look", now, LOOK_SECONDS):
            self._watch_profile()
            self.levels.look(self.runner.state.setting.profile, self.place)
            self._links.store(self.levels.store_ok, now)
            self._links.office(self.levels.office_ok, now)
            self._links.clock(self.clock.synchronised(), now)
            if self.levels.line is not None:
                self._links.shared(self.levels.line.online, self.levels.line.waiting, now)
        if self.levels.failed and now >= self._due["mend"]:
            self.levels.failed = False
        if self._is_due("count", now, COUNT_SECONDS):
            self.tickets.submit(self._count)

    def stop(self) -> None:
        """An orderly end within two seconds; may be called twice."""
        if self._stopped:
            return
        self._stopped = True
        for device in self.fitted():
            device.stop(0.5)
        self.maintenance.close()
        self.tickets.close()
        self.inquiries.close()
        self.store.close()
        self.log.close()

    def later(self, act: Callable[[], None]) -> None:
        """Do something in the main loop; from any thread."""
        self._later.put(act)

    def shown(self) -> View:
        """What is on the screen now: staff's, or the visit's."""
        return self.maintenance.desk.view() or self.runner.shown()

    def input(self, given: Input) -> None:
        """What a finger did on the screen: for staff while they are here, else for the visit."""
        if not self.maintenance.active:
            self.runner.post(given)
        elif isinstance(given, Pressed):
            self.maintenance.desk.press(given.key)
        elif isinstance(given, DigitTyped):
            self.maintenance.desk.digit(given.digit)

    def work_failed(self, fault: Exception) -> None:
        """Something outside the main loop raised: written down without its text."""
        name = type(fault).__name__
        self.log.emit(Event.CALLBACK_FAULT, part=Component.WORKER, fault=name, place=place_of(fault), count=1)

    def failed(self) -> None:
        """A fault of the program: the visit ends, the kiosk is out of service for a while, then tries again."""
        self.runner.reset()
        self.levels.failed = True
        self._due["mend"] = self.clock.monotonic() + MEND_SECONDS
        self.levels.look(self.runner.state.setting.profile, self.place)

    # --- composition -----------------------------------------------------------------------------------------

    def _open_store(self, profile: Profile) -> TicketStore:
        store = open_store(self.config, clock=self.clock, settings=self._queue_settings(profile))
        if isinstance(store, Refusal):
            raise StoreProblem(str(store))
        self._store_answered(None)
        return store

    def _queue_settings(self, profile: Profile) -> QueueSettings:
        who = self.config.kiosk
        return settings_of(profile, self.place, kiosk=who.id, mark=who.offline_mark)

    def _open_inquiries(self) -> Inquiries:
        office = open_office(self.config, clock=self.clock)
        if isinstance(office, Refusal):
            raise StoreProblem(str(office))
        return Inquiries(
            office,
            office,
            clock=self.clock,
            place=self.place,
            window=self._window,
            post=self.runner.post,
            office_answered=self._office_answered,
            close_office=office.close,
        )

    def _window(self) -> Window:
        """How early and how late an appointment may be checked in, says the profile in force."""
        rule = self.setting.profile.appointments
        return Window(rule.opens_minutes_before, rule.closes_minutes_after)

    def fitted(self) -> tuple[Device, ...]:
        """The devices that this kiosk has."""
        parts = self.devices
        every = (parts.reader, parts.printer, parts.camera, parts.panel, parts.scanner, parts.speaker)
        return tuple(device for device in every if device is not None)

    def _is_due(self, name: str, now: float, seconds: float) -> bool:
        if now < self._due[name]:
            return False
        self._due[name] = now + seconds
        return True

    def _show(self, view: View) -> None:
        if not self.maintenance.active:
            self._present(view)

    def _taken(self, given: Input | DeviceEvent) -> bool:
        if self.maintenance.active and isinstance(given, Touched | Pressed | DigitTyped):
            # touched before the staff's door came up, heard after: it begins no visit behind the door
            return True
        return self.maintenance.takes(given)

    def _staff(self, now: float) -> None:
        """The staff's screens come and go; a visit never shows under them."""
        before = self.levels.staff_here
        shown = self.maintenance.tick()
        here = self.levels.staff_here = self.maintenance.active
        if shown is not None and here:
            self._present(shown)
        if before != here:
            self.levels.look(self.runner.state.setting.profile, self.place)
            self._due["count"] = now
            if not here:
                # first what is so now, then its screen: nobody sees the one from before
                self.runner.drain()
                self.runner.show_again()

    def _watch_profile(self) -> None:
        """A changed profile takes effect at the next visit; a broken one leaves the last good one (R127)."""
        profile = self._source.current()
        if profile is not self.setting.profile:
            self.setting = replace(self.setting, profile=profile)
            self.runner.post(SettingChanged(self.setting))
            self.store.use(self._queue_settings(profile))
            self._profile_loaded()
        alarms = self._source.alarms()
        if alarms != self.alarms:
            before, self.alarms = self.alarms, alarms
            self._profile_alarmed(before, alarms)

    def _profile_loaded(self) -> None:
        profile = self.setting.profile
        warnings = sum(alarm.kind is not AlarmKind.BROKEN for alarm in self._source.alarms())
        self.log.emit(Event.PROFILE_LOADED, profile=profile.id, digest=digest(profile), warnings=warnings)

    def _profile_alarmed(self, before: tuple[Alarm, ...], now: tuple[Alarm, ...]) -> None:
        """Told once for each cause: broken files, files that were mended, values that have ended or are old."""
        profile = self.setting.profile.id
        then = {kind: {alarm for alarm in before if alarm.kind is kind} for kind in AlarmKind}
        here = {kind: {alarm for alarm in now if alarm.kind is kind} for kind in AlarmKind}
        broken = here[AlarmKind.BROKEN]
        if broken and broken != then[AlarmKind.BROKEN]:
            self.log.emit(Event.PROFILE_BROKEN, profile=profile, errors=len(broken))
        if then[AlarmKind.BROKEN] and not broken:
            self.log.emit(Event.PROFILE_MENDED, profile=profile)
        ended, old = here[AlarmKind.ENDED], here[AlarmKind.OLD]
        if ended - then[AlarmKind.ENDED] or old - then[AlarmKind.OLD]:
            self.log.emit(Event.PROFILE_OUTDATED, profile=profile, ended=len(ended), old=len(old))

    # --- what happens ----------------------------------------------------------------------------------------

    def _emit(self, event: DeviceEvent) -> None:
        self.runner.post(event)

    def _stepped(self, before: VisitState, given: Input, after: VisitState, effects: tuple[Effect, ...]) -> None:
        self._recorder.happened(before, given, after, effects)
        if isinstance(given, (Printed, NotPrinted)) and before.visit is not None and before.visit.ticket is not None:
            self._recorder.printed(before.visit.ticket.ticket_id, given, after.now.mono - before.visit.started)

    def _health_changed(self, event: HealthChanged) -> None:
        self.levels.health_changed(event)
        if event.device == "camera" and self.devices.panel is not None:
            # it looks while it is BUSY, and only then its light is on
            looking = event.health.state is DeviceState.BUSY
            self.devices.panel.light(Indicator.CAMERA, Light.ON if looking else Light.OFF)
        self._device_journal.observe(event.device, event.health, self.clock.monotonic())
        self.levels.look(self.runner.state.setting.profile, self.place)

    def _answer_dropped(self, count: int) -> None:
        self.log.emit(Event.STALE_ANSWER_DROPPED, cause=DropCause.VISIT_OVER, part=Component.RUNNER, count=count)

    def _device_said(self, event: DeviceEvent) -> None:
        """Contacts and speech concern staff and the log, not the visit."""
        match event:
            case ContactChanged(contact=Contact.DOOR, active=active):
                self._door(active)
            case ContactChanged(contact=Contact.PAPER, active=active):
                self._left_paper.changed(there=active)
            case ContactChanged(contact=Contact.PRESENCE, active=True):
                self.presences += 1
            case ContactChanged(contact=Contact.TAMPER, active=True):
                self._tampers += 1
                self.log.emit(Event.TAMPERED, count=self._tampers)
            case _:
                pass

    def _door(self, active: bool) -> None:
        now = self.clock.monotonic()
        if active:
            self._door_since = now
            self.log.emit(Event.DOOR_OPENED, allowed=False)
        else:
            self.log.emit(Event.DOOR_CLOSED, seconds=now - self._door_since)

    def _level_changed(self, before: ServiceLevel, now: ServiceLevel) -> None:
        del before
        self._service_journal.observe(now, self.clock.monotonic())

    def _store_answered(self, refused: Refusal | None) -> None:
        self.levels.store_refused = refused
        self.levels.store_ok = refused is None

    def _office_answered(self, ok: bool) -> None:
        self.levels.office_ok = ok

    def _tell_staff(self, effect: TellStaff) -> None:
        visit = self.runner.state.visit
        if effect.what == "card_refused" and visit is not None:
            self.log.emit(Event.CARD_REFUSED, visit=visit.id)

    # --- in the store's thread -------------------------------------------------------------------------------

    def _recover(self) -> None:
        answer = self.store.recover(self.config.kiosk.id)
        self._store_answered(answer if isinstance(answer, Refusal) else None)

    def _count(self) -> None:
        self.tickets.check()
        self.levels.line = self.store.line()
        board = self.store.board(self.place)
        # a queue system of the municipality's own may keep its board to itself: then nobody knows how many wait
        self.levels.waiting_by_class = None if isinstance(board, Refusal) else dict(board.waiting)
        self.maintenance.count()
