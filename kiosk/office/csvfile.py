"""CSV files of the back office: every line is judged before one of them is used, and every bad one is named.

Columns are found by the names in the first line, in any order; unknown ones are a mistake, so that a misspelt
column is not silently empty.  The separator is a comma or a semicolon.  A message never repeats what stands in a
register number or a code: it names the line and the column.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

from kiosk.base.clock import BRUSSELS
from kiosk.base.codes import clean
from kiosk.office.model import Appointment, CardStatus, OfficeAnswer

T = TypeVar("T")

LONGEST_FILE: Final = 64_000_000  # bytes: a city's file is a few megabytes
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


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """All rows, or all mistakes; rows are to be used only when there is no mistake."""

    rows: tuple[T, ...]
    mistakes: tuple[BadLine, ...]


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

    def __call__(self, items: Sequence[T], /) -> Iterable[T]:
        """The same items, one by one."""


def unwatched(items: Sequence[T]) -> Iterable[T]:
    """Nobody is told."""
    return items


def read_cards(path: Path, known: Known, watch: Watch = unwatched) -> Parsed[tuple[str, OfficeAnswer]]:
    """Lines of (register number, answer).  OSError when the file cannot be read."""

    def row(values: dict[str, str]) -> tuple[str, OfficeAnswer]:
        return _card(values, known)

    return _parse(path, CARD_COLUMNS, ("national_number", "status"), "national_number", row, watch)


def read_appointments(path: Path, known: Known, watch: Watch = unwatched) -> Parsed[tuple[Appointment, str | None]]:
    """Lines of (appointment, register number or None); `id` is the code.  OSError when the file cannot be read."""

    def row(values: dict[str, str]) -> tuple[Appointment, str | None]:
        return _appointment(values, known)

    return _parse(path, APPOINTMENT_COLUMNS, ("code", "place", "starts_at"), "code", row, watch)


def _parse(
    path: Path,
    columns: tuple[str, ...],
    required: tuple[str, ...],
    key: str,
    row: Callable[[dict[str, str]], T],
    watch: Watch,
) -> Parsed[T]:
    with path.open("rb") as file:  # no more than is wanted, also from a pipe that never ends
        data = file.read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE:
        return Parsed((), (BadLine(1, "", "the file is larger than 64 MB"),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Parsed((), (BadLine(1, "", "the file is not UTF-8: save it as CSV UTF-8"),))
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error:
        return Parsed(
            (), (BadLine(reader.line_num, "", "cannot be read: a value is far too long, or a quote is open"),)
        )
    heading = [name.strip().lower() for name in lines[0][1]] if lines else []
    wrong = _heading(heading, columns, required)
    if wrong:
        return Parsed((), tuple(BadLine(1, name, what) for name, what in wrong))
    rows: list[T] = []
    mistakes: list[BadLine] = []
    seen: dict[str, int] = {}
    for number, cells in watch(lines[1:]):
        if len(cells) != len(heading):
            mistakes.append(BadLine(number, "", f"{len(cells)} values instead of {len(heading)}"))
            continue
        values = dict(zip(heading, (cell.strip() for cell in cells), strict=True))
        try:
            rows.append(row({name: values.get(name, "") for name in columns}))
        except _Mistake as mistake:
            mistakes.append(BadLine(number, mistake.column, str(mistake)))
            continue
        same = seen.setdefault(_bare(values[key]), number)
        if same != number:
            mistakes.append(BadLine(number, key, f"the same as in line {same}"))
    return Parsed(tuple(rows), tuple(mistakes))


def _heading(heading: list[str], columns: tuple[str, ...], required: tuple[str, ...]) -> list[tuple[str, str]]:
    if not heading:
        return [("", f"the file is empty; its first line names the columns: {', '.join(columns)}")]
    wrong = [(name[:20], f"unknown column; there are {', '.join(columns)}") for name in heading if name not in columns]
    wrong += [(name, "the column is missing") for name in required if name not in heading]
    wrong += [(name, "the column stands twice") for name in columns if heading.count(name) > 1]
    return wrong


def _bare(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())


def _card(values: dict[str, str], known: Known) -> tuple[str, OfficeAnswer]:
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
        applied_on=_date(values, "applied_on"),
        applied_at=_place(values, "applied_at", known),
        letter_on=_date(values, "letter_on"),
        urgent=_yes(values, "urgent"),
    )
    if answer.applied_on and answer.letter_on and answer.letter_on < answer.applied_on:
        raise _Mistake("letter_on", "the letter is older than the application")
    return number, answer


def _appointment(values: dict[str, str], known: Known) -> tuple[Appointment, str | None]:
    code = clean(values["code"], known.forms)
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
    return Appointment(code, place, _moment(values), values["service"], klass), number


def national_number(text: str) -> str:
    """The 11 digits of a register number with a right check number; ValueError without the number in it."""
    digits = "".join(character for character in text if character not in " .-/")
    if not (len(digits) == 11 and digits.isascii() and digits.isdigit()):
        raise _Mistake("national_number", "11 digits")
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


def _date(values: dict[str, str], column: str) -> date | None:
    text = values[column]
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Mistake(column, "a date such as 2026-11-18") from None


def _moment(values: dict[str, str]) -> datetime:
    try:
        moment = datetime.fromisoformat(values["starts_at"])
    except ValueError:
        raise _Mistake("starts_at", "a time such as 2026-11-18T10:40") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)
    return moment.astimezone(BRUSSELS)


def _yes(values: dict[str, str], column: str) -> bool:
    word = values[column].lower()
    if word not in _YES | _NO:
        raise _Mistake(column, "yes or no")
    return word in _YES
