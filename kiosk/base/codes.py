"""Codes of letters and telephones: cut short before they are looked at, compared without case, never opened as a link (T11).

One way for every entrance: camera, scanner, keys, files of the office.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

LONGEST: Final = 64
SHORTEST: Final = 6  # a form of the profile may be shorter
_CODE: Final = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)
_SIGNS: Final = {"9": "[0-9]", "A": "[A-Z]", "X": "[A-Z0-9]", "-": "-"}
_ROOM: Final = 8  # for the blanks and line ends around a code


def clean(raw: str, forms: Sequence[str] = ()) -> str | None:
    """The code in `raw` as it came, or None.  Blanks and line ends around it are forgiven, nothing else is.

    `forms` are the profile's: 9 is a digit, A a letter, X either, a hyphen itself.  Without any, 6 to 64 signs.

    >>> clean(" gent-2026-0417 ")
    'gent-2026-0417'
    >>> clean("4711") is None, clean("4711", ["9999"])
    (True, '4711')
    >>> clean("https://example.org/GENT-2026") is None
    True
    """
    if len(raw) > LONGEST + _ROOM:  # a longer text is not looked into at all
        return None
    code = raw.strip()
    if not _CODE.fullmatch(code):
        return None
    if not forms:
        return code if len(code) >= SHORTEST else None
    return code if any(_fits(code, form) for form in forms) else None


def same(code: str) -> str:
    """What two spellings of one code have in common: codes are compared without regard to case."""
    return code.upper()


def _fits(code: str, form: str) -> bool:
    return re.fullmatch("".join(_SIGNS[sign] for sign in form), same(code), re.ASCII) is not None
