"""What stands twice in a list: a word that would be told again, a row that says the same, a row that an earlier one hides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any, Final

from kiosk.profiles.draft import Draft
from kiosk.profiles.layers import ABOUT_SOURCE, Merged, row_names
from kiosk.profiles.problems import ProfileProblem
from kiosk.residence.cardtypes import LETTERS
from kiosk.residence.town import AccessHours, OfCards

Finding = tuple[ProfileProblem, str, str]
# of these the check tells more: which cards two rows share, which name stands twice
_TOLD_ELSEWHERE: Final = frozenset({"fees", "invitation", "languages", "menu", "places"})
_DAYS: Final = range(7)


def doubles(draft: Draft, merged: Merged) -> Iterator[Finding]:
    """Everything of the kind."""
    yield from _same(merged.table, "")
    yield from _hidden(draft)


def _same(value: Any, path: str) -> Iterator[Finding]:
    """Words and days that a list names twice, and rows that are the same but for their source."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ABOUT_SOURCE:
                yield from _same(inner, f"{path}.{key}" if path else str(key))
    if not isinstance(value, list):
        return
    rows = bool(value) and all(isinstance(each, dict) for each in value)
    names = row_names(path, value) if rows else [str(number) for number in range(len(value))]
    for name, inner in zip(names, value, strict=True):
        yield from _same(inner, f"{path}.{name}")
    # two numbers of a list may well be the same: the sides of a room, the days of a letter
    said = [_said(each) for each in value]
    for number, inner in enumerate(said):
        first = said.index(inner)
        if first == number or said[:number].count(inner) > 1 or not isinstance(inner, (str, date, time, dict)):
            continue
        if not isinstance(inner, dict):
            yield ProfileProblem.TWICE, f"{path}.{number}", f"names {str(inner)!r} twice; keep one"
        elif path not in _TOLD_ELSEWHERE or inner.get("group_unstated"):
            told = f"says the same as {path}.{names[first]}; keep one"
            yield ProfileProblem.TWICE, f"{path}.{names[number]}", told


def _said(value: Any) -> Any:
    """A row without what is about its source."""
    return {key: each for key, each in value.items() if key not in ABOUT_SOURCE} if isinstance(value, dict) else value


def _hidden(draft: Draft) -> Iterator[Finding]:
    """Rows of which the first that fits counts, and that an earlier one always comes before."""
    contact, tickets, renewal = draft.get("contact"), draft.get("tickets"), draft.get("renewal")
    lists: list[tuple[str, Sequence[OfCards | AccessHours]]] = [
        ("contact.lines", contact.lines if contact else ()),
        ("tickets.desks", tickets.desks if tickets else ()),
        ("renewal.windows", renewal.windows if renewal else ()),
    ]
    for _, place in draft.rows("places"):
        lists += [(f"places.{place.id}.access.{name}", getattr(place.access, name)) for name in ("hours", "cards")]
    for key, rows in lists:
        for number, row in enumerate(rows):
            first = next((each for each in range(number) if _covers(rows[each], row)), None)
            if first is not None:
                said = f"is never read: {key}.{first} is for all of this, and comes first; take one out, or put this above it"
                yield ProfileProblem.TWICE, f"{key}.{number}", said


def _covers(one: OfCards | AccessHours, other: OfCards | AccessHours) -> bool:
    """True when a row fits wherever another one does."""
    for name in ("services", "places"):
        mine, theirs = getattr(one, name, None), getattr(other, name, None)
        if mine is not None and (theirs is None or not set(theirs) <= set(mine)):
            return False
    if isinstance(one, AccessHours) and isinstance(other, AccessHours):
        return all(
            any(each.begins <= inner.begins and inner.ends <= each.ends for each in one.on_weekday(day))
            for day in _DAYS
            for inner in other.on_weekday(day)
        )
    if isinstance(one, OfCards) and isinstance(other, OfCards):
        return not one.of_cards or (other.of_cards and _cards(other) <= _cards(one))
    return False


def _cards(row: OfCards) -> frozenset[str]:
    return frozenset(filter(row.for_card, LETTERS))
