"""Layers of TOML tables laid over one another, with the source of every value kept (national, knowledge, town, kiosk)."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from kiosk.profiles.problems import Problem, ProfileProblem
from kiosk.profiles.shorthand import offered, written_out
from kiosk.profiles.slips import read_with_slips
from kiosk.profiles.whichline import lines_of

Table = dict[str, Any]
# of these a value needs no source: they say what the file is, or where values come from
_WITHOUT_SOURCE = frozenset({"id", "knowledge", "sources"})
ABOUT_SOURCE = frozenset({"source", "checked_on", "note", "source_of"})
# what a row of these lists is called
_ROW_KEY = {"places": "id", "menu": "id", "languages": "code"}
# rows of these lists are laid over the row of that name below; of the others the order says something, so the list is replaced
_ROW_BY_ROW = frozenset({"places"})
# (table, name in an earlier release, name today): a municipality's own file goes on to work
_RENAMED = (
    ("loss", "police_maybe_if_damaged", "police_if_damaged"),
    ("municipality", "official_language", "official_languages"),
    ("photo", "from_12", "adults"),
)
# (table, key) of an earlier release that no rule reads: it is left out, and said
_REMOVED = (("knowledge_facts", "register_short_stay"),)
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

    `old_names`: the name in the file, by its name today.  `removed`: keys that no rule reads any more, with their file.
    `lines`: of each key, by file.  `town`: which of `files` is the municipality's own; a kiosk's own may lie over it.
    """

    table: Table = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    said_in: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    old_names: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    lines: dict[str, dict[str, int]] = field(default_factory=dict)
    town: str = ""

    def add(self, layer: Table, file: str, *, text: str = "", report: bool = True) -> None:
        """Lay a layer over those that are there; `report` False for layers that ship with the product."""
        self.files.append(file)
        self.lines[file] = lines_of(text, partial(_name, layer))
        layer = self._with_names_of_today(self._without_removed(written_out(layer), file))
        self._trace(layer, "", None, file, report=report)
        pages = layer.get("sources")
        self.said_in |= {f"sources.{page}": file for page in pages} if isinstance(pages, dict) else {}
        # a copy, because the shipped layers are read once and kept
        _lay(self.table, copy.deepcopy(layer))

    def offer_of_menu(self) -> None:
        """Where no layer says what is offered, it is what the menu leads to; to be called when all layers lie there."""
        services = offered(self.table.get("menu"))
        menu = next((key for key in self.origins if key.startswith("menu.")), None)
        if "offer" in self.table or menu is None or not services:
            return
        self.table["offer"] = {"services": services}
        for key in ("offer", "offer.services"):
            self.origins[key], self.said_in[key] = self.origins[menu], self.said_in[menu]

    @staticmethod
    def _says(table: Table, path: str) -> bool:
        """True for a table that holds values itself; a row that is laid by its id keeps its own page."""
        values = (inner for key, inner in table.items() if key not in ABOUT_SOURCE)
        by_id = path.rpartition(".")[0] in _ROW_BY_ROW
        return not by_id and any(not isinstance(inner, dict) for inner in values)

    def placed(self, problem: Problem) -> Problem:
        """The problem with the line of its key, or of the nearest table around it."""
        lines, key = self.lines.get(problem.file, {}), problem.key
        while key and not problem.line:
            if key in lines:
                return replace(problem, line=lines[key])
            key = key.rpartition(".")[0]
        return problem

    def _without_removed(self, layer: Table, file: str) -> Table:
        """The layer without the keys of earlier releases that nothing reads; `removed` tells them."""
        for name, key in _REMOVED:
            table = layer.get(name)
            if isinstance(table, dict) and key in table:
                self.removed[f"{name}.{key}"] = file
                layer = {**layer, name: {kept: value for kept, value in table.items() if kept != key}}
        return layer

    def _with_names_of_today(self, layer: Table) -> Table:
        """The layer with the keys of earlier releases under their present names; `old_names` tells today's of each."""
        for name, old, new in _RENAMED:
            table = layer.get(name)
            if isinstance(table, dict) and old in table and new not in table:
                self.old_names[f"{name}.{new}"] = f"{name}.{old}"
                kept = {key: value for key, value in table.items() if key != old}
                listed = new in _LISTS and not isinstance(table[old], list)
                layer = {**layer, name: {**kept, new: [table[old]] if listed else table[old]}}
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
                    else:
                        # the page of the whole file is that of each of its tables; rows that are laid by id keep theirs
                        tables = (key for key in value if key not in ABOUT_SOURCE | _WITHOUT_SOURCE)
                        self.origins |= {key: origin for key in tables if key not in _ROW_BY_ROW & self.origins.keys()}
                elif origin is not None and path in self.origins and self._says(value, path):
                    # a value from this file: the table is no more the lower layer's
                    self.origins[path] = origin
                for key, inner in value.items():
                    if key in ABOUT_SOURCE or (not path and key in _WITHOUT_SOURCE):
                        continue
                    inside = f"{path}.{key}" if path else key
                    self._trace(inner, inside, _own(value, key, origin, file), file, report=report)
            case list() if value and all(isinstance(row, dict) for row in value):
                if path not in _ROW_BY_ROW:
                    # the rows replace those of the layers below, and so do their origins
                    self.origins = {key: kept for key, kept in self.origins.items() if not key.startswith(f"{path}.")}
                    self.said_in = {key: kept for key, kept in self.said_in.items() if not key.startswith(f"{path}.")}
                rows = row_names(path, value)
                for name, row in zip(rows, value, strict=True):
                    key = f"{path}.{name}"
                    # the name of a row below is no value of this file
                    again = path in _ROW_BY_ROW and key in self.said_in
                    said = {each: inner for each, inner in row.items() if not again or each != _ROW_KEY[path]}
                    self._trace(said, key, origin, file, report=report)
            case _ if origin is None:
                if report:
                    self.problems.append(
                        Problem(ProfileProblem.NO_SOURCE, file, path, 'add source = "…" to this table or one above it')
                    )
            case _:
                self.origins[path] = origin


@dataclass(frozen=True, slots=True)
class Read:
    """A TOML file: its table (None: it cannot be read), what is wrong with its text, and the text."""

    table: Table | None
    problems: tuple[Problem, ...] = ()
    text: str = ""


def read(path: Path) -> Read:
    """The file, with every slip that keeps it from being TOML."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        return _unread(path, f"cannot be read: {error.strerror or error}")
    except UnicodeDecodeError:
        return _unread(path, "is not UTF-8 text")
    table, slips = read_with_slips(text)
    found = (Problem(ProfileProblem.UNREADABLE, path.name, "", slip.message, slip.line) for slip in slips)
    return Read(table, tuple(found), text)


def _unread(path: Path, said: str) -> Read:
    return Read(None, (Problem(ProfileProblem.UNREADABLE, path.name, "", said),))


def _own(table: Table, key: str, around: Origin | None, file: str) -> Origin | None:
    """The origin of one value: `source_of` may name another page than the table's for a single key."""
    other = table.get("source_of")
    if isinstance(other, dict) and isinstance(other.get(key), str):
        return Origin(other[key], around.checked_on if around else None, file)
    return around


def row_names(path: str, rows: list[Table]) -> list[str]:
    """What each row of a list of tables is called: by its own name, else by its number from 0."""
    key = _ROW_KEY.get(path)
    return [str(row[key]) if key and isinstance(row.get(key), str) else str(index) for index, row in enumerate(rows)]


def _name(layer: Table, path: str, index: int) -> str:
    """The name of one row of a list of tables."""
    rows: Any = layer
    for part in path.split("."):
        rows = rows.get(part) if isinstance(rows, dict) else None
    named = isinstance(rows, list) and index < len(rows) and isinstance(rows[index], dict)
    return (
        row_names(path, [rows[index]])[0]
        if named and path in _ROW_KEY and _ROW_KEY[path] in rows[index]
        else str(index)
    )


def _lay(below: Table, above: Table) -> None:
    """Tables are laid key by key, places by their id; other lists and values of the upper layer replace those below."""
    for key, value in above.items():
        under = below.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            _lay(under, value)
        elif key in _ROW_BY_ROW and isinstance(value, list) and isinstance(under, list):
            _lay_rows(under, value, _ROW_KEY[key])
        else:
            below[key] = value


def _lay_rows(below: list[Any], above: list[Any], name: str) -> None:
    """Each row over the one of its name; another name, or the same one again, is a row more."""
    known = {row[name]: row for row in below if isinstance(row, dict) and isinstance(row.get(name), str)}
    for row in above:
        under = known.pop(row[name], None) if isinstance(row, dict) and isinstance(row.get(name), str) else None
        if under is None:
            below.append(row)
        else:
            _lay(under, row)
