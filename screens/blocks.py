"""Building blocks of a layout: each knows its height for a width, draws itself into a rectangle, and may be split over pages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Protocol, TypeVar

from kiosk.base.colours import Colour
from kiosk.base.i18n import Texts
from kiosk.base.scripts import from_right
from screens.fonts import Font
from screens.scene import Line, Rect, Scene
from screens.theme import TEXT_FACTOR, Look, Type
from screens.typeset import Typesetter, unbroken


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a block needs to lay itself out."""

    look: Look
    type: Typesetter
    texts: Texts

    def u(self, units: float) -> float:
        """Design units in pixels."""
        return self.look.u(units)

    def closer(self, share: float) -> Sheet:
        """The same with this share of the usual distances."""
        return replace(self, look=self.look.closer(share))

    def broad(self, units: float) -> float:
        """A width that words need: in pixels, however close the distances are."""
        return self.look.u(units / self.look.close)

    def sign(self, units: float) -> float:
        """The size of a sign beside words, which grows half as much as they do."""
        return self.look.u(units * (1 + (TEXT_FACTOR[self.look.comfort.text_size] - 1) * 0.5))


_Own = TypeVar("_Own")
_Found = TypeVar("_Found")


def once(find: Callable[[_Own, Sheet, float], _Found]) -> Callable[[_Own, Sheet, float], _Found]:
    """Remember what a block finds for a width while one View is laid out: blocks ask each other many times."""

    @wraps(find)
    def asked(self: _Own, sheet: Sheet, width: float) -> _Found:
        key = (id(self), find, width, sheet.look.close)
        known = sheet.type.found.get(key)
        if known is None:
            # the block is kept with the answer, so that no other can come to stand at its address
            known = sheet.type.found[key] = (self, find(self, sheet, width))
        found: _Found = known[1]
        return found

    return asked


class Block(Protocol):
    """A piece of a screen."""

    def height(self, sheet: Sheet, width: float) -> float:
        """The height it needs for this width, in pixels."""
        ...

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Draw into the rectangle, which is at least as high as `height` said."""
        ...

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """The part that fits into `height` and the rest; None when it cannot be divided there."""
        ...


class Elastic(ABC):
    """A block that can use more height than it needs."""

    __slots__ = ()

    @abstractmethod
    def room_for(self, sheet: Sheet, width: float) -> float:
        """How many pixels more it would like."""


class Whole:
    """A block that stays in one piece."""

    def split(self, sheet: Sheet, width: float, height: float) -> None:
        """Never."""
        del sheet, width, height


class Kept:
    """A block that is divided only when it is higher than a page."""


@dataclass(frozen=True, slots=True)
class Gap(Whole):
    """Empty height in pixels."""

    pixels: float

    def height(self, sheet: Sheet, width: float) -> float:
        """Its pixels."""
        del sheet, width
        return self.pixels

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Nothing to draw."""


@dataclass(frozen=True, slots=True)
class Spring(Whole):
    """Takes the height that is left over in a column."""

    share: float = 1.0

    def height(self, sheet: Sheet, width: float) -> float:
        """None of its own."""
        del sheet, width
        return 0.0

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Nothing to draw."""


# a title of many words may become this much smaller
_TITLE_SHRINKS = 0.78
_TITLES = (Type.TITLE, Type.HERO)
# a longer paragraph is read, not looked at, and may be divided
_EVENED_LINES = 4
# pixels: a block that is higher than a page is asked for all but its end, and must be divided
_ALL_BUT = 2.0
# a sign whose disc cannot be seen, of the size of the disc
SIGN_ALONE = 0.8


@dataclass(frozen=True, slots=True)
class Say:
    """A paragraph; `align` 0 start, 0.5 middle, 1 end.

    It wraps, and shrinks only for a word wider than the line (never below `floor` pixels, the smallest normal text when
    not given: a word in smaller letters is read more easily than a divided one), or a little to stay within `lines`.
    A title has lines of about the same length; no paragraph ends with a word alone on its line.
    """

    text: str
    style: Type
    colour: Colour
    align: float = 0.0
    px: int = 0
    on: Colour | None = None
    ready: tuple[str, ...] = ()
    lines: int = 0
    floor: int = 0

    def height(self, sheet: Sheet, width: float) -> float:
        """Lines times line height."""
        px, lines = self._set(sheet, width)
        return len(lines) * self._step(sheet, px)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Draw the lines from the top."""
        px, lines = self._set(sheet, rect.w)
        step = self._step(sheet, px)
        mirrored = sheet.look.right_to_left
        for number, text in enumerate(lines):
            if text:
                width = sheet.type.width(text, self.style.font, px)
                place = Rect(round(rect.x + (rect.w - width) * self.align), rect.y + number * step, width, step)
                shown = sheet.type.visual(text, right_to_left=mirrored or from_right(text))
                scene.line(Line(shown, self.style.font, px, place, self.colour, rect.w, self.on))

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """Between two lines; a short paragraph stays whole, and no line stands alone when it must be divided."""
        px, lines = self._set(sheet, width)
        step = self._step(sheet, px)
        fit = int(height // step)
        if fit < 2 or fit >= len(lines) or (len(lines) <= _EVENED_LINES and height < len(lines) * step - _ALL_BUT):
            return None
        return (replace(self, ready=tuple(lines[:fit]), px=px), replace(self, ready=tuple(lines[fit:]), px=px))

    def _step(self, sheet: Sheet, px: int) -> float:
        return float(round(px * sheet.look.leading(self.style)))

    @once
    def _set(self, sheet: Sheet, width: float) -> tuple[int, list[str]]:
        px = self.px or sheet.look.text_px(self.style)
        if self.ready:
            return px, list(self.ready)
        font = self.style.font
        floor = self.floor or sheet.look.plain_smallest_px
        text = unbroken(self.text)
        while px > floor and sheet.type.longest_word(text, font, px) > width:
            px = max(floor, int(px * 0.94))
        lines = sheet.type.wrap(text, font, px, width)
        least = max(sheet.look.smallest_px, int(px * _TITLE_SHRINKS))
        while self.lines and len(lines) > self.lines and px > least:
            px = max(least, int(px * 0.94))
            lines = sheet.type.wrap(text, font, px, width)
        even = self.style in _TITLES or " " not in lines[-1]
        return px, sheet.type.evened(lines, text, font, px, width) if even and len(lines) <= _EVENED_LINES else lines


@dataclass(frozen=True, slots=True)
class Sign(Whole):
    """A glyph of the icon face, on a disc when `disc` is given."""

    char: str
    pixels: float
    colour: Colour
    disc: Colour | None = None
    align: float = 0.0

    def height(self, sheet: Sheet, width: float) -> float:
        """Its own size."""
        del sheet, width
        return self.pixels

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Draw disc and glyph."""
        place = Rect(round(rect.x + (rect.w - self.pixels) * self.align), rect.y, self.pixels, self.pixels)
        if self.disc is not None:
            scene.disc(place, self.disc)
        # a disc that cannot be seen (contrast theme) leaves its room to the sign, which begins where words begin
        usual = 0.56 if sheet.look.colours.shadows else SIGN_ALONE
        # on its disc it grows with the text
        share = 1.0 if self.disc is None else min(1.0, usual * min(1.3, sheet.look.growth(Type.BODY)))
        size = round(self.pixels * share)
        lead = round((self.pixels - size) * (0.5 if share < SIGN_ALONE else self.align))
        put_glyph(scene, Rect(place.x + lead, place.y, size, self.pixels), self.char, self.colour)


def put_glyph(scene: Scene, place: Rect, char: str, colour: Colour, share: float = 1.0) -> None:
    """One icon in the middle of a square."""
    size = round(min(place.w, place.h) * share)
    box = place.centred(size, size)
    scene.line(Line(char, Font.ICONS, size, box, colour, size))


@dataclass(frozen=True, slots=True)
class Free(Whole, Elastic):
    """A drawing of its own; it may grow up to `stretch` pixels when there is room."""

    pixels: float
    draws: Callable[[Sheet, Scene, Rect], None]
    stretch: float = 0.0

    def height(self, sheet: Sheet, width: float) -> float:
        """Its pixels."""
        del sheet, width
        return self.pixels

    def room_for(self, sheet: Sheet, width: float) -> float:
        """Up to its largest height."""
        del sheet, width
        return max(0.0, self.stretch - self.pixels)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Call the drawing."""
        self.draws(sheet, scene, rect)


@dataclass(frozen=True, slots=True)
class Column:
    """Blocks under each other; springs share what is left, else `align` (0 top, 0.5 middle) places them.

    `titled`: the first is the title of the others and never stands alone at the end of a page.
    """

    blocks: tuple[Block, ...]
    gap: float = 0.0
    align: float = 0.0
    titled: bool = False

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """All heights and gaps."""
        return sum(b.height(sheet, width) for b in self.blocks) + self.gap * max(0, len(self.blocks) - 1)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Draw from the top."""
        heights = [block.height(sheet, rect.w) for block in self.blocks]
        spare = max(0.0, rect.h - sum(heights) - self.gap * max(0, len(heights) - 1))
        for number, block in enumerate(self.blocks):
            grown = min(spare, block.room_for(sheet, rect.w) if isinstance(block, Elastic) else 0.0)
            heights[number] += grown
            spare -= grown
        shares = sum(b.share for b in self.blocks if isinstance(b, Spring))
        y = rect.y + (0.0 if shares else round(spare * self.align))
        for block, high in zip(self.blocks, heights, strict=True):
            own = round(spare * block.share / shares) if isinstance(block, Spring) else high
            block.draw(sheet, scene, Rect(rect.x, y, rect.w, own))
            y += own + self.gap

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """Between two blocks, or inside the block at the edge."""
        used = 0.0
        for number, block in enumerate(self.blocks):
            own = block.height(sheet, width)
            if used + own > height:
                parts = block.split(sheet, width, height - used)
                if parts is not None:
                    head = (*self.blocks[:number], parts[0])
                    return replace(self, blocks=head), self._rest((parts[1], *self.blocks[number + 1 :]))
                if number == 0 or (self.titled and number == 1 and height < self.height(sheet, width) - _ALL_BUT):
                    return None
                return replace(self, blocks=self.blocks[:number]), self._rest(self.blocks[number:])
            used += own + self.gap
        return None

    def _rest(self, blocks: tuple[Block, ...]) -> Column:
        return replace(self, blocks=blocks, titled=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """A block in a row: `px` fixed width, else its share of what is left."""

    block: Block
    px: float = 0.0
    share: float = 1.0
    align: float = 0.5


@dataclass(frozen=True, slots=True)
class Row(Whole):
    """Blocks beside each other, from where reading starts."""

    cells: tuple[Cell, ...]
    gap: float = 0.0

    def _widths(self, width: float) -> list[float]:
        left = width - sum(c.px for c in self.cells) - self.gap * max(0, len(self.cells) - 1)
        shares = sum(c.share for c in self.cells if not c.px) or 1.0
        return [c.px or max(1.0, float(int(left * c.share / shares))) for c in self.cells]

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """The highest cell."""
        pairs = zip(self.cells, self._widths(width), strict=True)
        return max((c.block.height(sheet, w) for c, w in pairs), default=0.0)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Draw each cell at its height; `align` 0 top, 0.5 middle, -1 the full height."""
        x = rect.x
        for cell, width in zip(self.cells, self._widths(rect.w), strict=True):
            own = rect.h if cell.align < 0 else cell.block.height(sheet, width)
            y = rect.y + (0.0 if cell.align < 0 else round((rect.h - own) * cell.align))
            cell.block.draw(sheet, scene, Rect(x, y, width, own))
            x += width + self.gap


@dataclass(frozen=True, slots=True)
class Panel(Kept):
    """A card: a block on a surface with padding, flat, and with a bar of colour at its start when asked."""

    block: Block
    fill: Colour
    pad: tuple[float, float]
    radius: float
    edge: Colour | None = None
    edge_width: float = 0.0
    bar: Colour | None = None
    align: float = 0.0

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """The block and the padding."""
        return self.block.height(sheet, width - 2 * self.pad[0]) + 2 * self.pad[1]

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Surface first."""
        if self.edge is not None and self.edge_width:
            scene.framed(rect, self.fill, self.edge, self.edge_width, self.radius)
        else:
            scene.box(rect, self.fill, self.radius)
        if self.bar is not None:
            scene.box(
                Rect(rect.x, rect.y + self.radius, sheet.u(1.6), rect.h - 2 * self.radius), self.bar, sheet.u(0.8)
            )
        inner = rect.inset(*self.pad)
        if self.align:
            own = self.block.height(sheet, inner.w)
            inner = Rect(inner.x, inner.y + round(max(0.0, inner.h - own) * self.align), inner.w, own)
        self.block.draw(sheet, scene, inner)

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """The block inside, on two cards."""
        parts = self.block.split(sheet, width - 2 * self.pad[0], height - 2 * self.pad[1])
        return None if parts is None else (replace(self, block=parts[0]), replace(self, block=parts[1]))
