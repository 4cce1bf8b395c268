"""The answer to a case: codes, dates, amounts, what to bring, and which value of which page decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from kiosk.residence.vocabulary import (
    Annex,
    AppointmentNeed,
    BringItem,
    Channel,
    Note,
    PhotoRule,
    ResultCode,
    Service,
    TicketClass,
)


@dataclass(frozen=True, slots=True)
class Dates:
    """Every date that an answer can hold; counts are whole days, `ready` is a date or a date with a time."""

    opens: date | None = None
    first_open_day: date | None = None
    closes: date | None = None
    last_open_day: date | None = None
    days_left: int | None = None
    opens_in_days: int | None = None
    valid_until: date | None = None
    valid_days: int | None = None
    expired_days: int | None = None
    max_expiry: date | None = None
    collect_from: date | None = None
    collect_until: date | None = None
    collect_last_open_day: date | None = None
    letter_from: date | None = None
    letter_until: date | None = None
    ready: date | datetime | None = None
    annex_15: date | None = None
    certificate_until: date | None = None
    passport_until: date | None = None
    come_back: datetime | None = None
    appointment: datetime | None = None
    next_opening: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One amount; `label` is an English source message of kiosk.residence.labels, `ages` such as "12–17" where they decide.

    `own`: the row of the profile's `charges` that it is.
    """

    label: str
    cents: int
    ages: str = ""
    own: int | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """Integer cents.  Exactly one of these holds: a total, two or more alternatives, or "ask at the counter".

    Alternatives are the price of `label`, a source message of kiosk.residence.labels; `by_letters` is
    (letters, cents) where the page says which card pays which of them, `choices` the same by loss, age or procedure.
    `reasons`: what decides between the alternatives.  `with_tax`: a tax of the town is among them.
    """

    lines: tuple[FeeLine, ...] = ()
    total_cents: int | None = None
    alternatives_cents: tuple[int, ...] = ()
    label: str = ""
    by_letters: tuple[tuple[tuple[str, ...], int], ...] = ()
    ask_at_counter: bool = False
    choices: tuple[FeeLine, ...] = ()
    reasons: tuple[str, ...] = ()
    with_tax: bool = False


@dataclass(frozen=True, slots=True)
class SourceUse:
    """A value that took part in the answer: its key in the profile, the page, and the dates of reading and writing."""

    key: str
    source: str
    checked_on: date
    page_date: date | None


@dataclass(frozen=True, slots=True)
class Params:
    """What belongs to a result code: the place of COLLECT_ELSEWHERE and of the note NOT_HERE, the names of BAD_FACTS, months, the annex."""

    place: str | None = None
    extra_days: int | None = None
    bad_facts: tuple[str, ...] = ()
    counted_months: float | None = None
    short_months: int | None = None
    limit_months: int | None = None
    limit: str | None = None
    annex: Annex | None = None
    mail: str | None = None
    phone: str | None = None
    photo_too_old: bool = False
    certificate_too_old: bool = False
    required_months: int | None = None
    # what the answer is about, where that is not the service that was chosen (annex 12: a lost card)
    service: Service | None = None
    child: bool = False
    cutoff: time | None = None
    # the place and the service whose access depends on the time of the week
    access_hours: tuple[str, Service] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a resident would be told, and why.  `ticket_class` None: no number by itself (a slip may be printed).

    `child`: it is about the card of a child; `cards`: how many new cards are asked for, an adult's among them unless `child`.
    `own`: which rows of the profile's `sentences` are told beside it; `line`: which of its `contact.lines` is the one to call.
    """

    result: ResultCode
    notes: tuple[Note, ...] = ()
    dates: Dates = field(default_factory=Dates)
    fee: Fee | None = None
    bring: tuple[BringItem, ...] = ()
    photo: PhotoRule = PhotoRule.NONE
    appointment: AppointmentNeed = AppointmentNeed.UNSTATED
    channels: tuple[Channel, ...] = ()
    ticket_class: TicketClass | None = None
    child: bool = False
    cards: int = 1
    params: Params = field(default_factory=Params)
    sources: tuple[SourceUse, ...] = ()
    own: tuple[int, ...] = ()
    line: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields of `kiosk explain --json`, without the text."""
        fee: dict[str, Any] | None = None
        if self.fee is not None:
            fee = {
                "lines": [{"label": line.label, "cents": line.cents} for line in self.fee.lines],
                "total_cents": self.fee.total_cents,
                "alternatives_cents": list(self.fee.alternatives_cents),
                "ask_at_counter": self.fee.ask_at_counter,
            }
            if self.fee.reasons:
                fee["reasons"] = list(self.fee.reasons)
        return {
            "result": str(self.result),
            "notes": [str(note) for note in self.notes],
            "dates": {name: _written(getattr(self.dates, name)) for name in Dates.__slots__},
            "fee": fee,
            "bring": [str(item) for item in self.bring],
            "photo": str(self.photo),
            "appointment": str(self.appointment),
            "channels": [str(channel) for channel in self.channels],
            "ticket_class": str(self.ticket_class) if self.ticket_class else None,
            "params": {name: _written(getattr(self.params, name)) for name in Params.__slots__},
            "sources": [
                {
                    "key": use.key,
                    "source": use.source,
                    "checked_on": use.checked_on.isoformat(),
                    "page_date": _written(use.page_date),
                }
                for use in self.sources
            ],
        }


def _written(value: object) -> Any:
    """A value as JSON takes it; date-times to the minute, without zone (they are civil time in Europe/Brussels)."""
    match value:
        case datetime():
            return value.replace(tzinfo=None).isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="minutes")
        case tuple():
            return list(value)
        case _:
            return value
