"""Values as they are written in a language: on the screen and on paper."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from babel.numbers import format_decimal
from babel.units import format_unit

from kiosk.base.languages import Language
from kiosk.base.values.forms import Forms

_OTHER_DIGIT = re.compile(r"[^\D0-9]")
UNITS = {"MB": "digital-megabyte", "GB": "digital-gigabyte", "mm": "length-millimeter"}


class Cased(str):
    """A value whose words have cases: a sentence asks for one of them with "{day:genitive}"."""

    __slots__ = ("cases",)
    cases: dict[str, str]

    def __new__(cls, text: str, cases: dict[str, str]) -> Cased:  # noqa: PYI034  (a str is made by its class)
        """`text` is the nominative."""
        made = super().__new__(cls, text)
        made.cases = cases
        return made

    def __format__(self, case: str) -> str:
        """A language that does not know the case says the nominative."""
        return self.cases.get(case, str(self))


@dataclass(frozen=True, slots=True)
class Written:
    """One language: how it writes each kind of value.  No line ends inside one, but behind the name of a weekday."""

    language: str
    locale: Locale
    row: Language
    forms: Forms

    def day(self, value: date, *, weekday: bool = False, year: bool = True) -> str:
        """A date in words: "31 maart 2027", with `weekday` "maandag 15 februari"."""
        row = self.row
        pattern = row.first if row.first and value.day == 1 else row.day
        if year:
            pattern = row.year.format(day=pattern)
        text = _held(self._date(value, pattern))
        if not weekday:
            return text
        before, after = (self._date(value, part) for part in _around(row.weekday))
        named = f"{before}{text}{after}"
        name = self.weekday(value.weekday())
        return Cased(named, {each: named.replace(name, form) for each, form in name.cases.items()})

    def weekday(self, number: int) -> Cased:
        """The name of a day of the week; 0 is Monday."""
        name = str(get_day_names("wide", context="stand-alone", locale=self.locale)[number])
        return Cased(name, {case: names[number] for case, names in self.forms.cases.items()})

    def short_day(self, value: date) -> str:
        """A date in few letters, for time lines: "31 mrt"."""
        pattern = self.row.short
        if self.row.first and value.day == 1:
            pattern = self.row.first.replace("MMMM", "MMM")
        return _held(self._date(value, pattern))

    def short_days(self, first: date, last: date) -> str:
        """From one day to another in few letters, for time lines: "14 feb – 1 mrt"."""
        return f"{self.short_day(first)} – {self.short_day(last)}"

    def clock(self, value: datetime | time) -> str:
        """A time of day on the 24-hour clock: "14:05"."""
        return _latin(format_time(value, "HH:mm", locale=self.locale))

    def hour(self, value: int) -> str:
        """An hour of the day, below a bar of a chart: "08"."""
        return f"{value:02d}"

    def moment(self, value: datetime) -> str:
        """A day of these weeks and its time: "woensdag 31 maart, 14:05"."""
        day, clock = self.day(value.date(), weekday=True, year=False), self.clock(value)
        cases, comma = day.cases if isinstance(day, Cased) else {}, self.forms.comma
        return Cased(f"{day}{comma}{clock}", {case: f"{form}{comma}{clock}" for case, form in cases.items()})

    def stamp(self, value: datetime) -> str:
        """When a paper was printed: "31 maart 2027 · 14:05"."""
        return f"{self.day(value.date())} · {self.clock(value)}"

    def amount(self, cents: int) -> str:
        """Euros; whole amounts without decimals: "€ 29", "€ 21,10"; "29 €" where the language writes so."""
        number = _grouped(Decimal(cents) / 100, "#,##0.00" if cents % 100 else "#,##0", self.locale)
        return self.forms.amount.format(number=number)

    def times(self, count: int, amount: str) -> str:
        """Several of one amount: "2 × € 29"."""
        return f"{self.number(count)}\u00a0×\u00a0{amount}"

    def labelled(self, label: str, value: str) -> str:
        """A label and its value in one line, with the language's spaces around the colon."""
        return f"{label}{self.row.colon}{value}"

    def telephone(self, number: str) -> str:
        """A number of the telephone, as the town writes it."""
        return number

    def number(self, value: int) -> str:
        """A whole number with the language's grouping."""
        return _grouped(value, None, self.locale)

    def size(self, value: int, unit: str) -> str:
        """A number with its unit, one of `UNITS`: "40 GB"."""
        return _held(_latin(format_unit(value, UNITS[unit], "short", locale=self.locale)))

    def _date(self, value: date, pattern: str) -> str:
        return _latin(format_date(value, pattern, locale=self.locale)) if pattern else ""


@lru_cache(maxsize=1024)  # every screen has the same few amounts and numbers, and Babel works each out anew
def _grouped(value: int | Decimal, pattern: str | None, locale: Locale) -> str:
    return _latin(format_decimal(value, pattern, locale=locale))


def span(low: int, high: int | None) -> str:
    """From one number to another, or on from it; the same in all languages: "12–17", "18+"."""
    return f"{low}+" if high is None else f"{low}–{high}"


def _around(pattern: str) -> tuple[str, str]:
    before, _, after = pattern.partition("{day}")
    return before, after


def _held(text: str) -> str:
    """The text with spaces where no line ends."""
    return text.replace(" ", "\u00a0")


def _latin(text: str) -> str:
    """Digits as they stand on the card, the clock and the buttons; no invisible direction marks."""
    latin = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    return latin.replace("\u200f", "").replace("\u200e", "").replace("\u202f", "\u00a0")
