"""Names that appear in several places: ticket classes, places, what to bring."""

from __future__ import annotations

from kiosk.i18n import N_, Texts, texts
from kiosk.profiles.model import Place, Profile
from kiosk.residence import opening
from kiosk.residence.vocabulary import BringItem, TicketClass
from kiosk.residence.words import bring_label
from kiosk.visit.state import State
from kiosk.visit.view import Icon, Item, Where

BRING_ICONS: dict[BringItem, Icon] = {
    BringItem.CURRENT_CARD: Icon.CARD,
    BringItem.OLD_CARD_OR_CERTIFICATE: Icon.CARD,
    BringItem.PREVIOUS_CARD_IF_ANY: Icon.CARD,
    BringItem.PASSPORT_OR_ID: Icon.PASSPORT,
    BringItem.POLICE_LOSS: Icon.POLICE,
    BringItem.CURRENT_CARD_OR_POLICE_LOSS: Icon.CARD,
    BringItem.PHOTO: Icon.PHOTO,
    BringItem.INVITATION: Icon.LETTER,
    BringItem.FEE: Icon.MONEY,
    BringItem.CODES: Icon.PIN,
    BringItem.CODES_LETTER: Icon.LETTER,
    BringItem.ADULT_ID: Icon.PERSON,
    BringItem.PLACEMENT_RULING: Icon.DOCUMENTS,
    BringItem.PARENT_PERMIT: Icon.CARD,
    BringItem.CHILD_ID: Icon.CHILD,
    BringItem.PARENTAL_AUTHORITY: Icon.DOCUMENTS,
    BringItem.ORANGE_CARD_OR_ANNEX_15_IF_ANY: Icon.DOCUMENTS,
    BringItem.MEDICAL_CERTIFICATE: Icon.DOCUMENTS,
    BringItem.PIN_PUK_LETTER: Icon.LETTER,
    BringItem.CGRS_DOCUMENTS: Icon.DOCUMENTS,
    BringItem.ATTESTATION: Icon.DOCUMENTS,
    BringItem.FOUND_CARD: Icon.CARD_FOUND,
}


def service_label(profile: Profile, klass: str, language: str) -> str:
    """The public name of a ticket class; never a status (R114)."""
    return texts(language).gettext(profile.tickets.classes[TicketClass(klass)].label)


def bring_items(bring: tuple[BringItem, ...], t: Texts, profile: Profile) -> tuple[Item, ...]:
    """What to bring, with pictures."""
    return tuple(Item(BRING_ICONS[item], bring_label(item, t, profile)) for item in bring)


def bring_labels(state: State) -> tuple[str, ...]:
    """What to bring, as it stands on the ticket."""
    visit = state.visit
    if visit is None or visit.answer is None:
        return ()
    items = bring_items(visit.answer.bring, texts(visit.language), state.setting.profile)
    return tuple(item.label for item in items)


def where(state: State, place: Place, t: Texts) -> Where:
    """A place, its address, today's or the next opening, and how to get there."""
    profile = state.setting.profile
    now = state.now.civil
    hours = ""
    closes = opening.closes_at(profile, place, now)
    opens = opening.next_opening(profile, place, now)
    if closes is not None:
        hours = t.gettext(N_("Open today until {time}."), time=t.clock(closes))
    elif opens is not None:
        day = t.day(opens.date(), weekday=True, year=False)
        hours = t.gettext(N_("Opens on {day} at {time}."), day=day, time=t.clock(opens))
    directions = tuple(t.gettext(line) for line in place.directions.lines)
    return Where(name=place.name, address=place.address, hours=hours, lines=directions)
