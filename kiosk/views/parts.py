"""Parts of Views: a step of a check, the time line, a price, something to bring, a place, a chart, a call."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from kiosk.views.marks import Icon, Tone


class StepState(enum.StrEnum):
    """State of one step of a check."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the attract screen says in one language: how to begin, and what one can do here."""

    language: str
    touch: str
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """A moment to remember, drawn as a clock (24 hours) or, when it is another day, as a leaf of a calendar."""

    label: str
    clock: str
    hour: int
    minute: int
    day: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that becomes true in turn: card, chip, PIN."""

    label: str
    icon: Icon
    state: StepState


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A point on the time line, with a label where its day stands alone; `at` from 0.0 to 1.0 of its length."""

    at: float
    label: str
    day: str
    kind: str = "mark"


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The renewal window drawn: marks "opens", "closes", "expires" and "today"; the green part is opens..closes.

    `window`: what can be done in the green part, and its two days; it stands under it.
    """

    marks: tuple[TimeMark, ...]
    green_from: float
    green_to: float
    today: float
    caption: str
    window: TimeMark


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of the price; `strong`: the only one, or their sum."""

    label: str
    amount: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """Something to bring or to know, with its picture."""

    icon: Icon
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """A place to go to, with a small map: `lines` are how to get there; (x, y) of you and goal from 0.0 to 1.0."""

    name: str
    address: str = ""
    hours: str = ""
    lines: tuple[str, ...] = ()
    rooms: tuple[tuple[str, float, float, float, float], ...] = ()
    you: tuple[float, float] | None = None
    goal: tuple[float, float] | None = None


class PaperState(enum.StrEnum):
    """What the paper does; never more than is known."""

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    SCREEN_ONLY = "screen_only"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of a staff screen: a device, a fact, an event; `tone` says how it stands.

    `press`: the key of the View's action that belongs to it.
    """

    label: str
    text: str
    tone: Tone = Tone.CALM
    detail: str = ""
    icon: Icon | None = None
    press: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A small bar chart."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A called number on the waiting-room display.

    `day` only for a number that was carried over from another day; `room`: where its counter is, if the profile knows.
    """

    number: str
    counter: str
    service: str = ""
    fresh: bool = False
    day: str = ""
    room: str = ""
