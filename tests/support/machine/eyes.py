"""Eyes for the screen of a machine: which words stand where, read from its picture by a program that others wrote (RapidOCR).

An installed kiosk answers nobody what is on its glass; whoever touches it sees a picture, and so does the bench.
"""

import difflib
import logging
import unicodedata
from typing import NamedTuple

import numpy as np
from PIL import Image

WIDTH = 720  # pixels: enough for the smallest words of a kiosk, and twice as quick as all of them
ALIKE = 0.8  # share of letters: a letter misread is no other word


class Words(NamedTuple):
    """A line of text and its middle, 0 to 1 on both axes of the screen."""

    text: str
    x: float
    y: float


class Eyes:
    """Loading takes seconds: one for a session."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        self._engine = RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False})

    def read(self, picture: Image.Image) -> list[Words]:
        """Every line, from the top."""
        height = round(picture.height * WIDTH / picture.width)
        pixels = np.asarray(picture.resize((WIDTH, height)).convert("RGB"))[:, :, ::-1]
        said = self._engine(pixels)
        if said.txts is None:
            return []
        lines = [
            Words(str(text), float(box[:, 0].mean()) / WIDTH, float(box[:, 1].mean()) / height)
            for box, text in zip(said.boxes, said.txts, strict=True)
        ]
        return sorted(lines, key=lambda line: line.y)


def plain(text: str) -> str:
    """Small letters and digits alone: blanks, points and marks are what such programs read worst."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in split if letter.isalnum())


def find(lines: list[Words], wanted: str) -> Words | None:
    """The line that says this, or begins with it or with all but a letter of it; None when none does.

    The lowest of those that say it alike: a button stands below the title that has its words.
    """
    word = plain(wanted)
    best, place = 0.0, None
    for line in lines:
        seen = plain(line.text)
        alike = max(
            difflib.SequenceMatcher(None, word, part, autojunk=False).ratio() for part in (seen, seen[: len(word)])
        )
        if alike >= best:
            best, place = alike, line
    return place if best >= ALIKE else None
