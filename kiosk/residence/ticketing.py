"""Tables of a profile about numbers: what a ticket shows, its classes, and the check-in for an appointment."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kiosk.residence.town import OfCards, Section, Whole, Words, YesNo
from kiosk.residence.vocabulary import Service, TicketClass


class TicketClassRow(Section):
    """A class of tickets: printed prefix, public label, first number of the day and the day's cap (R114-R120)."""

    prefix: str = Field(pattern=r"^[A-Z]{1,2}$")
    label: Words
    start: Whole = Field(default=1, ge=1, le=9999)
    daily_cap: Whole | None = Field(default=None, ge=1)


class Desk(OfCards):
    """Who gets a number of another class: for `services` (none: for all), some cards, at some places."""

    ticket: TicketClass
    services: tuple[Service, ...] | None = Field(default=None, min_length=1)
    places: tuple[str, ...] | None = Field(default=None, min_length=1)

    def fits(self, service: Service, letter: str | None, place: str) -> bool:
        """True for this service, with this card, at this place."""
        return (
            (self.services is None or service in self.services)
            and (self.places is None or place in self.places)
            and self.for_card(letter)
        )


class Tickets(Section):
    """What a ticket shows, how long it lives, and its classes.

    `no_show_after` calls without an answer make the next recall a no-show (R123).  `carry_over`: numbers that are
    open at night go on the next day instead of becoming unserved (R124).  `retention_days` is how long single
    tickets are kept before only their counts stay.  `priority`: a resident may say that waiting is hard.  `desks`: who
    gets a number of another class, the first row that fits.  `paper_at`: where the paper comes out, seen from the screen.
    """

    paper_at: Literal["below", "left", "right", "above"] | None = None
    show_amount: YesNo = True
    priority: YesNo = True
    desks: tuple[Desk, ...] = ()
    show_card_letter: YesNo = False
    no_show_after: Whole = Field(ge=1, le=20)
    carry_over: YesNo
    retention_days: Whole = Field(ge=1, le=90)
    classes: dict[TicketClass, TicketClassRow]


class Appointments(Section):
    """The check-in window around an appointment, both ends inclusive (R121), and what its codes look like.

    `code_forms`: 9 is a digit, A a letter, X either, a hyphen itself ("AA-99999"); no other code is looked up, and a form may be
    shorter than six signs.  Without any: 6 to 64 letters, digits and hyphens.
    """

    opens_minutes_before: Whole = Field(ge=0, le=720)
    closes_minutes_after: Whole = Field(ge=0, le=720)
    code_forms: tuple[Annotated[str, Field(pattern=r"^-*[9AX][9AX-]{0,63}$")], ...] = ()
