"""The rows of `kiosk/locales/values.toml`: what CLDR does not say of the values in each language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib import resources


@dataclass(frozen=True, slots=True)
class Count:
    """A row of `counts`: the numbers that have a word of their own before `noun`, and behind `before` if it has one."""

    noun: str
    words: dict[str, str]
    before: str = ""


@dataclass(frozen=True, slots=True)
class Forms:
    """A table of `values.toml`, which says what each key means."""

    amount: str
    plus: str
    times: str
    to: str
    at: str
    dot: str
    slash: str
    dash: str
    hour: str
    minutes: str
    comma: str
    percent: str = ""
    unit: str = ""
    lead: str = ""
    after: tuple[str, ...] = ()
    pairs: bool = False
    days: tuple[str, ...] = ()
    hours: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    counts: tuple[Count, ...] = ()


def _rows() -> dict[str, Forms]:
    text = (resources.files("kiosk") / "locales" / "values.toml").read_text(encoding="utf-8")
    said = tomllib.loads(text)
    other = said["other"]
    made = {}
    for code, row in said.items():
        counts = tuple(Count(**each) for each in row.get("counts", ()))
        made[code] = Forms(**{**other, **row, "words": {**other["words"], **row.get("words", {})}, "counts": counts})
    return made


_ROWS = _rows()


def forms_of(language: str) -> Forms:
    """The table of a language, or that of all others."""
    return _ROWS.get(language, _ROWS["other"])
