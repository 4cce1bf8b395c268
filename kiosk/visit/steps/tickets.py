"""Numbers and paper: number first, print second, confirm third."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from devices.api import Indicator, Light, NotPrinted, Printed, PrintStarted
from kiosk.base.i18n import texts
from kiosk.residence.remarks import NOT_A_TRAVEL_DOCUMENT
from kiosk.residence.vocabulary import Service
from kiosk.views.view import AnswerView, PaperState
from kiosk.visit.model import phases
from kiosk.visit.model.effects import Effect, IssueTicket, PrintSlip, PrintTicket, SetLight, TellStaff, Tone
from kiosk.visit.model.inputs import SlipPrinted, TicketHeld, TicketIssued, TicketRefused
from kiosk.visit.model.issued import IssuedTicket
from kiosk.visit.model.state import Visit, VisitState
from kiosk.visit.shown.labels import bring_labels, called_here, price_lines, service_labels
from kiosk.visit.shown.paper import SlipPart, TicketPaper, slip_receipt, ticket_receipt
from kiosk.visit.shown.presenter import view
from kiosk.visit.steps.moves import Out, finish, go, mine, stay, under


def issue(
    state: VisitState,
    klass: str,
    *,
    priority: bool = False,
    appointment: datetime | None = None,
    once: str = "",
    another: bool = False,
) -> Out:
    """Ask the store for a number; `another` when one of another class is held already and a second one is wanted."""
    visit = state.visit
    if visit is None:
        return stay(state)
    visit, request = visit.ask()
    card = visit.reading.card.chip_number if visit.reading and visit.pin_proved else ""
    _try_paper(replace(state, visit=visit), klass, appointment)
    effect = IssueTicket(
        request,
        klass,
        visit.language,
        people=people_of(visit),
        priority=priority,
        appointment=appointment,
        once=once,
        card=card,
        another=another,
    )
    return go(state, phases.Issuing(request, klass, priority), effect, visit=visit)


def _try_paper(state: VisitState, klass: str, appointment: datetime | None) -> None:
    """Compose the ticket before its number is taken: what fails here fails before anybody stands in the queue."""
    if state.situation.paper and state.visit is not None:
        specimen = IssuedTicket("", f"{klass}000", klass, "", 0, (1, 2))
        ticket_receipt(paper(replace(state, visit=replace(state.visit, ticket=specimen)), appointment=appointment))


def held(state: VisitState, given: TicketHeld) -> Out:
    """A number of another class is held already: ask first (section 4.10)."""
    phase = under(state.phase)
    if not isinstance(phase, phases.Issuing) or phase.request != given.request:
        return stay(state)
    return go(state, phases.Holding(given.number, given.klass, phase.klass, phase.priority), Tone("attention"))


def held_answered(state: VisitState, phase: phases.Holding, key: str) -> Out:
    """Another one, or the one that is held."""
    if key == "another":
        return issue(state, phase.klass, priority=phase.priority, another=True)
    return finish(state, "answered")


def issued(state: VisitState, given: TicketIssued) -> Out:
    """The number is durable: show it and print it."""
    visit = state.visit
    phase = under(state.phase)
    if visit is None or not isinstance(phase, phases.Issuing) or phase.request != given.request:
        return stay(state)
    ticket = IssuedTicket(
        given.ticket_id, given.number, given.klass, given.qr, given.people_ahead, given.minutes, given.existing
    )
    visit, request = replace(visit, ticket=ticket).ask()
    here = replace(state, visit=visit)
    if not state.situation.paper or given.copies:
        # without paper, or printed a second time already (R012): on the screen
        return go(here, phases.Ticketed(PaperState.SCREEN_ONLY), Tone("attention"), visit=visit)
    effect = PrintTicket(request, ticket.ticket_id, ticket_receipt(paper(here, appointment=given.appointment)))
    return go(here, phases.Ticketed(PaperState.WAITING), effect, visit=visit)


def paper(state: VisitState, *, appointment: datetime | None = None) -> TicketPaper:
    """The ticket's content for the visit that is going on."""
    visit = state.visit
    assert visit is not None and visit.ticket is not None  # noqa: S101, PT018  (only called with a ticket)
    profile = state.setting.profile
    ticket = visit.ticket
    t = texts(visit.language)
    place = profile.place(state.setting.place)
    return TicketPaper(
        municipality=profile.name,
        logo=profile.look.logo,
        place=place.name,
        official=profile.official,
        number=ticket.number,
        service=service_labels(profile, ticket.klass, visit.language),
        taken_at=state.now.civil,
        language=visit.language,
        people_ahead=ticket.people_ahead,
        minutes=ticket.minutes,
        appointment=t.clock(appointment) if appointment else "",
        qr=ticket.qr,
        card=(visit.facts.letter_now or "") if profile.tickets.show_card_letter else "",
        price=price_lines(state) if profile.tickets.show_amount else (),
        where=called_here(profile, place, ticket.klass, t),
        bring=bring_labels(state),
        notes=_travel_note(state),
        people=people_of(visit),
        copy=ticket.existing,
    )


def people_of(visit: Visit) -> int:
    """How many new cards this number is for: the children of one application, and who stands here too (R138)."""
    facts = visit.facts
    children = facts.children or 0
    also = facts.service is Service.URGENT and facts.born is not None and not facts.for_other
    return max(1, children + also)


def _travel_note(state: VisitState) -> tuple[str, ...]:
    """On tickets of renewal and collection: the card is no travel document (R105)."""
    visit = state.visit
    if visit is None or visit.service not in (Service.RENEW.value, Service.COLLECT.value):
        return ()
    if not state.setting.profile.knowledge_facts.not_a_travel_document:
        return ()
    return (texts(visit.language).gettext(NOT_A_TRAVEL_DOCUMENT),)


def refused(state: VisitState, given: TicketRefused) -> Out:
    """No number: say why and what to do."""
    phase = under(state.phase)
    if not isinstance(phase, phases.Issuing) or phase.request != given.request:
        return stay(state)
    return go(state, phases.Sorry(phases.Fault.NO_TICKET, code=given.code, until=given.opens), Tone("attention"))


def started(state: VisitState, given: PrintStarted) -> Out:
    """The paper moves."""
    if isinstance(state.phase, phases.Ticketed) and mine(state, given.request):
        return go(state, replace(state.phase, paper=PaperState.PRINTING, since=state.now.mono))
    return stay(state)


def printed(state: VisitState, given: Printed) -> Out:
    """The printer says that the ticket is out."""
    if isinstance(state.phase, phases.Ticketed) and mine(state, given.request):
        effects: tuple[Effect, ...] = (Tone("done"), SetLight(Indicator.TICKET_MOUTH, Light.BLINK))
        return go(state, replace(state.phase, paper=PaperState.PRINTED, since=state.now.mono), *effects)
    return stay(state)


def not_printed(state: VisitState, given: NotPrinted) -> Out:
    """No paper, or nobody knows: the number stands on the screen, large, with a code for the phone."""
    if isinstance(state.phase, phases.Ticketed) and mine(state, given.request):
        return screen_only(state)
    if isinstance(state.phase, phases.SlipPrinting) and state.phase.request == given.request:
        return go(state, phases.Answered(), Tone("attention"))
    return stay(state)


def screen_only(state: VisitState) -> Out:
    """The number is on the screen only; staff are told."""
    assert isinstance(state.phase, phases.Ticketed)  # noqa: S101  (only called there)
    phase = replace(state.phase, paper=PaperState.SCREEN_ONLY)
    return go(state, phase, TellStaff("not_printed"), Tone("attention"))


def slip(state: VisitState) -> Out:
    """Print what the answer says: dates, price, what to bring; no number."""
    visit, shown = state.visit, view(state)
    if visit is None or not isinstance(shown, AnswerView):
        return stay(state)
    visit, request = visit.ask()
    where = (shown.where.name, shown.where.address, shown.where.hours) if shown.where else ()
    t = texts(visit.language)
    prices = tuple(t.labelled(line.label, line.amount) for line in shown.fee)
    ways = tuple(t.labelled(way.label, way.detail) if way.detail else way.label for way in shown.channels)
    receipt = slip_receipt(
        municipality=state.setting.profile.name,
        logo=state.setting.profile.look.logo,
        official=state.setting.profile.official,
        titles=_titles(state, visit),
        # the same days as on the screen, each with its year; paper is kept longer than a screen
        lines=(*shown.body, shown.time_line.caption if shown.time_line else "", *shown.notes),
        parts=(
            SlipPart(shown.channels_title, ways),
            SlipPart(shown.bring_title, tuple(item.label for item in shown.bring), listed=True),
            SlipPart(shown.fee_title, (*prices, shown.fee_note)),
            SlipPart(shown.where_title, where),
            SlipPart(
                shown.own_title, tuple(text for text, _ in shown.own), languages=tuple(code for _, code in shown.own)
            ),
        ),
        language=visit.language,
        printed_at=state.now.civil,
    )
    return go(state, phases.SlipPrinting(request), PrintSlip(request, receipt), visit=visit)


def _titles(state: VisitState, visit: Visit) -> tuple[tuple[str, str], ...]:
    """The heading of the answer in the official languages, for the desk, and in the resident's: (text, language)."""
    said: dict[str, str] = {}
    for code in (*state.setting.profile.official, visit.language):
        said.setdefault(view(replace(state, visit=replace(visit, language=code))).title, code)
    return tuple(said.items())


def slip_printed(state: VisitState, given: SlipPrinted) -> Out:
    """Back to the answer."""
    if isinstance(state.phase, phases.SlipPrinting) and state.phase.request == given.request:
        return go(state, phases.Answered(), Tone("done" if given.printed else "attention"))
    return stay(state)
