"""Holes between the prices of a profile: a card, an age, a procedure or a day for which no row says an amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kiosk.residence.calendar import ONE_DAY
from kiosk.residence.cardtypes import CARD_TYPES, LETTERS, group_of
from kiosk.residence.profile import FeeRow
from kiosk.residence.vocabulary import AgeBand, Procedure

Days = tuple[date, date] | None
_CARDS = {AgeBand.ADULT: LETTERS, AgeBand.CHILD: frozenset(card.letter for card in CARD_TYPES.values() if card.child)}


def holes(rows: Iterable[FeeRow], today: date) -> Iterator[str]:
    """Each hole in words.

    Days count between two rows, and only days to come: an amount that has ended, with none after it, is answered "ask
    at the counter" and is a notice.
    """
    known = tuple(rows)
    for band in AgeBand:
        for procedure in Procedure:
            plain = _holes(known, band, procedure, today, duplicate=False)
            yield from _said(plain, f"{band}, {procedure}", band)
            lost = _holes(known, band, procedure, today, duplicate=True)
            yield from _said(
                {letter: days for letter, days in lost.items() if letter not in plain},
                f"{band}, {procedure}, a card that was lost or stolen",
                band,
            )


def letters_of(row: FeeRow) -> frozenset[str]:
    """The cards that a row is for."""
    return frozenset(
        letter
        for letter in LETTERS
        if row.card_group in {None, group_of(letter)} and (row.letters is None or letter in row.letters)
    )


def cards_of(band: AgeBand) -> frozenset[str]:
    """The letters of the cards that there are for an age."""
    return _CARDS[band]


def fitting(
    rows: Iterable[FeeRow], letter: str, band: AgeBand, procedure: Procedure, *, duplicate: bool, nth: int = 1
) -> list[FeeRow]:
    """The rows that a card, an age and a procedure meet on some day."""
    return [
        row
        for row in rows
        if letter in letters_of(row)
        and (row.nth_child or 1) <= nth
        and row.duplicate in {None, duplicate}
        and row.age_band in {None, band}
        and row.procedure in {None, procedure}
    ]


def _holes(
    rows: tuple[FeeRow, ...], band: AgeBand, procedure: Procedure, today: date, *, duplicate: bool
) -> dict[str, Days]:
    """Card letter -> the days without an amount; None: no day has one."""
    found: dict[str, Days] = {}
    for letter in sorted(_CARDS[band]):
        met = fitting(rows, letter, band, procedure, duplicate=duplicate)
        if not met:
            found[letter] = None
        elif (days := _between(met, today)) is not None:
            found[letter] = days
    return found


def _between(rows: list[FeeRow], today: date) -> Days:
    """The first days from today on that lie before a row and in none."""
    ends = today - ONE_DAY
    for begins, until in sorted((row.valid_from or date.min, row.valid_to or date.max) for row in rows):
        if ends < date.max and begins > ends + ONE_DAY:
            return ends + ONE_DAY, begins - ONE_DAY
        ends = max(ends, until)
    return None


def _said(holes_of: dict[str, Days], what: str, band: AgeBand) -> Iterator[str]:
    for days in dict.fromkeys(holes_of.values()):
        letters = [letter for letter, each in holes_of.items() if each == days]
        cards = "" if len(letters) == len(_CARDS[band]) else f": {', '.join(letters)}"
        when = "" if days is None else f" from {days[0]} to {days[1]}"
        yield f"no amount and no unstated = true for {what}{cards}{when}"
