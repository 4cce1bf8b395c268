"""Languages: texts through gettext, dates, amounts and plurals through Babel.

Messages are the English sentences themselves; a catalogue is `kiosk/locales/<language>/LC_MESSAGES/kiosk.po`,
read as it is (no compiled copy that could be stale).  English needs no catalogue.
"""

from __future__ import annotations

import gettext
import io
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from babel.messages import mofile, pofile
from babel.numbers import format_currency, format_decimal

from kiosk.base.languages import LANGUAGES, RIGHT_TO_LEFT

_LOCALES = {"nl": "nl_BE", "en": "en_BE", "fr": "fr_BE", "de": "de_BE", "ar": "ar"}


@dataclass(frozen=True, slots=True)
class Texts:
    """One language: its catalogue and its formats."""

    language: str
    catalogue: gettext.NullTranslations
    locale: Locale

    @property
    def right_to_left(self) -> bool:
        """True for languages that are written from right to left."""
        return self.language in RIGHT_TO_LEFT

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
        pattern = self._day_and_month(value)
        if year:
            pattern += " 'de' y" if self.language == "es" else " y"
        if weekday:
            pattern = f"EEEE, {pattern}" if self.language == "de" else f"EEEE {pattern}"
        return _latin_digits(format_date(value, pattern, locale=self.locale))

    def _day_and_month(self, value: date) -> str:
        """The pattern of "31 March" as this language writes it: 1er mars, 31. März, 31 de marzo."""
        match self.language:
            case "de":
                return "d. MMMM"
            case "es":
                return "d 'de' MMMM"
            case "fr" if value.day == 1:
                return "'1er' MMMM"
            case _:
                return "d MMMM"

    def weekday(self, number: int) -> str:
        """The name of a day of the week; 0 is Monday."""
        return str(get_day_names("wide", context="stand-alone", locale=self.locale)[number])

    def short_day(self, value: date) -> str:
        """A date in few letters, for time lines: "31 mrt"."""
        return _latin_digits(format_date(value, "d MMM", locale=self.locale))

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

    def telephone(self, number: str) -> str:
        """A number of the telephone that stands alone."""
        return self._in_order(number)

    def number(self, value: int) -> str:
        """A whole number with the language's grouping."""
        return _latin_digits(format_decimal(value, locale=self.locale))


_LETTER_PLUS = re.compile(r"(?<=[A-Z])\+")
_TELEPHONE = re.compile(r"(?<![\d\u200e])(?:\+\d|0)\d*(?:[ /.]\d+)+")
_ARABIC_DIGITS = {ord("٠") + n: str(n) for n in range(10)}


def _latin_digits(text: str) -> str:
    """Digits as they stand on the card, the clock and the buttons; no invisible direction marks."""
    return text.translate(_ARABIC_DIGITS).replace("\u200f", "").replace("\u200e", "").replace("\u202f", "\u00a0")


@lru_cache(maxsize=32)
def texts(language: str) -> Texts:
    """The texts of a language; an unknown one answers English."""
    code = language if language in LANGUAGES else "en"
    return Texts(code, _catalogue(code), Locale.parse(_LOCALES.get(code, code)))


def _catalogue(language: str) -> gettext.NullTranslations:
    source = resources.files("kiosk") / "locales" / language / "LC_MESSAGES" / "kiosk.po"
    if language == "en" or not source.is_file():
        return gettext.NullTranslations()
    catalog = pofile.read_po(io.BytesIO(source.read_bytes()), locale=language)
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
