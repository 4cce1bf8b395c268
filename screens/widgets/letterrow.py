"""What the letter of a card means: the letter in the shape of a card, and its meaning beside it."""

from __future__ import annotations

from collections.abc import Collection

from screens.blocks import Block, Cell, Column, Free, Row, Say, Sheet
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.drawn import CARD_SHAPE

# units: how wide a card with a letter is, and what it keeps free beside letters that need more
_WIDE, _BESIDE = 22.0, 2.0


def letter_rows(sheet: Sheet, kinds: Collection[tuple[str, str, str]]) -> tuple[Row, ...]:
    """Kinds of cards: the letter, the name, and the name with the letter that it had before, "" for none.

    All have one width, in which the longest letter stands on one line: letters do not shrink with the distances.
    """
    letters = " ".join(letter for letter, _, _ in kinds)
    own = sheet.type.longest_word(letters, Type.LABEL.font, sheet.look.text_px(Type.LABEL))
    wide = max(sheet.sign(_WIDE), own + 2 * sheet.u(_BESIDE))
    return tuple(_row(sheet, wide, *kind) for kind in kinds)


def _row(sheet: Sheet, wide: float, letter: str, name: str, old: str) -> Row:
    says: list[Block] = [Say(name, Type.BODY, sheet.look.colours.ink)]
    if old:
        says.append(Say(old, Type.SMALL, sheet.look.colours.ink_2))
    badge = Free(round(wide / CARD_SHAPE), lambda on, scene, rect: _badge(on, scene, rect, letter))
    return Row((Cell(badge, wide), Cell(Column(tuple(says), sheet.u(0.6)))), sheet.u(5))


def _badge(sheet: Sheet, scene: Scene, rect: Rect, letter: str) -> None:
    c = sheet.look.colours
    scene.framed(rect, c.accent_soft, c.accent_soft, 1.0, sheet.u(2.4))
    say = Say(letter, Type.LABEL, c.ink, 0.5, on=c.accent_soft)
    own = say.height(sheet, rect.w)
    with scene.fixed(rect):
        say.draw(sheet, scene, Rect(rect.x, rect.y + round((rect.h - own) / 2), rect.w, own))
