"""Screens of the PIN."""

from __future__ import annotations

from typing import Any

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.residence.purposes import Moment, lines
from kiosk.views.view import Action, Icon, LastTryView, PinView, Role, Tone
from kiosk.visit.model.minimal import needs_number
from kiosk.visit.model.phases import ChangingPin, PinStage
from kiosk.visit.model.state import VisitState
from kiosk.visit.shown.keys import listens


def pin_view(state: VisitState, t: Texts, frame: dict[str, Any], *, typed: int, wrong: bool) -> PinView:
    """The PIN pad: dots, tries left, and a way out for who does not know the PIN."""
    reading = state.visit.reading if state.visit else None
    on_pad = reading is not None and reading.pad_verifies
    body = [t.gettext(N_("Type the PIN on the keys of the card reader."))] if on_pad else []
    if not wrong:
        body += lines(Moment.PIN, t)
    if not wrong and state.visit is not None and needs_number(state.visit, state.setting.profile.privacy.lookups):
        body += lines(Moment.LOOK_UP, t)
    return PinView(
        **frame,
        title=t.gettext(N_("That PIN was wrong. Type your PIN.")) if wrong else t.gettext(N_("Type your PIN")),
        body=tuple(body),
        icon=Icon.PIN,
        tone=Tone.ATTENTION if wrong else Tone.CALM,
        by_ear=_keys(state, t, on_pad=on_pad),
        typed=typed,
        can_confirm=typed >= 4,
        tries=_tries(state, t),
        on_pad=on_pad,
        confirm_label=t.gettext(N_("OK")),
        erase_label=t.gettext(N_("Erase")),
        actions=(Action("pin.forgot", t.gettext(N_("I do not know my PIN")), Icon.HELP, role=Role.QUIET),),
    )


def new_pin_view(state: VisitState, phase: ChangingPin, t: Texts, frame: dict[str, Any]) -> PinView:
    """A new PIN: the present one, the new one, the new one again; or all three on the reader's keys."""
    present = phase.stage is PinStage.OLD
    match phase.stage:
        case PinStage.OLD if phase.wrong:
            title = t.gettext(N_("That PIN was wrong. Type your present PIN."))
        case PinStage.OLD if phase.sent:
            title = t.gettext(N_("Change my PIN"))
        case PinStage.OLD:
            title = t.gettext(N_("Type your present PIN"))
        case PinStage.NEW:
            title = t.gettext(N_("Type your new PIN"))
        case PinStage.AGAIN:
            title = t.gettext(N_("Type your new PIN again"))
    body = [t.gettext(N_("The two new PINs were not the same. Try again."))] if phase.differed else []
    if phase.sent:
        body += [
            t.gettext(N_("Type the PIN on the keys of the card reader.")),
            t.gettext(N_("First your present PIN, then the new PIN twice.")),
        ]
    return PinView(
        **frame,
        title=title,
        body=(*body, t.gettext(N_("A PIN has 4 to 12 digits."))),
        icon=Icon.PIN,
        tone=Tone.ATTENTION if phase.differed or phase.wrong else Tone.CALM,
        by_ear=_keys(state, t, on_pad=phase.sent),
        typed=phase.pin.length,
        can_confirm=phase.pin.complete,
        tries=_tries(state, t) if present else "",
        on_pad=phase.sent,
        confirm_label=t.gettext(N_("OK")),
        erase_label=t.gettext(N_("Erase")),
    )


def _keys(state: VisitState, t: Texts, *, on_pad: bool) -> tuple[str, ...]:
    """Which keys, and what is heard of them, for who listens by headset; nothing of the reader's own keys."""
    if on_pad or not listens(state):
        return ()
    return (
        t.gettext(N_("Use the digits beside the headset. Every digit makes the same sound.")),
        t.gettext(N_("Then press the round key.")),
    )


def _tries(state: VisitState, t: Texts) -> str:
    """The tries that are left, "" where the card does not tell them for nothing."""
    reading = state.visit.reading if state.visit else None
    left = reading.tries_left if reading else None
    return "" if left is None else t.ngettext("{count} try left.", "{count} tries left.", left)


def last_try_view(t: Texts, frame: dict[str, Any]) -> LastTryView:
    """The warning before the last try; the first button is to stop."""
    return LastTryView(
        **frame,
        title=t.gettext(N_("One try left")),
        body=(
            t.gettext(N_("One more wrong PIN, and the card stops working where a PIN is needed.")),
            t.gettext(N_("Stop now if you are not sure.")),
        ),
        icon=Icon.WARNING,
        tone=Tone.ATTENTION,
        actions=(
            Action("stop", t.gettext(N_("Stop")), Icon.STOP, role=Role.PRIMARY),
            Action("try", t.gettext(N_("I know my PIN")), Icon.PIN),
            Action("ticket", t.gettext(N_("Just a ticket")), Icon.TICKET),
        ),
    )
