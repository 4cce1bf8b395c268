"""A municipality's logo: an SVG in two tones for a screen, and in one bit for paper.

Filled with numpy, which the screens load anyway.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kiosk.base.colours import Colour, apart, luminance
from kiosk.base.svg import Filled, LogoProblem, Point, filled

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MOST_POINTS: Final = 60_000
WIDEST, NARROWEST = 4.0, 0.5  # width in heights
_SAMPLES = 4  # each way, for every dot
# colours that are hardly to be told from the darkest are one with it
_SAME = 0.1
_WHITE_FROM = 0.9


class Ink(enum.Enum):
    """What a shape is drawn with; BARE takes away what is below it."""

    BARE = 0
    FIRST = 1
    SECOND = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """One filled shape: its rings in heights of the logo, from its top left corner."""

    ink: Ink
    rings: tuple[tuple[Point, ...], ...]
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Logo:
    """All shapes, the lowest first; `ratio` is the width of the whole in heights, without any margin."""

    ratio: float
    shapes: tuple[Shape, ...]


@lru_cache(maxsize=8)
def read(svg: str) -> Logo:
    """The logo in the text of an SVG file; LogoProblem says what cannot be drawn."""
    found = filled(svg)
    inks = _inks(found)
    inked = [(inks[each.colour], each) for each in found]
    points = [point for ink, each in inked if ink is not Ink.BARE for ring in each.rings for point in ring]
    if not points:
        raise LogoProblem("draws nothing: give its shapes a fill that is not white")
    if len(points) > MOST_POINTS:
        raise LogoProblem("has too many points; draw it more simply")
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide, high = max(x for x, _ in points) - left, max(y for _, y in points) - top
    if high <= 0 or wide <= 0 or not NARROWEST <= wide / high <= WIDEST:
        raise LogoProblem("must be half to four times as wide as it is high; take the mark without the name")
    shapes = tuple(
        Shape(ink, tuple(tuple(((x - left) / high, (y - top) / high) for x, y in ring) for ring in each.rings), each.even_odd)
        for ink, each in inked
    )  # fmt: skip
    return Logo(wide / high, shapes)


def tones(logo: Logo, width: int, height: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """How much of each pixel, 0 to 255, the first tone covers, and the second."""
    import numpy as np

    ink = np.zeros((height * _SAMPLES, width * _SAMPLES), dtype=np.uint8)
    for shape in logo.shapes:
        ink[_inside(shape, ink.shape, logo.ratio)] = shape.ink.value
    return tuple(_covered(ink == each.value) for each in (Ink.FIRST, Ink.SECOND))  # type: ignore[return-value]  # two


@lru_cache(maxsize=8)
def dots(svg: str, height: int, widest: int) -> tuple[int, tuple[bytes, ...]]:
    """The logo in one bit: its width in dots, and each row with eight dots a byte, 1 for black.

    The second tone is black on the paper and white on the first, so that nothing is lost.  At most `widest` dots wide.
    """
    import numpy as np

    logo = read(svg)
    width = min(widest, max(1, round(height * logo.ratio)))
    height = max(1, round(width / logo.ratio))
    ink = np.zeros((height * _SAMPLES, width * _SAMPLES), dtype=np.uint8)
    black = np.zeros(ink.shape, dtype=bool)
    for shape in logo.shapes:
        inside = _inside(shape, ink.shape, logo.ratio)
        on_first = inside & (ink == Ink.FIRST.value)
        black[inside] = shape.ink is not Ink.BARE
        if shape.ink is Ink.SECOND:
            black[on_first] = False
        ink[inside] = shape.ink.value
    return width, tuple(row.tobytes() for row in np.packbits(_covered(black) >= 128, axis=1))


def _covered(inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """The share of the samples of each dot, 0 to 255."""
    import numpy as np

    high, wide = (side // _SAMPLES for side in inside.shape)
    shares = inside.reshape(high, _SAMPLES, wide, _SAMPLES).mean(axis=(1, 3))
    covered: npt.NDArray[np.uint8] = np.round(shares * 255).astype(np.uint8)
    return covered


def _inside(shape: Shape, size: tuple[int, ...], ratio: float) -> npt.NDArray[np.bool_]:
    """Which samples lie in a shape: for each row where its edges are crossed, and how often one has wound around."""
    import numpy as np

    high, wide = size
    scale = np.array([wide / ratio, high])
    starts = np.concatenate([np.array(ring) for ring in shape.rings]) * scale
    ends = np.concatenate([np.roll(np.array(ring), -1, axis=0) for ring in shape.rings]) * scale
    turn = np.sign(ends[:, 1] - starts[:, 1]).astype(np.int32)
    upper, lower = np.minimum(starts[:, 1], ends[:, 1]), np.maximum(starts[:, 1], ends[:, 1])
    first = np.clip(np.ceil(upper - 0.5), 0, high).astype(int)
    count = np.clip(np.ceil(lower - 0.5), 0, high).astype(int) - first
    edge = np.repeat(np.arange(len(starts)), count)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + first[edge]
    away = (row + 0.5 - starts[edge, 1]) / (ends[edge, 1] - starts[edge, 1])
    across = starts[edge, 0] + away * (ends[edge, 0] - starts[edge, 0])
    column = np.clip(np.ceil(across - 0.5), 0, wide).astype(int)
    wound = np.zeros((high, wide + 1), dtype=np.int32)
    np.add.at(wound, (row, column), turn[edge])
    wound = np.cumsum(wound, axis=1)[:, :wide]
    inside: npt.NDArray[np.bool_] = wound % 2 == 1 if shape.even_odd else wound != 0
    return inside


def _inks(found: list[Filled]) -> dict[Colour, Ink]:
    """White is bare; the darkest colour, with what is hardly to be told from it, is the first tone; the rest is the second."""
    colours = {each.colour for each in found}
    coloured = [each for each in colours if min(each[:3]) < _WHITE_FROM]
    darkest = min(coloured, key=luminance, default=None)

    def ink(colour: Colour) -> Ink:
        if darkest is None or colour not in coloured:
            return Ink.BARE
        return Ink.FIRST if apart(colour, darkest) < _SAME else Ink.SECOND

    return {colour: ink(colour) for colour in colours}
