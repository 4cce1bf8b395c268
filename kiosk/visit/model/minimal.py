"""What a visit holds of a card, and how long: no more than the next screens need (docs/DATA.md)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from devices.api import CardReading
from kiosk.residence.vocabulary import Service
from kiosk.visit.model import phases
from kiosk.visit.model.known import is_theirs
from kiosk.visit.model.state import Visit

# what a visit is for when its card was put in instead of a code
APPOINTMENT: Final = "appointment"
# look-ups by their names in a profile
COLLECTION: Final = "collection"
BY_APPOINTMENT: Final = "appointment"
# from the proof to the look-up: the number waits for the PIN and for "for whom?"
_BEFORE_THE_LOOK_UP = (
    phases.Greeting,
    phases.TypePin,
    phases.LastTry,
    phases.Checking,
    phases.Asking,
)


def taken(reading: CardReading) -> CardReading:
    """What a visit takes of a reading: no surname, sex, birth place, nationality, card number, issuer or address."""
    given = reading.holder.given_names.split()
    holder = replace(
        reading.holder, given_names=given[0] if given else "", surname="", sex="", birth_place="", nationality=""
    )
    return replace(reading, card=replace(reading.card, card_number="", issued_by=""), holder=holder, address=None)


def held(visit: Visit, phase: phases.Phase, lookups: Collection[str]) -> Visit:
    """The visit as it enters a phase: the name only while it is greeted, the register number only before a look-up.

    `phase` is what goes on below help and the like, `lookups` what the profile states.
    """
    reading = visit.reading
    if reading is None:
        return visit
    name = reading.holder.given_names if isinstance(phase, phases.Greeting) else ""
    number = (
        reading.holder.national_number
        if needs_number(visit, lookups) and isinstance(phase, _BEFORE_THE_LOOK_UP)
        else ""
    )
    holder = replace(reading.holder, given_names=name, national_number=number)
    return replace(visit, reading=replace(reading, holder=holder))


def needs_number(visit: Visit, lookups: Collection[str]) -> bool:
    """True while a look-up under the holder's own number is still to come, and the profile states it."""
    if visit.service == APPOINTMENT:
        return BY_APPOINTMENT in lookups
    theirs = visit.reading is not None and is_theirs(visit.said, visit.reading)
    return COLLECTION in lookups and visit.service == Service.COLLECT.value and visit.office is None and theirs
