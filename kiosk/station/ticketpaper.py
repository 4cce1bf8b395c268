"""The paper of a ticket that the store holds: a copy by staff, and a ticket from the command line."""

from __future__ import annotations

from devices.api import Receipt
from kiosk.base.i18n import texts
from kiosk.queue.model import Ticket
from kiosk.residence.profile import Place, Profile
from kiosk.visit.shown.labels import called_here, service_labels
from kiosk.visit.shown.paper import TicketPaper, ticket_receipt


def receipt_of(ticket: Ticket, profile: Profile, place: Place, *, copy: bool = False) -> Receipt:
    """Everything that the store knows of it, and where it is called; what its visit knew is gone."""
    t = texts(ticket.language)
    return ticket_receipt(
        TicketPaper(
            municipality=profile.name,
            logo=profile.look.logo,
            place=place.name,
            official=profile.official,
            number=ticket.number,
            service=service_labels(profile, ticket.klass, ticket.language),
            taken_at=ticket.taken_at,
            language=ticket.language,
            appointment=t.clock(ticket.appointment_at) if ticket.appointment_at else "",
            people=ticket.people,
            qr=ticket.token,
            where=called_here(profile, place, ticket.klass, t),
            copy=copy,
        )
    )
