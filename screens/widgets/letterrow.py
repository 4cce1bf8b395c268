"""What the letter of a card means: the letter in the shape of a card, and its meaning beside it."""

from __future__ import annotations

from screens.blocks import Block, Cell, Column, Free, Row, Say, Sheet
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.drawn import CARD_SHAPE

# units: how wide a card with a letter is
_WIDE = 22.0


def letter_row(sheet: Sheet, letter: str, name: str, old: str) -> Row:
    """One kind of card; `old`: its name with the letter that it had before, "" for none."""
    c, wide = sheet.look.colours, sheet.sign(_WIDE)
    says: list[Block] = [Say(name, Type.BODY, c.ink)]
    if old:
        says.append(Say(old, Type.SMALL, c.ink_2))
    badge = Free(round(wide / CARD_SHAPE), lambda on, scene, rect: _badge(on, scene, rect, letter))
    return Row((Cell(badge, wide), Cell(Column(tuple(says), sheet.u(0.6)))), sheet.u(5))


def _badge(sheet: Sheet, scene: Scene, rect: Rect, letter: str) -> None:
    c = sheet.look.colours
    scene.framed(rect, c.accent_soft, c.accent_soft, 1.0, sheet.u(2.4))
    say = Say(letter, Type.LABEL, c.ink, 0.5, on=c.accent_soft)
    own = say.height(sheet, rect.w)
    with scene.fixed(rect):
        say.draw(sheet, scene, Rect(rect.x, rect.y + round((rect.h - own) / 2), rect.w, own))
