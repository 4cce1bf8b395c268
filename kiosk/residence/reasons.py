"""For staff: which value of which page decided an answer."""

from __future__ import annotations

from datetime import time
from enum import Enum
from typing import TYPE_CHECKING

from pydantic import BaseModel

from kiosk.residence.answers import Answer
from kiosk.residence.town import Interval

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile

_ABOUT = frozenset({"source", "checked_on", "note", "source_of"})


def staff_view(answer: Answer, profile: Profile) -> tuple[str, ...]:
    """The codes, then a line for each value that took part: key, value, page, and the days of writing and reading."""
    lines = [" ".join(map(str, (answer.result, *answer.notes)))]
    for use in answer.sources:
        page = profile.sources[use.source]
        written = f", written {use.page_date}" if use.page_date else ""
        lines.append(
            f"{use.key} = {value_at(profile, use.key)} [{use.source}: {page.title}{written}, read {use.checked_on}]"
        )
    return tuple(lines)


def value_at(profile: Profile, key: str) -> str:
    """The value behind a key of the profile, in a line."""
    value: object = profile
    for part in key.split("."):
        if isinstance(value, tuple):
            value = next((row for row in value if getattr(row, "id", None) == part), None) or value[int(part)]
        elif isinstance(value, dict):
            value = value.get(part)
        else:
            value = getattr(value, part, None)
    return _shown(value)


def _shown(value: object) -> str:
    match value:
        case None:
            return "not stated"
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value)
        case time():
            return value.isoformat(timespec="minutes")
        case tuple() | frozenset():
            return " ".join(_shown(each) for each in value) or "nothing"
        case dict():
            return ", ".join(f"{name} {_shown(inner)}" for name, inner in value.items())
        case Interval():
            return f"{_shown(value.begins)}-{_shown(value.ends)}"
        case BaseModel():
            stated = [name for name in type(value).model_fields if name in value.model_fields_set - _ABOUT]
            return ", ".join(f"{name} {_shown(getattr(value, name))}" for name in stated)
        case _:
            return str(value)
