"""ESC/POS bytes as pictures of paper, without a printer: what `kiosk ticket render` and the golden receipts use."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from devices.simulators.escpos_commands import Cutter
from devices.simulators.escpos_draw import Interpreter
from devices.simulators.sheet import Dots


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of the bytes: a picture and the dots of each ticket, and what was not understood."""

    pictures: tuple[Image.Image, ...]
    dots: tuple[Dots, ...]
    cuts: int
    unknown: tuple[bytes, ...]
    unmapped: int
    incomplete: int

    @property
    def clean(self) -> bool:
        """True when every byte was understood."""
        return not self.unknown and not self.unmapped and not self.incomplete


def draw(data: bytes, dots: int = 576) -> Drawn:
    """Draw all tickets in `data`; what is left uncut at the end is a ticket too."""
    cutter, interpreter = Cutter(), Interpreter(dots)
    cutter.push(data)
    pictures: list[Image.Image] = []
    sheets: list[Dots] = []

    def tear_off() -> None:
        if not interpreter.sheet.blank:
            pictures.append(interpreter.sheet.picture())
            sheets.append(interpreter.sheet.dots_array())
        interpreter.new_sheet()

    while (piece := cutter.next_piece()) is not None:
        if interpreter.run(piece):
            tear_off()
    tear_off()
    return Drawn(
        tuple(pictures),
        tuple(sheets),
        interpreter.cuts,
        tuple(cutter.unknown),
        interpreter.unmapped,
        cutter.waiting,
    )


def strip(pictures: tuple[Image.Image, ...], gap: int = 10) -> Image.Image:
    """Several tickets below each other on one picture."""
    if not pictures:
        return Image.new("L", (640, 64), 252)
    whole = Image.new("L", (max(p.width for p in pictures), sum(p.height + gap for p in pictures) - gap), 190)
    y = 0
    for picture in pictures:
        whole.paste(picture, (0, y))
        y += picture.height + gap
    return whole
