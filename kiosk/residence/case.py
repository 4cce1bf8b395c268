"""One case while it is being answered: its facts, its place, its age band, and the notes and values used so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kiosk.base.clock import BRUSSELS
from kiosk.residence.answers import Answer, Dates, Fee, Params, SourceUse
from kiosk.residence.facts import Facts
from kiosk.residence.vocabulary import (
    Access,
    AgeBand,
    AppointmentNeed,
    BringItem,
    CardStatus,
    Channel,
    Note,
    Office,
    PhotoRule,
    ResultCode,
    Service,
    TicketClass,
)

if TYPE_CHECKING:
    from kiosk.residence.profile import Place, Profile

_NOTE_ORDER = {note: index for index, note in enumerate(Note)}
_NEED = {
    Access.WALK_IN: AppointmentNeed.WALK_IN,
    Access.RECEPTION: AppointmentNeed.RECEPTION,
    Access.APPOINTMENT: AppointmentNeed.REQUIRED,
    Access.NONE: AppointmentNeed.UNSTATED,
    Access.UNSTATED: AppointmentNeed.UNSTATED,
}
_NUMBERED = (Access.WALK_IN, Access.RECEPTION)
# the resident comes at another time: how it is done at this moment says nothing
_LATER = frozenset(
    {
        ResultCode.RENEW_TOO_EARLY,
        ResultCode.POLICE_FIRST,
        ResultCode.COLLECT_FROM,
        ResultCode.COLLECT_ELSEWHERE,
        ResultCode.COLLECT_NOT_READY,
        ResultCode.WAIT_FOR_CODES,
        ResultCode.URGENT_WAIT,
        ResultCode.WAIT_FOR_DECISION,
    }
)


def in_order(notes: set[Note]) -> tuple[Note, ...]:
    """Notes as they are told."""
    return tuple(sorted(notes, key=_NOTE_ORDER.__getitem__))


@dataclass(slots=True)
class Case:
    """The workings of one answer.  Rules read it, add notes and keys, and end with `done`."""

    facts: Facts
    profile: Profile
    now: datetime
    clock_ok: bool
    service: Service | None = None
    dates: Dates = field(default_factory=Dates)
    params: Params = field(default_factory=Params)
    fee: Fee | None = None
    bring: tuple[BringItem, ...] = ()
    photo: PhotoRule = PhotoRule.NONE
    notes: set[Note] = field(default_factory=set)
    keys: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now = self.now.astimezone(BRUSSELS)
        self.service = self.facts.service

    @property
    def today(self) -> date:
        """The civil date in Europe/Brussels."""
        return self.now.date()

    @property
    def place(self) -> Place:
        """Where the resident stands: the place given, else where the application was made, else the first place."""
        known = self.facts.place
        if known is None and self.facts.service is Service.COLLECT:
            known = self.facts.applied_at
        return self.profile.place(known)

    @property
    def band(self) -> AgeBand | None:
        """The age band on the day of application, today (section 4.4); None when a partial date leaves it open (R141).

        Without any birth date, what was chosen decides: a child's card, a child's service, an urgent application for
        children or an adult's role towards a child mean a child, everything else no child any more.
        """
        facts = self.facts
        if facts.born is None:
            child = (
                facts.service is Service.CHILD
                or facts.role is not None
                or (facts.urgent and bool(facts.children))
                or (facts.card is not None and facts.card.child)
            )
            return AgeBand.CHILD if child else AgeBand.ADULT
        limit = self.profile.child_card.age_limit
        youngest, oldest = facts.born.ages_on(self.today)
        if oldest < limit:
            return AgeBand.CHILD
        if youngest >= limit:
            return AgeBand.ADULT
        return None

    @property
    def with_children(self) -> bool:
        """True when an adult asks for a card of the own and for children's in one application."""
        facts = self.facts
        return bool(facts.children) and facts.born is not None and not facts.for_other and self.band is AgeBand.ADULT

    @property
    def status(self) -> CardStatus | None:
        """What the office says; None when it is silent."""
        return None if self.facts.office is Office.DOWN else self.facts.card_status

    def access(self, service: Service) -> Access:
        """How the place serves a service at this moment."""
        return self.access_there(self.place, service)

    def access_there(self, place: Place, service: Service) -> Access:
        """How any place serves a service at this moment."""
        self.used(f"places.{place.id}.{'collection.mode' if service is Service.COLLECT else 'access'}")
        letter = self.facts.letter_now
        if letter is None and place.access_by_card(service):
            self.note(Note.ACCESS_BY_CARD)
        if not place.access_varies(service, letter):
            return place.access_to(service, letter)
        self.used(f"places.{place.id}.access")
        self.with_params(access_hours=(place.id, service))
        return place.access_at(service, letter, self.now.weekday(), self.now.time())

    def note(self, *notes: Note) -> None:
        """Add notes; order and doubles are settled at the end."""
        self.notes.update(notes)

    def used(self, *keys: str) -> None:
        """Record which values of the profile took part."""
        self.keys.update(dict.fromkeys(keys))

    def dated(self, **values: Any) -> None:
        """Fill dates."""
        self.dates = replace(self.dates, **values)

    def with_params(self, **values: Any) -> None:
        """Fill parameters of the result."""
        self.params = replace(self.params, **values)

    def number(self, ticket: TicketClass, service: Service) -> TicketClass | None:
        """The class, where this place gives numbers for the service ("When a number is given"); else None."""
        return ticket if self.access(service) in _NUMBERED else None

    def at_desk(
        self, result: ResultCode, ticket: TicketClass, service: Service, channels: tuple[Channel, ...] = ()
    ) -> Answer:
        """For a desk that nobody needs an appointment for: the class where this place gives it, else a general one."""
        access = self.access(service)
        number = self.number(ticket, service) or TicketClass.GENERAL
        return self.done(result, ticket=number, access=access if access is Access.WALK_IN else None, channels=channels)

    def done(
        self,
        result: ResultCode,
        *,
        ticket: TicketClass | None = None,
        access: Access | None = None,
        channels: tuple[Channel, ...] = (),
    ) -> Answer:
        """The answer, with notes in their order and every used value's source."""
        other = self.service if self.service is not self.facts.service else None
        self.with_params(service=other, child=self.band is AgeBand.CHILD)
        if self.params.access_hours is not None and result in _LATER and access is not None:
            access = Access.WALK_IN  # at the hours that are told
        return Answer(
            result=result,
            notes=in_order(self.notes),
            dates=self.dates,
            fee=self.fee,
            bring=self.bring,
            photo=self.photo,
            appointment=_NEED[access] if access else AppointmentNeed.UNSTATED,
            channels=channels,
            ticket_class=ticket,
            child=self.band is AgeBand.CHILD,
            cards=max(1, (self.facts.children or 0) + self.with_children),
            params=self.params,
            sources=tuple(use for key in self.keys if (use := self.source_of(key)) is not None),
        )

    def source_of(self, key: str) -> SourceUse | None:
        """Where the value came from; None for a default of the product that no file states."""
        try:
            source = self.profile.source(key)
        except KeyError:
            return None
        return SourceUse(key, source.page, source.checked_on, source.page_date)
