"""Take your card, take your ticket, and the question whether more time is needed; none of them is ever paged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.views.view import Icon, MoreTimeView, TakeCardView, TakeTicketView, View
from screens import icons
from screens.blocks import Free, Gap, Say, Sheet
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.spare import Spare
from screens.theme import Type
from screens.widgets.common import unpaged, ways_on
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
    stretch = 176 if sheet.look.glass.portrait else 150
    unpaged(
        view, sheet, scene, page, lambda spare: _pictured(view, sheet, spare, Shown(picture, (64, 48), stretch, 0.46))
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A drawing: its height in units with all its air and with little, how far it grows, and the share of the words."""

    draws: Callable[[Sheet, Scene, Rect], None]
    units: tuple[float, float]
    stretch: float
    split: float
    first: bool = False


def _pictured(view: View, sheet: Sheet, spare: Spare, shown: Shown) -> Iterator[Plan]:
    """A drawing with its words: beside them in landscape, else under or over them."""
    portrait = sheet.look.glass.portrait
    head = heading(
        sheet, view, align=0.5 if portrait else 0.0, style=spare.title, sign=False, air=spare.air, small=spare.small
    )
    block = Free(sheet.u(shown.units[0 if spare.sign else 1]), shown.draws, sheet.u(shown.stretch))
    ways = ways_on(sheet, view)
    if not portrait:
        gap = 8 * spare.air
        yield Plan((head,), ways, (block,), split=shown.split, align=0.5, gap=gap, panes=True)
    elif shown.first:
        yield Plan((block, head), touch=ways, gap=14 * spare.air, align=0.5)
    else:
        yield Plan((Gap(sheet.u(4 * spare.air)), head, block), touch=ways, gap=12 * spare.air, align=0.5)


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

    drawn = Shown(ring, (56, 40), 104, 0.56, first=True)
    unpaged(view, sheet, scene, page, lambda spare: _pictured(view, sheet, spare, drawn))
