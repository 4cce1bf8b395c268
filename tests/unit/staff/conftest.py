"""A kiosk's maintenance mode on invented devices, with a clock that moves when told and a cheap hash."""

from datetime import datetime

import pytest
from argon2 import PasswordHasher

from devices.api.health import DeviceState, Health
from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.events.file import FileSink
from kiosk.events.log import EventLog
from kiosk.health.servicelevel import OpenState, service_level
from kiosk.staff.actions import StaffFacts
from kiosk.staff.audit import AuditLog
from kiosk.staff.members import Members
from kiosk.staff.numbers import DayBook
from kiosk.staff.override import Override
from kiosk.staff.session import Keeping, StaffSession

START = datetime(2027, 2, 22, 7, 40, tzinfo=BRUSSELS)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PIN = "284917"


class Hands:
    """Remembers what maintenance asks of the kiosk."""

    def __init__(self):
        self.asked = []

    def __getattr__(self, name):
        return lambda *given: self.asked.append((name, *given))

    def names(self):
        return [each[0] for each in self.asked]


class Bench:
    def __init__(self, folder, ahead=0.0):
        self.folder = folder
        self.clock = ManualClock(START)
        self.clock.advance(ahead)
        self.hands = Hands()
        self.log = EventLog(self.clock, kiosk="gent-1", sinks=(FileSink(folder / "log"),))
        self.audit = AuditLog(folder)
        self.book = DayBook()
        self.log.subscribe(self.audit.listener("gent-1"))
        self.log.subscribe(self.book.listen)
        self.members = Members(folder, CHEAP)
        self.override = Override(folder)
        self.devices = dict.fromkeys(("card", "printer", "camera", "panel", "speech"), Health(DeviceState.READY))
        self.unprinted = ()
        self.waiting = {}
        self.session = StaffSession(
            Keeping(folder, folder / "log", usb=folder / "usb"),
            actions=self.hands,
            log=self.log,
            clock=self.clock,
            facts=self.facts,
            languages=("en",),
            members=self.members,
            override=self.override,
        )

    def facts(self):
        out = self.override.current()
        return StaffFacts(
            kiosk="gent-1",
            place="Stadskantoor",
            now=self.clock.now(),
            mono=self.clock.monotonic(),
            level=service_level(self.devices, store_ok=True, opening=OpenState(), staff_out=out, clock_ok=True),
            devices=self.devices,
            today=self.book.day(self.clock.now().date()),
            yesterday=self.book.day(START.date()),
            events=self.log.recent(),
            unprinted=self.unprinted,
            waiting=self.waiting,
            staff_out=out,
            clock_ok=True,
            store_ok=True,
            free_megabytes=40_000,
            versions=(("Program", "0.1.0"),),
            audit_head=self.audit.head,
        )

    def type(self, digits):
        for digit in digits:
            self.session.digit(int(digit))
        self.session.press("pin.ok")

    def enter(self):
        member = self.members.add("Karel", PIN, START)
        self.session.gesture()
        self.type(PIN)
        return member

    def view(self):
        return self.session.view()

    def buttons(self):
        return [action.key for action in self.view().actions]

    def told(self):
        return [record.event.value for record in reversed(self.log.recent())]


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)
