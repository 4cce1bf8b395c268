"""The closed set of field types of an event: none of them has room for a person.

A name, a register number, a card number or a PIN does not pass any of these checks; a value that does not pass
is a programming mistake and raises `FieldError`, which names the field and never shows the value.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kiosk.base.languages import LANGUAGES

# what a staff act is signed with when it was done in a terminal of the machine
CONSOLE = "console"

DEVICES = ("card", "printer", "camera", "panel", "scanner", "speech", "display", "store", "office", "clock")

Plain = int | float | bool | str | None


class FieldError(ValueError):
    """A field of an event holds something that its type does not allow."""


@dataclass(frozen=True, slots=True)
class FieldType:
    """One type: the annotation in the generated code, what it takes (for the document), and its check."""

    annotation: str
    takes: str
    check: Callable[[object], Plain]


def _count(value: object) -> Plain:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**8:
        return value
    raise FieldError


def _seconds(value: object) -> Plain:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**8:
        return round(float(value), 3)
    raise FieldError


def _flag(value: object) -> Plain:
    if isinstance(value, bool):
        return value
    raise FieldError


def _personal(text: str) -> bool:
    """True for what reads as a register number or as the number of a card (both end in a check modulo 97)."""
    bare = text.replace("-", "").replace(".", "")
    if len(bare) == 10 and bare[0].isalpha() and bare[1:].isdigit():
        return True
    if not bare.isdigit():
        return False
    if len(bare) == 11:
        body, check = int(bare[:9]), int(bare[9:])
        return check in (97 - body % 97, 97 - (body + 2_000_000_000) % 97)
    return len(bare) == 12 and int(bare[10:]) == (int(bare[:10]) % 97 or 97)


def _matching(pattern: str) -> Callable[[object], Plain]:
    compiled = re.compile(pattern, re.ASCII)

    def check(value: object) -> Plain:
        if isinstance(value, str) and compiled.fullmatch(value) and not _personal(value):
            return str(value)
        raise FieldError

    return check


def _one_of(words: tuple[str, ...]) -> Callable[[object], Plain]:
    def check(value: object) -> Plain:
        if isinstance(value, str) and value in words:
            return str(value)
        raise FieldError

    return check


def _moment(value: object) -> Plain:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.isoformat(timespec="seconds")
    raise FieldError


TYPES: dict[str, FieldType] = {
    "count": FieldType("int", "a whole number from 0 to 99,999,999", _count),
    "seconds": FieldType("float", "a duration in seconds, kept to the millisecond", _seconds),
    "flag": FieldType("bool", "true or false", _flag),
    "digest": FieldType("str", "8 or 64 hexadecimal digits of a hash", _matching(r"[0-9a-f]{8}|[0-9a-f]{64}")),
    "version": FieldType(
        "str",
        "a version such as 1.4.0, or nothing",
        _matching(r"|\d{1,4}(\.\d{1,4}){0,3}([.+-]?[a-z][a-z0-9.]{0,15})?|unknown"),
    ),
    "visit": FieldType("str", "the random or counted id of a visit", _matching(r"[0-9A-Za-z-]{1,40}")),
    "ticket": FieldType("str", "the id of a ticket in the store", _matching(r"[0-9A-Za-z-]{1,40}")),
    "staff": FieldType(
        "str",
        f'the id of a member of staff (s and four characters), or "{CONSOLE}"',
        _matching(rf"s[0-9a-z]{{4}}|{CONSOLE}"),
    ),
    "device": FieldType("str", "one of " + ", ".join(DEVICES), _one_of(DEVICES)),
    "profile": FieldType("str", "the name of a profile", _matching(r"[a-z][a-z0-9-]{0,39}")),
    "class": FieldType("str", "the letter of a ticket class, or nothing", _matching(r"[A-Z]{0,2}")),
    "fault": FieldType(
        "str",
        "the name of an exception or of a line of code, never its message",
        _matching(r"[A-Za-z_][A-Za-z0-9_.]{0,79}(:[0-9]{1,5})?"),
    ),
    "moment": FieldType("datetime", "a moment with its time zone", _moment),
    "errno": FieldType("str", "the name of a system error, as ENOSPC", _matching(r"E[A-Z0-9]{1,20}|OTHER")),
    "language": FieldType("str", "one of " + ", ".join(LANGUAGES), _one_of(tuple(LANGUAGES))),
}


def code_type(code: type[enum.StrEnum]) -> FieldType:
    """The type of a field that takes a member of `code`."""
    return FieldType(code.__name__, "a word of " + code.__name__, _one_of(tuple(member.value for member in code)))


def checked(event: str, name: str, kind: FieldType, value: object, *, optional: bool) -> Plain:
    """`value` in its plain form; FieldError (without the value) when `kind` does not take it."""
    if value is None and optional:
        return None
    try:
        return kind.check(value)
    except FieldError:
        raise FieldError(f"{event}: field {name} takes {kind.takes}, not this {type(value).__name__}") from None
