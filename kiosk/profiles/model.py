"""A profile: everything that a municipality holds to be true, as checked values that cannot change.

One class a table of the TOML files (docs/profiles.md).  Where a value came from stands in `Profile.provenance`.
"""

from __future__ import annotations

import itertools
from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr

from kiosk.residence.vocabulary import (
    Access,
    AgeBand,
    BringItem,
    Channel,
    ChildSituation,
    Procedure,
    Role,
    Service,
    TicketClass,
)


class Section(BaseModel):
    """A table of a profile; `source` names the page that it was read from, `note` is for people.

    `source_of` names another page for single keys of the table.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str | None = None
    checked_on: date | None = None
    note: str | None = None
    source_of: dict[str, str] = Field(default_factory=dict)


class SourcePage(BaseModel):
    """A page that values were read from: when a person read it, and the page's own date (section 4.7)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    checked_on: date
    page_date: date | None = None
    note: str | None = None


class Source(BaseModel):
    """Where one value came from."""

    model_config = ConfigDict(frozen=True)

    key: str
    page: str
    title: str
    checked_on: date
    page_date: date | None


class Interval(BaseModel):
    """From `begins` up to, not including, `ends`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    begins: time
    ends: time


def _interval(value: object) -> object:
    if isinstance(value, str):
        begins, dash, ends = value.partition("-")
        if not dash:
            raise ValueError('write an interval as "09:00-12:30"')
        return {"begins": begins, "ends": ends}
    return value


def _in_order(value: tuple[Interval, ...]) -> tuple[Interval, ...]:
    for interval in value:
        if interval.begins >= interval.ends:
            raise ValueError("an interval ends after it begins")
    for earlier, later in itertools.pairwise(value):
        if earlier.ends > later.begins:
            raise ValueError("intervals stand in order and do not overlap")
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


class Collection(Section):
    """How ready cards are handed out at a place (X4), and how long after the letter (S026)."""

    mode: Literal["walk_in", "appointment", "none"]
    days_after_letter: int | None = Field(default=None, ge=0, le=60)
    counter: str = ""
    conflict_note: str | None = None


class Directions(Section):
    """How to get there, in lines: a map in words."""

    lines: tuple[str, ...] = ()


class Offer(Section):
    """The services that this municipality's pages speak of; others are answered "ask at the counter"."""

    services: tuple[Service, ...] = Field(min_length=1)


class AccessRules(Section):
    """How a place serves residents: `services` by name, `default` for every other one."""

    default: Access
    services: dict[Service, Access] = Field(default_factory=dict)


class Place(Section):
    """A building where residents are served."""

    id: str = Field(pattern=r"^[a-z0-9-]{1,32}$")
    name: str = Field(min_length=1)
    address: str = Field(min_length=1)
    directions: Directions = Directions()
    opening: Opening
    closing_days: frozenset[date] = frozenset()
    collection: Collection
    access: AccessRules

    def access_to(self, service: Service) -> Access:
        """How this place serves a service; collecting follows `collection.mode`."""
        if service is Service.COLLECT:
            return Access(self.collection.mode)
        return self.access.services.get(service, self.access.default)


class Municipality(Section):
    """Who the municipality is."""

    name: str = Field(min_length=1)
    department: str = Field(min_length=1)
    official_language: str = "nl"


class Language(Section):
    """A language that is offered, in the order of the first screen; the first is the default (R125, R130).

    `unreviewed` is said on the screen.
    """

    code: str = Field(pattern=r"^[a-z]{2}$")
    unreviewed: bool = False


class Look(Section):
    """What makes the screen the municipality's own."""

    accent: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")


class Staff(Section):
    """Whom a resident or a kiosk calls when nobody is near."""

    telephone: str = ""


class Contact(Section):
    """How to reach the department; `channels` for appointments, `from_abroad` for people outside Belgium (S081)."""

    telephone: str = ""
    mail: str = ""
    website: str = ""
    channels: tuple[Channel, ...] = ()
    from_abroad: tuple[Channel, ...] = ()


class MenuEntry(Section):
    """A choice of the menu: one service, one action, or a list of services below it (R126: at most six)."""

    id: str = Field(pattern=r"^[a-z_]{1,32}$")
    label: str = Field(min_length=1)
    icon: str = Field(min_length=1)
    opens: Service | Literal["appointment", "ticket"] | None = None
    services: tuple[Service, ...] = ()


class TicketClassRow(Section):
    """A class of tickets: printed prefix, public label, first number of the day and the day's cap (R114-R120)."""

    prefix: str = Field(pattern=r"^[A-Z]{1,2}$")
    label: str = Field(min_length=1)
    start: int = Field(default=1, ge=1, le=9999)
    daily_cap: int | None = Field(default=None, ge=0)


class Tickets(Section):
    """What a ticket shows, and its classes."""

    show_amount: bool = True
    show_card_letter: bool = False
    classes: dict[TicketClass, TicketClassRow]


class Appointments(Section):
    """The check-in window around an appointment, both ends inclusive (R121)."""

    opens_minutes_before: int = Field(ge=0, le=720)
    closes_minutes_after: int = Field(ge=0, le=720)


class Calendar(Section):
    """Whose public holidays count."""

    country: str = Field(pattern=r"^[A-Z]{2}$")


class Window(Section):
    """The renewal window in days before expiry, both ends inclusive (X15)."""

    opens_days_before: int = Field(ge=0, le=730)
    closes_days_before: int = Field(ge=0, le=730)


class Renewal(Section):
    """Renewing a card: the window, who may ask, and remarks by card letter (X14)."""

    window: Window
    in_person: bool
    medical_exception: bool = False
    e_form_letters: tuple[str, ...] = ()
    card_expires_letters: tuple[str, ...] = ()
    permanent_residence_letters: tuple[str, ...] = ()


class Annex15(Section):
    """The temporary paper document when no decision comes in time (R026)."""

    letters: tuple[str, ...]
    within_days: int = Field(ge=0, le=365)


class Invitation(Section):
    """Who gets a letter (X10); the row with the most conditions wins."""

    letters: tuple[str, ...] | None = None
    age_band: AgeBand | None = None
    situation: ChildSituation | None = None
    value: Literal["post", "none", "unstated"]

    def matches(self, letter: str | None, band: AgeBand | None, situation: ChildSituation | None) -> bool:
        """True when every condition that the row states holds."""
        return (
            (self.letters is None or letter in self.letters)
            and (self.age_band is None or self.age_band is band)
            and (self.situation is None or self.situation is situation)
        )

    @property
    def conditions(self) -> int:
        """How many conditions the row states."""
        return sum(value is not None for value in (self.letters, self.age_band, self.situation))


class FeeRow(Section):
    """An amount and when it applies; an absent condition means "any" (X1, X2, section 4.2).

    `nth_child = 2` means the second child and every further one of the same urgent application.
    """

    amount_cents: int | None = Field(default=None, ge=0)
    unstated: bool = False
    group_unstated: bool = False
    age_band: AgeBand | None = None
    procedure: Procedure | None = None
    card_group: Literal["third_country", "eu_family"] | None = None
    letters: tuple[str, ...] | None = None
    nth_child: int | None = Field(default=None, ge=1)
    duplicate: bool | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def specificity(self) -> tuple[int, int, int, int, int]:
        """Higher is more specific: duplicate > nth_child > procedure > age_band > card_group."""
        return (
            int(self.duplicate is not None),
            self.nth_child or 0,
            int(self.procedure is not None),
            int(self.age_band is not None),
            int(self.card_group is not None or self.letters is not None),
        )

    def in_force(self, day: date) -> bool:
        """True when `day` lies in the row's dates, both inclusive."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Payment(Section):
    """How the counter likes to be paid."""

    contactless: bool = False


class Photo(Section):
    """Who brings a photo (X8); `age` belongs to `under_age`."""

    bring: Literal["always", "never", "under_age", "unstated"]
    age: int | None = Field(default=None, ge=0, le=18)
    cannot_sit_still: bool = False
    max_age_months: int | None = Field(default=None, ge=1, le=60)
    booth: bool = False
    from_12: Literal["as_above", "unstated"] = "as_above"


class Bring(Section):
    """What to bring; None: the pages do not say."""

    application: tuple[BringItem, ...] | None = None
    collection: tuple[BringItem, ...] | None = None
    child_application: tuple[BringItem, ...] | None = None
    child_collection: tuple[BringItem, ...] | None = None
    first_card: tuple[BringItem, ...] | None = None
    police_paper: Literal["loss_certificate", "annex_12", "proof_of_loss"] = "proof_of_loss"


class ChildCard(Section):
    """Cards of children (X6, X7)."""

    age_limit: int = Field(ge=1, le=18)
    max_years: int = Field(ge=1, le=10)
    obligation: Literal["mandatory", "optional", "recommended"]
    child_comes_to_apply: bool | None = None
    child_comes_to_collect: bool | Literal["unstated"] = "unstated"
    ask_role: bool = False
    ruling_roles: tuple[Role, ...] = ()
    parental_authority: bool = False
    re_entry_proof: bool = False
    paper_proof: bool = False


class CollectionRules(Section):
    """Rules of collection that hold at every place."""

    by_proxy: Literal["never", "unstated"]
    deadline_months: int | None = Field(default=None, ge=1, le=24)
    warn_days: int = Field(default=14, ge=0, le=60)
    letter_days: tuple[int, int] | None = None


class Urgent(Section):
    """The urgent procedure (X3); an absent number means that no promise is shown."""

    cutoff: time | None = None
    ready_time: time | None = None
    before_cutoff_workdays: int | None = Field(default=None, ge=1, le=20)
    after_cutoff_workdays: int | None = Field(default=None, ge=1, le=20)
    saturday_workdays: int | None = Field(default=None, ge=1, le=20)
    collect_at: str | None = None
    told_by_phone_and_mail: bool = False
    appointment: Literal["required", "unstated", "none"] = "unstated"


class Switch(Section):
    """Switching to another card; `by_mail` letters need no appointment (R101)."""

    targets: tuple[str, ...] = ()
    by_mail: tuple[str, ...] = ()
    mail: str = ""


class Loss(Section):
    """Lost, stolen and damaged cards."""

    ticket_without_police_paper: bool = False
    invalid_if_found: bool = True
    police_maybe_if_damaged: bool = False


class MedicalRules(Section):
    """Exceptions for medical reasons (R079-R081)."""

    certificate: bool = False
    certificate_months: int | None = Field(default=None, ge=1, le=24)
    own_expense_after_photo: bool = False


class TemporaryProtection(Section):
    """The notice for people under temporary protection (X13); a past date switches it off."""

    valid_until: date
    renew_from: date


class Statuses(Section):
    """Notices for one status."""

    temporary_protection: TemporaryProtection | None = None


class AbsenceLimit(Section):
    """Months of absence that a long-term stay survives."""

    consecutive_months: int = Field(ge=0)
    total_months: int = Field(ge=0)


class LongTerm(Section):
    """The long-term resident's count (R108-R110)."""

    required_months: int = Field(ge=1)
    student_divisor: int = Field(ge=1)
    absence: AbsenceLimit
    blue_card_absence: AbsenceLimit
    blue_card_years_in_belgium: int = Field(ge=0)


class Knowledge(Section):
    """Single numbers of the information pages."""

    passport_months_after_entry: int | None = Field(default=None, ge=0, le=60)
    stay_without_card_days: int | None = Field(default=None, ge=0, le=400)
    stay_without_card_months: int | None = Field(default=None, ge=0, le=24)
    second_residence_years: int | None = None
    second_residence_renewals: int | None = None
    eu_card_max_years: int | None = None
    b_card_years: int | None = None
    f_card_years: int | None = None
    register_short_stay: bool = False
    not_a_travel_document: bool = True
    first_help: str = ""


class CardName(Section):
    """One of the fourteen official types (S043)."""

    letter: str
    old_letter: str | None = None
    label: str


class Profile(BaseModel):
    """A municipality's profile, with the national and knowledge layers below it and the kiosk's layer above."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    knowledge: tuple[str, ...] = ()
    sources: dict[str, SourcePage]
    municipality: Municipality
    languages: tuple[Language, ...] = Field(min_length=1)
    look: Look
    staff: Staff = Staff()
    contact: Contact = Contact()
    places: tuple[Place, ...] = Field(min_length=1)
    home_place: str | None = None
    closing_days: frozenset[date] = frozenset()
    offer: Offer
    menu: tuple[MenuEntry, ...] = ()
    tickets: Tickets
    appointments: Appointments
    calendar: Calendar
    renewal: Renewal
    annex_15: Annex15
    invitation: tuple[Invitation, ...] = ()
    fees: tuple[FeeRow, ...] = ()
    payment: Payment = Payment()
    photo: Photo
    bring: Bring
    child_card: ChildCard
    collection: CollectionRules
    urgent: Urgent
    switch: Switch = Switch()
    loss: Loss = Loss()
    medical: MedicalRules = MedicalRules()
    statuses: Statuses = Statuses()
    long_term: LongTerm | None = None
    knowledge_facts: Knowledge = Knowledge()
    card_names: tuple[CardName, ...] = ()

    _provenance: dict[str, Source] = PrivateAttr(default_factory=dict)

    @property
    def name(self) -> str:
        """The municipality's name."""
        return self.municipality.name

    @property
    def offered(self) -> tuple[Service, ...]:
        """The services that this municipality's pages speak of."""
        return self.offer.services

    def place(self, place_id: str | None) -> Place:
        """The place with this id; None: this kiosk's own place, else the first.  KeyError for an unknown id."""
        wanted = place_id or self.home_place or self.places[0].id
        for place in self.places:
            if place.id == wanted:
                return place
        raise KeyError(wanted)

    def source(self, key: str) -> Source:
        """Where the value `key` (such as "renewal.window") came from; KeyError when nothing above it has a source."""
        path = key
        while path:
            if path in self._provenance:
                found = self._provenance[path]
                return found if found.key == key else found.model_copy(update={"key": key})
            path = path.rpartition(".")[0]
        raise KeyError(key)

    def provenance(self) -> dict[str, Source]:
        """Every value's source, by key."""
        return dict(self._provenance)
