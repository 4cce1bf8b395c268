"""Take your card, take your ticket, and the question whether more time is needed."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.views.view import Icon, MoreTimeView, TakeCardView, TakeTicketView
from screens import icons
from screens.blocks import Free, Gap, Say, Sheet
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import framed, ways_on
from screens.widgets.drawn import Paper, printer_with_paper, slot_with_card

# the ring of "more time?" is full at this many seconds
_FULL_SECONDS = 30


def draw_card(view: TakeCardView, sheet: Sheet, scene: Scene, page: int) -> None:
    """The card comes out of the slot."""
    _draw(view, sheet, scene, page, lambda d, s, r: slot_with_card(d, s, r, icons.glyph(Icon.CARD), out=True))


def draw_ticket(view: TakeTicketView, sheet: Sheet, scene: Scene, page: int) -> None:
    """The ticket hangs from the printer."""
    sign = icons.glyph(Icon.PRINTER)
    _draw(view, sheet, scene, page, lambda d, s, r: printer_with_paper(d, s, r, view.number, sign, Paper.WAVING))


def _draw(
    view: TakeCardView | TakeTicketView,
    sheet: Sheet,
    scene: Scene,
    page: int,
    picture: Callable[[Sheet, Scene, Rect], None],
) -> None:
    portrait = sheet.look.glass.portrait
    block = Free(sheet.u(64), picture, sheet.u(176 if portrait else 150))
    head = heading(sheet, view, align=0.5 if portrait else 0.0, sign=False)
    if portrait:
        framed(view, sheet, scene, page, Plan((Gap(sheet.u(4)), head, block), touch=ways_on(view), gap=12, align=0.5))
    else:
        framed(view, sheet, scene, page, Plan((head,), ways_on(view), (block,), split=0.46, align=0.5))


def draw_more_time(view: MoreTimeView, sheet: Sheet, scene: Scene, page: int) -> None:
    """The seconds that are left, as a ring and as a number."""

    def ring(sheet: Sheet, scene: Scene, rect: Rect) -> None:
        c = sheet.look.colours
        side = min(rect.w, rect.h)
        place = rect.centred(side, side)
        width = sheet.u(6)
        share = min(1.0, view.seconds / _FULL_SECONDS)
        scene.arc(place, width, c.line)
        if share > 0:
            with scene.fixed(rect):
                scene.arc(place, width, c.accent, 0.0, 360.0 * share)
        say = Say(str(view.seconds), Type.NUMBER, c.ink, 0.5, int(side * 0.36))
        own = say.height(sheet, side)
        say.draw(sheet, scene, Rect(place.x, round(place.y + (side - own) / 2), side, own))

    portrait = sheet.look.glass.portrait
    head = heading(sheet, view, align=0.5 if portrait else 0.0, sign=False)
    block = Free(sheet.u(56), ring, sheet.u(104))
    if portrait:
        framed(view, sheet, scene, page, Plan((block, head), touch=ways_on(view), gap=14, align=0.5))
    else:
        framed(view, sheet, scene, page, Plan((head,), ways_on(view), (block,), split=0.56, align=0.5, gap=9))
