"""Values that nobody can mean: only spaces, a telephone without digits, an address to nowhere, a price of no card, a page of tomorrow.

And what is hardly meant, which keeps no kiosk from starting: hours at night, a number far from the usual ones, signs that nobody sees.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, time
from itertools import permutations
from typing import Any, Final

from kiosk.profiles.layers import ABOUT_SOURCE, Merged, row_names
from kiosk.profiles.problems import ProfileProblem
from kiosk.profiles.usual import unusual
from kiosk.residence.ruleset import FeeRow
from kiosk.residence.vocabulary import AgeBand, Procedure

Finding = tuple[ProfileProblem, str, str]
# more than any card, with every tax and at any speed; who writes euros and not cents is far below, who adds noughts above
MOST_CENTS: Final = 100_000
# less than any card, and than anything else that is paid for: who writes euros and not cents is told so
_LEAST_CENTS: Final = {"amount_cents": 100, "tax_cents": 10}
# no day of a profile lies further away
_YEARS: Final = (20, 10)
_TELEPHONES: Final = frozenset({"telephone", "doc_stop"})
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s,;/]+")
_PAGE: Final = re.compile(r"\w\.\w")
# between these a desk may be open: whoever writes 1:00-5:00 means the afternoon
_DAWN: Final = time(6)
_DUSK: Final = time(22)
_NUMBER: Final = re.compile(r"(?:\.\d+)+$")
_HOURS: Final = re.compile(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*")
_A_WEEK: Final = 7
# the shortest numbers that are called have three digits (112)
_DIGITS: Final = re.compile(r"(?:\d\D*){3}")
# what a town writes for residents fits a screen and a ticket; its own sentences have a limit of their own
_LONGEST: Final = {"telephone": 32, "doc_stop": 32}
_LONG: Final = 120
# for people who edit the file, or drawn by its own rules
_NOT_SHOWN: Final = frozenset({"note", "conflict_note", "title", "logo"})
# names of which one letter at least is read; rooms and desks may be called by a number
_NAMES: Final = re.compile(
    r"municipality\.(name|department)|places\.[^.]+\.name|contact\.reception\.name|privacy\.controller"
)
# joined letters of Persian, Kurdish and the scripts of India need these two
_JOINERS: Final = "\u200c\u200d"


def implausible(merged: Merged, today: date) -> Iterator[Finding]:
    """Everything of the kind, at whatever table it stands."""
    for key, value in _values(merged.table, ""):
        if isinstance(value, str) and (said := wrong_text(key, value)):
            yield ProfileProblem.BAD_VALUE, key, f"{said}, or take the line out"
        elif isinstance(value, str) and (said := unlikely_text(key, value)):
            yield ProfileProblem.UNLIKELY, key, said
        elif key.endswith("_cents") and isinstance(value, int) and (said := wrong_amount(value, key)):
            yield ProfileProblem.BAD_VALUE, key, f"{said}; write cents: € 22,50 is 2250"
        elif isinstance(value, int) and (said := unusual(_NUMBER.sub("", key).rpartition(".")[2], value)):
            yield ProfileProblem.UNLIKELY, key, said
        elif isinstance(value, time) and (value.second or value.microsecond):
            said = f"{value} has seconds, which nobody is told; write {value:%H:%M}:00"
            yield ProfileProblem.UNLIKELY, key, said
        elif isinstance(value, date) and not key.startswith("sources."):
            yield from _wrong_year(key, value, today)
    yield from _of_tomorrow(merged, today)


def wrong_text(key: str, value: str) -> str:
    """What is wrong with a text; "" when nothing is, or when it is left empty."""
    name = key.rpartition(".")[2]
    if not value:
        return ""
    if not value.strip():
        return "is only spaces; write what it shall be"
    if name in _TELEPHONES and not _DIGITS.search(value):
        return 'is no number; write it like "09 000 00 00"'
    if name == "mail" and not _MAIL.search(value):
        return 'is no e-mail address; write it like "burgerzaken@example.be"'
    if (name == "website" or key == "privacy.page") and not _PAGE.search(value):
        return 'is no address of a page; write it like "www.example.be/afspraak"'
    if key == "privacy.officer" and not any(each.search(value) for each in (_MAIL, _PAGE, _DIGITS)):
        return 'nobody can be reached by this; write an address like "privacy@example.be"'
    return ""


def unlikely_text(key: str, value: str) -> str:
    """What is unlikely about a text; "" when nothing is."""
    name = _NUMBER.sub("", key).rpartition(".")[2]
    if name in _NOT_SHOWN or not value.strip():
        return ""
    if hours := _HOURS.fullmatch(value):
        return at_night(*_span(hours))
    if "\n" in value or "\r" in value:
        return "has a line break; write it in one line"
    if unseen := next(
        (each for each in value if unicodedata.category(each) in {"Cc", "Cf"} and each not in _JOINERS), ""
    ):
        return f"has a sign that nobody sees (U+{ord(unseen):04X}); type the words again"
    if len(value) > (most := _LONGEST.get(name, _LONG)) and not key.startswith("sentences."):
        return f"has {len(value)} signs; write {most} or fewer"
    if _NAMES.fullmatch(key) and not any(map(str.isalpha, value)):
        return "has no letter; write the name"
    if name == "mail" and not _MAIL.fullmatch(value):
        return 'is more than one e-mail address; write one, like "burgerzaken@example.be"'
    if name == "website" and " " in value.strip():
        return 'is more than the address of a page; write it alone, like "www.example.be/afspraak"'
    return ""


def at_night(begins: time, ends: time) -> str:
    """What is unlikely about hours; "" when nothing is, or when they are none."""
    if not begins < ends or (begins >= _DAWN and ends <= _DUSK):
        return ""
    said = f"{begins:%H:%M}-{ends:%H:%M} is at night"
    if begins < _DAWN and ends <= time(12):
        after = [(each.hour + 12) % 24 for each in (begins, ends)]
        return f"{said}; is the afternoon meant, {after[0]:02}:{begins:%M}-{after[1]:02}:{ends:%M}?"
    return f"{said}; write from when to when somebody is there"


def _span(hours: re.Match[str]) -> tuple[time, time]:
    begins, ends = (time(int(hours[at]) % 24, int(hours[at + 1]) % 60) for at in (1, 3))
    return begins, ends


def too_narrow(opens: int, closes: int) -> str:
    """What is unlikely about a window for renewal, in days before the end; "" when nothing is."""
    days = opens - closes + 1
    if not 0 < days < _A_WEEK:
        return ""
    return f"a card could be renewed on {days} {'day' if days == 1 else 'days'} only; write more days, like 45 and 30"


def wrong_amount(cents: int, key: str = "amount_cents") -> str:
    """What is wrong with an amount; "" when nothing is."""
    if 0 < cents < _LEAST_CENTS.get(key.rpartition(".")[2], 0):
        return f"is € 0,{cents:02}, and nothing costs so little"
    if cents <= MOST_CENTS:
        return ""
    return f"is € {_grouped(cents // 100)}, and no card costs more than € {_grouped(MOST_CENTS // 100)}"


def _wrong_year(key: str, day: date, today: date) -> Iterator[Finding]:
    """By the clock, which may be wrong: no reason for a kiosk not to start."""
    before, after = _YEARS
    code = ProfileProblem.STALE_DATE if day.year < today.year - before else ProfileProblem.FUTURE_DATE
    if not today.year - before <= day.year <= today.year + after:
        yield code, key, f"{day} is in the year {day.year}; write the year that is meant, or take the day out"


def _grouped(number: int) -> str:
    return f"{number:_}".replace("_", " ")


def _of_tomorrow(merged: Merged, today: date) -> Iterator[Finding]:
    """Pages that were read, or written, on a day that has not come or before there were any: such a value would never be asked about again."""
    pages = merged.table.get("sources")
    for name, page in pages.items() if isinstance(pages, dict) else ():
        if not merged.lines.get(merged.said_in.get(f"sources.{name}", "")):
            continue  # of a layer that ships: not for the one who checks to mend
        for key in ("checked_on", "page_date"):
            day = page.get(key) if isinstance(page, dict) else None
            if isinstance(day, date) and day < today:
                yield from _wrong_year(f"sources.{name}.{key}", day, today)
            if isinstance(day, date) and day > today:
                yield (
                    ProfileProblem.FUTURE_DATE,
                    f"sources.{name}.{key}",
                    f"{day} has not come yet; write the day {_DAY[key]}",
                )
    days = {key: origin.checked_on for key, origin in merged.origins.items()}
    for key, day in days.items():
        # a table speaks for its keys
        if day is not None and day > today and day != days.get(key.rpartition(".")[0]):
            said = f"{day} has not come yet; write the day {_DAY['checked_on']}"
            yield ProfileProblem.FUTURE_DATE, f"{key}.checked_on", said


_DAY: Final = {"checked_on": "on which you read the page", "page_date": "that stands on the page"}


def _values(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value that is no table and no list, with its key; rows by their names."""
    match value:
        case dict():
            for key, inner in value.items():
                if key in ABOUT_SOURCE:
                    continue
                yield from _values(inner, f"{path}.{key}" if path else str(key))
        case list() if value and all(isinstance(row, dict) for row in value):
            for name, row in zip(row_names(path, value), value, strict=True):
                yield from _values(row, f"{path}.{name}")
        case list():
            for number, inner in enumerate(value):
                yield from _values(inner, f"{path}.{number}")
        case _:
            yield path, value


def exchanged(rows: list[tuple[int, FeeRow]]) -> Iterator[tuple[str, str]]:
    """Key and words of each price that is likely another row's: an urgent card for less than an ordinary one, a child's for more."""
    for (first, one), (second, other) in permutations(rows, 2):
        if one.amount_cents is None or other.amount_cents is None or not _at_once(one, other):
            continue
        if max(one.amount_cents, other.amount_cents) > MOST_CENTS:
            continue  # told by itself
        key = f"fees.{second}.amount_cents"
        bands, procedures = (one.age_band, other.age_band), (one.procedure, other.procedure)
        urgent = procedures == (Procedure.REGULAR, Procedure.URGENT) and (None in bands or bands[0] is bands[1])
        child = bands == (AgeBand.ADULT, AgeBand.CHILD) and procedures[0] is procedures[1]
        if urgent and other.amount_cents < one.amount_cents:
            yield key, f"is less than an ordinary card costs (fees.{first}), and it is urgent; are they exchanged?"
        if child and other.amount_cents > one.amount_cents:
            yield key, f"is more than an adult's card costs (fees.{first}), and this is a child's; are they exchanged?"


def _at_once(one: FeeRow, other: FeeRow) -> bool:
    """True when both rows are for the same case, procedure and age band apart, and on one day."""
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    ends = min(one.valid_to or date.max, other.valid_to or date.max)
    return begins <= ends and all(getattr(one, name) == getattr(other, name) for name in _CASE)


_CASE: Final = ("card_group", "letters", "nth_child", "is_duplicate", "loss", "first", "from_age", "to_age", "places")
