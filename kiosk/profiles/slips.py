"""Slips that make a file no TOML: what a clerk wrote, on which line, and what to write instead."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kiosk.profiles.slipsinlists import begins_anew, listed, opened, unclosed
from kiosk.profiles.slipsinlists import mended as mended_list

# a file with more slips than this is no profile
MOST = 40
_PLACE = re.compile(r"\(at line (\d+), column \d+\)$|\(at end of document\)$")
# a table in braces over more lines than this is one that was never closed
_TALLEST = 12
_CLOCK = r"(\d{1,2})\s*[:hHuU.]?\s*(\d{2})?"
_KEY = r"\s*[A-Za-z0-9_.\"-]+\s*"


@dataclass(frozen=True, slots=True)
class Slip:
    """One line that cannot be read, and what to do about it."""

    line: int
    message: str


def read_with_slips(text: str) -> tuple[dict[str, Any] | None, list[Slip]]:
    """The table, and every slip.

    A slip that can be understood is mended for the rest of the reading, so that all are told at once; after one that
    cannot, nothing more is said of the file (None).
    """
    lines = text.split("\n")
    slips: list[Slip] = []
    for _ in range(MOST):
        try:
            return tomllib.loads("\n".join(lines)), slips
        except tomllib.TOMLDecodeError as error:
            slip, mended = _mend(lines, _line(str(error), len(lines)), str(error))
            slips.append(slip)
            if mended is None or mended == lines:
                break
            lines = mended
    return None, slips


def _line(said: str, count: int) -> int:
    """The line that the parser stopped at; it names the next one where a line's end is what it misses."""
    found = _PLACE.search(said)
    at = int(found[1]) if found and found[1] else count
    return min(max(at, 1), count)


def _mend(lines: list[str], at: int, said: str) -> tuple[Slip, list[str] | None]:
    """The slip at a line, and the lines as they were meant (None: not understood); the remarks stay."""
    parts = [_apart(line) for line in lines]
    line, remark = parts[at - 1]

    def put(number: int, text: str, message: str) -> tuple[Slip, list[str]]:
        return Slip(number, message), [*lines[: number - 1], text, *lines[number:]]

    if "overwrite a value" in said:
        return put(at, "", "this key stands twice in its table; keep one")
    if re.search(r"[Cc]annot declare", said):
        return Slip(at, "this table stands twice in the file; put the keys of both into one"), None
    without = [text for text, _ in parts]
    around = opened(without, at)
    # the last line before it that says something: it lacks a bracket, or a comma
    before = next((number for number in range(at - 1, 0, -1) if without[number - 1].strip()), 1)
    text, behind = parts[before - 1]
    if around is not None and (begins_anew(line) or not line.strip()):
        return put(before, f"{text}{around.ends}{behind}", _missing(around.ends))
    if "}" in unclosed(line) and (around is not None or line.partition("=")[2].lstrip()[:1] in ("[", "{")):
        return _on_one_line(lines, without, at)
    mended, message = _meant(line, said, inside=around is not None)
    if mended is not None:
        return put(at, f"{mended}{remark}", message)
    if around is not None and "Unclosed array" in said and text.rstrip()[-1:] not in (",", "["):
        return put(before, f"{text},{behind}", "a comma is missing at the end")
    if "Unclosed array" in said and around is None and (ends := unclosed(line)):
        return put(at, f"{line}{ends}{remark}", _missing(ends))
    return Slip(at, message), None


def _missing(ends: str) -> str:
    return f"a bracket is missing at the end: {ends}"


def _on_one_line(lines: list[str], said: list[str], at: int) -> tuple[Slip, list[str]]:
    """A table in braces that goes on below: in one line, the others empty; one that never ends is closed."""
    lowest = min(at + _TALLEST, len(said))
    end = next((each for each in range(at + 1, lowest + 1) if "}" not in unclosed(" ".join(said[at - 1 : each]))), 0)
    if not end or any(each.lstrip().startswith("[") for each in said[at:end]):
        missing = unclosed(said[at - 1])
        text = f"{said[at - 1].rstrip().rstrip(',')}{missing}"
        return Slip(at, _missing(missing)), [*lines[: at - 1], text, *lines[at:]]
    text = " ".join([said[at - 1], *(each.strip() for each in said[at:end])])
    message = "write a table in braces on one line, or as a table of its own below"
    return Slip(at, message), [*lines[: at - 1], text, *[""] * (end - at), *lines[end:]]


def _apart(line: str) -> tuple[str, str]:
    """What a line says, and the remark behind it with the space before; a “#” in quotes or of a colour begins none."""
    hidden = re.sub(r'"(?:(?!\s#\s)[^"])*"|(?<==)\s*#[0-9a-fA-F]{6}\b', lambda found: "x" * len(found[0]), line)
    found = re.search(r"\s*(?<!\S)#", hidden)
    at = found.start() if found else len(line)
    return line[:at], line[at:]


def _meant(line: str, said: str, *, inside: bool) -> tuple[str | None, str]:
    """The line without its remark as it was meant (None: not understood), and what to write; `inside`: it goes on with a list."""
    unknown = f"is no TOML: {_PLACE.sub('', said).strip()}"
    if re.search("[“”„«»]", line):
        mended = re.sub("[“”„«»]", '"', line)
        return mended, f"write straight quotes: {mended.partition('=')[2].strip() or mended.strip()}"
    if inside:
        return mended_list(line, _VALUES) or (None, unknown)
    if (found := re.match(r"\s*(\[{1,2})([^\[\]#]+)$", line)) is not None:
        mended = f"{found[1]}{found[2].strip()}{']' * len(found[1])}"
        return mended, f'close the bracket: "{mended}"'
    if (found := re.match(rf"({_KEY}):\s*(\S.*)$", line)) is not None:
        mended = f"{found[1].rstrip()} = {found[2]}"
        return mended, f"write an equals sign: {mended.strip()}"
    head, equals, value = line.partition("=")
    if not equals:
        return None, unknown
    for meant in (_date, _time, _amount, _truth, _unclosed, _list, _bare):
        found_value = meant(value.strip())
        if found_value is not None:
            return f"{head}= {found_value[0]}", found_value[1]
    return None, unknown


def _date(value: str) -> tuple[str, str] | None:
    found = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", value)
    if found is not None:
        meant = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    else:
        found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", value)
        if found is None:
            return None
        meant = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    return meant, f"write the date as {meant}, without quotes"


def _time(value: str) -> tuple[str, str] | None:
    found = re.fullmatch(r"(\d{1,2})\s*[:hHuU]\s*(\d{2})?", value)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    meant = f"{int(found[1]):02}:{found[2] or '00'}:00"
    return meant, f"write the time with seconds: {meant}, without quotes"


def _amount(value: str) -> tuple[str, str] | None:
    found = re.fullmatch(r"(?:€\s*)?(\d+)(?:[.,](\d{1,2}))?(?:\s*€)?", value)
    if found is None or not ("," in value or "€" in value):
        return None
    meant = str(int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")))
    return meant, f"write the amount in cents: {meant}"


def _truth(value: str) -> tuple[str, str] | None:
    meant = {"true": "true", "yes": "true", "false": "false", "no": "false"}.get(value.lower())
    return None if meant is None else (meant, f"write true or false in small letters: {meant}")


def _unclosed(value: str) -> tuple[str, str] | None:
    if value.startswith('"') and value.count('"') == 1:
        return f'{value}"', 'close the quotes at the end of the line: "'
    if value.startswith('"') or not value.endswith('"') or value.count('"') != 1:
        return None
    return f'"{value}', 'open the quotes before the text: "'


def _span(value: str) -> tuple[str, str] | None:
    """Hours from and until, in a list."""
    found = re.fullmatch(rf"{_CLOCK}\s*[-–—]\s*{_CLOCK}", value)
    if found is None or not re.search("[:hHuU]", value):
        return None
    meant = f'"{int(found[1]):02}:{found[2] or "00"}-{int(found[3]):02}:{found[4] or "00"}"'
    return meant, f"write hours between quotes: {meant}"


def _list(value: str) -> tuple[str, str] | None:
    return mended_list(value, _VALUES) if value[:1] in ("[", "{") else listed(value, _VALUES)


def _bare(value: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}|[\w+][\w +./@'()-]*", value):
        return None
    return f'"{value}"', f'write it between quotes: "{value}"'


# what a single value of a list may have been meant as
_VALUES: Final = (_date, _time, _span, _amount, _truth, _bare)


def of_another_kind(kind: str, value: object) -> str:
    """What to write for a value that is TOML, and of another kind than its key wants; "" where nobody can tell."""
    match kind, value:
        case "date_type" | "date_from_datetime_inexact", str():
            found = _date(value)
            return found[1] if found else ""
        case "time_type", str():
            found = _time(value)
            return found[1] if found else ""
        case "bool_type", str():
            found = _truth(value)
            return f"{found[1]}, without quotes" if found else ""
        case "int_type", str() if re.fullmatch(r"\d+", value.strip()):
            return f"write the number without quotes: {int(value)}"
        case "int_type", str():
            found = _amount(value)
            return f"{found[1]}, without quotes" if found else ""
        case "string_type", int() | float() if not isinstance(value, bool):
            return f'write it between quotes: "{value}"'
        case "tuple_type" | "frozen_set_type", str():
            return f'write a list between square brackets: ["{value}"]'
        case "tuple_type" | "frozen_set_type", date():
            return f"write a list between square brackets: [{value}]"
        case _:
            return ""
