"""Numbers whose digits are all as wide as the widest: rows of them have straight edges, and a clock does not dance."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.base.colours import Colour
from screens.blocks import Say, Sheet, Whole
from screens.scene import Rect, Scene
from screens.theme import Type

_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Figures(Whole):
    """One line in `px` pixels, from left to right in every language; `align` 0 start, 0.5 middle, 1 end."""

    text: str
    px: int
    colour: Colour
    align: float = 0.0
    style: Type = Type.NUMBER
    on: Colour | None = None

    def width(self, sheet: Sheet) -> float:
        """What all signs take."""
        return sum(self._cells(sheet))

    def height(self, sheet: Sheet, width: float) -> float:
        """One line."""
        del width
        return float(round(self.px * sheet.look.leading(self.style)))

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Each sign in the middle of its cell."""
        cells = self._cells(sheet)
        whole = Rect(round(rect.x + (rect.w - sum(cells)) * self.align), rect.y, sum(cells), rect.h)
        x = whole.x
        with scene.fixed(whole):
            for sign, wide in zip(self.text, cells, strict=True):
                say = Say(sign, self.style, self.colour, 0.5, self.px, self.on)
                say.draw(sheet, scene, Rect(x, rect.y, wide, rect.h))
                x += wide

    def _cells(self, sheet: Sheet) -> list[float]:
        font = self.style.font
        widest = max(sheet.type.width(digit, font, self.px) for digit in _DIGITS)
        return [float(widest if sign in _DIGITS else sheet.type.width(sign, font, self.px)) for sign in self.text]
