"""What is wrong with a value, in words for the person who edits the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from babel.dates import get_day_names

from kiosk.base.languages import CODE_FORM
from kiosk.profiles.regions import USUAL
from kiosk.profiles.slips import of_another_kind

_PATTERNS = {
    r"^#[0-9a-fA-F]{6}$": 'write a colour like "#005AA9"',
    r"^#[0-9a-fA-F]{6}$|^$": 'write a colour like "#005AA9"',
    f"^{CODE_FORM}$": 'write a language as its code, like "nl", "prs" or "zh-Hant"',
    r"^[A-Z]{1,2}$": 'write one or two capital letters, like "P"',
    r"^[A-Z]{2}$": 'write a country as two capital letters, like "BE"',
    r"^[a-z0-9-]{1,32}$": "write small letters, digits and hyphens, at most 32",
    r"^[a-z0-9-]{1,40}$": "write small letters, digits and hyphens, at most 40",
    r"^-*[9AX][9AX-]{0,63}$": 'write a form like "AA-99999": 9 is a digit, A a letter, X either',
    r"^[a-z_]{1,32}$": "write small letters and underscores, at most 32",
}
_TYPES = {
    "int_type": "write a whole number (amounts are in cents)",
    "int_from_float": "write a whole number (amounts are in cents)",
    "bool_type": "write true or false, without quotes",
    "date_type": "write a date without quotes, like 2027-03-04",
    "time_type": "write a time without quotes and with seconds, like 15:00:00",
    "string_type": "write text between quotes",
    "tuple_type": "write a list between square brackets",
    "frozen_set_type": "write a list between square brackets",
    "dict_type": "write a table",
    "model_type": "write a table",
    "model_attributes_type": "write a table",
}


def plain(found: Mapping[str, Any]) -> str:
    """One finding of pydantic in plain words; findings without words of their own keep pydantic's."""
    kind, context = str(found["type"]), found.get("ctx") or {}
    match kind:
        case "string_pattern_mismatch":
            return _PATTERNS.get(str(context.get("pattern")), str(found["msg"]))
        case "enum" | "literal_error":
            words = str(context.get("expected")).replace(" or ", ", ")
            meant = did_you_mean(found.get("input"), (word.strip("'") for word in words.split(", ")))
            return f"write one of: {words}{meant}"
        case "greater_than_equal":
            return f"must be {context.get('ge')} or more"
        case "less_than_equal":
            return f"must be {context.get('le')} or less"
        case "too_short":
            return "needs at least one entry"
        case "string_too_short":
            return "must not be empty"
        case "too_long":
            return f"has room for {context.get('max_length')} entries; take some out"
        case "string_too_long":
            return f"is too long; write {context.get('max_length')} signs or fewer"
        case "time_parsing":
            return 'write times with a colon, hours as "09:00-12:30", one time as 15:00:00 without quotes'
        case _ if kind in _TYPES:
            return of_another_kind(kind, found.get("input")) or _TYPES[kind]
        case _:
            return str(found["msg"]).removeprefix("Value error, ")


def did_you_mean(written: object, known: Iterable[str]) -> str:
    """The nearest word as a question, with what comes before it; "" when none is near."""
    near = get_close_matches(written, list(known), 1) if isinstance(written, str) else []
    return f"; did you mean {near[0]!r}?" if near else ""


def unknown_key(name: str, known: Iterable[str]) -> str:
    """What to say of a key that no table has; a day of the week may be one in a language of the country."""
    days = [_days().get(part.strip(), part.strip()) for part in name.lower().split("-")]
    if len(days) == 2 and set(days) <= set(_days().values()):
        return f"unknown key; did you mean '{'-'.join(days)}'?"
    if name in (others := set(known)):
        return "is a key of another table, and none of this one; see docs/profiles.md"
    meant = did_you_mean(_days().get(name.lower(), name), others) or "; see docs/profiles.md"
    return f"unknown key{meant}"


@cache
def _days() -> dict[str, str]:
    """The days as a profile names them, by their names in the languages of the country."""
    english = get_day_names("wide", locale="en")
    return {
        name.lower(): english[day].lower() for code in USUAL for day, name in get_day_names("wide", locale=code).items()
    }
