"""Values as they are said: a voice gets a text in which each value stands in the words of its language.

What is written is read by its form, wherever it comes from: a sentence of ours, of a town, or a lone value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import get_day_names, get_month_names
from babel.numbers import format_currency
from babel.units import format_unit

from kiosk.base.bidi import plain
from kiosk.base.languages import ROWS
from kiosk.base.values.counted import Counted
from kiosk.base.values.forms import Forms, forms_of

_SPACE = "[ \u00a0\u202f]"
_NUMBER = rf"\d{{1,3}}(?:[.,{_SPACE[1:-1]}]\d{{3}})*(?:[.,]\d{{1,2}})?|\d+(?:[.,]\d{{1,2}})?"
_ADDRESS = r"(?:[\w.+-]+@)?(?:https?://)?[a-z0-9-]{2,}(?:\.[a-z0-9-]{2,})*\.[a-z]{2,}(?:/[\w./-]*\w)?"
# a number of the telephone has nine digits or more, in groups or with a sign of its own
_TELEPHONE = r"(?<![\w.,])(?=(?:[+(]?\d[ \u00a0/.()-]*){9,15}(?!\w))(?:\+\d+|\(?0\d*\)?)(?:[ \u00a0/.()-]{1,2}\d+)*"
_CODE = r"(?<![\w-])(?:[A-Z]{1,4}\d?-\d{2,}|[A-Z]{1,3}\d{2,})(?:-\d+)*(?!\w)"
_UNITS = ("digital-kilobyte", "digital-megabyte", "digital-gigabyte", "length-millimeter", "length-centimeter")


def aloud(text: str, language: str) -> str:
    """The text as a voice should be given it: "€ 29" is "29 euro", "R014" is "R, 0, 1, 4".

    >>> aloud("EU+: € 29, 10–20", "en")
    'EU plus: 29 euros, 10 to 20'
    """
    return _reader(language).read(plain(text))


@lru_cache(maxsize=32)
def _reader(language: str) -> _Reader:
    row = ROWS.get(language, ROWS["en"])
    return _Reader(Locale.parse(row.locale or row.code), forms_of(row.code), row.day)


class _Reader:
    """One language: the forms of values in the order in which they are looked for, and what each is said as."""

    def __init__(self, locale: Locale, forms: Forms, day: str) -> None:
        self._locale, self._forms = locale, forms
        self._months, self._units = _months(locale), _units(locale)
        self._written_day = day.replace("'", "")
        self._counted = Counted(forms.counts)
        months = "|".join(sorted(map(re.escape, self._months), key=len, reverse=True))
        days = "|".join(map(re.escape, get_day_names("wide", context="stand-alone", locale=locale).values()))
        unit = rf"(?:{_SPACE}(?:{forms.unit})(?!\w))?" if forms.unit else ""
        kinds: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
            (_ADDRESS, self._address),
            (_TELEPHONE, self._telephone),
            (_CODE, lambda match: ", ".join(match[0].replace("-", ""))),
            (rf"€{_SPACE}?(?:{_NUMBER})|(?:{_NUMBER}){_SPACE}?€", self._amount),
            (rf"(?<!\d)\d{{1,2}}(?:\.|er)?{_SPACE}(?:{months})(?!\w)", self._day),
            (rf"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:]){unit}", self._clock),
            (
                rf"%\d+(?:[.,]\d+)?|(?:\d+(?:[.,]\d+)?){_SPACE}?(?:%|(?:{'|'.join(map(re.escape, self._units))})(?!\w))",
                self._unit,
            ),
            (rf"(?:{days}){_SPACE}–{_SPACE}(?:{days})", lambda match: match[0].replace("–", forms.to)),
            (rf"(?<=[\d%€]){_SPACE}?[–-]{_SPACE}?(?=[€\d])", lambda _: f" {forms.to} "),
            (rf"(?<=\d){_SPACE}?×{_SPACE}?(?=[€\d])", lambda _: f" {forms.times} "),
            (r"(?<=[A-Z\d])\+(?!\w)", lambda _: f" {forms.plus}"),
            (rf"{_SPACE}[·—–/]{_SPACE}", lambda _: forms.comma),
            # no engine says a bracket: what stands between two is heard between pauses
            (rf"(?<=[.,:;?!،؛؟]){_SPACE}?\((?!0\d*\))", lambda _: " "),
            (rf"(?<=[^\s]){_SPACE}?\((?!0\d*\))", lambda _: forms.comma),
            (r"^\(|\)(?=[.,:;?!،؛؟]|$)", lambda _: ""),
            (rf"\){_SPACE}?", lambda _: forms.comma),
            *((pattern, lambda _, said=said: said) for pattern, said in forms.words.items()),
        )
        self._say = tuple(say for _, say in kinds)
        self._kinds = re.compile("|".join(f"({pattern})" for pattern, _ in kinds))

    def read(self, text: str) -> str:
        """Each value said; the first kind that begins at a place is taken."""
        said = self._kinds.sub(lambda match: self._say[(match.lastindex or 1) - 1](match), text)
        return self._counted.agree(re.sub(_SPACE, " ", said))

    def _address(self, match: re.Match[str]) -> str:
        forms = self._forms
        words = {"@": forms.at, ".": forms.dot, "/": forms.slash, "-": forms.dash}
        address = match[0].removeprefix("https://").removeprefix("http://")
        return re.sub(r"[@./-]", lambda sign: f" {words[sign[0]]} ", address)

    def _telephone(self, match: re.Match[str]) -> str:
        groups = re.findall(r"\+?\d+", match[0])
        return ", ".join(self._group(group) for group in groups)

    def _group(self, digits: str) -> str:
        plus = f"{self._forms.plus} " if digits.startswith("+") else ""
        digits = digits.removeprefix("+")
        as_one = self._forms.pairs and len(digits) == 2 and not digits.startswith("0")
        return plus + (digits if as_one else " ".join(digits))

    def _amount(self, match: re.Match[str]) -> str:
        digits = re.sub(rf"€|{_SPACE}", "", match[0])
        whole, cents = re.fullmatch(r"([\d.,]*?)(?:[.,](\d{1,2}))?", digits).groups()  # type: ignore[union-attr]
        number = Decimal(re.sub(r"\D", "", whole))
        named = format_currency(
            number, "EUR", locale=self._locale, format_type="name", currency_digits=False, group_separator=False
        )
        return f"{named} {int(cents.ljust(2, '0')):02}" if cents and int(cents) else named

    def _day(self, match: re.Match[str]) -> str:
        number, first, month = re.fullmatch(rf"((\d+)(?:\.|er)?){_SPACE}(.*)", match[0]).group(2, 1, 3)  # type: ignore[union-attr]
        names = self._forms.days
        named = names[int(number) - 1] if names and 0 < int(number) <= len(names) else first.rstrip(".")
        return re.sub(r"\bd\b\.?", named, self._written_day).replace("MMMM", self._months[month])

    def _clock(self, match: re.Match[str]) -> str:
        forms = self._forms
        hour, minute = (int(part) for part in re.findall(r"\d+", match[0])[:2])
        before = re.findall(r"[^\s(]+$", match.string[: match.start()].rstrip().casefold())
        # the last word of a label too: "od: 11:30"
        word = before[0].rstrip(":") if before else ""
        named = next((names for at, names in forms.hours.items() if at and re.fullmatch(at, word)), forms.hours.get(""))
        pattern = forms.minutes if minute else forms.hour
        said = pattern.format(hour=named[hour] if named else hour, minute=minute)
        return said if not forms.lead or word in forms.after else f"{forms.lead} {said}"

    def _unit(self, match: re.Match[str]) -> str:
        # Turkish writes the sign before the number
        before, number, after = re.fullmatch(rf"(%?)(\d+(?:[.,]\d+)?){_SPACE}?(.*)", match[0]).groups()  # type: ignore[union-attr]
        unit = before or after
        if unit == "%" and self._forms.percent:
            return self._forms.percent.format(number=number)
        value = Decimal(number.replace(",", "."))
        return format_unit(value, self._units.get(unit, "concentr-percent"), "long", locale=self._locale)


def _months(locale: Locale) -> dict[str, str]:
    """Each way of writing a month, and the name that it is said with."""
    long = get_month_names("wide", "format", locale)
    short = get_month_names("abbreviated", "format", locale)
    return {**{short[month]: long[month] for month in long}, **{name: name for name in long.values()}}


def _units(locale: Locale) -> dict[str, str]:
    """Each sign of a unit, as Babel writes it in the language."""
    return {format_unit(0, unit, "short", locale=locale).lstrip("0 \u00a0\u202f"): unit for unit in _UNITS}
