"""The line of every table, row and key of a profile's text, and of everything inside a list that goes over several lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kiosk.profiles.slipsinlists import begins_anew

# what a row is called, by the path of its list and its number
Names = Callable[[str, int], str]
_HEAD: Final = re.compile(r"\s*(\[{1,2})\s*([A-Za-z0-9_.\"-]+)\s*\]{1,2}\s*(?:#.*)?$")
_KEY: Final = re.compile(r"(\s*[A-Za-z0-9_.\"-]+\s*)=")
_PART: Final = re.compile(
    r'"{3}[\s\S]*?(?:"{3}|\Z)|\'{3}[\s\S]*?(?:\'{3}|\Z)|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
    r"|#[^\n]*|\n|[\[\]{},=]|[^\S\n]+|[^\s\[\]{},=#\"']+|."
)


@dataclass(slots=True)
class _Open:
    """A list or a table in braces that goes on: its path, the number of its element, and whether that has begun."""

    path: str
    listed: bool
    number: int = 0
    begun: bool = False
    key: str = ""


def lines_of(text: str, names: Names) -> dict[str, int]:
    """Key → its line."""
    found: dict[str, int] = {}
    rows: dict[str, int] = {}
    table = ""
    at, number = 0, 1
    while at < len(text):
        end = text.find("\n", at) % (len(text) + 1)
        line = text[at:end]
        if (head := _HEAD.match(line)) is not None:
            table = _inside(head[2].replace('"', ""), rows, names)
            if head[1] == "[[":
                found.setdefault(table, number)
                rows[table] = rows.get(table, -1) + 1
                table = f"{table}.{names(table, rows[table])}"
            found.setdefault(table, number)
        elif (key := _KEY.match(line)) is not None:
            name = key[1].strip().replace('"', "")
            path = f"{table}.{name}" if table else name
            found.setdefault(path, number)
            end = _noted(text, at + key.end(), number, path, names, found)
        number += text.count("\n", at, end + 1)
        at = end + 1
    return found


def _noted(text: str, at: int, number: int, path: str, names: Names, found: dict[str, int]) -> int:
    """Note the line of everything inside a value; where the last line of it ends."""
    around: list[_Open] = []
    for part in _PART.finditer(text, at):
        said, inner = part[0], around[-1] if around else None
        if said == "\n":
            number += 1
            following = text[part.end() :].partition("\n")[0]
            # a bracket that nobody closed ends where the next key or table begins
            if inner is None or (begins_anew(following) and (inner.listed or _HEAD.match(following))):
                return part.start()
        elif said[0] == "#" or not said.strip():
            continue
        elif said in ("]", "}"):
            around = around[:-1]
        elif said == "," and inner is not None:
            inner.number, inner.begun, inner.key = inner.number + inner.listed, False, ""
        elif said == "=":
            continue
        else:
            if inner is not None and not inner.begun:
                inner.begun = True
                inner.key = names(inner.path, inner.number) if inner.listed else said.strip("\"'")
                found.setdefault(f"{inner.path}.{inner.key}", number)
            if said in ("[", "{"):
                around.append(_Open(f"{inner.path}.{inner.key}" if inner is not None else path, said == "["))
            number += said.count("\n")
    return len(text)


def _inside(path: str, rows: dict[str, int], names: Names) -> str:
    """A table below a list of tables belongs to its newest row."""
    first, dot, rest = path.partition(".")
    if dot and first in rows:
        return f"{first}.{names(first, rows[first])}.{rest}"
    return path
