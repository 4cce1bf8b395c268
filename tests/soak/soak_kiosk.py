"""5,000 visits through the whole kiosk, by name: python tests/soak/soak_kiosk.py [--visits 5000] [--first 500]

The real window (off screen), main loop, machine, drivers, store and log, on simulators behind the lowest seams, with the
allocator as kiosk.service sets it.  Tickets, right and wrong PINs, broken chips, pulled cards, empty paper, cut cables,
keys and headset, eleven languages, staff; days that open and close.  Memory, threads and descriptors are read at `--first` and at the end; exit status 1 when the memory
grew by more than `--tolerance`, when a thread or a descriptor more is left, or when a visit does not come home.
"""

import argparse
import gc
import json
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from devices.api import PadKey
from kiosk.base.clock import BRUSSELS, SystemClock, business_day
from kiosk.base.config import Config
from kiosk.base.languages import LANGUAGES
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

STAFF_PIN = "739154"
# Kivy keeps so many faces open, and no more
FONTS = 64
# one visit may take so many seconds of real time before it counts as stuck
STUCK_SECONDS = 60.0
# so long a visitor waits for the kiosk to see what was done (the card service looks at its reader twice a second)
NOTICE_SECONDS = 3.0
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


@dataclass
class Plan:
    """What one visitor means to do: preferred buttons, which card, what goes wrong."""

    kind: str
    language: str
    wanted: tuple[str, ...] = ()
    card: str = ""
    card_fault: str = ""
    pins: list[str] = field(default_factory=list)
    leaves_at: type | None = None
    pulls_at: type | None = None
    keys_only: bool = False
    paper_ends: bool = False


KINDS = {
    "ticket": 46,
    "questions": 12,
    "walks away": 8,
    "camera": 4,
    "renew": 6,
    "collect": 4,
    "wrong pin": 3,
    "chip broken": 3,
    "card pulled": 4,
    "forged": 1,
    "other card": 2,
    "paper ends": 3,
    "by keys": 2,
    "staff": 2,
}


def plan(rng, number):
    """The next visitor; the first ones are one of each kind, so that what is made at first use is there when counted."""
    kind = list(KINDS)[number] if number < len(KINDS) else rng.choices(list(KINDS), list(KINDS.values()))[0]
    mine = Plan(kind, rng.choice(list(LANGUAGES)))
    match kind:
        case "ticket":
            mine.wanted = ("menu.ticket", "take")
        case "walks away":
            mine.wanted = ("menu.ticket", "take")
            mine.leaves_at = rng.choice((views.LanguageView, views.MenuView, views.QuestionView, views.TicketView))
        case "camera":
            mine.wanted, mine.leaves_at = ("menu.appointment",), views.ScanView
        case "renew":
            mine.card, mine.pins = rng.choice(("a33", "b34", "a11")), ["1234"]
        case "collect":
            mine.wanted, mine.card, mine.pins = ("menu.collect",), "a33", ["1234"]
        case "wrong pin":
            mine.card, mine.pins = "a33", ["9999", "1234"]
        case "chip broken":
            mine.card, mine.card_fault = "a33", rng.choice(("mute", "silent", "mute:9", "garbage"))
        case "card pulled":
            mine.card = rng.choice(("a33", "b12"))
            mine.pulls_at = rng.choice((views.ReadingView, views.GreetingView, views.PinView))
        case "forged":
            mine.card, mine.card_fault = "a33", "forged:surname"
        case "other card":
            mine.card = "belgian"
        case "paper ends":
            mine.wanted, mine.paper_ends = ("menu.ticket", "take"), True
        case "by keys":
            mine.wanted, mine.keys_only = ("menu.ticket", "take"), True
    return mine


class Visitor:
    """Looks at the screen and does the next thing; `over` once the screen is free again."""

    def __init__(self, world, mine, rng):
        self.world, self.plan, self.rng = world, mine, rng
        self.began = time.monotonic()
        self.plugged = 0.0
        self.acts = 0
        self.came = self.left = False
        self.holding = False
        self.card_was = 0
        self.typed = 0
        self.turned = False
        self.seen = []
        # the view on which something was done that the kiosk notices later, and when
        self.waits = (None, 0.0)
        self.staff_steps = ["staff.tab.printer", "staff.act.test_print", "staff.came.yes", "staff.tab.tests"]
        self.staff_steps += [
            "staff.act.touch_test",
            "staff.back",
            "staff.tab.numbers",
            "staff.tab.events",
            "staff.leave",
        ]

    def see(self, view):
        name = type(view).__name__
        if not self.seen or self.seen[-1] != name:
            self.seen.append(name)

    def act(self, view):
        """True when something was done (time may pass then)."""
        self.see(view)
        if time.monotonic() - self.began > STUCK_SECONDS:
            raise AssertionError(f"stuck: {self.plan} at {type(view).__name__} {view.title!r}; {self.seen}")
        if self.waits[0] is view and time.monotonic() - self.waits[1] < NOTICE_SECONDS:
            return False
        if isinstance(view, views.AttractView):
            return self._home(view)
        mine = self.plan
        self.came = True
        if self.left or mine.leaves_at is type(view) or self.acts > 60:
            return self._leave()
        if mine.pulls_at is type(view) and self.holding:
            self._pull()
            return self._leave()
        self.acts += 1
        return self._on(view)

    @property
    def over(self):
        return self.came and isinstance(self.world.shown, (views.AttractView, views.ClosedView)) and not self.holding

    def _noticed(self, view):
        """Until this view has changed there is nothing more to do."""
        self.waits = (view, time.monotonic())
        return True

    def _home(self, view):
        if self.came:
            self._pull()
            return False
        if self.plan.kind == "staff":
            return self.world.hands.corner()
        if self.plan.keys_only:
            self._headset()
            return False
        if self.plan.paper_ends:
            self.world.sim.printer.fault("paper_end", value=30.0)
        return self.world.hands.touch()

    def _headset(self):
        """Plugs the headset in; once more when nobody heard it (the cable of the panel was being pulled)."""
        if time.monotonic() - self.plugged > 3.0:
            self.plugged = time.monotonic()
            self.world.sim.panel.headset(False)
            self.world.sim.panel.headset(True)

    def _leave(self):
        """Walks off; the kiosk has to come home by itself."""
        self.left = True
        self._pull()
        self.world.clock.skip(20.0)
        return True

    def _pull(self):
        if self.holding:
            self.world.sim.slot.remove()
            self.holding = False

    def _put(self, view):
        self.world.sim.slot.fault(self.plan.card_fault or None)
        self.world.sim.slot.insert(self.plan.card)
        self.holding = True
        return self._noticed(view)

    def _on(self, view):
        mine = self.plan
        match view:
            case views.LanguageView() if mine.kind == "staff":
                self.world.hands.corner()
                return self._noticed(view)
            case views.LanguageView():
                return self._tap(f"language.{mine.language}", view)
            case views.MenuView() | views.InsertCardView() if mine.card and not self.holding:
                if self.card_was >= 2:
                    return self._leave()
                if isinstance(view, views.MenuView) and mine.wanted and self._offered(view, mine.wanted):
                    return self._tap(self._offered(view, mine.wanted), view)
                self.card_was += 1
                return self._put(view)
            case views.InsertCardView(turn=True) if self.holding:
                self._pull()
                return True
            case views.PinView():
                return self._pin(view)
            case views.StaffView():
                return self._staff(view)
            case views.TakeCardView():
                self._pull()
                return True
            case views.ReadingView() | views.GreetingView() | views.CheckingView():
                return False
            case views.TicketView() if view.paper in (views.PaperState.WAITING, views.PaperState.PRINTING):
                return False
            case views.MoreTimeView():
                return self._leave()
        key = self._offered(
            view, (*mine.wanted, "ticket", "take", "stop" if isinstance(view, views.LastTryView) else "done")
        )
        answers = [each.key for each in view.actions if each.enabled and not each.key.startswith("help")]
        if not key and answers:
            key = self.rng.choice(answers)
        if not key:
            return self._leave()
        return self._tap(key, view)

    @staticmethod
    def _offered(view, keys):
        there = [each.key for each in (*view.actions, *view.controls) if each.enabled]
        return next((key for key in keys if key in there), "")

    def _tap(self, key, view):
        if not self.plan.keys_only:
            return self.world.hands.tap(key)
        if view.focus == key:
            self.world.sim.panel.press(PadKey.OK.value)
        else:
            self.world.sim.panel.press(PadKey.DOWN.value)
        return self._noticed(view)

    def _pin(self, view):
        pins = self.plan.pins
        if not pins or view.on_pad:
            return self._leave()
        if self.typed < len(pins[0]) and view.typed == self.typed:
            if self.world.hands.digit(int(pins[0][self.typed])):
                self.typed += 1
            return True
        if view.can_confirm and self.typed == len(pins[0]):
            pins.pop(0)
            self.typed = 0
            return self.world.hands.tap("pin.ok")
        return False

    def _staff(self, view):
        if view.typed >= 0:
            if self.typed < len(STAFF_PIN):
                if view.typed == self.typed and self.world.hands.digit(int(STAFF_PIN[self.typed])):
                    self.typed += 1
                return True
            if self.typed == len(STAFF_PIN):
                self.typed += 1
                self.world.hands.tap("pin.ok")
            return False
        step = self.staff_steps[0]
        there = {each.key for each in (*view.actions, *view.controls, *view.tools, *view.tabs)}
        if step not in there:
            return False
        if self.world.hands.tap(step):
            self.staff_steps.pop(0)
            self.staff_steps = self.staff_steps or ["staff.leave"]
        return True


def reading():
    """RSS, PSS and anonymous memory in MB, threads by name, descriptors by what they are."""
    gc.collect()
    kept = {}
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]:
        name, size, *_ = line.split()
        kept[name.rstrip(":")] = int(size) / 1024
    threads = Counter(each.name for each in threading.enumerate())
    descriptors = Counter()
    fonts = 0
    for link in Path("/proc/self/fd").iterdir():
        try:
            # a font that was made anew meanwhile is still open as it was
            name = str(link.readlink()).removesuffix(" (deleted)")
        except OSError:
            continue
        if name.endswith((".otf", ".ttf")):
            fonts += 1
        else:
            descriptors[re.sub(r"\d+", "", name.split(":")[0])] += 1
    native = len(list(Path("/proc/self/task").iterdir()))
    return {
        "pss": kept["Pss"],
        "rss": kept["Rss"],
        "anonymous": kept["Anonymous"],
        "threads": dict(threads),
        "tasks": native,
        "descriptors": dict(descriptors),
        "fonts": fonts,
    }


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


def judge(world, asked):
    """Lines of what is wrong."""
    first, last = world.readings[asked.first], world.readings[asked.visits]
    wrong = []
    # resident memory: the proportional share moves with what other programs on the machine map
    ratio = last["rss"] / first["rss"]
    print(
        f"memory: {first['rss']:.1f} MB after {asked.first} visits, {last['rss']:.1f} MB after {asked.visits}: x {ratio:.4f} "
        f"(anonymous alone: {first['anonymous']:.1f} and {last['anonymous']:.1f} MB)"
    )
    if ratio > 1.0 + asked.tolerance:
        wrong.append(f"memory grew by {100 * (ratio - 1):.1f} %")
    if last["fonts"] > FONTS:
        wrong.append(f"{last['fonts']} open fonts")
    for what in ("threads", "descriptors"):
        more = {
            name: count - first[what].get(name, 0)
            for name, count in last[what].items()
            if count > first[what].get(name, 0)
        }
        if sum(last[what].values()) > sum(first[what].values()):
            wrong.append(f"{what} more: {more}")
    if last["tasks"] > first["tasks"]:
        wrong.append(f"tasks: {first['tasks']} became {last['tasks']}")
    return wrong


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
