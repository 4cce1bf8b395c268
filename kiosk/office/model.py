"""The values and seams of the back office."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


class CardStatus(enum.StrEnum):
    """Where the new card is, as the office says.  `NONE`: the office knows no application (R133)."""

    AWAITING_DECISION = "awaiting_decision"
    IN_PRODUCTION = "in_production"
    READY = "ready"
    COLLECTED = "collected"
    DESTROYED = "destroyed"
    REPORTED = "reported"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OfficeAnswer:
    """What the office knows of one person's card.  None: the office does not say.

    `place` is where the card lies, `applied_at` where it was applied for, `letter_on` the date printed on the
    letter with the codes (None: not sent yet, or not known).  REPORTED means reported lost or stolen, or
    revoked: the card is invalid for good (R091).
    """

    status: CardStatus
    place: str | None = None
    applied_on: date | None = None
    applied_at: str | None = None
    letter_on: date | None = None
    urgent: bool = False


class Silence(enum.StrEnum):
    """Why there is no answer; the resident is told STATUS_UNKNOWN in every case (R011)."""

    NEVER_FILLED = "never_filled"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CIRCUIT_OPEN = "circuit_open"
    REFUSED = "refused"
    NOT_UNDERSTOOD = "not_understood"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class StatusUnknown:
    """The office is silent."""

    why: Silence


class OfficeDirectory(Protocol):
    """Where a card is.  May be called from any thread; answers within its own time limit, never raises."""

    def lookup(self, national_number: str) -> OfficeAnswer | StatusUnknown:
        """The answer for a register number, which is hashed at once and kept nowhere."""
        ...


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment; `id` is a keyed hash of its code, so that it says nothing by itself.

    `service` is the municipality's own word for what it is about; `klass` the ticket class of the check-in.
    """

    id: str
    place: str
    starts_at: datetime
    service: str
    klass: str = "Z"


class AppointmentDirectory(Protocol):
    """Appointments by the code of the letter or by card.  Never raises."""

    def by_code(self, code: str) -> tuple[Appointment, ...] | StatusUnknown:
        """The appointments of a code that has passed `kiosk.office.codes.clean`; none: an empty tuple."""
        ...

    def by_person(self, national_number: str, day: date) -> tuple[Appointment, ...] | StatusUnknown:
        """A person's appointments on and after a day, by register number, which is hashed at once."""
        ...


class CheckInCode(enum.StrEnum):
    """The result codes of a check-in (R121), and STATUS_UNKNOWN when nobody answers."""

    CHECKIN_OK = "CHECKIN_OK"
    CHECKIN_TOO_EARLY = "CHECKIN_TOO_EARLY"
    CHECKIN_TOO_LATE = "CHECKIN_TOO_LATE"
    CHECKIN_ELSEWHERE = "CHECKIN_ELSEWHERE"
    CHECKIN_OTHER_DAY = "CHECKIN_OTHER_DAY"
    CHECKIN_NOT_FOUND = "CHECKIN_NOT_FOUND"
    STATUS_UNKNOWN = "STATUS_UNKNOWN"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What became of a check-in.

    `appointment` is None with NOT_FOUND and STATUS_UNKNOWN.  `come_back_at` only with TOO_EARLY: the first moment
    at which the check-in is open.
    """

    code: CheckInCode
    appointment: Appointment | None = None
    come_back_at: datetime | None = None
