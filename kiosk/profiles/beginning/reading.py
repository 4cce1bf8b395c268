"""What a person types, as values of a profile; ValueError says what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, time
from itertools import pairwise
from typing import Any, Final

from kiosk.base.languages import LANGUAGES
from kiosk.profiles.face import wrong_accent
from kiosk.profiles.messages import did_you_mean
from kiosk.profiles.plausible import at_night, too_narrow, unlikely_text, wrong_amount, wrong_text
from kiosk.profiles.regions import USUAL
from kiosk.profiles.sense import said_before
from kiosk.profiles.usual import unusual
from kiosk.residence.town import SpecialDays

Row = dict[str, Any]
_CLOCK = re.compile(r"(\d{1,2})(?:[:.hu]|\s?h)?(\d{2})?h?(?:\s?(?:uhr|uur))?")
# the short answers in the country's languages, too
_FREE = frozenset({"free", "gratis", "gratuit", "kostenlos"})
_YES = frozenset({"y", "yes", "j", "ja", "o", "oui"})
_NO = frozenset({"n", "no", "nee", "non", "nein"})
_AMOUNT = re.compile(r"(?:€|eur)?\s*(\d{1,5})(?:[.,](\d{2}))?\s*(?:€|eur|euro)?", re.IGNORECASE)
HOURS_SAID = "write days and hours, like mon-fri 9-12:30, 13:30-16; thu 9-12:30, 16-19"


def words(key: str) -> Callable[[str], str]:
    """Words as the profile's key wants them."""

    def read(said: str) -> str:
        if wrong := wrong_text(key, said) or unlikely_text(key, said):
            raise ValueError(f"{said!r} {wrong}")
        return said

    return read


def another(key: str, names: list[str]) -> Callable[[str], str]:
    """Words as the key wants them, and none of these names."""

    def read(said: str) -> str:
        if said in names:
            raise ValueError(f"{said!r} is the name of another building; nobody could tell them apart")
        return words(key)(said)

    return read


def one_of(known: Sequence[str]) -> Callable[[str], str]:
    """One word of a list."""

    def read(said: str) -> str:
        word = said.lower()
        if word not in known:
            raise ValueError(f"write one of: {', '.join(known)}{did_you_mean(word, known)}")
        return word

    return read


def some_of(known: Sequence[str]) -> Callable[[str], list[str]]:
    """Words of a list, with commas between them, each once."""

    def read(said: str) -> list[str]:
        words = [each.strip().lower() for each in said.split(",") if each.strip()]
        for word in words:
            if word not in known:
                near = did_you_mean(word, known)
                raise ValueError(f"{word!r} is not among: {', '.join(known)}{near}")
        if not words or len(set(words)) < len(words):
            raise ValueError("write words with commas between them, each once")
        return words

    return read


def languages(said: str) -> list[str]:
    """Languages by their codes, each once."""
    return some_of(tuple(LANGUAGES))(said)


def official(said: str) -> list[str]:
    """The official languages of the country, one or more."""
    return some_of(tuple(USUAL))(said)


def yes_no(said: str) -> bool:
    """Yes or no."""
    if said.lower() not in _YES | _NO:
        raise ValueError("write y or n")
    return said.lower() in _YES


def whole(low: int, high: int) -> Callable[[str], int]:
    """A whole number between two others."""

    def read(said: str) -> int:
        if not (said.isascii() and said.isdigit() and low <= int(said) <= high):
            raise ValueError(f"write a whole number, {low} to {high}")
        return int(said)

    return read


def colour(said: str) -> str:
    """A colour of a web page."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", said):
        raise ValueError("write a colour like #005AA9")
    if wrong := wrong_accent(said):
        raise ValueError(wrong)
    return said


def clock(said: str) -> time:
    """A time of day: 9, 9:30, 9h30, 9u30, 09.30, 9.30 Uhr."""
    found = _CLOCK.fullmatch(said.strip().lower())
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError(f"{said.strip()!r} is no time; write it like 9:30")
    return time(int(found[1]), int(found[2] or 0))


def window(said: str) -> tuple[int, int]:
    """Days before the end, the larger number first."""
    found = re.fullmatch(r"(\d{1,3})\s*[-–]\s*(\d{1,3})", said)
    if found is None or int(found[1]) < int(found[2]):
        raise ValueError("write two numbers of days, the larger first, like 45-30")
    opens, closes = int(found[1]), int(found[2])
    wrong = unusual("opens_days_before", opens) or unusual("closes_days_before", closes) or too_narrow(opens, closes)
    if wrong:
        raise ValueError(wrong)
    return opens, closes


def photo(said: str) -> Row:
    """Who brings a photo."""
    found = re.fullmatch(r"under\s*(\d{1,2})", said.lower())
    if found and int(found[1]) <= 18:
        return {"bring": "under_age", "age": int(found[1])}
    if said.lower() in {"always", "never"}:
        return {"bring": said.lower()}
    raise ValueError("write always, never, or under and an age up to 18, like under 6")


def times(said: str) -> list[str]:
    """Spans of a day in order: "9-12:30, 13:30-16" as a profile writes them."""
    spans: list[tuple[time, time]] = []
    for span in said.split(","):
        begins, dash, ends = (part.strip() for part in re.sub(r"[–—]", "-", span).partition("-"))
        if not dash:
            raise ValueError(f"{span.strip()!r} is no span of hours; {HOURS_SAID}")
        spans.append((clock(begins), clock(ends)))
        if spans[-1][0] >= spans[-1][1] or (len(spans) > 1 and spans[-2][1] > spans[-1][0]):
            raise ValueError(f"{said.strip()!r}: each span ends after it begins, and before the next")
        if wrong := at_night(*spans[-1]):
            raise ValueError(wrong)
    return [f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in spans]


def special_days(names: Sequence[str]) -> Callable[[str], list[Row]]:
    """Days that differ, with semicolons: "bridge; 24/12 9-12; 24/12/2027; 28/06-29/08"; those of the same hours together."""

    def read(said: str) -> list[Row]:
        rows: dict[tuple[str, ...], Row] = {}
        for item in (each.strip() for each in said.split(";") if each.strip()):
            what, _, hours = item.partition(" ")
            row = rows.setdefault(tuple(times(hours)) if hours else (), {})
            key, day = _special(what.lower(), names)
            row.setdefault(key, []).append(day)
        if not rows:
            raise ValueError(_DAYS_SAID)
        found = [{**row, **({"hours": list(hours)} if hours else {})} for hours, row in rows.items()]
        for number, first, day in said_before(tuple(SpecialDays(**row) for row in found)):
            other = f"{_hours(found[first])} and {_hours(found[number])}"
            raise ValueError(f"{day} is {other}; say it once")
        return found

    return read


def _hours(row: Row) -> str:
    return " ".join(row.get("hours", ["closed"]))


def amount(said: str) -> int:
    """Cents: 22.50, 22,50, € 22, free."""
    if said.strip().lower() in _FREE:
        return 0
    found = _AMOUNT.fullmatch(said.strip())
    if found is None:
        raise ValueError(f"{said.strip()!r} is no amount; write it in euro, like 22.50, or free")
    cents = int(found[1]) * 100 + int(found[2] or 0)
    if wrong := wrong_amount(cents):
        raise ValueError(f"{said.strip()!r} {wrong}; write it in euro, like 22.50")
    return cents


def price(said: str) -> list[Row]:
    """Rows of amounts: "22.50"; "22.50 or 23", of which the page does not say whose they are; "22.50, eu 23"."""
    if amounts := either(said):
        return [{"amount_cents": amount(each), "group_unstated": True} for each in amounts]
    parts = re.fullmatch(r"(.+?)[,;]?\s+eu\s+(\S.*)", said.strip(), re.IGNORECASE)
    if parts:
        return [
            {"card_group": "third_country", "amount_cents": amount(parts[1])},
            {"card_group": "eu_family", "amount_cents": amount(parts[2])},
        ]
    return [{"amount_cents": amount(said)}]


def either(said: str) -> list[str]:
    """The amounts of "22.50 or 23"; empty where there is one."""
    amounts = re.split(r"\s+or\s+", said.strip(), flags=re.IGNORECASE)
    return amounts if len(amounts) > 1 else []


def ages(said: str) -> list[Row]:
    """Rows by age: "0-17 12.50; 65+ 15"; they do not overlap."""
    rows = []
    for item in (each.strip() for each in said.split(";") if each.strip()):
        found = re.fullmatch(r"(\d{1,3})\s*(?:\+|[-–]\s*(\d{1,3}))\s+(.+)", item)
        if found is None or int(found[1]) > int(found[2] or 120) or int(found[2] or 120) > 120:
            raise ValueError(f"{item!r}: write ages and an amount, like 12-17 15; 65+ 12.50")
        rows.append({"from_age": int(found[1]), "to_age": int(found[2] or 120), "amount_cents": amount(found[3])})
    rows.sort(key=lambda row: row["from_age"])
    if not rows or any(one["to_age"] >= other["from_age"] for one, other in pairwise(rows)):
        raise ValueError("write ages that do not overlap, like 12-17 15; 65+ 12.50")
    return rows


def tax(said: str) -> tuple[int, int | None]:
    """Cents, and the age from which they are paid: "5", "5 from 18"."""
    what, _, age = said.lower().partition(" from ")
    cents = amount(what)
    if cents == 0:
        raise ValueError("write an amount, like 5, or - for none")
    return cents, whole(0, 120)(age.strip()) if age else None


def losses(said: str) -> list[Row]:
    """Rows for a lost card: "27" each time, or "first 27; further 40"."""
    found = re.fullmatch(r"first\s+(.+?)\s*;\s*further\s+(.+)", said.strip(), re.IGNORECASE)
    if found is None:
        return [{"duplicate": True, "amount_cents": amount(said)}]
    return [
        {"loss": "first", "amount_cents": amount(found[1])},
        {"loss": "further", "amount_cents": amount(found[2])},
    ]


def procedures(known: Sequence[str]) -> Callable[[str], list[Row]]:
    """Rows for further procedures: "very_urgent 152.30; central 130"."""

    def read(said: str) -> list[Row]:
        rows = []
        for item in (each.strip() for each in said.split(";") if each.strip()):
            name, _, cents = item.partition(" ")
            rows.append({"procedure": one_of(known)(name), "amount_cents": amount(cents)})
        if not rows or len({row["procedure"] for row in rows}) < len(rows):
            raise ValueError(f"write a procedure and its amount, like {known[0]} 152.30; each once")
        return rows

    return read


_DAYS_SAID: Final = (
    "write days with semicolons: a name, 24/12 (every year), 24/12/2027, 28/06-29/08; hours behind it if not closed"
)


def _special(what: str, names: Sequence[str]) -> tuple[str, str | date]:
    """The key of a special day, and how a profile writes it."""
    if what in names:
        return "named", what
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", what):
        return "days", date.fromisoformat(what)
    parts = [re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", part) for part in what.split("-")]
    if not 1 <= len(parts) <= 2 or None in parts:
        raise ValueError(f"{what!r} is no day; {_DAYS_SAID}; names: {', '.join(names)}{did_you_mean(what, names)}")
    try:
        # a year that has the 29th of February
        days = [date(int(part[3] or 2024), int(part[2]), int(part[1])) for part in parts if part is not None]
    except ValueError:
        raise ValueError(f"{what!r}: there is no such day; write it as day/month") from None
    if len(days) == 1 and parts[0] is not None and parts[0][3]:
        return "days", days[0]
    if any(part is not None and part[3] for part in parts):
        raise ValueError(f"{what!r}: a span is of every year, like 28/06-29/08; write single days of one year each")
    return "yearly", "/".join(f"{day:%m-%d}" for day in days)
