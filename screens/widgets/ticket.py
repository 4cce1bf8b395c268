"""The ticket: the number large, who waits and how long, and the paper as it comes out, or a code for the phone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import segno

from kiosk.views.view import Icon, PaperState, TicketView
from screens import icons
from screens.blocks import Block, Cell, Column, Free, Panel, Row, Say, Sheet, Whole, once
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import Items, Pill, Shown, card, framed, title_row, ways_on
from screens.widgets.drawn import Paper, printer_with_paper
from screens.widgets.place import place_card

_PAPERS = {
    PaperState.WAITING: Paper.TIP,
    PaperState.PRINTING: Paper.COMING,
    PaperState.PRINTED: Paper.OUT,
    PaperState.SCREEN_ONLY: Paper.TIP,
}


def draw(view: TicketView, sheet: Sheet, scene: Scene, page: int) -> None:
    """The number first; what else there is comes after it."""
    portrait = sheet.look.glass.portrait
    small = sheet.look.compact and not portrait
    head = heading(sheet, view, align=0.5 if portrait else 0.0, sign=False)
    paper = _paper(sheet, view)
    shown = (paper,) if paper is not None else ()
    said = [Pill(icon, text) for icon, text in ((Icon.PEOPLE, view.ahead), (Icon.CLOCK, view.wait)) if text]
    more = _more(sheet, view)
    if portrait:
        number = _number(sheet, view, said)
        plan = Plan((head, number, *shown, *more), touch=ways_on(view), gap=5, align=0.0 if more else 0.3)
        framed(view, sheet, scene, page, plan)
        return
    facts = Column(tuple(replace(pill, align=0.0) for pill in said), sheet.u(3))
    left: tuple[Block, ...] = (head, _number(sheet, view, []))
    # on a small panel the button needs the room under the number, which stays in sight on every page
    left, body = (left, (facts, *shown, *more)) if small and view.actions else ((*left, facts), (*shown, *more))
    plan = Plan(left, (), body, ways_on(view), split=0.46, gap=4.5, body_align=0.5, touch_left=True)
    framed(view, sheet, scene, page, plan)


def _number(sheet: Sheet, view: TicketView, said: list[Pill]) -> Block:
    c = sheet.look.colours
    blocks: list[Block] = []
    if view.service:
        blocks.append(Say(view.service, Type.LEAD, c.ink_2, 0.5))
    blocks.append(Say(view.number, Type.NUMBER, c.ink, 0.5))
    if said:
        blocks.append(_facts(sheet, said))
    return card(sheet, Column(tuple(blocks), sheet.u(3.4)), pad=5 if sheet.look.compact else 6)


def _facts(sheet: Sheet, said: list[Pill]) -> Block:
    if sheet.look.large or len(said) < 2:
        return Column(tuple(said), sheet.u(3))
    return Row(tuple(Cell(one, align=0.0) for one in said), sheet.u(5))


def _paper(sheet: Sheet, view: TicketView) -> Block | None:
    if view.paper is PaperState.SCREEN_ONLY:
        return _code(sheet, view)
    if not view.paper_label:
        return None
    c = sheet.look.colours
    alone = view.where is None and not view.bring
    high = sheet.u((84 if alone else 46) if sheet.look.glass.portrait else 36 if sheet.look.compact else 50)
    picture = Free(high, lambda d, s, r: _printer(d, s, r, view))
    say = Say(view.paper_label, Type.BODY if sheet.look.compact else Type.LEAD, c.ink)
    return Shown(picture, high * 1.1, say)


def _printer(sheet: Sheet, scene: Scene, rect: Rect, view: TicketView) -> None:
    sign = icons.glyph(Icon.PRINTER)
    printer_with_paper(sheet, scene, rect, view.number, sign, _PAPERS[view.paper])


@dataclass(frozen=True, slots=True)
class Code(Whole):
    """A QR code, black on white in every theme, whole pixels a module, four modules of quiet."""

    text: str
    pixels: float

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """Square."""
        del sheet, width
        return self.pixels

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Medium error correction."""
        code = segno.make(self.text, error="m", micro=False)
        rows = tuple(bytes(row) for row in code.matrix_iter(scale=1, border=4))
        scale = max(1, int(self.pixels // len(rows)))
        side = scale * len(rows)
        scene.matrix(rect.centred(side, side), rows)
        del sheet


def _code(sheet: Sheet, view: TicketView) -> Block | None:
    c = sheet.look.colours
    style = Type.BODY if sheet.look.compact else Type.LEAD
    say = Say(view.paper_label, style, c.ink) if view.paper_label else None
    if not view.qr:
        return None if say is None else card(sheet, say)
    size = sheet.u(40 if sheet.look.compact else 42)
    code = Panel(Code(view.qr, size), (1.0, 1.0, 1.0, 1.0), (sheet.u(2), sheet.u(2)), sheet.u(4), c.line, sheet.u(0.5))
    shown = code if say is None else Shown(code, size + sheet.u(4), say)
    return shown if sheet.look.compact else card(sheet, shown, pad=3.4, tone=view.tone)


def _more(sheet: Sheet, view: TicketView) -> tuple[Block, ...]:
    bring = None
    if view.bring:
        title = (title_row(sheet, Icon.DOCUMENTS, view.bring_title),) if view.bring_title else ()
        bring = card(sheet, Column((*title, Items(view.bring)), sheet.u(4), titled=bool(title)))
    where = place_card(sheet, view.where_title, view.where) if view.where is not None else None
    return tuple(block for block in (where, bring) if block is not None)
