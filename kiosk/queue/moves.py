"""The life of a ticket as one pure function: which move is allowed from which state, and what it changes."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from typing import assert_never

from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import CALLABLE, OPEN, Action, Paper, Ticket, TicketState

# from which states a move is allowed; PRINTED, NOT_PRINTED and ADOPT ask about the paper or the origin instead
ALLOWED: dict[Action, frozenset[TicketState]] = {
    Action.REPRINT: OPEN,
    Action.CALL: CALLABLE | {TicketState.PARKED},
    Action.RECALL: frozenset({TicketState.CALLED}),
    Action.SERVE: frozenset({TicketState.CALLED}),
    Action.FINISH: frozenset({TicketState.CALLED, TicketState.SERVING}),
    Action.NO_SHOW: frozenset({TicketState.CALLED}),
    Action.RETURN: frozenset({TicketState.CALLED, TicketState.SERVING, TicketState.PARKED, TicketState.NO_SHOW}),
    Action.TRANSFER: OPEN,
    Action.PARK: frozenset({TicketState.CALLED, TicketState.SERVING}),
    Action.WITHDRAW: OPEN,
    Action.CLOSE: OPEN,
    Action.CARRY: OPEN,
    Action.SUPERSEDE: OPEN,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """One move as it is asked for; `to` is the class of a transfer, `until` the day of a carry-over."""

    action: Action
    at: datetime
    counter: str | None = None
    to: str = ""
    note: str = ""
    until: date | None = None
    no_show_after: int = 4


def apply(ticket: Ticket, act: Act) -> Ticket | Refusal:
    """The ticket after the act, or NOT_ALLOWED.  A confirmation that is known already changes nothing."""
    allowed = ALLOWED.get(act.action)
    if allowed is not None and ticket.state not in allowed:
        return _no(ticket, act.action)
    changed = _changed(ticket, act)
    if isinstance(changed, Refusal) or changed is ticket:
        return changed
    return dataclasses.replace(changed, steps=ticket.steps + 1)


def _no(ticket: Ticket, action: Action) -> Refusal:
    return Refusal(RefusalCode.NOT_ALLOWED, f"{action.value}: {ticket.number} is {ticket.state.value}")


def _changed(ticket: Ticket, act: Act) -> Ticket | Refusal:
    replace = dataclasses.replace
    match act.action:
        case Action.PRINTED | Action.NOT_PRINTED | Action.REPRINT:
            return _paper(ticket, act)
        case Action.CALL:
            if not act.counter:
                return Refusal(RefusalCode.NOT_ALLOWED, "a call needs a counter")
            return replace(
                ticket,
                state=TicketState.CALLED,
                counter=act.counter,
                called_at=act.at,
                calls=ticket.calls + 1,
                ended_at=None,
            )
        case Action.RECALL:
            if ticket.calls >= act.no_show_after:
                return replace(ticket, state=TicketState.NO_SHOW, ended_at=act.at)
            return replace(ticket, counter=act.counter or ticket.counter, called_at=act.at, calls=ticket.calls + 1)
        case Action.SERVE:
            return replace(ticket, state=TicketState.SERVING, serving_at=act.at, counter=act.counter or ticket.counter)
        case Action.FINISH:
            return replace(
                ticket, state=TicketState.DONE, ended_at=act.at, serving_at=ticket.serving_at or ticket.called_at
            )
        case Action.NO_SHOW:
            return replace(ticket, state=TicketState.NO_SHOW, ended_at=act.at)
        case Action.RETURN:
            return replace(ticket, state=TicketState.RETURNED, counter=None, calls=0, serving_at=None, ended_at=None)
        case Action.TRANSFER:
            if act.to == ticket.klass:
                return Refusal(RefusalCode.NOT_ALLOWED, f"{ticket.number} is in class {act.to} already")
            return replace(
                ticket,
                state=TicketState.TRANSFERRED,
                klass=act.to,
                counter=None,
                calls=0,
                serving_at=None,
                ended_at=None,
            )
        case Action.PARK:
            return replace(ticket, state=TicketState.PARKED, counter=None, calls=0, serving_at=None)
        case Action.WITHDRAW | Action.SUPERSEDE:
            return replace(ticket, state=TicketState.WITHDRAWN, ended_at=act.at, note=act.note or ticket.note)
        case Action.CLOSE:
            return replace(ticket, state=TicketState.UNSERVED, ended_at=act.at)
        case Action.CARRY:
            if act.until is None or act.until <= ticket.queue_day:
                return Refusal(RefusalCode.NOT_ALLOWED, "a ticket is carried over to a later day")
            return replace(
                ticket, state=_waiting_again(ticket), queue_day=act.until, counter=None, calls=0, serving_at=None
            )
        case Action.ADOPT:
            return ticket
        case never:
            assert_never(never)


def _waiting_again(ticket: Ticket) -> TicketState:
    """A carried ticket that was at a counter waits again; one that waited stays as it is."""
    return ticket.state if ticket.state in CALLABLE else TicketState.RETURNED


def _paper(ticket: Ticket, act: Act) -> Ticket | Refusal:
    """What the printer said.  Silence is no confirmation, and paper that is out cannot become "not printed"."""
    replace = dataclasses.replace
    if act.action is Action.PRINTED:
        if ticket.paper is Paper.PRINTED:
            return ticket
        back = TicketState.WAITING if ticket.state is TicketState.NOT_PRINTED else ticket.state
        return replace(ticket, paper=Paper.PRINTED, state=back, note="")
    if act.action is Action.REPRINT:
        return replace(ticket, copies=ticket.copies + 1)
    if ticket.paper is Paper.PRINTED:
        return ticket  # a copy that failed does not undo the paper that is in the hand
    if ticket.paper is Paper.FAILED and ticket.note == act.note:
        return ticket
    missed = TicketState.NOT_PRINTED if ticket.state is TicketState.WAITING else ticket.state
    return replace(ticket, paper=Paper.FAILED, state=missed, note=act.note)
