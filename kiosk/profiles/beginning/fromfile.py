"""A file of answers to the questions of a new profile: a line for each, like "region" = "flemish"."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import Final

_LINE: Final = re.compile(r"\s*[\"']?([A-Za-z0-9_.]+)[\"']?\s*[=:]\s*(.*?)\s*$")
_QUOTES: Final = "\"'“”„«»"


@dataclass(slots=True)
class Written:
    """The answers of a file by question, the line of each, and what is wrong with the way in which lines are written."""

    given: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    slips: list[str] = field(default_factory=list)


def read_answers(content: bytes) -> Written:
    """Every line is read alone, so that all slips are told at once; of a line with one its answer is read as it was meant.

    ValueError for what is no text.
    """
    found = Written()
    for number, line in enumerate(content.decode("utf-8-sig").split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, said, slip = _answer(line.rstrip("\r"))
        if slip:
            found.slips.append(f"line {number}: {slip}")
        if key in found.lines:
            found.slips.append(f"line {number}: {key} has an answer on line {found.lines[key]} too; keep one")
        elif key:
            found.given[key], found.lines[key] = said, number
    return found


def _answer(line: str) -> tuple[str, str, str]:
    """Question, answer, and what is wrong with the line; "" for each that is none."""
    try:
        key, said = _flat(tomllib.loads(line))
    except ValueError:
        said = None
    if isinstance(said, str):
        return key, said, ""
    meant = _LINE.fullmatch(line)
    if meant is None or meant[2][:1] in ("[", "{"):
        return "", "", f'{line.strip()!r} is no answer; write a line for each, like "region" = "flemish"'
    key, said = meant[1], meant[2].strip(_QUOTES)
    return key, said, f"write it between quotes: {json.dumps(key)} = {json.dumps(said, ensure_ascii=False)}"


def _flat(table: dict[str, object]) -> tuple[str, object]:
    """The only key of a line and its value; a key with dots need not stand between quotes."""
    ((key, value),) = table.items()
    if isinstance(value, dict) and value:
        inner, said = _flat(value)
        return f"{key}.{inner}", said
    return key, value
