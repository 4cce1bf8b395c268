"""The answer's screen: what the status means, the window as a time line, the price, what to bring, where to go."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.residence.answers import Answer
from kiosk.residence.labels import CHANNEL
from kiosk.residence.remarks import GENERAL_INFORMATION
from kiosk.residence.sentences import own_title
from kiosk.residence.vocabulary import AppointmentNeed, Channel, Note, ResultCode, Service
from kiosk.residence.ways import way_detail
from kiosk.residence.words import describe
from kiosk.views.view import Action, AnswerView, Destination, FeeLine, Icon, Item, Role, TimeLine, TimeMark, Tone, When
from kiosk.visit.model.known import is_new_card, not_theirs
from kiosk.visit.model.phases import CheckInAnswered
from kiosk.visit.model.state import Visit, VisitState
from kiosk.visit.shown.labels import bring_items, service_label, way_inside, where

_GOOD = frozenset(
    {
        ResultCode.RENEW_OPEN,
        ResultCode.TP_RENEW_OPEN,
        ResultCode.COLLECT_NOW,
        ResultCode.APPLY_HERE,
        ResultCode.COUNT_OK,
    }
)
_ATTENTION = frozenset(
    {
        ResultCode.RENEW_LATE,
        ResultCode.EXPIRED,
        ResultCode.CARD_REVOKED,
        ResultCode.DESTROYED_OR_EXPIRED,
        ResultCode.POLICE_FIRST,
        ResultCode.IN_PERSON_ONLY,
        ResultCode.COUNT_SHORT,
        ResultCode.ABSENCE_BREAKS,
        ResultCode.STATUS_UNKNOWN,
    }
)
# the title and the sentences below it say when to renew
_WINDOW_SAID = frozenset(
    {
        ResultCode.RENEW_TOO_EARLY,
        ResultCode.RENEW_OPEN,
        ResultCode.RENEW_LATE,
        ResultCode.EXPIRED,
        ResultCode.TP_RENEW_OPEN,
    }
)
_CHANNEL_ICONS = {
    Channel.ONLINE: Icon.ONLINE,
    Channel.RECEPTION: Icon.COUNTER,
    Channel.PHONE: Icon.PHONE,
    Channel.E_FORM: Icon.E_FORM,
    Channel.MAIL: Icon.MAIL,
    Channel.COUNTER: Icon.COUNTER,
}


def answer_view(state: VisitState, t: Texts, frame: dict[str, Any]) -> AnswerView:
    """The rules' answer in the resident's words."""
    visit = state.visit
    assert visit is not None and visit.answer is not None  # noqa: S101, PT018  (the phase says so)
    answer = visit.answer
    says = describe(answer, visit.facts, t, state.setting.profile)
    not_here = answer.result is ResultCode.APPLY_HERE and Note.NOT_HERE in answer.notes
    tone = (
        Tone.GOOD
        if answer.result in _GOOD and not not_here
        else Tone.ATTENTION
        if answer.result in _ATTENTION
        else Tone.CALM
    )
    made = answer.appointment in (AppointmentNeed.REQUIRED, AppointmentNeed.RECEPTION)
    ways = t.gettext(N_("Make an appointment") if made else N_("Where and how"))
    icon = {Tone.GOOD: Icon.DONE, Tone.ATTENTION: Icon.WARNING}.get(tone, Icon.INFO)
    footer = t.gettext(GENERAL_INFORMATION)
    channels = _channels(state, answer, t)
    return AnswerView(
        **frame,
        title=says.title,
        body=says.body,
        notes=(*(note for note in says.notes if note != footer), *_another_card(visit, t)),
        later=says.later,
        tone=tone,
        icon=icon,
        time_line=time_line(answer, state.now.civil.date(), t),
        fee_title=t.gettext(N_("Price")) if says.fee_lines else "",
        fee=tuple(FeeLine(label, amount, strong=amount == says.fee_total) for label, amount in says.fee_lines),
        fee_note=says.fee_note,
        bring_title=t.gettext(N_("Bring with you:")) if answer.bring else "",
        bring=bring_items(answer, t, state.setting.profile),
        channels_title=ways if channels else "",
        channels=channels,
        where_title=t.gettext(N_("Where to go")),
        where=_where(state, answer, t),
        own_title=own_title(t, state.setting.profile.name) if says.own else "",
        own=says.own,
        footer=footer,
        actions=_actions(state, answer, t),
    )


def _another_card(visit: Visit, t: Texts) -> tuple[str, ...]:
    """That the card in the reader was not used, because it is not that of the person in question."""
    if visit.reading is None or not not_theirs(visit.said, visit.reading):
        return ()
    return (t.gettext(N_("The card in the reader belongs to somebody else. This answer is not about it.")),)


def _actions(state: VisitState, answer: Answer, t: Texts) -> tuple[Action, ...]:
    """A ticket where this place gives one; a paper with the dates; another question; done."""
    visit = state.visit
    actions: list[Action] = []
    if answer.ticket_class is not None and state.situation.tickets:
        reception = answer.appointment is AppointmentNeed.RECEPTION
        label = N_("Ticket for the reception") if reception else N_("Take a ticket")
        detail = service_label(state.setting.profile, answer.ticket_class.value, t.language)
        if reception:
            detail = t.gettext(N_("They make the appointment with you now"))
        actions.append(Action("ticket", t.gettext(label), Icon.TICKET, detail, role=Role.PRIMARY))
    if answer.ticket_class is not None and state.situation.tickets and state.setting.profile.tickets.priority:
        actions.append(Action("priority", t.gettext(N_("Priority")), Icon.PRIORITY, role=Role.QUIET))
    if state.situation.paper:
        actions.append(Action("slip", t.gettext(N_("Print this")), Icon.PRINTER, role=Role.QUIET))
    # the old card is about to be handed in: only the new one's PIN is worth a change (D18)
    if visit is not None and visit.pin_proved and visit.service == Service.COLLECT.value and is_new_card(visit.facts):
        actions.append(Action("change_pin", t.gettext(N_("Change my PIN")), Icon.PIN, role=Role.QUIET))
    if answer.ticket_class is None:
        actions.append(Action("menu", t.gettext(N_("Something else")), Icon.OTHER, role=Role.QUIET))
    actions.append(Action("done", t.gettext(N_("Done")), Icon.DONE, role=Role.QUIET))
    return tuple(actions)


def time_line(answer: Answer, today: date, t: Texts) -> TimeLine | None:
    """The renewal window drawn, with a caption where no sentence tells its days; None for answers without one."""
    dates = answer.dates
    opens, closes, until = dates.opens, dates.closes, dates.valid_until
    if opens is None or closes is None or until is None:
        return None
    margin = timedelta(days=5)
    first = min(today, opens) - margin
    last = max(today, until) + margin
    length = (last - first).days

    def at(day: date) -> float:
        return (day - first).days / length

    marks = (
        TimeMark(at(opens), "", t.short_day(opens), "opens"),
        TimeMark(at(closes), "", t.short_day(closes), "closes"),
        TimeMark(at(until), t.gettext(N_("Card valid until")), t.short_day(until), "expires"),
        TimeMark(at(today), t.gettext(N_("Today")), t.short_day(today), "today"),
    )
    from_day = t.day(opens, year=opens.year != closes.year)
    caption = t.gettext(N_("Renew from {opens} to {closes}."), opens=from_day, closes=t.day(closes))
    if answer.result in _WINDOW_SAID:
        caption = ""
    green = at(opens), at(closes + timedelta(days=1))
    window = TimeMark(sum(green) / 2, t.gettext(N_("Renew")), t.short_days(opens, closes), "window")
    return TimeLine(marks, *green, at(today), caption, window)


def _channels(state: VisitState, answer: Answer, t: Texts) -> tuple[Item, ...]:
    """How to make an appointment, where that is what is needed; a number leads to its counter by itself."""
    profile = state.setting.profile
    if answer.channels == (Channel.COUNTER,) and answer.ticket_class is not None and state.situation.tickets:
        return ()
    return tuple(
        Item(_CHANNEL_ICONS[channel], t.gettext(CHANNEL[channel]), way_detail(channel, answer, t, profile))
        for channel in answer.channels
    )


def _where(state: VisitState, answer: Answer, t: Texts) -> Destination | None:
    """Another building with its address; here, the way to the counter that gives the ticket's turn."""
    place = answer.params.place
    if place is None or place == state.setting.place:
        return way_inside(state, answer.ticket_class.value, t) if answer.ticket_class is not None else None
    try:
        return where(state, state.setting.profile.place(place), t)
    except KeyError:
        return None


def blocked_view(state: VisitState, t: Texts, frame: dict[str, Any]) -> AnswerView:
    """The PIN is blocked: what it means, what still works, what the counter does (R008)."""
    reading = state.visit.reading if state.visit else None
    applet = reading.card.applet if reading else ""
    old = applet in ("1.0", "1.1", "1.7")
    if old:
        counter = t.gettext(N_("Bring the letter with your PIN and PUK codes. Staff can make the PIN work again."))
    elif applet:
        counter = t.gettext(N_("The counter gives you a new PIN."))
    else:
        counter = t.gettext(N_("The counter makes the PIN work again or gives you a new one."))
    actions = [
        Action("menu", t.gettext(N_("Something else")), Icon.OTHER),
        Action("done", t.gettext(N_("Done")), Icon.DONE),
    ]
    if state.situation.tickets:
        ticket = Action("ticket", t.gettext(N_("Take a ticket")), Icon.TICKET, role=Role.PRIMARY)
        actions.insert(0, ticket)
    return AnswerView(
        **frame,
        title=t.gettext(N_("Your PIN is blocked")),
        body=(
            t.gettext(N_("You cannot use the card now where a PIN is needed.")),
            t.gettext(N_("The card itself stays valid.")),
            counter,
        ),
        icon=Icon.PIN,
        tone=Tone.ATTENTION,
        bring_title=t.gettext(N_("Bring with you:")) if old else "",
        bring=(Item(Icon.LETTER, t.gettext(N_("The letter with PIN and PUK"))),) if old else (),
        actions=tuple(actions),
    )


def check_in_view(state: VisitState, phase: CheckInAnswered, t: Texts, frame: dict[str, Any]) -> AnswerView:
    """What the appointments said: too early, too late, another place or day, unknown."""
    here: Destination | None = None
    when: When | None = None
    body: tuple[str, ...]
    time = t.clock(phase.at) if phase.at else "?"
    match phase.code:
        case ResultCode.CHECKIN_TOO_EARLY.value:
            title = t.gettext(N_("You are early"))
            body = (t.gettext(N_("Come back at {time}. Then you can check in."), time=time),)
            when = _when(t.gettext(N_("Check in from")), phase.at, t)
        case ResultCode.CHECKIN_TOO_LATE.value:
            title = t.gettext(N_("You are late"))
            body = (t.gettext(N_("Your appointment was at {time}. Go to the reception."), time=time),)
            when = _when(t.gettext(N_("Your appointment")), phase.at, t)
        case ResultCode.CHECKIN_ELSEWHERE.value:
            title = t.gettext(N_("Your appointment is in another building"))
            body = (t.gettext(N_("Your appointment is at {time}."), time=time),)
            when = _when(t.gettext(N_("Your appointment")), phase.at, t)
            here = _place(state, phase.place, t)
        case ResultCode.CHECKIN_OTHER_DAY.value:
            title = t.gettext(N_("Your appointment is on another day"))
            body = (t.gettext(N_("It is on {day}."), day=t.day(phase.at.date(), weekday=True)),) if phase.at else ()
            when = _when(t.gettext(N_("Your appointment")), phase.at, t, day=True)
        case ResultCode.CHECKIN_NOT_FOUND.value:
            title = t.gettext(N_("We do not find this appointment"))
            body = (t.gettext(N_("Go to the reception. They look it up.")),)
        case _:
            title = t.gettext(N_("We cannot see appointments now"))
            tickets = state.situation.tickets
            helped = (
                N_("Take a ticket. The reception looks it up.")
                if tickets
                else N_("Go to the reception. They look it up.")
            )
            body = (t.gettext(helped),)
    actions = [
        Action("menu", t.gettext(N_("Something else")), Icon.OTHER),
        Action("done", t.gettext(N_("Done")), Icon.DONE),
    ]
    ticketless = (ResultCode.CHECKIN_TOO_EARLY.value, ResultCode.CHECKIN_ELSEWHERE.value)
    if phase.code not in (*ticketless, ResultCode.CHECKIN_OTHER_DAY.value) and state.situation.tickets:
        actions.insert(0, Action("ticket", t.gettext(N_("Ticket for the reception")), Icon.TICKET, role=Role.PRIMARY))
    return AnswerView(
        **frame,
        title=title,
        body=body,
        icon=Icon.APPOINTMENT,
        tone=Tone.ATTENTION,
        when=when,
        where_title=t.gettext(N_("Where to go")) if here else "",
        where=here,
        actions=tuple(actions),
    )


def _when(label: str, at: datetime | None, t: Texts, *, day: bool = False) -> When | None:
    if at is None:
        return None
    shown = t.day(at.date(), weekday=True, year=False) if day else ""
    return When(label, t.clock(at), at.hour, at.minute, shown)


def _place(state: VisitState, identifier: str, t: Texts) -> Destination | None:
    try:
        return where(state, state.setting.profile.place(identifier), t)
    except KeyError:
        return None
