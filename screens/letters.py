"""Whether every sign of a text has a letter in the font that draws it: without one a box is drawn, and nobody is told."""

from __future__ import annotations

import unicodedata

from kiosk.base.scripts import LATIN, script_of
from screens import fonts
from screens.fonts import Font


def boxes(text: str, font: Font = Font.REGULAR) -> list[str]:
    """Each sign of `text` that would be a box, with its number, its name and its script.

    Raises `fonts.FontsMissing` where the font of its script is not installed.
    """
    return [] if text.isascii() else [_told(sign) for sign in _lacking(text, font)]


def _lacking(text: str, font: Font) -> list[str]:
    drawn = fonts.signs(font, script_of(text))
    return [sign for sign in dict.fromkeys(text) if sign not in drawn and not _has_no_ink(sign)]


def _has_no_ink(sign: str) -> bool:
    """Spaces, line ends, and the signs that only order, join or part others."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Zs", "Zl", "Zp"}


def _told(sign: str) -> str:
    name = unicodedata.name(sign, "without a name")
    script = script_of(sign)
    # what no row of scripts.toml has is told by the first word of its name
    of = (
        f"script {script}" if script != LATIN else f"script {name.split()[0].title()}, which no row of scripts.toml has"
    )
    return f"no letter for {sign!r} (U+{ord(sign):04X} {name}; {of})"
