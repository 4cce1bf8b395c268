"""Rows of the tables to values and back: the one place that knows the order of the columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Row

from kiosk.queue.model import Action, Call, Move, Paper, Ticket, TicketState

_STATES: Final = {state.value: state for state in TicketState}
_PAPERS: Final = {paper.value: paper for paper in Paper}
_ACTIONS: Final = {action.value: action for action in Action}
TICKET_FIELDS = tuple(field.name for field in dataclasses.fields(Ticket))


def ticket_of(row: Row[Any]) -> Ticket:
    """A row of queue_ticket.  Never raises: a state that nobody knows is in no queue, so it reads as not served."""
    values = row._asdict()
    values["state"] = _STATES.get(values["state"], TicketState.UNSERVED)
    values["paper"] = _PAPERS.get(values["paper"], Paper.NOT_WANTED)
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


def moves_of(rows: Iterable[Row[Any]]) -> Iterator[Move]:
    """Rows of queue_move; one that tells of nothing known is passed over."""
    for row in rows:
        values = row._asdict()
        values["action"] = _ACTIONS.get(values["action"])
        for name in ("before", "after"):
            values[name] = _STATES.get(values[name])
        if None not in (values["action"], values["before"], values["after"]):
            yield Move(**values)


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
