"""A fault told kindly: its picture, the cause, what to do now, and whom to call."""

from __future__ import annotations

from kiosk.views.view import Icon, SorryView
from screens.blocks import Block, Say, Sheet
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.theme import Type
from screens.widgets.common import card, fact, framed, ways_on
from screens.widgets.faults import fault_picture


def draw(view: SorryView, sheet: Sheet, scene: Scene, page: int) -> None:
    """What happened on the tone's ground, what to do now under it."""
    c = sheet.look.colours
    picture = view.picture if not sheet.look.large and not sheet.look.compact else None
    align = 0.5 if picture is not None and sheet.look.glass.portrait else 0.0
    head: Block = heading(sheet, view, align=align, icon=picture is None, sign=picture is None)
    shown = (fault_picture(picture, sheet.u(52)),) if picture is not None else ()
    body: list[Block] = []
    if view.cause:
        body.append(card(sheet, Say(view.cause, Type.LEAD, c.tones[view.tone].on_soft), tone=view.tone))
    if view.next_step:
        # what to do is a sentence; what does it is a button
        body.append(Say(view.next_step, Type.LEAD, c.ink))
    if view.telephone:
        body.append(card(sheet, fact(sheet, Icon.PHONE, view.telephone, style=Type.HEADING, size=15)))
    if sheet.look.glass.portrait:
        framed(view, sheet, scene, page, Plan((*shown, head, *body), touch=ways_on(sheet, view), align=0.35, gap=7))
    else:
        framed(
            view,
            sheet,
            scene,
            page,
            Plan((*shown, head), (), tuple(body), ways_on(sheet, view), split=0.44, align=0.35, touch_left=True),
        )
