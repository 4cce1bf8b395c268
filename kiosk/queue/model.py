"""The values of the queue: tickets, requests, moves, estimates and what the waiting room shows."""

from __future__ import annotations

import enum
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


class TicketState(enum.StrEnum):
    """Where a ticket stands (requirement R123)."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    DONE = "done"
    NO_SHOW = "no_show"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    PARKED = "parked"
    WITHDRAWN = "withdrawn"
    UNSERVED = "unserved"
    NOT_PRINTED = "not_printed"


CALLABLE = frozenset({TicketState.WAITING, TicketState.RETURNED, TicketState.TRANSFERRED, TicketState.NOT_PRINTED})
OPEN = CALLABLE | {TicketState.CALLED, TicketState.SERVING, TicketState.PARKED}


class Paper(enum.StrEnum):
    """What is known of the ticket's paper; PRINTED only when the printer said so."""

    NOT_WANTED = "not_wanted"
    PENDING = "pending"
    PRINTED = "printed"
    FAILED = "failed"


class Action(enum.StrEnum):
    """Everything that can happen to a ticket after it was issued."""

    PRINTED = "printed"
    NOT_PRINTED = "not-printed"
    REPRINT = "reprint"
    CALL = "call"
    RECALL = "recall"
    SERVE = "serve"
    FINISH = "finish"
    NO_SHOW = "no-show"
    RETURN = "return"
    TRANSFER = "transfer"
    PARK = "park"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    CARRY = "carry"
    SUPERSEDE = "supersede"
    ADOPT = "adopt"


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """What a ticket is asked for with.

    `request_id` makes the request repeatable: the same id answers the same ticket, however often it is sent.
    `language` "" is the municipality's first official one.  `people` is how many come together on one number (R138).
    `paper` says that a paper ticket is wanted.
    """

    place: str
    klass: str
    language: str
    kiosk: str
    request_id: str
    people: int = 1
    priority: bool = False
    appointment_at: datetime | None = None
    paper: bool = True


@dataclass(frozen=True, slots=True)
class Ticket:
    """One number in the queue.  No person in it: class, times, counter, language and a random id (R115).

    `id` is 12 random letters and digits; it is also the short token of the QR code.  `day` is the day of the
    number, `queue_day` the day in whose queue it stands (later than `day` after a carry-over).  `series` is ""
    for the central numbering and the kiosk's mark for numbers given off line.  Times are aware.
    """

    id: str
    number: str
    klass: str
    state: TicketState
    place: str
    day: date
    taken_at: datetime
    language: str
    kiosk: str
    request_id: str
    first_class: str
    series: str
    seq: int
    queue_day: date
    waiting_since: datetime
    paper: Paper = Paper.NOT_WANTED
    copies: int = 0
    people: int = 1
    priority: bool = False
    appointment_at: datetime | None = None
    counter: str | None = None
    called_at: datetime | None = None
    calls: int = 0
    serving_at: datetime | None = None
    ended_at: datetime | None = None
    note: str = ""
    steps: int = 0

    @property
    def printed(self) -> bool:
        """True only when the printer confirmed the paper."""
        return self.paper is Paper.PRINTED

    @property
    def token(self) -> str:
        """The short token of the QR code: the id."""
        return self.id

    def as_json(self) -> dict[str, Any]:
        """The ticket as the command line and the HTTP API give it."""
        return {
            "id": self.id,
            "number": self.number,
            "class": self.klass,
            "state": self.state.value,
            "place": self.place,
            "day": self.day.isoformat(),
            "taken_at": self.taken_at.isoformat(timespec="seconds"),
            "language": self.language,
            "counter": self.counter,
            "printed": self.printed,
            "priority": self.priority,
            "people": self.people,
            "appointment_at": self.appointment_at.isoformat(timespec="minutes") if self.appointment_at else None,
            "copies": self.copies,
            "calls": self.calls,
        }


@dataclass(frozen=True, slots=True)
class By:
    """Who does something: a counter, a kiosk or a program by name, never a person.

    `op` makes the act repeatable: a second act with the same `op` changes nothing and answers the ticket.
    """

    who: str
    counter: str | None = None
    op: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One recorded change of a ticket; `step` counts from 1."""

    ticket_id: str
    step: int
    action: Action
    before: TicketState
    after: TicketState
    at: datetime
    who: str
    counter: str | None = None
    note: str = ""
    op: str | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """People ahead, and the wait in minutes as a range of fives; None when today tells too little (R122)."""

    people_ahead: int
    minutes_low: int | None = None
    minutes_high: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the waiting room shows it; `times` is 1 for the first call, more after a recall.

    `day` differs from today's date when the ticket was carried over: then the display shows the date too.
    """

    ticket_id: str
    number: str
    klass: str
    counter: str
    called_at: datetime
    times: int
    language: str
    day: date

    def as_json(self) -> dict[str, Any]:
        """The call as the command line and the HTTP API give it; the ticket's id stays inside."""
        return {
            "number": self.number,
            "class": self.klass,
            "counter": self.counter,
            "called_at": self.called_at.isoformat(timespec="seconds"),
            "times": self.times,
            "language": self.language,
            "day": self.day.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Board:
    """The waiting-room display's content: the newest call, the five before it, and how many wait in each class.

    `tag` changes with every call and recall: a display chimes and speaks when it differs from the last one.
    """

    place: str
    as_of: datetime
    current: Call | None = None
    recent: tuple[Call, ...] = ()
    waiting: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The board as the command line and the HTTP API give it."""
        return {
            "place": self.place,
            "as_of": self.as_of.isoformat(timespec="seconds"),
            "tag": self.tag,
            "current": self.current.as_json() if self.current else None,
            "recent": [call.as_json() for call in self.recent],
            "waiting": self.waiting,
        }

    @property
    def tag(self) -> str:
        """Names the newest call and its moment, and sums up the others: of two counters at once the later may be written first."""
        if self.current is None:
            return "-"
        others = "".join(f"{call.ticket_id}{call.called_at:%d%H%M%S%f}" for call in self.recent)
        return f"{self.current.number}.{self.current.called_at:%d%H%M%S%f}.{zlib.crc32(others.encode()):08x}"


@dataclass(frozen=True, slots=True)
class DayCount:
    """What is kept of a day when its details are dropped: counts and times, no single ticket."""

    place: str
    day: date
    klass: str
    state: TicketState
    tickets: int
    people: int
    wait_seconds: int
    service_seconds: int


@dataclass(frozen=True, slots=True)
class Line:
    """How a kiosk stands with the central store: since when so, and how many tickets wait to be handed over.

    `trouble` names what a person must mend: a code of the queue's refusals, or the name of a fault.
    """

    online: bool
    since: datetime
    waiting: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears an off-line mark at a place."""

    kiosk: str
    place: str
    mark: str
