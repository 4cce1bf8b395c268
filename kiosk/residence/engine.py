"""One answer to one case: checks the facts, then lets the service's rule decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from kiosk.residence import applications, guidance
from kiosk.residence.answers import Answer
from kiosk.residence.case import Case
from kiosk.residence.checkin import check_in
from kiosk.residence.collection import collect
from kiosk.residence.facts import Facts, contradictions
from kiosk.residence.local import localised
from kiosk.residence.renewal import in_person_only, renew
from kiosk.residence.urgent import urgent
from kiosk.residence.vocabulary import (
    ALWAYS_ASKED,
    APPLICATIONS,
    GONE,
    TOLD_ANYWHERE,
    Access,
    AgeBand,
    CardStatus,
    Channel,
    Medical,
    Note,
    Protection,
    ResultCode,
    Service,
    TicketClass,
)

if TYPE_CHECKING:
    from kiosk.residence.profile import Profile

# a medical reason matters where fingerprints or a photo are taken, or the holder must come
_MEDICAL = APPLICATIONS | {Service.COLLECT, Service.TEMPORARY_PROTECTION}
# what ends in a new card: who is no child any more asks for it (the youngest of them may come with a parent)
_BY_ITS_HOLDER = _MEDICAL - {Service.COLLECT, Service.CHILD}


def answer(facts: Facts, profile: Profile, now: datetime, *, clock_ok: bool) -> Answer:
    """What the resident would be told at `now` (an aware moment); never raises for facts that cannot be true.

    `clock_ok` False: the clock is not synchronised, so no urgent date is promised (R061).
    """
    case = Case(facts, profile, now, clock_ok)
    return localised(_decided(case), case)


def _decided(case: Case) -> Answer:
    facts, profile = case.facts, case.profile
    wrong = contradictions(facts, profile, case.today)
    if {"place", "applied_at"} & set(wrong):
        return _bad_facts(case, wrong)
    if facts.card_status is CardStatus.REPORTED and facts.service not in GONE:
        return applications.revoked(case)
    if wrong:
        return _bad_facts(case, wrong)
    refused = _not_served(case)
    if refused is not None:
        return refused
    _card_notes(case)
    service = facts.service
    if service is not Service.COLLECT and facts.appointment is not None:
        return check_in(case, facts.appointment)
    medical = facts.medical not in {None, Medical.NONE} and not _after_treatment(facts)
    if medical and (service is None or service in _MEDICAL):
        return applications.medical(case)
    if _for_somebody_else(case):
        return _elsewhere(case, service or Service.RENEW) or in_person_only(case)
    if service is None:
        return _card_only(case)
    if service not in profile.offer.services and service not in ALWAYS_ASKED:
        return applications.ask_at_counter(case)
    return _elsewhere(case, service) or _serve(case, service)


def _elsewhere(case: Case, service: Service) -> Answer | None:
    """What the place that serves would say, without a number; None where this place serves.

    Of what no place does, with any card or with this one, nothing is promised: the counter knows.
    Collecting knows its own places: a card lies in one building.  What is only told is told at every kiosk.
    """
    letter = case.facts.letter_now
    if (
        service is Service.COLLECT
        or service in TOLD_ANYWHERE
        or case.place.access_to(service, letter) is not Access.NONE
    ):
        return None
    there = next((each for each in case.profile.places if each.access_to(service, letter) is not Access.NONE), None)
    if there is None:
        perhaps = letter is None and any(each.does(service) for each in case.profile.places)
        return None if perhaps else applications.ask_at_counter(case)
    told = _decided(Case(replace(case.facts, place=there.id), case.profile, case.now, case.clock_ok))
    said = replace(told.params, place=there.id)
    return replace(told, ticket_class=None, notes=(Note.NOT_HERE, *told.notes), params=said)


def _serve(case: Case, service: Service) -> Answer:
    match service:
        case Service.RENEW:
            return renew(case)
        case Service.COLLECT:
            told = collect(case)
            # new codes are asked for where that is done, whatever they are for
            return (_elsewhere(case, Service.CODES) if told.params.service is Service.CODES else None) or told
        case Service.FIRST:
            return applications.first_card(case)
        case Service.CHILD:
            return applications.child_card(case)
        case Service.LOST | Service.STOLEN:
            return applications.lost_card(case)
        case Service.FOUND:
            return applications.found(case)
        case Service.DAMAGED | Service.DATA_CHANGE | Service.PHOTO:
            return applications.changed_or_damaged(case)
        case Service.CHIP_DEFECT:
            return applications.chip_defect(case)
        case Service.SWITCH:
            return applications.switch(case)
        case Service.URGENT:
            return urgent(case)
        case Service.DOCUMENTS:
            return applications.hand_in(case)
        case Service.ANNEX:
            return applications.annex(case)
        case Service.REGISTER:
            return applications.register(case)
        case Service.FILE:
            return applications.by_appointment(case, Service.FILE, ticket=TicketClass.REQUEST)
        case Service.GUARANTOR:
            return applications.guarantor(case)
        case Service.PROTECTION:
            return applications.protection(case)
        case Service.TEMPORARY_PROTECTION:
            return applications.temporary_protection(case)
        case Service.LONG_TERM:
            return guidance.long_term(case)
        case Service.ABSENCE:
            return guidance.absence(case)
        case Service.TRAVEL:
            return guidance.travel(case)
        case Service.PASSPORT:
            return guidance.passport(case)
        case Service.CODES:
            return applications.codes_lost(case)
        case Service.MOVED:
            return applications.ask_at_counter(case)
        case _:
            assert_never(service)


def _bad_facts(case: Case, wrong: tuple[str, ...]) -> Answer:
    case.with_params(bad_facts=wrong)
    return case.done(ResultCode.BAD_FACTS, ticket=TicketClass.GENERAL, channels=(Channel.COUNTER,))


def _not_served(case: Case) -> Answer | None:
    """A card that is no residence card (R002, R003); None when there is no card or it is served."""
    if case.facts.document_type is None:
        return None
    card = case.facts.card
    if card is not None and card.served:
        return None
    result = ResultCode(card.problem) if card is not None and card.problem else ResultCode.CARD_NOT_SUPPORTED
    return case.done(result, ticket=TicketClass.GENERAL, channels=(Channel.COUNTER,))


def _for_somebody_else(case: Case) -> bool:
    """True where a holder who is no child must come, and somebody else has come (D9)."""
    facts, profile = case.facts, case.profile
    recognised = facts.service is Service.PROTECTION and facts.protection is Protection.RECOGNISED
    of_a_card = recognised or facts.service in _BY_ITS_HOLDER
    asked = facts.service is None or (of_a_card and facts.service in profile.offer.services)
    # several children's cards are asked for by somebody else, whose own age says nothing
    return asked and facts.for_other and not facts.children and case.band is AgeBand.ADULT and profile.renewal.in_person


def _card_notes(case: Case) -> None:
    card = case.facts.card
    if card is not None and card.old_letter is not None:
        case.note(Note.OLD_LETTER_NAME)
    if case.facts.read_from_back:
        case.note(Note.NO_PROOF)


def _card_only(case: Case) -> Answer:
    """What the chip tells without a question: its renewal window, or at least what it is (R001)."""
    if case.facts.valid_until is not None:
        return _elsewhere(case, Service.RENEW) or renew(case)
    if case.facts.document_type is not None:
        return case.done(ResultCode.ID_OK)
    return applications.ask_at_counter(case)


def _after_treatment(facts: Facts) -> bool:
    """A new photo after a medical exception is an ordinary application at one's own expense (R067)."""
    return facts.service is Service.PHOTO and facts.medical is Medical.PHOTO
