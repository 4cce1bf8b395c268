"""What the camera read, row by row, for the resident to confirm."""

from __future__ import annotations

from kiosk.views.view import ConfirmView
from screens.blocks import Block, Column, Free, Say, Sheet
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import card, framed, ways_on
from screens.widgets.drawn import CARD_SHAPE, card_back


def draw(view: ConfirmView, sheet: Sheet, scene: Scene, page: int) -> None:
    """The back of the card, and under it each label small and its value large."""
    c = sheet.look.colours
    rows: list[Block] = []
    for number, (label, value) in enumerate(view.rows):
        if number:
            rows.append(Free(max(1.0, sheet.u(0.4)), _rule))
        rows.append(Column((Say(label, Type.SMALL, c.ink_2), Say(value, Type.HEADING, c.ink)), sheet.u(1)))
    body = (card(sheet, Column(tuple(rows), sheet.u(4.5)), pad=9),) if rows else ()
    picture = () if sheet.look.large or sheet.look.compact else (Free(sheet.u(44), _back, sheet.u(96)),)
    plan = Plan((heading(sheet, view), *picture), (), body, ways_on(view), split=0.44, gap=8, touch_left=True)
    framed(view, sheet, scene, page, plan)


def _back(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    with scene.fixed(rect):
        wide = min(rect.w * 0.7, rect.h * 0.94 * CARD_SHAPE)
        card_back(sheet, scene, rect.centred(wide, wide / CARD_SHAPE))


def _rule(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    scene.box(rect, sheet.look.colours.line)
