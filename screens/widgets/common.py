"""Pieces that several screens share: buttons in columns, cards, facts, lists with pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.visit.view import Action, Icon, Item, Role, Tone, View
from screens import icons
from screens.blocks import Block, Cell, Column, Desk, Elastic, Kept, Panel, Row, Say, Sign, Whole, once
from screens.buttons import BarButton, RowButton, Tile
from screens.frame import frame
from screens.grid import Grid
from screens.layout import Plan, columns_for, compose
from screens.scene import Rect, Scene
from screens.theme import Type


@dataclass(frozen=True, slots=True)
class Choices(Elastic):
    """Actions as tiles or bars in as many columns as their words allow."""

    actions: tuple[Action, ...]
    most: int
    shape: str = "row"
    stretch: float = 0.0

    def _grid(self, desk: Desk, width: float) -> Grid:
        most = min(self.most, len(self.actions))
        labels = [a.label for a in self.actions]
        room = {"tile": 8.0, "row": 27.0, "bar": 19.0}[self.shape]
        columns = columns_for(desk, labels, width, most, Type.LABEL, desk.u(room)) if most > 1 else 1
        blocks: tuple[Block, ...] = tuple(_shaped(a, self.shape) for a in self.actions)
        return Grid(blocks, columns, desk.look.gap, self.stretch, fill=self.shape != "row")

    @once
    def height(self, desk: Desk, width: float) -> float:
        """As its grid."""
        return self._grid(desk, width).height(desk, width)

    def room_for(self, desk: Desk, width: float) -> float:
        """As its grid."""
        return self._grid(desk, width).room_for(desk, width)

    def draw(self, desk: Desk, scene: Scene, rect: Rect) -> None:
        """As its grid."""
        self._grid(desk, rect.w).draw(desk, scene, rect)

    def split(self, desk: Desk, width: float, height: float) -> tuple[Block, Block] | None:
        """As its grid."""
        return self._grid(desk, width).split(desk, width, height)


def _shaped(action: Action, shape: str) -> Block:
    if shape == "tile":
        return Tile(action)
    return BarButton(action) if shape == "bar" else RowButton(action)


def ways_on(view: View) -> tuple[Block, ...]:
    """The buttons that lead on: what matters or needs a second line over the full width, the others beside each other."""
    first = [a for a in view.actions if a.role is Role.PRIMARY]
    wide = [a for a in view.actions if a.role is not Role.PRIMARY and a.detail]
    others = tuple(a for a in view.actions if a.role is not Role.PRIMARY and not a.detail)
    blocks: list[Block] = [RowButton(a) if a.detail else BarButton(a) for a in (*first, *wide)]
    if others:
        blocks.append(Choices(others, 3 if len(others) == 3 else 2, "bar"))
    return tuple(blocks)


def _fewer(view: View, plan: Plan) -> Plan:
    """The plan for when all buttons do not fit under the title: the one that matters stays, the others follow the matter."""
    main = next((a for a in view.actions if a.role is Role.PRIMARY), view.actions[-1])
    rest = tuple(a for a in view.actions if a is not main)
    body = (*plan.body, Choices(rest, 2, "bar")) if rest else plan.body
    return replace(plan, touch=(BarButton(main),), body=body)


def card(desk: Desk, block: Block, *, pad: float = 5.4, tone: Tone | None = None) -> Panel:
    """A white card with a soft shadow; with a tone it has that tone's ground and bar."""
    c = desk.look.colours
    edge = None if c.shadows else c.line
    if tone is None:
        return Panel(block, c.surface, (desk.u(pad + 1), desk.u(pad)), desk.u(5), edge, desk.u(0.5), desk.u(2.6))
    pair = c.tones[tone]
    return Panel(
        block, pair.soft, (desk.u(pad + 1), desk.u(pad)), desk.u(5), edge or pair.soft, desk.u(0.5), 0.0, pair.colour
    )


def title_row(desk: Desk, icon: Icon, text: str) -> Row:
    """The title of a card with its picture."""
    c = desk.look.colours
    char = icons.glyph(icon, right_to_left=desk.look.right_to_left)
    size = desk.sign(8)
    return Row((Cell(Sign(char, size, c.accent), size), Cell(Say(text, Type.HEADING, c.ink))), desk.u(3.2))


def fact(desk: Desk, icon: Icon, text: str, *, style: Type = Type.BODY_STRONG, size: float = 13.0) -> Row:
    """A picture and a few words."""
    c = desk.look.colours
    char = icons.glyph(icon, right_to_left=desk.look.right_to_left)
    high = desk.sign(size)
    sign = Sign(char, high, c.accent, c.accent_soft)
    return Row((Cell(sign, high), Cell(Say(text, style, c.ink))), desk.u(4.5))


@dataclass(frozen=True, slots=True)
class Pill(Whole):
    """A picture and a few words, as wide as they are, in the middle or where reading starts."""

    icon: Icon
    text: str
    align: float = 0.5

    @once
    def height(self, desk: Desk, width: float) -> float:
        """As high as its row."""
        return self._row(desk).height(desk, self._wide(desk, width))

    def draw(self, desk: Desk, scene: Scene, rect: Rect) -> None:
        """The row at its own width."""
        wide = self._wide(desk, rect.w)
        self._row(desk).draw(desk, scene, Rect(round(rect.x + (rect.w - wide) * self.align), rect.y, wide, rect.h))

    def _row(self, desk: Desk) -> Row:
        return fact(desk, self.icon, self.text, size=11)

    def _wide(self, desk: Desk, width: float) -> float:
        style = Type.BODY_STRONG
        words = desk.type.width(self.text, style.font, desk.look.text_px(style)) + 4.0
        return min(width, words + desk.sign(11) + desk.u(4.5))


def item_row(desk: Desk, item: Item, *, size: float = 12.0, detail: Type = Type.SMALL) -> Row:
    """Something to bring or to know: picture, words, detail."""
    c = desk.look.colours
    char = icons.glyph(item.icon, right_to_left=desk.look.right_to_left)
    words: list[Block] = [Say(item.label, Type.BODY_STRONG, c.ink)]
    if item.detail:
        words.append(Say(item.detail, detail, c.ink_2))
    high = desk.sign(size)
    sign = Sign(char, high, c.accent, c.accent_soft)
    return Row((Cell(sign, high, align=0.0), Cell(Column(tuple(words), desk.u(0.8)))), desk.u(4.5))


@dataclass(frozen=True, slots=True)
class Items:
    """A list with pictures, in two columns where each is wide enough."""

    things: tuple[Item, ...]
    least: float = 84.0

    def _grid(self, desk: Desk, width: float) -> Block:
        rows = tuple(item_row(desk, thing) for thing in self.things)
        two = not desk.look.large and len(rows) > 1 and width >= 2 * desk.u(self.least)
        return Grid(rows, 2, desk.u(3.6)) if two else Column(rows, desk.u(3.6))

    @once
    def height(self, desk: Desk, width: float) -> float:
        """As its rows."""
        return self._grid(desk, width).height(desk, width)

    def draw(self, desk: Desk, scene: Scene, rect: Rect) -> None:
        """As its rows."""
        self._grid(desk, rect.w).draw(desk, scene, rect)

    def split(self, desk: Desk, width: float, height: float) -> tuple[Block, Block] | None:
        """Between two rows."""
        return self._grid(desk, width).split(desk, width, height)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with words: beside it where there is room, else under it."""

    picture: Block
    pixels: float
    words: Say

    def _block(self, desk: Desk, width: float) -> Block:
        gap = desk.u(7)
        if desk.look.large or width - self.pixels - gap < desk.u(66):
            return Column((self.picture, replace(self.words, align=0.5)), desk.u(4))
        return Row((Cell(self.picture, self.pixels), Cell(self.words)), gap)

    @once
    def height(self, desk: Desk, width: float) -> float:
        """As what it is here."""
        return self._block(desk, width).height(desk, width)

    def draw(self, desk: Desk, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(desk, rect.w).draw(desk, scene, rect)

    def split(self, desk: Desk, width: float, height: float) -> tuple[Block, Block] | None:
        """Between picture and words when they are under each other."""
        return self._block(desk, width).split(desk, width, height)


@dataclass(frozen=True, slots=True)
class Beside(Kept):
    """Two blocks beside each other when there is room and the text is of normal size, else under each other."""

    first: Block
    second: Block
    least: float = 92.0
    share: float = 1.0

    def _block(self, desk: Desk, width: float) -> Block:
        gap = desk.look.gap
        if desk.look.large or (width - gap) / 2 < desk.u(self.least):
            return Column((self.first, self.second), gap)
        return Row((Cell(self.first, align=-1, share=self.share), Cell(self.second, align=-1)), gap)

    @once
    def height(self, desk: Desk, width: float) -> float:
        """As what it is here."""
        return self._block(desk, width).height(desk, width)

    def draw(self, desk: Desk, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(desk, rect.w).draw(desk, scene, rect)

    def split(self, desk: Desk, width: float, height: float) -> tuple[Block, Block] | None:
        """Under each other when they must be divided."""
        return Column((self.first, self.second), desk.look.gap).split(desk, width, height)


def framed(view: View, desk: Desk, scene: Scene, page: int, plan: Plan) -> None:
    """The frame around, the plan inside."""
    if plan.touch_left and plan.body and view.actions:
        plan = replace(plan, fallback=_fewer(view, plan))
    compose(desk, scene, frame(desk, scene, view), page, plan)


def pages_of(view: View, desk: Desk, plan: Plan) -> int:
    """How many pages a plan takes, found by drawing it on a sheet that nobody sees."""
    glass = desk.look.glass
    sheet = Scene(glass.width, glass.height, mirrored=desk.look.right_to_left)
    framed(view, desk, sheet, 0, plan)
    return sheet.pages
