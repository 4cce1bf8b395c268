"""Tables of a profile about the ways to reach a municipality: telephone, mail, web, the reception, other numbers."""

from __future__ import annotations

from pydantic import Field

from kiosk.residence.town import OfCards, Opening, Section, YesNo
from kiosk.residence.vocabulary import Channel


class Reception(Section):
    """The reception that makes appointments: its name, and the places where it is."""

    name: str = Field(min_length=1)
    places: tuple[str, ...] = Field(min_length=1)


class ContactLine(OfCards):
    """Another number or address: for what is done at `places`, for the holders of some cards, or both."""

    places: tuple[str, ...] | None = Field(default=None, min_length=1)
    telephone: str = ""
    telephone_hours: Opening | None = None
    mail: str = ""

    def fits(self, place: str, letter: str | None) -> bool:
        """True for what is done at this place with this card."""
        return (self.places is None or place in self.places) and self.for_card(letter)


class Contact(Section):
    """How to reach the department; `channels` for appointments, `from_abroad` for people outside Belgium (S081).

    `telephone_hours`: when somebody answers; a day that is not named is one on which nobody does.  `lines`: other numbers
    and addresses for some places or cards, the first that fits.
    """

    telephone: str = ""
    telephone_hours: Opening | None = None
    mail: str = ""
    website: str = ""
    channels: tuple[Channel, ...] = ()
    from_abroad: tuple[Channel, ...] = ()
    busy: YesNo = False
    reception: Reception | None = None
    lines: tuple[ContactLine, ...] = ()
