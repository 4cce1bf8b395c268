"""CSV files of the back office: every line is judged before one of them is used, and the bad ones are named.

Columns are found by the names in the first line, in any order; unknown ones are a mistake, so that a misspelt
column is not silently empty.  The separator is a comma, a semicolon or a tab, as the heading or a line `sep=;` above it
says.  A message never repeats what stands in a register number or a code: it names the line and the column.

Memory holds the file and no row of it: it is read through once to judge it, and again by whoever uses the rows.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from kiosk.base import codes
from kiosk.office.model import Appointment, CardStatus, OfficeAnswer
from kiosk.office.sheet import Keys, Sheet
from kiosk.office.sheetdates import DateMistake, SheetDates

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

LONGEST_FILE: Final = 64 * 1024 * 1024  # bytes: a city's file is a few megabytes
MOST_MISTAKES: Final = 100  # that are named; the others are counted
_ALSO: Final = {"revoked": CardStatus.REPORTED}  # other words that offices use
_YES, _NO = frozenset({"yes", "1", "true", "ja"}), frozenset({"no", "0", "false", "nee", ""})


@dataclass(frozen=True, slots=True)
class BadLine:
    """One mistake; `line` counts from 1 and includes the heading."""

    line: int
    column: str
    what: str

    def __str__(self) -> str:
        where = f", {self.column}" if self.column else ""
        return f"line {self.line}{where}: {self.what}"


class Counted(Protocol[T_co]):
    """Something that can be gone through more than once, and whose length is known."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def __iter__(self) -> Iterator[T_co]:
        """From the first on, each time."""
        ...


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """The rows, or the first mistakes and how many more there are; rows are to be used only when there is no mistake."""

    rows: Counted[T]
    mistakes: tuple[BadLine, ...]
    more: int = 0


class _Mistake(ValueError):
    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column = column


CARD_COLUMNS: Final = ("national_number", "status", "place", "applied_on", "applied_at", "letter_on", "urgent")
APPOINTMENT_COLUMNS: Final = ("code", "place", "starts_at", "service", "class", "national_number")


@dataclass(frozen=True, slots=True)
class Known:
    """What the profile has: a place, a ticket class or a form of a code that is not in it is a slip of the pen."""

    places: Collection[str]
    classes: Collection[str]
    forms: tuple[str, ...] = ()


class Watch(Protocol):
    """Goes through a long list, and may tell somebody how far it is."""

    def __call__(self, items: Counted[T], /) -> Iterable[T]:
        """The same items, one by one."""


def unwatched(items: Counted[T]) -> Iterable[T]:
    """Nobody is told."""
    return items


def read_cards(path: Path, known: Known, watch: Watch = unwatched) -> Parsed[tuple[str, OfficeAnswer]]:
    """Lines of (register number, answer).  OSError when the file cannot be read."""

    def row(values: dict[str, str], dates: SheetDates) -> tuple[str, OfficeAnswer]:
        return _card(values, known, dates)

    return _parse(path, CARD_COLUMNS, ("national_number", "status"), "national_number", row, watch)


def read_appointments(path: Path, known: Known, watch: Watch = unwatched) -> Parsed[tuple[Appointment, str | None]]:
    """Lines of (appointment, register number or None); `id` is the code.  OSError when the file cannot be read."""

    def row(values: dict[str, str], dates: SheetDates) -> tuple[Appointment, str | None]:
        return _appointment(values, known, dates)

    return _parse(path, APPOINTMENT_COLUMNS, ("code", "place", "starts_at"), "code", row, watch)


def _parse(
    path: Path,
    columns: tuple[str, ...],
    required: tuple[str, ...],
    key: str,
    row: Callable[[dict[str, str], SheetDates], T],
    watch: Watch,
) -> Parsed[T]:
    with path.open("rb") as file:  # no more than is wanted, also from a pipe that never ends
        data = file.read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE:
        return Parsed((), (BadLine(1, "", "the file is larger than 64 MB"),))
    sheet = Sheet(data)
    try:
        heading = [name.strip().lower() for name in next(iter(sheet.records()), (1, []))[1]]
        while heading and not heading[-1]:
            heading.pop()  # a sheet writes its empty columns too
        wrong = _heading(heading, columns, required)
        if wrong:
            named = tuple(BadLine(sheet.first, name, what) for name, what in wrong[:MOST_MISTAKES])
            return Parsed((), named, len(wrong) - len(named))
        rows = _Rows(sheet, heading, columns, row)
        return _judged(rows, key, watch)
    except UnicodeDecodeError:
        return Parsed((), (BadLine(1, "", "the file is not UTF-8: save it as CSV UTF-8"),))
    except csv.Error:
        said = "cannot be read: a value is far too long, or a quote is open"
        return Parsed((), (BadLine(sheet.line, "", said),))


class _Rows(Generic[T]):
    """What the records say, made anew each time that it is gone through."""

    def __init__(
        self,
        sheet: Sheet,
        heading: list[str],
        columns: tuple[str, ...],
        row: Callable[[dict[str, str], SheetDates], T],
    ) -> None:
        self.sheet = sheet
        self._heading = heading
        self._empty = dict.fromkeys(columns, "")
        self._row = row
        self.count = 0

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[T]:
        dates = SheetDates()
        for _, cells in itertools.islice(self.sheet.records(), 1, None):
            yield self.judge(self.values(cells), dates)

    def values(self, cells: list[str]) -> dict[str, str]:
        """By column; _Mistake when there are too few or too many."""
        width = len(self._heading)
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            raise _Mistake("", f"{len(cells)} values instead of {width}")
        return self._empty | {name: cell.strip() for name, cell in zip(self._heading, cells, strict=False)}

    def judge(self, values: dict[str, str], dates: SheetDates) -> T:
        """The row; _Mistake."""
        return self._row(values, dates)


@dataclass(frozen=True, slots=True)
class _Records:
    """The records behind the heading, with as many as there are lines: what the progress counts by."""

    sheet: Sheet

    def __len__(self) -> int:
        return max(1, self.sheet.lines - self.sheet.first)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        return itertools.islice(self.sheet.records(), 1, None)


def _judged(rows: _Rows[T], key: str, watch: Watch) -> Parsed[T]:
    found = _Mistakes()
    doubted = _Mistakes()
    dates = SheetDates()
    alike = codes.same if key == "code" else _bare
    with closing(Keys()) as keys:
        for line, cells in watch(_Records(rows.sheet)):
            before = dates.doubtful
            try:
                values = rows.values(cells)
                rows.judge(values, dates)
            except _Mistake as mistake:
                found.add(BadLine(line, mistake.column, str(mistake)))
                continue
            if dates.doubtful > before:
                said = "day or month first? Write the dates of this line like 2026-11-18"
                doubted.add(BadLine(line, "", said))
            earlier = keys.line(alike(values[key]), line)
            if earlier != line:
                found.add(BadLine(line, key, f"the same as in line {earlier}"))
            rows.count += 1
    if not dates.day_first:
        found.take(doubted)
    return Parsed(rows, tuple(found.first), found.more)


class _Mistakes:
    """The first of them, and how many more."""

    def __init__(self) -> None:
        self.first: list[BadLine] = []
        self.more = 0

    def add(self, mistake: BadLine) -> None:
        """One more, of a later line."""
        if len(self.first) < MOST_MISTAKES:
            self.first.append(mistake)
        else:
            self.more += 1

    def take(self, others: _Mistakes) -> None:
        """Those of a second list too, in the order of the lines."""
        both = sorted((*self.first, *others.first), key=lambda one: one.line)
        self.first = both[:MOST_MISTAKES]
        self.more += others.more + len(both) - len(self.first)


def _heading(heading: list[str], columns: tuple[str, ...], required: tuple[str, ...]) -> list[tuple[str, str]]:
    if not heading:
        return [("", f"the file is empty; its first line names the columns: {', '.join(columns)}")]
    wrong = [(name[:20], f"unknown column; there are {', '.join(columns)}") for name in heading if name not in columns]
    wrong += [(name, "the column is missing") for name in required if name not in heading]
    wrong += [(name, "the column stands twice") for name in columns if heading.count(name) > 1]
    return wrong


def _bare(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())


def _card(values: dict[str, str], known: Known, dates: SheetDates) -> tuple[str, OfficeAnswer]:
    number = national_number(values["national_number"])
    word = values["status"].lower()
    try:
        status = _ALSO.get(word) or CardStatus(word)
    except ValueError:
        raise _Mistake("status", f"one of {', '.join(CardStatus)}") from None
    if status is CardStatus.READY and not values["place"]:
        raise _Mistake("place", "a card that is ready lies somewhere: name the place")
    answer = OfficeAnswer(
        status=status,
        place=_place(values, "place", known),
        applied_on=_date(values, "applied_on", dates),
        applied_at=_place(values, "applied_at", known),
        letter_on=_date(values, "letter_on", dates),
        urgent=_yes(values, "urgent"),
    )
    if answer.applied_on and answer.letter_on and answer.letter_on < answer.applied_on:
        raise _Mistake("letter_on", "the letter is older than the application")
    return number, answer


def _appointment(values: dict[str, str], known: Known, dates: SheetDates) -> tuple[Appointment, str | None]:
    code = codes.clean(values["code"], known.forms)
    if code is None:
        fits = f"one of the profile's forms: {', '.join(known.forms)}"
        raise _Mistake("code", fits if known.forms else "6 to 64 of A-Z, a-z, 0-9 and hyphen")
    place = _place(values, "place", known)
    if place is None:
        raise _Mistake("place", "is missing")
    klass = values["class"].upper() or "Z"
    if not (len(klass) == 1 and klass.isascii() and klass.isalpha()):
        raise _Mistake("class", "one letter, such as Z")
    if klass not in known.classes:
        raise _Mistake("class", f"not a ticket class of the profile: {', '.join(sorted(known.classes))}")
    if len(values["service"]) > 60:
        raise _Mistake("service", "at most 60 characters")
    number = national_number(values["national_number"]) if values["national_number"] else None
    return Appointment(code, place, _moment(values, dates), values["service"], klass), number


def national_number(text: str) -> str:
    """The 11 digits of a register number with a right check number; ValueError without the number in it."""
    digits = "".join(character for character in text if character not in " .-/")
    if not (len(digits) == 11 and digits.isascii() and digits.isdigit()):
        lost = " (a sheet drops a zero in front: give the column the format Text)" if len(digits) == 10 else ""
        raise _Mistake("national_number", f"11 digits{lost}")
    body, check = digits[:9], int(digits[9:])
    # born in or after 2000: a 2 stands before the nine digits
    if check not in {97 - int(body) % 97, 97 - int("2" + body) % 97}:
        raise _Mistake("national_number", "the check number is wrong")
    return digits


def _place(values: dict[str, str], column: str, known: Known) -> str | None:
    text = values[column]
    if text and text not in known.places:
        raise _Mistake(column, f"not a place of the profile: {', '.join(known.places)}")
    return text or None


def _date(values: dict[str, str], column: str, dates: SheetDates) -> date | None:
    text = values[column]
    if not text:
        return None
    try:
        return dates.day(text)
    except DateMistake as mistake:
        raise _Mistake(column, str(mistake)) from None


def _moment(values: dict[str, str], dates: SheetDates) -> datetime:
    try:
        return dates.moment(values["starts_at"])
    except DateMistake as mistake:
        raise _Mistake("starts_at", str(mistake)) from None


def _yes(values: dict[str, str], column: str) -> bool:
    word = values[column].lower()
    if word not in _YES | _NO:
        raise _Mistake(column, "yes or no")
    return word in _YES
