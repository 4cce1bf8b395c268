"""Validity and renewal of a card (R019-R032): window, first and last open day, notes by card type."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.residence.answers import Answer
from kiosk.residence.calendar import add_months
from kiosk.residence.cardtypes import LETTERS
from kiosk.residence.case import Case
from kiosk.residence.decisions import decision_notes, window_of
from kiosk.residence.fees import charge
from kiosk.residence.invitations import INVITED, invitation
from kiosk.residence.opening import first_open_day, last_open_day
from kiosk.residence.preparing import prepare_application
from kiosk.residence.urgent import promise_if_urgent
from kiosk.residence.vocabulary import (
    Access,
    Channel,
    Note,
    Office,
    ResultCode,
    Service,
    TicketClass,
)


def renew(case: Case) -> Answer:
    """The answer to "may I renew?"; the card's expiry date decides, whatever the office says."""
    expiry = case.facts.valid_until
    access = case.access(Service.RENEW)
    channels = application_channels(case)
    if case.facts.letter_now in case.profile.renewal.e_form_letters:
        channels = (*channels, Channel.E_FORM)
    ticket = case.number(TicketClass.REQUEST, Service.RENEW)
    if case.band is None:
        return case.done(ResultCode.ASK_AT_COUNTER, ticket=ticket or TicketClass.GENERAL, channels=(Channel.COUNTER,))
    if case.facts.office is Office.DOWN:
        case.note(Note.STATUS_NOT_CHECKED)
    if expiry is None:
        # no date is known, so no window is told; what to bring and what it costs hold all the same
        result = ResultCode.APPLY_HERE if access is Access.WALK_IN else ResultCode.APPOINTMENT_REQUIRED
    else:
        window_dates(case, expiry)
        result = stage(case)
        _doubt_hours(case, result)
    decision_notes(case, result)
    _notes(case, result)
    prepare_application(case)
    charge(case)
    if result is ResultCode.RENEW_TOO_EARLY:
        return case.done(result, access=access, channels=channels)
    promise_if_urgent(case)
    return case.done(result, ticket=ticket, access=access, channels=channels)


def window_dates(case: Case, expiry: date | None, opens: date | None = None, closes: date | None = None) -> None:
    """Fill every date that follows from the expiry date; `opens` and `closes` replace the ordinary window.

    Without either nothing is filled: no date is invented.
    """
    today, place = case.today, case.place
    if expiry is not None:
        window, key = window_of(case)
        if opens is None:
            case.used(key)
            _doubt_window(case, expiry, own=key != "renewal.window")
        opens = opens or expiry - timedelta(days=window.opens_days_before)
        closes = closes or expiry - timedelta(days=window.closes_days_before)
        case.dated(
            valid_until=expiry,
            valid_days=(expiry - today).days if today <= expiry else None,
            expired_days=(today - expiry).days if today > expiry else None,
        )
    if opens is None or closes is None:
        return
    case.used(f"places.{place.id}.opening")
    case.dated(
        opens=opens,
        closes=closes,
        first_open_day=first_open_day(case.profile, place, opens),
        last_open_day=last_open_day(case.profile, place, closes),
        opens_in_days=(opens - today).days if today < opens else None,
        days_left=(closes - today).days if opens <= today <= closes else None,
    )
    card = case.facts.card
    if card and card.child and case.facts.valid_from:
        years = case.profile.child_card.max_years
        case.dated(max_expiry=add_months(case.facts.valid_from, 12 * years))
        case.used("child_card.max_years")


def _doubt_window(case: Case, expiry: date, *, own: bool) -> None:
    """For a card that the window's page does not speak of, the dates are to be confirmed (D23)."""
    rules, letter = case.profile.renewal, case.facts.letter_now
    letters = rules.window.letters
    sure = (letters is None or set(letters) >= LETTERS) and not rules.windows
    if own or case.today > expiry or (letters is None or letter in letters if letter else sure):
        return
    case.note(Note.DATES_TO_CONFIRM)
    case.used("renewal.window.letters")


def _doubt_hours(case: Case, result: ResultCode) -> None:
    """An open day that rests on hours that no page states is told with doubt (D22)."""
    dates = case.dates
    told = {
        ResultCode.RENEW_TOO_EARLY: dates.first_open_day != dates.opens,
        ResultCode.RENEW_OPEN: dates.last_open_day != dates.closes,
    }
    if told.get(result, False) and not case.profile.stated(f"places.{case.place.id}.opening"):
        case.note(Note.HOURS_TO_CONFIRM)


def application_channels(case: Case) -> tuple[Channel, ...]:
    """How to ask for an application here: outside Belgium by what the page says, else every way there is."""
    contact = case.profile.contact
    if case.facts.from_abroad and contact.from_abroad:
        case.used("contact.from_abroad")
        return contact.from_abroad
    case.used("contact.channels")
    return contact.channels


def stage(case: Case) -> ResultCode:
    """Where today lies: before, in or after the window, or after the end; the dates are filled."""
    dates = case.dates
    if dates.opens_in_days is not None:
        return ResultCode.RENEW_TOO_EARLY
    if dates.days_left is not None:
        return ResultCode.RENEW_OPEN
    return ResultCode.EXPIRED if dates.expired_days is not None else ResultCode.RENEW_LATE


def _notes(case: Case, result: ResultCode) -> None:
    letter = case.facts.letter_now
    rules = case.profile.renewal
    in_time = result in {ResultCode.RENEW_OPEN, ResultCode.RENEW_LATE}
    if result is ResultCode.RENEW_LATE:
        case.note(Note.LATE)
    if letter in rules.card_expires_letters:
        case.note(Note.CARD_EXPIRES_NOT_STAY)
        case.used("renewal.card_expires_letters")
    if result is not ResultCode.EXPIRED and letter in rules.permanent_residence_letters:
        case.note(Note.ASK_PERMANENT_RESIDENCE)
        case.used("renewal.permanent_residence_letters")
    match invitation(case):
        case "post" if result is not ResultCode.EXPIRED:
            case.note(Note.LETTER_BY_POST)
            # where nobody makes an appointment there is none to make without the letter
            by_appointment = case.access(Service.RENEW) is not Access.WALK_IN
            if in_time and by_appointment and case.facts.invitation is not True:
                case.note(Note.NO_LETTER_YET)
        case "mail" | "ebox" | "sms" as way if result is not ResultCode.EXPIRED:
            case.note(INVITED[way])
        case "none" if letter in rules.e_form_letters and in_time:
            case.note(Note.NO_LETTER_E_FORM)
            case.used("renewal.e_form_letters")
        case "none" if letter not in rules.e_form_letters:
            case.note(Note.NO_INVITATION)
        case _:
            pass


def in_person_only(case: Case) -> Answer:
    """Nobody applies for somebody else who is no child: fingerprints are taken (R032)."""
    case.used("renewal.in_person")
    if case.profile.renewal.medical_exception:
        case.note(Note.MEDICAL_PROXY)
        case.used("renewal.medical_exception")
    service = case.service or Service.RENEW
    return case.at_desk(
        ResultCode.IN_PERSON_ONLY,
        TicketClass.ADVICE,
        service,
        channels=application_channels(case),
    )
