"""A visit as a list of what a person does and what must then be on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from kiosk.views.view import View

if TYPE_CHECKING:
    from devices.api import PadKey
    from kiosk.station.kiosk import Kiosk


@dataclass(frozen=True, slots=True)
class Touch:
    """Touches the screen anywhere."""


@dataclass(frozen=True, slots=True)
class Tap:
    """Taps this button as soon as it is there."""

    key: str


@dataclass(frozen=True, slots=True)
class TypePin:
    """Types a PIN on the screen; invented cards have invented PINs."""

    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PutCard:
    """Puts a simulated card in."""

    profile: str


@dataclass(frozen=True, slots=True)
class PullCard:
    """Pulls the card out."""


@dataclass(frozen=True, slots=True)
class See:
    """Waits until this kind of screen is shown (and `when` holds)."""

    kind: type[View]
    when: Callable[[View], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Hear:
    """Waits until something with these words was said."""

    words: str


@dataclass(frozen=True, slots=True)
class PrinterFault:
    """A fault of the simulated printer by name, "" clears all; `value` in mm of paper."""

    name: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class CardFault:
    """A fault of the simulated card by name, "" clears it."""

    name: str


@dataclass(frozen=True, slots=True)
class HoldCode:
    """Holds a code under the camera."""

    text: str


@dataclass(frozen=True, slots=True)
class Headset:
    """Plugs the headset in, or pulls it out."""

    inserted: bool


@dataclass(frozen=True, slots=True)
class Key:
    """Presses a tactile key."""

    key: PadKey


@dataclass(frozen=True, slots=True)
class Later:
    """Time passes: the kiosk's clock is moved forward."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Corner:
    """Makes the gesture that staff know: five touches in the top corner."""


Act = (
    Touch
    | Corner
    | Tap
    | TypePin
    | PutCard
    | PullCard
    | See
    | Hear
    | PrinterFault
    | CardFault
    | HoldCode
    | Headset
    | Key
    | Later
)


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """What the back office knows before the visit, about the card's holder."""

    status: str
    place: str
    applied_on: date
    letter_on: date | None = None


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """An appointment that the table knows before the visit."""

    code: str
    place: str
    starts_at: datetime
    service: str = "Migration"


@dataclass(frozen=True, slots=True)
class Script:
    """One visit: who and when, and what happens.  `acts` gets the language; who comes `by_ear` lets the kiosk finish; `staff` use the screen.

    `elsewhere`: in another town than it was written for, which may ask more, and may give no ticket.
    """

    name: str
    told: str
    language: str
    moment: datetime
    acts: Callable[[str], tuple[Act, ...]]
    profile: str = "gent"
    place: str = "stadskantoor"
    people_before: int = 3
    office: OfficeRow | None = None
    appointment: AppointmentRow | None = None
    prepare: Callable[[Kiosk], None] | None = None
    by_ear: bool = False
    staff: bool = False
    elsewhere: bool = False
