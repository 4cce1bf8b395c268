"""Screens of codes: held under the camera, or typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.base.codes import clean
from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.views.view import Action, CodeEntryView, Icon, ScanView, Tone


def scan_view(t: Texts, frame: dict[str, Any], *, mrz: bool, rejected: bool) -> ScanView:
    """The camera looks for a code, or for the back of the card; `rejected` after a code that cannot be ours."""
    if mrz:
        return ScanView(
            **frame,
            title=t.gettext(N_("Hold the back of your card under the camera")),
            body=(t.gettext(N_("We only read the dates. It is not a proof.")),),
            icon=Icon.CAMERA,
            card=True,
        )
    body = t.gettext(N_("The code on your letter or telephone is enough."))
    if rejected:
        body = t.gettext(N_("This code is not from us. Look for the code of your appointment."))
    return ScanView(
        **frame,
        title=t.gettext(N_("Hold your letter or telephone under the camera")),
        body=(body,),
        icon=Icon.CAMERA,
        tone=Tone.ATTENTION if rejected else Tone.CALM,
        actions=(
            Action("type", t.gettext(N_("Type the code")), Icon.KEYPAD),
            Action("ticket", t.gettext(N_("I have no code")), Icon.TICKET),
        ),
    )


def code_view(t: Texts, frame: dict[str, Any], typed: str, forms: Sequence[str]) -> CodeEntryView:
    """The code of an appointment is typed."""
    return CodeEntryView(
        **frame,
        title=t.gettext(N_("Type the code of your appointment")),
        body=(t.gettext(N_("It stands on your letter or in your message.")),),
        icon=Icon.KEYPAD,
        typed=typed,
        can_confirm=clean(typed, forms) is not None,
        confirm_label=t.gettext(N_("OK")),
        erase_label=t.gettext(N_("Erase")),
        actions=(Action("no_code", t.gettext(N_("I have no code")), Icon.TICKET),),
    )
