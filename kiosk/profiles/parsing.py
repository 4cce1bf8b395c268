"""From tables to checked values: every wrong key and value is named, and the sound rest is kept for further checks."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from kiosk.profiles.draft import Draft
from kiosk.profiles.layers import Merged, Table
from kiosk.profiles.messages import plain, unknown_key
from kiosk.profiles.problems import Problem, ProfileProblem
from kiosk.residence.profile import Profile
from kiosk.residence.town import Section

_ROOT_KEYS = ("source", "checked_on", "note")
_ROW_KEY = {"places": "id", "menu": "id", "languages": "code"}


def _keys() -> tuple[str, ...]:
    """Every key of a table or a row, below the tables of a profile."""
    found: dict[str, None] = {}
    todo: list[type[BaseModel]] = [Section]
    while todo:
        model = todo.pop()
        found |= dict.fromkeys(model.model_fields)
        todo += model.__subclasses__()
    return tuple(found)


_KEYS = _keys()


def parse(merged: Merged) -> tuple[Draft, list[Problem]]:
    """Each table and each row on its own, so that one mistake does not hide another."""
    draft = Draft()
    problems: list[Problem] = []
    file = merged.town
    table = {key: value for key, value in merged.table.items() if key not in _ROOT_KEYS}
    problems += [
        _problem(ProfileProblem.UNKNOWN_KEY, merged, name, unknown_key(name, Profile.model_fields))
        for name in table
        if name not in Profile.model_fields
    ]
    for name, model_field in Profile.model_fields.items():
        if name not in table:
            if model_field.is_required():
                problems.append(Problem(ProfileProblem.MISSING_KEY, file, name, "is needed and stands in no layer"))
            continue
        value = table[name]
        row_type = _row_type(name)
        if row_type is not None and isinstance(value, list):
            if not value and model_field.is_required():
                problems.append(_problem(ProfileProblem.MISSING_KEY, merged, name, "needs at least one row"))
            sound = []
            for index, row in enumerate(value):
                key = _row_name(name, row, index)
                checked = _value(_adapter(row_type), row, f"{name}.{key}", merged, problems)
                if checked is not None:
                    sound.append((index, checked))
            draft.parts[name] = sound
        else:
            draft.parts[name] = _value(_field_adapter(name), value, name, merged, problems)
    return draft, problems


@lru_cache(maxsize=64)
def _adapter(row_type: type[BaseModel]) -> TypeAdapter[Any]:
    return TypeAdapter(row_type)


@lru_cache(maxsize=64)
def _field_adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(Profile.model_fields[name].rebuild_annotation())


def _value(adapter: TypeAdapter[Any], raw: Any, path: str, merged: Merged, problems: list[Problem]) -> Any:
    """The checked value; unknown keys are named and left out, anything else wrong makes it None."""
    pruned = raw
    for attempt in ("as it is", "without its unknown keys"):
        try:
            return adapter.validate_python(pruned)
        except ValidationError as error:
            found = error.errors(include_url=False)
            unknown = [item for item in found if item["type"] == "extra_forbidden"]
            if attempt == "as it is":
                problems += _all_of(found, path, merged)
            if len(unknown) != len(found) or not unknown:
                return None
            pruned = copy.deepcopy(raw)
            for item in unknown:
                _drop(pruned, item["loc"])
    return None


def _all_of(found: Sequence[Mapping[str, Any]], path: str, merged: Merged) -> list[Problem]:
    """One problem for each key; what a key may be instead is told in one line."""
    by_key: dict[tuple[ProfileProblem, str], list[str]] = {}
    for item in found:
        parts = [str(part) for part in item["loc"] if not _is_tag(part)]
        if item["type"] == "time_parsing" and parts[-1:] in (["begins"], ["ends"]):
            parts.pop()  # two ends of one text
        where = ".".join([path, *parts])
        match item["type"]:
            case "extra_forbidden":
                code, message = ProfileProblem.UNKNOWN_KEY, unknown_key(str(item["loc"][-1]), _KEYS)
            case "missing":
                code, message = ProfileProblem.MISSING_KEY, "is needed"
            case _:
                code, message = ProfileProblem.BAD_VALUE, plain(item)
        by_key.setdefault((code, where), []).append(message)
    return [
        _problem(code, merged, where, " or ".join(dict.fromkeys(messages)))
        for (code, where), messages in by_key.items()
    ]


def _is_tag(part: object) -> bool:
    """Pydantic names union members in a location; they are no keys of the file."""
    return isinstance(part, str) and ("[" in part or part in {"bool", "none", "[key]"})


def _problem(code: ProfileProblem, merged: Merged, key: str, message: str) -> Problem:
    return Problem(code, file_of(merged, key), key, message)


def file_of(merged: Merged, key: str) -> str:
    """The file that says `key` or the nearest table around it; the town's own for what no file says."""
    path = key
    while path:
        if path in merged.said_in:
            return merged.said_in[path]
        path = path.rpartition(".")[0]
    return merged.town


def _drop(table: Any, location: tuple[Any, ...]) -> None:
    for part in location[:-1]:
        table = table[part]
    table.pop(location[-1], None)


def _row_name(name: str, row: Any, index: int) -> str:
    key = _ROW_KEY.get(name)
    return str(row[key]) if key and isinstance(row, dict) and isinstance(row.get(key), str) else str(index)


def _row_type(name: str) -> type[BaseModel] | None:
    """The class of the rows, for a list of tables."""
    arguments = getattr(Profile.model_fields[name].annotation, "__args__", ())
    row = arguments[0] if arguments else None
    return row if isinstance(row, type) and issubclass(row, BaseModel) and len(arguments) == 2 else None


def raw_rows(table: Table, name: str) -> list[Table]:
    """The rows of a list of tables as they stand in the file, sound or not."""
    value = table.get(name)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
