"""The question before a second number: this card holds one of another class already (section 4.10)."""

from __future__ import annotations

from typing import Any

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.views.view import Action, Icon, QuestionView, Role
from kiosk.visit.model.phases import Holding
from kiosk.visit.model.state import VisitState
from kiosk.visit.shown.labels import service_label


def held_view(state: VisitState, phase: Holding, t: Texts, frame: dict[str, Any]) -> QuestionView:
    """Which number is held, and whether another one is wanted; keeping it is the first button."""
    profile = state.setting.profile
    held, wanted = (service_label(profile, klass, t.language) for klass in (phase.held, phase.klass))
    return QuestionView(
        **frame,
        title=t.gettext(N_("You already hold number {number}"), number=phase.number),
        body=(
            t.gettext(N_("It is for “{service}”."), service=held),
            t.gettext(N_("Do you want another ticket, for “{service}”?"), service=wanted),
        ),
        icon=Icon.TICKET,
        actions=(
            Action("keep", t.gettext(N_("Keep {number}"), number=phase.number), Icon.DONE, role=Role.PRIMARY),
            Action("another", t.gettext(N_("Another ticket")), Icon.TICKET),
        ),
    )
