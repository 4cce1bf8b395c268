"""What is known of a case: what the person said first; what the card and the office say only where it is the same person's.

The three are kept apart in a visit, so that a card that is put in late never overwrites an answer, and the card that
is still in the reader is known again after "Back" and "Something else".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from devices.api import CardDate, CardReading
from kiosk.residence.cardtypes import card_type
from kiosk.residence.facts import Facts, PartialDate
from kiosk.residence.profile import Profile
from kiosk.residence.vocabulary import APPLICATIONS, GONE, Service

# applets whose cards come with a PUK; the next one has none
_WITH_PUK = ("1.0", "1.1", "1.7")
# older than anybody who comes
OLDEST = 120
# the card that these are about is not in the reader: it is gone, or was never there
_NO_CARD_HERE = GONE | {Service.FIRST}
# of which a card that comes late can tell more: whose it is, its letter, its dates
_BY_CARD = (APPLICATIONS - _NO_CARD_HERE) | {
    Service.COLLECT,
    Service.FOUND,
    Service.TEMPORARY_PROTECTION,
    Service.LONG_TERM,
    Service.ABSENCE,
}


def known(said: Facts, reading: CardReading | None, office: Mapping[str, object] | None) -> Facts:
    """Everything that the rules may use.  `office`: fields of Facts by name, about the card's holder; None: not asked."""
    if reading is None or not is_theirs(said, reading):
        return said
    card = reading.card
    facts = replace(
        said,
        document_type=card.document_type,
        valid_from=card.valid_from,
        valid_until=card.valid_until,
        born=birth(reading) or said.born,
        has_puk=card.applet in _WITH_PUK if card.applet else None,
    )
    if office is None or said.service is not Service.COLLECT:
        return facts
    unsaid = {name: value for name, value in office.items() if getattr(said, name) is None}
    return replace(facts, **unsaid)  # type: ignore[arg-type]  # names of fields


def is_theirs(said: Facts, reading: CardReading) -> bool:
    """True when the card in the reader is that of the person whom the visit is about, as far as was said.

    A parent's card is not the child's: the holder's birth date must fit the age that was said.
    """
    if said.service in _NO_CARD_HERE or (said.children or 0) > 1:
        return False
    kind = card_type(reading.card.document_type)
    young = kind is not None and kind.child
    for_child = said.for_other or said.service is Service.CHILD
    if said.born is None:
        return young or not for_child
    if said.for_other and not young:
        return False  # of somebody who is no child, or the visitor's own
    born = birth(reading)
    if born is None:
        return young is for_child
    return born.earliest <= said.born.latest and said.born.earliest <= born.latest


def by_card(said: Facts, today: date, profile: Profile) -> bool:
    """True when an answer may be told more closely with a card: no card is read that could change nothing."""
    alone = (said.children or 0) <= 1 and not someone_elses(said, today, profile)
    return said.service in _BY_CARD and said.medical is None and alone


def not_theirs(said: Facts, reading: CardReading) -> bool:
    """True when the card in the reader could be that of the person in question, and is somebody else's."""
    return said.service in _BY_CARD and (said.children or 0) <= 1 and not is_theirs(said, reading)


def someone_elses(said: Facts, today: date, profile: Profile) -> bool:
    """True when it is about a person who is no child and not here."""
    limit = years_before(today, profile.child_card.age_limit)
    return said.for_other and said.born is not None and said.born.latest <= limit


def is_new_card(facts: Facts) -> bool:
    """True when the card in the reader is the one that is collected: it was made after the application."""
    return facts.valid_from is not None and facts.applied is not None and facts.valid_from >= facts.applied


def birth(reading: CardReading) -> PartialDate | None:
    """The holder's birth date as far as the card tells it."""
    told: CardDate | None = reading.holder.birth_date
    if told is None:
        return None
    try:
        return PartialDate.parse(told.iso())
    except ValueError:
        return None


def aged(low: int, high: int, today: date) -> PartialDate:
    """The birth date of somebody who is `low` to `high` years old today."""
    return PartialDate(years_before(today, high + 1) + timedelta(days=1), years_before(today, low))


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; the last of February for a leap day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
