"""What ESC/POS commands do to the paper: an interpreter for standard mode, page mode, pictures and codes.

It draws what any Epson-compatible printer would: our own tickets, and streams that other programs made.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import segno

from devices.simulators.escpos_commands import Command, Letters, Piece
from devices.simulators.escpos_modes import PageMode, bar_text, bars
from devices.simulators.sheet import FONT_A, FONT_B, Dots, Sheet, letter, unpack

PAGES = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 13: "cp857", 14: "cp737", 15: "iso8859_7",
    16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858", 32: "cp720", 33: "cp775", 34: "cp855", 35: "cp861",
    36: "cp862", 37: "cp864", 38: "cp869", 39: "iso8859_2", 40: "iso8859_15", 44: "cp1125", 45: "cp1250",
    46: "cp1251", 47: "cp1253", 48: "cp1254", 49: "cp1255", 50: "cp1256", 51: "cp1257", 52: "cp1258",
}  # fmt: skip
# page 1 of every Epson printer: blocks, lines and half-width katakana
_LINES = "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯"
_LEVELS = {48: "l", 49: "m", 50: "q", 51: "h"}
_DEFAULT_SPACING = 30


@dataclass
class _Mode:
    """The modes that ESC @ sets back."""

    font: tuple[int, int] = FONT_A
    width: int = 1
    height: int = 1
    bold: bool = False
    underline: int = 0
    inverse: bool = False
    upside: bool = False
    align: int = 0
    left: int = 0
    area: int | None = None
    spacing: int = _DEFAULT_SPACING
    gap: int = 0
    page: int = 0
    tabs: list[int] = field(default_factory=lambda: list(range(8, 256, 8)))
    bar_height: int = 162
    bar_width: int = 3
    bar_text: int = 0


def decode(page: int, byte: int) -> str:
    """The letter of a byte in a code page; U+FFFD when the page has none, or is not known here."""
    if byte < 0x7F:
        return chr(byte)
    if page == 1:
        if 0x80 <= byte <= 0x9F:
            return _LINES[byte - 0x80]
        return chr(0xFF61 + byte - 0xA1) if 0xA1 <= byte <= 0xDF else "\ufffd"
    name = PAGES.get(page)
    return bytes((byte,)).decode(name, "replace") if name else "\ufffd"


class Interpreter:
    """Runs pieces on a sheet.  `cuts` counts; `skipped` names commands that are known but draw nothing here."""

    def __init__(self, dots: int = 576, dpi: int = 203) -> None:
        self.sheet = Sheet(dots)
        self.dpi = dpi
        self.cuts = 0
        self.unmapped = 0
        """Bytes for which the chosen code page has no letter."""
        self._y = 0
        self._unit = 1.0  # dots for one vertical unit
        self._unit_x = 1.0
        self._mode = _Mode()
        self._line: list[tuple[int, Dots]] = []
        self._pen = 0
        self._qr_data = b""
        self._qr_size, self._qr_level = 3, 48
        self._graphic: Dots | None = None
        self._page_mode: PageMode | None = None

    @property
    def fed(self) -> int:
        """Rows fed since the last cut."""
        return self._y

    def run(self, piece: Piece) -> bool:
        """Run one piece; True when it cut the paper (the sheet then still holds the ticket: take and `new_sheet`)."""
        match piece:
            case Letters(data):
                self._letters(data)
            case Command(name=name, args=args):
                return self._command(name, args)
        return False

    def new_sheet(self) -> None:
        """Begin after a cut, or after paper was torn off."""
        self.sheet.clear()
        self._y = 0

    def forget_line(self) -> None:
        """What a buffer clear does to the print buffer."""
        self._line.clear()
        self._pen = 0

    def _command(self, name: str, a: bytes) -> bool:
        mode = self._mode
        match name:
            case "LF":
                self._newline()
            case "CR" | "NUL" | "DLE" | "CAN":
                pass
            case "FF":
                self._print_page()
            case "HT":
                column = self._pen // (mode.font[0] * mode.width)
                self._pen = next((t for t in mode.tabs if t > column), column) * mode.font[0] * mode.width
            case "ESC @":
                self._mode, self._unit, self._unit_x = _Mode(), 1.0, 1.0
                self._page_mode = None
                self.forget_line()
            case "ESC J" | "ESC K":
                self._newline(feed=round(a[0] * self._unit))
            case "ESC d":
                self._newline(feed=a[0] * mode.spacing)
            case "GS V":
                if self._line:
                    self._newline()
                if len(a) > 1:
                    self._advance(round(a[1] * self._unit))
                self.cuts += 1
                return True
            case "ESC i" | "ESC m":
                self.cuts += 1
                return True
            case "GS v":
                wide, tall = bool(a[1] & 1), bool(a[1] & 2)
                stride, rows = a[2] | a[3] << 8, a[4] | a[5] << 8
                self._picture(unpack(a[6:], stride, rows, wide=wide, tall=tall))
            case "ESC *":
                self._columns(a)
            case "GS (" | "GS 8":
                self._function(name, a)
            case "GS k":
                self._barcode(a)
            case _:
                self._set(name, a)
        return False

    def _set(self, name: str, a: bytes) -> None:
        """Commands that only change a mode."""
        mode = self._mode
        match name:
            case "ESC a":
                mode.align = a[0] % 48 % 3
            case "ESC E" | "ESC G":
                mode.bold = bool(a[0] & 1)
            case "ESC -":
                mode.underline = a[0] % 48 % 3
            case "ESC M":
                mode.font = FONT_B if a[0] & 1 else FONT_A
            case "ESC !":
                mode.font = FONT_B if a[0] & 1 else FONT_A
                mode.bold = bool(a[0] & 8)
                mode.height = 2 if a[0] & 0x10 else 1
                mode.width = 2 if a[0] & 0x20 else 1
                mode.underline = 1 if a[0] & 0x80 else 0
            case "GS !":
                mode.width, mode.height = (a[0] >> 4 & 7) + 1, (a[0] & 7) + 1
            case "GS B":
                mode.inverse = bool(a[0] & 1)
            case "ESC {":
                mode.upside = bool(a[0] & 1)
            case "ESC 2":
                mode.spacing = _DEFAULT_SPACING
            case "ESC 3":
                mode.spacing = round(a[0] * self._unit)
            case "ESC  ":
                mode.gap = round(a[0] * self._unit_x)
            case "ESC t":
                mode.page = a[0]
            case "GS L":
                mode.left = round((a[0] | a[1] << 8) * self._unit_x)
            case "GS W":
                mode.area = round((a[0] | a[1] << 8) * self._unit_x)
            case "GS P":
                self._unit_x = self.dpi / a[0] if a[0] else 1.0
                self._unit = self.dpi / a[1] if a[1] else 1.0
            case "ESC $":
                self._pen = round((a[0] | a[1] << 8) * self._unit_x)
            case "ESC \\":
                step = int.from_bytes(a[:2], "little", signed=True)
                self._pen = max(0, self._pen + round(step * self._unit_x))
            case "ESC D":
                mode.tabs = [t for t in a if t]
            case "GS h":
                mode.bar_height = a[0]
            case "GS w":
                mode.bar_width = min(6, max(1, a[0]))
            case "GS H":
                mode.bar_text = a[0] % 48 % 4
            case "ESC L":
                self._page_mode = PageMode()
            case "ESC S":
                self._page_mode = None
            case "ESC W" | "ESC T" | "GS $" | "GS \\":
                if self._page_mode is not None:
                    self._page_mode.set(name, a, self._unit)
            case _:
                pass

    @property
    def _area(self) -> int:
        if self._page_mode is not None:
            return self._page_mode.line_width(self.sheet.dots)
        room = self.sheet.dots - self._mode.left
        return min(room, self._mode.area) if self._mode.area else room

    def _letters(self, data: bytes) -> None:
        mode = self._mode
        for byte in data:
            text = decode(mode.page, byte)
            if text == "\ufffd":
                self.unmapped += 1
                text = "▯"
            glyph = letter(text, mode.font, mode.width, mode.height, mode.bold)
            if mode.inverse:
                glyph = ~glyph
            elif mode.underline:
                glyph = glyph.copy()
                glyph[-mode.underline :] = True
            width = glyph.shape[1] + mode.gap * mode.width
            if self._pen + width > self._area and self._pen > 0:
                self._newline()
            self._line.append((self._pen, glyph))
            self._pen += width

    def _newline(self, feed: int | None = None) -> None:
        """Print the line and feed: by the line spacing, or by `feed` rows, but never less than the line is high."""
        high = max((glyph.shape[0] for _, glyph in self._line), default=0)
        wide = max((x + glyph.shape[1] for x, glyph in self._line), default=0)
        if self._line:
            joined = np.zeros((high, wide), dtype=np.bool_)
            for x, glyph in self._line:
                joined[high - glyph.shape[0] :, x : x + glyph.shape[1]] |= glyph
            if self._mode.upside:
                joined = joined[::-1, ::-1]
            if self._page_mode is not None:
                self._page_mode.place(joined)
            else:
                self.sheet.place(joined, self._x(wide), self._y)
        self.forget_line()
        self._advance(max(high, self._mode.spacing if feed is None else feed))

    def _advance(self, rows: int) -> None:
        if self._page_mode is not None:
            self._page_mode.advance(rows)
            return
        self._y += rows
        self.sheet.reach(self._y)

    def _x(self, width: int) -> int:
        room = self._area - width
        return self._mode.left + max(0, (0, room // 2, room)[self._mode.align])

    def _picture(self, dots: Dots) -> None:
        """A picture prints at once; the paper moves by its height and not by a line."""
        if self._line:
            self._newline()
        if self._page_mode is not None:
            self._page_mode.place(dots)
        else:
            self.sheet.place(dots, self._x(dots.shape[1]), self._y)
        self._advance(dots.shape[0])

    def _columns(self, a: bytes) -> None:
        """ESC *: a strip of 8 or 24 dots high columns, part of the line."""
        deep = 3 if a[0] >= 32 else 1
        columns = np.frombuffer(a[3:], dtype=np.uint8).reshape(-1, deep)
        dots = np.unpackbits(columns, axis=1).astype(np.bool_).T
        if a[0] in (0, 32):
            dots = dots.repeat(2, axis=1)
        if deep == 1:
            dots = dots.repeat(3, axis=0)
        self._line.append((self._pen, dots))
        self._pen += dots.shape[1]

    def _function(self, name: str, a: bytes) -> None:
        group, body = (a[0], a[3:]) if name == "GS (" else (a[0], a[5:])
        if len(body) < 2:
            return
        if group == ord("k") and body[0] == 49:
            self._qr(body[1], body[2:])
        elif group == ord("L"):
            self._graphics(body[1], body[2:])

    def _qr(self, function: int, body: bytes) -> None:
        match function:
            case 67:
                self._qr_size = max(1, body[0])
            case 69:
                self._qr_level = body[0]
            case 80:
                self._qr_data = body[1:]
            case 81 if self._qr_data:
                code = segno.make_qr(self._qr_data, error=_LEVELS.get(self._qr_level, "l"), boost_error=False)
                dots = np.array(code.matrix, dtype=np.uint8).astype(np.bool_)
                self._picture(dots.repeat(self._qr_size, axis=0).repeat(self._qr_size, axis=1))
            case _:
                pass

    def _graphics(self, function: int, body: bytes) -> None:
        match function:
            case 112:
                stride, rows = ((body[4] | body[5] << 8) + 7) // 8, body[6] | body[7] << 8
                self._graphic = unpack(body[8:], stride, rows, wide=body[1] == 2, tall=body[2] == 2)
            case 2 | 50 if self._graphic is not None:
                self._picture(self._graphic)
                self._graphic = None
            case _:
                pass

    def _barcode(self, a: bytes) -> None:
        mode = self._mode
        kind, data = (a[0], a[2 : 2 + a[1]]) if a[0] >= 65 else (a[0] + 65, a[1:-1])
        modules = bars(kind, data)
        if modules is None:
            return
        row = np.array([m == "1" for m in modules], dtype=np.bool_).repeat(mode.bar_width)
        self._picture(np.tile(row, (mode.bar_height, 1)))
        if mode.bar_text & 2:
            kept, mode.width, mode.height = (mode.width, mode.height), 1, 1
            self._letters(bar_text(kind, data).encode("ascii", "replace"))
            self._newline()
            mode.width, mode.height = kept

    def _print_page(self) -> None:
        if self._page_mode is None:
            return
        if self._line:
            self._newline()
        for dots, x, y in self._page_mode.placed():
            self.sheet.place(dots, x, self._y + y)
        page_height = self._page_mode.height()
        self._page_mode = None
        self._advance(page_height)
