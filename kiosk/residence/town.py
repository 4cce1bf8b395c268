"""Tables of a profile that say what a municipality is: places, hours, languages, menu."""

from __future__ import annotations

import itertools
import re
from datetime import date, time
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    model_validator,
)

from kiosk.base.languages import CODE_FORM
from kiosk.residence.calendar import DayName, has_name
from kiosk.residence.cardtypes import group_of
from kiosk.residence.vocabulary import Access, Service, TicketClass

# a value means what it says: no number for a word, no word for a date, no 1 for "true"
Whole = Annotated[int, Strict()]
YesNo = Annotated[bool, Strict()]
Day = Annotated[date, Strict()]
ClockTime = Annotated[time, Strict()]


def _words(value: object) -> object:
    said = value.items() if isinstance(value, dict) else [("text", value)]
    known = all(isinstance(words, str) and words and re.fullmatch(f"text|{CODE_FORM}", key) for key, words in said)
    if said and known:
        return value
    raise ValueError(
        'write words between quotes, or by language: { nl = "…", fr = "…" }, with text = "…" for a known English word'
    )


# words of the town: a known English word, or what it says itself by language; "text" is a known word beside them
Words = Annotated[str | dict[str, str], PlainValidator(_words)]


class Section(BaseModel):
    """A table of a profile; `source` names the page that it was read from, `note` is for people.

    `source_of` names another page for single keys of the table.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str | None = None
    checked_on: Day | None = None
    note: str | None = None
    source_of: dict[str, str] = Field(default_factory=dict)


class OfCards(Section):
    """A row that is for some cards: `letters`, or a `card_group` (EU citizens and their family, or all others); none: for every card."""

    card_group: Literal["third_country", "eu_family"] | None = None
    letters: tuple[str, ...] | None = Field(default=None, min_length=1)

    @property
    def of_cards(self) -> bool:
        """True when not every card is meant."""
        return self.card_group is not None or self.letters is not None

    def for_card(self, letter: str | None) -> bool:
        """True when this card is meant; one that is not known is meant by no row that is for some cards only."""
        if not self.of_cards:
            return True
        named = self.letters is None or letter in self.letters
        return letter is not None and named and self.card_group in {None, group_of(letter)}


class Interval(BaseModel):
    """From `begins` up to, not including, `ends`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    begins: time
    ends: time


_AN_INTERVAL = 'write an interval as "09:00-12:30"'


def _interval(value: object) -> object:
    if isinstance(value, str):
        begins, dash, ends = value.partition("-")
        if not dash:
            raise ValueError(_AN_INTERVAL)
        return {"begins": begins, "ends": ends}
    if not isinstance(value, (dict, Interval)):
        raise ValueError(_AN_INTERVAL)
    return value


def _in_order(value: tuple[Interval, ...]) -> tuple[Interval, ...]:
    for interval in value:
        if interval.begins >= interval.ends:
            raise ValueError("must end after it begins")
    for earlier, later in itertools.pairwise(value):
        if earlier.ends > later.begins:
            raise ValueError("must stand in order, and not overlap")
    return value


Hours = Annotated[tuple[Annotated[Interval, BeforeValidator(_interval)], ...], AfterValidator(_in_order)]


class Opening(Section):
    """Opening hours of an ordinary week; a day that is not named is closed."""

    monday: Hours = ()
    tuesday: Hours = ()
    wednesday: Hours = ()
    thursday: Hours = ()
    friday: Hours = ()
    saturday: Hours = ()
    sunday: Hours = ()

    def on_weekday(self, weekday: int) -> tuple[Interval, ...]:
        """The intervals of a weekday; 0 is Monday."""
        days = (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)
        return days[weekday]


def _yearly(value: str) -> str:
    begins, _, ends = value.partition("/")
    for day in (begins, ends or begins):
        try:
            date.fromisoformat(f"2024-{day}")  # a year that has the 29th of February
        except ValueError:
            raise ValueError('write a day of every year as "12-24", several as "06-27/08-29" (month-day)') from None
    return value


class SpecialDays(Section):
    """Days that differ from the ordinary week: closed, half a day, open all the same, or a season with its own week.

    `days`, the days from `first` to `last`, or those of every year (`yearly`: "12-24", "06-27/08-29"; `named`: "bridge",
    "flemish_community").  `hours` hold on each of them, none: closed; `week` has hours for each weekday instead.  Only the
    single days of `days` open on a holiday or a weekday without hours; all others change hours of days that are open.
    """

    days: frozenset[Day] = frozenset()
    yearly: tuple[Annotated[str, AfterValidator(_yearly)], ...] = ()
    named: tuple[DayName, ...] = ()
    first: Day | None = None
    last: Day | None = None
    hours: Hours = ()
    week: Opening | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.first is None) != (self.last is None):
            raise ValueError("needs both first and last, or neither")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError("last must not stand before first")
        if not self.days and not self.yearly and not self.named and self.first is None:
            raise ValueError("needs days, yearly, named, or first and last")
        if self.hours and self.week is not None:
            raise ValueError("has hours and week; keep one")
        return self

    def on(self, day: date) -> tuple[Interval, ...]:
        """The hours of a day that is among these."""
        return self.hours if self.week is None else self.week.on_weekday(day.weekday())

    def last_known(self) -> date | None:
        """The last single day that is named; None for those of every year."""
        return max((*self.days, *([self.last] if self.last else [])), default=None)

    def holds(self, day: date) -> bool:
        """True for a day that is among these."""
        if day in self.days or (self.first is not None and self.last is not None and self.first <= day <= self.last):
            return True
        if any(has_name(day, name) for name in self.named):
            return True
        return any(_within(f"{day:%m-%d}", *_ends(span)) for span in self.yearly)


def _ends(span: str) -> tuple[str, str]:
    begins, _, ends = span.partition("/")
    return begins, ends or begins


def _within(day: str, begins: str, ends: str) -> bool:
    """Also over the turn of the year: "12-24/01-02"."""
    return begins <= day <= ends if begins <= ends else day >= begins or day <= ends


class Collection(Section):
    """How ready cards are handed out at a place (X4), and how long after the letter (S026)."""

    mode: Literal["walk_in", "appointment", "none"]
    days_after_letter: Whole | None = Field(default=None, ge=0, le=60)
    counter: Words | None = None
    conflict_note: str | None = None


class Directions(Section):
    """How to get there, in lines: a map in words."""

    lines: tuple[Words, ...] = ()


Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Room(BaseModel):
    """A room: `tickets` are called to it, `way` is how one comes there from the kiosk; on the map it stands `at` left, top, width, height."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Words
    at: tuple[Share, Share, Share, Share] | None = None
    way: Words | None = None
    tickets: tuple[TicketClass, ...] = ()


class PlaceMap(Section):
    """A small map of the place: `you` is where the kiosk stands, left and top as shares of the map."""

    you: tuple[Share, Share] | None = None
    rooms: tuple[Room, ...] = Field(default=(), max_length=8)

    def room(self, ticket: TicketClass) -> Room | None:
        """The room to which this class is called; None when no room says so."""
        return next((room for room in self.rooms if ticket in room.tickets), None)

    def goal(self, ticket: TicketClass) -> tuple[float, float] | None:
        """The middle of the room to which this class is called; None when no room says so, or it is not on the map."""
        room = self.room(ticket)
        if room is None or room.at is None:
            return None
        left, top, width, height = room.at
        return left + width / 2, top + height / 2


class Offer(Section):
    """The services that this municipality's pages speak of; others are answered "ask at the counter"."""

    services: tuple[Service, ...] = Field(min_length=1)


class AccessHours(Opening):
    """Hours of the week in which a place serves otherwise: `services`, or everything that it does; the first row that fits counts."""

    access: Literal["walk_in", "reception", "appointment"]
    services: tuple[Service, ...] | None = Field(default=None, min_length=1)

    def holds(self, service: Service, weekday: int, at: time) -> bool:
        """True when the row speaks of this service at this time of day; the last minute is not among the hours."""
        return self.speaks_of(service) and any(each.begins <= at < each.ends for each in self.on_weekday(weekday))

    def speaks_of(self, service: Service) -> bool:
        """True when the row is for this service at any time."""
        return self.services is None or service in self.services


class AccessOfCards(OfCards):
    """How a place serves the holders of some cards: `services`, or everything but collecting, whatever the hour."""

    access: Literal["walk_in", "reception", "appointment", "none"]
    services: tuple[Service, ...] | None = Field(default=None, min_length=1)

    def speaks_of(self, service: Service) -> bool:
        """True when the row is for this service; how cards are handed out is `collection.mode`."""
        return service is not Service.COLLECT and (self.services is None or service in self.services)


class AccessRules(Section):
    """How a place serves residents: `services` by name, `default` for every other one; `hours` stand before both, `cards` before all."""

    default: Access
    services: dict[Service, Access] = Field(default_factory=dict)
    hours: tuple[AccessHours, ...] = ()
    cards: tuple[AccessOfCards, ...] = ()


class Place(Section):
    """A building where residents are served."""

    id: str = Field(pattern=r"^[a-z0-9-]{1,32}$")
    name: str = Field(min_length=1)
    address: str = ""
    directions: Directions = Directions()
    map: PlaceMap = PlaceMap()
    opening: Opening
    closing_days: frozenset[Day] = frozenset()
    special_days: tuple[SpecialDays, ...] = ()
    collection: Collection
    access: AccessRules

    def access_to(self, service: Service, letter: str | None = None) -> Access:
        """How this place serves a service, for the holder of a card; collecting follows `collection.mode`."""
        if service is Service.COLLECT:
            return Access(self.collection.mode)
        row = self._of_card(service, letter)
        return Access(row.access) if row else self.access.services.get(service, self.access.default)

    def access_at(self, service: Service, letter: str | None, weekday: int, at: time) -> Access:
        """The same at a time of the week; 0 is Monday.  What is not done here, or in no page, is so at every time."""
        usual = self.access_to(service, letter)
        if not self.access_varies(service, letter):
            return usual
        return next((Access(row.access) for row in self.access.hours if row.holds(service, weekday, at)), usual)

    def access_varies(self, service: Service, letter: str | None = None) -> bool:
        """True when the time of the week decides how the service is done here."""
        usual = self.access_to(service, letter)
        if usual in {Access.NONE, Access.UNSTATED} or self._of_card(service, letter) is not None:
            return False
        return any(row.speaks_of(service) and Access(row.access) is not usual for row in self.access.hours)

    def does(self, service: Service) -> bool:
        """True when the service is done here, perhaps for some cards only."""
        usual = self.access_to(service)
        cards = (Access(row.access) for row in self.access.cards if row.speaks_of(service))
        return any(access is not Access.NONE for access in (usual, *cards))

    def access_by_card(self, service: Service) -> bool:
        """True when the card decides how the service is done here."""
        usual = self.access_to(service)
        return any(row.speaks_of(service) and Access(row.access) is not usual for row in self.access.cards)

    def _of_card(self, service: Service, letter: str | None) -> AccessOfCards | None:
        return next((row for row in self.access.cards if row.speaks_of(service) and row.for_card(letter)), None)


LanguageCode = Annotated[str, Field(pattern=f"^{CODE_FORM}$")]


class Municipality(Section):
    """Who the municipality is.

    `official_languages`, all equal: what stands on every paper, on the board and in full size on the first screen (R130).
    """

    name: str = Field(min_length=1)
    department: Words
    official_languages: tuple[LanguageCode, ...] = Field(min_length=1, max_length=3)


class Language(Section):
    """A language that is offered, in the order of the first screen; the official ones come first (R125, R130).

    `unreviewed` is said on the screen.
    """

    code: LanguageCode
    unreviewed: YesNo = False


class Staff(Section):
    """Whom a resident or a kiosk calls when nobody is near."""

    telephone: str = ""


class Privacy(Section):
    """Who answers for what the kiosk does with data of persons; what is left out is said to be asked at the counter.

    `lookups`: what may be looked up under the register number of a card's holder, after the PIN.
    """

    controller: str = ""
    officer: str = ""
    page: str = ""
    basis: Literal["public_task", "legal_obligation"] | None = None
    lookups: tuple[Literal["collection", "appointment"], ...] = ()


class MenuEntry(Section):
    """A choice of the menu: one service, one action, or a list of services below it (two screens at most).

    "information" are the pages of general information (kiosk.residence.topics), "medical" what is possible for who is ill.
    """

    id: str = Field(pattern=r"^[a-z_]{1,32}$")
    label: Words
    icon: str = Field(min_length=1)
    opens: Service | Literal["appointment", "ticket", "information"] | None = None
    services: tuple[Service | Literal["information", "medical"], ...] = ()
