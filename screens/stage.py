"""The one Kivy widget: shows a View, and turns touches into inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, InstructionGroup, Rectangle
from kivy.uix.widget import Widget

from kiosk.views.touches import CharTyped, DigitTyped, Pressed, Touched
from kiosk.views.view import AttractView, BoardView, ClosedView, OutOfServiceView, View
from screens import painter
from screens.curtain import Curtain
from screens.fingers import Fingers
from screens.registry import look_of, page_with, scene_of
from screens.scene import Scene, Target, Turn
from screens.theme import Glass
from screens.typeset import LineTextures, Typesetter

ScreenInput = Touched | Pressed | DigitTyped | CharTyped
# a second tap of a double tap must not press something on the screen that came meanwhile
_FRESH_SECONDS = 0.25
_SAME_KEY_SECONDS = 0.35
_SAME_DIGIT_SECONDS = 0.06
_MOVES_A_SECOND = 24
# the focus ring: pixels that who sees little finds it by, and units on glass that is seen from further away
_RING_PX, _RING = 8.0, 1.65
# screens that nobody operates turn their pages by themselves
_TURNS_BY_ITSELF = (AttractView, ClosedView, OutOfServiceView)
_TURN_SECONDS = 8.0
CALM_FPS, LIVELY_FPS = 10, 30


class Stage(Widget):
    """Draws one View at a time; nothing of an earlier one stays.

    `emit` gets `Touched`, `Pressed`, `DigitTyped` and `CharTyped`; `woken` is called for the touch that only lights a
    dark screen; `moving` False keeps every animation at rest (pictures).
    """

    def __init__(
        self,
        glass: Glass,
        emit: Callable[[ScreenInput], None],
        *,
        woken: Callable[[], None] | None = None,
        moving: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.glass = glass
        self.view: View | None = None
        self.scene = Scene(glass.width, glass.height)
        self.page = 0
        self._emit, self._woken, self._moving = emit, woken, moving
        self._type, self._textures = Typesetter(), LineTextures()
        self._curtain = Curtain()
        self._drawn, self._ring, self._veil, self._night = (InstructionGroup() for _ in range(4))
        self.canvas.add(self._drawn)
        self.canvas.after.add(self._curtain.group)
        for layer in (self._ring, self._veil, self._night):
            self.canvas.after.add(layer)
        self._movers: list[painter.Mover | painter.Glow] = []
        self._motion: Any = None
        self._turning: Any = None
        self._since = 0.0
        self._dark = False
        self._fingers = Fingers()
        self._last: tuple[str, float] = ("", -10.0)

    # -- what is shown

    def show(self, view: View) -> None:
        """Show a View; the same View again costs nothing."""
        if view == self.view:
            return
        before, self.view = self.view, view
        another = before is None or _another(before, view)
        if another:
            self.page = 0
            self._since = Clock.time()
            self._fingers.forget()
        moved_focus = bool(view.focus) and (before is None or before.focus != view.focus)
        self._redraw(seek=view.focus if moved_focus else "")
        if another:
            self._fade()

    def turn(self, page: int) -> None:
        """Show another page of the same View."""
        self.page = page
        self._redraw()
        self._fade()

    def settle(self) -> None:
        """Show at once what is being faded in."""
        self._curtain.lift()

    def darken(self, *, dark: bool) -> None:
        """Blacken the screen, or light it again; the first touch on a dark screen only lights it."""
        self._dark = dark
        self._night.clear()
        if dark:
            self._night.add(Color(0, 0, 0, 1))
            self._night.add(Rectangle(pos=(0, 0), size=(self.glass.width, self.glass.height)))

    @property
    def dark(self) -> bool:
        """True while the screen is black."""
        return self._dark

    @property
    def fresh(self) -> bool:
        """True while the screen has just come up and takes no touch."""
        return bool(Clock.time() - self._since < _FRESH_SECONDS)

    @property
    def in_vain(self) -> bool:
        """True when people have touched the glass for minutes and nothing came of it."""
        return self._fingers.in_vain

    @property
    def frame(self) -> int:
        """The number of this frame: what a finger did two frames ago has been taken."""
        return int(Clock.frames)

    @property
    def frames_a_second(self) -> int:
        """How often this screen needs to be looked after."""
        still = isinstance(self.view, AttractView | BoardView) and not self._movers
        return CALM_FPS if still and not self._fingers and not self._curtain else LIVELY_FPS

    def _redraw(self, seek: str = "") -> None:
        view = self.view
        if view is None:
            return
        scene = scene_of(view, self.glass, self._type, self.page)
        if seek and scene.pages > 1 and all(target.key != seek for target in scene.targets):
            self.page = page_with(view, self.glass, self._type, seek, scene.pages)
            scene = scene_of(view, self.glass, self._type, self.page)
        self.scene, self.page = scene, scene.page
        self._movers = painter.paint(scene, self._drawn, self._textures)
        self._type.forget()
        self._draw_ring()
        self._draw_veil()
        self._move_or_rest(view)
        self._turn_or_stay(view)

    def _fade(self) -> None:
        """The matter of another screen comes out of the ground, unless nothing may move."""
        view, content = self.view, self.scene.content
        if view is None or content is None or not self._moving or view.comfort.reduced_motion:
            self._curtain.lift()
        else:
            self._curtain.fall(content, self.scene.height, look_of(view, self.glass).colours.ground)

    def _turn_or_stay(self, view: View) -> None:
        turns = self._moving and isinstance(view, _TURNS_BY_ITSELF) and self.scene.pages > 1
        if turns and self._turning is None:
            self._turning = Clock.schedule_interval(
                lambda _dt: self.turn((self.page + 1) % self.scene.pages), _TURN_SECONDS
            )
        elif not turns and self._turning is not None:
            self._turning.cancel()
            self._turning = None

    def _draw_ring(self) -> None:
        self._ring.clear()
        view = self.view
        target = next((t for t in self.scene.targets if view is not None and view.focus and t.key == view.focus), None)
        if target is not None and view is not None:
            look = look_of(view, self.glass)
            width = max(_RING_PX, look.u(_RING))
            c = look.colours
            self._ring.add(painter.ring(target.rect, self.scene.height, width, c.focus, c.focus_gap, target.radius))

    def _draw_veil(self) -> None:
        self._veil.clear()
        pressed = self._fingers.shown(Clock.time())
        if pressed is not None and self.view is not None:
            ink = look_of(self.view, self.glass).colours.ink
            self._veil.add(painter.veil(pressed.rect, self.scene.height, (*ink[:3], 0.14), pressed.radius))

    # -- what moves

    def _move_or_rest(self, view: View) -> None:
        moves = bool(self._movers) and self._moving and not view.comfort.reduced_motion
        if moves and self._motion is None:
            self._motion = Clock.schedule_interval(self._move, 1 / _MOVES_A_SECOND)
        elif not moves and self._motion is not None:
            self._motion.cancel()
            self._motion = None
        for mover in self._movers:
            if moves:
                mover.at(Clock.time() - self._since)
            else:
                mover.rest()

    def _move(self, _dt: float) -> None:
        for mover in self._movers:
            mover.at(Clock.time() - self._since)

    # -- what is touched

    def _at(self, touch: Any) -> Target | None:
        x, y = touch.x, self.scene.height - touch.y
        return next((t for t in reversed(self.scene.targets) if t.rect.holds(x, y)), None)

    def on_touch_down(self, touch: Any) -> bool:
        """A finger comes: it may press what it meets, if no other finger is pressing something."""
        if "button" in touch.profile and touch.button not in {"left", None}:
            return True
        if self._dark:
            self.darken(dark=False)
            if self._woken is not None:
                self._woken()
            return True
        met = None if self.fresh else self._at(touch)
        self._fingers.came(touch, met, Clock.time(), counts=bool(self.scene.targets) and not _anywhere(met))
        self._draw_veil()
        return True

    def on_touch_move(self, touch: Any) -> bool:
        """A finger that slides off its target presses nothing any more."""
        pressed = self._fingers.pressed(touch)
        if pressed is not None:
            met = self._at(touch)
            if met is None or met.key != pressed.key:
                self._fingers.let_go(touch)
                self._draw_veil()
        return True

    def on_touch_up(self, touch: Any) -> bool:
        """A finger that leaves inside its target has pressed it."""
        pressed = self._fingers.left(touch, Clock.time())
        self._draw_veil()
        met = self._at(touch)
        if pressed is not None and met is not None and met.key == pressed.key:
            self._activate(met)
        return True

    def _activate(self, target: Target) -> None:
        now = Clock.time()
        key, when = self._last
        typed = isinstance(target.reply, DigitTyped | CharTyped | Turn)
        if key == target.key and now - when < (_SAME_DIGIT_SECONDS if typed else _SAME_KEY_SECONDS):
            return
        self._last = (target.key, now)
        if not _anywhere(target):
            self._fingers.answered()
        if isinstance(target.reply, Turn):
            self.turn(target.reply.page)
            self._emit(Touched())
        else:
            self._emit(target.reply)


def _anywhere(target: Target | None) -> bool:
    """True for the whole glass as one button: a displaced glass meets it as well as a sound one."""
    return target is not None and isinstance(target.reply, Touched)


def _another(before: View, view: View) -> bool:
    """True for another screen, and for another call on the board."""
    if type(before) is not type(view) or before.title != view.title:
        return True
    return isinstance(before, BoardView) and isinstance(view, BoardView) and _told(before) != _told(view)


def _told(board: BoardView) -> tuple[str, str, bool]:
    call = board.current
    return (call.number, call.counter, call.fresh) if call is not None else ("", "", False)
