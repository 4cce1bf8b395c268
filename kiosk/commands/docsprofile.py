"""The reference of a profile's keys in docs/profiles.md: made from the model, and the words that a key may hold."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator

from kiosk.commands.output import CommandProblem, Exit
from kiosk.profiles.loader import NAMES, load
from kiosk.profiles.reference import LISTS, Key, ReferenceGap, Sheet, sheet_of, sheets
from kiosk.residence.calendar import OF_EVERY_YEAR
from kiosk.residence.cardtypes import LETTERS
from kiosk.residence.labels import BRING, SERVICE
from kiosk.residence.profile import Profile
from kiosk.residence.town import Section
from kiosk.views.marks import Icon


def keys() -> str:
    """Every table with its keys, then the lists of words."""
    try:
        return "\n".join([*_tables(), *_words()]).rstrip("\n")
    except ReferenceGap as gap:
        raise CommandProblem(f"docs: {gap}", Exit.NO) from None


def _tables() -> Iterator[str]:
    first = {Section: "In every table", Profile: "At the top of the file"}
    for sheet in sheets():
        if not sheet.keys:
            continue
        yield f"### {first.get(sheet.model) or ', '.join(f'`{each}`' for each in sheet.headings)}"
        yield ""
        if sheet.model not in first:
            yield sheet.says
            yield ""
        if sheet.also is not None:
            yield f"It has the keys of `{sheet_of(sheet.also).headings[0]}` as well."
            yield ""
        yield from _rows(sheet)
        yield ""


def _rows(sheet: Sheet) -> Iterator[str]:
    yield "| key | what it means | what may be written | without it | example | who uses it |"
    yield "|---|---|---|---|---|---|"
    for key in sheet.keys:
        cells = (f"`{key.name}`", key.meaning, key.kind, _without(key), f"`{key.example}`", key.used_by)
        yield f"| {' | '.join(cells)} |"


def _without(key: Key) -> str:
    if key.needed:
        return "needed"
    return f"`{key.default}`" if key.default else "–"


def _words() -> Iterator[str]:
    classes = load(NAMES[0]).tickets.classes
    lists: dict[str, Iterable[tuple[str, object]]] = {
        "service": SERVICE.items(),
        "thing to bring": BRING.items(),
        "ticket class": ((each, row.label) for each, row in classes.items()),
        "named day": (
            ("bridge", "a Friday after a public holiday on Thursday, a Monday before one on Tuesday"),
            ("good_friday", "the Friday before Easter"),
            *((name, f"{day} {calendar.month_name[month]}") for name, (month, day) in OF_EVERY_YEAR.items()),
        ),
    }
    for name in LISTS.values():
        yield f"### Words for a {name}"
        yield ""
        yield "| word | what residents read |" if name != "named day" else "| word | the day |"
        yield "|---|---|"
        # a paper's name stands in brackets, as each town calls it
        yield from (f"| `{word}` | {re.sub(r' [(][{].*?[)]', '', str(said))} |" for word, said in lists[name])
        yield ""
    yield "### Other words"
    yield ""
    yield f"Icons: {_listed(Icon)}."
    yield ""
    yield f"Cards: {_listed(sorted(LETTERS))}."


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in words)
