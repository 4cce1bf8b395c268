"""The ticket: the number large, who waits and how long, and the paper as it comes out, or a code for the phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import segno

from kiosk.views.view import Icon, PaperState, TicketView
from screens import icons
from screens.blocks import Block, Cell, Column, Free, Panel, Row, Say, Sheet, Whole, once
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.spare import Spare
from screens.theme import Type
from screens.widgets.common import Items, Pill, Shown, card, marked, title_row, unpaged, ways_on
from screens.widgets.drawn import Paper, printer_with_paper
from screens.widgets.place import place_card, place_words

_PAPERS = {
    PaperState.WAITING: Paper.TIP,
    PaperState.PRINTING: Paper.COMING,
    PaperState.PRINTED: Paper.OUT,
    PaperState.SCREEN_ONLY: Paper.TIP,
}


def draw(view: TicketView, sheet: Sheet, scene: Scene, page: int) -> None:
    """The number first, then what becomes of the paper, where to go and what to have ready; never paged."""
    unpaged(view, sheet, scene, page, lambda spare: _plans(view, sheet, spare))


def _plans(view: TicketView, sheet: Sheet, spare: Spare) -> Iterator[Plan]:
    portrait = sheet.look.glass.portrait
    head = heading(
        sheet, view, align=0.5 if portrait else 0.0, style=spare.title, sign=False, air=spare.air, small=spare.small
    )
    paper = _paper(sheet, view, spare)
    shown = (spare.sized(paper),) if paper is not None else ()
    said = [Pill(icon, text) for icon, text in ((Icon.PEOPLE, view.ahead), (Icon.CLOCK, view.wait)) if text]
    facts = (spare.sized(Facts(tuple(said), spare.air)),) if said else ()
    more, ways = _more(sheet, view, spare), ways_on(sheet, view)
    if _coded(view, spare):
        shown, more = (spare.sized(_with_code(sheet, view, spare)),), more[-1:] if view.bring and not spare.bare else ()
    if portrait:
        align = 0.0 if more else 0.3
        plan = Plan((head, _number(sheet, view, facts, spare), *shown, *more), touch=ways)
        yield replace(plan, gap=5 * spare.air, align=align)
        return
    left: tuple[Block, ...] = (head, _number(sheet, view, (), spare))
    for split in (0.36, 0.46) if sheet.look.barred else (0.46, 0.36):
        begin = tuple(replace(pill, align=0.0) for pill in said)
        under = (spare.sized(Column(begin, sheet.u(3 * spare.air))),) if begin else ()
        plan = Plan((*left, *under), (), (*shown, *more), ways, split=split, touch_left=True, panes=True)
        plan = replace(plan, gap=4.5 * spare.air)
        yield plan
        yield replace(plan, head=left, body=(*facts, *shown, *more))


def _number(sheet: Sheet, view: TicketView, facts: tuple[Block, ...], spare: Spare) -> Block:
    c = sheet.look.colours
    blocks: list[Block] = [spare.sized(Say(view.service, Type.LEAD, c.ink_2, 0.5))] if view.service else []
    px = round(sheet.look.text_px(Type.NUMBER) * (0.65 if spare.small else 0.8 if spare.close else 1.0))
    blocks += [Say(view.number, Type.NUMBER, c.ink, 0.5, px), *facts]
    pad = 5 if sheet.look.compact else 6
    return card(sheet, Column(tuple(blocks), sheet.u(3.4 * spare.air)), pad=pad * spare.pad)


def _coded(view: TicketView, spare: Spare) -> bool:
    """The place stands beside the code that is shown instead of paper."""
    return spare.close and bool(view.qr) and view.paper is PaperState.SCREEN_ONLY


def _with_code(sheet: Sheet, view: TicketView, spare: Spare) -> Block:
    """The code, and beside it that there is no paper, and where to go."""
    code = _matrix(sheet, view, spare)
    words: list[Block] = [Say(view.paper_label, Type.BODY, sheet.look.colours.ink)]
    if view.where is not None:
        words.append(place_words(sheet, view.where_title, view.where))
    return Row(
        (Cell(code, code.height(sheet, 0.0), align=0.0), Cell(Column(tuple(words), sheet.u(1.6)))), sheet.look.gap
    )


@dataclass(frozen=True, slots=True)
class Facts(Whole):
    """People and minutes: beside each other where no word has to be broken for it, else under each other."""

    said: tuple[Pill, ...]
    air: float

    def _block(self, sheet: Sheet, width: float) -> Block:
        gap = sheet.u(5)
        room = (width - gap) / 2
        if sheet.look.large or len(self.said) < 2 or any(pill.least(sheet) > room for pill in self.said):
            return Column(self.said, sheet.u(3 * self.air))
        return Row(tuple(Cell(one, align=0.0) for one in self.said), gap)

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As what it is here."""
        return self._block(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(sheet, rect.w).draw(sheet, scene, rect)


def _paper(sheet: Sheet, view: TicketView, spare: Spare) -> Block | None:
    if view.paper is PaperState.SCREEN_ONLY:
        return _code(sheet, view, spare)
    if not view.paper_label:
        return None
    c = sheet.look.colours
    say = Say(view.paper_label, Type.BODY if sheet.look.compact else Type.LEAD, c.ink)
    if not spare.sign:
        return marked(sheet, Icon.PRINTER, c.accent, replace(say, style=Type.BODY_STRONG))
    alone = view.where is None and not view.bring
    usual = (84 if alone else 46) if sheet.look.glass.portrait else 36 if sheet.look.compact else 50
    high = sheet.u(usual * (1.0 if spare.air > 0.5 else 0.7))
    picture = Free(high, lambda d, s, r: _printer(d, s, r, view))
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


def _code(sheet: Sheet, view: TicketView, spare: Spare) -> Block | None:
    """That there is no paper, beside the code to photograph: always together, and large enough for a telephone."""
    c = sheet.look.colours
    style = Type.BODY if sheet.look.compact else Type.LEAD
    say = Say(view.paper_label, style, c.ink) if view.paper_label else None
    if not view.qr:
        return None if say is None else card(sheet, say)
    code = _matrix(sheet, view, spare)
    shown = code if say is None else Shown(code, code.height(sheet, 0.0), say)
    return shown if sheet.look.compact else card(sheet, shown, pad=3.4 * spare.pad, tone=view.tone)


def _matrix(sheet: Sheet, view: TicketView, spare: Spare) -> Panel:
    """The code on white: 30 mm at least."""
    size = sheet.u(42 if not sheet.look.compact else 40 if spare.sign else 30)
    white = (1.0, 1.0, 1.0, 1.0)
    line = sheet.look.colours.line
    return Panel(Code(view.qr, size), white, (sheet.u(2), sheet.u(2)), sheet.u(4), line, sheet.u(0.5))


@dataclass(frozen=True, slots=True)
class Pair(Whole):
    """Where to go and what to have ready, beside each other where no word of either is broken for it."""

    view: TicketView
    place: Block
    bring: Block

    def _block(self, sheet: Sheet, width: float) -> Block:
        name = self.view.where.name if self.view.where is not None else ""
        first = max(_word(sheet, self.view.where_title, Type.SMALL), _word(sheet, name, Type.LABEL)) + sheet.u(25)
        items = max((_word(sheet, item.label, Type.BODY_STRONG) for item in self.view.bring), default=0)
        second = max(
            items + sheet.sign(12) + sheet.u(18), _word(sheet, self.view.bring_title, Type.HEADING) + sheet.u(25)
        )
        gap = sheet.look.gap
        if first + second + gap > width:
            return Column((self.place, self.bring), gap)
        most = max(first, min((width - gap) * 0.41, width - gap - second))
        return Row((Cell(self.place, most, align=-1), Cell(self.bring, align=-1)), gap)

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As what it is here."""
        return self._block(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(sheet, rect.w).draw(sheet, scene, rect)


def _word(sheet: Sheet, text: str, style: Type) -> float:
    return sheet.type.longest_word(text, style.font, sheet.look.text_px(style))


def _more(sheet: Sheet, view: TicketView, spare: Spare) -> tuple[Block, ...]:
    """Where to go and what to have ready: beside each other where there is room.

    The map goes before the words; where even those leave no room, what to have ready goes before the way.
    """
    where = view.where if spare.sign or view.where is None else replace(view.where, rooms=())
    place = place_card(sheet, view.where_title, where, pad=5.4 * spare.pad) if where is not None else None
    bring = None
    if view.bring and not spare.bare:
        title: tuple[Block, ...] = (title_row(sheet, Icon.DOCUMENTS, view.bring_title),) if view.bring_title else ()
        if spare.close and title:
            title = (Say(view.bring_title, Type.BODY_STRONG, sheet.look.colours.ink),)
        things = Items(view.bring, size=8.0 if spare.close else 12.0)
        bring = card(sheet, Column((*title, things), sheet.u(4 * spare.air), titled=bool(title)), pad=5.4 * spare.pad)
    if place is not None and bring is not None and not spare.sign and not _coded(view, spare):
        return (spare.sized(Pair(view, place, bring)),)
    return tuple(spare.sized(block) for block in (place, bring) if block is not None)
