"""The closed lists of the rules: services, results, notes, ticket classes, and what facts may say.

The order of `Note` is the order in which notes are shown.  The lists are those of docs/requirements.md, section 5.
"""

from __future__ import annotations

from enum import StrEnum, auto
from typing import Final


class _Code(StrEnum):
    """A code that is written as its own name."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[str]) -> str:
        del start, count, last_values
        return name


class ResultCode(_Code):
    """What a resident is told, as one word."""

    # card
    ID_OK = auto()
    NOT_RESIDENCE_CARD = auto()
    CARD_NOT_SUPPORTED = auto()
    CARD_UNREADABLE = auto()
    CHIP_DEFECT = auto()
    NO_CARD = auto()
    CARD_REMOVED = auto()
    CARD_REFUSED = auto()
    CARD_REVOKED = auto()
    CARD_STILL_VALID = auto()
    ASK_IF_REPORTED = auto()
    PIN_OK = auto()
    PIN_WRONG = auto()
    PIN_BLOCKED = auto()
    NO_READER = auto()
    NO_PCSC_SERVICE = auto()
    NOT_PERMITTED = auto()
    # renewal
    RENEW_TOO_EARLY = auto()
    RENEW_OPEN = auto()
    RENEW_LATE = auto()
    EXPIRED = auto()
    TP_RENEW_OPEN = auto()
    # collection
    COLLECT_NOW = auto()
    COLLECT_FROM = auto()
    COLLECT_ELSEWHERE = auto()
    COLLECT_BY_APPOINTMENT = auto()
    COLLECT_NOT_READY = auto()
    WAIT_FOR_CODES = auto()
    URGENT_WAIT = auto()
    DESTROYED_OR_EXPIRED = auto()
    NO_APPLICATION_FOUND = auto()
    IN_PERSON_ONLY = auto()
    STATUS_UNKNOWN = auto()
    # application
    APPLY_HERE = auto()
    APPOINTMENT_REQUIRED = auto()
    WAIT_FOR_DECISION = auto()
    OTHER_PROCEDURE = auto()
    POLICE_FIRST = auto()
    URGENT_READY = auto()
    URGENT_NO_DATE = auto()
    BY_MAIL_OR_APPOINTMENT = auto()
    CONTACT_US = auto()
    HAND_IN_DOCUMENTS = auto()
    # general
    INFO = auto()
    COUNT_OK = auto()
    COUNT_SHORT = auto()
    ABSENCE_BREAKS = auto()
    ASK_AT_COUNTER = auto()
    BAD_FACTS = auto()
    # queue
    CLOSED = auto()
    CAP_REACHED = auto()
    PRINT_FAILED = auto()
    CHECKIN_OK = auto()
    CHECKIN_TOO_EARLY = auto()
    CHECKIN_TOO_LATE = auto()
    CHECKIN_ELSEWHERE = auto()
    CHECKIN_OTHER_DAY = auto()
    CHECKIN_NOT_FOUND = auto()


class Note(_Code):
    """A remark beside a result; shown in this order, each at most once."""

    NOT_HERE = auto()
    STATUS_NOT_CHECKED = auto()
    CHIP_NOT_WORKING = auto()
    LATE = auto()
    DEADLINE_NEAR = auto()
    DEADLINE_PASSED = auto()
    DEADLINE_CONFLICT = auto()
    COLLECT_EXTRA_DAYS = auto()
    COLLECT_WITHIN = auto()
    APPROVAL_FIRST = auto()
    APPROVAL_IF_CARD = auto()
    ANNEX_15_IF_CARD = auto()
    ANNEX_15_IF_NO_DECISION = auto()
    ANNEX_15_IF_WAITING = auto()
    ANNEX_15_NOW = auto()
    CARD_EXPIRES_NOT_STAY = auto()
    ASK_PERMANENT_RESIDENCE = auto()
    NO_LETTER_E_FORM = auto()
    LETTER_BY_POST = auto()
    NO_LETTER_YET = auto()
    NO_INVITATION = auto()
    INVITED_BY_MAIL = auto()
    INVITED_BY_EBOX = auto()
    INVITED_BY_SMS = auto()
    HOLIDAY_CONFIRM = auto()
    HOURS_TO_CONFIRM = auto()
    DATES_TO_CONFIRM = auto()
    URGENT_COLLECT_CITY = auto()
    APPLY_MAY_NEED_APPOINTMENT = auto()
    ACCESS_BY_CARD = auto()
    CLOCK_UNSURE = auto()
    FEE_ASK = auto()
    OWN_CARD_ASK = auto()
    FEE_ALTERNATIVES = auto()
    FEE_CONTACTLESS = auto()
    OWN_EXPENSE = auto()
    PROXY_WRITTEN = auto()
    CODES_AT_COUNTER = auto()
    CHILD_NEED_NOT_COME = auto()
    CHILD_MUST_COME = auto()
    FINGERPRINTS = auto()
    ASK_WHO_COLLECTS = auto()
    MANDATORY = auto()
    OPTIONAL = auto()
    RECOMMENDED = auto()
    PLACEMENT_RULING = auto()
    PARENTAL_AUTHORITY = auto()
    MEDICAL_CERTIFICATE = auto()
    MEDICAL_PROXY = auto()
    PHOTO_IF_CANNOT_SIT = auto()
    PHOTO_BOOTH = auto()
    POLICE_IF_DAMAGED = auto()
    DOC_STOP = auto()
    REPORTED_INVALID_IF_FOUND = auto()
    NOT_A_TRAVEL_DOCUMENT = auto()
    NEEDED_FOR_RE_ENTRY = auto()
    OLD_LETTER_NAME = auto()
    NO_PROOF = auto()
    GENERAL_INFORMATION = auto()


class TicketClass(StrEnum):
    """Ticket classes; the value is the default prefix (never a letter that stands on a card, R018)."""

    GENERAL = "G"
    PICK_UP = "P"
    REQUEST = "R"
    SIGNAL = "S"
    TEMPORARY_PROTECTION = "T"
    URGENT = "U"
    ADVICE = "V"
    GUARANTOR = "W"
    DOCUMENTS = "X"
    APPOINTMENT = "Z"
    # the town's own, by [[tickets.desks]]
    OWN_O = "O"
    OWN_Q = "Q"
    OWN_Y = "Y"


class Service(StrEnum):
    """What the resident comes for, as `kiosk explain --service` takes it."""

    RENEW = "renew"
    COLLECT = "collect"
    FIRST = "first"
    CHILD = "child"
    LOST = "lost"
    STOLEN = "stolen"
    FOUND = "found"
    DAMAGED = "damaged"
    CHIP_DEFECT = "chip-defect"
    DATA_CHANGE = "data-change"
    PHOTO = "photo"
    SWITCH = "switch"
    URGENT = "urgent"
    DOCUMENTS = "documents"
    ANNEX = "annex"
    REGISTER = "register"
    FILE = "file"
    GUARANTOR = "guarantor"
    PROTECTION = "protection"
    TEMPORARY_PROTECTION = "temporary-protection"
    LONG_TERM = "long-term"
    ABSENCE = "absence"
    TRAVEL = "travel"
    PASSPORT = "passport"
    # not in the pages, still asked at every counter (R135, R139)
    CODES = "codes"
    MOVED = "moved"


# the card is not there any more
GONE: Final = frozenset({Service.LOST, Service.STOLEN})
# what a new card is asked for, by the person of whom it is
APPLICATIONS: Final = GONE | {
    Service.RENEW,
    Service.CHILD,
    Service.FIRST,
    Service.DAMAGED,
    Service.CHIP_DEFECT,
    Service.DATA_CHANGE,
    Service.PHOTO,
    Service.SWITCH,
    Service.URGENT,
}
# only told: at every kiosk, whatever is done there
TOLD_ANYWHERE: Final = frozenset({Service.LONG_TERM, Service.ABSENCE, Service.TRAVEL, Service.PASSPORT})
# asked at every counter, whether or not a page speaks of it
ALWAYS_ASKED: Final = frozenset({Service.CODES, Service.MOVED}) | TOLD_ANYWHERE


class Access(StrEnum):
    """How a place serves a service: with a number, through the reception, by appointment, or not at all."""

    WALK_IN = "walk_in"
    RECEPTION = "reception"
    APPOINTMENT = "appointment"
    NONE = "none"
    UNSTATED = "unstated"


class AppointmentNeed(StrEnum):
    """What the answer says about an appointment."""

    WALK_IN = "walk_in"
    RECEPTION = "reception"
    REQUIRED = "required"
    UNSTATED = "unstated"


class Channel(StrEnum):
    """A way to reach the municipality."""

    ONLINE = "online"
    RECEPTION = "reception"
    PHONE = "phone"
    E_FORM = "e_form"
    MAIL = "mail"
    COUNTER = "counter"


class BringItem(StrEnum):
    """A document or thing to bring; labels are in kiosk.residence.labels."""

    CURRENT_CARD = "current_card"
    OLD_CARD_OR_CERTIFICATE = "old_card_or_certificate"
    PREVIOUS_CARD_IF_ANY = "previous_card_if_any"
    PASSPORT_OR_ID = "passport_or_id"
    POLICE_LOSS = "police_loss"
    CURRENT_CARD_OR_POLICE_LOSS = "current_card_or_police_loss"
    PHOTO = "photo"
    INVITATION = "invitation"
    FEE = "fee"
    CODES = "codes"
    CODES_LETTER = "codes_letter"
    ADULT_ID = "adult_id"
    PLACEMENT_RULING = "placement_ruling"
    PARENT_PERMIT = "parent_permit"
    CHILD_ID = "child_id"
    PARENTAL_AUTHORITY = "parental_authority"
    ORANGE_CARD_OR_ANNEX_15_IF_ANY = "orange_card_or_annex_15_if_any"
    MEDICAL_CERTIFICATE = "medical_certificate"
    PIN_PUK_LETTER = "pin_puk_letter"
    CGRS_DOCUMENTS = "cgrs_documents"
    ATTESTATION = "attestation"
    FOUND_CARD = "found_card"
    PERMISSION = "permission"
    VISITORS_ID = "visitors_id"


class PhotoRule(StrEnum):
    """What happens with the photo."""

    TAKEN_HERE = "taken_here"
    BRING = "bring"
    NONE = "none"
    ASK = "ask"
    CHOICE = "choice"


class AgeBand(StrEnum):
    """The two age bands of every page: below the age of `child_card.age_limit`, and from it on."""

    CHILD = "child"
    ADULT = "adult"


class Procedure(StrEnum):
    """Regular or urgent; some towns know a quicker one, and one whose card is collected at the ministry (central)."""

    REGULAR = "regular"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    CENTRAL = "central"


class CardStatus(StrEnum):
    """What the back office knows about the application or the card."""

    READY = "ready"
    IN_PRODUCTION = "in_production"
    AWAITING_DECISION = "awaiting_decision"
    REPORTED = "reported"
    DESTROYED = "destroyed"
    NONE = "none"


class Office(StrEnum):
    """Whether the back office answered."""

    UP = "up"
    DOWN = "down"


class Role(StrEnum):
    """Who the adult is to the child (S082)."""

    PARENT = "parent"
    FOSTER = "foster"
    GUARDIAN = "guardian"
    HEAD_OF_HOME = "head-of-home"


class Medical(StrEnum):
    """A medical reason for an exception (S037, S038, S064)."""

    NONE = "none"
    FINGERPRINTS = "fingerprints"
    PHOTO = "photo"
    CANNOT_COME = "cannot-come"


class Annex(StrEnum):
    """A paper of the Immigration Office or the municipality that a resident may hold or need."""

    A3BIS = "3bis"
    A12 = "12"
    A15 = "15"
    A19 = "19"
    A19TER = "19ter"
    A32 = "32"
    A35 = "35"
    # where a profile has them in [[annexes]]
    A3 = "3"
    A8TER = "8ter"
    A8QUATER = "8quater"
    A16 = "16"
    A18 = "18"
    A22 = "22"
    A33 = "33"
    A49 = "49"
    A50 = "50"
    OTHER = "other"


class Guarantee(StrEnum):
    """For whom someone stands guarantor."""

    SHORT = "short"
    STUDENT = "student"


class Protection(StrEnum):
    """What an applicant for, or holder of, international protection comes for (S109)."""

    ORANGE_CARD = "orange-card"
    RECOGNISED = "recognised"
    DATA_UPDATE = "data-update"


class Codes(StrEnum):
    """Whether the letter with PIN and PUK came, or is lost (R043, R135)."""

    YES = "yes"
    NO = "no"
    LOST = "lost"


class ChildSituation(StrEnum):
    """When a child's card is applied for (S076-S079)."""

    NON_EU_INVITED = "non-eu"
    NO_CARD_YET = "no-card"
    BORN_HERE = "born-here"
    LONG_STAY = "long-stay"
