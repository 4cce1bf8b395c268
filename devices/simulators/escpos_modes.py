"""Page mode, and the bars of bar codes, for the simulated printer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from devices.simulators.sheet import Dots

_BAR_CODES = {65: "upca", 67: "ean13", 68: "ean8", 69: "code39", 70: "itf", 73: "code128"}


class PageMode:
    """What is collected between ESC L and FF: bitmaps at places, in an area that may be turned."""

    def __init__(self) -> None:
        self._area = (0, 0, 0, 0)
        self._turn = 0
        self._y = 0
        self._placed: list[tuple[Dots, int, int]] = []

    def set(self, name: str, args: bytes, unit: float) -> None:
        """ESC W (area), ESC T (direction), GS $ and GS backslash (vertical position)."""
        words = [round((args[i] | args[i + 1] << 8) * unit) for i in range(0, len(args) - 1, 2)]
        match name:
            case "ESC W":
                self._area = (words[0], words[1], words[2], words[3])
                self._y = 0
            case "ESC T":
                self._turn = args[0] % 48 % 4
                self._y = 0
            case "GS $":
                self._y = words[0]
            case _:
                self._y += int.from_bytes(args[:2], "little", signed=True)

    def line_width(self, dots: int) -> int:
        """How wide a line may be."""
        _, _, width, height = self._area
        return (width if self._turn % 2 == 0 else height) or dots

    def place(self, dots: Dots) -> None:
        """Put a bitmap at the left of the current position, turned as the area is."""
        left, top, width, height = self._area
        turned = np.rot90(dots, self._turn)
        high, wide = turned.shape
        across, down = {
            0: (0, self._y),
            1: (self._y, height - high),
            2: (width - wide, height - self._y - high),
            3: (width - self._y - wide, 0),
        }[self._turn]
        self._placed.append((turned, left + max(0, across), top + max(0, down)))

    def advance(self, rows: int) -> None:
        """Feed inside the page."""
        self._y += rows

    def placed(self) -> Iterator[tuple[Dots, int, int]]:
        """Bitmaps with their place on the page."""
        yield from self._placed

    def height(self) -> int:
        """The page's height: its area, or what was placed."""
        lowest = max((y + dots.shape[0] for dots, _, y in self._placed), default=0)
        return max(lowest, self._area[1] + self._area[3])


def bars(kind: int, data: bytes) -> str | None:
    """The modules of a bar code as 1 and 0; None for kinds or contents that cannot be drawn."""
    name = _BAR_CODES.get(kind)
    if name is None:
        return None
    import barcode  # type: ignore[import-untyped]  # python-escpos brings it; it has no types
    from barcode.errors import BarcodeError  # type: ignore[import-untyped]

    text = bar_text(kind, data)
    try:
        built = barcode.get_barcode_class(name)(text).build()
    except (BarcodeError, ValueError, KeyError, IndexError):
        return None
    modules: str = built[0]
    return modules


def bar_text(kind: int, data: bytes) -> str:
    """What a bar code says: Code 128 changes between its sets A, B and C (two digits a byte) with a brace."""
    if _BAR_CODES.get(kind) != "code128":
        return data.decode("ascii", "replace")
    text, in_c, at = "", False, 0
    while at < len(data):
        if data[at] == ord("{") and at + 1 < len(data):
            in_c = data[at + 1] == ord("C")
            at += 2
        else:
            text += f"{data[at]:02d}" if in_c else chr(data[at])
            at += 1
    return text
