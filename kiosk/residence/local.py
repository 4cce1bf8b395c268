"""What a town adds to an answer that the rules decided: its own desk, the number to call, its sentences, what is to pay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.residence.answers import Fee, FeeLine
from kiosk.residence.case import in_order
from kiosk.residence.labels import FEE_CHARGE
from kiosk.residence.vocabulary import Note, ResultCode, Service, TicketClass

if TYPE_CHECKING:
    from kiosk.residence.answers import Answer
    from kiosk.residence.case import Case

# a card that is not served, facts that cannot be true, checking in: nothing is told of a service
_OF_NO_SERVICE = frozenset(
    {
        ResultCode.BAD_FACTS,
        ResultCode.CARD_NOT_SUPPORTED,
        ResultCode.NOT_RESIDENCE_CARD,
        ResultCode.CHECKIN_OK,
        ResultCode.CHECKIN_TOO_EARLY,
        ResultCode.CHECKIN_TOO_LATE,
        ResultCode.CHECKIN_OTHER_DAY,
    }
)
# nothing is done, so nothing is to pay: the card is gone, or is none any more, or is good as it is
_NOTHING_TO_PAY = frozenset(
    {
        ResultCode.DESTROYED_OR_EXPIRED,
        ResultCode.CARD_REVOKED,
        ResultCode.CARD_STILL_VALID,
        ResultCode.ASK_IF_REPORTED,
        ResultCode.NO_APPLICATION_FOUND,
    }
)
# a number for whatever it is, and one that an appointment has
_OF_NO_DESK = frozenset({None, TicketClass.GENERAL, TicketClass.APPOINTMENT})


def localised(answer: Answer, case: Case) -> Answer:
    """The answer as this town gives it; the pages of what it adds are among the sources."""
    if answer.result is ResultCode.BAD_FACTS:
        return answer
    profile, letter = case.profile, case.facts.letter_now
    place = answer.params.place or case.place.id
    keys: list[str] = []
    line = next((index for index, row in enumerate(profile.contact.lines) if row.fits(place, letter)), None)
    if line is not None:
        keys.append(f"contact.lines.{line}")
    ticket = answer.ticket_class
    own: tuple[int, ...] = ()
    service = answer.params.service or case.facts.service or (Service.RENEW if answer.dates.opens else None)
    if service is not None and answer.result not in _OF_NO_SERVICE:
        own = _sentences(answer, case, service, place)
        keys += (f"sentences.{index}" for index in own)
        desk = None if ticket in _OF_NO_DESK else _desk(case, service)
        if desk is not None:
            ticket = profile.tickets.desks[desk].ticket
            keys.append(f"tickets.desks.{desk}")
        answer = _charged(answer, case, service, place)
        if answer.fee is not None:
            keys += (f"charges.{row.own}" for row in answer.fee.lines if row.own is not None)
    if not keys:
        return answer
    used = tuple(use for key in keys if (use := case.source_of(key)) is not None)
    return replace(answer, own=own, line=line, ticket_class=ticket, sources=(*answer.sources, *used))


def _sentences(answer: Answer, case: Case, service: Service, place: str) -> tuple[int, ...]:
    rows = enumerate(case.profile.sentences)
    return tuple(index for index, row in rows if row.fits(service, answer.result, case.facts.letter_now, place))


def _desk(case: Case, service: Service) -> int | None:
    rows = enumerate(case.profile.tickets.desks)
    return next((index for index, row in rows if row.fits(service, case.facts.letter_now, case.place.id)), None)


def _charged(answer: Answer, case: Case, service: Service, place: str) -> Answer:
    """With what is to pay for what is no card; a card's own price is all that is told of it."""
    if answer.fee is not None or answer.result in _NOTHING_TO_PAY:
        return answer
    annex, today = answer.params.annex, case.today
    rows = enumerate(case.profile.charges)
    lines = tuple(
        FeeLine(FEE_CHARGE, row.amount_cents, own=index)
        for index, row in rows
        if row.fits(service, annex, place, today)
    )
    if not lines:
        return answer
    total = sum(line.cents for line in lines)
    contactless = case.profile.payment.contactless and total > 0
    notes = in_order({*answer.notes, *([Note.FEE_CONTACTLESS] if contactless else [])})
    return replace(answer, fee=Fee(lines=lines, total_cents=total), notes=notes)
