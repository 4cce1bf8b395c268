"""Right to left: what is put into a sentence is isolated there, and one bidi step (FriBidi, UAX #9) orders each line.

The screen orders its lines here; on paper Pillow hands the same lines to the same library.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from kiosk.base.scripts import from_right

_FROM_LEFT, _FROM_RIGHT, _END = "\u2066", "\u2067", "\u2069"
_BEHIND_LATIN, _OF_A_LINE_FROM_RIGHT = "\u200e", "\u200f"
_AS_IT_STANDS, _END_OF_IT = "\u202d", "\u202c"
_OPENS = frozenset("\u2066\u2067\u2068")
# marks that have done their work when a line is in order
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_GROUPS_OF_DIGITS = re.compile(r"(?<=\d) (?=\d)")
_TELEPHONE = re.compile(r"(?<![\d\u2066])(?:\+\d+|0\d*|\(0\d*\))(?:[ \u00a0/.-]+\d+)+")
_LETTER_PLUS = re.compile(r"(?<![A-Z\u2066])[A-Z]+\+")
_IN_BRACKETS = re.compile(r"\(\u2066([^\u2066-\u2069]*)\u2069([ \u00a0]?[\w \u00a0.,/-]+)\)", re.ASCII)
_LATIN_LETTER = re.compile(r"[^\W\d_]")


def isolated(value: str) -> str:
    r"""A value as it is put into a sentence from right to left: nothing around it changes its order, nor it theirs.

    A name, a code, an address and a telephone's number are read from the left; an amount, a range and a day in words from
    the right, as the sentence is.

    >>> isolated("R2-014")
    '\u2066R2-014\u2069'
    """
    if not value:
        return value
    left = not from_right(value) and (_LATIN_LETTER.search(value) or _TELEPHONE.search(value))
    return f"{_FROM_LEFT if left else _FROM_RIGHT}{in_order(value)}{_END}"


def in_order(text: str) -> str:
    """A text from right to left with what it says itself isolated: numbers of the telephone, and the plus of a card's name.

    No line ends between the groups of such a number.  A Latin name in brackets takes the rest of them with it: "(bijlage 15)".
    """
    text = _IN_BRACKETS.sub(rf"({_FROM_LEFT}\1\2{_END})", text)
    return _TELEPHONE.sub(_dialled, _LETTER_PLUS.sub(rf"{_FROM_LEFT}\g<0>{_END}", text))


def _dialled(number: re.Match[str]) -> str:
    held = number[0].replace(" ", "\u00a0")
    return f"{_FROM_LEFT}{held}{_END}"


def plain(text: str) -> str:
    """The text without marks of direction, for who says it or compares it."""
    return _MARKS.sub("", text)


def by_themselves(lines: list[str]) -> list[str]:
    """The lines of one paragraph so that each can be ordered without the others.

    What is isolated across the end of a line is closed there and opened again, a comma at the end of a line stays behind
    the Latin word before it, and a line of Latin words alone is still one of this paragraph.
    """
    if not from_right("".join(lines)):
        return lines
    out, opened = [], ""
    for line, following in pairwise([*lines, ""]):
        begun = opened
        for sign in line:
            if sign in _OPENS:
                opened += sign
            elif sign == _END:
                opened = opened[:-1]
        own = "" if from_right(line) else _OF_A_LINE_FROM_RIGHT
        latin = not opened and _strong(reversed(line)) == _strong(following) == "L"
        out.append(f"{own}{begun}{line}{_BEHIND_LATIN if latin else _END * len(opened)}")
    return out


def _strong(letters: Iterable[str]) -> str:
    """The direction of the first letter that has one: "L", "R" or "AL"; "" when none has."""
    return next((found for each in letters if (found := unicodedata.bidirectional(each)) in ("L", "R", "AL")), "")


def visual(line: str, *, right_to_left: bool) -> str:
    """A line in the order of the eye, from left to right, its letters not yet joined; brackets look the other way.

    `right_to_left` says how its paragraph runs; a line without a letter from right to left stays as it is, and so does
    each one without FriBidi, which `kiosk doctor` then misses.
    """
    fribidi = _fribidi()
    if fribidi is None or not (from_right(line) or line.startswith(_OF_A_LINE_FROM_RIGHT)):
        return plain(line)
    # groups of digits stay one number only around a no-break space
    line = _GROUPS_OF_DIGITS.sub("\u00a0", line)
    length = len(line)
    signs = (ctypes.c_uint32 * length)(*map(ord, line))
    kinds, brackets, levels = (ctypes.c_uint32 * length)(), (ctypes.c_uint32 * length)(), (ctypes.c_int8 * length)()
    base = ctypes.c_uint32(_PARAGRAPH_FROM_RIGHT if right_to_left else _PARAGRAPH_FROM_LEFT)
    fribidi.fribidi_get_bidi_types(signs, length, kinds)
    fribidi.fribidi_get_bracket_types(signs, length, kinds, brackets)
    fribidi.fribidi_get_par_embedding_levels_ex(kinds, brackets, length, ctypes.byref(base), levels)
    fribidi.fribidi_shape_mirroring(levels, length, signs)
    fribidi.fribidi_reorder_line(_MARKS_BEHIND_LETTERS, kinds, length, 0, base, levels, signs, None)
    return plain("".join(map(chr, signs)))


def held_in_order(lines: list[str], *, right_to_left: bool) -> list[str]:
    """The lines of one paragraph in the order of the eye, for who would order them once more (Pillow)."""
    ordered = (visual(line, right_to_left=right_to_left) for line in by_themselves(lines))
    return [f"{_AS_IT_STANDS}{line}{_END_OF_IT}" if from_right(line) else line for line in ordered]


# of fribidi-bidi-types.h and fribidi-flags.h
_PARAGRAPH_FROM_LEFT, _PARAGRAPH_FROM_RIGHT = 0x110, 0x111
_MARKS_BEHIND_LETTERS = 0x2


@lru_cache(maxsize=1)
def _fribidi() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL("libfribidi.so.0")
    except OSError:
        return None
