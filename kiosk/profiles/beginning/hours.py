"""The hours of a week as a person types them: "mon-fri 9-12; wed 14-17"; ValueError says what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from babel.dates import get_day_names

from kiosk.profiles.beginning.reading import HOURS_SAID, times

Week = dict[str, list[str]]
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# in the country's languages and English
_CLOSED: Final = ("closed", "gesloten", "dicht", "fermé", "fermée", "ferme", "geschlossen", "zu")
_ONLY: Final = ("only", "enkel", "alleen", "uniquement", "seulement", "nur")
_ALSO: Final = ("also", "ook", "aussi", "également", "auch")


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands between two semicolons: hours (none: closed), and whether they are said to be all or to come on top."""

    text: str
    hours: list[str]
    only: bool
    also: bool


def week(spoken: Iterable[str]) -> Callable[[str], Week]:
    """Hours of a week, with names of days in English or one of these languages.

    A day that is named again is open then as well; hours that overlap those of a span of days that it lies in, "closed" and "only"
    stand instead of them.  What can mean either is refused.
    """
    names = _day_names(("en", *spoken))

    def read(said: str) -> Week:
        spanned: dict[int, list[_Part]] = {}
        alone: dict[int, list[_Part]] = {}
        for text in (each.strip() for each in said.split(";") if each.strip()):
            days, part = _part(text)
            for weekdays in _weekdays(days, names):
                for day in weekdays:
                    (alone if len(weekdays) == 1 else spanned).setdefault(day, []).append(part)
        hours = {day: _of_day(day, spanned.get(day, []), alone.get(day, [])) for day in sorted({*spanned, *alone})}
        found = {DAYS[day]: spans for day, spans in hours.items() if spans}
        if not found:
            raise ValueError(HOURS_SAID)
        return found

    return read


def within(opening: Week, spoken: Iterable[str]) -> Callable[[str], Week]:
    """Hours of a week in which the place is open."""
    read = week(spoken)

    def inside(said: str) -> Week:
        found = read(said)
        for day, spans in found.items():
            for begins, _, ends in (span.partition("-") for span in spans):
                around = (span.partition("-") for span in opening.get(day, ()))
                if not any(opens <= begins and ends <= closes for opens, _, closes in around):
                    raise ValueError(f"the place is closed on {day} at some time between {begins} and {ends}")
        return found

    return inside


def spelled(hours: Week) -> str:
    """The hours as they were understood, day by day; days in a row with the same hours together."""
    rows = groupby(enumerate(DAYS), lambda each: hours.get(each[1], []))
    said = ((spans, [name for _, name in days]) for spans, days in rows)
    return "; ".join(
        f"{'-'.join(dict.fromkeys((days[0], days[-1])))} {', '.join(spans)}" for spans, days in said if spans
    )


def _part(text: str) -> tuple[str, _Part]:
    """The days that a part names, and what it says of them."""
    bare, only = _without(text, _ONLY)
    bare, also = _without(bare, _ALSO)
    days, closed = _without(bare, _CLOSED)
    if closed and not re.search(r"\d", days):
        return days, _Part(text, [], only=True, also=False)
    found = re.fullmatch(r"([^\d]+?)\s*(\d.*)", bare)
    if found is None or (only and also):
        raise ValueError(f"{text!r}: {HOURS_SAID}")
    return found[1], _Part(text, times(found[2]), only=only, also=also)


def _without(text: str, words: Sequence[str]) -> tuple[str, bool]:
    """The text without these words, and whether there was one."""
    left = re.sub(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", " ", text, flags=re.IGNORECASE)
    return " ".join(left.split()), left != text


def _of_day(day: int, spanned: list[_Part], alone: list[_Part]) -> list[str]:
    """The hours of a day that spans of days and parts of its own speak about."""
    usual, own = _together(day, spanned), _together(day, alone)
    if not alone or not spanned:
        return own or usual
    only, also = (any(said) for said in zip(*((each.only, each.also) for each in alone), strict=True))
    if only or (_meet(usual, own) and not also):
        return own
    return _joined([*usual, *own])


def _together(day: int, parts: list[_Part]) -> list[str]:
    """Hours of several parts of one kind: all of them; ValueError where they contradict one another."""
    found: list[str] = []
    for number, part in enumerate(parts):
        before = next((each for each in parts[:number] if _contradict(each, part)), None)
        if before is not None:
            said = f"{before.text!r} and {part.text!r}"
            raise ValueError(f"{DAYS[day]} stands twice, and only one can be right: {said}; write its hours once")
        found += part.hours
    return _joined(found)


def _contradict(one: _Part, other: _Part) -> bool:
    return one.only or other.only or _meet(one.hours, other.hours)


def _meet(some: Iterable[str], others: Sequence[str]) -> bool:
    """True where one span of hours overlaps another; that one begins where the other ends is no overlap."""
    ends = [(each[:5], each[6:]) for each in others]
    return any(begins < each[6:] and each[:5] < until for each in some for begins, until in ends)


def _joined(spans: Iterable[str]) -> list[str]:
    """Spans in order, those that touch as one."""
    found: list[tuple[str, str]] = []
    for begins, ends in sorted((each[:5], each[6:]) for each in spans):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((begins, ends))
    return [f"{begins}-{ends}" for begins, ends in found]


def _day_names(spoken: Iterable[str]) -> list[tuple[str, int]]:
    """Names of days in these languages, small letters, with the day's number; 0 is Monday."""
    known = dict.fromkeys(spoken)
    return [(name.lower(), day) for code in known for day, name in get_day_names("wide", locale=code).items()]


def _weekdays(said: str, names: list[tuple[str, int]]) -> list[range]:
    """The numbers of "mon-fri", "mon, wed" or "mon", part by part; a beginning of a name is enough where it means one day."""
    found: list[range] = []
    for part in (each.strip() for each in re.split(r"[,\s]+and\s+|,", said.lower()) if each.strip()):
        begins, dash, ends = (each.strip(" .") for each in re.sub(r"[–—]", "-", part).partition("-"))
        first = _weekday(begins, names)
        last = _weekday(ends, names) if dash else first
        if last < first:
            raise ValueError(f"{part!r}: the first day stands before the last")
        found.append(range(first, last + 1))
    return found


def _weekday(word: str, names: list[tuple[str, int]]) -> int:
    days = {day for name, day in names if len(word) > 1 and name.startswith(word)}
    if len(days) > 1:
        raise ValueError(f"{word!r} may be more than one day; write more letters of it")
    if not days:
        raise ValueError(f"{word!r} is no day of the week; {HOURS_SAID}")
    return days.pop()
