"""One kiosk, composed: store, office, log, devices and machine, driven by `frame()` from the main loop.

Which drivers there are is decided by whoever calls: `kiosk.wiring.drivers` for real ones, `kiosk.wiring.simulation`
for simulated ones.  Nothing else knows the difference.
"""

from __future__ import annotations

import queue
from collections.abc import Callable

from devices.api import DeviceEvent, DeviceState, Emit, HealthChanged, Indicator, Light, NotPrinted, Printed
from kiosk.base.clock import Clock
from kiosk.base.config import Config
from kiosk.events.generated import Component, Event
from kiosk.events.log import EventLog, Sink
from kiosk.profiles.source import ProfileSource
from kiosk.queue.errors import Refusal
from kiosk.staff.override import Override
from kiosk.station.contacts import Contacts
from kiosk.station.journal import DeviceJournal, LinkJournal, ServiceJournal
from kiosk.station.leftpaper import LeftPaper
from kiosk.station.maintenance import Maintenance
from kiosk.station.parts import Parts
from kiosk.station.profilewatch import ProfileWatch
from kiosk.station.recorder import Recorder
from kiosk.station.runner import Backends, Devices, Runner
from kiosk.station.situation import SituationWatch, switched_off
from kiosk.station.stores import open_inquiries, open_store, queue_settings
from kiosk.station.ticketing import Ticketing
from kiosk.views.touches import DigitTyped, Pressed, Touched
from kiosk.views.view import View
from kiosk.visit.model.effects import Effect, TellStaff
from kiosk.visit.model.inputs import Input, SettingChanged
from kiosk.visit.model.state import Moment, VisitState

TICK_SECONDS = 0.25
LOOK_SECONDS = 1.0
COUNT_SECONDS = 5.0
MEND_SECONDS = 20.0


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
        # what everything stands on
        self.config = config
        self.clock = clock
        self.log = EventLog(clock, kiosk=config.kiosk.id, sinks=sinks)
        self.profile = ProfileWatch(source, config, self.log)
        self.override = Override(config.state_dir)
        self._present = present
        self._later: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._due = {"tick": 0.0, "look": 0.0, "count": 0.0, "mend": 0.0}
        self._stopped = False
        # who writes down what happens
        self._recorder = Recorder(self.log)
        self._device_journal = DeviceJournal(self.log)
        self._service_journal = ServiceJournal(self.log)
        self._links = LinkJournal(self.log)
        # everybody puts into one queue; the runner steps the machine through it and carries its effects out
        inputs: queue.SimpleQueue[Input | DeviceEvent] = queue.SimpleQueue()
        self.devices = make_devices(inputs.put)
        left_paper = LeftPaper(clock, self.devices.panel, self.devices.speaker)
        self.contacts = Contacts(self.log, clock, left_paper)
        self._left_paper = left_paper
        self.runner = Runner(
            VisitState(self.profile.setting, Moment(clock.now(), clock.monotonic())),
            inputs,
            clock=clock,
            devices=self.devices,
            present=self._show,
            stepped=self._stepped,
            health_changed=self._health_changed,
            device_said=self.contacts.heard,
            taken=self._taken,
            dropped=self._answer_dropped,
        )
        self.situation = SituationWatch(
            clock=clock,
            post=self.runner.post,
            changed=lambda _, now: self._service_journal.observe(now, clock.monotonic()),
            staff_out=self.override.current,
        )
        # stores, each with a thread of its own
        self.store = open_store(config, clock, self.profile)
        self.situation.store_answered(None)
        self.tickets = Ticketing(
            self.store,
            clock=clock,
            place=self.profile.place,
            kiosk=config.kiosk.id,
            printer=self.devices.printer,
            post=self.runner.post,
            store_answered=self.situation.store_answered,
        )
        self.inquiries = open_inquiries(
            config, clock, self.profile, post=self.runner.post, office_answered=self.situation.office_answered
        )
        self.runner.connect(
            Backends(self.tickets, self.inquiries.ask_office, self.inquiries.check_in, self._tell_staff)
        )
        # staff, who act on all of it
        parts = Parts(
            config=config,
            clock=clock,
            log=self.log,
            profile=self.profile,
            devices=self.devices,
            runner=self.runner,
            situation=self.situation,
            store=self.store,
            tickets=self.tickets,
            override=self.override,
            later=self.later,
        )
        self.maintenance = Maintenance(parts, leave)

    def start(self) -> None:
        """Start the devices; tickets whose paper was never confirmed before a crash are marked so."""
        self.tickets.submit(self._recover)
        self.profile.loaded()
        for device in self.devices.fitted():
            device.start()
            self.situation.health_changed(HealthChanged(device.name, device.health()))
        for off in switched_off(self.config, self.clock.monotonic()):
            self._health_changed(off)
        self._look()

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
            if self.profile.look():
                self.runner.post(SettingChanged(self.profile.setting))
                self.store.use(queue_settings(self.config, self.profile))
            self._look()
            self._tell_links(now)
        if self.situation.failed and now >= self._due["mend"]:
            self.situation.failed = False
        if self._is_due("count", now, COUNT_SECONDS):
            self.tickets.submit(self._count)

    def stop(self) -> None:
        """An orderly end within two seconds; may be called twice."""
        if self._stopped:
            return
        self._stopped = True
        for device in self.devices.fitted():
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
        return self.maintenance.session.view() or self.runner.shown()

    def input(self, given: Input) -> None:
        """What a finger did on the screen: for staff while they are here, else for the visit."""
        if not self.maintenance.active:
            self.runner.post(given)
        elif isinstance(given, Pressed):
            self.maintenance.session.press(given.key)
        elif isinstance(given, DigitTyped):
            self.maintenance.session.digit(given.digit)

    def failed(self) -> None:
        """A fault of the program: the visit ends, the kiosk is out of service for a while, then tries again."""
        self.runner.reset()
        self.situation.failed = True
        self._due["mend"] = self.clock.monotonic() + MEND_SECONDS
        self._look()

    # --- the frame ------------------------------------------------------------------------------------------

    def _is_due(self, name: str, now: float, seconds: float) -> bool:
        if now < self._due[name]:
            return False
        self._due[name] = now + seconds
        return True

    def _look(self) -> None:
        """What works now, for the profile that the machine goes by."""
        self.situation.look(self.runner.state.setting.profile, self.profile.place)

    def _tell_links(self, now: float) -> None:
        self._links.store(self.situation.store_ok, now)
        self._links.office(self.situation.office_ok, now)
        self._links.clock(self.clock.synchronised(), now)
        if self.situation.line is not None:
            self._links.shared(self.situation.line.online, self.situation.line.waiting, now)

    def _staff(self, now: float) -> None:
        """The staff's screens come and go; a visit never shows under them."""
        before = self.situation.staff_here
        shown = self.maintenance.tick()
        here = self.situation.staff_here = self.maintenance.active
        if shown is not None and here:
            self._present(shown)
        if before != here:
            self._look()
            self._due["count"] = now
            if not here:
                # first what is so now, then its screen: nobody sees the one from before
                self.runner.drain()
                self.runner.show_again()

    # --- what the runner tells ------------------------------------------------------------------------------

    def _show(self, view: View) -> None:
        if not self.maintenance.active:
            self._present(view)

    def _taken(self, given: Input | DeviceEvent) -> bool:
        if self.maintenance.active and isinstance(given, Touched | Pressed | DigitTyped):
            # touched before the staff's door came up, heard after: it begins no visit behind the door
            return True
        return self.maintenance.takes(given)

    def _stepped(self, before: VisitState, given: Input, after: VisitState, effects: tuple[Effect, ...]) -> None:
        self._recorder.happened(before, given, after, effects)
        if isinstance(given, (Printed, NotPrinted)) and before.visit is not None and before.visit.ticket is not None:
            self._recorder.printed(before.visit.ticket.ticket_id, given, after.now.mono - before.visit.started)

    def _health_changed(self, event: HealthChanged) -> None:
        self.situation.health_changed(event)
        if event.device == "camera" and self.devices.panel is not None:
            # it looks while it is BUSY, and only then its light is on
            looking = event.health.state is DeviceState.BUSY
            self.devices.panel.light(Indicator.CAMERA, Light.ON if looking else Light.OFF)
        self._device_journal.observe(event.device, event.health, self.clock.monotonic())
        self._look()

    def _answer_dropped(self, count: int) -> None:
        self.log.emit(Event.STALE_ANSWER_DROPPED, part=Component.RUNNER, count=count)

    def _tell_staff(self, effect: TellStaff) -> None:
        visit = self.runner.state.visit
        if effect.what == "card_refused" and visit is not None:
            self.log.emit(Event.CARD_REFUSED, visit=visit.id)

    # --- in the store's thread ------------------------------------------------------------------------------

    def _recover(self) -> None:
        answer = self.store.recover(self.config.kiosk.id)
        self.situation.store_answered(answer if isinstance(answer, Refusal) else None)

    def _count(self) -> None:
        self.tickets.check()
        self.situation.line = self.store.line()
        board = self.store.board(self.profile.place)
        # a queue system of the municipality's own may keep its board to itself: then nobody knows how many wait
        self.situation.waiting_by_class = None if isinstance(board, Refusal) else dict(board.waiting)
        self.maintenance.count()
