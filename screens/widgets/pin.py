"""PIN entry: dots, the tries that are left, and the pad on the screen or the real one beside it."""

from __future__ import annotations

from kiosk.views.view import Icon, PinView
from screens.blocks import Block, Free, Sheet
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.widgets.common import Pill, framed, ways_on
from screens.widgets.drawn import pad_reader
from screens.widgets.keypad import Dots, Pad


def draw(view: PinView, sheet: Sheet, scene: Scene, page: int) -> None:
    """Title, dots and pad; on a real pad only the picture of it: what is typed there is not seen here."""
    portrait = sheet.look.glass.portrait
    align = 0.5 if portrait else 0.0
    head: list[Block] = [heading(sheet, view, align=align)]
    dots = Dots(view.typed, align)
    tries = (Pill(Icon.INFO, view.tries, align),) if view.tries else ()
    if view.on_pad:
        # the digits go to the reader alone: the screen does not know how many there are
        picture = Free(sheet.u(64), pad_reader, sheet.u(150))
        if portrait:
            plan = Plan((*head, *tries), (), (picture,), ways_on(view), gap=10, align=0.5)
        else:
            plan = Plan((*head, *tries), ways_on(view), (picture,), gap=7, split=0.5, align=0.5)
    else:
        pad = Pad("pin", view.can_confirm, view.confirm_label, view.erase_label)
        if portrait:
            plan = Plan((*head, dots, *tries), touch=(pad, *ways_on(view)), gap=9, align=0.5)
        else:
            plan = Plan(
                (*head, dots, *tries),
                ways_on(view),
                touch=(pad,),
                gap=6.5,
                split=0.46,
                align=0.5,
                panes=True,
                right_least=pad.least_width(sheet),
            )
    framed(view, sheet, scene, page, plan)
