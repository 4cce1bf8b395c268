"""Invented people who walk through a visit: the card in their hand, and what the office would say of the new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from devices.api import CardDate, CardReading
from kiosk.residence.calendar import add_months
from kiosk.residence.cardtypes import CARD_TYPES, Kind
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import CardStatus
from kiosk.visit.tour.explore import sample_reading

# what a card can be on the day of the visit: days until it expires (the window of every shipped profile is 45 to 30)
ENDS: Final = {
    "too early": 100,
    "first day": 45,
    "in time": 40,
    "last day": 30,
    "late": 10,
    "ends today": 0,
    "expired": -5,
}
_VALID_DAYS: Final = 1095
_ADULT: Final = 35


@dataclass(frozen=True, slots=True)
class Person:
    """`card` None: no card at hand.  `office` None: the office is silent.

    Who does not know the PIN says so.  A silent chip gives nothing; what stands on the card's back is what `card` says.
    """

    name: str
    card: CardReading | None = field(default=None, repr=False)
    office: Mapping[str, Any] | None = None
    knows_pin: bool = True
    chip_answers: bool = True


NOBODY: Final = Person("no card")


def holder_of(
    code: int, today: date, *, days: int = 40, age: int = _ADULT, ages_in: int = 200, **card: Any
) -> CardReading:
    """A card of this type that expires in `days`; its holder is `age` and has a birthday in `ages_in` days."""
    until = today + timedelta(days=days)
    born = add_months(today + timedelta(days=ages_in), -12 * (age + 1))
    reading = sample_reading(today, **card)
    data = replace(reading.card, document_type=code, valid_from=until - timedelta(days=_VALID_DAYS), valid_until=until)
    if data.valid_from is not None and data.valid_from < born:
        data = replace(data, valid_from=born + timedelta(days=30))
    holder = replace(reading.holder, birth_date=CardDate(born.year, born.month, born.day))
    return replace(reading, card=data, holder=holder)


def named(code: int) -> str:
    """The letter on a card of this type, and whether it is a child's."""
    kind = CARD_TYPES[code]
    return f"child's {kind.letter_printed} card" if kind.child else f"{kind.letter_printed} card"


def people(today: date) -> tuple[Person, ...]:
    """A few of every kind: without a card; A cards of every age; children; cards that tell nothing."""
    found = [NOBODY]
    found += [Person(f"A card, {name}", holder_of(33, today, days=days)) for name, days in ENDS.items()]
    found += [
        Person(f"{named(code)}, in time", holder_of(code, today)) for code in (34, 31, 32, 35, 36, 13, 14, 19, 22)
    ]
    found += [
        Person("child's A card, 5 years", holder_of(63, today, age=5)),
        Person("child's EU card, 1 year", holder_of(61, today, age=1)),
        Person("child's A card, 5 years, expired", holder_of(63, today, age=5, days=-5)),
        Person("child's A card, past 12", holder_of(63, today, age=11, ages_in=20, days=40)),
        Person("child's A card, now 12", holder_of(63, today, age=12, days=40)),
        Person("A card, PIN blocked", holder_of(33, today, tries=0)),
        Person("A card, no PIN", holder_of(33, today, tries=None, pin=False)),
        Person("Belgian card", holder_of(1, today)),
        Person("A card, PIN forgotten", holder_of(33, today), knows_pin=False),
        Person("A card, chip silent", holder_of(33, today), chip_answers=False),
    ]
    return tuple(found)


def collectors(profile: Profile, place: str, today: date) -> tuple[Person, ...]:
    """Somebody whose card the office knows, in every state, applied for here or elsewhere."""
    card = holder_of(33, today, days=20)
    elsewhere = next((each.id for each in reversed(profile.places) if each.id != place), place)
    here = {"applied": today - timedelta(days=20), "applied_at": place}
    found = [Person(f"collects, {status.value}", card, {**here, "card_status": status}) for status in CardStatus]
    ready = {**here, "card_status": CardStatus.READY}
    found += [
        Person("collects, ready elsewhere", card, {**ready, "applied_at": elsewhere}),
        Person(
            "collects, made elsewhere",
            card,
            {**ready, "applied_at": elsewhere, "card_status": CardStatus.IN_PRODUCTION},
        ),
        Person("collects, last days", card, {**ready, "applied": add_months(today, -3) + timedelta(days=5)}),
        Person("collects, after the last day", card, {**ready, "applied": add_months(today, -4)}),
    ]
    return tuple(found)


def everyone(profile: Profile, place: str, today: date) -> tuple[Person, ...]:
    """All of them, and one of every other type that a chip can name, at every age of a card."""
    codes = [code for code, kind in CARD_TYPES.items() if kind.kind is Kind.RESIDENCE]
    others = []
    for code in codes:
        age = 5 if CARD_TYPES[code].child else _ADULT
        for name, days in ENDS.items():
            others.append(Person(f"{named(code)} ({code}), {name}", holder_of(code, today, days=days, age=age)))
    return (*people(today), *collectors(profile, place, today), *others)
