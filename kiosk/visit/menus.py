"""The menu follows the profile: at most six choices a screen, two levels deep."""

from __future__ import annotations

from typing import Final

from kiosk.i18n import N_, Texts
from kiosk.residence.labels import SERVICE
from kiosk.residence.vocabulary import ResultCode, Service, TicketClass
from kiosk.visit.state import (
    Answered,
    CheckInAnswered,
    Fault,
    PinBlocked,
    Setting,
    Sorry,
    State,
)
from kiosk.visit.view import Action, Icon

# services whose answer is in the chip; the card is asked for first
WITH_CARD: Final = frozenset({Service.RENEW, Service.COLLECT})
# the short menu of somebody who has no card with them (R005)
NO_CARD: Final = "no_card"
_NO_CARD_SERVICES: Final = (Service.LOST, Service.STOLEN, Service.COLLECT, Service.DAMAGED)

SERVICE_ICONS: Final[dict[Service, Icon]] = {
    Service.RENEW: Icon.CARD,
    Service.COLLECT: Icon.CARD_COLLECT,
    Service.FIRST: Icon.CARD,
    Service.CHILD: Icon.CHILD,
    Service.LOST: Icon.CARD_LOST,
    Service.STOLEN: Icon.POLICE,
    Service.FOUND: Icon.CARD_FOUND,
    Service.DAMAGED: Icon.CARD_DAMAGED,
    Service.CHIP_DEFECT: Icon.CHIP,
    Service.DATA_CHANGE: Icon.PERSON,
    Service.PHOTO: Icon.PHOTO,
    Service.SWITCH: Icon.CARD,
    Service.URGENT: Icon.URGENT,
    Service.DOCUMENTS: Icon.DOCUMENTS,
    Service.ANNEX: Icon.DOCUMENTS,
    Service.REGISTER: Icon.HOME,
    Service.FILE: Icon.DOCUMENTS,
    Service.GUARANTOR: Icon.GUARANTOR,
    Service.PROTECTION: Icon.PROTECTION,
    Service.TEMPORARY_PROTECTION: Icon.PROTECTION,
    Service.LONG_TERM: Icon.STAY,
    Service.ABSENCE: Icon.TRAVEL,
    Service.TRAVEL: Icon.TRAVEL,
    Service.PASSPORT: Icon.PASSPORT,
    Service.CODES: Icon.LETTER,
    Service.MOVED: Icon.HOME,
}


def is_group(setting: Setting, identifier: str) -> bool:
    """True when the entry opens a second level."""
    return any(entry.id == identifier and entry.services for entry in setting.profile.menu)


def actions(setting: Setting, path: str, t: Texts) -> tuple[Action, ...]:
    """The choices of the first level (path "") or of a group."""
    if path == NO_CARD:
        services = tuple(
            _service(service, t) for service in _NO_CARD_SERVICES if service in setting.profile.offer.services
        )
        return (*services, Action("menu.ticket", t.gettext(N_("Just a ticket")), Icon.TICKET))
    if path:
        entry = next(each for each in setting.profile.menu if each.id == path)
        return tuple(_service(service, t) for service in entry.services)
    return tuple(
        Action(f"menu.{entry.opens or entry.id}", t.gettext(entry.label), Icon(entry.icon))
        for entry in setting.profile.menu
    )


def title(setting: Setting, path: str, t: Texts) -> str:
    """What the menu asks."""
    if path == NO_CARD:
        return t.gettext(N_("You have no card with you. What is it about?"))
    if path:
        entry = next(each for each in setting.profile.menu if each.id == path)
        return t.gettext(entry.label)
    return t.gettext(N_("What would you like to do?"))


def _service(service: Service, t: Texts) -> Action:
    return Action(f"menu.{service.value}", t.gettext(SERVICE[service]), SERVICE_ICONS[service])


def class_for(state: State) -> str:
    """The class of the ticket that the present screen offers."""
    match state.phase:
        case Answered() if state.visit is not None and state.visit.answer is not None:
            given = state.visit.answer.ticket_class
            return (given or TicketClass.GENERAL).value
        case PinBlocked():
            return TicketClass.REQUEST.value
        case Sorry(fault=Fault.CARD_PROBLEM, problem=problem) if problem == ResultCode.CHIP_DEFECT.value:
            return TicketClass.SIGNAL.value
        case CheckInAnswered():
            return TicketClass.GENERAL.value
        case _:
            return TicketClass.GENERAL.value
