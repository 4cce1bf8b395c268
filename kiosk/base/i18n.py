"""Languages: texts through gettext, dates, amounts and plurals through Babel.

Messages are the English sentences themselves; a catalogue is `kiosk/locales/<language>/LC_MESSAGES/kiosk.po`,
read as it is (no compiled copy that could be stale).  English needs no catalogue.
"""

from __future__ import annotations

import gettext
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from babel.messages import mofile, pofile
from babel.numbers import format_currency, format_decimal

from kiosk.base.languages import ROWS, Language
from kiosk.base.scripts import SCRIPTS

LOCALES = resources.files("kiosk") / "locales"


@dataclass(frozen=True, slots=True)
class Texts:
    """One language: its catalogue and its formats."""

    language: str
    catalogue: gettext.NullTranslations
    locale: Locale
    row: Language

    @property
    def right_to_left(self) -> bool:
        """True for languages that are written from right to left."""
        return self.row.script in SCRIPTS and SCRIPTS[self.row.script].right_to_left

    def gettext(self, message: str, **values: object) -> str:
        """The message in this language, with its {placeholders} filled."""
        text = self.catalogue.gettext(message)
        return self._in_order(text.format(**values) if values else text)

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """The plural form for `count`, which is also the placeholder {count}."""
        return self._in_order(self.catalogue.ngettext(one, many, count).format(count=self.number(count), **values))

    def _in_order(self, text: str) -> str:
        """From right to left the plus of an F+ card would jump before its letter, and the groups of a telephone's number

        would change places; marks keep them.
        """
        if not self.right_to_left:
            return text
        return _TELEPHONE.sub("\u200e\\g<0>", _LETTER_PLUS.sub("+\u200e", text))

    def day(self, value: date, *, weekday: bool = False, year: bool = True) -> str:
        """A date in words: "31 maart 2027", with `weekday` "maandag 15 februari"."""
        row = self.row
        pattern = row.first if row.first and value.day == 1 else row.day
        if year:
            pattern = row.year.format(day=pattern)
        if weekday:
            pattern = row.weekday.format(day=pattern)
        return _latin_digits(format_date(value, pattern, locale=self.locale))

    def weekday(self, number: int) -> str:
        """The name of a day of the week; 0 is Monday."""
        return str(get_day_names("wide", context="stand-alone", locale=self.locale)[number])

    def short_day(self, value: date) -> str:
        """A date in few letters, for time lines: "31 mrt"."""
        return _latin_digits(format_date(value, self.row.short, locale=self.locale))

    def clock(self, value: datetime | time) -> str:
        """A time of day on the 24-hour clock: "14:05"."""
        return _latin_digits(format_time(value, "HH:mm", locale=self.locale))

    def amount(self, cents: int) -> str:
        """Euros; whole amounts without decimals: "€ 29", "€ 21,10"."""
        rest = cents % 100
        pattern = "¤\u00a0#,##0.00" if rest else "¤\u00a0#,##0"
        if self.right_to_left:
            pattern = "#,##0.00\u00a0¤" if rest else "#,##0\u00a0¤"
        text = format_currency(Decimal(cents) / 100, "EUR", pattern, locale=self.locale, currency_digits=False)
        return _latin_digits(text).replace("EUR", "€")

    def labelled(self, label: str, value: str) -> str:
        """A label and its value in one line, with the language's spaces around the colon."""
        return f"{label}{self.row.colon}{value}"

    def telephone(self, number: str) -> str:
        """A number of the telephone that stands alone."""
        return self._in_order(number)

    def number(self, value: int) -> str:
        """A whole number with the language's grouping."""
        return _latin_digits(format_decimal(value, locale=self.locale))


_LETTER_PLUS = re.compile(r"(?<=[A-Z])\+")
_TELEPHONE = re.compile(r"(?<![\d\u200e])(?:\+\d|0)\d*(?:[ /.]\d+)+")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")


def _latin_digits(text: str) -> str:
    """Digits as they stand on the card, the clock and the buttons; no invisible direction marks."""
    latin = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    return latin.replace("\u200f", "").replace("\u200e", "").replace("\u202f", "\u00a0")


@lru_cache(maxsize=32)
def texts(language: str) -> Texts:
    """The texts of a language; an unknown one answers English."""
    row = ROWS.get(language, ROWS["en"])
    return Texts(row.code, _catalogue(row), Locale.parse(row.locale or row.code), row)


def catalogue_of(language: str) -> Traversable | None:
    """The file of a language's translations; None where there is none: English needs none."""
    source = LOCALES / language / "LC_MESSAGES" / "kiosk.po"
    return source if language != "en" and source.is_file() else None


def untranslated(language: str) -> str:
    """Why the screens of a language would be English; "" where its catalogue says at least one message."""
    source = catalogue_of(language)
    if language == "en":
        return ""
    # the first entry is about the file, not of it
    if source is not None and _SAID.search(source.read_text(encoding="utf-8").partition("\n\n")[2]):
        return ""
    file = f"kiosk/locales/{language}/LC_MESSAGES/kiosk.po"
    why = f"{file} is missing" if source is None else f"{file} says nothing yet"
    return f"no translations: its screens would be English; {why}"


_SAID = re.compile(r'^msgstr(?:\[\d+\])? (?:"[^"]|""\n")', re.MULTILINE)


def _catalogue(row: Language) -> gettext.NullTranslations:
    source = catalogue_of(row.code)
    if source is None:
        return gettext.NullTranslations()
    catalog = pofile.read_po(io.BytesIO(source.read_bytes()), locale=plural_locale(row.code))
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def plural_locale(language: str) -> str:
    """The language that CLDR knows plural forms of: "fa" for Dari, whose own code it does not have."""
    row = ROWS[language]
    return (row.locale or row.code).partition("_")[0]
