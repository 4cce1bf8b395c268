"""Texts that would be boxes: of the catalogues and of a town's own file; for `doctor`, `gallery` and `profile check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from babel.messages.pofile import read_po

from kiosk.base.i18n import catalogue_of, plural_locale, untranslated
from kiosk.base.languages import ROWS
from kiosk.profiles.layers import row_names
from screens.fonts import Font, FontsMissing
from screens.letters import boxes

# not shown to anybody
_FOR_PEOPLE_WHO_EDIT = frozenset({"source", "source_of", "note", "checked_on"})


def of_languages(languages: Iterable[str]) -> list[str]:
    """What each catalogue says that cannot be drawn: language, message and sign; its own name too; and one without a word."""
    found = []
    for code in languages:
        if reason := untranslated(code):
            found.append(f"{code}: {reason}")
        for key, text in (("its own name", ROWS[code].name), *_said(code)):
            found += [f"{code}: {key!r}: {told}" for told in _boxes(text)]
    return found


def of_table(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(key, what cannot be drawn) of a profile's own words; rows are called as the check calls them."""
    yield from _of_value("", table)


def _of_value(key: str, value: object) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield from ((key, told) for told in _boxes(value))
        case dict():
            for name, one in value.items():
                if name not in _FOR_PEOPLE_WHO_EDIT:
                    yield from _of_value(f"{key}.{name}" if key else name, one)
        case list():
            rows = all(isinstance(one, dict) for one in value)
            names = row_names(key, value) if rows else map(str, range(len(value)))
            for name, one in zip(names, value, strict=True):
                yield from _of_value(f"{key}.{name}", one)
        case _:
            pass


def _said(code: str) -> Iterator[tuple[str, str]]:
    source = catalogue_of(code)
    if source is None:
        return
    with source.open("rb") as opened:
        catalogue = read_po(opened, locale=plural_locale(code))
    for message in catalogue:
        if message.id:
            forms = (message.string,) if isinstance(message.string, str) else message.string or ()
            key = message.id if isinstance(message.id, str) else message.id[0]
            yield key, "\n".join(form for form in forms if form)


def _boxes(text: str) -> list[str]:
    try:
        return list(dict.fromkeys([*boxes(text), *boxes(text, Font.STRONG)]))
    except FontsMissing as problem:
        return [str(problem)]
