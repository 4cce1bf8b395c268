"""The text of a new profile: its tables as TOML, what each key means beside it, and what else may be said as comments."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time
from shlex import quote
from typing import Any, Final

from pydantic import BaseModel

from kiosk.profiles.reference import heading, inner, sheet_of
from kiosk.residence.profile import Profile
from kiosk.residence.town import AccessHours, Opening

Table = dict[str, Any]
# what is the same in every municipality, and what only other files hold
_NOT_THE_TOWNS: Final = frozenset(
    {"calendar", "pin", "names", "annex_15", "card_names", "knowledge_facts", "long_term", "home_place"}
)
_SOURCE: Final = "  # the page that each table was read from, unless it names another"
# two days of a week say how all of them are written
_ENOUGH: Final[dict[type[BaseModel], int | None]] = defaultdict(lambda: None, {Opening: 2, AccessHours: 4})
_WIDE: Final = 110
_HEAD: Final = """\
# {name}: made by `kiosk profile new`. Behind each value stands what it means; a line that begins with “#” and a key is one that
# you may write as well. Every key, with all words that it takes: docs/profiles.md. Then: kiosk profile check {file}
"""


def written(table: Table, file: str) -> str:
    """The file's text, for tables in the order in which they shall stand."""
    said: set[tuple[str, str]] = set()
    lines = [_HEAD.format(name=table["municipality"]["name"], file=quote(file))]
    lines += _keys(Profile, "", table, said)
    for name, value in table.items():
        field = Profile.model_fields.get(name)
        model, mark = inner(field) if field else (None, "")
        if model is None:
            continue
        if mark == ".…":
            for key, row in value.items():
                lines += _table(model, f"{name}.{key}", row, said, known=f"{name}.…")
            continue
        for row in value if mark else [value]:
            lines += _table(model, f"{name}{mark}", row, said)
    rest = [name for name in Profile.model_fields if name not in table and name not in _NOT_THE_TOWNS]
    more = [line for name in rest for line in _unsaid(Profile, name, name)]
    lines += (
        ["", "# --- what else you may say: take the “# ” away before the lines that you want ---", *more]
        if more
        else []
    )
    return "\n".join(lines) + "\n"


def _table(
    model: type[BaseModel], path: str, row: Table, said: set[tuple[str, str]], *, known: str = ""
) -> Iterator[str]:
    """One table with its keys, then the tables in it; what may be said besides stands in the first one of its kind."""
    first = not any(where == (known or path) for where, _ in said)
    yield ""
    if first:
        yield f"# {sheet_of(model).says}"
    yield heading(path)
    yield from _keys(model, known or path, row, said)
    for name, field in model.model_fields.items():
        inside, mark = inner(field)
        if inside is None:
            continue
        below = f"{path}.{name}{mark}"
        if name in row:
            for each in row[name] if mark else [row[name]]:
                yield from _table(inside, below, each, said)
        elif first:
            yield from _unsaid(model, name, f"{path}.{name}")


def _keys(model: type[BaseModel], path: str, row: Table, said: set[tuple[str, str]]) -> Iterator[str]:
    """The lines of one table's own keys: those that are set, and, once, the others as comments."""
    meanings = {key.name: key for key in _all_keys(model)}
    first = not any(where == path for where, _ in said)
    said.add((path, ""))
    for name, value in row.items():
        if name in model.model_fields and inner(model.model_fields[name])[0] is not None:
            continue
        meaning = meanings.get(name)
        line = f"{name} = {_value(value)}"
        if meaning is None or (path, name) in said:
            yield line + (_SOURCE if name == "source" and not path else "")
        else:
            said.add((path, name))
            yield f"{line}  # {_plain(meaning.meaning)}"
    for name, meaning in meanings.items():
        if first and name not in row and name not in _NOT_THE_TOWNS:
            yield f"# {name} = {meaning.example}  # {_plain(meaning.meaning)}"


def _unsaid(model: type[BaseModel], name: str, path: str) -> Iterator[str]:
    """A table that is not there, as comments, with those in it."""
    inside, mark = inner(model.model_fields[name])
    if inside is None:
        return
    here = f"{path}{mark}".replace("…", "P")
    keys = list(_all_keys(inside))
    if keys:
        yield ""
        yield f"# {sheet_of(inside).says}"
        yield f"# {heading(here)}"
        yield from (f"# {key.name} = {key.example}  # {_plain(key.meaning)}" for key in keys[: _ENOUGH[inside]])
    for below in inside.model_fields:
        yield from _unsaid(inside, below, f"{here}.{below}")


def _all_keys(model: type[BaseModel]) -> Iterator[Any]:
    sheet = sheet_of(model)
    yield from sheet.keys
    if sheet.also is not None:
        yield from _all_keys(sheet.also)


def _plain(meaning: str) -> str:
    return meaning.replace("`", "")


def _value(value: Any) -> str:
    """A value as TOML."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(str(value), ensure_ascii=False)
        case date() | time():
            return value.isoformat()
        case dict():
            return "{ " + ", ".join(f"{_name(key)} = {_value(inside)}" for key, inside in value.items()) + " }"
        case list() | tuple():
            return _list([_value(each) for each in value])
        case _:
            return str(value)


def _list(parts: list[str]) -> str:
    """In one line, or in lines that are not too wide."""
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + len(part) > _WIDE:
            lines.append("")
        lines[-1] += f"{' ' if lines[-1] else ''}{part},"
    return f"[{lines[0].removesuffix(',')}]" if len(lines) == 1 else "[\n    " + "\n    ".join(lines) + "\n]"


def _name(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() else json.dumps(key)
