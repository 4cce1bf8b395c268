"""Paper in a simulated printer: dot rows that grow as it is fed, and the letters that such a printer has built in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Dots: TypeAlias = NDArray[np.bool_]

FONT_A, FONT_B = (12, 24), (9, 17)
# has the lines and blocks of a printer's own pages too, which Inter has not; residence-kiosk depends on it
_MONO = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono{}.ttf"
_MARGIN = 32  # dots of unprintable paper at each side
_EDGE = 48  # blank dots above and below on the picture of a ticket


class Sheet:
    """The paper since the last cut; True is a black dot."""

    def __init__(self, dots: int) -> None:
        self.dots = dots
        self._rows: Dots = np.zeros((512, dots), dtype=np.bool_)
        self.height = 0

    def reach(self, height: int) -> None:
        """Make the paper at least this many rows long."""
        if height > len(self._rows):
            more = np.zeros((max(height, 2 * len(self._rows)), self.dots), dtype=np.bool_)
            more[: len(self._rows)] = self._rows
            self._rows = more
        self.height = max(self.height, height)

    def place(self, bitmap: Dots, x: int, y: int) -> None:
        """Burn a bitmap with its upper left dot at (x, y); what does not fit beside the paper is lost."""
        height, width = bitmap.shape
        self.reach(y + height)
        left, right = max(0, x), min(self.dots, x + width)
        if right > left:
            self._rows[y : y + height, left:right] |= bitmap[:, left - x : right - x]

    @property
    def blank(self) -> bool:
        """True while nothing is printed."""
        return not self._rows[: self.height].any()

    def picture(self) -> Image.Image:
        """The ticket as a person sees it: with the paper's edges, black on warm white."""
        ink = self._rows[: self.height]
        grey = np.full((self.height + 2 * _EDGE, self.dots + 2 * _MARGIN), 252, dtype=np.uint8)
        grey[_EDGE : _EDGE + self.height, _MARGIN : _MARGIN + self.dots][ink] = 20
        return Image.fromarray(grey, "L")

    def dots_array(self) -> Dots:
        """The printable dots alone."""
        return self._rows[: self.height].copy()

    def clear(self) -> None:
        """A new sheet."""
        self._rows[: self.height] = False
        self.height = 0


@lru_cache(maxsize=16)
def _mono(pixels: int, bold: bool) -> ImageFont.FreeTypeFont:
    path = Path(_MONO.format("-Bold" if bold else ""))
    if not path.is_file():
        raise OSError(f"{path} is missing: the simulated printer's letters need fonts-dejavu-core")
    return ImageFont.truetype(str(path), pixels)


@lru_cache(maxsize=2048)
def letter(char: str, cell: tuple[int, int], width: int, height: int, bold: bool) -> Dots:
    """One letter of the printer's own font in its cell, `width` and `height` times enlarged."""
    cell_width, cell_height = cell
    factor = max(width, height)
    em = round(cell_height * 0.83 * factor)
    font = _mono(em, bold)
    canvas = Image.new("L", (cell_width * factor, cell_height * factor), 0)
    ImageDraw.Draw(canvas).text(
        (cell_width * factor / 2, cell_height * factor * 0.78), char, font=font, fill=255, anchor="ms"
    )
    if width != height:
        canvas = canvas.resize((cell_width * width, cell_height * height), Image.Resampling.BILINEAR)
    dots: Dots = np.asarray(canvas) > 110
    return dots


def unpack(data: bytes, stride: int, rows: int, *, wide: bool = False, tall: bool = False) -> Dots:
    """A raster of `rows` rows of `stride` bytes as dots, doubled where told."""
    packed = np.frombuffer(data, dtype=np.uint8)[: stride * rows].reshape(rows, stride)
    dots: Dots = np.unpackbits(packed, axis=1).astype(np.bool_)
    if wide:
        dots = dots.repeat(2, axis=1)
    if tall:
        dots = dots.repeat(2, axis=0)
    return dots
