"""Codes of letters and telephones: cut short before they are looked at, never opened as a link (T11)."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 32
_CODE: Final = re.compile(r"[A-Z0-9-]{6,32}", re.ASCII)


def clean(raw: str) -> str | None:
    """The code in `raw`, or None.  Small letters and blanks around it are forgiven, nothing else is.

    >>> clean(" gent-2026-0417 ")
    'GENT-2026-0417'
    >>> clean("https://example.org/GENT-2026") is None
    True
    """
    if len(raw) > LONGEST + 2:  # room for a line end: a longer text is not looked into at all
        return None
    text = raw.strip()
    if not text.isascii():  # before upper(): "ß".upper() would be two letters
        return None
    text = text.upper()
    return text if _CODE.fullmatch(text) else None
