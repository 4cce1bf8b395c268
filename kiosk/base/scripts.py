"""The scripts that need letters of their own, from `kiosk/locales/scripts.toml`; which of them a text is written in."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

LATIN: Final = "Latn"
MARKS: Final = "Zinh"
"""Letters of any script with a mark that is a sign of its own: a name may have them, whatever language it stands in."""


@dataclass(frozen=True, slots=True)
class Script:
    """A row of `scripts.toml`, which says what each key means; `pattern` finds one of its letters."""

    code: str
    pattern: re.Pattern[str]
    regular: str
    bold: str
    package: str
    number: int | None = None
    right_to_left: bool = False
    no_spaces: bool = False


def _row(letters: list[tuple[str, str]], **rest: Any) -> Script:
    ranges = "".join(f"{_sign(first)}-{_sign(last)}" for first, last in letters)
    return Script(pattern=re.compile(f"[{ranges}]"), **rest)


def _sign(name: str) -> str:
    return chr(int(name.removeprefix("U+"), 16))


def _rows() -> dict[str, Script]:
    text = (resources.files("kiosk") / "locales" / "scripts.toml").read_text(encoding="utf-8")
    return {row["code"]: _row(**row) for row in tomllib.loads(text)["scripts"]}


SCRIPTS: dict[str, Script] = _rows()


_ANY = re.compile("|".join(row.pattern.pattern for row in SCRIPTS.values()))
_FROM_RIGHT = re.compile("|".join(row.pattern.pattern for row in SCRIPTS.values() if row.right_to_left))
_WITHOUT_SPACES = re.compile("|".join(["\u200b", *(r.pattern.pattern for r in SCRIPTS.values() if r.no_spaces)]))
# a line begins with none of the first and ends with none of the second (the rules that all of East Asia shares)
_NEVER_FIRST: Final = frozenset("。，、．！？：；）〕］｝」』》〉】…‥％ー々)!?,.:;%]}»”’")
_NEVER_LAST: Final = frozenset("（〔［｛「『《〈【([{«“‘￥＄")


def script_of(text: str) -> str:
    """The script whose letters must be drawn: "Arab" for any Arabic letter, "Latn" where Inter has all of them.

    Nothing is remembered: a text may be a name.
    """
    if _ANY.search(text) is None:
        return LATIN
    return next(code for code, row in SCRIPTS.items() if row.pattern.search(text))


def without_row(script: str) -> str:
    """What is wrong with the script that a language names; "" where it has a row, or needs none."""
    if script == LATIN or script in SCRIPTS:
        return ""
    return f"script {script!r} has no row in kiosk/locales/scripts.toml; rows: {', '.join((LATIN, *SCRIPTS))}"


def from_right(text: str) -> bool:
    """Any letter of a script that is written from right to left."""
    return _FROM_RIGHT.search(text) is not None


def without_spaces(text: str) -> bool:
    """A line of it may end elsewhere than at a space: Chinese, or a text with U+200B at the ends of its words."""
    return _WITHOUT_SPACES.search(text) is not None


def pieces(text: str) -> list[str]:
    """What stays together on a line, spaces at its end; put together again it is the text.

    >>> pieces("請向服務台（2樓）求助。PIN ok")
    ['請', '向', '服', '務', '台', '（2', '樓）', '求', '助。', 'PIN ', 'ok']
    """
    out: list[str] = []
    for sign in text:
        if out and not _may_part(out[-1][-1], sign):
            out[-1] += sign
        else:
            out.append(sign)
    return out


def _may_part(before: str, after: str) -> bool:
    if after in " \u200b" or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return before in " \u200b" or without_spaces(before) or without_spaces(after)
