"""The menu as the profile has it: at most six choices a screen, two levels deep; a long group goes on on a second screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kiosk.residence.labels import INFORMATION, MEDICAL, SERVICE
from kiosk.residence.vocabulary import Service

if TYPE_CHECKING:
    from kiosk.residence.profile import Place, Profile
    from kiosk.residence.town import Words

# choices that fit a screen
SCREEN = 6
# what a picture means, in the words of kiosk.views.view.Icon; screens choose the glyph
_ICON: dict[Service, str] = {
    Service.RENEW: "card_renew",
    Service.COLLECT: "card_collect",
    Service.FIRST: "card_first",
    Service.CHILD: "child",
    Service.LOST: "card_lost",
    Service.STOLEN: "police",
    Service.FOUND: "card_found",
    Service.DAMAGED: "card_damaged",
    Service.CHIP_DEFECT: "chip",
    Service.DATA_CHANGE: "person",
    Service.PHOTO: "photo",
    Service.SWITCH: "card_switch",
    Service.URGENT: "urgent",
    Service.DOCUMENTS: "hand_in",
    Service.ANNEX: "certificate",
    Service.REGISTER: "home",
    Service.FILE: "file",
    Service.GUARANTOR: "guarantor",
    Service.PROTECTION: "protection",
    Service.TEMPORARY_PROTECTION: "shelter",
    Service.LONG_TERM: "stay",
    Service.ABSENCE: "calendar",
    Service.TRAVEL: "travel",
    Service.PASSPORT: "passport",
    Service.CODES: "pin",
    Service.MOVED: "moved",
}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A choice: `label` is a source message or the town's own words, `icon` a name of kiosk.views.view.Icon.

    Exactly one of these leads on: a service, an action that is no service, or the items below.
    """

    id: str
    label: Words
    icon: str
    service: Service | None = None
    action: Literal["appointment", "ticket", "information", "medical"] | None = None
    children: tuple[MenuItem, ...] = ()


def menu(profile: Profile, place: Place) -> tuple[MenuItem, ...]:
    """The choices of a place; what no place serves is left out, and so is a group that is left empty."""
    items: list[MenuItem] = []
    for entry in profile.menu:
        match entry.opens:
            case "appointment":
                items.append(MenuItem(entry.id, entry.label, entry.icon, action="appointment"))
            case "ticket":
                items.append(MenuItem(entry.id, entry.label, entry.icon, action="ticket"))
            case "information":
                items.append(MenuItem(entry.id, entry.label, entry.icon, action="information"))
            case Service() as service:
                if _offered(profile, place, service):
                    items.append(MenuItem(entry.id, entry.label, entry.icon, service=service))
            case None:
                children = tuple(_leaf(each) for each in entry.services if _offered(profile, place, each))
                if children:
                    items.append(MenuItem(entry.id, entry.label, entry.icon, children=children))
    return tuple(items)


def service_item(service: Service) -> MenuItem:
    """A service as a choice of its own."""
    return MenuItem(str(service), SERVICE[service], _ICON[service], service=service)


def _leaf(entry: Service | Literal["information", "medical"]) -> MenuItem:
    if entry == "information":
        return MenuItem("information", INFORMATION, "info", action="information")
    if entry == "medical":
        return MenuItem("medical", MEDICAL, "help", action="medical")
    return service_item(entry)


def _offered(profile: Profile, place: Place, entry: Service | Literal["information", "medical"]) -> bool:
    """What only another place serves is offered too: its answer says where.  Cards are collected where they lie."""
    if not isinstance(entry, Service):
        return True
    places = (place,) if entry is Service.COLLECT else profile.places
    return any(each.does(entry) for each in places)


def on_page(items: tuple[MenuItem, ...], page: int) -> tuple[tuple[MenuItem, ...], bool]:
    """The choices of one screen of a group (0: the first), and whether there are more on the next one."""
    if page:
        return items[SCREEN - 1 :], False
    return (items[: SCREEN - 1], True) if len(items) > SCREEN else (items, False)
