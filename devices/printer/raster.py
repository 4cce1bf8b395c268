"""Text as dots: paragraphs drawn with Pillow, and pictures cut into the bands that have the fewest bytes together."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw

from devices.api import Align, Mark, Size, Text
from devices.printer.faces import PaperFaces

# besides letters: marks of direction, spaces that do not break, and the signs that part or join letters without a width
_KEPT = "\n\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\u00a0\u202f"
# em in dots at 203 dpi (8 dots a millimetre); a capital is about 0.73 em high
EM = {Size.SMALL: 21, Size.NORMAL: 26, Size.LARGE: 38, Size.HUGE: 136}
_LEADING, _INDENT = 1.28, 1.3  # em
_BAND_PAD = 24  # dots beside the number in its band
# of the dots of two rows, how many may differ when they become one: a small letter's bar is only two rows high
_ALIKE = 0.2
_THRESHOLD = 150  # grey below it becomes black; a little generous, since heat spreads less than ink
_BAND_BYTES = 3072
_HEAD_BYTES, _FEED_BYTES = 12, 3  # of a band beside its dots (GS L, GS v 0), and of blank paper (ESC J)
_CUT_BYTES = _HEAD_BYTES + _FEED_BYTES
# inside a picture a printer still hears these as commands (status request, recovery, buffer clear): DLE EOT, ENQ, DC4
_REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")


def draw_text(block: Text, width: int, faces: PaperFaces, squeeze: float = 1.0, *, coarse: bool = False) -> Image.Image:
    """The paragraph as a 1-bit picture (black is 0), `width` dots wide and as high as its lines.

    `squeeze` makes text of NORMAL size smaller by this factor; `coarse` makes rows of it and of LARGE text that are nearly
    like the next one the same, so that they are sent once. The number's band always has a quarter of its dots, each four times.

    A line that is wider than the paper is broken at spaces; a HUGE text and a single long word are made smaller
    until they fit.
    """
    text = clean(block.text)
    huge = block.size is Size.HUGE
    if huge:
        text = text.replace("\n", " ")  # one line; the letters' shaper fails on a line break alone
    size = round(EM[block.size] * (squeeze if block.size is Size.NORMAL else 1.0))
    # a zero with a stroke is no O
    features = ["zero"] if huge else None
    while True:
        font = faces.font(text, size, bold=block.bold or huge)
        indent = 0 if block.mark is Mark.NONE else round(size * _INDENT)
        room = width - (2 * _BAND_PAD if huge else indent)

        def measure(line: str) -> float:
            return font.getlength(line, language=block.language, features=features)  # noqa: B023  (used in this turn)

        paragraphs = [[text]] if huge else [[*wrap(each, room, measure, faces.parts)] for each in text.split("\n")]
        widest = max((measure(line) for lines in paragraphs for line in lines), default=0.0)
        if widest <= room or size <= 12:
            break
        size = max(12, min(size - 1, int(size * room / widest)))
    right_to_left = block.language in faces.right_to_left
    lines = [line for each in paragraphs for line in faces.in_order(each, right_to_left=right_to_left)]
    leading = size if huge else round(size * _LEADING)
    grey = Image.new("L", (width, max(1, leading * len(lines))), 255)
    pen = ImageDraw.Draw(grey)
    if block.align is Align.CENTER or huge:
        x, anchor = width / 2, "mm"
    else:
        x, anchor = (width - indent, "rm") if right_to_left else (indent, "lm")
    for row, line in enumerate(lines):
        at = (x, leading * (row + 0.5))
        pen.text(at, line, font=font, fill=0, anchor=anchor, language=block.language, features=features)
    if indent:
        _draw_mark(pen, block.mark, width - size * 0.4 if right_to_left else size * 0.4, leading / 2, size)
    if huge:
        grey = ImageChops.invert(grey)
        grey = _quartered(grey)
    drawn = grey.point(lambda level: 255 if level > _THRESHOLD else 0).convert("1")
    return _paired(drawn) if coarse and block.size in (Size.NORMAL, Size.LARGE) else drawn


def _draw_mark(pen: ImageDraw.ImageDraw, mark: Mark, x: float, y: float, size: int) -> None:
    half = size * (0.32 if mark is Mark.BOX else 0.12)
    around = (round(x - half), round(y - half), round(x + half), round(y + half))
    if mark is Mark.BOX:
        pen.rectangle(around, outline=0, width=2)
    else:
        pen.ellipse(around, fill=0)


def _quartered(grey: Image.Image) -> Image.Image:
    """With a quarter of the dots, each four times: at 12 mm the eye hardly sees a step."""
    half = grey.resize(((grey.width + 1) // 2, (grey.height + 1) // 2), Image.Resampling.BOX)
    return half.resize((half.width * 2, half.height * 2), Image.Resampling.NEAREST)


def _paired(drawn: Image.Image) -> Image.Image:
    """Two rows are one where few of their dots differ: in stems, not in curves."""
    stride = (drawn.width + 7) // 8
    raw = drawn.tobytes()
    rows = [int.from_bytes(raw[at : at + stride], "big") for at in range(0, len(raw), stride)]
    y = 0
    while y + 1 < len(rows):
        one, other = rows[y], rows[y + 1]
        white, ink = one & other, stride * 8 - (one & other).bit_count()
        if (one ^ other).bit_count() <= _ALIKE * ink:
            rows[y] = rows[y + 1] = white
            y += 1
        y += 1
    return Image.frombytes("1", drawn.size, b"".join(row.to_bytes(stride, "big") for row in rows))


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

    A `tall` one is printed twice as high: each of its rows stands for two. A `doubled` one is printed twice as wide too:
    each of its dots stands for four.
    """

    blank: int
    left: int
    width: int
    height: int
    data: bytes
    tall: bool = False
    doubled: bool = False


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
    blank = 0
    for start, end in pairwise(_cuts(rows)):
        if any(rows[start]):
            yield _cropped(rows[start:end], blank)
            blank = 0
        else:
            blank += end - start
    if blank:
        yield Band(blank, 0, 0, 0, b"")


def _cuts(rows: list[bytes]) -> list[int]:
    """Where bands and blank paper begin and end so that all of them together have the fewest bytes.

    The cheapest way to each row is known before its own bands are tried (the shortest path through a picture).
    """
    count = len(rows)
    left = [len(row) - len(row.lstrip(b"\0")) for row in rows]
    right = [len(row.rstrip(b"\0")) for row in rows]
    # a row that the next one repeats may be printed twice as high, and where its dots come in pairs twice as wide too
    twice = [one == other for one, other in pairwise(rows)]
    pairs = [same and _PAIRS.issuperset(row) for same, row in zip(twice, rows, strict=False)]
    cost, came = [0, *[sys.maxsize] * count], [0] * (count + 1)

    def offer(start: int, end: int, head: int, dots: int = 0) -> None:
        if dots <= _BAND_BYTES and cost[start] + head + dots < cost[end]:
            cost[end], came[end] = cost[start] + head + dots, start

    for start in range(count):
        if cost[start] == sys.maxsize:
            continue
        if not right[start]:
            offer(start, next((y for y in range(start, count) if right[y]), count), _FEED_BYTES)
            continue
        first, last, empty, tall, doubled = left[start], right[start], 0, True, True
        for end in range(start + 1, count + 1):
            at, high = end - 1, end - start
            tall = tall and (high % 2 == 0 or (at < len(twice) and twice[at]))
            doubled = doubled and (high % 2 == 0 or (at < len(pairs) and pairs[at]))
            # two or four dots of such a band are one; so much blank paper inside a band costs more than a cut
            empty = 0 if right[at] else empty + 1
            wide, share = last - first, 4 if doubled else 2 if tall else 1
            if wide * high > share * _BAND_BYTES or wide * empty > share * _CUT_BYTES:
                break
            if empty:
                continue
            first, last = min(first, left[at]), max(last, right[at])
            offer(start, end, _HEAD_BYTES, (last - first) * high)
            if tall and high % 2 == 0:
                offer(start, end, _HEAD_BYTES, (last - first) * (high // 2))
            if doubled and high % 2 == 0:
                offer(start, end, _HEAD_BYTES, (last - first // 2 * 2 + 1) // 2 * (high // 2))
    ends = [count]
    while ends[-1]:
        ends.append(came[ends[-1]])
    return ends[::-1]


def _cropped(rows: list[bytes], blank: int) -> Band:
    left = min(len(row) - len(row.lstrip(b"\0")) for row in rows if any(row))
    right = max(len(row.rstrip(b"\0")) for row in rows)
    tall = len(rows) % 2 == 0 and rows[::2] == rows[1::2]
    doubled = tall and all(map(_PAIRS.issuperset, rows))
    if doubled:
        left -= left % 2
        whole = [row[left:right].ljust(right - left + (right - left) % 2, b"\0") for row in rows[::2]]
        kept = [bytes(_HALF[row[at]] << 4 | _HALF[row[at + 1]] for at in range(0, len(row), 2)) for row in whole]
    else:
        kept = [row[left:right] for row in (rows[::2] if tall else rows)]
    # one dot more, beside one that is black already, keeps the picture from speaking
    return Band(blank, left, len(kept[0]), len(kept), _REAL_TIME.sub(b"\x18", b"".join(kept)), tall, doubled)


# bytes whose dots come in pairs, each with the half byte that stands for it
_HALF = {sum(3 << 2 * place for place in range(4) if half >> place & 1): half for half in range(16)}
_PAIRS = frozenset(_HALF)
