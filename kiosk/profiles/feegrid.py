"""The prices of a profile as a grid: card letter by age, procedure and loss, one grid for each span of days to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kiosk.profiles.draft import Draft
from kiosk.profiles.fees import Scope, cards_of, cases, firsts, fitting, losses, scope_of
from kiosk.residence.calendar import ONE_DAY, add_months
from kiosk.residence.cardtypes import LETTERS
from kiosk.residence.profile import FeeRow
from kiosk.residence.ruleset import FeeCase
from kiosk.residence.vocabulary import AgeBand

# a year of tariffs, and the month in which the next one is written
MONTHS_AHEAD = 13
HOLE = "HOLE"
_ASK = "ask"

# the amounts in cents, more than one where the page does not say whose they are; None: the page states none; (): a hole
Cell = tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: who, how, and the cell of every card that there is for that age."""

    what: str
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """The prices of a span of days, both ends inclusive; `until` None: the end of what is looked at."""

    begins: date
    until: date | None
    lines: tuple[Line, ...]

    def cards(self, what: str) -> frozenset[str]:
        """The letters that a row has a cell for."""
        return frozenset(letter for line in self.lines if line.what == what for letter in line.cells)

    def __str__(self) -> str:
        letters = [letter for letter in sorted(LETTERS) if any(letter in line.cells for line in self.lines)]
        columns: dict[tuple[str, ...], list[str]] = {}
        for letter in letters:
            columns.setdefault(tuple(_shown(line, letter) for line in self.lines), []).append(letter)
        heads = [" ".join(named) if len(columns) > 1 else "every card" for named in columns.values()]
        table = [
            ("", *heads),
            *((line.what, *cells) for line, cells in zip(self.lines, zip(*columns, strict=True), strict=True)),
        ]
        widths = [max(len(row[at]) for row in table) for at in range(len(table[0]))]
        span = f"from {self.begins}" + (f" to {self.until}" if self.until else "")
        rows = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table)
        return "\n".join([f"prices {span}, in euros:", *(f"  {row}" for row in rows)])


def grids_of(draft: Draft, today: date) -> Iterator[Grid]:
    """The grids of what could be read of a profile; none while it says no age of a child."""
    child = draft.get("child_card")
    if child is not None:
        scope = scope_of(child, (row for _, row in draft.rows("places")))
        yield from grids((row for _, row in draft.rows("fees")), today, scope)


def grids(rows: Iterable[FeeRow], today: date, scope: Scope) -> Iterator[Grid]:
    """The grid of today, and one more from each day within the next 13 months on which a price begins or has ended."""
    known = tuple(rows)
    horizon = add_months(today, MONTHS_AHEAD)
    changes = {row.valid_from for row in known if row.valid_from is not None}
    changes |= {row.valid_to + ONE_DAY for row in known if row.valid_to is not None and row.valid_to < date.max}
    days = [today, *sorted(day for day in changes if today < day <= horizon)]
    for begins, following in pairwise([*days, None]):
        if begins is not None:
            yield Grid(begins, following - ONE_DAY if following else None, tuple(_lines(known, begins, scope)))


def _lines(rows: tuple[FeeRow, ...], day: date, scope: Scope) -> Iterator[Line]:
    nths = sorted({row.nth_child for row in rows if row.nth_child is not None and row.nth_child > 1})
    for what, asked in cases(rows, scope):
        plain = _line(rows, day, asked, what)
        yield plain
        last = plain.cells
        for loss, lost in losses(rows, asked):
            line = _line(rows, day, lost, f"{what}, {loss}")
            if line.cells != last:
                yield line
            last = line.cells
        for first, new in firsts(rows, asked):
            line = _line(rows, day, new, f"{what}, {first}")
            if line.cells != plain.cells:
                yield line
        for nth in nths:
            child = _line(rows, day, replace(asked, nth=nth), f"{what}, child {nth} and further")
            if asked.band is AgeBand.CHILD and child.cells != plain.cells:
                yield child


def _line(rows: tuple[FeeRow, ...], day: date, asked: FeeCase, what: str) -> Line:
    cells: dict[str, Cell] = {}
    for letter in sorted(cards_of(asked.band)):
        found = [row for row in fitting(rows, letter, asked) if row.in_force(day)]
        top = max((row.specificity for row in found), default=None)
        best = [row for row in found if row.specificity == top]
        amounts = {row.amount_cents + (row.tax_cents or 0) for row in best if row.amount_cents is not None}
        cells[letter] = None if any(row.unstated for row in best) else tuple(sorted(amounts))
    return Line(what, cells)


def _shown(line: Line, letter: str) -> str:
    """The text of a cell; "" where there is no card of that letter for the age."""
    if letter not in line.cells:
        return ""
    cell = line.cells[letter]
    if cell is None:
        return _ASK
    return " or ".join(f"{cents // 100}.{cents % 100:02}" for cents in cell) or HOLE
