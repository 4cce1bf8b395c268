"""What the kiosk does with what is known of a person: one table, for the screens, the voice and docs/DATA.md.

On which basis and who answers is the municipality's to say, for every row: `[privacy]` of its profile.  `covers` names what the
code reads, holds, sends and keeps; a test compares it with the code, both ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kiosk.base.languages import N_, NN_, Plural

if TYPE_CHECKING:
    from kiosk.base.i18n import Texts
    from kiosk.residence.profile import Profile


class Moment(StrEnum):
    """When a line of the table is told by itself, before what it speaks of happens."""

    CARD = "before the card is put in"
    PIN = "before the PIN is typed"
    LOOK_UP = "before the PIN of a look-up is typed"


class Only(StrEnum):
    """Where a row holds only at some kiosks."""

    LOOK_UPS = "the profile states a look-up (`[privacy] lookups`)"
    CAMERA = "the kiosk reads the back of cards"
    ISSUER = "the kiosk asks the issuers (`[reader] revocation`)"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One row.  `what` and `told` are shown; `why`, `where` and `long` stand in docs/DATA.md; `icon` is an Icon's name.

    `lines` are told at their moment.  `covers` are names such as "Holder.surname" or "queue_ticket.number".
    """

    id: str
    icon: str
    what: str
    told: str | Plural
    why: str
    where: str
    long: str
    covers: tuple[str, ...]
    lines: tuple[tuple[Moment, str], ...] = ()
    only: Only | None = None


def _of(owner: str, names: str) -> tuple[str, ...]:
    return tuple(f"{owner}.{name}" for name in names.split())


_GONE: Final = N_("This decides what we tell you. It is gone when your visit ends.")

PURPOSES: Final = (
    Purpose(
        "text",
        "card",
        N_("The text on your card"),
        N_("The chip gives all of it at once. What we do not need is dropped at once."),
        "the identity file is one piece under one signature: it is read whole to be believed",
        "the card reader's driver; surname, second names, sex, birth place, nationality, card number and issuer reach no visit",
        "until the card is judged, about a second",
        (
            *_of("Tag", "CARD_NUMBER MUNICIPALITY SURNAME NATIONALITY BIRTH_PLACE SEX PHOTO_HASH BASIC_KEY_HASH"),
            *_of("Holder", "surname nationality birth_place sex"),
            *_of("CardData", "card_number issued_by"),
        ),
        lines=((Moment.CARD, N_("We read the text on your card, not your photo or address.")),),
    ),
    Purpose(
        "photo",
        "person",
        N_("Your photo and your address"),
        N_("We do not read them."),
        "no purpose at this kiosk",
        "nowhere",
        "not read",
        (*_of("Address", "street postcode municipality"), "CardReading.address"),
    ),
    Purpose(
        "dates",
        "calendar",
        N_("Type and dates of the card, and your age"),
        _GONE,
        "the rules of the pages ask for them",
        "this kiosk's memory",
        "until the visit ends or the card is out",
        (
            *_of("Tag", "VALID_FROM VALID_UNTIL BIRTH_DATE DOCUMENT_TYPE DUPLICATE"),
            *_of("CardData", "document_type applet valid_from valid_until duplicate"),
            "Holder.birth_date",
            *_of("Facts", "document_type valid_from valid_until born duplicate"),
            *_of("CardReading", "card holder trust tries_left pin_exists pad_verifies pad_changes cost"),
            *_of("Trust", "verdict identity address photo chain chip reasons"),
            *("CardIdentified.reading", "CardJudged.reading"),
        ),
    ),
    Purpose(
        "name",
        "person",
        N_("Your first name"),
        N_("We say hello with it. It is gone on the next screen."),
        "a resident sees whose card was read",
        "the greeting on the screen, and the headset",
        "as long as the greeting",
        ("Tag.GIVEN_NAMES", "Holder.given_names"),
    ),
    Purpose(
        "pin",
        "pin",
        N_("Your PIN"),
        N_("It shows that the card is yours. Only your card gets it."),
        "nothing under a person's number is told to somebody else",
        "the card, once for each confirmation",
        "overwritten after use",
        (
            *_of("VerifyPin", "request pin language"),
            *_of("ChangePin", "request old new language"),
            *_of("PinChecked", "outcome tries_left proved"),
            *_of("PinChanged", "outcome tries_left"),
            *("TypePin.pin", *_of("ChangingPin", "pin old new"), "Wipe.pin", "Visit.pin_proved"),
        ),
        lines=((Moment.PIN, N_("Only your card gets the PIN. We do not keep it.")),),
    ),
    Purpose(
        "certificate",
        "certificate",
        N_("The certificate of your card"),
        N_("After your PIN we ask the card's issuer whether the card is blocked."),
        "a card that was reported lost or stolen proves nothing",
        "the status service of the card's issuer (OCSP or a list): the question names the certificate",
        "the answer until the visit ends; lists of blocked certificates, of nobody in particular, in the cache",
        _of("PinChecked", "certificate reasons"),
        only=Only.ISSUER,
    ),
    Purpose(
        "number",
        "counter",
        N_("Your national register number"),
        N_("It finds your new card or your appointment. The office gets a code made from it."),
        "the office knows people by it",
        "hashed with the office key; the hash goes to the office's table or service",
        "from the reading to the look-up, in services that have one",
        (
            "Tag.NATIONAL_NUMBER",
            "Holder.national_number",
            *_of("AskOffice", "request national_number"),
            "CheckIn.person",
            *_of("RemoteOffice", "subject from"),
        ),
        lines=((Moment.LOOK_UP, N_("Then we ask the office with a code of your register number.")),),
        only=Only.LOOK_UPS,
    ),
    Purpose(
        "office",
        "calendar",
        N_("Where your new card is, and your appointment"),
        N_("The office gives it to this kiosk under a code, without your name."),
        "to tell where a new card is, and to check in",
        "the office's table in the store and its backups, under a keyed hash; or the office's own service",
        "cards until the next whole list; appointments until their day is over by the profile's `retention_days`",
        (
            *_of("office_card", "subject status place applied_on applied_at letter_on urgent"),
            *_of("office_appointment", "code place starts_at service klass subject"),
            *_of("Facts", "card_status office applied applied_at letter procedure appointment"),
            *("Visit.office", *_of("CheckInAnswered", "code at place")),
        ),
    ),
    Purpose(
        "code",
        "letter",
        N_("The code of your letter"),
        N_("It finds your appointment. Only the office gets it."),
        "to check in an appointment without a card",
        "the office's table, hashed with the office key; or the office's own service, as it is",
        "until the answer; the hash names the request of the ticket as long as the ticket is kept",
        (
            *_of("CodeSeen", "text symbology"),
            *_of("CheckIn", "request code"),
            *("LookingUp.code", "TypingCode.typed"),
            "RemoteOffice.code",
            "queue_ticket.request_id",
        ),
    ),
    Purpose(
        "back",
        "camera",
        N_("The back of your card"),
        N_("The camera reads it only when the chip does not work."),
        "dates of a card whose chip does not answer",
        "the screen, to be confirmed",
        "the number until it is confirmed, the dates until the visit ends",
        (
            *_of("MrzSeen", "request document document_number birth_date valid_until nationality"),
            *("ConfirmMrz.seen", "Facts.read_from_back"),
        ),
        only=Only.CAMERA,
    ),
    Purpose(
        "answers",
        "info",
        N_("What you answer and choose"),
        _GONE,
        "the rules of the pages ask for it",
        "this kiosk's memory; a slip of paper when it is asked for",
        "until the visit ends",
        (
            *_of(
                "Facts",
                "service place eu has_puk codes invitation children role situation for_other medical certificate police_paper"
                " reported photo_date sits_still switch_to annex guarantee protection from_abroad entry months absences",
            ),
            *_of("Visit", "id started language comfort asked extensions service reading said answer trail"),
            *("Asking.question", "PrintSlip.receipt"),
        ),
    ),
    Purpose(
        "chip",
        "chip",
        N_("The number of the chip"),
        N_("It finds a ticket that you hold already. A code of it stays ten minutes."),
        "one card, one number (decision 0083)",
        "this kiosk's memory, hashed with a key of this start",
        "ten minutes after a ticket that was taken with a PIN; a restart forgets it",
        ("Tag.CHIP_NUMBER", "CardData.chip_number", "IssueTicket.card"),
    ),
    Purpose(
        "ticket",
        "ticket",
        N_("Your ticket"),
        NN_(
            "It holds no name. After {count} day only counts stay.",
            "It holds no name. After {count} days only counts stay.",
            "retention_days",
        ),
        "to be called, and to know how long people wait",
        "the store of the queue, its backups, the paper, the board; the outbox while the central store is gone",
        "the profile's `retention_days`, then counts; backups and exports: the newest fourteen, and as long as somebody keeps a copy",
        (
            *_of("IssueTicket", "request klass language people priority appointment once another"),
            *_of("PrintTicket", "ticket_id receipt"),
            *("Visit.ticket", *_of("Holding", "number held"), "TakeTicket.number"),
            *_of(
                "queue_ticket",
                "id number klass state place day taken_at language kiosk first_class series seq queue_day waiting_since paper"
                " copies people priority appointment_at counter called_at calls serving_at ended_at note steps",
            ),
            *_of("queue_move", "ticket_id step action before after at who counter note op"),
            *_of("queue_outbox", "op ticket_id detail at"),
        ),
    ),
)

# tables of the store in which no row speaks of one person
OF_NOBODY: Final = frozenset({"queue_counter", "queue_count", "queue_clock", "queue_kiosk", "office_import"})


def holding(profile: Profile, *, camera: bool, issuer: bool) -> Iterator[Purpose]:
    """The rows that hold at this kiosk."""
    here = {Only.LOOK_UPS: bool(profile.privacy.lookups), Only.CAMERA: camera, Only.ISSUER: issuer}
    for each in PURPOSES:
        if each.only is None or here[each.only]:
            yield each


def lines(moment: Moment, t: Texts) -> tuple[str, ...]:
    """What is told at this moment."""
    return tuple(t.gettext(text) for each in PURPOSES for when, text in each.lines if when is moment)


def told(purpose: Purpose, t: Texts, profile: Profile) -> str:
    """What a resident is told of a row: why, where it goes, how long."""
    if isinstance(purpose.told, str):
        return t.gettext(purpose.told)
    return t.ngettext(purpose.told.one, purpose.told.many, profile.tickets.retention_days)


def answering(t: Texts, profile: Profile) -> tuple[str, ...]:
    """Who answers, on which basis, and where more stands; what the profile does not say is asked at the counter."""
    privacy = profile.privacy
    found = []
    if privacy.controller:
        found.append(t.gettext(N_("{controller} answers for your data."), controller=privacy.controller))
    else:
        found.append(t.gettext(N_("This kiosk does not know it. Ask at the counter.")))
    if privacy.basis is not None:
        found.append(t.gettext(BASIS[privacy.basis]))
    if privacy.officer:
        found.append(t.gettext(N_("Data protection officer: {officer}."), officer=privacy.officer))
    if privacy.page:
        found.append(t.gettext(N_("Read more: {page}"), page=privacy.page))
    return (*found, t.gettext(N_("Do you want to see your data, or have it removed? Ask at the counter.")))


BASIS: Final = {
    "public_task": N_("The kiosk serves a public task of the municipality."),
    "legal_obligation": N_("The law tells the municipality to do this."),
}
