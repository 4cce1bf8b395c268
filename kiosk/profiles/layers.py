"""Layers of TOML tables laid over one another, with the source of every value kept (national, knowledge, town, kiosk)."""

from __future__ import annotations

import copy
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.profiles.problems import Problem
from kiosk.residence.vocabulary import ProfileProblem

Table = dict[str, Any]
# of these a value needs no source: they say what the file is, or where values come from
_WITHOUT_SOURCE = frozenset({"id", "knowledge", "sources"})
_ABOUT_SOURCE = frozenset({"source", "checked_on", "note", "source_of"})
# rows of these lists are the same row in every layer when this key is the same
_ROW_KEY = {"places": "id", "menu": "id", "languages": "code"}
# (table, name in an earlier release, name today): a municipality's own file goes on to work
_RENAMED = (
    ("loss", "police_maybe_if_damaged", "police_if_damaged"),
    ("municipality", "official_language", "official_languages"),
)
# keys of today that hold a list where the earlier one held one value
_LISTS = frozenset({"official_languages"})


@dataclass(frozen=True, slots=True)
class Origin:
    """The page of a value, the day it was checked (None: the page's own day), and the file that says so."""

    source: str
    checked_on: date | None
    file: str


@dataclass(slots=True)
class Merged:
    """All layers as one table, the origin of each key, the file that says it, and what was wrong on the way.

    `old_names`: the name in the file, by its name today.
    """

    table: Table = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    said_in: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    old_names: dict[str, str] = field(default_factory=dict)

    def add(self, layer: Table, file: str, *, report: bool = True) -> None:
        """Lay a layer over those that are there; `report` False for layers that ship with the product."""
        self.files.append(file)
        layer = self._with_names_of_today(layer)
        self._trace(layer, "", None, file, report=report)
        # a copy, because the shipped layers are read once and kept
        _lay(self.table, copy.deepcopy(layer))

    def _with_names_of_today(self, layer: Table) -> Table:
        """The layer with the keys of earlier releases under their present names; `old_names` tells today's of each."""
        for name, old, new in _RENAMED:
            table = layer.get(name)
            if isinstance(table, dict) and old in table and new not in table:
                self.old_names[f"{name}.{new}"] = f"{name}.{old}"
                kept = {key: value for key, value in table.items() if key != old}
                layer = {**layer, name: {**kept, new: [table[old]] if new in _LISTS else table[old]}}
        return layer

    def _trace(self, value: Any, path: str, origin: Origin | None, file: str, *, report: bool) -> None:
        if path:
            self.said_in[path] = file
        match value:
            case dict():
                if isinstance(value.get("source"), str):
                    checked = value.get("checked_on")
                    origin = Origin(value["source"], checked if isinstance(checked, date) else None, file)
                    if path:
                        self.origins[path] = origin
                for key, inner in value.items():
                    if key in _ABOUT_SOURCE or (not path and key in _WITHOUT_SOURCE):
                        continue
                    inside = f"{path}.{key}" if path else key
                    self._trace(inner, inside, _own(value, key, origin, file), file, report=report)
            case list() if value and all(isinstance(row, dict) for row in value):
                # the rows replace those of the layers below, and so do their origins
                self.origins = {key: kept for key, kept in self.origins.items() if not key.startswith(f"{path}.")}
                self.said_in = {key: kept for key, kept in self.said_in.items() if not key.startswith(f"{path}.")}
                rows = _names(path, value)
                for name, row in zip(rows, value, strict=True):
                    self._trace(row, f"{path}.{name}", origin, file, report=report)
            case _ if origin is None:
                if report:
                    self.problems.append(
                        Problem(ProfileProblem.NO_SOURCE, file, path, 'add source = "…" to this table or one above it')
                    )
            case _:
                self.origins[path] = origin


def read(path: Path) -> Table | Problem:
    """A TOML file as a table, or the problem that stands in the way."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return Problem(ProfileProblem.UNREADABLE, path.name, "", f"cannot be read: {error.strerror or error}")
    except UnicodeDecodeError:
        return Problem(ProfileProblem.UNREADABLE, path.name, "", "is not UTF-8 text")
    except tomllib.TOMLDecodeError as error:
        return Problem(ProfileProblem.UNREADABLE, path.name, "", f"is not TOML: {error}")


def _own(table: Table, key: str, around: Origin | None, file: str) -> Origin | None:
    """The origin of one value: `source_of` may name another page than the table's for a single key."""
    other = table.get("source_of")
    if isinstance(other, dict) and isinstance(other.get(key), str):
        return Origin(other[key], around.checked_on if around else None, file)
    return around


def _names(path: str, rows: list[Table]) -> list[str]:
    key = _ROW_KEY.get(path)
    return [str(row[key]) if key and isinstance(row.get(key), str) else str(index) for index, row in enumerate(rows)]


def _lay(below: Table, above: Table) -> None:
    """Tables are laid key by key; lists and values of the upper layer replace those below."""
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            _lay(below[key], value)
        else:
            below[key] = value
