"""The ways to reach a municipality, in words: what belongs to each one (D24, D31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.residence.answers import Answer
from kiosk.residence.vocabulary import Channel
from kiosk.residence.weekly import week_of, week_words

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile
    from kiosk.residence.town import Contact, Reception


def way_detail(channel: Channel, answer: Answer, texts: Texts, profile: Profile) -> str:
    """The number, address or places of a way; "" where the way says all itself."""
    contact = profile.contact
    match channel:
        case Channel.PHONE:
            return telephone_words(contact, texts) or texts.gettext(N_("Ask us for the number."))
        case Channel.MAIL:
            return answer.params.mail or contact.mail
        case Channel.ONLINE:
            return contact.website
        case Channel.RECEPTION if contact.reception is not None:
            return reception_places(contact.reception, profile)
        case _:
            return ""


def telephone_words(contact: Contact, texts: Texts) -> str:
    """The number, and in brackets when somebody answers, where a page says so; "" without a number."""
    number, hours = texts.telephone(contact.telephone), contact.telephone_hours
    return f"{number} ({week_words(week_of(hours), texts)})" if number and hours is not None else number


def reception_places(reception: Reception, profile: Profile) -> str:
    """The name of the reception that makes appointments, and the places where it is."""
    places = ", ".join(profile.place(place).name for place in reception.places)
    return f"{reception.name}: {places}"
