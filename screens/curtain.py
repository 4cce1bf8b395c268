"""Between two screens: the ground lies over the new content and is gone after 120 ms; what is around it stays as it is.

Nothing of the screen before is kept for it: a picture of somebody's answer would stay in memory.
"""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, InstructionGroup, Rectangle

from kiosk.base.colours import Colour
from screens.scene import Rect

SECONDS = 0.12
# how much of the ground is seen at first: the new content is there from the first frame
_AT_FIRST = 0.65


class Curtain:
    """Falls over a rectangle and lifts by itself."""

    def __init__(self) -> None:
        self.group = InstructionGroup()
        self._colour: Any = None
        self._since = 0.0
        self._lifting: Any = None

    def __bool__(self) -> bool:
        return self._lifting is not None

    def fall(self, rect: Rect, height: float, colour: Colour) -> None:
        """Cover a rectangle of a screen of this height, and begin to lift."""
        self.lift()
        self._colour = Color(*colour[:3], _AT_FIRST)
        self.group.add(self._colour)
        self.group.add(Rectangle(pos=(rect.x, height - rect.bottom), size=(rect.w, rect.h)))
        self._since = Clock.time()
        self._lifting = Clock.schedule_interval(self._lift_on, 0)

    def lift(self) -> None:
        """Be gone at once."""
        self.group.clear()
        if self._lifting is not None:
            self._lifting.cancel()
            self._lifting = None

    def _lift_on(self, _dt: float) -> None:
        left = 1.0 - (Clock.time() - self._since) / SECONDS
        if left <= 0.0:
            self.lift()
        else:
            self._colour.a = _AT_FIRST * left
