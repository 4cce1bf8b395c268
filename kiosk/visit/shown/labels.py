"""Names that appear in several places: ticket classes, places, what to bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.base.i18n import Texts, texts
from kiosk.base.languages import N_
from kiosk.residence import opening
from kiosk.residence.answers import Answer
from kiosk.residence.names import own_name, own_words
from kiosk.residence.profile import Place, Profile
from kiosk.residence.town import Room
from kiosk.residence.vocabulary import BringItem, TicketClass
from kiosk.residence.words import describe, things_to_bring
from kiosk.views.view import Destination, Icon, Item
from kiosk.visit.model.state import VisitState
from kiosk.visit.shown.paper import called_to

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
    BringItem.PERMISSION: Icon.LETTER,
    BringItem.VISITORS_ID: Icon.PERSON,
}


_QUESTION_ICONS: dict[str, Icon] = {
    "for-whom": Icon.PEOPLE,
    "for-whom-urgent": Icon.URGENT,
    "child-age": Icon.CHILD,
    "age-of-child": Icon.CHILD,
    "role": Icon.PERSON,
    "reported": Icon.CARD_FOUND,
    "situation": Icon.CHILD,
    "urgently": Icon.URGENT,
    "procedure": Icon.URGENT,
    "codes": Icon.LETTER,
    "called": Icon.PHONE,
    "police-paper": Icon.POLICE,
    "how-many": Icon.CHILD,
    "how-many-more": Icon.CHILD,
    "switch-to": Icon.CARD,
    "annex": Icon.DOCUMENTS,
    "guarantee": Icon.GUARANTOR,
    "protection": Icon.PROTECTION,
    "replaces": Icon.CARD_LOST,
    "sits-still": Icon.CHILD,
    "photo-age": Icon.PHOTO,
    "invited": Icon.LETTER,
    "certificate-age": Icon.DOCUMENTS,
    "entry": Icon.PASSPORT,
    "years-here": Icon.STAY,
    "years-here-more": Icon.STAY,
    "years-student": Icon.STAY,
    "years-not-counted": Icon.STAY,
    "away-longest": Icon.TRAVEL,
    "away-altogether": Icon.TRAVEL,
}


def question_icon(question: str) -> Icon:
    """What a question of the interview is about."""
    return _QUESTION_ICONS.get(question, Icon.HELP)


def service_labels(profile: Profile, klass: str, language: str) -> tuple[tuple[str, str], ...]:
    """The public name of a ticket class, never a status (R114): (name, language) in the official ones and in `language`.

    A name that is the same in several languages stands there once.
    """
    label = profile.tickets.classes[TicketClass(klass)].label
    named: dict[str, str] = {}
    for code in (*profile.official, language):
        named.setdefault(own_words(texts(code), label, profile), code)
    return tuple(named.items())


def service_label(profile: Profile, klass: str, language: str) -> str:
    """The public name of a ticket class in one language."""
    return own_words(texts(language), profile.tickets.classes[TicketClass(klass)].label, profile)


def bring_items(answer: Answer, t: Texts, profile: Profile) -> tuple[Item, ...]:
    """What to bring, with pictures."""
    return tuple(Item(BRING_ICONS[item], label) for item, label in things_to_bring(answer, t, profile))


def bring_labels(state: VisitState) -> tuple[str, ...]:
    """What to bring, as it stands on the ticket."""
    visit = state.visit
    if visit is None or visit.answer is None:
        return ()
    items = bring_items(visit.answer, texts(visit.language), state.setting.profile)
    return tuple(item.label for item in items)


def price_lines(state: VisitState) -> tuple[str, ...]:
    """What it costs, as it stands on the ticket: amounts with their names, or where to ask."""
    visit = state.visit
    if visit is None or visit.answer is None or visit.answer.fee is None:
        return ()
    t = texts(visit.language)
    says = describe(visit.answer, visit.facts, t, state.setting.profile)
    return (*(t.labelled(label, amount) for label, amount in says.fee_lines), says.fee_note)


def where(state: VisitState, place: Place, t: Texts, ticket: TicketClass | None = None) -> Destination:
    """A place, its address, today's or the next opening, how to get there, and its map.

    `ticket`: the way on the map to where this class is called; you stand on the map of this kiosk's own place only.
    """
    profile = state.setting.profile
    now = state.now.civil
    hours = ""
    closes = opening.closes_at(profile, place, now)
    opens = opening.next_opening(profile, place, now)
    if closes is not None:
        sure = hours_are_sure(profile, place)
        said = N_("Open today until {time}.") if sure else N_("Probably open until {time}.")
        hours = t.gettext(said, time=t.clock(closes))
    elif opens is not None:
        hours = opens_words(profile, place, opens, t)
    directions = tuple(own_words(t, line, profile) for line in place.directions.lines)
    here = place.id == profile.place(state.setting.place).id
    return Destination(
        name=place.name,
        address=place.address,
        hours=hours,
        lines=directions,
        rooms=tuple((own_name(t, room.name, profile), *room.at) for room in place.map.rooms if room.at is not None),
        you=place.map.you if here else None,
        goal=place.map.goal(ticket) if ticket is not None else None,
    )


def opens_words(profile: Profile, place: Place, opens: datetime, t: Texts) -> str:
    """When a place opens, with doubt where no page states its hours (D22)."""
    sure = hours_are_sure(profile, place)
    said = N_("Opens on {day} at {time}.") if sure else N_("Probably opens on {day} at {time}.")
    return t.gettext(said, day=t.day(opens.date(), weekday=True, year=False), time=t.clock(opens))


def hours_are_sure(profile: Profile, place: Place) -> bool:
    """True where a page states when this place is open."""
    return profile.stated(f"places.{place.id}.opening")


def called_here(profile: Profile, place: Place, klass: str, t: Texts) -> tuple[str, ...]:
    """Where in a building a ticket class is called and the way there, as it stands on paper; nothing when no room is named."""
    room = place.map.room(TicketClass(klass))
    if room is None:
        return ()
    return (called_to(t, own_name(t, room.name, profile)), *_way(room, profile, t))


def _way(room: Room, profile: Profile, t: Texts) -> tuple[str, ...]:
    return (own_words(t, room.way, profile),) if room.way is not None else ()


def way_inside(state: VisitState, klass: str, t: Texts) -> Destination | None:
    """Where in this building a ticket class is called, and the way there; None when the profile names no room.

    The map is there where the room stands on it.
    """
    profile = state.setting.profile
    place = profile.place(state.setting.place)
    room = place.map.room(TicketClass(klass))
    if room is None:
        return None
    shown = where(state, place, t, TicketClass(klass))
    # who stands here needs neither the address nor the way to the building
    return replace(
        shown,
        name=own_name(t, room.name, profile),
        address="",
        hours="",
        lines=_way(room, profile, t),
        rooms=shown.rooms if shown.goal is not None else (),
    )
