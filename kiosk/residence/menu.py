"""The menu as the profile has it: at most six choices a screen, two levels deep (R126)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kiosk.residence.labels import SERVICE
from kiosk.residence.vocabulary import Access, Service

if TYPE_CHECKING:
    from kiosk.profiles.model import Place, Profile

# what a picture means, in the words of kiosk.visit.view.Icon; screens choose the glyph
_ICON: dict[Service, str] = {
    Service.RENEW: "card",
    Service.COLLECT: "card_collect",
    Service.FIRST: "card",
    Service.CHILD: "child",
    Service.LOST: "card_lost",
    Service.STOLEN: "police",
    Service.FOUND: "card_found",
    Service.DAMAGED: "card_damaged",
    Service.CHIP_DEFECT: "chip",
    Service.DATA_CHANGE: "person",
    Service.PHOTO: "photo",
    Service.SWITCH: "card_turn",
    Service.URGENT: "urgent",
    Service.DOCUMENTS: "documents",
    Service.ANNEX: "certificate",
    Service.REGISTER: "home",
    Service.FILE: "documents",
    Service.GUARANTOR: "guarantor",
    Service.PROTECTION: "protection",
    Service.TEMPORARY_PROTECTION: "protection",
    Service.LONG_TERM: "stay",
    Service.ABSENCE: "calendar",
    Service.TRAVEL: "travel",
    Service.PASSPORT: "passport",
    Service.CODES: "pin",
    Service.MOVED: "home",
}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A choice: `label` is a source message, `icon` a name of kiosk.visit.view.Icon.

    Exactly one of these leads on: a service, an action that is no service, or the items below.
    """

    id: str
    label: str
    icon: str
    service: Service | None = None
    action: Literal["appointment", "ticket"] | None = None
    children: tuple[MenuItem, ...] = ()


def menu(profile: Profile, place: Place) -> tuple[MenuItem, ...]:
    """The choices of a place; what the place does not offer is left out, and so is a group that is left empty."""
    items: list[MenuItem] = []
    for entry in profile.menu:
        match entry.opens:
            case "appointment":
                items.append(MenuItem(entry.id, entry.label, entry.icon, action="appointment"))
            case "ticket":
                items.append(MenuItem(entry.id, entry.label, entry.icon, action="ticket"))
            case Service() as service:
                if _offered(place, service):
                    items.append(MenuItem(entry.id, entry.label, entry.icon, service=service))
            case None:
                children = tuple(service_item(service) for service in entry.services if _offered(place, service))
                if children:
                    items.append(MenuItem(entry.id, entry.label, entry.icon, children=children))
    return tuple(items)


def service_item(service: Service) -> MenuItem:
    """A service as a choice of its own."""
    return MenuItem(str(service), SERVICE[service], _ICON[service], service=service)


def _offered(place: Place, service: Service) -> bool:
    return place.access_to(service) is not Access.NONE
