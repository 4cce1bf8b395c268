"""Which font draws which letters on paper.

Inter draws Latin, Greek and Cyrillic.  Pillow knows no fallback between fonts, so another script comes from a face that
has its letters and Latin ones: a kiosk gives those that set-up built; alone, the driver merges Noto Sans and Noto Sans
Arabic when they are first needed (about a second).  Marks that are signs of their own are not all in Inter either.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from PIL import ImageFont, features

_INTER = Path("/usr/share/fonts/opentype/inter")
_NOTO = Path("/usr/share/fonts/truetype/noto")
_LATIN = (*range(0x20, 0x370), *range(0x1E00, 0x1F00), 0x20AC, *range(0x2010, 0x2027))
_MARK = re.compile("[\u0300-\u036f]")
_ARABIC = (*range(0x600, 0x700), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFF), 0x200E, 0x200F)


@dataclass(frozen=True, slots=True)
class ScriptFaces:
    """The letters of a script beside Latin: what finds one of them, and who gives the file (bold or not)."""

    pattern: re.Pattern[str]
    file: Callable[[bool], Path]


class FontsMissing(RuntimeError):
    """A font or the text shaper is not on this machine; the message names the Debian package."""


class InOrder(Protocol):
    """Puts the lines of one paragraph into the order of the eye."""

    def __call__(self, lines: list[str], *, right_to_left: bool) -> list[str]: ...


def _at_spaces(_text: str) -> None:
    return None


def _as_they_are(lines: list[str], *, right_to_left: bool) -> list[str]:  # noqa: ARG001  (a place to be filled)
    return lines


@dataclass(frozen=True, slots=True)
class PaperFaces:
    """The font files for paper.

    The files of `scripts` need Latin letters too; without any, Arabic is merged here.  `right_to_left`: languages.
    `parts` divides a text without spaces where a line of it may end, or answers None: then it ends at spaces.
    Without `in_order` Pillow orders each line by itself.
    """

    regular: Path = _INTER / "Inter-Regular.otf"
    bold: Path = _INTER / "Inter-Bold.otf"
    scripts: tuple[ScriptFaces, ...] = ()
    right_to_left: frozenset[str] = frozenset({"ar"})
    parts: Callable[[str], list[str] | None] = _at_spaces
    in_order: InOrder = _as_they_are

    def missing(self) -> list[str]:
        """What `doctor` reports: one line for each thing that is not there."""
        problems = [f"{f} is missing: install fonts-inter" for f in (self.regular, self.bold) if not f.is_file()]
        if not self.scripts:
            noto = [_NOTO / f"NotoSans{script}-{weight}.ttf" for script in ("", "Arabic") for weight in _WEIGHTS]
            problems += [f"{f} is missing: install fonts-noto-core" for f in noto if not f.is_file()]
        if not features.check("raqm") or not features.check("fribidi"):
            problems.append("Pillow cannot shape Arabic: install libfribidi0")
        return problems

    def font(self, text: str, pixels: int, *, bold: bool) -> ImageFont.FreeTypeFont:
        """The face that has the letters of `text`, at an em of `pixels`; raises FontsMissing."""
        if not features.check("fribidi"):
            raise FontsMissing("Pillow cannot shape Arabic: install libfribidi0")
        try:
            for script in self.scripts:
                if script.pattern.search(text):
                    return _file_font(script.file(bold), pixels)
            if not self.scripts and (has_arabic(text) or _MARK.search(text)):
                source = io.BytesIO(_merged(_WEIGHTS[bold]))
                return ImageFont.truetype(source, pixels, layout_engine=ImageFont.Layout.RAQM)
            return _file_font(self.bold if bold else self.regular, pixels)
        except (OSError, RuntimeError) as error:  # RuntimeError: who builds a file says which package it needs
            raise FontsMissing("; ".join(self.missing()) or str(error)) from error


_WEIGHTS = ("Regular", "Bold")


def has_arabic(text: str) -> bool:
    """True when one of the letters is Arabic."""
    return any(0x600 <= ord(c) < 0x780 or 0xFB50 <= ord(c) < 0xFEFF for c in text)


@lru_cache(maxsize=32)
def _file_font(file: Path, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), pixels, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=2)
def _merged(weight: str) -> bytes:
    """Noto Sans and Noto Sans Arabic in one TrueType file."""
    from fontTools.merge import Merger

    latin = _subset(_NOTO / f"NotoSans-{weight}.ttf", _LATIN, ["kern"])
    arabic = _subset(_NOTO / f"NotoSansArabic-{weight}.ttf", _ARABIC, ["*"])
    out = io.BytesIO()
    Merger().merge([latin, arabic]).save(out)
    return out.getvalue()


def _subset(file: Path, letters: tuple[int, ...], layout: list[str]) -> io.BytesIO:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options: Any = Options(layout_features=layout, hinting=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    out = io.BytesIO()
    with TTFont(file) as face:
        subsetter.subset(face)
        face.save(out)
    out.seek(0)
    return out
