"""A fault told kindly: its picture, the cause, what to do now, and whom to call."""

from __future__ import annotations

from kiosk.views.view import Icon, SorryView
from screens.blocks import Block, BlockContext, Say
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.theme import Type
from screens.widgets.common import card, fact, framed, ways_on
from screens.widgets.faults import fault_picture


def draw(view: SorryView, desk: BlockContext, scene: Scene, page: int) -> None:
    """What happened on the tone's ground, what to do now on white."""
    c = desk.look.colours
    picture = view.picture if not desk.look.large and not desk.look.compact else None
    align = 0.5 if picture is not None and desk.look.glass.portrait else 0.0
    head: Block = heading(desk, view, align=align, icon=picture is None, sign=picture is None)
    shown = (fault_picture(picture, desk.u(52)),) if picture is not None else ()
    body: list[Block] = []
    if view.cause:
        body.append(card(desk, Say(view.cause, Type.LEAD, c.tones[view.tone].on_soft), tone=view.tone))
    if view.next_step:
        body.append(card(desk, fact(desk, Icon.NEXT, view.next_step, style=Type.LABEL, size=15)))
    if view.telephone:
        body.append(card(desk, fact(desk, Icon.PHONE, view.telephone, style=Type.HEADING, size=15)))
    if desk.look.glass.portrait:
        framed(view, desk, scene, page, Plan((*shown, head, *body), touch=ways_on(view), align=0.35, gap=7))
    else:
        framed(
            view,
            desk,
            scene,
            page,
            Plan((*shown, head), (), tuple(body), ways_on(view), split=0.44, align=0.35, touch_left=True),
        )
