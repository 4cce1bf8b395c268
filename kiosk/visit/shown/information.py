"""Pages of general information: the subjects to choose from, and a page that is read (R017, R033, R086, R105-R113)."""

from __future__ import annotations

from typing import Any

from kiosk.base.i18n import Texts
from kiosk.base.languages import N_
from kiosk.residence.sentences import own_title
from kiosk.residence.topics import Topic, topics
from kiosk.views.view import Action, AnswerView, Icon, Role
from kiosk.visit.model.phases import Information
from kiosk.visit.model.state import Setting, VisitState


def subjects(setting: Setting, t: Texts) -> tuple[Action, ...]:
    """The subjects as choices, at most six."""
    return tuple(
        Action(f"menu.topic.{topic.id}", topic.label, Icon(topic.icon)) for topic in topics(t, setting.profile)
    )


def information_view(state: VisitState, phase: Information, t: Texts, frame: dict[str, Any]) -> AnswerView:
    """One page of a subject, with the way to the next one."""
    topic = find(state.setting, phase.topic, t)
    page = topic.pages[phase.page]
    following = tuple(
        Action("next", t.gettext(N_("Next: {title}"), title=each.title), Icon.NEXT, role=Role.PRIMARY)
        for each in topic.pages[phase.page + 1 : phase.page + 2]
    )
    return AnswerView(
        **frame,
        title=page.title,
        body=page.body,
        letters=page.letters,
        icon=Icon(topic.icon),
        notes=(page.footer,),
        own_title=own_title(t, state.setting.profile.name) if page.own else "",
        own=page.own,
        actions=(
            *following,
            Action("menu", t.gettext(N_("Something else")), Icon.OTHER, role=Role.QUIET),
            Action("done", t.gettext(N_("Done")), Icon.DONE, role=Role.QUIET),
        ),
    )


def find(setting: Setting, identifier: str, t: Texts) -> Topic:
    """The subject with this id; StopIteration for one that this municipality does not have."""
    return next(topic for topic in topics(t, setting.profile) if topic.id == identifier)
