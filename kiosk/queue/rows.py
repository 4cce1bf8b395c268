"""Rows of the tables to values and back: the one place that knows the order of the columns."""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy import Row

from kiosk.queue.model import Action, Call, Move, Paper, Ticket, TicketState

TICKET_FIELDS = tuple(field.name for field in dataclasses.fields(Ticket))


def ticket_of(row: Row[Any]) -> Ticket:
    """A row of queue_ticket."""
    values = row._asdict()
    values["state"] = TicketState(values["state"])
    values["paper"] = Paper(values["paper"])
    return Ticket(**values)


def values_of(ticket: Ticket) -> dict[str, Any]:
    """A ticket as the columns of its row."""
    values = {name: getattr(ticket, name) for name in TICKET_FIELDS}
    values["state"] = ticket.state.value
    values["paper"] = ticket.paper.value
    return values


def changes(before: Ticket, after: Ticket) -> dict[str, Any]:
    """The columns that differ."""
    old, new = values_of(before), values_of(after)
    return {name: value for name, value in new.items() if value != old[name]}


def move_of(row: Row[Any]) -> Move:
    """A row of queue_move."""
    values = row._asdict()
    for name in ("before", "after"):
        values[name] = TicketState(values[name])
    values["action"] = Action(values["action"])
    return Move(**values)


def move_values(move: Move) -> dict[str, Any]:
    """A move as the columns of its row."""
    values = {field.name: getattr(move, field.name) for field in dataclasses.fields(Move)}
    for name in ("action", "before", "after"):
        values[name] = values[name].value
    return values


def call_of(ticket: Ticket) -> Call | None:
    """A called ticket as the board shows it; None for one that is not called."""
    if ticket.called_at is None or ticket.counter is None or not ticket.calls:
        return None
    return Call(
        ticket_id=ticket.id,
        number=ticket.number,
        klass=ticket.klass,
        counter=ticket.counter,
        called_at=ticket.called_at,
        times=ticket.calls,
        language=ticket.language,
        day=ticket.day,
    )
