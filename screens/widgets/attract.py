"""Attract: calm, in all languages, what one can do here, the hours, and how many wait."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.base.colours import Colour
from kiosk.views.touches import Touched
from kiosk.views.view import AttractView, Icon
from screens import icons
from screens.blocks import Block, Cell, Column, Free, Gap, Panel, Row, Say, Sheet, Sign, Spring, Whole
from screens.frame import frame
from screens.grid import Grid
from screens.layout import Plan, columns_for, compose
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import Beside, card, fact, start_of
from screens.widgets.drawn import CARD_SHAPE, card_picture, paper_picture

_DOT = " · "


def draw(view: AttractView, sheet: Sheet, scene: Scene, page: int) -> None:
    """Everything on it leads into the visit; only the tools are buttons of their own."""
    scene.target(Rect(0, 0, scene.width, scene.height), "touch", Touched(), view.title, main=True)
    inside = frame(sheet, scene, view)
    # nobody turns pages here: the titles are as large as the words leave room for
    ways = ((Type.HERO, 0.55), (Type.TITLE, 0.55), (Type.HEADING, 0.4), (Type.BODY_STRONG, 0.3))
    compose(sheet, scene, inside, page, (_plan(view, sheet, inside.area, *way) for way in ways[bool(view.also) :]))


def _plan(view: AttractView, sheet: Sheet, area: Rect, style: Type, share: float) -> Plan:
    """With titles in this style; on a small panel they have this share of the width of what stands beside them."""
    c = sheet.look.colours
    portrait = sheet.look.glass.portrait
    align = 0.5 if portrait else 0.0
    each = (view, *view.also)
    titles = Column(tuple(Say(one.title, style, c.ink, align) for one in each), sheet.u(2))
    head = Column((titles, *(Say(text, Type.LEAD, c.ink_2, align) for one in each for text in one.body)), sheet.u(4))
    offers = (card(sheet, Offers(_together(view)), pad=5),) if view.offers else ()
    facts, gap = _facts(sheet, view), sheet.u(6)
    if portrait:
        upper: tuple[Block, ...] = (head, _invite(sheet, view), *offers, *facts)
        with_picture: tuple[Block, ...] = (Free(sheet.u(50), _still_life, sheet.u(104)), *upper)
        tops = (upper,) if sheet.look.large else (with_picture, upper)
        return Plan(_above_languages(sheet, view, area, tops, gap, sheet.u(12)), gap=6)
    if sheet.look.compact:
        # a small panel leaves the pictures out
        begin = Beside(head, _invite(sheet, view), 60.0, share)
        least = sheet.u(4)
        upper = _above_languages(sheet, view, area, ((begin, *facts), (begin,)), least, least)
        return Plan(upper, gap=4, stacked=True)
    wide = area.w * 0.62 - sheet.u(9)
    room = area.h - Column((*offers, Gap(0)), gap).height(sheet, wide)
    picture = () if sheet.look.large or view.also else (Free(sheet.u(40), _still_life, sheet.u(96)),)
    body = (*offers, _languages(sheet, view, wide, room))
    return Plan((*picture, head, _invite(sheet, view), *facts), (), body, split=0.38, gap=6, body_align=0.5)


def _above_languages(
    sheet: Sheet, view: AttractView, area: Rect, tops: Sequence[tuple[Block, ...]], gap: float, air: float
) -> tuple[Block, ...]:
    """The first of the tops below which every other language has room, and those; nobody turns pages here."""
    for top in tops:
        room = area.h - Column(top, gap).height(sheet, area.w) - gap - air
        languages = _languages(sheet, view, area.w, room)
        if languages.height(sheet, area.w) <= room:
            break
    return (*top, Spring(), languages)


def _still_life(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    """A card and a ticket on a soft disc."""
    c = sheet.look.colours
    size = min(rect.h, rect.w * 0.8)
    # in landscape the words begin at the edge: so does the picture
    place = rect if sheet.look.glass.portrait else rect.start(size * 1.12)
    middle = place.centred(size, size)
    with scene.fixed(place):
        if c.shadows:
            scene.disc(middle, c.ground_2)
        high = size * 0.46
        paper_picture(
            sheet, scene, Rect(middle.x + size * 0.52, middle.y + size * 0.06, size * 0.44, size * 0.62), "R014"
        )
        card_picture(sheet, scene, Rect(middle.x - size * 0.08, middle.y + size * 0.47, high * CARD_SHAPE, high))


def _invite(sheet: Sheet, view: AttractView) -> Block:
    """The one thing to do, as a large bar."""
    c = sheet.look.colours
    touch = {each.language: each.touch for each in view.invitations}
    sign = Sign(icons.glyph(Icon.TOUCH), sheet.u(12), c.on_accent)
    says = tuple(Say(touch.get(each.language, each.title), Type.LABEL, c.on_accent) for each in (view, *view.also))
    return Panel(
        Row((Cell(sign, sheet.u(12)), Cell(Column(says, sheet.u(1.5)))), sheet.u(5)),
        c.accent,
        (sheet.u(9), sheet.u(4 if sheet.look.compact else 7)),
        sheet.u(6),
    )


def _together(view: AttractView) -> tuple[tuple[Icon, tuple[str, ...]], ...]:
    """Each offer with its words in every official language."""
    every = zip(*(each.offers for each in (view, *view.also)), strict=True)
    return tuple((offer[0][0], tuple(label for _, label in offer)) for offer in every)


@dataclass(frozen=True, slots=True)
class Offers(Whole):
    """What one can do here: beside each other when the words fit, else under each other."""

    offers: tuple[tuple[Icon, tuple[str, ...]], ...]

    def _block(self, sheet: Sheet, width: float) -> Block:
        c = sheet.look.colours
        count = len(self.offers)
        widest = [label for _, labels in self.offers for label in labels]
        across = columns_for(sheet, widest, width, count, Type.SMALL_STRONG, sheet.u(2))
        if across == count and not sheet.look.large:
            tiles = []
            for icon, labels in self.offers:
                char = icons.glyph(icon, right_to_left=sheet.look.right_to_left)
                sign = Sign(char, sheet.u(15), c.accent, c.accent_soft, 0.5)
                says = (Say(label, Type.SMALL_STRONG, c.ink, 0.5) for label in labels)
                tiles.append(Column((sign, *says), sheet.u(2)))
            return Grid(tuple(tiles), across, sheet.u(4))
        rows = tuple(fact(sheet, icon, *labels, style=Type.SMALL_STRONG, size=10) for icon, labels in self.offers)
        return Column(rows, sheet.u(3))

    def height(self, sheet: Sheet, width: float) -> float:
        """As what it is here."""
        return self._block(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(sheet, rect.w).draw(sheet, scene, rect)


def _languages(sheet: Sheet, view: AttractView, width: float, room: float) -> Block:
    """How to begin and what one can do here, in every other language: as much of it as there is room for."""
    c = sheet.look.colours
    large = {each.language for each in (view, *view.also)}
    others = [each for each in view.invitations if each.language not in large]
    most = 1 if sheet.look.large else 3 if sheet.look.compact else 2
    touches, every = [each.touch for each in others], [_DOT.join(each.offers) for each in others]
    columns = min(
        columns_for(sheet, touches, width, most, Type.SMALL_STRONG, sheet.u(3)),
        columns_for(sheet, every, width, most, Type.SMALL, sheet.u(3)),
    )

    def said(text: str, colour: Colour = c.ink, style: Type = Type.SMALL) -> Say:
        return Say(text, style, colour, start_of(sheet, text))

    full = tuple(
        Column((said(each.touch, style=Type.SMALL_STRONG), said(_DOT.join(each.offers), c.ink_2))) for each in others
    )
    offers = tuple(said(offers) for offers in every)
    least = tuple(said(_DOT.join((*each.offers[:1], *each.offers[-1:]))) for each in others)
    shown = [_columns(sheet, cells, columns, width) for cells in (full, offers, least)]
    return next((block for block in shown if block.height(sheet, width) <= room), shown[-1])


def _columns(sheet: Sheet, cells: tuple[Block, ...], count: int, width: float) -> Block:
    """Columns that are read one after the other, divided where the highest of them is lowest."""
    gap, between = sheet.u(2.4 if sheet.look.compact else 3.6), sheet.u(6)
    if count == 1 or len(cells) < count:
        return Column(cells, gap)
    wide = (width - between * (count - 1)) / count
    highs = [cell.height(sheet, float(int(wide))) + gap for cell in cells]
    cuts = ((0, *inner, len(cells)) for inner in itertools.combinations(range(1, len(cells)), count - 1))
    ends = min(cuts, key=lambda cut: max(sum(highs[a:b]) for a, b in itertools.pairwise(cut)))
    parts = [Column(cells[start:end], gap) for start, end in itertools.pairwise(ends)]
    return Row(tuple(Cell(part, align=0.0) for part in parts), between)


def _facts(sheet: Sheet, view: AttractView) -> tuple[Block, ...]:
    every = (view, *view.also)
    pairs = [(Icon.CLOCK, [each.hours for each in every]), (Icon.PEOPLE, [each.waiting for each in every])]
    style = Type.SMALL_STRONG if sheet.look.compact or view.also else Type.BODY_STRONG
    cells = [fact(sheet, icon, *texts, style=style, size=10) for icon, texts in pairs if all(texts)]
    if not cells:
        return ()
    if len(cells) < 2:
        return tuple(cells)
    return (Beside(cells[0], cells[1], 66.0),)
