"""A name and what it stands for: a way and its address, a thing and what it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from screens.blocks import Block, Cell, Column, Row, Say, Sheet, Whole, once
from screens.scene import Rect, Scene
from screens.typeset import unbroken


@dataclass(frozen=True, slots=True)
class Named(Whole):
    """A name and what it stands for: under it; where distances are close beside it, on a small panel also on two lines."""

    name: Say
    value: Say

    def _block(self, sheet: Sheet, width: float) -> Block:
        under = Column((self.name, self.value), sheet.u(0.8))
        wide, gap = _width(sheet, self.name), sheet.u(3)
        room, words = width - wide - gap, unbroken(self.value.text).split(" ")
        if sheet.look.close == 1.0 or room <= 0 or not (sheet.look.compact or _width(sheet, self.value) <= room):
            return under
        fit = next((n for n in range(len(words), 0, -1) if _width(sheet, self.value, " ".join(words[:n])) <= room), 0)
        if not fit:
            return under
        first = replace(self.value, text=" ".join(words[:fit]))
        blocks: list[Block] = [Row((Cell(self.name, wide), Cell(first)), gap)]
        if words[fit:]:
            blocks.append(replace(self.value, text=" ".join(words[fit:])))
        beside = Column(tuple(blocks))
        return beside if beside.height(sheet, width) < under.height(sheet, width) - sheet.u(1) else under

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As what it is here."""
        return self._block(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(sheet, rect.w).draw(sheet, scene, rect)


def _width(sheet: Sheet, say: Say, text: str = "") -> float:
    return sheet.type.width(text or say.text, say.style.font, sheet.look.text_px(say.style)) + 4.0
