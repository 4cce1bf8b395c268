"""What the visit machine holds: the moment, what works now, the setting, and one visit in one phase."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from devices.api import CardReading, Keypad
from kiosk.residence.facts import Facts
from kiosk.views.view import Comfort
from kiosk.visit.model.issued import IssuedTicket
from kiosk.visit.model.known import known
from kiosk.visit.model.phases import IDLE, Phase

if TYPE_CHECKING:
    from kiosk.residence.answers import Answer
    from kiosk.residence.profile import Profile


@dataclass(frozen=True, slots=True)
class Moment:
    """Civil time in Europe/Brussels (aware) and monotonic seconds, taken together."""

    civil: datetime
    mono: float


class Standing(enum.StrEnum):
    """What the kiosk can be for a visitor now."""

    OPEN = "open"
    CLOSED = "closed"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Situation:
    """What works now; `cause` and `until` for the out-of-service and closed screens, `banner` a message to translate."""

    standing: Standing = Standing.OPEN
    cards: bool = True
    tickets: bool = True
    paper: bool = True
    camera: bool = False
    office: bool = True
    clock_ok: bool = True
    banner: str = ""
    cause: str = ""
    until: datetime | None = None
    waiting: int | None = None
    keypad: Keypad | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What stays the same for a whole visit: profile, place, and what this kiosk has.

    `boot` makes the ids of this process' visits unique; `limit_factor` stretches all time limits (1 to 10); `asks_issuer`:
    a proved card's issuer is asked whether it is blocked.
    """

    profile: Profile
    place: str
    boot: str
    mrz: bool = False
    asks_issuer: bool = False
    limit_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Visit:
    """One resident's visit.

    `said` is what the person answered, `reading` what the card told, `office` what the back office knows of its holder
    (None: not asked); `facts` is what follows for the person whom the visit is about.  `trail` is the way back: (phase,
    what had been said) pairs of screens that can be shown again.
    """

    id: str
    started: float
    language: str
    comfort: Comfort = field(default_factory=Comfort)
    asked: int = 0
    extensions: int = 0
    service: str = ""
    reading: CardReading | None = field(default=None, repr=False)
    pin_proved: bool = False
    said: Facts = field(default_factory=Facts)
    office: Mapping[str, object] | None = field(default=None, repr=False)
    answer: Answer | None = None
    ticket: IssuedTicket | None = None
    trail: tuple[tuple[Phase, Facts], ...] = ()

    @property
    def facts(self) -> Facts:
        """Everything that the rules may use: nobody's answer is overwritten, nobody else's card is used."""
        return known(self.said, self.reading, self.office)

    def ask(self) -> tuple[Visit, str]:
        """The visit with one request more, and that request's id."""
        visit = replace(self, asked=self.asked + 1)
        return visit, f"{visit.id}.{visit.asked}"


@dataclass(frozen=True, slots=True)
class VisitState:
    """The whole machine.  `deadline` is monotonic seconds at which the present phase has lasted long enough."""

    setting: Setting
    now: Moment
    situation: Situation = Situation()
    phase: Phase = IDLE
    visit: Visit | None = None
    card_in: bool = False
    headset: bool = False
    serial: int = 0
    deadline: float | None = None
    focus: int = -1
    next_setting: Setting | None = None
