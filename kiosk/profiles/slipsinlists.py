"""Slips inside a list or a table in braces, on one line or over several: each value as it was meant, and what to write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

# a value as it was meant, and what to write; None: not this kind of slip
Meant = Callable[[str], tuple[str, str] | None]
_QUOTED: Final = r'"(?:[^"\\]|\\.)*"' + r"|'[^']*'"
_PART: Final = re.compile(rf"{_QUOTED}|[\[\]{{}},;=]|[^\[\]{{}},;=\"']+|[\"']")
_ENDS: Final = {"[": "]", "{": "}"}
# where a key of a table begins, or the next table
_KEY: Final = re.compile(r"\s*[A-Za-z0-9_.\"-]+\s*=|\s*\[{1,2}[A-Za-z_][A-Za-z0-9_.\"-]*\]{1,2}\s*$")
_CENTS: Final = re.compile(r"(?<==)(\s*)((?:€\s*)?\d+,\d{1,2}(?:\s*€)?)(?=\s*[,}])")
_DAY: Final = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_OF_WORDS: Final = re.compile(r"\[\s*[\"']?[\w+][\w +:/.-]*[\"']?(?:\s*,\s*[\"']?[\w+][\w +:/.-]*[\"']?)*\s*,?\s*\]")
_WITHOUT_BRACKETS: Final = re.compile(rf"(?:{_QUOTED}|[\w+.-]+)(?:\s*,\s*(?:{_QUOTED}|[\w+.-]+))+\s*,?")


@dataclass(frozen=True, slots=True)
class Opened:
    """A list or a table in braces that goes on: the line on which its key stands, and the brackets that would close it."""

    line: int
    ends: str


def opened(lines: Sequence[str], at: int) -> Opened | None:
    """What is open where line `at` begins; None: nothing.  Lines are counted from 1, and have no remarks."""
    begin = next((number for number in range(at - 1, 0, -1) if _KEY.match(lines[number - 1])), 0)
    if not begin:
        return None
    ends = unclosed("\n".join(lines[begin - 1 : at - 1]))
    return Opened(begin, ends) if ends else None


def unclosed(text: str) -> str:
    """The brackets that are missing at the end of a text, the innermost first."""
    ends = ""
    for part in _PART.findall(text):
        if part in _ENDS:
            ends = _ENDS[part] + ends
        elif ends and part == ends[0]:
            ends = ends[1:]
    return ends


def begins_anew(line: str) -> bool:
    """True for the line of a key or a table: what is still open before it was never closed."""
    return _KEY.match(line) is not None


def mended(value: str, meant: Sequence[Meant]) -> tuple[str, str] | None:
    """A list, a table in braces or a line of one, as it was meant; `meant` knows the slips of a single value."""
    told: dict[str, None] = {}
    if (whole := _words_half_quoted(value)) is not None:
        return whole
    value = _CENTS.sub(lambda found: found[1] + _one(found[2], meant, told), value)
    text = "".join(_parts(value, meant, told))
    if re.search(r",\s*\}", text):
        text = re.sub(r",(\s*\})", r"\1", text)
        told["take the last comma before the brace out"] = None
    if text == value:
        return None
    if _QUOTES in told:
        del told[_QUOTES]
        told[f"write each word between quotes: {text.strip().rstrip(',')}"] = None
    return text, "; ".join(told)


_QUOTES: Final = "quotes"


def _parts(value: str, meant: Sequence[Meant], told: dict[str, None]) -> Iterator[str]:
    """The text piece by piece, with commas where they are missing."""
    parts = _PART.findall(value)
    last, ends = "", ""
    for number, part in enumerate(parts):
        following = next((each for each in parts[number + 1 :] if each.strip()), "")
        ends = _ENDS[part] + ends if part in _ENDS else ends[1:] if ends and part == ends[0] else ends
        if part == ";":
            told["write commas between the values"] = None
            yield ","
            last = part
            continue
        if part[0] in "\"'{[" and (part in "{[" or len(part) > 1) and _ended(last):
            told["write commas between the values"] = None
            yield ", "
        if not part.strip() or part in "[]{},=":
            yield part
        else:
            yield _value(part, meant, told, key=following == "=", table=ends[:1] == "}")
        last = part if part.strip() else last


def _ended(last: str) -> bool:
    """True when a value ends here: a text between quotes, a list or a table in braces."""
    return last in ("]", "}") or (len(last) > 1 and last[0] in "\"'")


def _value(part: str, meant: Sequence[Meant], told: dict[str, None], *, key: bool, table: bool) -> str:
    """One value with the spaces around it."""
    bare = part.strip()
    if key or part[0] in "\"'":
        return part
    if table and (found := re.match(r"\s*([\w-]+)\s*:\s*(\S.*)?$", part)) is not None:
        told["write an equals sign between a key and its value"] = None
        return f" {found[1]} = {_one(found[2].strip(), meant, told) if found[2] else ''}"
    if len(days := bare.split()) > 1 and all(map(_DAY.fullmatch, days)):
        told["write commas between the values"] = None
        return part.replace(bare, ", ".join(_one(each, meant, told) for each in days))
    return part.replace(bare, _one(bare, meant, told))


def _one(bare: str, meant: Sequence[Meant], told: dict[str, None]) -> str:
    """A value that is none of TOML, as it was meant."""
    try:
        tomllib.loads(f"x = {bare}")
    except tomllib.TOMLDecodeError:
        found = next((each for each in (read(bare) for read in meant) if each is not None), None)
    else:
        return bare
    if found is None:
        return bare
    told[_QUOTES if found[0] == f'"{bare}"' else found[1]] = None
    return found[0]


def _words_half_quoted(value: str) -> tuple[str, str] | None:
    """A list of words of which one lacks the quotes on one side."""
    if value.count('"') % 2 == 0 or not _OF_WORDS.fullmatch(value):
        return None
    words = (each.strip().strip("\"'") for each in value.strip("[] ").rstrip(",").split(","))
    text = f"[{', '.join(f'{chr(34)}{each}{chr(34)}' for each in words)}]"
    return text, f"write quotes on both sides of each word: {text}"


def listed(value: str, meant: Sequence[Meant]) -> tuple[str, str] | None:
    """Several values with commas between them and no brackets around them."""
    if _WITHOUT_BRACKETS.fullmatch(value) is None:
        return None
    words = ", ".join(_one(each, meant, {}) for each in re.findall(rf"{_QUOTED}|[\w+.-]+", value))
    return f"[{words}]", f"write a list between square brackets: [{words}]"
