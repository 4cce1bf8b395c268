"""The shapes of the HTTP API's answers, as its description tells them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from kiosk.queue.model import TicketState


class TicketShape(BaseModel):
    """A ticket.  No person stands in it."""

    id: str
    number: Annotated[str, Field(description="As it is printed and called: R001; given off line: R2-001.")]
    klass: Annotated[str, Field(alias="class")]
    state: TicketState
    place: str
    day: date
    taken_at: datetime
    language: str
    counter: str | None
    printed: bool
    priority: bool
    people: int
    appointment_at: Annotated[str | None, Field(description="To the minute, with its zone.")]
    copies: int
    calls: int


class TicketAnswer(BaseModel):
    """A ticket; null where there is nobody to call."""

    ticket: TicketShape | None


class TicketsAnswer(BaseModel):
    """The tickets of a day."""

    tickets: list[TicketShape]


class CallShape(BaseModel):
    """A number that was called."""

    number: str
    klass: Annotated[str, Field(alias="class")]
    counter: str
    called_at: datetime
    times: int
    language: str
    day: date


class BoardAnswer(BaseModel):
    """The current call, those before it, and how many wait in each class."""

    place: str
    as_of: datetime
    tag: Annotated[str, Field(description="Changes with every call; send it as `seen` to wait for the next one.")]
    current: CallShape | None
    recent: list[CallShape]
    waiting: dict[str, int]


class EstimateAnswer(BaseModel):
    """How long a new ticket would wait."""

    people_ahead: int
    minutes: Annotated[list[int] | None, Field(description="From and to; null where nobody can tell.")]


class ErrorAnswer(BaseModel):
    """What went wrong."""

    error: Annotated[str, Field(description="A code, such as CAP_REACHED.")]
    message: Annotated[str, Field(description="What happened and what to do, in English.")]
    next_opening: Annotated[datetime | None, Field(description="With CLOSED and CAP_REACHED, where it is known.")] = (
        None
    )
