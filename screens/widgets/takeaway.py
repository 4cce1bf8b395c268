"""Take your card, take your ticket, and the question whether more time is needed."""

from __future__ import annotations

from kiosk.visit.view import Icon, MoreTimeView, TakeCardView, TakeTicketView
from screens import icons
from screens.blocks import Block, Desk, Free, Say, Spring
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Motion, Rect, Scene
from screens.theme import Type
from screens.widgets.common import framed, ways_on
from screens.widgets.drawn import printer_with_paper, slot_with_card

# the ring of "more time?" is full at this many seconds
_FULL_SECONDS = 30


def draw_card(view: TakeCardView, desk: Desk, scene: Scene, page: int) -> None:
    """The card comes out of the slot."""
    _draw(view, desk, scene, page, lambda d, s, r: slot_with_card(d, s, r, icons.glyph(Icon.CARD), out=True))


def draw_ticket(view: TakeTicketView, desk: Desk, scene: Scene, page: int) -> None:
    """The ticket hangs from the printer."""

    def picture(desk: Desk, scene: Scene, rect: Rect) -> None:
        lift = (0.0, rect.h * 0.05)
        motion = Motion((0.0, 0.0), lift, seconds=1.6, rest=0.0)
        printer_with_paper(desk, scene, rect.above(rect.h * 0.06), view.number, icons.glyph(Icon.PRINTER), motion)

    _draw(view, desk, scene, page, picture)


def _draw(view: TakeCardView | TakeTicketView, desk: Desk, scene: Scene, page: int, picture: object) -> None:
    portrait = desk.look.glass.portrait
    high = desk.u(150 if portrait else 108) * (0.55 if desk.look.large else 1.0)
    block: Block = Free(high, picture)  # type: ignore[arg-type]
    head = heading(desk, view, align=0.5 if portrait else 0.0)
    if portrait:
        framed(view, desk, scene, page, Plan((Spring(0.4), head, Spring(0.4), block, Spring()), touch=ways_on(view)))
    else:
        framed(view, desk, scene, page, Plan((head,), ways_on(view), (block,), split=0.46, align=0.5))


def draw_more_time(view: MoreTimeView, desk: Desk, scene: Scene, page: int) -> None:
    """The seconds that are left, as a ring and as a number."""

    def ring(desk: Desk, scene: Scene, rect: Rect) -> None:
        c = desk.look.colours
        side = min(rect.w, rect.h)
        place = rect.centred(side, side)
        width = desk.u(6)
        share = min(1.0, view.seconds / _FULL_SECONDS)
        scene.arc(place, width, c.line)
        if share > 0:
            with scene.fixed(rect):
                scene.arc(place, width, c.accent, 0.0, 360.0 * share)
        say = Say(str(view.seconds), Type.NUMBER, c.ink, 0.5, int(side * 0.36))
        own = say.height(desk, side)
        say.draw(desk, scene, Rect(place.x, round(place.y + (side - own) / 2), side, own))

    portrait = desk.look.glass.portrait
    high = desk.u(92 if portrait else 84) * (0.7 if desk.look.large else 1.0)
    head = heading(desk, view, align=0.5 if portrait else 0.0)
    block = Free(high, ring)
    if portrait:
        framed(view, desk, scene, page, Plan((Spring(), block, head, Spring()), touch=ways_on(view), gap=12))
    else:
        framed(view, desk, scene, page, Plan((head,), ways_on(view), (block,), split=0.56, align=0.5, gap=9))
