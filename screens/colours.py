"""Colours as tokens, and the arithmetic that holds their contrast (WCAG 2.2, relative luminance)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.views.view import Theme, Tone

Colour = tuple[float, float, float, float]
DEFAULT_ACCENT = "#10505C"
_TEXT_CONTRAST = 7.0


def rgb(text: str) -> Colour:
    """A colour from "#RRGGBB"."""
    value = text.lstrip("#")
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return (red, green, blue, 1.0)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 black to 1 white."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two opaque colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` (0 to 1) of `other` in `one`."""
    red, green, blue, alpha = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return (red, green, blue, alpha)


@dataclass(frozen=True, slots=True)
class Pair:
    """What a tone looks like: its colour on the page, a soft ground, and the ink that stands on that ground."""

    colour: Colour
    soft: Colour
    on_soft: Colour


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme.

    `ground` the page, `surface` a card, `ink` text, `ink_2` quieter text, `line` a hair line without meaning,
    `edge` the border of something that can be touched, `accent` with the ink that stands on it, `focus` the ring.
    """

    ground: Colour
    ground_2: Colour
    surface: Colour
    ink: Colour
    ink_2: Colour
    line: Colour
    edge: Colour
    accent: Colour
    on_accent: Colour
    accent_soft: Colour
    focus: Colour
    focus_gap: Colour
    shadows: bool
    tones: dict[Tone, Pair]


_BLACK, _WHITE = rgb("#000000"), rgb("#FFFFFF")


def deepen(accent: Colour, ground: Colour, ratio: float = _TEXT_CONTRAST) -> Colour:
    """The accent, darkened until it reads on `ground` with `ratio`."""
    share = 0.0
    while contrast(mix(accent, _BLACK, share), ground) < ratio:
        share += 0.02
    return mix(accent, _BLACK, share)


def palette(theme: Theme, accent: str = "") -> Palette:
    """The theme's colours around a profile's accent ("#RRGGBB" or empty for ours)."""
    if theme is Theme.CONTRAST:
        return _contrast()
    ground = rgb("#F7F2E8")
    colour = deepen(_accent(accent), ground)
    return Palette(
        ground=ground,
        ground_2=rgb("#EFE7D8"),
        surface=_WHITE,
        ink=rgb("#1F1B16"),
        ink_2=rgb("#4B453C"),
        line=rgb("#E4DAC8"),
        edge=rgb("#8A8071"),
        accent=colour,
        on_accent=_WHITE,
        accent_soft=mix(colour, _WHITE, 0.89),
        focus=rgb("#8A0F5C"),
        focus_gap=_WHITE,
        shadows=True,
        tones={
            Tone.CALM: Pair(colour, mix(colour, _WHITE, 0.89), rgb("#1F1B16")),
            Tone.GOOD: Pair(rgb("#16593A"), rgb("#E1F0E4"), rgb("#0E3B27")),
            Tone.ATTENTION: Pair(rgb("#744200"), rgb("#FCEBC9"), rgb("#4A2A00")),
            Tone.STOP: Pair(rgb("#8F1D1D"), rgb("#FBE3DF"), rgb("#5C1010")),
        },
    )


def _accent(text: str) -> Colour:
    try:
        return rgb(text or DEFAULT_ACCENT)
    except ValueError:
        return rgb(DEFAULT_ACCENT)


def _contrast() -> Palette:
    yellow = rgb("#FFE45C")
    return Palette(
        ground=_BLACK,
        ground_2=_BLACK,
        surface=_BLACK,
        ink=_WHITE,
        ink_2=_WHITE,
        line=rgb("#9A9A9A"),
        edge=_WHITE,
        accent=yellow,
        on_accent=_BLACK,
        accent_soft=_BLACK,
        focus=rgb("#5CF2FF"),
        focus_gap=_BLACK,
        shadows=False,
        tones={
            Tone.CALM: Pair(yellow, _BLACK, _WHITE),
            Tone.GOOD: Pair(rgb("#8CF5A8"), _BLACK, _WHITE),
            Tone.ATTENTION: Pair(rgb("#FFC65C"), _BLACK, _WHITE),
            Tone.STOP: Pair(rgb("#FFA8A0"), _BLACK, _WHITE),
        },
    )
