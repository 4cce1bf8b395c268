"""Texts that try the layout: a pseudo-language, and for every text the longest of all languages."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable, Sequence
from typing import Any

from kiosk.views.view import Comfort, View

# fields that are no text in a language
_KEPT = frozenset(
    {"key", "language", "kind", "number", "typed", "qr", "face", "focus", "clock", "amount", "counter", "telephone"}
)
_ACCENTED = str.maketrans("aeiounscyzAEIOUNSCYZldtrgk", "áèïôûñšçýžÁÈÏÔÛÑŠÇÝŽłďťřğķ")
# texts of other languages are longer by so much at most
MORE = 0.4


def pseudo(view: View) -> View:
    """Every text with accents, in brackets, and 40 % longer: what is cut, and what is not translatable, is seen."""
    made: View = _each(view, _pseudo)
    return made


def longer(view: View) -> View:
    """Every text 40 % longer, by more words."""
    made: View = _each(view, _more_words)
    return made


def longest(views: Sequence[View]) -> View:
    """One View of the longest text at every place; all are the same screen in several languages."""
    made: View = _longest(tuple(views))
    return made


def _more_words(text: str) -> str:
    words = text.split()
    more = words[: max(1, round(len(words) * MORE))] if words else []
    return " ".join([*words, *more])


def _pseudo(text: str) -> str:
    return f"[{_more_words(text).translate(_ACCENTED)}]" if any(c.isalpha() for c in text) else text


def _each(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case enum.Enum() | Comfort():
            return value
        case str():
            return change(value) if value else value
        case tuple():
            return tuple(_each(one, change) for one in value)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            shown = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.name not in _KEPT}
            return dataclasses.replace(value, **{name: _each(one, change) for name, one in shown.items()})
        case _:
            return value


def _longest(values: tuple[Any, ...]) -> Any:
    first = values[0]
    match first:
        case enum.Enum() | Comfort():
            return first
        case str():
            return max((one for one in values if isinstance(one, str)), key=len)
        case tuple() if all(isinstance(one, tuple) and len(one) == len(first) for one in values):
            return tuple(_longest(each) for each in zip(*values, strict=True))
        case _ if dataclasses.is_dataclass(first) and not isinstance(first, type):
            alike = tuple(one for one in values if type(one) is type(first))
            names = [f.name for f in dataclasses.fields(first) if f.name not in _KEPT]
            return dataclasses.replace(
                first, **{name: _longest(tuple(getattr(one, name) for one in alike)) for name in names}
            )
        case _:
            return first
