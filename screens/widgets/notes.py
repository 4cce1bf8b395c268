"""What else is to be known beside an answer, each sentence with a sign before it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.views.view import Icon, Tone
from screens.blocks import Block, Column, Panel, Say, Sheet, once
from screens.flow import Joins
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import card, marked


@dataclass(frozen=True, slots=True)
class Notes(Joins):
    """What else is to be known: one card, a sign before each; divided between two of them."""

    texts: tuple[str, ...]

    def joined(self, other: Block) -> Block | None:
        """On one card."""
        return Notes((*self.texts, *other.texts)) if isinstance(other, Notes) else None

    def _card(self, sheet: Sheet) -> Panel:
        pair = sheet.look.colours.tones[Tone.CALM]
        says = (marked(sheet, Icon.INFO, pair.colour, Say(text, Type.BODY, pair.on_soft)) for text in self.texts)
        return card(sheet, Column(tuple(says), sheet.u(2.4)), pad=4, tone=Tone.CALM)

    def has_room(self, sheet: Sheet, width: float) -> bool:
        """True when no word is divided in this width."""
        px, font = sheet.look.text_px(Type.BODY), Type.BODY.font
        longest = max(sheet.type.longest_word(text, font, px) for text in self.texts)
        # the card's edges, the sign and what is between
        return longest <= width - sheet.u(10) - sheet.sign(7) - sheet.u(2.8) - sheet.u(6)

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As its card."""
        return self._card(sheet).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As its card."""
        self._card(sheet).draw(sheet, scene, rect)

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """As many as fit, and the others."""
        for count in range(len(self.texts) - 1, 0, -1):
            head = Notes(self.texts[:count])
            if head.height(sheet, width) <= height:
                return head, Notes(self.texts[count:])
        return None
