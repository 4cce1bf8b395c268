"""Everything that can happen to a visit, as frozen dataclasses in one closed union.

Devices' own events (`devices.api`) are inputs as they are; the rest is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from devices.api import (
    CardFault,
    CardIdentified,
    CardInserted,
    CardJudged,
    CardRemoved,
    CodeSeen,
    HeadsetChanged,
    KeyPressed,
    MrzSeen,
    NotPrinted,
    Offered,
    PinChanged,
    PinChecked,
    Printed,
    PrintStarted,
)
from kiosk.views.touches import CharTyped, DigitTyped, Pressed, Touched
from kiosk.visit.model.state import Setting, Situation


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passes; sent about four times a second."""


@dataclass(frozen=True, slots=True)
class TicketIssued:
    """The store holds the ticket now; `estimate` is people ahead and an honest range of minutes."""

    request: str
    ticket_id: str
    number: str
    klass: str
    qr: str
    people_ahead: int | None
    minutes: tuple[int, int] | None
    existing: bool = False
    copies: int = 0
    appointment: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketHeld:
    """No number yet: this card holds an open one of another class (`klass`) already."""

    request: str
    number: str
    klass: str


@dataclass(frozen=True, slots=True)
class TicketRefused:
    """No number: `code` is CLOSED, CAP_REACHED (then perhaps with the next opening), or a fault of the store."""

    request: str
    code: str
    detail: str = ""
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class OfficeAnswered:
    """What the back office knows of the card, as facts by field name; None when it is silent."""

    request: str
    facts: Mapping[str, object] | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """The answer about an appointment: `code` is one of the CHECKIN_* result codes.

    `at` is when to come back (too early), else the start; `once` names the appointment for the store.
    """

    request: str
    code: str
    at: datetime | None = None
    place: str = ""
    klass: str = "Z"
    once: str = ""


@dataclass(frozen=True, slots=True)
class SituationChanged:
    """What works now has changed: devices, opening hours, staff."""

    situation: Situation


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """A changed profile or another setting; takes effect at the next visit (R127)."""

    setting: Setting


@dataclass(frozen=True, slots=True)
class SlipPrinted:
    """The slip came out (or not)."""

    request: str
    printed: bool


@dataclass(frozen=True, slots=True)
class Reset:
    """Staff end the visit."""


Input = (
    Touched
    | Pressed
    | DigitTyped
    | CharTyped
    | Tick
    | CardInserted
    | CardRemoved
    | CardIdentified
    | CardJudged
    | CardFault
    | PinChecked
    | PinChanged
    | PrintStarted
    | Printed
    | NotPrinted
    | CodeSeen
    | MrzSeen
    | KeyPressed
    | HeadsetChanged
    | Offered
    | TicketIssued
    | TicketHeld
    | TicketRefused
    | OfficeAnswered
    | CheckedIn
    | SituationChanged
    | SettingChanged
    | SlipPrinted
    | Reset
)
