"""Staff at the real kiosk: the real machine, drivers and bytes, without a screen; one kiosk for the tests of a module."""

import os
from datetime import datetime

import pytest

from devices.simulators.card.pcscd import shared
from kiosk.base.clock import BRUSSELS
from kiosk.demo.script import Script
from kiosk.demo.stage import prepared
from kiosk.staff.lockout import Lock
from kiosk.staff.members import Members
from kiosk.views.touches import DigitTyped, Pressed, Touched
from kiosk.views.view import StaffView
from tests.support.waiting import until

STAFF_PIN = "739154"
CARD_PIN = "1234"
CARD = "a33"
SCRIPT = Script("staff", "Staff at work", "nl", datetime(2027, 2, 18, 10, 0, tzinfo=BRUSSELS), lambda _: ())


class Bench:
    """The kiosk, its simulators, and hands."""

    def __init__(self, stage, views, left):
        self.stage, self.views, self.left = stage, views, left
        self.kiosk, self.sim = stage.kiosk, stage.simulation
        self.session = self.kiosk.maintenance.session
        self.records = []
        self.kiosk.log.subscribe(self.records.append)
        self.ahead = 0.0

    def skip(self, seconds):
        """Nobody waits: both hands of the clock move."""
        self.ahead += seconds
        self.stage.clock.shift += seconds

    def turn(self):
        self.kiosk.runner.wait(0.01)
        self.kiosk.frame()

    def until(self, wanted, what=""):
        until(wanted, what, turn=self.turn, told=self.kiosk.shown)

    def enter(self, pin=STAFF_PIN):
        self.session.gesture()
        self.type(pin)
        self.tap("pin.ok")
        self.until(self.tabs, "inside")

    def type(self, digits):
        for digit in digits:
            self.kiosk.input(DigitTyped(int(digit)))

    def tap(self, *keys):
        for key in keys:
            self.kiosk.input(Pressed(key))
            self.turn()

    def touch(self):
        self.kiosk.input(Touched())
        self.turn()

    def leave(self):
        self.tap("staff.leave")
        self.until(lambda: not self.kiosk.maintenance.active)

    def view(self):
        return self.kiosk.shown()

    def tabs(self):
        shown = self.kiosk.shown()
        return isinstance(shown, StaffView) and bool(shown.tabs)

    def text(self):
        """Everything that a staff screen says."""
        shown = self.kiosk.shown()
        rows = [f"{row.label}: {row.text} {row.detail}" for row in shown.rows]
        return "\n".join((shown.title, *shown.body, *rows, *(action.label for action in shown.actions)))

    def codes(self, since=0):
        return [record.event.value for record in self.records[since:]]

    def offers(self, key):
        return any(action.key == key for action in (*self.view().actions, *self.view().controls))

    def usable(self, device):
        health = self.kiosk.situation.devices.get(device)
        return health is not None and health.usable

    def acted(self, act, result="done"):
        return [r for r in self.records if r.fields.get("act") == act and r.fields.get("result") == result]

    def chip_number(self):
        """What the door reads of the card; nobody is on the list yet."""
        read = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.session, "card_read", lambda chip, **_: read.append(chip))
            self.session.gesture()
            self.sim.slot.insert(CARD)
            self.until(lambda: read, "a card at the door")
            self.sim.slot.remove()
        self.leave()
        return read[0]

    def at_rest(self):
        """As every test finds it."""
        if self.kiosk.maintenance.active:
            self.leave()
        self.sim.slot.fault(None)
        self.sim.slot.remove()
        self.sim.printer.clear()
        self.kiosk.override.clear()
        # a reader that is slow tells of the last card later, and a visit would begin
        self.until(lambda: not self.kiosk.runner.state.card_in, "no card")
        self.kiosk.runner.reset()
        self.sim.camera.show(None)
        if self.sim.panel.headset_in:
            self.sim.panel.headset(False)
        Members(self.kiosk.config.state_dir).keep_lock(lambda _: Lock())
        self.until(
            lambda: all(self.usable(name) for name in ("card", "printer", "panel", "camera", "speech")), "usable"
        )


# not longer than a module: its reader is the one of this process, and it would greet whoever's card another module puts in
@pytest.fixture(scope="module")
def running(tmp_path_factory):
    views, left = [], []
    where = tmp_path_factory.mktemp("staff")
    programs = where / "programs"
    programs.mkdir()
    asked = where / "systemctl.asked"
    (programs / "systemctl").write_text(f'#!/bin/sh\necho "$@" >>"{asked}"\nexit ${{REFUSED:-0}}\n')
    (programs / "systemctl").chmod(0o755)
    patch = pytest.MonkeyPatch()
    patch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    with prepared(SCRIPT, where / "kiosk", present=views.append, pcscd=shared(), paper_speed=0.0) as stage:
        bench = Bench(stage, views, left)
        real = stage.clock.monotonic
        patch.setattr(stage.clock, "monotonic", lambda: real() + bench.ahead)
        patch.setattr(bench.kiosk.maintenance, "_leave", left.append)
        bench.asked = asked
        members = Members(bench.kiosk.config.state_dir)
        own = members.fingerprint(bench.chip_number())
        bench.member = members.add("Karel", STAFF_PIN, stage.clock.now(), (own,))
        yield bench
    patch.undo()


@pytest.fixture
def bench(running):
    running.at_rest()
    yield running
    running.at_rest()
