"""What the machine wants done; `kiosk.station.runner` carries each effect to the worker that owns it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from devices.api import Indicator, Light, Pin, Receipt


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Read and judge the card; no photo and no address."""

    request: str


@dataclass(frozen=True, slots=True)
class VerifyPin:
    """One VERIFY; `pin` None means on the reader's own keys, whose display speaks `language`.  The driver wipes the PIN."""

    request: str
    pin: Pin | None
    language: str


@dataclass(frozen=True, slots=True)
class ChangePin:
    """Change the PIN; both None means on the reader's own keys, in `language`.  The driver wipes both."""

    request: str
    old: Pin | None
    new: Pin | None
    language: str


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """Log off, reset, let go of the card."""


@dataclass(frozen=True, slots=True)
class IssueTicket:
    """A durable number.

    `card` is its chip's number, only hashed with a key of this process, to find a ticket that is open already.  An appointment has
    its start and its own `once`, so that a second check-in answers the same number.  `another`: the resident holds a
    number of another class, was asked, and wants this one too.
    """

    request: str
    klass: str
    language: str
    people: int = 1
    priority: bool = False
    appointment: datetime | None = None
    once: str = ""
    card: str = field(default="", repr=False)
    another: bool = False


@dataclass(frozen=True, slots=True)
class PrintTicket:
    """Print a ticket that the store already holds."""

    request: str
    ticket_id: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print a slip: no number, no queue entry, nothing personal."""

    request: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class AskOffice:
    """Where is the new card?  The number lives for this one look-up."""

    request: str
    national_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Check in an appointment by its code, or by the card's holder (whose number is hashed at once)."""

    request: str
    code: str = field(default="", repr=False)
    person: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class LookForCodes:
    """Camera on, for codes."""

    request: str


@dataclass(frozen=True, slots=True)
class LookForMrz:
    """Camera on, for the back of the card."""

    request: str


@dataclass(frozen=True, slots=True)
class RestCamera:
    """Camera off."""


@dataclass(frozen=True, slots=True)
class Tone:
    """A short sound: "key", "done", "attention", "chime"."""

    name: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """Say the screen again."""


@dataclass(frozen=True, slots=True)
class SetLight:
    """An indicator light."""

    indicator: Indicator
    light: Light


@dataclass(frozen=True, slots=True)
class Wipe:
    """Overwrite a PIN that is no longer needed."""

    pin: Pin


@dataclass(frozen=True, slots=True)
class TellStaff:
    """Something that staff must know: "card_left", "card_refused", "not_printed", "ticket_flood"."""

    what: str


@dataclass(frozen=True, slots=True)
class VisitStarted:
    """A visit began."""

    visit: str


@dataclass(frozen=True, slots=True)
class VisitEnded:
    """A visit is over; the runner drops every answer for it from now on."""

    visit: str
    outcome: str
    language: str
    seconds: float


Effect = (
    ReadCard
    | VerifyPin
    | ChangePin
    | ReleaseCard
    | IssueTicket
    | PrintTicket
    | PrintSlip
    | AskOffice
    | CheckIn
    | LookForCodes
    | LookForMrz
    | RestCamera
    | Tone
    | Repeat
    | SetLight
    | Wipe
    | TellStaff
    | VisitStarted
    | VisitEnded
)
