"""A receipt document becomes the bytes of one print job.

Where the printer's code pages have all letters of the document it is sent as text and the printer draws it; a
document with other letters (Arabic, Ukrainian, Turkish, ẞ …) is drawn here and sent as banded pictures, whole,
so that one ticket never shows two typefaces.  QR codes are always drawn by the printer.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never

from PIL import Image, ImageChops

from devices.api import Align, Block, Drawing, Feed, Mark, QrCode, Receipt, Rule, Size, Text
from devices.printer.builder import Builder
from devices.printer.faces import PaperFaces
from devices.printer.raster import bands, clean, draw_text, wrap

ESC, FS, GS = b"\x1b", b"\x1c", b"\x1d"
ENABLE_ASB = GS + b"a\x0e"  # on-line, error and paper changes
_AIR_MM = 1.5  # below a drawing
LINE_ROWS = 30  # of a line in the printer's own letters
CUTTER_MM = 12.0  # from the head to the cutter
LONGEST = 16 * 1024  # bytes of a drawn job: four seconds on a serial line of 38 400 baud
# the size of normal text beside its usual one, and whether rows that are nearly alike are one; never below the small print
_SQUEEZES = ((1.0, False), (1.0, True), (0.92, True), (0.86, True), (0.81, True))
_NATIVE_MARKS = {Mark.NONE: "", Mark.BULLET: "- ", Mark.BOX: "[] "}


class Style(enum.StrEnum):
    """How text gets on paper."""

    AUTO = "auto"
    NATIVE = "native"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Paper:
    """What this printer's paper and letters are.

    `dots`: printable width, 576 on 80 mm and 384 on 58 mm paper at 203 dpi.  `pages`: the code pages that this
    printer surely has, as (number of ESC t, Python's encoding); the few that every printer has are the default.
    `style` NATIVE puts a question mark where a letter is missing; it is for printers that draw no pictures.
    """

    dots: int = 576
    dpi: int = 203
    style: Style = Style.AUTO
    pages: tuple[tuple[int, str], ...] = ((0, "cp437"), (16, "cp1252"), (19, "cp858"))
    faces: PaperFaces = field(default_factory=PaperFaces)

    def rows(self, mm: float) -> int:
        """Millimetres as dot rows."""
        return round(mm * self.dpi / 25.4)


PAPER_80 = Paper()


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a job, how much paper they feed (mm), and its longest single command (bytes)."""

    data: bytes
    mm: float
    longest: int


def render(receipt: Receipt, paper: Paper = PAPER_80) -> Rendered:
    """The job's bytes; raises `FontsMissing` when the letters must be drawn and cannot be."""
    blocks = _blocks(receipt)
    match paper.style:
        case Style.AUTO:
            texts = [clean(b.text) for b in blocks if isinstance(b, Text)]
            native = all(_page_for(text, paper, None) is not None for text in texts)
        case Style.NATIVE:
            native = True
        case Style.PICTURE:
            native = False
        case _:
            assert_never(paper.style)
    if native:
        out = _Job(paper)
        out.native(blocks)
        return out.finish(cut=receipt.cut)
    # a long list of things to bring is drawn a little smaller
    for squeeze, coarse in _SQUEEZES:
        out = _Job(paper)
        out.drawn(blocks, squeeze, coarse=coarse)
        rendered = out.finish(cut=receipt.cut)
        if len(rendered.data) <= LONGEST:
            break
    return rendered


def _blocks(receipt: Receipt) -> tuple[Block, ...]:
    if not receipt.copy:
        return receipt.blocks
    mark = Text(receipt.copy_label, size=Size.LARGE, bold=True, align=Align.CENTER)
    return (Rule(), mark, Rule(), Feed(2), *receipt.blocks)


def _page_for(text: str, paper: Paper, current: tuple[int, str] | None) -> tuple[int, str] | None:
    """The code page that has every letter: the current one if it does, else the first."""
    for page in (*([current] if current else []), *paper.pages):
        try:
            text.encode(page[1])
        except UnicodeEncodeError:
            continue
        return page
    return None


class _Job:
    """The bytes so far, with the printer's modes that they leave behind."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._builder = Builder()
        self._page: tuple[int, str] | None = None
        self._left = 0
        self._mm = 0.0
        self._longest = 64
        self._builder.reset()
        # ESC @ brings back what somebody chose with the printer's own switches: national letters and Kanji would change
        # ours, another line spacing our layout.  It also stops the status that the printer tells by itself.
        self._builder.raw(ENABLE_ASB + ESC + b"R\0" + FS + b".")
        # the unit of every feed is one dot row, whatever this model's own is
        self._builder.raw(GS + b"P" + bytes((paper.dpi, paper.dpi)) + ESC + b"3" + bytes((LINE_ROWS,)))

    def finish(self, *, cut: bool) -> Rendered:
        if cut:
            self._builder.align("left")
            self._builder.cut()
            self._mm += CUTTER_MM
        return Rendered(self._builder.data, self._mm, self._longest)

    def _feed(self, rows: int) -> None:
        self._mm += rows * 25.4 / self._paper.dpi
        while rows > 0:
            step = min(rows, 255)
            self._builder.raw(ESC + b"J" + bytes((step,)))
            rows -= step

    def _qr(self, block: QrCode) -> None:
        self._margin(0)
        self._builder.align("center")
        self._builder.qr(block.data, block.module_dots)
        self._mm += block.module_dots * 33 * 25.4 / self._paper.dpi

    def drawn(self, blocks: tuple[Block, ...], squeeze: float, *, coarse: bool) -> None:
        for part in _strips(blocks, self._paper, squeeze, coarse=coarse):
            if isinstance(part, QrCode):
                self._qr(part)
            else:
                self._picture(part)

    def _margin(self, dots: int) -> None:
        if dots != self._left:
            self._builder.raw(GS + b"L" + dots.to_bytes(2, "little"))
            self._left = dots

    def _picture(self, picture: Image.Image) -> None:
        self._builder.align("left")
        for band in bands(picture):
            self._feed(band.blank)
            if not band.height:
                continue
            self._margin(band.left * 8)
            head = (
                GS
                + b"v0"
                + (b"\3" if band.doubled else b"\2" if band.tall else b"\0")
                + band.width.to_bytes(2, "little")
                + band.height.to_bytes(2, "little")
            )
            self._builder.raw(head + band.data)
            self._longest = max(self._longest, len(head) + len(band.data))
            self._mm += band.height * (2 if band.tall else 1) * 25.4 / self._paper.dpi

    def native(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            match block:
                case Text():
                    self._native_text(block)
                case Rule():
                    self._native_rule()
                case Feed():
                    self._feed(self._paper.rows(block.mm))
                case QrCode():
                    self._qr(block)
                case Drawing():
                    # a kilobyte that says nothing: not on a slow line
                    pass
                case _:
                    assert_never(block)

    def _native_rule(self) -> None:
        """A line of letters, each eight times as wide: a few bytes instead of one for every column."""
        columns = self._paper.dots // 12
        page = _page_for("─", self._paper, self._page)
        if page is None:
            self._native_text(Text("-" * columns))
            return
        self._builder.align("left")
        self._select(page)
        self._builder.style(width=8, height=1, bold=False, small=False)
        self._builder.raw("─".encode(page[1]) * (columns // 8) + b"\n")
        self._mm += 30 * 25.4 / self._paper.dpi

    def _select(self, page: tuple[int, str]) -> None:
        if page != self._page:
            self._builder.raw(ESC + b"t" + bytes((page[0],)))
            self._page = page

    def _native_text(self, block: Text) -> None:
        text = clean(block.text).replace("\u202f", "\u00a0")
        width, height, cell, row = self._native_size(block, text)
        columns = max(1, self._paper.dots // (cell * width))
        small = block.size is Size.SMALL
        self._builder.style(width=width, height=height, bold=block.bold, small=small)
        self._builder.align("center" if block.align is Align.CENTER else "left")
        page = _page_for(text, self._paper, self._page) or self._page or self._paper.pages[0]
        self._select(page)
        mark = _NATIVE_MARKS[block.mark]
        for number, line in enumerate(wrap(text, columns - len(mark), len)):
            before = " " * len(mark) if number else mark
            self._builder.raw((before + line).encode(page[1], "replace") + b"\n")
            self._mm += row * 25.4 / self._paper.dpi

    def _native_size(self, block: Text, text: str) -> tuple[int, int, int, int]:
        """Width and height factors, the cell's width and the line's height in dots."""
        match block.size:
            case Size.SMALL:
                return 1, 1, 9, 30
            case Size.NORMAL:
                return 1, 1, 12, 30
            case Size.LARGE:
                return 2, 2, 12, 48
            case Size.HUGE:
                fits = self._paper.dots // (12 * max(1, len(text)))
                factor = max(1, min(7, fits))
                return factor, factor, 12, 24 * factor
            case _:
                assert_never(block.size)


def _strips(blocks: tuple[Block, ...], paper: Paper, squeeze: float, *, coarse: bool) -> Iterator[Image.Image | QrCode]:
    """The document as pictures as long as they go, and the QR codes between them."""
    column: list[Image.Image] = []
    for block in blocks:
        match block:
            case Text():
                column.append(draw_text(block, paper.dots, paper.faces, squeeze, coarse=coarse))
            case Rule():
                column.append(_rule(paper))
            case Feed():
                column.append(Image.new("1", (paper.dots, max(1, paper.rows(block.mm))), 1))
            case Drawing():
                column.append(_drawing(block, paper))
            case QrCode():
                yield from _joined(column, paper.dots)
                column = []
                yield block
            case _:
                assert_never(block)
    yield from _joined(column, paper.dots)


def _drawing(block: Drawing, paper: Paper) -> Image.Image:
    """The dots, with some air below them."""
    size = (block.width, len(block.rows))
    dots = ImageChops.invert(Image.frombytes("1", size, b"".join(block.rows)).convert("L")).convert("1")
    strip = Image.new("1", (paper.dots, size[1] + paper.rows(_AIR_MM)), 1)
    strip.paste(dots, (0, 0))
    return strip


def _rule(paper: Paper) -> Image.Image:
    rule = Image.new("1", (paper.dots, 16), 1)
    rule.paste(0, (0, 7, paper.dots, 9))
    return rule


def _joined(column: list[Image.Image], width: int) -> Iterator[Image.Image]:
    if not column:
        return
    whole = Image.new("1", (width, sum(strip.height for strip in column)), 1)
    y = 0
    for strip in column:
        whole.paste(strip, (0, y))
        y += strip.height
    yield whole
