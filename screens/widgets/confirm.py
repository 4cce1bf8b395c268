"""What the camera read, row by row, for the resident to confirm."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.views.view import ConfirmView
from screens.blocks import Block, Column, Free, Say, Sheet
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.spare import Spare
from screens.theme import Type
from screens.widgets.common import Group, card, unpaged, ways_on
from screens.widgets.drawn import CARD_SHAPE, card_back


def draw(view: ConfirmView, sheet: Sheet, scene: Scene, page: int) -> None:
    """The back of the card, and each label with its value, whole; never paged."""
    unpaged(view, sheet, scene, page, lambda spare: _plans(view, sheet, spare))


def _plans(view: ConfirmView, sheet: Sheet, spare: Spare) -> Iterator[Plan]:
    head = heading(sheet, view, style=spare.title, sign=spare.sign, air=spare.air, small=spare.small)
    drawn = spare.sign and not (sheet.look.large or sheet.look.compact)
    picture = (Free(sheet.u(44), _back, sheet.u(96)),) if drawn else ()
    ways = ways_on(sheet, view)
    body = (card(sheet, _rows(sheet, view, spare), pad=9 * spare.pad),) if view.rows else ()
    for split in (0.44, 0.33) if spare.close else (0.44,):
        yield Plan((head, *picture), (), body, ways, split=split, gap=8 * spare.air, touch_left=True, panes=True)


def _rows(sheet: Sheet, view: ConfirmView, spare: Spare) -> Block:
    """Each label small and its value large, never on two pages."""
    c = sheet.look.colours
    value = Type.BODY_STRONG if spare.close else Type.HEADING
    rows: list[Block] = []
    for number, (label, text) in enumerate(view.rows):
        if number:
            rows.append(Free(max(1.0, sheet.u(0.4)), _rule))
        rows.append(Group((Say(label, Type.SMALL, c.ink_2), Say(text, value, c.ink)), sheet.u(1 * spare.air)))
    return Column(tuple(rows), sheet.u(4.5 * spare.air))


def _back(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    with scene.fixed(rect):
        wide = min(rect.w * 0.7, rect.h * 0.94 * CARD_SHAPE)
        card_back(sheet, scene, rect.centred(wide, wide / CARD_SHAPE))


def _rule(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    scene.box(rect, sheet.look.colours.line)
