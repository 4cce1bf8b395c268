"""Rows for some cards, desks and charges of the town: what would be read by nobody, or told against another row."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import combinations

from kiosk.profiles.draft import Draft
from kiosk.profiles.plausible import too_narrow
from kiosk.profiles.problems import ProfileProblem
from kiosk.residence.contact import Contact
from kiosk.residence.profile import Tickets
from kiosk.residence.ruleset import Charge, Renewal
from kiosk.residence.town import Place
from kiosk.residence.vocabulary import APPLICATIONS, Access, Service

Finding = tuple[ProfileProblem, str, str]
_FOR_WHICH = 'needs the cards that it is for: letters = ["A"], or card_group = "eu_family"'


def nonsense_of_cards(draft: Draft) -> Iterator[Finding]:
    """Everything of the kind, in the order of a profile's tables."""
    yield from _access(draft.rows("places"))
    yield from _lines(draft.get("contact"))
    yield from _desks(draft.get("tickets"))
    yield from _windows(draft.get("renewal"))
    yield from _charges(draft.rows("charges"))


def _access(rows: list[tuple[int, Place]]) -> Iterator[Finding]:
    for _, place in rows:
        for number, row in enumerate(place.access.cards):
            key = f"places.{place.id}.access.cards.{number}"
            if not row.of_cards:
                yield ProfileProblem.MISSING_KEY, key, _FOR_WHICH
            if Service.COLLECT in (row.services or ()):
                said = "collect is not read: how cards are handed out is collection.mode"
                yield ProfileProblem.BAD_VALUE, f"{key}.services", said
            concerned = [service for service in row.services or Service if row.speaks_of(service)]
            if concerned and all(place.access_to(service) is Access(row.access) for service in concerned):
                said = f"{row.access!r} is how it is done for other cards too; take the row out"
                yield ProfileProblem.BAD_VALUE, f"{key}.access", said


def _lines(contact: Contact | None) -> Iterator[Finding]:
    for number, row in enumerate(contact.lines if contact else ()):
        key = f"contact.lines.{number}"
        if not row.telephone and not row.mail:
            yield ProfileProblem.MISSING_KEY, key, "needs a telephone or a mail"
        if row.telephone_hours is not None and not row.telephone:
            yield ProfileProblem.BAD_VALUE, f"{key}.telephone_hours", "is read only where there is a telephone"
        if row.places is None and not row.of_cards:
            said = "is for everybody: write it in [contact], or say for which places, letters or card_group"
            yield ProfileProblem.BAD_VALUE, key, said


def _desks(tickets: Tickets | None) -> Iterator[Finding]:
    for number, row in enumerate(tickets.desks if tickets else ()):
        key = f"tickets.desks.{number}"
        if tickets is not None and row.ticket not in tickets.classes:
            said = f"there is no [tickets.classes.{row.ticket}]; write its prefix and its label"
            yield ProfileProblem.MISSING_KEY, f"{key}.ticket", said
        if row.services is None and row.places is None and not row.of_cards:
            yield ProfileProblem.BAD_VALUE, key, "is for everybody: say for which services, letters or places"


def _windows(renewal: Renewal | None) -> Iterator[Finding]:
    for number, row in enumerate(renewal.windows if renewal else ()):
        key = f"renewal.windows.{number}"
        if not row.of_cards:
            yield ProfileProblem.MISSING_KEY, key, _FOR_WHICH
        if row.closes_days_before > row.opens_days_before:
            said = f"closes before it opens: write {row.opens_days_before} or less"
            yield ProfileProblem.BAD_VALUE, f"{key}.closes_days_before", said
        if said := too_narrow(row.opens_days_before, row.closes_days_before):
            yield ProfileProblem.UNLIKELY, key, said


def _charges(rows: list[tuple[int, Charge]]) -> Iterator[Finding]:
    for index, row in rows:
        cards = [str(service) for service in row.services if service in APPLICATIONS]
        if cards:
            said = f"these have the price of a card, which is written in [[fees]]: {', '.join(cards)}"
            yield ProfileProblem.BAD_VALUE, f"charges.{index}.services", said
        if row.annexes is not None and Service.ANNEX not in row.services:
            yield ProfileProblem.BAD_VALUE, f"charges.{index}.annexes", 'is read only with services = ["annex"]'
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            yield ProfileProblem.BAD_VALUE, f"charges.{index}.valid_to", "ends before it begins"
    for (first, one), (second, other) in combinations(rows, 2):
        if one.label == other.label and (services := _both(one, other)):
            said = f"is paid together with charges.{first}, and nobody reads what for ({', '.join(services)}): "
            said += "give each a label, or let the older one end with valid_to"
            yield ProfileProblem.TWICE, f"charges.{second}", said


def _both(one: Charge, other: Charge) -> list[str]:
    """The services for which both are to pay, at one place and on one day."""
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    ends = min(one.valid_to or date.max, other.valid_to or date.max)
    if begins > ends or not _meet(one.places, other.places):
        return []
    return [
        str(service)
        for service in one.services
        if service in other.services and (service is not Service.ANNEX or _meet(one.annexes, other.annexes))
    ]


def _meet(one: Collection[object] | None, other: Collection[object] | None) -> bool:
    return one is None or other is None or not set(one).isdisjoint(other)
