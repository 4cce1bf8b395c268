"""Sizes as tokens: millimetres on the glass turned into pixels, grown for large panels and large text."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from functools import cached_property

from kiosk.views.view import Comfort, Face, TextSize
from screens.colours import Palette, palette
from screens.fonts import Font

# height of a capital as a share of the em, Inter and its Arabic twin
CAPITAL = 0.727
# 5.0 mm: a little above the 4.8 mm of US 508 402.4, so that rounding to pixels stays above it
_SMALLEST_CAPITAL_MM = 5.0
# at this short side of a panel the tokens are real millimetres; on larger panels they grow with it
_PLAIN_SHORT_SIDE_MM = 220.0
_KNOWN_PANELS_MM = {(1080, 1920): (336.0, 598.0), (1280, 800): (261.0, 163.0), (1920, 1080): (476.0, 268.0)}
_PLAIN_DENSITY = 4.0
# on a lower panel everything is within reach
_HIGH_PANEL_MM = 400.0
TEXT_FACTOR = {TextSize.NORMAL: 1.0, TextSize.LARGE: 1.35, TextSize.VERY_LARGE: 1.7}
SMALLER = {TextSize.VERY_LARGE: TextSize.LARGE, TextSize.LARGE: TextSize.NORMAL}
# however close, a title is larger than the text under it
_TITLE_OVER_TEXT = 1.2
# line height of any text where distances are close
_CLOSE_LEADING = 1.22
TOUCH_MM = 20.0
TOUCH_FLOOR_MM = 15.0
GAP_FLOOR_MM = 3.0


@dataclass(frozen=True, slots=True)
class Glass:
    """The panel: pixels and millimetres of what is drawn on, after rotation."""

    width: int
    height: int
    width_mm: float
    height_mm: float

    @classmethod
    def of(cls, width: int, height: int, width_mm: float = 0.0, height_mm: float = 0.0) -> Glass:
        """A panel; millimetres that are not given are those of a usual panel with these pixels."""
        if width_mm <= 0 or height_mm <= 0:
            turned = _KNOWN_PANELS_MM.get((height, width), (height / _PLAIN_DENSITY, width / _PLAIN_DENSITY))
            width_mm, height_mm = _KNOWN_PANELS_MM.get((width, height), (turned[1], turned[0]))
        return cls(width, height, width_mm, height_mm)

    @property
    def density(self) -> float:
        """Pixels a millimetre."""
        return min(self.width / self.width_mm, self.height / self.height_mm)

    @property
    def portrait(self) -> bool:
        """Higher than wide."""
        return self.height > self.width

    def turned(self) -> Glass:
        """The same panel, a quarter turn."""
        return Glass(self.height, self.width, self.height_mm, self.width_mm)


class Type(enum.Enum):
    """The type scale: em in units, line height in em, face."""

    # styles are in many keys: Enum's own hash is Python
    __hash__ = object.__hash__

    SMALL = (5.6, 1.30, Font.REGULAR)
    SMALL_STRONG = (5.6, 1.30, Font.STRONG)
    BODY = (6.9, 1.36, Font.REGULAR)
    BODY_STRONG = (6.9, 1.30, Font.STRONG)
    LEAD = (8.6, 1.32, Font.REGULAR)
    LABEL = (8.2, 1.22, Font.STRONG)
    HEADING = (9.4, 1.20, Font.STRONG)
    TITLE = (14.2, 1.12, Font.DISPLAY)
    HERO = (20.0, 1.08, Font.DISPLAY)
    CONTROL = (6.9, 1.24, Font.STRONG)
    KEY = (12.5, 1.10, Font.STRONG)
    NUMBER = (44.0, 1.00, Font.DISPLAY)

    @property
    def em(self) -> float:
        """Size in units of the theme."""
        return self.value[0]

    @property
    def leading(self) -> float:
        """Line height in em."""
        return self.value[1]

    @property
    def font(self) -> Font:
        """The face for Latin, Greek and Cyrillic."""
        return self.value[2]


# on small panels a title gives room to what it is the title of
_COMPACT = {Type.TITLE: 0.80, Type.HERO: 0.78, Type.LEAD: 0.86, Type.LABEL: 0.88, Type.KEY: 0.85, Type.NUMBER: 0.76}
_COMPACT_SHORT_SIDE_MM = 180.0
_SIGNS_GROW = 1.5
_GROWS_LESS = {Type.TITLE: 0.55, Type.HERO: 0.35, Type.NUMBER: 0.15, Type.KEY: 0.5, Type.HEADING: 0.8}


@dataclass(frozen=True)
class Look:
    """All a drawing needs to know: the panel, the colours, the resident's comfort and the reading direction."""

    glass: Glass
    colours: Palette
    comfort: Comfort
    language: str
    right_to_left: bool
    # the share of the usual distances, signs and titles; text and what is touched never go below their smallest
    close: float = 1.0

    @classmethod
    def of(
        cls, glass: Glass, comfort: Comfort, language: str, face: Face | None = None, *, right_to_left: bool = False
    ) -> Look:
        """The look of one View."""
        return cls(glass, palette(comfort.theme, face), comfort, language, right_to_left)

    @cached_property
    def unit(self) -> float:
        """Pixels of one design unit: a millimetre, larger on panels that are seen from further away."""
        short = min(self.glass.width_mm, self.glass.height_mm)
        return self.glass.density * max(1.0, short / _PLAIN_SHORT_SIDE_MM) * self.close

    def u(self, units: float) -> float:
        """Units in whole pixels."""
        return float(round(units * self.unit))

    def touch(self, millimetres: float = TOUCH_MM) -> float:
        """A real size on the glass in whole pixels, never rounded below it."""
        return float(-(-millimetres * self.glass.density // 1))

    @cached_property
    def gap(self) -> float:
        """Between two things that can be touched."""
        return max(self.u(4.5), self.touch(GAP_FLOOR_MM))

    def text_px(self, style: Type) -> int:
        """The em of a style in pixels, never below the smallest capital that may stand on a screen."""
        known = self._ems.get(style)
        if known is None:
            known = self._ems[style] = self._em(style)
        return known

    @cached_property
    def _ems(self) -> dict[Type, int]:
        return {}

    def _em(self, style: Type) -> int:
        factor = TEXT_FACTOR[self.comfort.text_size]
        factor = 1 + (factor - 1) * _GROWS_LESS.get(style, 1.0)
        if self.compact:
            factor *= _COMPACT.get(style, 1.0)
            if style is Type.CONTROL:
                # back, help and stop keep a place for the matter on small panels
                return max(round(style.em * self.unit * (1 + (factor - 1) * 0.4)), self.plain_smallest_px)
        least = _TITLE_OVER_TEXT if style in (Type.TITLE, Type.HERO) else 1.0
        return max(round(style.em * self.unit * factor), round(least * self.smallest_px))

    @cached_property
    def smallest_px(self) -> int:
        """The smallest em of this text size: capitals of 5.0 mm, 6.75 mm and 8.5 mm."""
        capital = _SMALLEST_CAPITAL_MM * TEXT_FACTOR[self.comfort.text_size]
        return -(-int(capital / CAPITAL * self.glass.density * 100) // 100)

    @cached_property
    def reach(self) -> bool:
        """The reach layout is asked for and the panel is so high that it makes a difference."""
        return self.comfort.reach and self.glass.height_mm >= _HIGH_PANEL_MM

    @cached_property
    def plain_smallest_px(self) -> int:
        """The smallest em of normal text: what a label with its own sign may shrink to in larger text sizes."""
        return self.plain.smallest_px

    @cached_property
    def plain(self) -> Look:
        """The same look in normal text."""
        return replace(self, comfort=replace(self.comfort, text_size=TextSize.NORMAL))

    def growth(self, style: Type) -> float:
        """How much larger a sign beside words of this style is than in normal text: as they are, by half at most."""
        return min(_SIGNS_GROW, self.text_px(style) / self.plain.text_px(style))

    @cached_property
    def compact(self) -> bool:
        """A small panel: less air, smaller titles; text and touch areas keep their millimetres."""
        return min(self.glass.width_mm, self.glass.height_mm) < _COMPACT_SHORT_SIDE_MM

    @property
    def barred(self) -> bool:
        """A small panel that hangs across: every millimetre of height counts, and one bar at the foot has all buttons."""
        return self.compact and not self.glass.portrait

    @cached_property
    def smaller(self) -> Look:
        """The same look with text one size smaller, if there is one."""
        size = SMALLER.get(self.comfort.text_size, TextSize.NORMAL)
        return replace(self, comfort=replace(self.comfort, text_size=size))

    def closer(self, share: float) -> Look:
        """The same look with this share of its usual distances."""
        return self if share == self.close else replace(self, close=share)

    def leading(self, style: Type) -> float:
        """Line height in em."""
        return style.leading if self.close == 1.0 else min(style.leading, _CLOSE_LEADING)

    @property
    def large(self) -> bool:
        """Larger text than usual: layouts use fewer columns and more pages."""
        return self.comfort.text_size is not TextSize.NORMAL
