"""Collecting a card: the first of the ordered reasons that is true decides (R034-R047, section 4.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kiosk.residence.answers import Answer
from kiosk.residence.applications import codes_lost
from kiosk.residence.calendar import add_months
from kiosk.residence.case import Case
from kiosk.residence.checkin import check_in
from kiosk.residence.decisions import decision_notes
from kiosk.residence.opening import last_open_day
from kiosk.residence.preparing import codes_at_counter, prepare_collection
from kiosk.residence.renewal import application_channels
from kiosk.residence.vocabulary import (
    Access,
    AgeBand,
    CardStatus,
    Channel,
    Codes,
    Note,
    ResultCode,
    Service,
    TicketClass,
)

if TYPE_CHECKING:
    from kiosk.residence.profile import Place


# the office has this card, or waits for it
_HELD = frozenset({CardStatus.READY, CardStatus.IN_PRODUCTION, CardStatus.AWAITING_DECISION})


def collect(case: Case) -> Answer:
    """The answer to "I come to collect"."""
    barred = _who(case)
    if barred is not None:
        return barred
    there = _where(case)
    if _too_late(case):
        return _gone(case)
    access = case.access_there(there, Service.COLLECT)
    _dates(case, there)
    prepare_collection(case)
    stopped = _not_yet(case, there, access)
    if stopped is not None:
        # hours of a building that is not named would be read as those of this one
        known = there.id in {case.place.id, stopped.params.place}
        return stopped if known else replace(stopped, params=replace(stopped.params, access_hours=None))
    if there.id != case.place.id:
        return _elsewhere(case, there, access)
    if access is Access.APPOINTMENT:
        if case.facts.appointment is not None:
            return check_in(case, case.facts.appointment)
        _unknown_dates(case, there)
        return case.done(ResultCode.COLLECT_BY_APPOINTMENT, access=access, channels=application_channels(case))
    if access is Access.NONE:
        return case.done(ResultCode.ASK_AT_COUNTER, ticket=TicketClass.GENERAL, channels=application_channels(case))
    ticket = case.number(TicketClass.PICK_UP, Service.COLLECT)
    if case.status is None:
        case.note(Note.STATUS_NOT_CHECKED)
        _unknown_dates(case, there)
        return case.done(ResultCode.STATUS_UNKNOWN, ticket=ticket, access=access, channels=(Channel.COUNTER,))
    return case.done(ResultCode.COLLECT_NOW, ticket=ticket, access=access, channels=(Channel.COUNTER,))


def _who(case: Case) -> Answer | None:
    """Who may collect at all, and whether there is anything to collect."""
    general = TicketClass.GENERAL
    if case.band is None:
        return case.done(ResultCode.ASK_AT_COUNTER, ticket=general, channels=(Channel.COUNTER,))
    by_proxy = case.profile.collection.by_proxy
    if case.facts.for_other and case.band is AgeBand.ADULT and by_proxy != "written":
        case.used("collection.by_proxy")
        if by_proxy == "never":
            return case.done(ResultCode.IN_PERSON_ONLY, channels=(Channel.COUNTER,))
        return case.done(ResultCode.ASK_AT_COUNTER, ticket=general, channels=application_channels(case))
    if case.status is CardStatus.DESTROYED:
        return _gone(case)
    if case.facts.codes is Codes.LOST and not codes_at_counter(case):
        return codes_lost(case)
    if case.status is CardStatus.NONE:
        return case.done(ResultCode.NO_APPLICATION_FOUND, ticket=general, channels=(Channel.COUNTER,))
    return None


def _gone(case: Case) -> Answer:
    """The card was destroyed; the date is said only when it explains why (R041).

    Nothing is collected any more, so what collecting needs and who comes for it was never looked up.
    """
    until = _until(case)
    if until is not None and until < case.today:
        case.dated(collect_until=until)
        case.used("collection.deadline_months")
    return case.done(
        ResultCode.DESTROYED_OR_EXPIRED,
        ticket=case.number(TicketClass.REQUEST, Service.RENEW),
        access=case.access(Service.RENEW),
        channels=case.profile.contact.channels,
    )


def _too_late(case: Case) -> bool:
    """True after the last day, where nobody says that the card is here or still to come."""
    until = _until(case)
    return until is not None and case.today > until and case.status not in _HELD and not _no_codes(case)


def _no_codes(case: Case) -> bool:
    """True for somebody who waits for the letter with the codes, or for the call that an urgent card is there."""
    return case.facts.codes is Codes.NO and (_called(case) or not codes_at_counter(case))


def _called(case: Case) -> bool:
    return case.facts.urgent and case.profile.urgent.told_by_phone_and_mail


def _until(case: Case) -> date | None:
    """The last day to collect, where the municipality states a deadline (R040)."""
    months = case.profile.collection.deadline_months
    return None if case.facts.applied is None or months is None else add_months(case.facts.applied, months)


def _where(case: Case) -> Place:
    """Where the card lies: urgent cards at one place, others where they were applied for (R036, R037)."""
    rules = case.profile.urgent
    if case.facts.urgent and rules.collect_at is not None:
        case.used("urgent.collect_at")
        return case.profile.place(rules.collect_at)
    return case.place if case.facts.applied_at is None else case.profile.place(case.facts.applied_at)


def _elsewhere(case: Case, there: Place, access: Access) -> Answer:
    """The card is ready, or may be, in another building."""
    case.used(f"places.{there.id}.address")
    _name_place(case, there)
    _unknown_dates(case, there)
    channels = application_channels(case) if access is Access.APPOINTMENT else (Channel.COUNTER,)
    return case.done(ResultCode.COLLECT_ELSEWHERE, access=access, channels=channels)


def _name_place(case: Case, there: Place) -> None:
    """The building to come to, where it is not this one."""
    if there.id == case.place.id:
        return
    case.with_params(place=there.id)
    if case.facts.urgent and case.profile.urgent.collect_at is not None:
        case.note(Note.URGENT_COLLECT_CITY)


def _not_yet(case: Case, there: Place, access: Access) -> Answer | None:
    """Every reason to come another day: the office's state, then the codes and the call, then the dates."""
    dates, today = case.dates, case.today
    called, no_codes = _called(case), _no_codes(case)
    if case.status is CardStatus.AWAITING_DECISION:
        decision_notes(case)
        return case.done(ResultCode.WAIT_FOR_DECISION, access=access, channels=(Channel.COUNTER,))
    # who is told to make an appointment later is told how
    ways = application_channels(case) if access is Access.APPOINTMENT else (Channel.COUNTER,)
    waiting = case.status is CardStatus.IN_PRODUCTION
    if called and (waiting or no_codes):
        case.used("urgent.told_by_phone_and_mail")
        _name_place(case, there)
        return case.done(ResultCode.URGENT_WAIT, access=access, channels=(Channel.PHONE, Channel.MAIL))
    if waiting:
        _letter_dates(case)
        _unknown_dates(case, there)
        return case.done(ResultCode.COLLECT_NOT_READY, access=access, channels=ways)
    if no_codes:
        _letter_dates(case)
        _unknown_dates(case, there)
        return case.done(ResultCode.WAIT_FOR_CODES, access=access, channels=ways)
    if dates.collect_until is not None and today > dates.collect_until:
        case.note(Note.DEADLINE_PASSED)
    if dates.collect_from is not None and today < dates.collect_from:
        if dates.collect_until is not None and dates.collect_from > dates.collect_until:
            case.note(Note.DEADLINE_CONFLICT)
        _name_place(case, there)
        _unknown_dates(case, there)
        return case.done(ResultCode.COLLECT_FROM, access=access, channels=ways)
    return None


def _dates(case: Case, place: Place) -> None:
    """The first and the last day, where the municipality states them (R039, R040)."""
    facts, rules = case.facts, case.profile.collection
    until = _until(case)
    if until is not None:
        case.dated(collect_until=until, collect_last_open_day=last_open_day(case.profile, place, until))
        case.used("collection.deadline_months", f"places.{place.id}.opening")
        if case.dates.collect_last_open_day != until and not case.profile.stated(f"places.{place.id}.opening"):
            case.note(Note.HOURS_TO_CONFIRM)
        if 0 <= (until - case.today).days <= rules.warn_days:
            case.note(Note.DEADLINE_NEAR)
    days = place.collection.days_after_letter
    if facts.letter is not None and days is not None and not facts.urgent:
        case.dated(collect_from=facts.letter + timedelta(days=days))
        case.used(f"places.{place.id}.collection.days_after_letter")


def _unknown_dates(case: Case, there: Place) -> None:
    """What the page says of days that nobody told: the extra days after the letter, the months to collect (D16).

    A card that the office holds is here: no extra day is told then.
    """
    if case.facts.urgent:
        return
    by_letter = not codes_at_counter(case) and there.collection.days_after_letter
    if case.facts.letter is None and by_letter and case.status is not CardStatus.READY:
        case.note(Note.COLLECT_EXTRA_DAYS)
        case.with_params(extra_days=there.collection.days_after_letter)
        case.used(f"places.{there.id}.collection.days_after_letter")
    if case.facts.applied is None and case.profile.collection.deadline_months is not None:
        case.note(Note.COLLECT_WITHIN)
        case.used("collection.deadline_months")


def _letter_dates(case: Case) -> None:
    """When the letter with the codes may be expected, if the page says so in numbers (R043)."""
    days = case.profile.collection.letter_days
    if days is None or codes_at_counter(case):
        return
    case.used("collection.letter_days")
    if case.facts.applied is not None:
        first, last = days
        applied: date = case.facts.applied
        case.dated(letter_from=applied + timedelta(days=first), letter_until=applied + timedelta(days=last))
