"""5,000 visits through the whole kiosk, by name: python tests/soak/soak_kiosk.py [--visits 5000] [--first 500]

The real window (off screen), main loop, machine, drivers, store and log, on simulators behind the lowest seams, with the
allocator as kiosk.service sets it.  Tickets, right and wrong PINs, broken chips, pulled cards, empty paper, cut cables,
keys and headset, eleven languages, staff (`visitors.py`); days that open and close.  Memory, threads and descriptors are
read at `--first` and at the end (`growth.py`); exit status 1 when the memory grew by more than `--tolerance`, when a thread
or a descriptor more is left, or when a visit does not come home.
"""

import argparse
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from growth import judge, reading
from visitors import STAFF_PIN, Visitor, plan

from kiosk.base.clock import BRUSSELS, SystemClock, business_day
from kiosk.base.config import Config
from kiosk.demo.stage import HOLDER
from kiosk.office.embedded import open_office
from kiosk.office.keys import load_key
from kiosk.office.model import CardStatus, OfficeAnswer
from kiosk.profiles.source import ProfileSource
from kiosk.residence.opening import is_open, next_opening
from kiosk.staff.members import Members
from kiosk.views import view as views
from kiosk.wiring.simulation import Simulation
from screens import window
from screens.theme import Glass

# what a visitor waits between two acts, in the kiosk's time
ACT_SECONDS = 0.4
START = (2027, 2, 15, 9, 5)


class AheadClock(SystemClock):
    """The machine's clock, ahead by what nobody had to wait for; both hands move together."""

    def __init__(self, shift):
        super().__init__(shift, synchronised=True)
        self.ahead = 0.0

    def monotonic(self):
        return super().monotonic() + self.ahead

    def skip(self, seconds):
        self.ahead += seconds
        self.shift += seconds


class World:
    """The kiosk on its screen, and who comes to it; `frame` is called in every frame."""

    def __init__(self, asked, simulation, clock, source):
        self.asked, self.sim, self.clock, self.source = asked, simulation, clock, source
        self.rng = random.Random(asked.seed)
        self.show = self.kiosk = self.hands = None
        self.visitor = None
        self.count = 0
        self.kinds = Counter()
        self.readings = {}
        self.rest_until = 0.0
        self.shown = None
        self.fault = None
        self.mishaps = Counter()
        self.closing = []

    def frame(self, _dt):
        from kivy.clock import Clock

        Clock._max_fps = 100
        try:
            self._frame()
        except BaseException as fault:
            self.fault = fault
            window.stop()

    def _frame(self):
        if self.hands is None:
            from kiosk.demo.hands import ScreenHands

            self.hands = ScreenHands(self.show._stage)
        view = self.show._stage.view
        if view is not self.shown:
            self.shown = view
            # a finger is not faster than this
            self.clock.skip(ACT_SECONDS)
        if self.visitor is not None:
            if self.visitor.act(view):
                self.clock.skip(ACT_SECONDS)
            if self.visitor.over:
                self._bye()
            return
        if time.monotonic() < self.rest_until:
            return
        if self._at_rest(view):
            self._next()

    def _at_rest(self, view):
        """Measured, and open."""
        if self._due() and self.count not in self.readings:
            self.readings[self.count] = reading()
            self._say(self.count)
        if self.count >= self.asked.visits:
            window.stop()
            return False
        if isinstance(view, views.AttractView):
            return True
        self._open_up(view)
        return False

    def _due(self):
        asked = self.asked
        return self.count > 0 and (self.count % asked.every == 0 or self.count in (asked.first, asked.visits))

    def _next(self):
        mine = plan(self.rng, self.count)
        if self.rng.random() < 0.02:
            self._mishap()
        self.visitor = Visitor(self, mine, self.rng)

    def _bye(self):
        self.count += 1
        self.kinds[self.visitor.plan.kind] += 1
        visited, self.visitor = self.visitor, None
        self.sim.slot.fault(None)
        self.sim.printer.clear()
        if self.sim.panel.headset_in:
            self.sim.panel.headset(False)
        self.sim.printer.new_roll()
        # the records that the simulators keep for tests are none of the kiosk's memory
        self.sim.printer.tickets.clear()
        self.sim.printer.received.clear()
        self.sim.sink.heard.clear()
        self.sim.spoken.clear()
        self.sim.panel.lines.clear()
        self.sim.scanner.lines.clear()
        self.clock.skip(660.0 if visited.plan.card else self.rng.uniform(20.0, 160.0))
        self.rest_until = time.monotonic() + (2.5 if self._due() else 0.0)

    def _mishap(self):
        """A cable is pulled."""
        what = self.rng.choice(("printer", "power", "panel", "scanner"))
        self.mishaps[what] += 1
        match what:
            case "printer":
                self.sim.printer.pull_plug()
            case "power":
                self.sim.printer.power_cycle()
            case "panel":
                self.sim.panel.unplug()
                self.sim.panel.plug()
            case "scanner":
                self.sim.scanner.unplug()
                self.sim.scanner.plug()

    def _open_up(self, view):
        """Closed: what the timer does after midnight, and the next morning.  Else a device is on its way back."""
        now, profile = self.clock.now(), self.source.current()
        place = profile.place(self.kiosk.profile.place)
        if is_open(profile, place, now):
            self.clock.skip(0.5)
            return
        opens = next_opening(profile, place, now)
        day = business_day(now)
        self.kiosk.tickets.submit(lambda: self._close_day(day))
        self.clock.skip((opens - now).total_seconds() + 60.0)

    def _close_day(self, day):
        store = self.kiosk.store
        self.closing.append((store.close_day(None, day=day), store.purge(day - timedelta(days=30))))

    def _say(self, count):
        now = self.readings[count]
        print(
            f"{count:>6} visits: RSS {now['rss']:.1f} PSS {now['pss']:.1f} anonymous {now['anonymous']:.1f} MB, "
            f"{sum(now['threads'].values())} threads ({now['tasks']} tasks), {sum(now['descriptors'].values())} descriptors and {now['fonts']} fonts, "
            f"{self.clock.now():%Y-%m-%d %H:%M}",
            flush=True,
        )


def play(asked, folder):
    start = datetime(*START, tzinfo=BRUSSELS).timestamp()
    clock = AheadClock(start - time.time())
    config = Config.model_validate({
        "kiosk": {"profile": "gent", "place": "stadskantoor"},
        "paths": {"state": folder / "state", "cache": folder / "cache", "logs": folder / "logs"},
    })  # fmt: skip
    source = ProfileSource("gent", today=lambda: clock.now().date())
    with Simulation(config, folder / "simulated", paper_speed=0.0, speech_pace=0.0) as simulation:
        config = simulation.config
        Members(config.state_dir).add("karel", STAFF_PIN, clock.now())
        fill_office(config, clock)
        world = World(asked, simulation, clock, source)
        # the layout of a full panel on fewer pixels: drawing them is the software renderer's time, not the kiosk's memory
        panel = Glass.of(1080, 1920)
        setup = window.Setup(
            asked.width, asked.height, panel.width_mm, panel.height_mm, windowed=True, driver="offscreen"
        )
        window.prepare(setup)
        from kivy.clock import Clock

        from kiosk.events.file import FileSink
        from kiosk.station.kiosk import Kiosk
        from kiosk.wiring.screen import KioskScreen

        real = Clock.time
        Clock.time = lambda: real() + clock.ahead

        def make(present, leave):
            return Kiosk(
                config,
                source,
                clock=clock,
                make_devices=simulation.make_devices(clock),
                present=present,
                leave=leave,
                sinks=(FileSink(config.log_dir),),
            )

        world.show = KioskScreen(make, setup, simulated=True)
        world.kiosk = world.show.kiosk
        problems = Counter()
        world.kiosk.log.subscribe(
            lambda record: problems.update([str(record.fields)]) if record.event.value == "callback_fault" else None
        )
        Clock.schedule_interval(world.frame, 0)
        world.show.run()
        if world.fault is not None:
            raise world.fault
        return world, problems


def fill_office(config, clock):
    """Amina's new card is ready."""
    config.state_dir.mkdir(parents=True, exist_ok=True)
    office = open_office(config.store_url, key=load_key(config.state_dir / "office.key"), clock=clock)
    day = clock.now().date()
    office.put_cards([(HOLDER, OfficeAnswer(CardStatus.READY, "stadskantoor", day, "stadskantoor", day))])
    office.close()


def as_the_service():
    """Begin again with the allocator's settings of the unit, which are read before the program starts."""
    unit = Path(__file__).parents[2] / "systemd" / "units" / "kiosk.service"
    asked = dict(re.findall(r"^Environment=(MALLOC_\w+)=(\S+)$", unit.read_text(encoding="utf-8"), re.MULTILINE))
    if any(os.environ.get(name) != value for name, value in asked.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **asked})  # noqa: S606


def main():
    as_the_service()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=5000)
    parser.add_argument("--first", type=int, default=500)
    parser.add_argument("--every", type=int, default=250, help="read also after so many")
    parser.add_argument("--tolerance", type=float, default=0.02)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--width", type=int, default=540)
    parser.add_argument("--height", type=int, default=960)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-kiosk-") as folder:
        world, problems = play(asked, Path(folder))
    wrong = judge(world, asked)
    wrong += [f"a fault of the program: {each}" for each in problems]
    print(f"visits: {dict(world.kinds)}; cables pulled: {dict(world.mishaps)}; days closed: {len(world.closing)}")
    print(json.dumps({"first": world.readings[asked.first], "last": world.readings[asked.visits]}))
    print(f"{time.monotonic() - began:.0f} s; " + ("; ".join(wrong) or "nothing grew"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
