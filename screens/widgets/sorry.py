"""A fault told kindly: its picture, the cause, what to do now, and whom to call."""

from __future__ import annotations

from kiosk.visit.view import Icon, SorryView
from screens.blocks import Block, Desk, Say
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.theme import Type
from screens.widgets.common import card, fact, framed, ways_on


def draw(view: SorryView, desk: Desk, scene: Scene, page: int) -> None:
    """What happened on the tone's ground, what to do now on white."""
    c = desk.look.colours
    head = heading(desk, view, icon=True)
    body: list[Block] = []
    if view.cause:
        body.append(card(desk, Say(view.cause, Type.LEAD, c.tones[view.tone].on_soft), tone=view.tone))
    if view.next_step:
        body.append(card(desk, fact(desk, Icon.NEXT, view.next_step, style=Type.LABEL, size=15)))
    if view.telephone:
        body.append(card(desk, fact(desk, Icon.PHONE, view.telephone, style=Type.HEADING, size=15)))
    if desk.look.glass.portrait:
        framed(view, desk, scene, page, Plan((head, *body), touch=ways_on(view), align=0.35, gap=7))
    else:
        framed(
            view,
            desk,
            scene,
            page,
            Plan((head,), (), tuple(body), ways_on(view), split=0.44, align=0.35, touch_left=True),
        )
