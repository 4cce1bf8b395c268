"""A profile: everything that a municipality holds to be true, as checked values that cannot change.

Its tables are classes of kiosk.residence.town and kiosk.residence.ruleset; where a value came from: `Profile.source`.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from kiosk.residence.contact import Contact
from kiosk.residence.look import Look
from kiosk.residence.ruleset import (
    Annex15,
    Bring,
    Calendar,
    CardName,
    Charge,
    ChildCard,
    CollectionRules,
    FeeRow,
    Invitation,
    Knowledge,
    LongTerm,
    Loss,
    MedicalRules,
    Names,
    OwnAnnex,
    Payment,
    Photo,
    Pin,
    Renewal,
    Statuses,
    Switch,
    Urgent,
)
from kiosk.residence.sentences import OwnSentence
from kiosk.residence.ticketing import Appointments, Tickets
from kiosk.residence.town import (
    Day,
    Interval,
    Language,
    MenuEntry,
    Municipality,
    Offer,
    Place,
    Privacy,
    SpecialDays,
    Staff,
)
from kiosk.residence.vocabulary import Access, Service

__all__ = ["FeeRow", "Interval", "MenuEntry", "Place", "Profile", "Source", "SourcePage", "Tickets"]


# sources that are no page of a municipality: a person must confirm the value
_IN_NO_PAGE = frozenset({"assumption", "outside"})


class SourcePage(BaseModel):
    """A page that values were read from: when a person read it, and the page's own date (section 4.7).

    `town`: the id of the profile whose municipality's page it is; others that hold its values are told so.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    checked_on: Day
    page_date: Day | None = None
    town: str | None = None
    note: str | None = None


class Source(BaseModel):
    """Where one value came from: the page, and the file that says so."""

    model_config = ConfigDict(frozen=True)

    key: str
    file: str
    page: str
    title: str
    checked_on: Day
    page_date: Day | None


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
    privacy: Privacy = Privacy()
    places: tuple[Place, ...] = Field(min_length=1)
    home_place: str | None = None
    closing_days: frozenset[Day] = frozenset()
    special_days: tuple[SpecialDays, ...] = ()
    offer: Offer
    menu: tuple[MenuEntry, ...] = ()
    tickets: Tickets
    appointments: Appointments
    calendar: Calendar
    pin: Pin
    names: Names
    renewal: Renewal
    annex_15: Annex15
    invitation: tuple[Invitation, ...] = ()
    fees: tuple[FeeRow, ...] = ()
    charges: tuple[Charge, ...] = ()
    annexes: tuple[OwnAnnex, ...] = Field(default=(), max_length=5)
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
    sentences: tuple[OwnSentence, ...] = ()

    _provenance: dict[str, Source] = PrivateAttr(default_factory=dict)

    @property
    def name(self) -> str:
        """The municipality's name."""
        return self.municipality.name

    @property
    def official(self) -> tuple[str, ...]:
        """The official languages, at least one; the first is the one where only one can be."""
        return self.municipality.official_languages

    @property
    def offered(self) -> tuple[Service, ...]:
        """The services that this municipality's pages speak of."""
        return self.offer.services

    def done_everywhere(self, service: Service) -> bool:
        """Whether no place sends on whoever comes for this."""
        return all(place.access_to(service, None) is not Access.NONE for place in self.places)

    def place(self, place_id: str | None) -> Place:
        """The place with this id; None: this kiosk's own place, else the first.  KeyError for an unknown id."""
        wanted = place_id or self.home_place or self.places[0].id
        for place in self.places:
            if place.id == wanted:
                return place
        raise KeyError(wanted)

    def stated(self, key: str) -> bool:
        """False for a value that no page states: it is said with doubt, and nothing is promised on it (D22)."""
        try:
            return self.source(key).page not in _IN_NO_PAGE
        except KeyError:
            return True

    def speaks_of(self, key: str) -> bool:
        """True for a table that a file states, whatever its page; False for a default of the product."""
        return any(known == key or known.startswith(f"{key}.") for known in self._provenance)

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
