"""Who comes to the kiosk in a soak: what a visitor means to do, and what he does at each screen."""

import time
from dataclasses import dataclass, field

from devices.api import PadKey
from kiosk.base.languages import LANGUAGES
from kiosk.views import view as views

STAFF_PIN = "739154"
# one visit may take so many seconds of real time before it counts as stuck
STUCK_SECONDS = 60.0
# so long a visitor waits for the kiosk to see what was done (the card service looks at its reader twice a second)
NOTICE_SECONDS = 3.0


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
