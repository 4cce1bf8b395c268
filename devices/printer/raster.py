"""Text as dots: paragraphs drawn with Pillow, and pictures cut into bands that leave out the blank paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw

from devices.api import Align, Size, Text
from devices.printer.faces import PaperFaces

# besides letters: marks of direction, spaces that do not break, and the signs that part or join letters without a width
_KEPT = "\n\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\u00a0\u202f"
# em in dots at 203 dpi (8 dots a millimetre); a capital is about 0.73 em high
EM = {Size.SMALL: 21, Size.NORMAL: 26, Size.LARGE: 38, Size.HUGE: 136}
_LEADING = 1.28
_THRESHOLD = 150  # grey below it becomes black; a little generous, since heat spreads less than ink
_BLANK_ROWS = 6  # fewer blank rows than this cost less inside a band than between two
_BAND_BYTES = 3072
# inside a picture a printer still hears these as commands (status request, recovery, buffer clear): DLE EOT, ENQ, DC4
_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")


def draw_text(block: Text, width: int, faces: PaperFaces, squeeze: float = 1.0) -> Image.Image:
    """The paragraph as a 1-bit picture (black is 0), `width` dots wide and as high as its lines.

    `squeeze` makes text of NORMAL size smaller by this factor.

    A line that is wider than the paper is broken at spaces; a HUGE text and a single long word are made smaller
    until they fit.
    """
    text = clean(block.text)
    size = round(EM[block.size] * (squeeze if block.size is Size.NORMAL else 1.0))
    bold = block.bold or block.size is Size.HUGE
    right_to_left = block.language in faces.right_to_left
    while True:
        font = faces.font(text, size, bold=bold)

        def measure(line: str) -> float:
            return font.getlength(line, language=block.language)  # noqa: B023  (used in this turn)

        whole = block.size is Size.HUGE
        paragraphs = [[text]] if whole else [[*wrap(each, width, measure, faces.parts)] for each in text.split("\n")]
        widest = max((measure(line) for lines in paragraphs for line in lines), default=0.0)
        if widest <= width or size <= 12:
            break
        size = max(12, min(size - 1, int(size * width / widest)))
    lines = [line for each in paragraphs for line in faces.in_order(each, right_to_left=right_to_left)]
    leading = round(size * (1.08 if block.size is Size.HUGE else _LEADING))
    grey = Image.new("L", (width, max(1, leading * len(lines))), 255)
    pen = ImageDraw.Draw(grey)
    for row, line in enumerate(lines):
        at: tuple[float, str]
        if block.align is Align.CENTER:
            at = (width / 2, "mm")
        else:
            at = (width, "rm") if right_to_left else (0.0, "lm")
        pen.text(
            (at[0], leading * (row + 0.5)),
            line,
            font=font,
            fill=0,
            anchor=at[1],
            language=block.language,
        )
    if block.size is Size.HUGE:
        # half as many rows, each twice: at this size the eye sees no step, and the line carries half the bytes
        grey = grey.resize((width, grey.height // 2), Image.Resampling.BOX).resize(
            (width, grey.height // 2 * 2), Image.Resampling.NEAREST
        )
    return grey.point(lambda level: 255 if level > _THRESHOLD else 0).convert("1")


def clean(text: str) -> str:
    """The text without control characters: on paper they would be commands, in a picture boxes."""
    return "".join(c if c.isprintable() or c in _KEPT else " " for c in text)


def wrap(
    text: str, width: float, measure: Callable[[str], float], parts: Callable[[str], list[str] | None] = lambda _: None
) -> Iterator[str]:
    """Lines of at most `width`, broken at spaces or where `parts` says; a single word may be wider."""
    for paragraph in text.split("\n"):
        line = ""
        for part in parts(paragraph) or [f"{word} " for word in paragraph.split(" ")]:
            if line and measure((line + part).removesuffix(" ")) > width:
                yield line.removesuffix(" ")
                line = part
            else:
                line = line + part if line else part.lstrip(" ")
        yield line.removesuffix(" ")


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of a picture: `blank` rows first, then `height` rows of `width` bytes, `left` bytes from the edge.

    A `tall` one is printed twice as high: each of its rows stands for two.
    """

    blank: int
    left: int
    width: int
    height: int
    data: bytes
    tall: bool = False


def bands(picture: Image.Image) -> Iterator[Band]:
    """Cut a 1-bit picture (black is 0) into its inked bands; the last band may be blank paper only."""
    stride = (picture.width + 7) // 8
    raw = picture.convert("1", dither=Image.Dither.NONE).tobytes()
    # Pillow packs white as 1; a printer burns where the bit is 1
    tail = 0xFF << (stride * 8 - picture.width) & 0xFF
    rows = []
    for y in range(picture.height):
        row = bytearray(byte ^ 0xFF for byte in raw[y * stride : (y + 1) * stride])
        row[-1] &= tail
        rows.append(bytes(row))
    blank, y = 0, 0
    while y < len(rows):
        if not any(rows[y]):
            blank, y = blank + 1, y + 1
            continue
        end = _band_end(rows, y, stride)
        yield _cropped(rows[y:end], blank)
        blank, y = 0, end
    if blank:
        yield Band(blank, 0, 0, 0, b"")


def _band_end(rows: list[bytes], start: int, stride: int) -> int:
    """The row after the band that begins at `start`."""
    last, y = start, start
    while y < len(rows) and (y - start + 1) * stride <= _BAND_BYTES and y - last <= _BLANK_ROWS:
        if any(rows[y]):
            last = y
        y += 1
    end = last + 1
    # rows that come in pairs stay together
    return end + (end - start) % 2 if end < len(rows) and any(rows[end]) else end


def _cropped(rows: list[bytes], blank: int) -> Band:
    left = min(len(row) - len(row.lstrip(b"\0")) for row in rows if any(row))
    right = max(len(row.rstrip(b"\0")) for row in rows)
    tall = len(rows) % 2 == 0 and rows[::2] == rows[1::2]
    kept = rows[::2] if tall else rows
    data = b"".join(row[left:right] for row in kept)
    # one dot more, beside one that is black already, keeps the picture from speaking
    return Band(blank, left, right - left, len(kept), _REAL_TIME.sub(b"\x18", data), tall)
