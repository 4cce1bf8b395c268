"""Slips that make a file no TOML: what a clerk wrote, on which line, and what to write instead; and the line of every key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# a file with more slips than this is no profile
MOST = 40
_PLACE = re.compile(r"\(at line (\d+), column \d+\)$|\(at end of document\)$")
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
            at = _line(str(error), len(lines))
            mended, message = _mend(lines[at - 1], str(error))
            slips.append(Slip(at, message))
            if mended is None or mended == lines[at - 1]:
                break
            lines[at - 1] = mended
    return None, slips


def _line(said: str, count: int) -> int:
    """The line that the parser stopped at; it names the next one where a line's end is what it misses."""
    found = _PLACE.search(said)
    at = int(found[1]) if found and found[1] else count
    return min(max(at, 1), count)


def _mend(whole: str, said: str) -> tuple[str | None, str]:
    """The line as it was meant (None: not understood), and what to write; the remark behind it stays."""
    if "overwrite a value" in said:
        return "", "this key stands twice in its table; keep one"
    if re.search(r"[Cc]annot declare", said):
        return None, "this table stands twice in the file; put the keys of both into one"
    line, remark = _apart(whole)
    mended, message = _meant(line, said)
    return None if mended is None else f"{mended}{remark}", message


def _apart(line: str) -> tuple[str, str]:
    """What a line says, and the remark behind it with the space before; a “#” in quotes or of a colour begins none."""
    hidden = re.sub(r'"(?:(?!\s#\s)[^"])*"|(?<==)\s*#[0-9a-fA-F]{6}\b', lambda found: "x" * len(found[0]), line)
    found = re.search(r"\s*(?<!\S)#", hidden)
    at = found.start() if found else len(line)
    return line[:at], line[at:]


def _meant(line: str, said: str) -> tuple[str | None, str]:
    """The line without its remark as it was meant (None: not understood), and what to write."""
    if re.search("[“”„«»]", line):
        mended = re.sub("[“”„«»]", '"', line)
        return mended, f"write straight quotes: {mended.partition('=')[2].strip() or mended.strip()}"
    if (found := re.match(r"\s*(\[{1,2})([^\[\]#]+)$", line)) is not None:
        mended = f"{found[1]}{found[2].strip()}{']' * len(found[1])}"
        return mended, f'close the bracket: "{mended}"'
    if (found := re.match(rf"({_KEY}):\s*(\S.*)$", line)) is not None and "=" not in line:
        mended = f"{found[1].rstrip()} = {found[2]}"
        return mended, f"write an equals sign: {mended.strip()}"
    head, equals, value = line.partition("=")
    if not equals:
        return None, f"is no TOML: {_PLACE.sub('', said).strip()}"
    for meant in (_date, _time, _amount, _truth, _unclosed, _words, _bare):
        found_value = meant(value.strip())
        if found_value is not None:
            return f"{head}= {found_value[0]}", found_value[1]
    return None, f"is no TOML: {_PLACE.sub('', said).strip()}"


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


def _words(value: str) -> tuple[str, str] | None:
    """A list of words of which none has its quotes."""
    found = re.fullmatch(r"\[\s*([\w-]+(?:\s*,\s*[\w-]+)*)\s*,?\s*\]", value)
    if found is None:
        return None
    meant = ", ".join(f'"{each.strip()}"' for each in found[1].split(","))
    return f"[{meant}]", f"write each word between quotes: [{meant}]"


def _bare(value: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}|[\w+][\w +./@'()-]*", value):
        return None
    return f'"{value}"', f'write it between quotes: "{value}"'


def lines_of(text: str, names: Callable[[str, int], str]) -> dict[str, int]:
    """Key → its line, for tables, rows and keys; `names` gives the name of a row by its list and its number."""
    found: dict[str, int] = {}
    rows: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), start=1):
        head = re.match(r"\s*(\[{1,2})\s*([A-Za-z0-9_.\"-]+)\s*\]{1,2}\s*(?:#.*)?$", line)
        if head is not None:
            path = _inside(head[2].replace('"', ""), rows, names)
            if head[1] == "[[":
                found.setdefault(path, number)
                rows[path] = rows.get(path, -1) + 1
                path = f"{path}.{names(path, rows[path])}"
            table = path
            found.setdefault(table, number)
        elif (key := re.match(rf"({_KEY})=", line)) is not None:
            name = key[1].strip().replace('"', "")
            found.setdefault(f"{table}.{name}" if table else name, number)
    return found


def _inside(path: str, rows: dict[str, int], names: Callable[[str, int], str]) -> str:
    """A table below a list of tables belongs to its newest row."""
    first, dot, rest = path.partition(".")
    if dot and first in rows:
        return f"{first}.{names(first, rows[first])}.{rest}"
    return path
