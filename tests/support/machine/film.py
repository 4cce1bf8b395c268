"""A film of a visit on the emulated machine: its screen, and beside it the card slot and the paper, as they were at each picture."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

HEIGHT, SCREEN_WIDTH, SIDE = 576, 324, 216
MARGIN = 12
SECONDS = 0.9  # that a picture stands
BACK, SLOT, CARD, EDGE = (58, 62, 70), (24, 26, 30), (236, 196, 160), (120, 126, 136)
PAPER_TOP = 170


class Film:
    """`card` says whether a card is in the slot, `paper` gives the picture of the ticket that came out last, or None."""

    def __init__(self, card: Callable[[], bool], paper: Callable[[], Path | None]) -> None:
        self._card, self._paper = card, paper
        self.frames: list[Image.Image] = []

    def add(self, screen: Image.Image) -> None:
        """One picture of the screen, and what is beside it now."""
        frame = Image.new("RGB", (SCREEN_WIDTH + SIDE, HEIGHT), BACK)
        frame.paste(screen.resize((SCREEN_WIDTH, HEIGHT), Image.Resampling.LANCZOS), (0, 0))
        left, right = SCREEN_WIDTH + MARGIN, SCREEN_WIDTH + SIDE - MARGIN
        draw = ImageDraw.Draw(frame)
        if self._card():
            draw.rounded_rectangle((left + 40, 24, right - 40, 96), 8, CARD, EDGE)
        draw.rounded_rectangle((left + 16, 80, right - 16, 104), 6, SLOT, EDGE)
        draw.rounded_rectangle((left, PAPER_TOP - 20, right, PAPER_TOP), 6, SLOT, EDGE)
        file = self._paper()
        if file is not None:
            with Image.open(file) as paper:
                width = right - left - 24
                small = paper.convert("RGB").resize((width, round(paper.height * width / paper.width)))
            frame.paste(
                small.crop((0, 0, width, min(small.height, HEIGHT - PAPER_TOP - MARGIN))), (left + 12, PAPER_TOP)
            )
        self.frames.append(frame)

    def save(self, target: Path) -> None:
        """As GIF, which every page shows."""
        few = [frame.quantize(64, dither=Image.Dither.NONE) for frame in self.frames]
        few[0].save(target, save_all=True, append_images=few[1:], duration=round(SECONDS * 1000), loop=0)
