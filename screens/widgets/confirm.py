"""What the camera read, row by row, for the resident to confirm."""

from __future__ import annotations

from kiosk.visit.view import ConfirmView
from screens.blocks import Block, Column, Desk, Free, Say
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import card, framed, ways_on


def draw(view: ConfirmView, desk: Desk, scene: Scene, page: int) -> None:
    """Label small, value large."""
    c = desk.look.colours
    rows: list[Block] = []
    for number, (label, value) in enumerate(view.rows):
        if number:
            rows.append(Free(max(1.0, desk.u(0.4)), _rule))
        rows.append(Column((Say(label, Type.SMALL, c.ink_2), Say(value, Type.HEADING, c.ink)), desk.u(1)))
    body = (card(desk, Column(tuple(rows), desk.u(4.5)), pad=9),) if rows else ()
    framed(
        view,
        desk,
        scene,
        page,
        Plan((heading(desk, view),), (), body, ways_on(view), split=0.44, gap=8, touch_left=True),
    )


def _rule(desk: Desk, scene: Scene, rect: Rect) -> None:
    scene.box(rect, desk.look.colours.line)
