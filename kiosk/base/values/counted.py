"""A number before what it counts, in the gender and case that a language gives it: "2 osoby" is "dwie osoby".

A voice reads a figure as one counts: "dwa".  The rows `counts` of `kiosk/locales/values.toml` say where that is wrong.
"""

from __future__ import annotations

import re

from kiosk.base.values.forms import Count

# no part of a larger number, a time, an amount with cents or a code
_NUMBER = re.compile(r"(?<![\w.,:+'-])(?<!\d )\d{1,3}(?= [^\W\d])")


class Counted:
    """The rows of one language, in their order."""

    def __init__(self, rows: tuple[Count, ...]) -> None:
        self._rows = tuple(
            (
                re.compile(rf"(?<!\w)(?:{row.before}) $", re.IGNORECASE) if row.before else None,
                re.compile(rf" (?:{row.noun})(?!\w)"),
                row.words,
            )
            for row in rows
        )

    def agree(self, text: str) -> str:
        """The text with words for the numbers that would be said in a wrong form; others stay figures."""
        return _NUMBER.sub(self._number, text) if self._rows else text

    def _number(self, match: re.Match[str]) -> str:
        for before, noun, words in self._rows:
            if noun.match(match.string, match.end()) and (not before or before.search(match.string[: match.start()])):
                said = worded(int(match[0]), words)
                if said:
                    return said
        return match[0]


def worded(number: int, words: dict[str, str]) -> str:
    """A number below a thousand in words as far as these go, "" where the voice says it well.

    >>> worded(22, {"2": "dwie", "*2": "{tens} dwie"})
    '20 dwie'
    """
    if str(number) in words:
        return words[str(number)]
    if number > 100:
        hundreds, rest = number - number % 100, worded(number % 100, words)
        every = words.get("*100", "")
        pattern = words.get(f"*{hundreds}", every if "{hundreds}" in every else "")
        return pattern.format(hundreds=hundreds, rest=rest) if rest else ""
    unit, tens = number % 10, str(number - number % 10)
    return words.get(f"*{unit}", "").format(tens=words.get(tens, tens)) if number > 20 else ""
