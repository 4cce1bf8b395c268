"""A profile's file while somebody edits it: each value as a person types it, and the file's own order and remarks kept."""

from __future__ import annotations

import datetime as dt
import enum
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

import tomlkit
from pydantic import BaseModel
from tomlkit.items import AoT, Table

from kiosk.profiles.beginning import reading
from kiosk.profiles.reference import Key, alternatives, heading, inner, sheet_of
from kiosk.residence.profile import Profile
from kiosk.residence.town import Interval

Path = Sequence[str | int]
Plain = dict[str, Any]


class Form(enum.StrEnum):
    """How a value is typed."""

    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    LIST = "list"
    DATE = "date"
    DATES = "dates"
    TIME = "time"
    HOURS = "hours"
    WORDS = "words"
    TOML = "toml"


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a table on the form; `value`: as it is typed, "" for none."""

    key: Key
    form: Form
    choices: tuple[str, ...]
    value: str


class Manuscript:
    """The text of a file; ValueError where what is typed means nothing, or a path leads nowhere."""

    def __init__(self, text: str) -> None:
        try:
            self._document = tomlkit.parse(text)
        except ValueError as error:
            raise ValueError(f"is no TOML: {error}") from None

    @property
    def text(self) -> str:
        """The file as it would be written."""
        return tomlkit.dumps(self._document)

    @property
    def plain(self) -> Plain:
        """The values."""
        found: Plain = self._document.unwrap()
        return found

    def put(self, path: Path, said: str) -> None:
        """Set the value at a path (table, row, key) from what was typed; "" takes the key away."""
        *around, name = path
        model = model_at(around)
        if not isinstance(name, str) or name not in model.model_fields:
            raise ValueError(f"{_dotted(path)} is no key of a profile")
        table = self._table(around)
        if not said.strip():
            table.pop(name, None)
            return
        form, _ = form_of(model, name)
        value = _value(form, said if form is Form.LINES else said.strip(), model, name)
        table[name] = value

    def add(self, path: Path) -> None:
        """A new row, or a table that is not there yet, with the page that this file is read from."""
        *around, name = path
        _, mark = inner(model_at(around).model_fields[str(name)]) if isinstance(name, str) else (None, "")
        table, new = self._table(around), tomlkit.table()
        if "source" not in self._document and path[0] != "sources":
            new["source"] = next(iter(self.plain.get("sources", {})), "own")
        if mark == "[]":
            if name not in table:
                table[str(name)] = tomlkit.aot()
            table[str(name)].append(new)
        elif name not in table:
            table[str(name)] = new

    def remove(self, path: Path) -> None:
        """Take a row or a table away."""
        *around, name = path
        found = self._at(around)
        if isinstance(name, int) and isinstance(found, AoT):
            del found[name]
            if not found:
                self._at(around[:-1]).pop(str(around[-1]))
        elif isinstance(name, str) and name in found:
            del found[name]

    def move(self, path: Path, by: int) -> None:
        """Put a row earlier (-1) or later (1)."""
        *around, at = path
        rows = self._at(around)
        if isinstance(at, int) and isinstance(rows, AoT) and 0 <= at + by < len(rows):
            plain = [rows[index] for index in range(len(rows))]
            plain.insert(at + by, plain.pop(at))
            again = tomlkit.aot()
            for row in plain:
                again.append(row)
            self._table(around[:-1])[str(around[-1])] = again

    def closing(self, day: dt.date) -> None:
        """Close the town on a day, or open it again."""
        days = set(self.plain.get("closing_days", ()))
        days ^= {day}
        if days:
            self._document["closing_days"] = sorted(days)
        else:
            del self._document["closing_days"]

    def _table(self, path: Path) -> Any:
        """The table at a path; it is made where it is not there."""
        found: Any = self._document
        for part in path:
            if isinstance(part, str) and part not in found:
                found[part] = tomlkit.table()
            found = _step(found, part, path)
        if not isinstance(found, (Table, tomlkit.TOMLDocument)) and not hasattr(found, "pop"):
            raise ValueError(f"{_dotted(path)} is no table")
        return found

    def _at(self, path: Path) -> Any:
        found: Any = self._document
        for part in path:
            found = _step(found, part, path)
        return found


def model_at(path: Path) -> type[BaseModel]:
    """The class of the table at a path; ValueError for a path that no profile has."""
    model: type[BaseModel] = Profile
    named = False
    for part in path:
        if isinstance(part, int) or named:
            named = False
            continue
        table, mark = inner(model.model_fields[part]) if part in model.model_fields else (None, "")
        if table is None:
            raise ValueError(f"{_dotted(path)} is no table of a profile")
        model, named = table, mark == ".…"
    return model


def fields_of(model: type[BaseModel], row: Plain) -> Iterator[Field]:
    """Every key of a table, with what it says now."""
    sheet = sheet_of(model)
    also = tuple(fields_of(sheet.also, row)) if sheet.also is not None else ()
    for key in sheet.keys:
        form, choices = form_of(model, key.name)
        yield Field(key, form, choices, shown(form, row[key.name]) if key.name in row else "")
    yield from also


def sections() -> Iterator[tuple[str, type[BaseModel], str, str]]:
    """(name, class, mark, heading) of each table of a profile, in its order."""
    for name, field in Profile.model_fields.items():
        table, mark = inner(field)
        if table is not None:
            yield name, table, mark, heading(f"{name}{mark}")


def form_of(model: type[BaseModel], name: str) -> tuple[Form, tuple[str, ...]]:
    """How a key is typed, and the words that there are for it."""
    kinds = list(alternatives(model.model_fields[name].annotation))
    if name.endswith("_cents"):
        return Form.MONEY, ()
    if name == "logo":
        return Form.LINES, ()
    if name == "icon":
        from kiosk.views.marks import Icon

        return Form.CHOICE, tuple(each.value for each in Icon)
    words = tuple(word for kind in kinds for word in _words(kind))
    if words:
        return Form.CHOICE, words
    kind = kinds[0]
    origin, arguments = get_origin(kind), get_args(kind)
    simple = {str: Form.TEXT, int: Form.NUMBER, dt.date: Form.DATE, dt.time: Form.TIME}
    for each in kinds:
        if get_origin(each) is dict:
            plain = all(list(alternatives(argument)) == [str] for argument in get_args(each))
            return (Form.WORDS if plain else Form.TOML), ()
    if kind in simple:
        return simple[kind], ()
    if origin in {tuple, frozenset} and (origin is frozenset or Ellipsis in arguments):
        members = list(alternatives(arguments[0]))
        if members == [Interval]:
            return Form.HOURS, ()
        if members == [dt.date]:
            return Form.DATES, ()
        known = tuple(word for member in members for word in _words(member))
        if known or members == [str]:
            return Form.LIST, known
    return Form.TOML, ()


def shown(form: Form, value: Any) -> str:
    """A value as a person types it."""
    match form, value:
        case Form.MONEY, int():
            return f"{value // 100}.{value % 100:02}"
        case Form.CHOICE, bool():
            return str(value).lower()
        case Form.TIME, dt.time():
            return f"{value:%H:%M}"
        case ((Form.LIST | Form.DATES | Form.HOURS), list()):
            return ", ".join(str(each) for each in value)
        case Form.WORDS, dict():
            return " | ".join(f"{code}: {words}" for code, words in value.items())
        case Form.TOML, _:
            return str(tomlkit.item(value).as_string())
        case _:
            return str(value)


def _value(form: Form, said: str, model: type[BaseModel], name: str) -> Any:
    match form:
        case Form.NUMBER:
            if not re.fullmatch(r"-?\d{1,9}", said):
                raise ValueError("write a whole number")
            return int(said)
        case Form.MONEY:
            return reading.amount(said)
        case Form.CHOICE:
            plain = bool in alternatives(model.model_fields[name].annotation)
            return said == "true" if plain and said in {"true", "false"} else said
        case Form.DATE:
            return _date(said)
        case Form.TIME:
            return reading.clock(said)
        case Form.HOURS:
            return reading.times(said)
        case Form.LIST:
            return [each.strip() for each in said.split(",") if each.strip()]
        case Form.DATES:
            return [_date(each.strip()) for each in said.split(",") if each.strip()]
        case Form.WORDS:
            return _by_language(said)
        case Form.TOML:
            return _toml(said)
        case Form.LINES:
            mark = "'''" if "\n" in said else "'"
            return tomlkit.string(said, literal=mark not in said, multiline=len(mark) > 1)
        case _:
            return said


def _by_language(said: str) -> Any:
    """Words by language ("nl: Loket | fr: Guichet"), or a known word alone."""
    parts = [re.fullmatch(r"\s*([A-Za-z-]{2,10})\s*:\s*(\S.*?)\s*", part) for part in said.split("|")]
    if any(part is None for part in parts):
        return said
    words = tomlkit.inline_table()
    words.update({part[1]: part[2] for part in parts if part is not None})
    return words


def _date(said: str) -> dt.date:
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        raise ValueError(f"{said!r} is no date; write it like 2027-03-04") from None


def _toml(said: str) -> Any:
    try:
        return tomllib.loads(f"value = {said}")["value"]
    except ValueError:
        raise ValueError(f"{said!r} is no value; docs/profiles.md shows an example") from None


def _words(kind: Any) -> tuple[str, ...]:
    if get_origin(kind) is Literal:
        return tuple(str(each) for each in get_args(kind))
    if kind is bool:
        return ("true", "false")
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return tuple(str(each.value) for each in kind)
    return ()


def _step(found: Any, part: str | int, path: Path) -> Any:
    try:
        return found[part]
    except (LookupError, TypeError):
        raise ValueError(f"{_dotted(path)} is not there") from None


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path)
