"""What nobody said: a suggestion that a file of answers left out is marked as an assumption, so that the check lists it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from kiosk.profiles.beginning.asking import questions
from kiosk.profiles.beginning.question import NOT_SAID, Answers

Table = dict[str, Any]
SOURCE: Final = "assumption"
# question -> the table and the keys that are its answer; what the region, the page or the menu decides is none
_KEYS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "colour": ("look", ("accent",)),
    "channels": ("contact", ("channels",)),
    "reception": ("contact.reception", ("name",)),
    "controller": ("privacy", ("controller",)),
    "basis": ("privacy", ("basis",)),
    "letter": ("invitation", ("value",)),
    "means": ("payment", ("means",)),
    "photo": ("photo", ("bring", "age")),
    "bring": ("bring", ("application",)),
    "bring.collect": ("bring", ("collection",)),
    "child": ("child_card", ("obligation",)),
    "workdays": ("urgent", ("before_cutoff_workdays",)),
    "workdays.later": ("urgent", ("after_cutoff_workdays",)),
    "special": ("special_days", ("named", "yearly", "days", "hours")),
    "department": ("municipality", ("department",)),
    "name": ("", ("name",)),
    "served": ("access", ("default", "services")),
    "collect": ("collection", ("mode",)),
}
# taken from what an adult's urgent card costs
_OTHERS_PRICE: Final = "price.urgent.child"
_PLACE: Final = re.compile(r"place\.(\d)\.(\w+)")


def left_out(given: Answers, said: Answers) -> list[str]:
    """The questions that nobody answered, and whose suggestion is told to residents now."""
    suggested = (each.key for each in questions(said) if each.key not in given and each.usual not in {None, NOT_SAID})
    return [key for key in suggested if key == _OTHERS_PRICE or _answer_of(key)]


def marked(table: Table, keys: Iterable[str]) -> None:
    """Mark what stands in the tables of a profile for these questions."""
    for key in keys:
        for part, names in _places_of(table, key):
            if found := [name for name in names if name in part]:
                part["source_of"] = {**part.get("source_of", {}), **dict.fromkeys(found, SOURCE)}


def _places_of(table: Table, key: str) -> Iterator[tuple[Table, tuple[str, ...]]]:
    """Each table, and the keys in it, that a question decides."""
    if key == _OTHERS_PRICE:
        rows = table.get("fees", [])
        yield from (
            (row, ("amount_cents",))
            for row in rows
            if (row.get("age_band"), row.get("procedure")) == ("child", "urgent")
        )
        return
    place, found = _PLACE.fullmatch(key), _answer_of(key)
    if found is None:
        return
    where, names = found
    inside: Any = table["places"][int(place[1]) - 1] if place else table
    for part in filter(None, where.split(".")):
        inside = inside.get(part, {})
    yield from ((each, names) for each in (inside if isinstance(inside, list) else [inside]))


def _answer_of(key: str) -> tuple[str, tuple[str, ...]] | None:
    """The table and the keys that hold the answer to a question; None where nothing of it is told."""
    place = _PLACE.fullmatch(key)
    if key == "name":
        return None  # of the municipality: there is no suggestion
    return _KEYS.get(place[2] if place else "department" if key.startswith("department.") else key)
