"""The machine-readable zone: its grammar, its check digits, and a vote over several pictures.

Source: ICAO Doc 9303 parts 3, 4 and 5 (TD1: three lines of 30, TD3: two lines of 44).  Check digits alone do not
make a reading right: letters whose values are equal modulo 10 are invisible to them, so several pictures must agree,
and what is read is shown to the person and never taken as a proof.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

AGREEING = 3
_ALPHABET = re.compile(r"[A-Z0-9<]+")
_VALUES = {**{str(n): n for n in range(10)}, **{chr(55 + n): n for n in range(10, 36)}, "<": 0}
_WEIGHTS = (7, 3, 1)
_LEAST = 24  # signs of a line that lost some
# letters that a reader takes for digits; put right only where the grammar allows nothing but digits
_DIGITS = str.maketrans({"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "G": "6"})


@dataclass(frozen=True, slots=True)
class Mrz:
    """What stands in the zone; dates as printed (YYMMDD, unknown parts `<`).  Personal: never logged, never stored."""

    document: str = field(repr=False)
    issuer: str = field(repr=False)
    document_number: str = field(repr=False)
    birth_date: str = field(repr=False)
    valid_until: str = field(repr=False)
    nationality: str = field(repr=False)


def check_digit(text: str) -> int:
    """The check digit of Doc 9303 part 3; KeyError for letters that no zone has."""
    return sum(_VALUES[c] * _WEIGHTS[i % 3] for i, c in enumerate(text)) % 10


def parse(lines: Iterable[str]) -> Mrz | None:
    """The zone in these lines, or None when it is none, or when a check digit does not agree."""
    parts = [part for raw in lines for part in _parted(raw)]
    # a reader takes two fillers for one sign, or each of them
    return _zone(parts, "<<") or _zone(parts, "<")


def _zone(parts: Iterable[str], double: str) -> Mrz | None:
    clean = [line for line in (_clean(part, double) for part in parts) if line]
    for count, width, read in ((3, 30, _td1), (2, 44, _td3)):
        for start in range(len(clean) - count + 1):
            fitted = [_fit(line, width) for line in clean[start : start + count]]
            if all(fitted):
                mrz = read([line for line in fitted if line])
                if mrz is not None:
                    return mrz
    return None


def _parted(raw: str) -> list[str]:
    """The lines in one that a reader joined by a blank; a blank within a line leaves shorter parts."""
    parts = raw.split()
    return parts if len(parts) > 1 and all(len(part) >= _LEAST for part in parts) else [raw]


def _clean(raw: str, double: str) -> str:
    text = raw.upper().replace(" ", "").replace("«", double).replace("‹", "<").replace("＜", "<")
    return text if len(text) >= _LEAST and _ALPHABET.fullmatch(text) else ""


def _fit(line: str, width: int) -> str:
    """The line at its width: readers lose or add fillers, so the longest run of them is made to fit; "" if it cannot."""
    missing = width - len(line)
    if missing == 0:
        return line
    runs = sorted(re.finditer(r"<{2,}", line), key=lambda m: len(m.group()), reverse=True)
    if not runs or abs(missing) > 8 or len(runs[0].group()) + missing < 2:
        return ""
    run = runs[0]
    return line[: run.start()] + "<" * (len(run.group()) + missing) + line[run.end() :]


def _td1(lines: list[str]) -> Mrz | None:
    first, second, _ = lines
    if first[0] not in "ACI":
        return None
    second = _digits(second, (*range(7), *range(8, 15), 29))
    number, check = first[5:14], first[14]
    if check == "<":
        # a longer number goes on in the optional data, and its check digit stands behind it
        rest = first[15:].split("<", 1)[0]
        if len(rest) < 2:
            return None
        number, check = number + rest[:-1], rest[-1]
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    checks = ((number, check), (second[0:6], second[6]), (second[8:14], second[14]), (composite, second[29]))
    if not _agree(checks):
        return None
    return Mrz(first[:2], first[2:5], number.rstrip("<"), second[0:6], second[8:14], second[15:18].rstrip("<"))


def _td3(lines: list[str]) -> Mrz | None:
    first, second = lines
    if first[0] != "P":
        return None
    second = _digits(second, (9, *range(13, 20), *range(21, 28), 43))
    composite = second[0:10] + second[13:20] + second[21:43]
    personal = (second[28:42], "0" if second[42] == "<" else second[42])
    checks = (
        (second[0:9], second[9]),
        (second[13:19], second[19]),
        (second[21:27], second[27]),
        personal,
        (composite, second[43]),
    )
    if not _agree(checks):
        return None
    number = second[0:9].rstrip("<")
    return Mrz(first[:2], first[2:5], number, second[13:19], second[21:27], second[10:13].rstrip("<"))


def _digits(line: str, places: Iterable[int]) -> str:
    letters = list(line)
    for place in places:
        letters[place] = letters[place].translate(_DIGITS)
    return "".join(letters)


def _agree(checks: Iterable[tuple[str, str]]) -> bool:
    return all(check.isdigit() and check_digit(text) == int(check) for text, check in checks)


class Vote:
    """Readings of several pictures; one is taken when `AGREEING` of them say exactly the same, and no other does twice."""

    def __init__(self) -> None:
        self._votes: Counter[Mrz] = Counter()

    def add(self, mrz: Mrz) -> Mrz | None:
        """Add a reading; the elected one when it is elected now."""
        self._votes[mrz] += 1
        (first, count), *others = self._votes.most_common(2)
        if count >= AGREEING and (not others or others[0][1] * 2 < count):
            return first
        return None

    def forget(self) -> None:
        """Drop all readings; they are personal."""
        self._votes.clear()
