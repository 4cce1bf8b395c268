"""The urgent procedure: when the card would be ready, or that nothing is promised (R048-R061, X3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from kiosk.base.clock import BRUSSELS
from kiosk.residence.answers import Answer
from kiosk.residence.calendar import ONE_DAY, is_holiday, is_working_day, special_day_between, working_days_after
from kiosk.residence.case import Case
from kiosk.residence.decisions import decision_by_date
from kiosk.residence.fees import charge
from kiosk.residence.opening import closed_for_once, intervals_on, next_opening, special_on
from kiosk.residence.preparing import prepare_application
from kiosk.residence.town import Place
from kiosk.residence.vocabulary import Access, Channel, Note, Procedure, ResultCode, Service, TicketClass

_SATURDAY = 5
# a desk that is closed so long promises no day
_LONGEST_WAIT = timedelta(days=60)


def urgent(case: Case) -> Answer:
    """The answer to "I need it urgently": price, and the day it is ready if the page promises one."""
    if case.with_children and not _spoken_of(case):
        # the page speaks of the children alone: their answer is told, and where to ask for the adult's
        case.facts = replace(case.facts, born=None, for_other=True)
        case.note(Note.OWN_CARD_ASK)
    if not _spoken_of(case):
        charge(case)
        return case.done(ResultCode.ASK_AT_COUNTER, ticket=TicketClass.GENERAL, channels=(Channel.COUNTER,))
    access = case.access(Service.URGENT)
    # a place that serves this without an appointment leaves no doubt about one, whatever the page of urgent cards does not say
    unsaid = case.profile.urgent.appointment == "unstated" and access is not Access.WALK_IN
    need = Access.UNSTATED if unsaid else access
    ticket = case.number(TicketClass.URGENT, Service.URGENT)
    prepare_application(case)
    charge(case)
    if _closed(case):
        opening = next_opening(case.profile, case.place, case.now)
        case.dated(next_opening=opening)
        case.used(f"places.{case.place.id}.opening", "calendar.country")
        if not case.clock_ok:
            case.note(Note.CLOCK_UNSURE)
        if not _hours_stated(case):
            case.note(Note.HOURS_TO_CONFIRM)
        return case.done(ResultCode.CLOSED, access=need, channels=case.profile.contact.channels)
    # where hours without an appointment are told, nothing is in doubt
    if need is Access.UNSTATED and case.params.access_hours is None:
        case.note(Note.APPLY_MAY_NEED_APPOINTMENT)
        case.used("urgent.appointment")
    if Note.OWN_CARD_ASK not in case.notes:
        decision_by_date(case)
    promised = promise_if_urgent(case)
    result = ResultCode.URGENT_READY if promised else ResultCode.URGENT_NO_DATE
    case.used("contact.channels")
    return case.done(result, ticket=ticket, access=need, channels=case.profile.contact.channels)


def promise_if_urgent(case: Case) -> bool:
    """For an urgent application: add the ready date and its notes; True when a date is promised.

    A day is known of the plain urgent procedure alone.
    """
    quicker = case.facts.procedure in {Procedure.VERY_URGENT, Procedure.CENTRAL}
    if not case.facts.urgent or quicker or not _spoken_of(case):
        return False
    rules = case.profile.urgent
    if rules.collect_at is not None:
        case.note(Note.URGENT_COLLECT_CITY)
        case.used("urgent.collect_at")
    if not case.clock_ok:
        case.note(Note.CLOCK_UNSURE)
        return False
    day = _ready_day(case)
    if day is None:
        return False
    ready: date | datetime = day
    if rules.ready_time is not None:
        ready = datetime.combine(day, rules.ready_time, tzinfo=BRUSSELS)
        case.used("urgent.ready_time")
    case.dated(ready=ready)
    if _shut_for_today(case):
        # the hours that say so stand in no page: the day is told, with doubt
        case.note(Note.HOURS_TO_CONFIRM)
        case.used(f"places.{case.place.id}.opening")
    if special_day_between(case.today, day, case.profile.calendar.country, _closing_days(case)):
        case.note(Note.HOLIDAY_CONFIRM)
    return True


def _desk(case: Case) -> Place:
    """Where an urgent card is collected: where the profile says, else where it is asked for."""
    return case.profile.place(case.profile.urgent.collect_at or case.place.id)


def _closing_days(case: Case) -> frozenset[date]:
    """The days on which the place where the card is collected is closed for once; half a day is a working day."""
    days = (case.today + timedelta(days=ahead) for ahead in range(_LONGEST_WAIT.days))
    return frozenset(day for day in days if closed_for_once(case.profile, _desk(case), day))


def _open_then(case: Case, day: date) -> bool:
    """True when the card can be collected on that day, after it is ready; hours that no page states say nothing."""
    desk = _desk(case)
    if not case.profile.stated(f"places.{desk.id}.opening"):
        return True
    ready = case.profile.urgent.ready_time or time.min
    return any(ready < interval.ends for interval in intervals_on(case.profile, desk, day))


def _spoken_of(case: Case) -> bool:
    """False for an age that the page does not speak of: nothing is promised then, and nothing refused (D12)."""
    band = case.profile.urgent.age_band
    if band is None or case.band is band:
        return True
    case.used("urgent.age_band")
    return False


def _closed(case: Case) -> bool:
    """True when nobody takes an application today any more: Sundays, holidays, after stated hours (R057, D22)."""
    if _hours_stated(case) and _shut_for_today(case):
        return True
    if special_on(case.profile, case.place, case.today) is not None:
        return _shut_for_today(case)
    if closed_for_once(case.profile, case.place, case.today):
        return True
    if case.today.weekday() == _SATURDAY:
        return is_holiday(case.today, case.profile.calendar.country)
    return not is_working_day(case.today, case.profile.calendar.country, ())


def _hours_stated(case: Case) -> bool:
    return case.profile.stated(f"places.{case.place.id}.opening")


def _closes_today(case: Case) -> time | None:
    """When the place shuts for today; None where no page states it: who comes after that cannot apply before the cut-off."""
    if not _hours_stated(case) and special_on(case.profile, case.place, case.today) is None:
        return None
    case.used(f"places.{case.place.id}.opening")
    return max((each.ends for each in intervals_on(case.profile, case.place, case.today)), default=None)


def _shut_for_today(case: Case) -> bool:
    """True when the place's hours leave no moment of today."""
    hours = intervals_on(case.profile, case.place, case.today)
    return not any(case.now.time() < interval.ends for interval in hours)


def _ready_day(case: Case) -> date | None:
    """The promised day; None where the page promises none.  15:00:00 counts as after (section 4.9)."""
    rules = case.profile.urgent
    if rules.promised_at and case.place.id not in rules.promised_at:
        case.used("urgent.promised_at")
        return None
    if _closed(case):
        return None
    if case.today.weekday() == _SATURDAY:
        count = rules.saturday_workdays
        case.used("urgent.saturday_workdays")
    elif rules.cutoff is None:
        count = None
        case.used("urgent")
    elif case.now.time() < rules.cutoff:
        count = rules.before_cutoff_workdays
        case.with_params(cutoff=min(rules.cutoff, _closes_today(case) or rules.cutoff))
        case.used("urgent.cutoff", "urgent.before_cutoff_workdays")
    else:
        count = rules.after_cutoff_workdays
        case.used("urgent.cutoff", "urgent.after_cutoff_workdays")
    if count is None:
        return None
    case.used("calendar.country")
    day = working_days_after(case.today, count, case.profile.calendar.country, _closing_days(case))
    while not _open_then(case, day):
        if day > case.today + _LONGEST_WAIT:
            return None
        case.used(f"places.{_desk(case).id}.opening")
        day += ONE_DAY
    return day
