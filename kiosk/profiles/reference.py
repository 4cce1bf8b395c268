"""Every table and key of a profile, read from the model, with the meanings of keys.toml: for the document and for new files."""

from __future__ import annotations

import inspect
import re
import tomllib
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kiosk.profiles.usual import MEANT
from kiosk.residence.calendar import DayName
from kiosk.residence.profile import Profile
from kiosk.residence.town import Interval, Section
from kiosk.residence.vocabulary import BringItem, Service, TicketClass

# numbers of requirements are for who reads the code
_NUMBERS = re.compile(r" \((?:section|[RSX]\d)[^)]*\)")
KEYS = Path(__file__).with_name("keys.toml")
_PLAIN = {str: "text", int: "whole number", float: "number", bool: "`true` or `false`", date: "date", time: "time"}
# lists that are too long for a cell; the reference has them below
LISTS: dict[Any, str] = {
    Service: "service",
    BringItem: "thing to bring",
    TicketClass: "ticket class",
    DayName: "named day",
}


class ReferenceGap(ValueError):
    """A key of the model has no row in keys.toml, or a row there no key; the message names it."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what may be written, what holds without it ("" where it is needed or nothing does), and its row."""

    name: str
    kind: str
    needed: bool
    default: str
    meaning: str
    example: str
    used_by: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the file: where it may stand (`photo`, `fees[]`, `tickets.classes.…`), what it is, and its keys.

    `also`: the heading of a table whose keys it has as well.
    """

    model: type[BaseModel]
    paths: tuple[str, ...]
    says: str
    keys: tuple[Key, ...]
    also: type[BaseModel] | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """As they stand in a file."""
        return tuple(heading(path) for path in self.paths)


@lru_cache(maxsize=1)
def sheets() -> tuple[Sheet, ...]:
    """Every table, in the order of the model: first what each table may hold, then what stands above all tables.

    Raises ReferenceGap while keys.toml and the model differ.
    """
    rows: dict[str, dict[str, list[str]]] = tomllib.loads(KEYS.read_text("utf-8"))
    found = _found()
    made = tuple(_sheet(model, tuple(paths), rows, found) for model, paths in found.items())
    known = {sheet.model.__name__: {key.name for key in sheet.keys} for sheet in made}
    shared = (base for model in found for base in model.__mro__ if issubclass(base, BaseModel) and base not in found)
    known |= {base.__name__: set(base.model_fields) for base in shared}
    for name, table in rows.items():
        for key in table:
            if key not in known.get(name, set()):
                raise ReferenceGap(f"kiosk/profiles/keys.toml: {name}.{key} is no key of a profile; take the row out")
    return made


def sheet_of(model: type[BaseModel]) -> Sheet:
    """The table of a class of the model."""
    return next(sheet for sheet in sheets() if sheet.model is model)


def inner(field: FieldInfo) -> tuple[type[BaseModel] | None, str]:
    """The class of a field that is a table of its own, and how it stands: "" once, "[]" as rows, ".…" by a name."""
    for kind in alternatives(field.annotation):
        origin, arguments = get_origin(kind), get_args(kind)
        if _is_table(kind):
            return kind, ""
        if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis and _is_table(arguments[0]):
            return arguments[0], "[]"
        if origin is dict and _is_table(arguments[1]):
            return arguments[1], ".…"
    return None, ""


def _found() -> dict[type[BaseModel], list[str]]:
    """Each class of a table with the places where it stands, the first ones first."""
    found: dict[type[BaseModel], list[str]] = {Section: [], Profile: []}

    def look(model: type[BaseModel], path: str) -> None:
        for name, field in model.model_fields.items():
            table, mark = inner(field)
            if table is not None:
                inside = f"{path}.{name}{mark}" if path else f"{name}{mark}"
                found.setdefault(table, []).append(inside)
                look(table, inside)

    look(Profile, "")
    return found


def _sheet(
    model: type[BaseModel],
    paths: tuple[str, ...],
    tables: dict[str, dict[str, list[str]]],
    found: Mapping[type[BaseModel], object],
) -> Sheet:
    bases = [base for base in model.__mro__[1:] if issubclass(base, BaseModel) and base not in {BaseModel, Section}]
    # what a class only shares with others is a key of each; another table's keys stand with that table
    below = [base for base in bases if base in found]
    rows = {
        **{key: row for base in bases for key, row in tables.get(base.__name__, {}).items()},
        **tables.get(model.__name__, {}),
    }
    inherited = set(Section.model_fields) if model is not Section and issubclass(model, Section) else set()
    inherited |= {name for base in below for name in base.model_fields}
    keys = []
    for name, field in model.model_fields.items():
        if name in inherited or inner(field)[0] is not None:
            continue
        if name not in rows:
            where = f"{model.__name__}.{name}"
            raise ReferenceGap(f"kiosk/profiles/keys.toml: say what {where} means: [meaning, example, who uses it]")
        meaning, example, used_by = rows[name]
        default = "" if field.is_required() else _default(field.get_default(call_default_factory=True))
        keys.append(Key(name, _kind(field) + _usually(name), field.is_required(), default, meaning, example, used_by))
    says = " ".join((inspect.getdoc(model) or "").split("\n\n")[0].split())
    return Sheet(model, paths, _NUMBERS.sub("", says), tuple(keys), below[0] if below else None)


def _kind(field: FieldInfo) -> str:
    said = " or ".join(dict.fromkeys(_said(kind) for kind in alternatives(field.annotation)))
    low = next((each.ge for each in field.metadata if hasattr(each, "ge")), None)
    high = next((each.le for each in field.metadata if hasattr(each, "le")), None)
    if low is not None and high is not None:
        return f"{said}, {low} to {high}"
    return said if low is None else f"{said}, {low} or more"


def _usually(name: str) -> str:
    low, high = MEANT.get(name, (None, None))
    return "" if low is None else f"; usually {low} to {high}"


def alternatives(kind: Any) -> Iterator[Any]:
    """The members of a union without None; what is annotated as its bare type."""
    while hasattr(kind, "__metadata__"):
        kind = kind.__origin__
    if get_origin(kind) in {Union, types.UnionType}:
        for each in get_args(kind):
            if each is not type(None):
                yield from alternatives(each)
    else:
        yield kind


def _said(kind: Any) -> str:
    """What may be written, in words."""
    if kind in LISTS:
        return f"a {LISTS[kind]}"
    if kind is Interval:
        return '"09:00-12:30"'
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return ", ".join(f"`{each}`" for each in arguments)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(f"`{each.value}`" for each in kind)
    if origin is dict:
        first, second = (" or ".join(_said(each) for each in alternatives(argument)) for argument in arguments)
        return "text by language" if first == second == "text" else f"table: {first} = {second}"
    if origin in {tuple, frozenset}:
        rest = [" or ".join(_said(each) for each in alternatives(each)) for each in arguments if each is not Ellipsis]
        return f"list of {rest[0]}" if origin is frozenset or Ellipsis in arguments else f"{len(rest)} × {rest[0]}"
    raise ReferenceGap(f"kiosk/profiles/reference.py has no words for the type {kind!r}")


def _default(value: object) -> str:
    """A default as it would stand in a file; "" for none."""
    match value:
        case None | "" | () | {} | frozenset():
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case str():
            return f'"{value}"'
        case _:
            raise ReferenceGap(f"kiosk/profiles/reference.py has no words for the default {value!r}")


def heading(path: str) -> str:
    """`places[].opening` as `[places.opening]`, `fees[]` as `[[fees]]`."""
    name = path.replace("[]", "").replace("…", "NAME")
    return f"[[{name}]]" if path.endswith("[]") else f"[{name}]"


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not Interval
