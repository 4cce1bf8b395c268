"""A screen as plain data: what is drawn where, and what can be touched; no Kivy in it.

Coordinates are pixels from the top left corner.  For right-to-left languages the scene mirrors what it is given,
except inside `fixed`, which keeps things of the real world (a key pad, a card, a map) as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from kiosk.base.colours import Colour
from kiosk.views.touches import CharTyped, DigitTyped, Pressed, Touched
from screens.fonts import Font


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle from its top left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.h

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return self.x + self.w / 2, self.y + self.h / 2

    def inset(self, x: float, y: float | None = None) -> Rect:
        """Smaller by `x` at the sides and `y` above and below."""
        down = x if y is None else y
        return Rect(self.x + x, self.y + down, max(0.0, self.w - 2 * x), max(0.0, self.h - 2 * down))

    def top(self, height: float) -> Rect:
        """The upper part."""
        return Rect(self.x, self.y, self.w, height)

    def below(self, height: float) -> Rect:
        """What is left under the upper part."""
        return Rect(self.x, self.y + height, self.w, max(0.0, self.h - height))

    def foot(self, height: float) -> Rect:
        """The lower part."""
        return Rect(self.x, self.bottom - height, self.w, height)

    def above(self, height: float) -> Rect:
        """What is left over the lower part."""
        return Rect(self.x, self.y, self.w, max(0.0, self.h - height))

    def start(self, width: float) -> Rect:
        """The part where reading starts."""
        return Rect(self.x, self.y, width, self.h)

    def after(self, width: float) -> Rect:
        """What is left after the start."""
        return Rect(self.x + width, self.y, max(0.0, self.w - width), self.h)

    def centred(self, width: float, height: float) -> Rect:
        """A rectangle of this size in the middle."""
        return Rect(round(self.x + (self.w - width) / 2), round(self.y + (self.h - height) / 2), width, height)

    def holds(self, x: float, y: float) -> bool:
        """True when the point is inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle with round corners."""

    rect: Rect
    colour: Colour
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Shadow:
    """A soft shadow under a rectangle; `depth` pixels of blur."""

    rect: Rect
    radius: float
    depth: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in visual order; `room` is the width that it may take."""

    shown: str
    font: Font
    px: int
    rect: Rect
    colour: Colour
    room: float
    ground: Colour | None = None


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled ellipse."""

    rect: Rect
    colour: Colour


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of a circle's line; degrees clockwise from the top."""

    rect: Rect
    width: float
    colour: Colour
    start: float = 0.0
    end: float = 360.0


@dataclass(frozen=True, slots=True)
class Curve:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    width: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Matrix:
    """A black and white matrix (a QR code)."""

    rect: Rect
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Emblem:
    """The municipality's logo: the text of its SVG, in two tones.  A thing of the real world: never mirrored."""

    rect: Rect
    svg: str
    tones: tuple[Colour, Colour]


@dataclass(frozen=True, slots=True)
class Motion:
    """How a part moves: it goes from `start` to `end` (pixels) in `seconds`, rests, and again; `spin` turns instead.

    `rest` is the share shown when nothing may move (reduced motion, pictures).
    """

    start: tuple[float, float] = (0.0, 0.0)
    end: tuple[float, float] = (0.0, 0.0)
    seconds: float = 2.0
    spin: bool = False
    once: bool = False
    rest: float = 1.0


@dataclass(frozen=True, slots=True)
class Moving:
    """Items that move together, around `pivot` when they turn."""

    items: tuple[Item, ...]
    motion: Motion
    pivot: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Pulse:
    """A colour that lies over a rectangle and goes again, `times` times in `seconds` each; nothing where nothing may move."""

    rect: Rect
    colour: Colour
    radius: float
    seconds: float
    times: int


Item = Pulse | Box | Shadow | Line | Disc | Arc | Curve | Matrix | Emblem | Moving


@dataclass(frozen=True, slots=True)
class Turn:
    """A touch that the screen answers by itself: show another page."""

    page: int


Reply = Pressed | DigitTyped | CharTyped | Touched | Turn


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be touched: `main` ones are at least 20 × 20 mm; `radius` for the ring and the press."""

    rect: Rect
    key: str
    reply: Reply
    label: str
    radius: float = 0.0
    main: bool = True


@dataclass(slots=True)
class Scene:
    """What one View looks like."""

    width: float
    height: float
    mirrored: bool = False
    items: list[Item] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    pages: int = 1
    page: int = 0
    # so many at the end are only good to know
    asides: int = 0
    # where the matter is, between what stands around every screen
    content: Rect | None = None
    # a piece that cannot be divided is higher than its place: the text is too large for this panel
    crowded: bool = False
    # how many sizes smaller than asked the text is
    smaller: int = 0
    _shift: float | None = None

    def x(self, rect: Rect) -> Rect:
        """Where a rectangle comes to stand."""
        if self._shift is not None:
            return Rect(rect.x + self._shift, rect.y, rect.w, rect.h)
        return Rect(self.width - rect.right, rect.y, rect.w, rect.h) if self.mirrored else rect

    @contextmanager
    def fixed(self, rect: Rect) -> Iterator[None]:
        """Keep left and right inside `rect`, which is placed as a whole."""
        before, moved = self._shift, self.x(rect)
        self._shift = moved.x - rect.x
        try:
            yield
        finally:
            self._shift = before

    @contextmanager
    def moving(self, motion: Motion, pivot: Rect) -> Iterator[None]:
        """Everything that is drawn inside moves together."""
        before, self.items = self.items, []
        try:
            yield
        finally:
            inside, self.items = tuple(self.items), before
            self.items.append(Moving(inside, motion, self.x(pivot).middle))

    def box(self, rect: Rect, colour: Colour, radius: float = 0.0) -> None:
        """Fill a rectangle."""
        self.items.append(Box(self.x(rect), colour, min(radius, rect.w / 2, rect.h / 2)))

    def framed(self, rect: Rect, fill: Colour, edge: Colour, width: float, radius: float) -> None:
        """Fill a rectangle with a border inside its edge."""
        self.box(rect, edge, radius)
        self.box(rect.inset(width), fill, max(0.0, radius - width))

    def shadow(self, rect: Rect, radius: float, depth: float) -> None:
        """A soft shadow."""
        self.items.append(Shadow(self.x(rect), radius, depth))

    def disc(self, rect: Rect, colour: Colour) -> None:
        """Fill an ellipse."""
        self.items.append(Disc(self.x(rect), colour))

    def arc(self, rect: Rect, width: float, colour: Colour, start: float = 0.0, end: float = 360.0) -> None:
        """Draw a part of a circle."""
        self.items.append(Arc(self.x(rect), width, colour, start, end))

    def curve(self, points: list[tuple[float, float]], width: float, colour: Colour) -> None:
        """Draw a line through points."""
        moved = tuple((self.x(Rect(x, y, 0, 0)).x, y) for x, y in points)
        self.items.append(Curve(moved, width, colour))

    def matrix(self, rect: Rect, rows: tuple[bytes, ...]) -> None:
        """Draw a QR code."""
        self.items.append(Matrix(self.x(rect), rows))

    def emblem(self, rect: Rect, svg: str, tones: tuple[Colour, Colour]) -> None:
        """Draw a logo."""
        self.items.append(Emblem(self.x(rect), svg, tones))

    def line(self, line: Line) -> None:
        """Draw one line of text; its rectangle is placed like everything else."""
        self.items.append(replace(line, rect=self.x(line.rect)))

    def target(self, rect: Rect, key: str, reply: Reply, label: str, radius: float = 0.0, *, main: bool = True) -> None:
        """Make a rectangle touchable."""
        self.targets.append(Target(self.x(rect), key, reply, label, radius, main))

    def lines(self) -> list[Line]:
        """All lines of text, also those that move."""
        return list(_lines(self.items))

    def pulse(self, rect: Rect, colour: Colour, radius: float, seconds: float, times: int) -> None:
        """Let a colour lie over a rectangle and go again, slowly."""
        self.items.append(Pulse(self.x(rect), colour, radius, seconds, times))


def _lines(items: list[Item] | tuple[Item, ...]) -> Iterator[Line]:
    for item in items:
        if isinstance(item, Line):
            yield item
        elif isinstance(item, Moving):
            yield from _lines(item.items)
