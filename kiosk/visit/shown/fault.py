"""Screens of what does not work: sorry, closed, out of service, help, and what the camera read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from devices.api import CardProblem
from kiosk.base.i18n import Texts, texts
from kiosk.base.languages import N_
from kiosk.residence.profile import Profile
from kiosk.residence.remarks import CHECK_HOURS
from kiosk.views.view import (
    Action,
    ClosedView,
    ConfirmView,
    HelpView,
    Icon,
    Item,
    OutOfServiceView,
    Picture,
    Role,
    SorryView,
    Tone,
)
from kiosk.visit.model import phases
from kiosk.visit.model.comfort import voice
from kiosk.visit.model.mrzdates import iso_date
from kiosk.visit.model.state import VisitState
from kiosk.visit.shown.keys import VOLUME, explained
from kiosk.visit.shown.labels import hours_are_sure, opens_words, where


@dataclass(frozen=True, slots=True)
class Sad:
    """What a fault says: picture, title, cause, next step (messages)."""

    icon: Icon
    picture: Picture
    title: str
    cause: str
    next_step: str


_TICKET = N_("Take a ticket. The counter helps you.")
_STAFF = N_("Please go to a member of staff.")
_CARD: dict[CardProblem, Sad] = {
    CardProblem.NOT_RESIDENCE_CARD: Sad(
        Icon.CARD,
        Picture.CARD_OTHER,
        N_("This is not a residence card"),
        N_("This kiosk is for the residence card of non-Belgians."),
        N_("Take a ticket for your question."),
    ),
    CardProblem.CARD_NOT_SUPPORTED: Sad(
        Icon.CARD,
        Picture.CARD_UNKNOWN,
        N_("We do not know this card"),
        N_("It is not a Belgian residence card."),
        _TICKET,
    ),
    CardProblem.CARD_UNREADABLE: Sad(
        Icon.CARD_TURN,
        Picture.CARD_UNREADABLE,
        N_("We cannot read your card"),
        N_("The card was in, but its data could not be read."),
        N_("Try once more, or take a ticket."),
    ),
    CardProblem.CHIP_DEFECT: Sad(
        Icon.CHIP,
        Picture.CHIP_SILENT,
        N_("The chip does not answer"),
        N_("We tried twice. The chip of your card may be broken."),
        N_("Take a ticket. Say that the chip does not work."),
    ),
    CardProblem.NO_CARD: Sad(
        Icon.NO_CARD, Picture.NO_CARD, N_("There is no card"), N_("The reader is empty."), _TICKET
    ),
    CardProblem.CARD_REMOVED: Sad(
        Icon.CARD, Picture.CARD_OUT, N_("The card is out"), N_("The card was taken too soon."), _TICKET
    ),
    CardProblem.NO_PCSC_SERVICE: Sad(
        Icon.SETTINGS,
        Picture.READER_STOPPED,
        N_("We cannot read cards now"),
        N_("The card service of this kiosk does not run. Staff know it."),
        _TICKET,
    ),
    CardProblem.NOT_PERMITTED: Sad(
        Icon.SETTINGS,
        Picture.READER_LOCKED,
        N_("We cannot read cards now"),
        N_("This kiosk may not use its card reader. Staff know it."),
        _TICKET,
    ),
    CardProblem.NO_READER: Sad(
        Icon.SETTINGS,
        Picture.READER_AWAY,
        N_("We cannot read cards now"),
        N_("The card reader is not there. Staff know it."),
        _TICKET,
    ),
}
_REFUSED = Sad(
    Icon.STAFF,
    Picture.CARD_REFUSED,
    N_("We cannot use this card"),
    N_("The card did not pass our check."),
    _STAFF,
)
_BAD_FACTS = Sad(
    Icon.INFO,
    Picture.DATES,
    N_("The dates do not fit together"),
    N_("The kiosk cannot give an answer that is sure."),
    N_("Take a ticket. The counter looks at it with you."),
)
_NO_TICKET: dict[str, Sad] = {
    "CLOSED": Sad(
        Icon.CLOCK,
        Picture.CLOSED,
        N_("No tickets any more today"),
        N_("This service is closed now."),
        N_("Come back on another day, or ask a member of staff."),
    ),
    "CAP_REACHED": Sad(
        Icon.PEOPLE,
        Picture.NUMBERS_GONE,
        N_("No tickets any more today"),
        N_("All numbers of today are taken."),
        N_("Come back on another day, or ask a member of staff."),
    ),
}
_STORE = Sad(
    Icon.TICKET,
    Picture.NOT_KEPT,
    N_("We cannot give a number now"),
    N_("We could not keep the number safe."),
    N_("Please go to a member of staff. They know it."),
)


def sad(phase: phases.Sorry) -> Sad:
    """What this fault says."""
    match phase.fault:
        case phases.Fault.CARD_PROBLEM:
            return _CARD[phase.problem or CardProblem.CARD_UNREADABLE]
        case phases.Fault.CARD_REFUSED:
            return _REFUSED
        case phases.Fault.BAD_FACTS:
            return _BAD_FACTS
        case phases.Fault.NO_TICKET:
            return _NO_TICKET.get(phase.code, _STORE)


def sorry_view(state: VisitState, phase: phases.Sorry, t: Texts, frame: dict[str, Any]) -> SorryView:
    """Cause, next step, telephone; a ticket stays possible while there is anything to take it from."""
    says = sad(phase)
    next_step = says.next_step
    actions: list[Action] = []
    if phase.fault is not phases.Fault.NO_TICKET and not state.situation.tickets:
        # "take a ticket" would be said where none is given
        next_step = _STAFF
    elif phase.fault is not phases.Fault.NO_TICKET:
        actions.append(Action("ticket", t.gettext(N_("Take a ticket")), Icon.TICKET, role=Role.PRIMARY))
    can_mrz = state.setting.mrz and state.situation.camera
    if phase.problem in (CardProblem.CHIP_DEFECT, CardProblem.CARD_UNREADABLE) and can_mrz:
        actions.append(Action("mrz", t.gettext(N_("Read the back of the card")), Icon.CAMERA))
    actions.append(Action("menu", t.gettext(N_("Something else")), Icon.OTHER))
    actions.append(Action("done", t.gettext(N_("Done")), Icon.DONE))
    telephone = state.setting.profile.staff.telephone
    return SorryView(
        **frame,
        title=t.gettext(says.title),
        icon=says.icon,
        picture=says.picture,
        tone=Tone.ATTENTION,
        cause=t.gettext(says.cause),
        next_step=_opens(state, phase.until, t) or t.gettext(next_step),
        telephone=t.gettext(N_("Call staff: {telephone}"), telephone=telephone) if telephone else "",
        actions=tuple(actions),
    )


def closed_view(state: VisitState, t: Texts, frame: dict[str, Any]) -> ClosedView:
    """When it opens again."""
    profile, until = state.setting.profile, state.situation.until
    place = profile.place(state.setting.place)
    opens = "" if until is None else opens_words(profile, place, until, t)
    # beside several large languages there is no room for it
    doubted = bool(opens) and len(profile.official) == 1 and not hours_are_sure(profile, place)
    return ClosedView(
        **frame,
        title=t.gettext(N_("We are closed now")),
        icon=Icon.CLOCK,
        messages=tuple((code, _closed(state, until, texts(code))) for code in _others(profile)),
        opens=opens,
        check=t.gettext(CHECK_HOURS) if doubted else "",
        # when it opens stands above
        where=replace(where(state, place, t), hours="") if opens else where(state, place, t),
    )


def _others(profile: Profile) -> tuple[str, ...]:
    """The languages that are not official: what those say stands in large."""
    return tuple(each.code for each in profile.languages if each.code not in profile.official)


def _opens(state: VisitState, until: datetime | None, t: Texts) -> str:
    profile = state.setting.profile
    return "" if until is None else opens_words(profile, profile.place(state.setting.place), until, t)


def _closed(state: VisitState, until: datetime | None, t: Texts) -> str:
    closed = t.gettext(N_("We are closed now"))
    return f"{closed}. {_opens(state, until, t)}".strip()


def out_of_service_view(state: VisitState, t: Texts, frame: dict[str, Any]) -> OutOfServiceView:
    """In all languages: this kiosk does not work now; where to go."""
    profile = state.setting.profile
    cause = state.situation.cause
    until = state.situation.until
    telephone = profile.staff.telephone
    place = profile.place(state.setting.place)
    here = where(state, place, t)
    return OutOfServiceView(
        **frame,
        title=t.gettext(N_("Out of service")),
        body=(t.gettext(cause),) if cause else (),
        icon=Icon.SETTINGS,
        tone=Tone.ATTENTION,
        messages=tuple(
            (each.code, texts(each.code).gettext(N_("This kiosk does not work now. Please go to the counter.")))
            for each in profile.languages
        ),
        until=t.gettext(N_("Back at {time}."), time=t.clock(until)) if until else "",
        # who stands here sees whether it is open: hours that are not sure only frighten
        where=here if hours_are_sure(profile, place) else replace(here, hours=""),
        telephone=t.gettext(N_("Call staff: {telephone}"), telephone=telephone) if telephone else "",
    )


def help_view(state: VisitState, before: phases.Phase, t: Texts, frame: dict[str, Any]) -> HelpView:
    """Help for the screen before: short answers to what people ask there."""
    topics: list[Item] = []
    match before:
        case phases.AwaitCard():
            topics = [
                Item(Icon.CARD, t.gettext(N_("Which way up?")), t.gettext(N_("Chip up, chip first."))),
                Item(Icon.NO_CARD, t.gettext(N_("No card?")), t.gettext(N_('Press "I do not have my card".'))),
            ]
        case phases.TypePin() | phases.LastTry() | phases.PinBlocked():
            topics = [
                Item(Icon.PIN, t.gettext(N_("What is my PIN?")), t.gettext(_pin_came(state.setting.profile))),
                Item(
                    Icon.WARNING,
                    t.gettext(N_("How often can I try?")),
                    t.gettext(N_("Three times. Then the counter helps you.")),
                ),
            ]
        case phases.Menu():
            topics = [
                Item(
                    Icon.CARD,
                    t.gettext(N_("About my card")),
                    t.gettext(N_("Put the card in. You see its dates and the price.")),
                ),
                Item(Icon.TICKET, t.gettext(N_("Just a ticket")), t.gettext(N_("You need no card for a ticket."))),
            ]
        case _:
            pass
    telephone = state.setting.profile.staff.telephone
    topics += [
        Item(
            Icon.STAFF,
            t.gettext(N_("Help from a person")),
            t.telephone(telephone) or t.gettext(N_("Ask a member of staff.")),
        ),
    ]
    return HelpView(
        **frame,
        title=t.gettext(N_("Help")),
        icon=Icon.HELP,
        topics=(*explained(state, t), *topics),
        actions=(
            Action("continue", t.gettext(N_("Go on")), Icon.NEXT, role=Role.PRIMARY),
            Action("data", t.gettext(N_("What happens with my data?")), Icon.DATA),
            *voice(t, frame["comfort"], volume=state.situation.keypad not in VOLUME),
        ),
    )


def _pin_came(profile: Profile) -> str:
    """How a PIN is handed out; a card may be older than this town's way, or from another town."""
    if profile.collection.codes == "counter":
        return N_("It came by post, or you got it at the counter.")
    return N_("It came by post in a letter.")


def confirm_mrz_view(phase: phases.ConfirmMrz, t: Texts, frame: dict[str, Any]) -> ConfirmView:
    """What the camera read; the resident confirms; it is not a proof."""
    until = iso_date(phase.seen.valid_until)
    born = iso_date(phase.seen.birth_date)
    rows = [
        (t.gettext(N_("Card number")), phase.seen.document_number),
        (t.gettext(N_("Valid until")), t.day(until) if until else "?"),
        (t.gettext(N_("Born on")), t.day(born) if born else "?"),
    ]
    return ConfirmView(
        **{**frame, "private": True},
        title=t.gettext(N_("Is this right?")),
        body=(t.gettext(N_("The camera read this. It is not a proof.")),),
        icon=Icon.CAMERA,
        rows=tuple(rows),
        actions=(
            Action("yes", t.gettext(N_("Yes, this is right")), Icon.DONE, role=Role.PRIMARY),
            Action("no", t.gettext(N_("No, read again")), Icon.CAMERA),
        ),
    )
