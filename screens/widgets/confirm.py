"""What the camera read, row by row, for the resident to confirm."""

from __future__ import annotations

from kiosk.views.view import ConfirmView
from screens.blocks import Block, BlockContext, Column, Free, Say
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import card, framed, ways_on
from screens.widgets.drawn import CARD_SHAPE, card_back


def draw(view: ConfirmView, desk: BlockContext, scene: Scene, page: int) -> None:
    """The back of the card, and under it each label small and its value large."""
    c = desk.look.colours
    rows: list[Block] = []
    for number, (label, value) in enumerate(view.rows):
        if number:
            rows.append(Free(max(1.0, desk.u(0.4)), _rule))
        rows.append(Column((Say(label, Type.SMALL, c.ink_2), Say(value, Type.HEADING, c.ink)), desk.u(1)))
    body = (card(desk, Column(tuple(rows), desk.u(4.5)), pad=9),) if rows else ()
    picture = () if desk.look.large or desk.look.compact else (Free(desk.u(44), _back, desk.u(96)),)
    plan = Plan((heading(desk, view), *picture), (), body, ways_on(view), split=0.44, gap=8, touch_left=True)
    framed(view, desk, scene, page, plan)


def _back(desk: BlockContext, scene: Scene, rect: Rect) -> None:
    with scene.fixed(rect):
        wide = min(rect.w * 0.7, rect.h * 0.94 * CARD_SHAPE)
        card_back(desk, scene, rect.centred(wide, wide / CARD_SHAPE))


def _rule(desk: BlockContext, scene: Scene, rect: Rect) -> None:
    scene.box(rect, desk.look.colours.line)
