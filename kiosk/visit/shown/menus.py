"""The menu as actions: what the profile offers at this place, and what a screen's ticket would be for."""

from __future__ import annotations

from typing import Final

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.residence.menu import MenuItem, menu, on_page, service_item
from kiosk.residence.names import own_words
from kiosk.residence.vocabulary import ResultCode, Service, TicketClass
from kiosk.views.view import Action, Icon
from kiosk.visit.model.medical import medical_ways
from kiosk.visit.model.phases import Answered, Fault, PinBlocked, Sorry
from kiosk.visit.model.state import Setting, VisitState
from kiosk.visit.shown.information import subjects

# services whose answer is in the chip; the card is asked for first
WITH_CARD: Final = frozenset({Service.RENEW, Service.COLLECT, Service.TEMPORARY_PROTECTION})
# the short menu of somebody who has no card with them (R005)
NO_CARD: Final = "no_card"
# the subjects of general information
TOPICS: Final = "topics"
# what is possible for somebody who is ill
MEDICAL: Final = "medical"
_ACTION: Final = {"appointment": "appointment", "ticket": "ticket", "information": TOPICS, "medical": MEDICAL}
_NO_CARD_SERVICES: Final = (Service.LOST, Service.STOLEN, Service.COLLECT, Service.DAMAGED)


def is_group(setting: Setting, identifier: str) -> bool:
    """True when the entry opens a second level."""
    return any(item.id == identifier and item.children for item in _items(setting))


def actions(setting: Setting, path: str, t: Texts, page: int = 0) -> tuple[Action, ...]:
    """The choices of the first level (path ""), of a group, or of its second screen (page 1)."""
    if path == TOPICS:
        return subjects(setting, t)
    if path == MEDICAL:
        return tuple(
            Action(f"menu.{MEDICAL}.{each.id}", t.gettext(each.label), each.icon)
            for each in medical_ways(setting.profile)
        )
    if path == NO_CARD:
        offered = setting.profile.offered
        services = tuple(_action(service_item(each), t, setting) for each in _NO_CARD_SERVICES if each in offered)
        return (*services, Action("menu.ticket", t.gettext(N_("Just a ticket")), Icon.TICKET))
    items = _items(setting)
    if path:
        items = next(item.children for item in items if item.id == path)
    shown, more = on_page(items, page)
    further = (Action("menu.more", t.gettext(N_("More choices")), Icon.MORE),) if more else ()
    return (*(_action(item, t, setting) for item in shown), *further)


def title(setting: Setting, path: str, t: Texts) -> str:
    """What the menu asks."""
    if path == NO_CARD:
        return t.gettext(N_("You have no card with you. What is it about?"))
    if path == TOPICS:
        return t.gettext(N_("What do you want to know?"))
    if path == MEDICAL:
        return t.gettext(N_("What is difficult?"))
    if path:
        return own_words(t, next(item.label for item in _items(setting) if item.id == path), setting.profile)
    return t.gettext(N_("What would you like to do?"))


def class_for(state: VisitState) -> str:
    """The class of the ticket that the present screen offers."""
    match state.phase:
        case Answered() if state.visit is not None and state.visit.answer is not None:
            return (state.visit.answer.ticket_class or TicketClass.GENERAL).value
        case PinBlocked():
            return TicketClass.REQUEST.value
        case Sorry(fault=Fault.CARD_PROBLEM, problem=problem) if problem == ResultCode.CHIP_DEFECT.value:
            return TicketClass.SIGNAL.value
        case _:
            return TicketClass.GENERAL.value


def _items(setting: Setting) -> tuple[MenuItem, ...]:
    return menu(setting.profile, setting.profile.place(setting.place))


def _action(item: MenuItem, t: Texts, setting: Setting) -> Action:
    # a group may be called "information" too
    leads = item.service.value if item.service else _ACTION.get(item.action or "", item.id)
    return Action(f"menu.{leads}", own_words(t, item.label, setting.profile), Icon(item.icon))
