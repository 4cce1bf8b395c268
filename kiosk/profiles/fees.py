"""Holes between the prices of a profile: a card, an age, a procedure or a day for which no row says an amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kiosk.residence.calendar import ONE_DAY
from kiosk.residence.cardtypes import CHILD_LETTERS, LETTERS, group_of
from kiosk.residence.profile import FeeRow, Place
from kiosk.residence.ruleset import ChildCard, FeeCase
from kiosk.residence.vocabulary import APPLICATIONS, AgeBand, Procedure

_OLDEST = 120
# the procedures that every municipality is asked for
_EVERYWHERE = (Procedure.REGULAR, Procedure.URGENT)
Days = tuple[date, date] | None
_CARDS = {AgeBand.ADULT: LETTERS, AgeBand.CHILD: CHILD_LETTERS}


# so many places are named; of more it is only said that they are others
_FEW = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """What prices are asked for: up to which age a card is a child's, and the places where cards are asked for."""

    age_limit: int
    places: tuple[str, ...] = ()


def scope_of(child: ChildCard, places: Iterable[Place]) -> Scope:
    """The scope of a profile, of what could be read of it."""
    return Scope(child.age_limit, tuple(place.id for place in places if any(map(place.does, APPLICATIONS))))


def holes(rows: Iterable[FeeRow], today: date, scope: Scope) -> Iterator[str]:
    """Each hole in words.

    Days count between two rows, and only days to come: an amount that has ended, with none after it, is answered "ask
    at the counter" and is a notice.
    """
    known = tuple(rows)
    for what, asked in cases(known, scope):
        plain = _holes(known, asked, today)
        yield from _said(plain, what, asked.band)
        told = set(plain)
        for loss, lost in losses(known, asked):
            found = {letter: days for letter, days in _holes(known, lost, today).items() if letter not in told}
            yield from _said(found, f"{what}, {'a card that was ' if not lost.further else ''}{loss}", asked.band)
            told |= set(found)
        for first, new in firsts(known, asked):
            found = {letter: days for letter, days in _holes(known, new, today).items() if letter not in plain}
            yield from _said(found, f"{what}, {first}", asked.band)


def cases(rows: tuple[FeeRow, ...], scope: Scope) -> Iterator[tuple[str, FeeCase]]:
    """Every age, procedure and place that a row makes a difference for, in words and as a case; no card is lost."""
    named = {row.procedure for row in rows}
    procedures = [each for each in Procedure if each in _EVERYWHERE or each in named]
    for place, at in _places(rows, scope):
        for band in AgeBand:
            for procedure in procedures:
                for ages, age in _ages(rows, band, scope.age_limit):
                    yield f"{band}{ages}, {procedure}{at}", FeeCase(band, age, procedure, place=place)


def _places(rows: tuple[FeeRow, ...], scope: Scope) -> Iterator[tuple[str | None, str]]:
    """Each place that has rows of its own, and once all others, with its words; a price is asked where cards are."""
    named = sorted({place for row in rows for place in row.places or () if place in scope.places})
    others = [place for place in scope.places if place not in named]
    if not named:
        yield None, ""
    elif others:
        yield None, f", at {', '.join(others)}" if len(others) <= _FEW else ", at other places"
    yield from ((place, f", at {place}") for place in named)


def losses(rows: tuple[FeeRow, ...], asked: FeeCase) -> Iterator[tuple[str, FeeCase]]:
    """The same card when it was lost: once, and again where a row makes a difference."""
    yield "lost or stolen", replace(asked, duplicate=True)
    if any(row.loss is not None for row in rows):
        yield "lost or stolen again", replace(asked, duplicate=True, further=True)


def firsts(rows: tuple[FeeRow, ...], asked: FeeCase) -> Iterator[tuple[str, FeeCase]]:
    """The same card as a first one, where a row makes a difference."""
    if any(row.first is not None for row in rows) and asked.band is AgeBand.ADULT:
        yield "a first card", replace(asked, first=True)


def _ages(rows: tuple[FeeRow, ...], band: AgeBand, age_limit: int) -> Iterator[tuple[str, int]]:
    """The spans of ages of a band, cut where a row begins or ends; without such rows the band alone."""
    youngest, oldest = (0, age_limit - 1) if band is AgeBand.CHILD else (age_limit, _OLDEST)
    cuts = sorted({edge for row in rows for edge in (row.ages.start, row.ages.stop) if youngest < edge <= oldest})
    for begins, following in pairwise((youngest, *cuts, oldest + 1)):
        until = "+" if following > _OLDEST else f"-{following - 1}"
        yield f" {begins}{until}" if cuts else "", begins


def letters_of(row: FeeRow) -> frozenset[str]:
    """The cards that a row is for."""
    return frozenset(letter for letter in LETTERS if _is_for(row, letter))


def _is_for(row: FeeRow, letter: str) -> bool:
    return row.card_group in {None, group_of(letter)} and (row.letters is None or letter in row.letters)


def cards_of(band: AgeBand) -> frozenset[str]:
    """The letters of the cards that there are for an age."""
    return _CARDS[band]


def fitting(rows: Iterable[FeeRow], letter: str, asked: FeeCase) -> list[FeeRow]:
    """The rows that a card meets on some day."""
    return [row for row in rows if _is_for(row, letter) and row.fits(asked)]


def _holes(rows: tuple[FeeRow, ...], asked: FeeCase, today: date) -> dict[str, Days]:
    """Card letter -> the days without an amount; None: no day has one."""
    found: dict[str, Days] = {}
    for letter in sorted(_CARDS[asked.band]):
        met = fitting(rows, letter, asked)
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
