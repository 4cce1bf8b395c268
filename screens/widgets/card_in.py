"""Put your card in: the slot drawn, the card going in, and which way up."""

from __future__ import annotations

from dataclasses import replace

from kiosk.views.view import Icon, InsertCardView
from screens import icons
from screens.blocks import Block, Free, Sheet, put_glyph
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.widgets.common import framed, ways_on
from screens.widgets.drawn import CARD_SHAPE, card_picture, slot_with_card


def draw(view: InsertCardView, sheet: Sheet, scene: Scene, page: int) -> None:
    """The picture takes what the words leave."""
    picture: Block = Free(sheet.u(64), _turn if view.turn else _slot, sheet.u(190))
    touch = ways_on(sheet, view)
    if sheet.look.glass.portrait:
        framed(view, sheet, scene, page, Plan((heading(sheet, view),), (), (picture,), touch, gap=12, align=0.5))
    else:
        beside = Plan((heading(sheet, view),), touch, (picture,), split=0.46, align=0.5, gap=9)
        # where the words leave no room for it the button stands under the picture
        framed(view, sheet, scene, page, beside, replace(beside, side=(), touch=touch))


def _slot(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    slot_with_card(sheet, scene, rect, icons.glyph(Icon.CARD))


def _turn(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    """The two sides of a card and an arrow from one to the other."""
    c = sheet.look.colours
    with scene.fixed(rect):
        wide = min(rect.w * 0.46, rect.h * 0.42 * CARD_SHAPE)
        high = wide / CARD_SHAPE
        gap = sheet.u(20)
        x = rect.x + (rect.w - wide) / 2
        y = rect.y + (rect.h - 2 * high - gap) / 2
        card_picture(sheet, scene, Rect(x, y, wide, high), chip=False)
        put_glyph(scene, Rect(x, y + high, wide, gap), icons.glyph(Icon.CARD_TURN), c.accent, 0.8)
        card_picture(sheet, scene, Rect(x, y + high + gap, wide, high))
