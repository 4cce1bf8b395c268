"""Pieces that several screens share: buttons in columns, cards, facts, lists with pictures."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from kiosk.base.colours import Colour
from kiosk.base.scripts import from_right
from kiosk.views.view import (
    Action,
    AnswerView,
    ConfirmView,
    Icon,
    Item,
    LanguageView,
    LastTryView,
    MenuView,
    MoreTimeView,
    PinView,
    QuestionView,
    Role,
    StaffView,
    Tone,
    View,
)
from screens import icons
from screens.blocks import (
    Block,
    Cell,
    Column,
    Elastic,
    Free,
    Kept,
    Panel,
    Row,
    Say,
    Sheet,
    Sign,
    Whole,
    once,
    put_glyph,
)
from screens.buttons import BarButton, RowButton, Tile
from screens.frame import frame, has_room, what_matters
from screens.grid import Grid
from screens.layout import Plan, columns_for, compose
from screens.pager import Counted
from screens.scene import Rect, Scene
from screens.spare import AIR, BARE, CLOSE, KEYS, Spare
from screens.theme import Type
from screens.widgets.named import Named

# the buttons are the answers to what is asked, and stay together
_ANSWERED = (ConfirmView, LanguageView, LastTryView, MenuView, MoreTimeView, QuestionView, StaffView)


class Group(Column, Kept):
    """Blocks that belong together: divided only when they are higher than a page."""


@dataclass(frozen=True, slots=True)
class Choices(Elastic):
    """Actions as tiles or bars in as many columns as their words allow."""

    actions: tuple[Action, ...]
    most: int
    shape: str = "row"
    stretch: float = 0.0

    def _grid(self, sheet: Sheet, width: float) -> Grid:
        most = min(self.most, len(self.actions))
        labels = [a.label for a in self.actions]
        # on a small panel the sign of a bar may stand above its words
        room = {"tile": 8.0, "row": 27.0, "bar": 8.0 if sheet.look.compact else 19.0}[self.shape]
        columns = columns_for(sheet, labels, width, most, Type.LABEL, sheet.u(room)) if most > 1 else 1
        blocks: tuple[Block, ...] = tuple(_shaped(a, self.shape) for a in self.actions)
        return Grid(blocks, columns, sheet.look.gap, self.stretch, fill=self.shape != "row")

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As its grid."""
        return self._grid(sheet, width).height(sheet, width)

    def room_for(self, sheet: Sheet, width: float) -> float:
        """As its grid."""
        return self._grid(sheet, width).room_for(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As its grid."""
        self._grid(sheet, rect.w).draw(sheet, scene, rect)

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """As its grid."""
        return self._grid(sheet, width).split(sheet, width, height)


def _shaped(action: Action, shape: str) -> Block:
    if shape == "tile":
        return Tile(action)
    return BarButton(action) if shape == "bar" else RowButton(action)


def ways_on(sheet: Sheet, view: View) -> tuple[Block, ...]:
    """The buttons that lead on: what matters or needs a second line over the full width, the others beside each other.

    Not the one that a foot bar has.
    """
    first = [a for a in view.actions if a.role is Role.PRIMARY and a is not in_bar(sheet, view)]
    wide = [a for a in view.actions if a.role is not Role.PRIMARY and a.detail]
    others = tuple(a for a in view.actions if not (a.role is Role.PRIMARY or a.detail or a is in_bar(sheet, view)))
    blocks: list[Block] = [RowButton(a) if a.detail else BarButton(a) for a in (*first, *wide)]
    if others:
        blocks.append(Choices(others, 3 if len(others) == 3 else 2, "bar"))
    return tuple(blocks)


def in_bar(sheet: Sheet, view: View) -> Action | None:
    """The action that matters, where there is a foot bar with a place for it."""
    # the frame is never close
    sheet = sheet.closer(1.0)
    if not (sheet.look.compact and view.controls) or isinstance(view, _ANSWERED) or _only_said(view):
        return None
    if isinstance(view, PinView) and sheet.look.glass.portrait:
        return None
    # beside the keys of a PIN there is no room for the way on without one
    alone = isinstance(view, PinView)
    first = view.actions[:1] if alone else [a for a in view.actions if a.role is Role.PRIMARY]
    return next((action for action in first if has_room(sheet, view, action, alone=alone)), None)


def _fewer(view: View, plan: Plan) -> Plan:
    """The plan for when all buttons do not fit under the title: the one that matters stays, the others follow the matter."""
    main = next((a for a in view.actions if a.role is Role.PRIMARY), view.actions[-1])
    rest = tuple(a for a in view.actions if a is not main)
    body = (*plan.body, Choices(rest, 2, "bar")) if rest else plan.body
    return replace(plan, touch=(BarButton(main),), body=body)


def card(sheet: Sheet, block: Block, *, pad: float = 5.4, tone: Tone | None = None) -> Panel:
    """What is read: white and flat with a hair line; with a tone it has that tone's ground and bar."""
    c = sheet.look.colours
    if tone is None:
        return Panel(block, c.surface, (sheet.u(pad + 1), sheet.u(pad)), sheet.u(5), c.line, sheet.u(0.5))
    pair = c.tones[tone]
    return Panel(
        block,
        pair.soft,
        (sheet.u(pad + 1), sheet.u(pad)),
        sheet.u(5),
        pair.soft if c.shadows else c.line,
        sheet.u(0.5),
        pair.colour,
    )


def start_of(sheet: Sheet, text: str) -> float:
    """Where a paragraph in another language begins: at the other edge when it is read the other way."""
    return 1.0 if from_right(text) != sheet.look.right_to_left else 0.0


def title_row(sheet: Sheet, icon: Icon, text: str) -> Row:
    """The title of a card with its picture; a whole sentence is set as text."""
    c = sheet.look.colours
    style = Type.BODY_STRONG if text.endswith((".", "!", "?")) else Type.HEADING
    char = icons.glyph(icon, right_to_left=sheet.look.right_to_left)
    size = sheet.sign(8)
    return Row((Cell(Sign(char, size, c.accent), size), Cell(Say(text, style, c.ink))), sheet.u(3.2))


def marked(sheet: Sheet, icon: Icon, colour: Colour, say: Say) -> Row:
    """A small sign on the first line of what it stands for."""
    line = float(round(sheet.look.text_px(say.style) * sheet.look.leading(say.style)))
    size = sheet.sign(7)
    sign = Free(
        max(size, line), lambda _, scene, rect: put_glyph(scene, rect.centred(size, size), icons.glyph(icon), colour)
    )
    return Row((Cell(sign, size, align=0.0), Cell(say, align=0.0)), sheet.u(2.8))


def fact(
    sheet: Sheet,
    icon: Icon,
    *texts: str,
    style: Type = Type.BODY_STRONG,
    size: float = 13.0,
    tone: Tone | None = None,
    beside: tuple[str, ...] = (),
) -> Row:
    """A picture and a few words, each text in a paragraph of its own; those `beside` it in small print."""
    c = sheet.look.colours
    colour, soft = (c.accent, c.accent_soft) if tone is None else (c.tones[tone].colour, c.tones[tone].soft)
    char = icons.glyph(icon, right_to_left=sheet.look.right_to_left)
    high = sheet.sign(size)
    sign = Sign(char, high, colour, soft)
    says: list[Block] = [Say(text, style, c.ink) for text in texts]
    says += [Say(text, Type.SMALL, c.ink_2) for text in beside]
    return Row((Cell(sign, high), Cell(says[0] if len(says) == 1 else Column(tuple(says), sheet.u(1.5)))), sheet.u(4.5))


@dataclass(frozen=True, slots=True)
class Pill(Whole):
    """A picture and a few words, as wide as they are, in the middle or where reading starts; in a tone when asked."""

    icon: Icon
    text: str
    align: float = 0.5
    tone: Tone | None = None

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As high as its row."""
        return self._row(sheet).height(sheet, self._wide(sheet, width))

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """The row at its own width."""
        wide = self._wide(sheet, rect.w)
        self._row(sheet).draw(sheet, scene, Rect(round(rect.x + (rect.w - wide) * self.align), rect.y, wide, rect.h))

    def least(self, sheet: Sheet) -> float:
        """The width that its longest word needs."""
        style = Type.BODY_STRONG
        word = sheet.type.longest_word(self.text, style.font, sheet.look.text_px(style))
        return word + sheet.sign(11) + sheet.u(4.5)

    def _row(self, sheet: Sheet) -> Row:
        return fact(sheet, self.icon, self.text, size=11, tone=self.tone)

    def _wide(self, sheet: Sheet, width: float) -> float:
        style = Type.BODY_STRONG
        words = sheet.type.width(self.text, style.font, sheet.look.text_px(style)) + 4.0
        return min(width, words + sheet.sign(11) + sheet.u(4.5))


def item_row(sheet: Sheet, item: Item, *, size: float = 12.0, detail: Type = Type.SMALL) -> Row:
    """Something to bring or to know: picture, words, detail."""
    c = sheet.look.colours
    char = icons.glyph(item.icon, right_to_left=sheet.look.right_to_left)
    high = sheet.sign(size)
    sign = Sign(char, high, c.accent, c.accent_soft)
    label = Say(item.label, Type.BODY_STRONG, c.ink)
    words: Block = Named(label, Say(item.detail, detail, c.ink_2)) if item.detail else label
    return Row((Cell(sign, high, align=0.0), Cell(words)), sheet.u(4.5))


@dataclass(frozen=True, slots=True)
class Items:
    """A list with pictures, in two columns where each is wide enough."""

    things: tuple[Item, ...]
    least: float = 84.0
    size: float = 12.0

    def _grid(self, sheet: Sheet, width: float) -> Block:
        rows: tuple[Block, ...] = tuple(Column((item_row(sheet, thing, size=self.size),)) for thing in self.things)
        two = not sheet.look.large and len(rows) > 1 and width >= 2 * sheet.broad(self.least)
        gap = sheet.u(2.4 if sheet.look.compact else 3.6)
        return Grid(rows, 2, gap) if two else Column(rows, gap)

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As its rows."""
        return self._grid(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As its rows."""
        self._grid(sheet, rect.w).draw(sheet, scene, rect)

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """Between two rows."""
        return self._grid(sheet, width).split(sheet, width, height)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with words: beside it where there is room, else under it."""

    picture: Block
    pixels: float
    words: Say

    def _block(self, sheet: Sheet, width: float) -> Block:
        gap = sheet.u(7)
        word = sheet.type.longest_word(self.words.text, self.words.style.font, sheet.look.text_px(self.words.style))
        if sheet.look.large or width - self.pixels - gap < max(sheet.u(38), word):
            return Column((self.picture, replace(self.words, align=0.5)), sheet.u(4))
        return Row((Cell(self.picture, self.pixels), Cell(self.words)), gap)

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As what it is here."""
        return self._block(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(sheet, rect.w).draw(sheet, scene, rect)

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """Between picture and words when they are under each other."""
        return self._block(sheet, width).split(sheet, width, height)


@dataclass(frozen=True, slots=True)
class Beside(Kept):
    """Two blocks beside each other when there is room and the text is of normal size, else under each other."""

    first: Block
    second: Block
    least: float = 92.0
    share: float = 1.0

    def _block(self, sheet: Sheet, width: float) -> Block:
        gap = sheet.look.gap
        if sheet.look.large or (width - gap) / 2 < sheet.broad(self.least):
            return Column((self.first, self.second), gap)
        return Row((Cell(self.first, align=-1, share=self.share), Cell(self.second, align=-1)), gap)

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As what it is here."""
        return self._block(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(sheet, rect.w).draw(sheet, scene, rect)

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """Under each other when they must be divided, each whole if there is room."""
        if self.first.height(sheet, width) <= height:
            return self.first, self.second
        return Column((self.first, self.second), sheet.look.gap).split(sheet, width, height)


def framed(view: View, sheet: Sheet, scene: Scene, page: int, *plans: Plan, aim: int = 1) -> None:
    """The frame around, the plan inside; or a later, shorter plan, when that saves a page of more than `aim`."""
    each = itertools.chain.from_iterable(_arranged(sheet, view, plan) for plan in plans)
    _inside(view, sheet, scene, page, each, aim)


def unpaged(
    view: View, sheet: Sheet, scene: Scene, page: int, plans: Callable[[Spare], Iterable[Plan]], *, keyed: bool = False
) -> None:
    """A screen that is never paged: what it gives up it gives up in one order: air, sign, height of keys, titles.

    `keyed`: it has keys.  Where all of that is not enough the scene is `crowded`: the text is too large for the panel.
    """
    spares = (*AIR, *(KEYS if keyed else ()), *(CLOSE if sheet.look.large else (*CLOSE[:1], BARE)))
    each = itertools.chain.from_iterable(plans(spare) for spare in spares)
    _inside(view, sheet, scene, page, (way for plan in each for way in _arranged(sheet, view, plan)))
    scene.crowded = scene.crowded or scene.pages > 1


def _inside(view: View, sheet: Sheet, scene: Scene, page: int, plans: Iterable[Plan], aim: int = 1) -> None:
    inside = frame(sheet, scene, view, in_bar(sheet, view))
    # the title stays on every page
    again: Block = Say(view.title, Type.HEADING, sheet.look.colours.ink, lines=2)
    if inside.bar is not None:
        again = Counted(again)
    compose(sheet, scene, inside, page, plans, again, aim=aim)
    if inside.bar is not None and (action := in_bar(sheet, view)) is not None:
        what_matters(sheet, scene, inside.bar, action)


def _only_said(view: View) -> bool:
    """A few sentences and what can be done now: its buttons stand together, as those of a question do."""
    return isinstance(view, AnswerView) and only_text(view) and not (view.notes or view.own)


def only_text(view: AnswerView) -> bool:
    """A page that is read: nothing in it is a date, a price, a thing or a way."""
    matter = (view.when, view.time_line, view.where)
    return all(each is None for each in matter) and not (view.fee or view.fee_note or view.bring or view.channels)


def _arranged(sheet: Sheet, view: View, plan: Plan) -> Iterator[Plan]:
    """The plan, and what to do when the buttons do not fit under the title."""
    if not (plan.touch_left and plan.body and view.actions):
        yield plan
        return
    if in_bar(sheet, view) is not None:
        # what matters is in the bar: the others follow the matter where there is no room under the title
        after = replace(plan, body=(*plan.body, *plan.touch), touch=(), touch_left=False)
        yield replace(plan, fallback=after) if plan.touch else after
        yield replace(after, text=(), body=(*after.text, *after.body))
        return
    plain = replace(plan, head=plan.plain_head or plan.head)
    fewer = _fewer(view, plain)
    if plan.text:
        # the title stays on every page
        fewer = replace(fewer, fallback=replace(fewer, text=(), body=(*plan.text, *fewer.body)))
    yield replace(plan, fallback=replace(plain, fallback=fewer) if plan.plain_head else fewer)
