"""What happens with my data: the table of purposes, row by row, and who answers."""

from __future__ import annotations

from typing import Any

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.residence.purposes import answering, holding, told
from kiosk.views.view import Action, HelpView, Icon, Item, Role
from kiosk.visit.model.state import VisitState


def data_view(state: VisitState, t: Texts, frame: dict[str, Any]) -> HelpView:
    """Every row that holds at this kiosk, then whom to ask; the way on is back to where help was asked for."""
    profile = state.setting.profile
    rows = tuple(
        Item(Icon(each.icon), t.gettext(each.what), told(each, t, profile))
        for each in holding(profile, camera=state.setting.mrz, issuer=state.setting.asks_issuer)
    )
    who = Item(Icon.STAFF, t.gettext(N_("Who answers for this?")), " ".join(answering(t, profile)))
    return HelpView(
        **frame,
        title=t.gettext(N_("What happens with my data?")),
        icon=Icon.DATA,
        topics=(*rows, who),
        actions=(Action("continue", t.gettext(N_("Go on")), Icon.NEXT, role=Role.PRIMARY),),
    )
