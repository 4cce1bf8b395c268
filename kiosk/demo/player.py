"""Plays a script: does each act as soon as it can be done, and says where it got stuck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, assert_never

from kiosk.base.clock import SystemClock
from kiosk.demo.parts import LEAVE, LEAVE_WITH_CARD
from kiosk.demo.script import (
    Act,
    CardFault,
    Corner,
    Headset,
    Hear,
    HoldCode,
    Key,
    Later,
    PrinterFault,
    PullCard,
    PutCard,
    Script,
    See,
    Tap,
    Touch,
    TypePin,
)
from kiosk.station.kiosk import Kiosk
from kiosk.views.view import AnswerView, LanguageView, QuestionView, View
from kiosk.wiring.simulation import Simulation

# a card must stay out longer than one look of the virtual reader, or the change is not seen
OUT_SECONDS = 0.7
# far above what a busy machine needs: only a visit that is stuck reaches it
PATIENCE_SECONDS = 120.0


class Hands(Protocol):
    """How the screen is touched: real touches on a real screen, or inputs where there is none.

    Each answers False when the thing to touch is not there yet (another page, another screen).
    """

    def touch(self) -> bool:
        """Touch anywhere."""
        ...

    def tap(self, key: str) -> bool:
        """Tap a button."""
        ...

    def digit(self, digit: int) -> bool:
        """Tap a key of the PIN pad."""
        ...

    def corner(self) -> bool:
        """Make the staff's gesture."""
        ...


class Stuck(RuntimeError):
    """The visit did not go on as the script says."""


@dataclass(frozen=True, slots=True)
class Done:
    """One act that was done: seconds since the start, what, and the screen that was there."""

    seconds: float
    act: str
    view: View


class Player:
    """Advances a script; `advance` is called again and again by the loop that also drives the kiosk.

    Who listens (`speaks` is given) plugs a headset in instead of touching the screen, takes the language while it is
    offered, and does nothing else while the kiosk speaks, nor between a key and the first word after it.
    """

    def __init__(
        self,
        script: Script,
        language: str,
        *,
        kiosk: Kiosk,
        simulation: Simulation,
        hands: Hands,
        clock: SystemClock,
        done: Callable[[Done], None],
        pause: float = 0.0,
        speaks: Callable[[], bool] | None = None,
    ) -> None:
        self._acts: list[Act] = list(script.acts(language))
        if speaks is not None:
            self._acts = [Headset(inserted=True) if isinstance(act, Touch) else act for act in self._acts]
            simulation.listens_for = f"language.{language}"
        self._elsewhere = script.elsewhere
        self._kiosk = kiosk
        self._simulation = simulation
        self._hands = hands
        self._clock = clock
        self._done = done
        self._pause = pause
        self._speaks = speaks
        self._began = self._since = clock.monotonic()
        self._out_until = 0.0
        self._typed = 0
        self._seen: list[View] = []
        self._heard = 0
        self._keyed = False
        self._card_in = False

    def saw(self, view: View) -> None:
        """A new screen came: passing ones count as seen even when nobody looked at that moment."""
        self._seen.append(view)

    def advance(self) -> bool:
        """Do the next act if it can be done now; False when the script is over.  Stuck after two minutes."""
        if not self._acts:
            return False
        now = self._clock.monotonic()
        shown = self._kiosk.shown()
        if not self._seen:
            self._seen.append(shown)
        if self._elsewhere:
            self._as_it_is_there(shown)
        act = self._acts[0]
        waits = isinstance(act, (See, Hear))
        hurried = not waits and now - self._since < self._pause
        # before the act is tried: what can be tried for ever without success is stuck too
        if now - self._since > PATIENCE_SECONDS:
            raise Stuck(self.standing(f"for {PATIENCE_SECONDS:.0f} s nothing went on"))
        offered = isinstance(shown, LanguageView) and shown.offered
        if hurried or (self._listens() and not offered) or not self._can(act, shown, now):
            return True
        heard = len(self._simulation.spoken)
        if self._do(act):
            self._acts.pop(0)
            self._since = now
            if not waits:
                self._seen.clear()
                self._heard = heard
                self._keyed = isinstance(act, Key)
            self._done(Done(now - self._began, _told(act, by_ear=self._speaks is not None), shown))
        return True

    @property
    def over(self) -> bool:
        """True when every act was done."""
        return not self._acts

    def standing(self, why: str) -> str:
        """`why` the visit does not go on, the act that waits, and what is on the screen; for people."""
        shown = self._kiosk.shown()
        screen = f"{_kind(type(shown))} {shown.title!r}" if not shown.private else _kind(type(shown))
        return f"{why}; next: the visitor {_told(self._acts[0])}; on the screen: {screen}"

    def _as_it_is_there(self, shown: View) -> None:
        """In another town: a question of its own gets the first answer, and where there is no ticket one leaves without."""
        match self._acts[0], shown:
            case See(kind=kind) as act, QuestionView(actions=[first, *_]) if not (
                issubclass(kind, QuestionView) or self._can(act, shown, 0.0)
            ):
                self._acts.insert(0, Tap(first.key))
            case Tap() as act, AnswerView() if not self._can(act, shown, 0.0):
                self._acts = list(LEAVE_WITH_CARD if self._card_in else LEAVE)
            case _:
                pass

    def _listens(self) -> bool:
        if self._speaks is None:
            return False
        answered = not self._keyed or len(self._simulation.spoken) > self._heard
        return not answered or self._speaks()

    def _can(self, act: Act, shown: View, now: float) -> bool:
        match act:
            case See(kind=kind, when=when):
                return any(isinstance(view, kind) and when(view) for view in self._seen)
            case Hear(words=words):
                return any(words in each.text for each in self._simulation.spoken[self._heard :])
            case Tap(key=key):
                offered = (*shown.actions, *shown.controls, *shown.tools, *getattr(shown, "tabs", ()))
                pad = key in ("pin.ok", "code.ok") and (
                    getattr(shown, "can_confirm", False) or getattr(shown, "typed", -1) >= 4
                )
                return pad or any(action.key == key and action.enabled for action in offered)
            case PutCard():
                return now >= self._out_until
            case _:
                return True

    def _do(self, act: Act) -> bool:
        match act:
            case See() | Hear():
                return True
            case Touch():
                return self._hands.touch()
            case Corner():
                return self._hands.corner()
            case Tap(key=key):
                return self._hands.tap(key)
            case TypePin(digits=digits):
                return self._type(digits)
            case PutCard(profile=profile):
                self._simulation.slot.insert(profile)
                self._card_in = True
            case PullCard():
                self._simulation.slot.remove()
                self._card_in = False
                self._out_until = self._clock.monotonic() + OUT_SECONDS
            case PrinterFault(name=name, value=value):
                if name:
                    self._simulation.printer.fault(name, value=value)
                else:
                    self._simulation.printer.clear()
            case CardFault(name=name):
                self._simulation.slot.fault(name or None)
            case HoldCode(text=text):
                if text:
                    self._simulation.camera.show_code(text)
                else:
                    self._simulation.camera.show(None)
            case Headset(inserted=inserted):
                self._simulation.panel.headset(inserted)
            case Key(key=key):
                self._simulation.panel.press(key.value)
            case Later(seconds=seconds):
                self._clock.shift += seconds
            case _:
                assert_never(act)
        return True

    def _type(self, digits: str) -> bool:
        """One digit a time; True after the last one."""
        if self._hands.digit(int(digits[self._typed])):
            self._typed += 1
            self._since = self._clock.monotonic()
        if self._typed < len(digits):
            return False
        self._typed = 0
        return True


def _kind(kind: type[View]) -> str:
    return kind.__name__.removesuffix("View")


def _told(act: Act, *, by_ear: bool = False) -> str:
    """The act in words, without digits."""
    match act:
        case See(kind=kind):
            return f"sees {_kind(kind)}"
        case Hear():
            return "hears it"
        case Tap(key=key):
            return f"takes {key}" if by_ear else f"taps {key}"
        case TypePin():
            return "types the PIN"
        case PutCard(profile=profile):
            return f"puts card {profile} in"
        case PullCard():
            return "pulls the card"
        case PrinterFault(name=name):
            return f"printer: {name or 'mended'}"
        case CardFault(name=name):
            return f"card: {name or 'mended'}"
        case Later(seconds=seconds):
            return f"{seconds:.0f} seconds later"
        case Touch():
            return "touches the screen"
        case HoldCode():
            return "holds a code under the camera"
        case Corner():
            return "makes the staff's gesture"
        case Headset(inserted=inserted):
            return "plugs the headset in" if inserted else "pulls the headset out"
        case Key(key=key):
            return "types a digit" if key.value.isdigit() else f"presses {key.value}"
        case _:
            assert_never(act)
