"""Curves as a picture, drawn with Pillow: for a bench that tells how something grows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_SIZE, _MARGIN = (560, 400), (70, 60, 30, 70)  # left, top, right, bottom
_INK, _PALE, _COLOURS = "#222222", "#cccccc", ("#0b5fa5", "#b3261e", "#2e7d32", "#7b1fa2")


@dataclass(frozen=True, slots=True)
class Panel:
    """One diagram: curves over steps that multiply, each a list of y; a line at `limit`."""

    title: str
    steps: Sequence[str]
    curves: Mapping[str, Sequence[float]]
    unit: str
    limit: float


def draw(panels: Sequence[Panel], path: Path) -> None:
    """Write the panels side by side as PNG."""
    picture = Image.new("RGB", (_SIZE[0] * len(panels), _SIZE[1]), "white")
    pen = ImageDraw.Draw(picture)
    for at, panel in enumerate(panels):
        _panel(pen, panel, at * _SIZE[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, optimize=True)


def _panel(pen: ImageDraw.ImageDraw, panel: Panel, left: int) -> None:
    font, bold = ImageFont.load_default(14), ImageFont.load_default(16)
    x0, y0 = left + _MARGIN[0], _MARGIN[1]
    x1, y1 = left + _SIZE[0] - _MARGIN[2], _SIZE[1] - _MARGIN[3]
    values = [value for curve in panel.curves.values() for value in curve] + [panel.limit]
    # decades: milliseconds of a quiet town and the limit stand in one picture
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def height(value: float) -> float:
        return y1 - (math.log10(value) - low) / (high - low or 1) * (y1 - y0)

    def across(step: int) -> float:
        return x0 + (step + 0.5) / len(panel.steps) * (x1 - x0)

    pen.text((x0, 14), panel.title, _INK, bold)
    for power in range(low, high + 1):
        y = height(10.0**power)
        pen.line((x0, y, x1, y), _PALE)
        pen.text((x0 - 8, y), f"{10.0**power:g}", _INK, font, anchor="rm")
    pen.text((x0 - 8, y0 - 16), panel.unit, _INK, font, anchor="rm")
    for at, step in enumerate(panel.steps):
        pen.text((across(at), y1 + 10), step, _INK, font, anchor="mt")
    y = height(panel.limit)
    for x in range(x0, x1, 12):
        pen.line((x, y, x + 6, y), _INK, 2)
    pen.text((x1, y - 4), "limit", _INK, font, anchor="rb")
    for at, (name, curve) in enumerate(panel.curves.items()):
        colour = _COLOURS[at % len(_COLOURS)]
        points = [(across(step), height(value)) for step, value in enumerate(curve)]
        pen.line(points, colour, 3)
        for x, y in points:
            pen.ellipse((x - 4, y - 4, x + 4, y + 4), colour)
        pen.text((x0 + at * 150, y1 + 40), name, colour, font, anchor="lt")
