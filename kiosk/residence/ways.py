"""The ways to reach a municipality, in words: what belongs to each one (D24, D31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.residence.answers import Answer
from kiosk.residence.vocabulary import Channel
from kiosk.residence.weekly import week_of, week_words

if TYPE_CHECKING:
    from kiosk.residence.contact import Contact, ContactLine, Reception
    from kiosk.residence.profile import Profile

# of an e-mail, or of a page
ASK_ADDRESS = N_("Ask us for the address.")


def way_detail(channel: Channel, answer: Answer, texts: Texts, profile: Profile) -> str:
    """The number, address or places of a way; "" where the way says all itself."""
    contact = profile.contact
    match channel:
        case Channel.PHONE:
            return telephone_words(line_of(answer, profile), texts) or texts.gettext(N_("Ask us for the number."))
        case Channel.MAIL:
            address = answer.params.mail or line_of(answer, profile).mail or contact.mail
            return address or texts.gettext(ASK_ADDRESS)
        case Channel.ONLINE:
            return contact.website or texts.gettext(ASK_ADDRESS)
        case Channel.RECEPTION if contact.reception is not None:
            return reception_places(contact.reception, profile, texts)
        case _:
            return ""


def line_of(answer: Answer, profile: Profile) -> Contact | ContactLine:
    """Where the number of this answer stands: in a line of its own, else with the town's."""
    line = profile.contact.lines[answer.line] if answer.line is not None else None
    return line if line is not None and line.telephone else profile.contact


def telephone_words(contact: Contact | ContactLine, texts: Texts) -> str:
    """The number, and in brackets when somebody answers, where a page says so; "" without a number."""
    number, hours = texts.telephone(contact.telephone), contact.telephone_hours
    return f"{number} ({week_words(week_of(hours), texts)})" if number and hours is not None else number


def reception_places(reception: Reception, profile: Profile, texts: Texts) -> str:
    """The name of the reception that makes appointments, and the places where it is."""
    places = ", ".join(profile.place(place).name for place in reception.places)
    return texts.labelled(reception.name, places)
