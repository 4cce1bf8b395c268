"""A number as a visit knows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """What the store promised; nothing personal."""

    ticket_id: str
    number: str
    klass: str
    qr: str
    people_ahead: int | None
    minutes: tuple[int, int] | None
    existing: bool = False
