"""What is known of a resident's case: card facts and what the resident said; None means unknown."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kiosk.residence.calendar import age_on
from kiosk.residence.cardtypes import SWITCH_TARGETS, CardType, card_type
from kiosk.residence.vocabulary import (
    Annex,
    CardStatus,
    ChildSituation,
    Codes,
    Guarantee,
    Medical,
    Office,
    Procedure,
    Protection,
    Role,
    Service,
)

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A birth date that may be known only to the month or the year (R141)."""

    earliest: date
    latest: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read "1984-05-17", "1984-05" or "1984"; raise ValueError for anything else."""
        found = _PARTIAL.fullmatch(text)
        if not found:
            raise ValueError(f"not a date: {text!r} (write 1984-05-17, 1984-05 or 1984)")
        year, month, day = (int(part) if part else None for part in found.groups())
        if year is None or not 1 <= year <= 9999:
            raise ValueError(f"not a year: {text!r}")
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        return cls.of(date(year, month, day))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """A date that is fully known."""
        return cls(day, day)

    def ages_on(self, day: date) -> tuple[int, int]:
        """The lowest and the highest age, in whole years, that the person can have on `day`."""
        return age_on(self.latest, day), age_on(self.earliest, day)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that `kiosk explain` takes; a field that is None is unknown."""

    service: Service | None = None
    place: str | None = None
    # the card
    document_type: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    born: PartialDate | None = None
    read_from_back: bool = False
    has_puk: bool | None = None
    # the office
    card_status: CardStatus | None = None
    office: Office | None = None
    applied: date | None = None
    applied_at: str | None = None
    # what the resident says
    eu: bool | None = None
    duplicate: bool = False
    letter: date | None = None
    codes: Codes | None = None
    invitation: bool | None = None
    procedure: Procedure | None = None
    children: int | None = None
    role: Role | None = None
    situation: ChildSituation | None = None
    for_other: bool = False
    medical: Medical | None = None
    certificate: date | None = None
    police_paper: bool | None = None
    reported: bool | None = None
    photo_date: date | None = None
    sits_still: bool | None = None
    switch_to: str | None = None
    annex: Annex | None = None
    guarantee: Guarantee | None = None
    protection: Protection | None = None
    from_abroad: bool = False
    appointment: datetime | None = None
    entry: date | None = None
    months: tuple[int, int, int] | None = None
    absences: tuple[int, ...] | None = None

    @property
    def card(self) -> CardType | None:
        """The type of the card; None when no code is known or the code means nothing."""
        return card_type(self.document_type)

    @property
    def letter_now(self) -> str | None:
        """Today's letter of the card (or of the card that is switched to), None when unknown."""
        if self.service is Service.SWITCH and self.switch_to:
            return self.switch_to
        return self.card.letter if self.card and self.card.served else None

    @property
    def outside_eu(self) -> bool | None:
        """True for a national of no EU or EEA country: as was said, else by the letter of the card; None when unknown."""
        if self.eu is not None:
            return not self.eu
        return None if self.letter_now is None else self.letter_now not in {"EU", "EU+"}

    @property
    def urgent(self) -> bool:
        """True when the urgent procedure is asked for."""
        return self.service is Service.URGENT or self.procedure not in {None, Procedure.REGULAR}


# outside these years a date is a slip of the pen or an unset clock, and calendars end
FIRST_YEAR, LAST_YEAR = 1880, 2200
_DATES = ("valid_from", "valid_until", "applied", "letter", "photo_date", "certificate", "entry")


def contradictions(facts: Facts, profile: Profile, today: date) -> tuple[str, ...]:
    """The names of facts that cannot all be true (R140) or mean nothing here; empty when they can."""
    wrong = _impossible_dates(facts, today)
    places = {place.id for place in profile.places}
    if facts.valid_from and facts.valid_until and facts.valid_until < facts.valid_from:
        wrong += ["valid_from", "valid_until"]
    card = facts.card
    if card and card.child and facts.born and facts.valid_from:
        youngest, _ = facts.born.ages_on(facts.valid_from)
        if youngest >= profile.child_card.age_limit:
            wrong += ["document_type", "born", "valid_from"]
    if facts.born and facts.born.earliest > today:
        wrong.append("born")
    if facts.born and facts.valid_from and facts.born.earliest > facts.valid_from:
        wrong += ["born", "valid_from"]
    if facts.applied and facts.applied > today:
        wrong.append("applied")
    if facts.letter and facts.applied and facts.letter < facts.applied:
        wrong += ["letter", "applied"]
    if facts.letter and facts.letter > today:
        wrong.append("letter")
    if facts.photo_date and facts.photo_date > today:
        wrong.append("photo_date")
    if facts.certificate and facts.certificate > today:
        wrong.append("certificate")
    if facts.place is not None and facts.place not in places:
        wrong.append("place")
    if facts.applied_at is not None and facts.applied_at not in places:
        wrong.append("applied_at")
    if facts.children is not None and facts.children < 0:
        wrong.append("children")
    if facts.switch_to is not None and facts.switch_to not in SWITCH_TARGETS:
        wrong.append("switch_to")
    if facts.months is not None:
        total, student, excluded = facts.months
        if min(facts.months) < 0 or student + excluded > total:
            wrong.append("months")
    if facts.absences is not None and min(facts.absences, default=0) < 0:
        wrong.append("absences")
    if (facts.annex, facts.guarantee) in {(Annex.A3BIS, Guarantee.STUDENT), (Annex.A32, Guarantee.SHORT)}:
        wrong += ["annex", "guarantee"]
    return tuple(dict.fromkeys(wrong))


def _impossible_dates(facts: Facts, today: date) -> list[str]:
    days = {name: getattr(facts, name) for name in _DATES}
    days |= {"today": today, "born": facts.born.earliest if facts.born else None}
    days["appointment"] = facts.appointment.date() if facts.appointment else None
    return [name for name, day in days.items() if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR]
