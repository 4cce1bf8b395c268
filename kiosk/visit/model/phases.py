"""The phases of a visit: one frozen value for every screen that a visit can stand on."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from devices.api import CardProblem, MrzSeen, Pin
from kiosk.views.view import PaperState

if TYPE_CHECKING:
    pass


class Fault(enum.StrEnum):
    """What the sorry screen can be about."""

    CARD_PROBLEM = "card_problem"
    CARD_REFUSED = "card_refused"
    NO_TICKET = "no_ticket"
    BAD_FACTS = "bad_facts"


@dataclass(frozen=True, slots=True)
class Idle:
    """Nobody is here."""


IDLE = Idle()


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """The languages, each in its own words; `before` is the screen from which the tool was pressed.

    `by_hand`: the ring was moved with the keys, and no longer follows the voice.
    """

    before: Phase | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """What for?  `path` is the chosen group of the second level, if any, `page` its second screen."""

    path: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Information:
    """A page of general information is read: which subject, which of its pages."""

    topic: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class AwaitCard:
    """Waiting for the card; `silent` counts power-ups without an answer."""

    silent: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The card is being read."""

    silent: int = 0


@dataclass(frozen=True, slots=True)
class Greeting:
    """The name is on the screen; `judged` once the proof is in."""

    since: float
    judged: bool = False


@dataclass(frozen=True, slots=True)
class TypePin:
    """The PIN is typed; `wrong` after a wrong one."""

    pin: Pin
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class LastTry:
    """One try left: warned before it is used; `change` when it would be the present PIN of a change."""

    change: bool = False


@dataclass(frozen=True, slots=True)
class Checking:
    """The card checks the PIN, or takes a new one; `correct_since` once it was right (the ticks are seen)."""

    correct_since: float | None = None
    change: bool = False


class PinStage(enum.StrEnum):
    """Steps of a PIN change."""

    OLD = "old"
    NEW = "new"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class ChangingPin:
    """A new PIN at collection: the old one, the new one, the new one again.

    `wrong` after a wrong present PIN, `differed` after two new ones that were not the same; `sent` while the reader's
    own keys take all three.
    """

    stage: PinStage
    pin: Pin
    old: Pin | None = None
    new: Pin | None = None
    wrong: bool = False
    differed: bool = False
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of the interview."""

    question: str


@dataclass(frozen=True, slots=True)
class LookingUp:
    """The back office or the appointments are asked.  `others` are more codes of the same picture, should this one not be found."""

    request: str
    code: str = field(default="", repr=False)
    others: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer is on the screen."""


@dataclass(frozen=True, slots=True)
class PinBlocked:
    """The PIN is blocked: what it means, what the counter does."""


@dataclass(frozen=True, slots=True)
class Scanning:
    """The camera looks for a code, or for the back of the card; `rejected` after a code that cannot be one."""

    request: str
    mrz: bool = False
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class TypingCode:
    """The code is typed."""

    typed: str = ""


@dataclass(frozen=True, slots=True)
class CheckInAnswered:
    """What the appointments said."""

    code: str
    at: datetime | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmMrz:
    """What the camera read from the back of the card, to be confirmed."""

    seen: MrzSeen = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConfirmTicket:
    """A ticket without an answer before it: confirmed first."""

    klass: str


@dataclass(frozen=True, slots=True)
class Issuing:
    """The store is asked for a number."""

    request: str
    klass: str
    priority: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """This card holds a number of another class already: the resident is asked before there is a second one."""

    number: str
    held: str
    klass: str
    priority: bool = False


@dataclass(frozen=True, slots=True)
class Ticketed:
    """The number is the resident's; what the paper does."""

    paper: PaperState = PaperState.WAITING
    copy: bool = False
    since: float = 0.0


@dataclass(frozen=True, slots=True)
class SlipPrinting:
    """A slip is on its way; back to the answer afterwards."""

    request: str


@dataclass(frozen=True, slots=True)
class TakeCard:
    """The visit is over, the card is still in; `ticket` is the number to take next, `told` that staff know."""

    since: float
    ticket: str = ""
    reminded_at: float = 0.0
    told: bool = False


@dataclass(frozen=True, slots=True)
class TakeTicket:
    """The last screen: take your ticket."""

    number: str


@dataclass(frozen=True, slots=True)
class MoreTime:
    """Do you need more time?"""

    before: Phase
    until: float


@dataclass(frozen=True, slots=True)
class Helping:
    """Help for the screen before; `data`: what happens with the visitor's data."""

    before: Phase
    data: bool = False


@dataclass(frozen=True, slots=True)
class HeadsetOut:
    """The headset was pulled out: the personal screen is hidden until somebody answers."""

    before: Phase


@dataclass(frozen=True, slots=True)
class Sorry:
    """A fault that ends this way through; a ticket stays possible.  `until`: when numbers are given again."""

    fault: Fault
    problem: CardProblem | None = None
    code: str = ""
    until: datetime | None = None


Phase = (
    Idle
    | ChooseLanguage
    | Menu
    | Information
    | AwaitCard
    | Reading
    | Greeting
    | TypePin
    | LastTry
    | Checking
    | ChangingPin
    | Asking
    | LookingUp
    | Answered
    | PinBlocked
    | Scanning
    | TypingCode
    | CheckInAnswered
    | ConfirmMrz
    | ConfirmTicket
    | Issuing
    | Holding
    | Ticketed
    | SlipPrinting
    | TakeCard
    | TakeTicket
    | MoreTime
    | Helping
    | HeadsetOut
    | Sorry
)
