"""The shapes of the HTTP API's questions."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kiosk.base.languages import CODE_FORM
from kiosk.queue.model import TicketState

Letter = Annotated[str, Field(pattern=r"^[A-Z]$", description="A ticket class of the profile.")]
PlaceId = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$", description="A place of the profile.")]
Counter = Annotated[str, Field(pattern=r"^[\w .-]{1,16}$", description="The counter as the display shows it.")]
Op = Annotated[
    str | None,
    Field(
        default=None,
        pattern=r"^[\w-]{8,64}$",
        description="A name for this act: sent a second time it changes nothing and gets the same answer.",
    ),
]


class Question(BaseModel):
    """What is common: unknown fields are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class IssueQuestion(Question):
    """Take a ticket."""

    place: PlaceId
    klass: Annotated[Letter, Field(alias="class")]
    request_id: Annotated[str, Field(pattern=r"^[\w:-]{8,64}$", description="The same id answers the same ticket.")]
    language: Annotated[
        str,
        Field(
            pattern=f"^({CODE_FORM})?$",
            description="A code like nl, prs or zh-Hant; without it the municipality's first official one.",
        ),
    ] = ""
    people: Annotated[int, Field(ge=1, le=20)] = 1
    priority: bool = False
    appointment_at: Annotated[
        AwareDatetime | None, Field(description="When the appointment is: within a year of now (else BAD_TIME).")
    ] = None


class CallQuestion(Question):
    """Call the next ticket to a counter; no classes: of all."""

    place: PlaceId
    counter: Counter
    classes: Annotated[list[Letter], Field(max_length=26)] = []
    op: Op


class ActQuestion(Question):
    """Do something with a ticket."""

    counter: Counter | None = None
    op: Op


class CallTicketQuestion(Question):
    """Call one ticket out of turn."""

    counter: Counter
    op: Op


class TransferQuestion(ActQuestion):
    """To another class."""

    to: Letter


Act = CallQuestion | CallTicketQuestion | ActQuestion


class PaperQuestion(Question):
    """What became of the paper."""

    printed: bool
    reason: Annotated[str, Field(pattern=r"^[A-Z_]{0,32}$")] = ""
    op: Op


class ListQuestion(Question):
    """Which tickets; a question in the address."""

    place: PlaceId
    state: TicketState | None = None
    klass: Annotated[Letter | None, Field(alias="class")] = None
    day: date | None = None


class BoardQuestion(Question):
    """Which board; with `seen` (a tag) the answer waits up to `wait` seconds for another one."""

    place: PlaceId
    seen: Annotated[str | None, Field(max_length=64)] = None
    wait: Annotated[float, Field(ge=0, le=25)] = 0


class EstimateQuestion(Question):
    """How long a new ticket of this class would wait."""

    place: PlaceId
    klass: Annotated[Letter, Field(alias="class")]
