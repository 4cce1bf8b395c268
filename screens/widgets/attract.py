"""Attract: calm, in all languages, what one can do here, the hours, and how many wait."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from kiosk.views.touches import Touched
from kiosk.views.view import AttractView, Icon
from screens import icons
from screens.blocks import Block, BlockContext, Cell, Column, Free, Gap, Panel, Row, Say, Sign, Spring, Whole
from screens.colours import Colour
from screens.frame import frame
from screens.grid import Grid
from screens.layout import Plan, columns_for, compose
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import Beside, card, fact, start_of
from screens.widgets.drawn import CARD_SHAPE, card_picture, paper_picture

# a dot between two offers stays with the first
_DOT = "\u00a0· "


def draw(view: AttractView, desk: BlockContext, scene: Scene, page: int) -> None:
    """Everything on it leads into the visit; only the tools are buttons of their own."""
    scene.target(Rect(0, 0, scene.width, scene.height), "touch", Touched(), view.title, main=True)
    area = frame(desk, scene, view)
    c = desk.look.colours
    portrait = desk.look.glass.portrait
    align = 0.5 if portrait else 0.0
    words: list[Block] = [Say(view.title, Type.HERO, c.ink, align)]
    words += [Say(text, Type.LEAD, c.ink_2, align) for text in view.body]
    head = Column(tuple(words), desk.u(4))
    offers = (card(desk, Offers(view.offers), pad=5),) if view.offers else ()
    facts, gap = _facts(desk, view), desk.u(6)
    if portrait:
        upper = (head, _invite(desk, view), *offers, *facts)
        room = area.h - Column(upper, gap).height(desk, area.w) - desk.u(12)
        picture = () if desk.look.large else (Free(desk.u(50), _still_life, desk.u(104)),)
        room -= sum(block.height(desk, area.w) + gap for block in picture)
        plan = Plan((*picture, *upper, Spring(), _languages(desk, view, area.w, room)), gap=6)
    elif desk.look.compact:
        # a small panel leaves the pictures out
        top = (Beside(head, _invite(desk, view), 60.0, 0.55), *facts)
        room = area.h - Column(top, desk.u(4)).height(desk, area.w) - 2 * desk.u(4)
        plan = Plan((*top, Spring(), _languages(desk, view, area.w, room)), gap=4, stacked=True)
    else:
        wide = area.w * 0.62 - desk.u(9)
        room = area.h - Column((*offers, Gap(0)), gap).height(desk, wide)
        picture = () if desk.look.large else (Free(desk.u(40), _still_life, desk.u(96)),)
        body = (*offers, _languages(desk, view, wide, room))
        plan = Plan((*picture, head, _invite(desk, view), *facts), (), body, split=0.38, gap=6, body_align=0.5)
    compose(desk, scene, area, page, plan)


def _still_life(desk: BlockContext, scene: Scene, rect: Rect) -> None:
    """A card and a ticket on a soft disc."""
    c = desk.look.colours
    size = min(rect.h, rect.w * 0.8)
    # in landscape the words begin at the edge: so does the picture
    place = rect if desk.look.glass.portrait else rect.start(size * 1.12)
    middle = place.centred(size, size)
    with scene.fixed(place):
        if c.shadows:
            scene.disc(middle, c.ground_2)
        high = size * 0.46
        paper_picture(
            desk, scene, Rect(middle.x + size * 0.52, middle.y + size * 0.06, size * 0.44, size * 0.62), "R014"
        )
        card_picture(desk, scene, Rect(middle.x - size * 0.08, middle.y + size * 0.47, high * CARD_SHAPE, high))


def _invite(desk: BlockContext, view: AttractView) -> Block:
    """The one thing to do, as a large bar."""
    c = desk.look.colours
    text = next((each.touch for each in view.invitations if each.language == view.language), "")
    sign = Sign(icons.glyph(Icon.TOUCH), desk.u(12), c.on_accent)
    say = Say(text or view.title, Type.LABEL, c.on_accent)
    return Panel(
        Row((Cell(sign, desk.u(12)), Cell(say)), desk.u(5)),
        c.accent,
        (desk.u(9), desk.u(4 if desk.look.compact else 7)),
        desk.u(6),
    )


@dataclass(frozen=True, slots=True)
class Offers(Whole):
    """What one can do here: beside each other when the words fit, else under each other."""

    offers: tuple[tuple[Icon, str], ...]

    def _block(self, desk: BlockContext, width: float) -> Block:
        c = desk.look.colours
        labels = [label for _, label in self.offers]
        across = columns_for(desk, labels, width, len(labels), Type.SMALL_STRONG, desk.u(2))
        if across == len(labels) and not desk.look.large:
            tiles = []
            for icon, label in self.offers:
                char = icons.glyph(icon, right_to_left=desk.look.right_to_left)
                sign = Sign(char, desk.u(15), c.accent, c.accent_soft, 0.5)
                tiles.append(Column((sign, Say(label, Type.SMALL_STRONG, c.ink, 0.5)), desk.u(2)))
            return Grid(tuple(tiles), across, desk.u(4))
        rows = tuple(fact(desk, icon, label, style=Type.SMALL_STRONG, size=10) for icon, label in self.offers)
        return Column(rows, desk.u(3))

    def height(self, desk: BlockContext, width: float) -> float:
        """As what it is here."""
        return self._block(desk, width).height(desk, width)

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(desk, rect.w).draw(desk, scene, rect)


def _languages(desk: BlockContext, view: AttractView, width: float, room: float) -> Block:
    """How to begin and what one can do here, in every other language: as much of it as there is room for."""
    c = desk.look.colours
    others = [each for each in view.invitations if each.language != view.language]
    most = 1 if desk.look.large else 3 if desk.look.compact else 2
    touches, every = [each.touch for each in others], [_DOT.join(each.offers) for each in others]
    columns = min(
        columns_for(desk, touches, width, most, Type.SMALL_STRONG, desk.u(3)),
        columns_for(desk, every, width, most, Type.SMALL, desk.u(3)),
    )

    def said(text: str, colour: Colour = c.ink, style: Type = Type.SMALL) -> Say:
        return Say(text, style, colour, start_of(desk, text))

    full = tuple(
        Column((said(each.touch, style=Type.SMALL_STRONG), said(_DOT.join(each.offers), c.ink_2))) for each in others
    )
    offers = tuple(said(offers) for offers in every)
    least = tuple(said(_DOT.join((*each.offers[:1], *each.offers[-1:]))) for each in others)
    shown = [_columns(desk, cells, columns, width) for cells in (full, offers, least)]
    return next((block for block in shown if block.height(desk, width) <= room), shown[-1])


def _columns(desk: BlockContext, cells: tuple[Block, ...], count: int, width: float) -> Block:
    """Columns that are read one after the other, divided where the highest of them is lowest."""
    gap, between = desk.u(2.4 if desk.look.compact else 3.6), desk.u(6)
    if count == 1 or len(cells) < count:
        return Column(cells, gap)
    wide = (width - between * (count - 1)) / count
    highs = [cell.height(desk, float(int(wide))) + gap for cell in cells]
    cuts = ((0, *inner, len(cells)) for inner in itertools.combinations(range(1, len(cells)), count - 1))
    ends = min(cuts, key=lambda cut: max(sum(highs[a:b]) for a, b in itertools.pairwise(cut)))
    parts = [Column(cells[start:end], gap) for start, end in itertools.pairwise(ends)]
    return Row(tuple(Cell(part, align=0.0) for part in parts), between)


def _facts(desk: BlockContext, view: AttractView) -> tuple[Block, ...]:
    pairs = [(Icon.CLOCK, view.hours), (Icon.PEOPLE, view.waiting)]
    style = Type.SMALL_STRONG if desk.look.compact else Type.BODY_STRONG
    cells = [fact(desk, icon, text, style=style, size=10) for icon, text in pairs if text]
    if not cells:
        return ()
    if len(cells) < 2:
        return tuple(cells)
    return (Beside(cells[0], cells[1], 66.0),)
