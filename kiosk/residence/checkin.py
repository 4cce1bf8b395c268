"""Checking in for an appointment: the window around it, both ends inclusive (R038, R121)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kiosk.base.clock import BRUSSELS
from kiosk.residence.answers import Answer
from kiosk.residence.case import Case
from kiosk.residence.vocabulary import Access, Channel, ResultCode, TicketClass


def check_in(case: Case, appointment: datetime) -> Answer:
    """The answer for an appointment at this place; too late goes to the reception with a general ticket."""
    start = appointment.astimezone(BRUSSELS) if appointment.tzinfo else appointment.replace(tzinfo=BRUSSELS)
    window = case.profile.appointments
    case.used("appointments")
    case.dated(appointment=start)
    early = timedelta(minutes=window.opens_minutes_before)
    late = timedelta(minutes=window.closes_minutes_after)
    if start.date() != case.today:
        return case.done(ResultCode.CHECKIN_OTHER_DAY, access=Access.APPOINTMENT, channels=(Channel.RECEPTION,))
    # in absolute time, so that a clock change does not stretch or shorten the window
    ahead = start.astimezone(UTC) - case.now.astimezone(UTC)
    if ahead > early:
        case.dated(come_back=start - early)
        return case.done(ResultCode.CHECKIN_TOO_EARLY, access=Access.APPOINTMENT)
    if -ahead > late:
        return case.done(
            ResultCode.CHECKIN_TOO_LATE,
            ticket=TicketClass.GENERAL,
            access=Access.APPOINTMENT,
            channels=(Channel.RECEPTION,),
        )
    return case.done(ResultCode.CHECKIN_OK, ticket=TicketClass.APPOINTMENT, access=Access.APPOINTMENT)
