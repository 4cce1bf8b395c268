"""Everything that ends in an application, a paper or a visit to a counter (R072, R079-R104, R131-R139)."""

from __future__ import annotations

from kiosk.residence.answers import Answer
from kiosk.residence.calendar import add_months
from kiosk.residence.case import Case
from kiosk.residence.decisions import decision_by_date, decision_notes
from kiosk.residence.fees import charge
from kiosk.residence.invitations import INVITED, invitation
from kiosk.residence.preparing import prepare_application
from kiosk.residence.renewal import application_channels, renew, window_dates
from kiosk.residence.urgent import promise_if_urgent
from kiosk.residence.vocabulary import (
    Access,
    AgeBand,
    Annex,
    BringItem,
    CardStatus,
    Channel,
    Guarantee,
    Medical,
    Note,
    PhotoRule,
    Protection,
    ResultCode,
    Service,
    TicketClass,
)


def apply(case: Case, service: Service, *, ticket: TicketClass | None = TicketClass.REQUEST) -> Answer:
    """A new card: by appointment, or at once where the place takes applications without one."""
    decision_by_date(case)
    prepare_application(case)
    charge(case)
    promise_if_urgent(case)
    return by_appointment(case, service, ticket=ticket)


def by_appointment(case: Case, service: Service, *, ticket: TicketClass | None) -> Answer:
    """APPLY_HERE at a walk-in place, else APPOINTMENT_REQUIRED with the ways to make one."""
    access = case.access(service)
    result = ResultCode.APPLY_HERE if access is Access.WALK_IN else ResultCode.APPOINTMENT_REQUIRED
    number = case.number(ticket, service) if ticket else None
    return case.done(result, ticket=number, access=access, channels=application_channels(case))


def ask_at_counter(case: Case) -> Answer:
    """What the pages do not say is not guessed; a general number is always possible."""
    return case.done(ResultCode.ASK_AT_COUNTER, ticket=TicketClass.GENERAL, channels=(Channel.COUNTER,))


def codes_lost(case: Case) -> Answer:
    """The letter with the codes is lost, or the codes are forgotten (R135)."""
    case.bring = (BringItem.PASSPORT_OR_ID,)
    case.service = Service.CODES
    return case.at_desk(
        ResultCode.ASK_AT_COUNTER,
        TicketClass.REQUEST,
        Service.CODES,
        channels=(Channel.COUNTER,),
    )


def first_card(case: Case) -> Answer:
    """The first card; where the page says so after registration and a positive decision (R131)."""
    if case.profile.knowledge_facts.first_card_after_decision:
        case.used("knowledge_facts.first_card_after_decision")
    if case.status is CardStatus.AWAITING_DECISION:
        # nobody at a desk can do anything before the decision
        return case.done(ResultCode.WAIT_FOR_DECISION, channels=(Channel.COUNTER,))
    way = invitation(case) if case.facts.document_type is None else "unstated"
    if way not in {"none", "unstated"}:
        case.note(INVITED[way])
    return apply(case, Service.FIRST)


def child_card(case: Case) -> Answer:
    """A card for a child (R072, R082-R088); dates of the present card are told when it was read."""
    if case.band is None:
        return ask_at_counter(case)
    window_dates(case, case.facts.valid_until)
    if case.band is AgeBand.ADULT:
        case.note(Note.CHILD_MUST_COME, Note.FINGERPRINTS)
        case.used("renewal.in_person")
    way = invitation(case)
    if way != "unstated":
        case.note(INVITED[way])
    return apply(case, Service.CHILD)


def lost_card(case: Case) -> Answer:
    """Lost or stolen: the police first, then a duplicate or a new card (R089, R090)."""
    service = case.service or Service.LOST
    loss = case.profile.loss
    if loss.invalid_if_found:
        case.note(Note.REPORTED_INVALID_IF_FOUND)
        case.used("loss.invalid_if_found")
    if loss.doc_stop:
        case.note(Note.DOC_STOP)
        case.used("loss.doc_stop")
    if case.facts.police_paper is not True and case.facts.annex is not Annex.A12:
        case.used("loss.ticket_without_police_paper", "bring.police_paper")
        ticket = case.number(TicketClass.REQUEST, service) if loss.ticket_without_police_paper else None
        return case.done(
            ResultCode.POLICE_FIRST, ticket=ticket, access=case.access(service), channels=application_channels(case)
        )
    if case.band is None:
        return ask_at_counter(case)
    return apply(case, service)


def revoked(case: Case) -> Answer:
    """A card that was reported is invalid for good, even when it is found again (R091)."""
    case.note(Note.REPORTED_INVALID_IF_FOUND)
    case.used("loss.invalid_if_found")
    case.bring = (BringItem.FOUND_CARD,)
    return _look_at_card(case, ResultCode.CARD_REVOKED)


def found(case: Case) -> Answer:
    """A card that came back: whether it was reported decides; when nobody knows, both are said (D10)."""
    match case.facts.reported:
        case True:
            return revoked(case)
        case False if case.facts.valid_until is not None and case.facts.valid_until < case.today:
            return renew(case)
        case False:
            case.dated(valid_until=case.facts.valid_until)
            return case.done(ResultCode.CARD_STILL_VALID)
        case None:
            return _look_at_card(case, ResultCode.ASK_IF_REPORTED)


def _look_at_card(case: Case, result: ResultCode) -> Answer:
    """Staff look at the card: with its own number where there is one, else with a general one."""
    return case.at_desk(
        result,
        TicketClass.SIGNAL,
        Service.FOUND,
        channels=(Channel.COUNTER,),
    )


def changed_or_damaged(case: Case) -> Answer:
    """Damaged card, changed data, a photo that no longer resembles: on one's own initiative (R092, R093)."""
    service = case.service or Service.DAMAGED
    if service is Service.DAMAGED and case.profile.loss.police_if_damaged:
        case.note(Note.POLICE_IF_DAMAGED)
        case.used("loss.police_if_damaged")
    if service is Service.PHOTO and case.facts.medical is Medical.PHOTO:
        case.note(Note.OWN_EXPENSE)
        case.used("medical.own_expense_after_photo")
    if case.band is None:
        return ask_at_counter(case)
    return apply(case, service)


def chip_defect(case: Case) -> Answer:
    """The chip is silent (R004): staff look first, a new card is asked for."""
    case.note(Note.CHIP_NOT_WORKING)
    window_dates(case, case.facts.valid_until)
    decision_by_date(case)
    prepare_application(case)
    charge(case)
    access = case.access(Service.CHIP_DEFECT)
    return case.done(
        ResultCode.CHIP_DEFECT,
        ticket=case.number(TicketClass.SIGNAL, Service.CHIP_DEFECT),
        access=access,
        channels=application_channels(case),
    )


def switch(case: Case) -> Answer:
    """Switching to EU+, F+, K or L: some also by mail, then without an appointment (R101)."""
    rules = case.profile.switch
    case.used("switch.by_mail")
    if case.facts.switch_to is None or case.facts.switch_to not in rules.by_mail:
        return apply(case, Service.SWITCH)
    prepare_application(case)
    charge(case)
    return _by_mail_or_appointment(case, Service.SWITCH)


def guarantor(case: Case) -> Answer:
    """Standing guarantor: annex 3bis for a short stay, annex 32 for a student (R097)."""
    needed = case.facts.annex
    if needed not in {Annex.A3BIS, Annex.A32} and case.facts.guarantee is not None:
        needed = Annex.A3BIS if case.facts.guarantee is Guarantee.SHORT else Annex.A32
    case.service = Service.GUARANTOR
    case.with_params(annex=needed)
    return by_appointment(case, Service.GUARANTOR, ticket=TicketClass.GUARANTOR)


def annex(case: Case) -> Answer:
    """A paper with an annex number (R094-R097); annex 12 is the police's paper for a lost card."""
    held = case.facts.annex
    case.with_params(annex=held)
    match held:
        case Annex.A3BIS | Annex.A32:
            return guarantor(case)
        case Annex.A12:
            case.service = Service.LOST
            return lost_card(case)
        case Annex.A15:
            case.used("annex_15")
            return case.at_desk(ResultCode.INFO, TicketClass.DOCUMENTS, Service.ANNEX)
        case Annex.A19 | Annex.A19TER:
            return hand_in(case, Service.ANNEX)
        case Annex.A35:
            return by_appointment(case, Service.ANNEX, ticket=TicketClass.REQUEST)
        case Annex():
            return _own_annex(case, held)
        case None:
            return ask_at_counter(case)


def _own_annex(case: Case, held: Annex) -> Answer:
    """An annex that the profile names; one that it does not is asked about at the counter."""
    index = next((index for index, row in enumerate(case.profile.annexes) if row.number == held), None)
    if index is None:
        return ask_at_counter(case)
    case.used(f"annexes.{index}")
    match case.profile.annexes[index].by:
        case "appointment":
            return by_appointment(case, Service.ANNEX, ticket=TicketClass.REQUEST)
        case "documents":
            return hand_in(case, Service.ANNEX)
        case "counter":
            counter = (Channel.COUNTER,)
            return case.at_desk(ResultCode.ASK_AT_COUNTER, TicketClass.DOCUMENTS, Service.ANNEX, channels=counter)


def hand_in(case: Case, service: Service = Service.DOCUMENTS) -> Answer:
    """Papers for a running procedure (R096)."""
    return case.at_desk(ResultCode.HAND_IN_DOCUMENTS, TicketClass.DOCUMENTS, service, channels=(Channel.COUNTER,))


def protection(case: Case) -> Answer:
    """International protection: orange card, card after recognition, update of data (R098, R099)."""
    match case.facts.protection:
        case Protection.ORANGE_CARD:
            return by_appointment(case, Service.PROTECTION, ticket=TicketClass.REQUEST)
        case Protection.DATA_UPDATE:
            case.bring = (BringItem.CGRS_DOCUMENTS,)
            return _by_mail_or_appointment(case, Service.PROTECTION)
        case Protection.RECOGNISED:
            return apply(case, Service.PROTECTION)
        case None:
            return by_appointment(case, Service.PROTECTION, ticket=TicketClass.REQUEST)


def temporary_protection(case: Case) -> Answer:
    """Temporary protection: annex 15 and an A card, or renewal in the notice's own window (R030, R100, X13).

    Somebody with a card comes to renew it; somebody without one comes with the attestation.  The notice speaks of
    cards that end on its own day: another card's own date decides (D13).
    """
    expiry = case.facts.valid_until
    notice = case.profile.statuses.temporary_protection
    if expiry is None and case.facts.document_type is None:
        case.bring = (BringItem.ATTESTATION, BringItem.PASSPORT_OR_ID)
        return by_appointment(case, Service.TEMPORARY_PROTECTION, ticket=TicketClass.TEMPORARY_PROTECTION)
    if notice is None or case.today > notice.valid_until or expiry not in {None, notice.valid_until}:
        return renew(case)
    case.used("statuses.temporary_protection")
    window_dates(case, expiry, opens=notice.renew_from, closes=notice.valid_until)
    if not case.profile.stated("statuses.temporary_protection.valid_until"):
        case.note(Note.DATES_TO_CONFIRM)
    prepare_application(case)
    charge(case)
    access = case.access(Service.TEMPORARY_PROTECTION)
    channels = application_channels(case)
    if case.today < notice.renew_from:
        return case.done(ResultCode.RENEW_TOO_EARLY, access=access, channels=channels)
    decision_notes(case, ResultCode.TP_RENEW_OPEN)
    ticket = case.number(TicketClass.TEMPORARY_PROTECTION, Service.TEMPORARY_PROTECTION)
    return case.done(ResultCode.TP_RENEW_OPEN, ticket=ticket, access=access, channels=channels)


def register(case: Case) -> Answer:
    """New to Belgium: another procedure, also for less than three months (R103, R104)."""
    return case.at_desk(
        ResultCode.OTHER_PROCEDURE,
        TicketClass.ADVICE,
        Service.REGISTER,
        channels=application_channels(case),
    )


def medical(case: Case) -> Answer:
    """Somebody who cannot come, give fingerprints or have a photo taken contacts the department (R079-R081)."""
    rules = case.profile.medical
    reason = case.facts.medical
    case.used("medical")
    case.with_params(phone=case.profile.contact.telephone or None)
    if rules.certificate and reason in {Medical.FINGERPRINTS, Medical.PHOTO}:
        case.note(Note.MEDICAL_CERTIFICATE)
        case.bring = (BringItem.MEDICAL_CERTIFICATE,)
        if reason is Medical.FINGERPRINTS and rules.certificate_months and case.facts.certificate:
            until = add_months(case.facts.certificate, rules.certificate_months)
            case.dated(certificate_until=until)
            case.with_params(certificate_too_old=until < case.today)
            case.used("medical.certificate_months")
    if reason is Medical.PHOTO and rules.own_expense_after_photo:
        case.note(Note.OWN_EXPENSE)
        case.used("medical.own_expense_after_photo")
        charge(case)
    if reason is Medical.CANNOT_COME and case.profile.renewal.medical_exception:
        case.note(Note.MEDICAL_PROXY)
        case.used("renewal.medical_exception")
    case.photo = PhotoRule.NONE
    service = case.service or Service.RENEW
    return case.at_desk(
        ResultCode.CONTACT_US,
        TicketClass.ADVICE,
        service,
        channels=tuple(
            channel for channel in application_channels(case) if channel in {Channel.PHONE, Channel.RECEPTION}
        )
        or (Channel.COUNTER,),
    )


def _by_mail_or_appointment(case: Case, service: Service) -> Answer:
    case.with_params(mail=case.profile.switch.mail or None)
    case.used("switch.mail")
    access = case.access(service)
    return case.done(
        ResultCode.BY_MAIL_OR_APPOINTMENT,
        ticket=case.number(TicketClass.REQUEST, service),
        access=access,
        channels=(Channel.MAIL, *application_channels(case)),
    )
