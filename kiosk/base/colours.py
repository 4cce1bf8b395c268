"""The arithmetic of colours (contrast by WCAG 2.2, nearness by OKLab), and those that are the same in every municipality."""

from __future__ import annotations

import math
from typing import Final

Colour = tuple[float, float, float, float]


def rgb(text: str) -> Colour:
    """A colour from "#RRGGBB"."""
    value = text.lstrip("#")
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return (red, green, blue, 1.0)


def written(colour: Colour) -> str:
    """A colour as "#RRGGBB"."""
    return "#" + bytes(round(part * 255) for part in colour[:3]).hex().upper()


BLACK: Final = rgb("#000000")
WHITE: Final = rgb("#FFFFFF")
# the page that everything stands on
GROUND: Final = rgb("#F7F2E8")
# what a screen says at a glance, by the name of its tone: no municipality's colour changes these, and none is like them
SIGNALS: Final = {
    "calm": rgb("#33475B"),
    "good": rgb("#16593A"),
    "attention": rgb("#744200"),
    "stop": rgb("#8F1D1D"),
}


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 black to 1 white."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two opaque colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` (0 to 1) of `other` in `one`."""
    red, green, blue, alpha = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return (red, green, blue, alpha)


def deepen(colour: Colour, ground: Colour, ratio: float) -> Colour:
    """The colour, darkened until it has `ratio` of contrast on `ground`."""
    share = 0.0
    while contrast(mix(colour, BLACK, share), ground) < ratio:
        share += 0.02
    return mix(colour, BLACK, share)


def apart(one: Colour, other: Colour) -> float:
    """How different two colours are to the eye: 0 the same, 0.02 hardly to be seen, 1 black and white."""
    return math.dist(_oklab(one), _oklab(other))


def _linear(colour: Colour) -> tuple[float, float, float]:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3])
    return red, green, blue


def _oklab(colour: Colour) -> tuple[float, float, float]:
    """Björn Ottosson's space, in which equal distances look equally large."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )
