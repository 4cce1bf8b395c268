"""What can happen to maintenance mode, and what it asks the session to do: frozen values in two closed unions."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from devices.api.card import CardFault, CardIdentified, CardInserted, CardRemoved, Pin
from devices.api.others import CodeSeen, ContactChanged, HeadsetChanged, KeyPressed
from kiosk.events.generated import ActResult, OutReason, StaffAct, StaffExit


@dataclass(frozen=True, slots=True)
class Doing:
    """An act that is going on or was done: `result` None while it goes on; `detail` is a sentence for staff."""

    act: StaffAct
    device: str = ""
    ticket: str = ""
    result: ActResult | None = None
    detail: str = ""


class DoorCard(enum.StrEnum):
    """What is known of the card at the door; its PIN is asked for a LISTED one alone.

    SPENT: one more wrong PIN would block it.  UNTYPED: nobody typed on the reader's keys, or the card
    did not answer.  UNKEPT: no PIN can be checked, the card's or another, since the list of staff cannot be read or written.
    """

    NONE = "none"
    STRANGE = "strange"
    LISTED = "listed"
    SPENT = "spent"
    UNTYPED = "untyped"
    UNKEPT = "unkept"


# --- what happens ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GestureMade:
    """The hidden gesture; `tries_left` and `locked` (seconds) as they are now."""

    tries_left: int
    locked: float


@dataclass(frozen=True, slots=True)
class StaffDigit:
    """A key of the PIN pad."""

    digit: int


@dataclass(frozen=True, slots=True)
class StaffPressed:
    """A button; `key` as the View had it (`staff.…`, or the PIN pad's `pin.ok` and `pin.erase`)."""

    key: str


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    """The session has checked: `member` "" when it was wrong; `card` is what is known of the card now, None: as before."""

    member: str
    tries_left: int = 0
    locked: float = 0.0
    card: DoorCard | None = None


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """The session has looked a card up: `member` "" when its PIN is not asked for.  `on_pad`: the reader has keys for it."""

    member: str
    card: DoorCard
    on_pad: bool = False


@dataclass(frozen=True, slots=True)
class ActEnded:
    """The device or the machine answered to an act."""

    act: StaffAct
    result: ActResult
    detail: str = ""


@dataclass(frozen=True, slots=True)
class StaffTick:
    """Time passes."""


Happening = (
    GestureMade
    | StaffDigit
    | StaffPressed
    | DoorAnswer
    | CardAnswer
    | ActEnded
    | StaffTick
    | CardInserted
    | CardRemoved
    | CardIdentified
    | CardFault
    | CodeSeen
    | KeyPressed
    | HeadsetChanged
    | ContactChanged
)


# --- what the session is to do --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckPin:
    """Check a staff PIN (count the try first); answer with `DoorAnswer`.  The session wipes the PIN."""

    pin: Pin


@dataclass(frozen=True, slots=True)
class LookAtCard:
    """Read the card that was put in at the door; answer with `CardAnswer`."""


@dataclass(frozen=True, slots=True)
class CheckCardPin:
    """Let the card check its own PIN and prove itself; answer with `DoorAnswer`.  The session wipes the PIN.

    None: it is typed on the reader's own keys.
    """

    pin: Pin | None
    member: str


@dataclass(frozen=True, slots=True)
class WipePin:
    """Overwrite a PIN that is not used any more."""

    pin: Pin


@dataclass(frozen=True, slots=True)
class Perform:
    """Carry out an act; answer with `ActEnded`."""

    act: StaffAct
    device: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class EndTest:
    """A live test is over: the device rests."""

    act: StaffAct


@dataclass(frozen=True, slots=True)
class SetOut:
    """Out of service."""

    reason: OutReason
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ClearOut:
    """Back in service."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Maintenance mode opened: the visit is reset, the log told."""

    member: str
    by_card: bool


@dataclass(frozen=True, slots=True)
class Left:
    """Maintenance mode closed."""

    member: str
    how: StaffExit
    seconds: float


@dataclass(frozen=True, slots=True)
class Judged:
    """The person said how an act ended (for acts that no device can confirm)."""

    doing: Doing
    result: ActResult


Wish = CheckPin | LookAtCard | CheckCardPin | WipePin | Perform | EndTest | SetOut | ClearOut | Entered | Left | Judged
