"""A panel in a window of another size: as large as it fits, in the middle; touches are carried back to its own pixels."""

from __future__ import annotations

from typing import Any

from kivy.graphics import PopMatrix, PushMatrix, Scale, Translate
from kivy.uix.widget import Widget

from screens.stage import Stage


class Fitted(Widget):
    """Shows a stage scaled; it keeps its shape, and what it draws and what it hears stays the same."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        stage.size_hint, stage.size = (None, None), (stage.glass.width, stage.glass.height)
        with self.canvas.before:
            PushMatrix()
            self._move, self._scale = Translate(), Scale(1.0)
        with self.canvas.after:
            PopMatrix()
        self.add_widget(stage)
        # a function: Kivy holds a method only weakly
        self.bind(size=lambda *_: self._fit())
        self._fit()

    def _fit(self) -> None:
        glass = self._stage.glass
        scale = min(self.width / glass.width, self.height / glass.height)
        self._scale.xyz = (scale, scale, 1.0)
        self._move.xy = ((self.width - glass.width * scale) / 2, (self.height - glass.height * scale) / 2)

    def to_parent(self, x: float, y: float, relative: bool = False) -> tuple[float, float]:
        """From the panel's pixels to the window's."""
        del relative
        return x * self._scale.x + self._move.x, y * self._scale.y + self._move.y

    def to_local(self, x: float, y: float, relative: bool = False) -> tuple[float, float]:
        """From the window's pixels to the panel's."""
        del relative
        return (x - self._move.x) / self._scale.x, (y - self._move.y) / self._scale.y

    def on_touch_down(self, touch: Any) -> bool:
        """A finger comes."""
        return self._carry("on_touch_down", touch)

    def on_touch_move(self, touch: Any) -> bool:
        """A finger slides, perhaps off the panel."""
        return self._carry("on_touch_move", touch)

    def on_touch_up(self, touch: Any) -> bool:
        """A finger leaves, perhaps beside the panel: the stage must hear of it all the same."""
        return self._carry("on_touch_up", touch)

    def _carry(self, what: str, touch: Any) -> bool:
        touch.push()
        touch.apply_transform_2d(self.to_local)
        try:
            return bool(self._stage.dispatch(what, touch))
        finally:
            touch.pop()
