"""Hands that touch the real screen: each touch goes through Kivy's window, down and up, like a finger's."""

from __future__ import annotations

from typing import Any

from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.input.motionevent import MotionEvent

from kiosk.views.touches import DigitTyped
from screens.scene import Target, Turn
from screens.stage import Stage


class _Finger(MotionEvent):
    """A touch at normalised window coordinates."""

    def __init__(self, identifier: int, sx: float, sy: float) -> None:
        super().__init__("hands", identifier, {"x": sx, "y": sy}, is_touch=True, type_id="touch")

    def depack(self, args: dict[str, float]) -> None:
        """Take the position over."""
        self.sx, self.sy = args["x"], args["y"]
        self.profile = ["pos"]
        super().depack(args)


class ScreenHands:
    """Touches the targets of a stage; a target on another page is reached by turning the page."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._count = 0
        self._leafs_back = False

    def touch(self) -> bool:
        """Touch the middle of the screen."""
        self._press(0.5, 0.5)
        return True

    def tap(self, key: str) -> bool:
        """Tap a button; False after turning a page, or while it is not drawn yet."""
        target = self._find(lambda each: each.key == key)
        if target is not None:
            self._on(target)
            return True
        self._leaf()
        return False

    def corner(self) -> bool:
        """Touch the top corner five times."""
        for _ in range(5):
            self._press(0.03, 0.97)
        return True

    def digit(self, digit: int) -> bool:
        """Tap a key of the PIN pad; False after turning a page."""
        target = self._find(lambda each: each.reply == DigitTyped(digit))
        if target is None:
            self._leaf()
            return False
        self._on(target)
        return True

    def _leaf(self) -> None:
        """Turn to the next page, and from the last one back, as somebody who looks for something."""
        scene = self._stage.scene
        if scene.page == 0 or scene.page + 1 == scene.pages:
            self._leafs_back = scene.page > 0
        wanted = scene.page + (-1 if self._leafs_back else 1)
        turn = self._find(lambda each: each.reply == Turn(wanted))
        if turn is not None:
            self._on(turn)

    def _find(self, wanted: Any) -> Target | None:
        return next((each for each in self._stage.scene.targets if wanted(each)), None)

    def _on(self, target: Target) -> None:
        rect = target.rect
        x, y = rect.middle
        self._press(x / self._stage.scene.width, 1.0 - y / self._stage.scene.height)

    def _press(self, sx: float, sy: float) -> None:
        """Press at a place of the panel (0 to 1, from the bottom left), wherever the window shows it."""
        self._count += 1
        glass = self._stage.glass
        x, y = self._stage.to_window(sx * glass.width, sy * glass.height)
        finger = _Finger(self._count, x / Window.width, y / Window.height)
        EventLoop.post_dispatch_input("begin", finger)
        EventLoop.post_dispatch_input("end", finger)
