"""Screens of the number: confirm, the ticket, take your card, take your ticket."""

from __future__ import annotations

from typing import Any, assert_never

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.views.view import (
    Action,
    Icon,
    PaperState,
    QuestionView,
    Role,
    TakeCardView,
    TakeTicketView,
    TicketView,
    Tone,
)
from kiosk.visit.model.phases import ConfirmTicket, TakeTicket, Ticketed
from kiosk.visit.model.state import VisitState
from kiosk.visit.shown.labels import bring_items, service_label, way_inside
from kiosk.visit.shown.paper import ahead_text, wait_text

# where the paper comes out is the machine's; nothing is said of it that nobody wrote down
_PAPER_AT = {
    None: N_("Take your ticket."),
    "below": N_("Take your ticket below the screen."),
    "left": N_("Take your ticket to the left of the screen."),
    "right": N_("Take your ticket to the right of the screen."),
    "above": N_("Take your ticket above the screen."),
}


def confirm_ticket_view(state: VisitState, phase: ConfirmTicket, t: Texts, frame: dict[str, Any]) -> QuestionView:
    """What the number is for, before it is drawn (A26); priority in one touch for those who need it, where the town has it."""
    waiting = state.situation.waiting
    service = service_label(state.setting.profile, phase.klass, t.language)
    body = [t.gettext(N_("For: {service}"), service=service)]
    if waiting is not None:
        body.append(t.ngettext("{count} person is waiting.", "{count} people are waiting.", waiting))
    if not state.situation.paper:
        body.append(t.gettext(N_("There is no paper. Your number comes on the screen.")))
    actions = [Action("take", t.gettext(N_("Take a ticket")), Icon.TICKET, role=Role.PRIMARY)]
    if state.setting.profile.tickets.priority:
        why = t.gettext(N_("If you cannot stand or wait long"))
        actions.append(Action("priority", t.gettext(N_("Ticket with priority")), Icon.PRIORITY, why))
    return QuestionView(
        **frame, title=t.gettext(N_("Take a ticket")), body=tuple(body), icon=Icon.TICKET, actions=tuple(actions)
    )


def ticket_view(state: VisitState, phase: Ticketed, t: Texts, frame: dict[str, Any]) -> TicketView:
    """The number, large; the paper never says more than is known."""
    visit = state.visit
    assert visit is not None and visit.ticket is not None  # noqa: S101, PT018  (the phase says so)
    ticket = visit.ticket
    tone, icon = Tone.CALM, Icon.TICKET
    match phase.paper:
        case PaperState.WAITING | PaperState.PRINTING:
            title = t.gettext(N_("Your ticket is being printed"))
            label = t.gettext(N_("Please wait for the paper."))
        case PaperState.PRINTED:
            title, tone, icon = t.gettext(N_("Here is your ticket")), Tone.GOOD, Icon.DONE
            label = t.gettext(_PAPER_AT[state.setting.profile.tickets.paper_at])
        case PaperState.SCREEN_ONLY:
            title, tone, icon = t.gettext(N_("This is your number")), Tone.ATTENTION, Icon.WARNING
            label = t.gettext(N_("There is no paper. Take a photo of the code or remember your number."))
            if ticket.existing and state.situation.paper:
                label = t.gettext(N_("Take a photo of the code or remember your number."))
        case _:
            assert_never(phase.paper)
    if ticket.existing:
        title = t.gettext(N_("You already have this number"))
    done = phase.paper in (PaperState.PRINTED, PaperState.SCREEN_ONLY)
    return TicketView(
        **{**frame, "private": False},
        title=title,
        tone=tone,
        icon=icon,
        number=ticket.number,
        service=service_label(state.setting.profile, ticket.klass, t.language),
        ahead=ahead_text(t, ticket.people_ahead),
        wait=wait_text(t, ticket.minutes),
        paper=phase.paper,
        paper_label=label,
        qr=ticket.qr,
        where_title=t.gettext(N_("Where to go")),
        where=way_inside(state, ticket.klass, t),
        bring_title=t.gettext(N_("Have this ready:")),
        bring=bring_items(visit.answer, t, state.setting.profile) if visit.answer else (),
        actions=(Action("done", t.gettext(N_("Done")), Icon.DONE, role=Role.PRIMARY),) if done else (),
    )


def take_card_view(t: Texts, frame: dict[str, Any]) -> TakeCardView:
    """Until the card is out."""
    return TakeCardView(
        **frame,
        title=t.gettext(N_("Take your card")),
        body=(t.gettext(N_("Your card is still in the reader.")),),
        icon=Icon.CARD,
        tone=Tone.ATTENTION,
    )


def take_ticket_view(state: VisitState, phase: TakeTicket, t: Texts, frame: dict[str, Any]) -> TakeTicketView:
    """The last screen: where the paper is, once more, where the profile says it."""
    paper_at = state.setting.profile.tickets.paper_at
    return TakeTicketView(
        **frame,
        title=t.gettext(N_("Take your ticket") if paper_at is None else _PAPER_AT[paper_at]),
        body=(t.gettext(N_("Goodbye!")),),
        icon=Icon.TICKET,
        tone=Tone.GOOD,
        number=phase.number,
        actions=(Action("done", t.gettext(N_("Done")), Icon.DONE, role=Role.PRIMARY),),
    )
