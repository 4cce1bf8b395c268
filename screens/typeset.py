"""Text: measuring, wrapping, right-to-left order and the textures of lines (SDL2's provider with our own shaping)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kivy.core.text._text_sdl2 import _SurfaceContainer
from kivy.core.text.text_sdl2 import LabelSDL2
from kivy.graphics.texture import Texture

from kiosk.base.bidi import by_themselves, visual
from kiosk.base.scripts import LATIN, from_right, pieces, script_of, without_spaces
from screens import fonts
from screens.fonts import Font

_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")
_SPACES = re.compile(r"[ \n]")
_DOT = "\u00a0· "
# how much of the width that is left over lines keep when they are evened
_NARROWER = (0.12, 0.3, 0.6)


class _Face(LabelSDL2):
    """One face in one size.  SDL keeps script and direction in the font itself: they belong to its identity."""

    _identity = ""

    def _get_font_id(self) -> str:
        # asked for at every measuring; the options of a face never change
        if not self._identity:
            own = super()._get_font_id()
            self._identity = f"{own}|{self.options['font_script_name']}|{self.options['font_hinting']}"
        return self._identity


@lru_cache(maxsize=96)
def _face(font: Font, px: int, script: str = LATIN) -> Any:
    try:
        file = fonts.path(font, script)
    except (fonts.FontsMissing, OSError):
        if script == LATIN:
            raise
        file = fonts.path(font)  # boxes in one name, which doctor tells, are better than a kiosk that closes
    return _Face(font_name=str(file), font_size=px, font_hinting=None, font_script_name=script, font_direction="ltr")


def _extents(face: Any, shown: str) -> tuple[int, int]:
    """Width and height of a line as it will be drawn."""
    _make_ready(face)
    width, height = face.get_extents(shown)
    return int(width), int(height)


def _make_ready(face: Any) -> None:
    """Push script and direction into the font: Kivy does so only when it draws; else letters are measured unjoined.

    Before each measurement: Kivy keeps 64 open fonts, closes the one it opened first, and says nothing of it.
    """
    _SurfaceContainer(1, 1).render(face, " ", 0, 0)


def unbroken(text: str) -> str:
    """The text in which a telephone number is never divided."""
    return _BETWEEN_DIGITS.sub("\u00a0", text)


@dataclass(slots=True)
class Typesetter:
    """Measures and wraps; remembers widths only while one View is laid out (a name must not outlive its screen)."""

    _widths: dict[tuple[str, Font, int], int] = field(default_factory=dict)
    _wrapped: dict[tuple[str, Font, int, float], tuple[str, ...]] = field(default_factory=dict)
    _longest: dict[tuple[str, Font, int], int] = field(default_factory=dict)
    _visual: dict[tuple[str, bool], str] = field(default_factory=dict)

    # words that had to be divided with a hyphen of ours since `forget`, and what stands before the hyphen
    broken: dict[str, str] = field(default_factory=dict)
    # what blocks have found out about themselves; see `screens.blocks.once`
    found: dict[tuple[int, Any, float, float], tuple[Any, Any]] = field(default_factory=dict)

    def forget(self) -> None:
        """Drop all measured texts."""
        self._widths.clear()
        self._wrapped.clear()
        self._longest.clear()
        self._visual.clear()
        self.broken.clear()
        self.found.clear()

    def visual(self, line: str, *, right_to_left: bool) -> str:
        """A line in the order of the eye; it is asked for when the line is measured, and again when it is drawn."""
        key = (line, right_to_left)
        known = self._visual.get(key)
        if known is None:
            known = self._visual[key] = visual(line, right_to_left=right_to_left)
        return known

    def width(self, text: str, font: Font, px: int) -> int:
        """Width of one line in pixels."""
        if not text:
            return 0
        key = (text, font, px)
        known = self._widths.get(key)
        if known is None:
            shown = self.visual(text, right_to_left=from_right(text))
            known = self._widths[key] = _extents(_face(font, px, script_of(text)), shown)[0]
        return known

    def wrap(self, text: str, font: Font, px: int, width: float) -> list[str]:
        """Lines in logical order, none wider than `width` unless a single letter is."""
        key = (text, font, px, width)
        known = self._wrapped.get(key)
        if known is None:
            # heights are asked for many times while blocks look for their places
            known = self._wrapped[key] = tuple(self._wrap(text, font, px, width))
        return list(known)

    def _wrap(self, text: str, font: Font, px: int, width: float) -> list[str]:
        lines: list[str] = []
        for paragraph in text.split("\n"):
            if without_spaces(paragraph):
                lines.extend(self._signs(pieces(paragraph), font, px, width))
                continue
            # a dot between two names stays with the first
            words, own = _held(paragraph).split(" "), list[str]()
            at = 0
            while at < len(words):
                while not words[at] and at + 1 < len(words):
                    at += 1
                *broken, words[at] = self._break(words[at], font, px, width)
                own.extend(broken)
                until = self._filled(words, at, font, px, width)
                own.append(" ".join(words[at:until]))
                at = until
            lines.extend(by_themselves(own))
        return lines

    def _signs(self, parts: list[str], font: Font, px: int, width: float) -> list[str]:
        """Lines of a script without spaces: as many of its parts as there is room for."""
        lines = [""]
        for part in parts:
            if lines[-1] and self.width((lines[-1] + part).rstrip(" "), font, px) > width:
                lines.append("")
            lines[-1] += part
        return [line.rstrip(" ") for line in lines]

    def evened(self, lines: list[str], text: str, font: Font, px: int, width: float) -> list[str]:
        """As many lines in less width, when that can be: then they are about as long as each other."""
        if len(lines) < 2 or "\n" in text:
            return lines
        least = max(self.longest_word(text, font, px), self.width(text, font, px) / len(lines))
        for share in _NARROWER if least < width else ():
            tried = self.wrap(text, font, px, least + (width - least) * share)
            if len(tried) == len(lines):
                return tried
        return lines

    def _filled(self, words: list[str], at: int, font: Font, px: int, width: float) -> int:
        """Behind the last word of the line that begins with word `at`: guessed from the words, then measured."""
        blank = self.width(" ", font, px)
        until, used = at + 1, self.width(words[at], font, px)
        while until < len(words) and (used := used + blank + self.width(words[until], font, px)) <= width:
            until += 1

        def fits(end: int) -> bool:
            return self.width(" ".join(words[at:end]), font, px) <= width

        while until > at + 1 and not fits(until):
            until -= 1
        while until < len(words) and fits(until + 1):
            until += 1
        return until

    def _break(self, word: str, font: Font, px: int, width: float) -> list[str]:
        """A word that is wider than the line, in parts: at a sign or held space of its own, else with a hyphen."""
        if self.width(word, font, px) <= width:
            return [word]
        for cut in range(len(word) - 1, 0, -1):
            own = word[cut - 1] in "-/@.·\u2013\u00a0" and word[cut] != "·"
            head = word[:cut]
            if own and self.width(head, font, px) <= width:
                return [head, *self._break(word[cut:], font, px, width)]
        for cut in range(max(2, len(word) - 3), 1, -1):
            if self.width(f"{word[:cut]}-", font, px) <= width:
                self.broken[word] = f"{word[:cut]}-"
                return [f"{word[:cut]}-", *self._break(word[cut:], font, px, width)]
        self.broken[word] = word
        return [word]

    def longest_word(self, text: str, font: Font, px: int) -> int:
        """Width of the widest word."""
        key = (text, font, px)
        known = self._longest.get(key)
        if known is None:
            # a no-break space is part of its word
            words = [part.strip() for part in pieces(text)] if without_spaces(text) else _SPACES.split(_held(text))
            known = max((self.width(word, font, px) for word in words), default=0)
            self._longest[key] = known
        return known


def _held(text: str) -> str:
    """No line begins with the dot between two names: it is held by the word before."""
    return text.replace(" · ", _DOT)


@dataclass(slots=True)
class LineTextures:
    """White textures of lines, kept as long as the screen shows them."""

    _kept: dict[tuple[str, Font, int], Any] = field(default_factory=dict)
    _used: dict[tuple[str, Font, int], Any] = field(default_factory=dict)

    def begin(self) -> None:
        """A new screen is drawn: lines that it does not show will be dropped by `finish`."""
        self._used = {}

    def get(self, shown: str, font: Font, px: int) -> Any:
        """The texture of a line in visual order."""
        key = (shown, font, px)
        texture = self._used.get(key) or self._kept.get(key) or render(shown, font, px)
        self._used[key] = texture
        return texture

    def finish(self) -> None:
        """Forget every line that the new screen does not show."""
        self._kept, self._used = self._used, {}


def render(shown: str, font: Font, px: int) -> Any:
    """A texture with one line in white."""
    face = _face(font, px, script_of(shown))
    width, height = _extents(face, shown)
    surface = _SurfaceContainer(max(2, width), max(2, height))
    surface.render(face, shown, 0, 0)
    data = surface.get_data()
    texture = Texture.create_from_data(data)
    texture.flip_vertical()
    return texture


def ink_height(text: str, font: Font, px: int) -> int:
    """Height of the ink of `text` in pixels, measured from the drawn letters (for tests of legibility)."""
    face = _face(font, px, script_of(text))
    width, height = _extents(face, text)
    surface = _SurfaceContainer(width, height)
    surface.render(face, text, 0, 0)
    data = surface.get_data().data
    row = width * 4
    rows = [y for y in range(height) if any(data[y * row + x * 4 + 3] > 96 for x in range(width))]
    return rows[-1] - rows[0] + 1 if rows else 0
