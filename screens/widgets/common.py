"""Pieces that several screens share: buttons in columns, cards, facts, lists with pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.views.view import Action, Icon, Item, Role, Tone, View
from screens import icons
from screens.blocks import (
    Block,
    BlockContext,
    Cell,
    Column,
    Elastic,
    Free,
    Kept,
    Panel,
    Row,
    Say,
    Sign,
    Whole,
    once,
    put_glyph,
)
from screens.buttons import BarButton, RowButton, Tile
from screens.colours import Colour
from screens.frame import frame
from screens.grid import Grid
from screens.layout import Plan, columns_for, lay, show
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.typeset import is_arabic


class Group(Column, Kept):
    """Blocks that belong together: divided only when they are higher than a page."""


@dataclass(frozen=True, slots=True)
class Choices(Elastic):
    """Actions as tiles or bars in as many columns as their words allow."""

    actions: tuple[Action, ...]
    most: int
    shape: str = "row"
    stretch: float = 0.0

    def _grid(self, desk: BlockContext, width: float) -> Grid:
        most = min(self.most, len(self.actions))
        labels = [a.label for a in self.actions]
        # on a small panel the sign of a bar may stand above its words
        room = {"tile": 8.0, "row": 27.0, "bar": 8.0 if desk.look.compact else 19.0}[self.shape]
        columns = columns_for(desk, labels, width, most, Type.LABEL, desk.u(room)) if most > 1 else 1
        blocks: tuple[Block, ...] = tuple(_shaped(a, self.shape) for a in self.actions)
        return Grid(blocks, columns, desk.look.gap, self.stretch, fill=self.shape != "row")

    @once
    def height(self, desk: BlockContext, width: float) -> float:
        """As its grid."""
        return self._grid(desk, width).height(desk, width)

    def room_for(self, desk: BlockContext, width: float) -> float:
        """As its grid."""
        return self._grid(desk, width).room_for(desk, width)

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """As its grid."""
        self._grid(desk, rect.w).draw(desk, scene, rect)

    def split(self, desk: BlockContext, width: float, height: float) -> tuple[Block, Block] | None:
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
    fewer = replace(plan, touch=(BarButton(main),), body=body)
    # the title stays on every page
    return replace(fewer, fallback=replace(fewer, text=(), body=(*plan.text, *body))) if plan.text else fewer


def card(desk: BlockContext, block: Block, *, pad: float = 5.4, tone: Tone | None = None) -> Panel:
    """A white card with a soft shadow; with a tone it has that tone's ground and bar."""
    c = desk.look.colours
    edge = None if c.shadows else c.line
    if tone is None:
        return Panel(block, c.surface, (desk.u(pad + 1), desk.u(pad)), desk.u(5), edge, desk.u(0.5), desk.u(2.6))
    pair = c.tones[tone]
    return Panel(
        block, pair.soft, (desk.u(pad + 1), desk.u(pad)), desk.u(5), edge or pair.soft, desk.u(0.5), 0.0, pair.colour
    )


def start_of(desk: BlockContext, text: str) -> float:
    """Where a paragraph in another language begins: at the other edge when it is read the other way."""
    return 1.0 if is_arabic(text) != desk.look.right_to_left else 0.0


def title_row(desk: BlockContext, icon: Icon, text: str) -> Row:
    """The title of a card with its picture; a whole sentence is set as text."""
    c = desk.look.colours
    style = Type.BODY_STRONG if text.endswith((".", "!", "?")) else Type.HEADING
    char = icons.glyph(icon, right_to_left=desk.look.right_to_left)
    size = desk.sign(8)
    return Row((Cell(Sign(char, size, c.accent), size), Cell(Say(text, style, c.ink))), desk.u(3.2))


def marked(desk: BlockContext, icon: Icon, colour: Colour, say: Say) -> Row:
    """A small sign on the first line of what it stands for."""
    line = float(round(desk.look.text_px(say.style) * say.style.leading))
    size = desk.sign(7)
    sign = Free(
        max(size, line), lambda _, scene, rect: put_glyph(scene, rect.centred(size, size), icons.glyph(icon), colour)
    )
    return Row((Cell(sign, size, align=0.0), Cell(say, align=0.0)), desk.u(2.8))


def fact(desk: BlockContext, icon: Icon, text: str, *, style: Type = Type.BODY_STRONG, size: float = 13.0) -> Row:
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
    def height(self, desk: BlockContext, width: float) -> float:
        """As high as its row."""
        return self._row(desk).height(desk, self._wide(desk, width))

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """The row at its own width."""
        wide = self._wide(desk, rect.w)
        self._row(desk).draw(desk, scene, Rect(round(rect.x + (rect.w - wide) * self.align), rect.y, wide, rect.h))

    def _row(self, desk: BlockContext) -> Row:
        return fact(desk, self.icon, self.text, size=11)

    def _wide(self, desk: BlockContext, width: float) -> float:
        style = Type.BODY_STRONG
        words = desk.type.width(self.text, style.font, desk.look.text_px(style)) + 4.0
        return min(width, words + desk.sign(11) + desk.u(4.5))


def item_row(desk: BlockContext, item: Item, *, size: float = 12.0, detail: Type = Type.SMALL) -> Row:
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

    def _grid(self, desk: BlockContext, width: float) -> Block:
        rows: tuple[Block, ...] = tuple(Column((item_row(desk, thing),)) for thing in self.things)
        two = not desk.look.large and len(rows) > 1 and width >= 2 * desk.u(self.least)
        gap = desk.u(2.4 if desk.look.compact else 3.6)
        return Grid(rows, 2, gap) if two else Column(rows, gap)

    @once
    def height(self, desk: BlockContext, width: float) -> float:
        """As its rows."""
        return self._grid(desk, width).height(desk, width)

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """As its rows."""
        self._grid(desk, rect.w).draw(desk, scene, rect)

    def split(self, desk: BlockContext, width: float, height: float) -> tuple[Block, Block] | None:
        """Between two rows."""
        return self._grid(desk, width).split(desk, width, height)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with words: beside it where there is room, else under it."""

    picture: Block
    pixels: float
    words: Say

    def _block(self, desk: BlockContext, width: float) -> Block:
        gap = desk.u(7)
        word = desk.type.longest_word(self.words.text, self.words.style.font, desk.look.text_px(self.words.style))
        if desk.look.large or width - self.pixels - gap < max(desk.u(38), word):
            return Column((self.picture, replace(self.words, align=0.5)), desk.u(4))
        return Row((Cell(self.picture, self.pixels), Cell(self.words)), gap)

    @once
    def height(self, desk: BlockContext, width: float) -> float:
        """As what it is here."""
        return self._block(desk, width).height(desk, width)

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(desk, rect.w).draw(desk, scene, rect)

    def split(self, desk: BlockContext, width: float, height: float) -> tuple[Block, Block] | None:
        """Between picture and words when they are under each other."""
        return self._block(desk, width).split(desk, width, height)


@dataclass(frozen=True, slots=True)
class Beside(Kept):
    """Two blocks beside each other when there is room and the text is of normal size, else under each other."""

    first: Block
    second: Block
    least: float = 92.0
    share: float = 1.0

    def _block(self, desk: BlockContext, width: float) -> Block:
        gap = desk.look.gap
        if desk.look.large or (width - gap) / 2 < desk.u(self.least):
            return Column((self.first, self.second), gap)
        return Row((Cell(self.first, align=-1, share=self.share), Cell(self.second, align=-1)), gap)

    @once
    def height(self, desk: BlockContext, width: float) -> float:
        """As what it is here."""
        return self._block(desk, width).height(desk, width)

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(desk, rect.w).draw(desk, scene, rect)

    def split(self, desk: BlockContext, width: float, height: float) -> tuple[Block, Block] | None:
        """Under each other when they must be divided, each whole if there is room."""
        if self.first.height(desk, width) <= height:
            return self.first, self.second
        return Column((self.first, self.second), desk.look.gap).split(desk, width, height)


def framed(view: View, desk: BlockContext, scene: Scene, page: int, plan: Plan, shorter: Plan | None = None) -> None:
    """The frame around, the plan inside; or the shorter plan, when that saves a page."""
    area = frame(desk, scene, view)
    laid = lay(desk, scene, area, _with_fallback(view, plan))
    if shorter is not None and laid.pages > 1:
        other = lay(desk, scene, area, _with_fallback(view, shorter))
        laid = other if other.pages < laid.pages else laid
    show(desk, scene, laid, page)


def _with_fallback(view: View, plan: Plan) -> Plan:
    """What to do when the buttons do not fit under the title."""
    if not (plan.touch_left and plan.body and view.actions):
        return plan
    plain = replace(plan, head=plan.plain_head or plan.head)
    fewer = _fewer(view, plain)
    return replace(plan, fallback=replace(plain, fallback=fewer) if plan.plain_head else fewer)
