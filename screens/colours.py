"""Colours as tokens: the palette of a theme around a municipality's face."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.base.colours import BLACK, GROUND, SIGNALS, WHITE, Colour, deepen, mix, rgb
from kiosk.views.view import Face, Theme, Tone

DEFAULT_ACCENT = "#10505C"
_TEXT_CONTRAST = 7.0
# of the accent in a second tone that no profile names
_PALER = 0.3


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
    `edge` the border of something that can be touched, `accent` with the ink that stands on it, `logo` its two tones,
    `focus` the ring.
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
    logo: tuple[Colour, Colour]
    focus: Colour
    focus_gap: Colour
    shadows: bool
    tones: dict[Tone, Pair]


def palette(theme: Theme, face: Face | None = None) -> Palette:
    """The theme's colours around a municipality's; without one, around ours."""
    if theme is Theme.CONTRAST:
        return _contrast()
    colour = deepen(rgb((face and face.accent) or DEFAULT_ACCENT), GROUND, _TEXT_CONTRAST)
    second = rgb(face.second) if face and face.second else mix(colour, GROUND, _PALER)
    return Palette(
        ground=GROUND,
        ground_2=rgb("#EFE7D8"),
        surface=WHITE,
        ink=rgb("#1F1B16"),
        ink_2=rgb("#4B453C"),
        line=rgb("#E4DAC8"),
        edge=rgb("#8A8071"),
        accent=colour,
        on_accent=WHITE,
        accent_soft=mix(colour, WHITE, 0.89),
        logo=(colour, second),
        focus=rgb("#8A0F5C"),
        focus_gap=WHITE,
        shadows=True,
        tones={
            Tone.CALM: Pair(SIGNALS["calm"], rgb("#E6EAEF"), rgb("#1F1B16")),
            Tone.GOOD: Pair(SIGNALS["good"], rgb("#E1F0E4"), rgb("#0E3B27")),
            Tone.ATTENTION: Pair(SIGNALS["attention"], rgb("#FCEBC9"), rgb("#4A2A00")),
            Tone.STOP: Pair(SIGNALS["stop"], rgb("#FBE3DF"), rgb("#5C1010")),
        },
    )


def _contrast() -> Palette:
    yellow = rgb("#FFE45C")
    return Palette(
        ground=BLACK,
        ground_2=BLACK,
        surface=BLACK,
        ink=WHITE,
        ink_2=WHITE,
        line=rgb("#9A9A9A"),
        edge=WHITE,
        accent=yellow,
        on_accent=BLACK,
        accent_soft=BLACK,
        logo=(WHITE, yellow),
        focus=rgb("#5CF2FF"),
        focus_gap=BLACK,
        shadows=False,
        tones={
            Tone.CALM: Pair(yellow, BLACK, WHITE),
            Tone.GOOD: Pair(rgb("#8CF5A8"), BLACK, WHITE),
            Tone.ATTENTION: Pair(rgb("#FFC65C"), BLACK, WHITE),
            Tone.STOP: Pair(rgb("#FFA8A0"), BLACK, WHITE),
        },
    )
