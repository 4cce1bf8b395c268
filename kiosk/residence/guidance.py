"""Information that decides nothing: long-term stay, absences, passport, travel (R105-R110)."""

from __future__ import annotations

from kiosk.residence.answers import Answer
from kiosk.residence.applications import ask_at_counter
from kiosk.residence.calendar import add_months
from kiosk.residence.case import Case
from kiosk.residence.renewal import application_channels
from kiosk.residence.ruleset import LongTerm
from kiosk.residence.vocabulary import AgeBand, Note, ResultCode


def information(case: Case) -> Answer:
    """A page of general information; the counter decides."""
    case.note(Note.GENERAL_INFORMATION)
    return case.done(ResultCode.INFO)


def travel(case: Case) -> Answer:
    """No residence card is a travel document; a third-country child needs it to come back (R105, R106)."""
    if case.profile.knowledge_facts.not_a_travel_document:
        case.note(Note.NOT_A_TRAVEL_DOCUMENT)
        case.used("knowledge_facts.not_a_travel_document")
    if case.band is AgeBand.CHILD and case.facts.outside_eu and case.profile.child_card.re_entry_proof:
        case.note(Note.NEEDED_FOR_RE_ENTRY)
        case.used("child_card.re_entry_proof")
    return information(case)


def passport(case: Case) -> Answer:
    """Until when a passport must be valid for an entry on a given day (R107)."""
    months = case.profile.knowledge_facts.passport_months_after_entry
    if months is None:
        return ask_at_counter(case)
    case.used("knowledge_facts.passport_months_after_entry")
    if case.facts.entry is not None:
        case.dated(passport_until=add_months(case.facts.entry, months))
    return information(case)


def long_term(case: Case) -> Answer:
    """How many months count for long-term stay; a student's count for half (R108)."""
    rules = case.profile.long_term
    if rules is None:
        return ask_at_counter(case)
    if case.facts.letter_now == "H":
        return _blue_card(case, rules)
    case.used("long_term.required_months", "long_term.student_divisor")
    if case.facts.months is None:
        return information(case)
    total, student, excluded = case.facts.months
    # in shares of a month, so that half months stay whole numbers
    shares = rules.student_divisor
    counted = (total - student - excluded) * shares + student
    missing = rules.required_months * shares - counted
    case.with_params(counted_months=counted / shares)
    case.note(Note.GENERAL_INFORMATION)
    if missing <= 0:
        return case.done(ResultCode.COUNT_OK, channels=application_channels(case))
    case.with_params(short_months=-(-missing // shares))
    return case.done(ResultCode.COUNT_SHORT, channels=application_channels(case))


def _blue_card(case: Case, rules: LongTerm) -> Answer:
    """Years in the EU with a blue card, of them the last ones in Belgium; months abroad are not asked for (D20)."""
    case.used("long_term.blue_card_years_in_eu", "long_term.blue_card_years_in_belgium")
    if case.facts.months is None:
        return information(case)
    total, student, excluded = case.facts.months
    here, years_in_eu = 12 * rules.blue_card_years_in_belgium, rules.blue_card_years_in_eu
    with_card = total - student - excluded
    if total < here:
        case.note(Note.GENERAL_INFORMATION)
        case.with_params(counted_months=float(total), required_months=here, short_months=here - total)
        return case.done(ResultCode.COUNT_SHORT, channels=application_channels(case))
    if years_in_eu is None or with_card < 12 * years_in_eu:
        # the months in other EU countries are not known
        return information(case)
    case.note(Note.GENERAL_INFORMATION)
    case.with_params(counted_months=float(with_card), required_months=12 * years_in_eu)
    return case.done(ResultCode.COUNT_OK, channels=application_channels(case))


def absence(case: Case) -> Answer:
    """Whether absences break the count: the longest one, then their sum (R109; R110 for an H card)."""
    rules = case.profile.long_term
    if rules is None:
        return ask_at_counter(case)
    blue = case.facts.letter_now == "H"
    limit = rules.blue_card_absence if blue else rules.absence
    case.used("long_term.blue_card_absence" if blue else "long_term.absence")
    if blue:
        case.used("long_term.blue_card_years_in_eu", "long_term.blue_card_years_in_belgium")
    absences = case.facts.absences
    if absences is None:
        return information(case)
    case.note(Note.GENERAL_INFORMATION)
    if max(absences, default=0) > limit.consecutive_months:
        case.with_params(limit_months=limit.consecutive_months, limit="consecutive")
        return case.done(ResultCode.ABSENCE_BREAKS, channels=application_channels(case))
    if sum(absences) > limit.total_months:
        case.with_params(limit_months=limit.total_months, limit="total")
        return case.done(ResultCode.ABSENCE_BREAKS, channels=application_channels(case))
    return case.done(ResultCode.COUNT_OK, channels=application_channels(case))
