"""One drawing for each View kind, and the way from a View to its Scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kiosk.base.i18n import texts
from kiosk.views import view as kinds
from kiosk.views.view import View
from screens.blocks import Sheet
from screens.scene import Scene
from screens.theme import SMALLER, Glass, Look
from screens.typeset import Typesetter
from screens.widgets import (
    answer,
    attract,
    board,
    card_in,
    choices,
    closed,
    code_entry,
    confirm,
    help_page,
    pin,
    scan,
    sorry,
    staff,
    steps,
    takeaway,
    ticket,
)

Draw = Callable[[Any, Sheet, Scene, int], None]

DRAWINGS: dict[type[View], Draw] = {
    kinds.AttractView: attract.draw,
    kinds.LanguageView: choices.draw_languages,
    kinds.MenuView: choices.draw_menu,
    kinds.QuestionView: choices.draw_question,
    kinds.InsertCardView: card_in.draw,
    kinds.ReadingView: steps.draw_reading,
    kinds.GreetingView: steps.draw_greeting,
    kinds.PinView: pin.draw,
    kinds.LastTryView: choices.draw_last_try,
    kinds.CheckingView: steps.draw_reading,
    kinds.AnswerView: answer.draw,
    kinds.ScanView: scan.draw,
    kinds.CodeEntryView: code_entry.draw,
    kinds.ConfirmView: confirm.draw,
    kinds.TicketView: ticket.draw,
    kinds.TakeCardView: takeaway.draw_card,
    kinds.TakeTicketView: takeaway.draw_ticket,
    kinds.MoreTimeView: takeaway.draw_more_time,
    kinds.SorryView: sorry.draw,
    kinds.ClosedView: closed.draw_closed,
    kinds.OutOfServiceView: closed.draw_out_of_service,
    kinds.HelpView: help_page.draw,
    kinds.StaffView: staff.draw,
    kinds.BoardView: board.draw,
}


def look_of(view: View, glass: Glass) -> Look:
    """Colours, sizes and direction of one View."""
    return Look.of(glass, view.comfort, view.language, view.face, right_to_left=texts(view.language).right_to_left)


def scene_of(view: View, glass: Glass, typesetter: Typesetter, page: int = 0) -> Scene:
    """What a View looks like on this glass; `page` counts from 0 and is held inside what there is.

    Text that is larger than a small panel can hold, even on pages of its own, is drawn one size smaller; so is that of a
    screen that is never paged.
    """
    scene, steps = _drawn(view, glass, typesetter, page), 0
    while scene.crowded and (smaller := SMALLER.get(view.comfort.text_size)) is not None:
        view = replace(view, comfort=replace(view.comfort, text_size=smaller))
        scene, steps = _drawn(view, glass, typesetter, page), steps + 1
    scene.smaller = steps
    return scene


def _drawn(view: View, glass: Glass, typesetter: Typesetter, page: int) -> Scene:
    typesetter.forget()
    look = look_of(view, glass)
    scene = Scene(glass.width, glass.height, mirrored=look.right_to_left)
    DRAWINGS[type(view)](view, Sheet(look, typesetter, texts(view.language)), scene, page)
    return scene


def page_with(view: View, glass: Glass, typesetter: Typesetter, key: str, pages: int) -> int:
    """The page on which the target `key` stands; 0 when it is nowhere."""
    for page in range(pages):
        scene = scene_of(view, glass, typesetter, page)
        if any(target.key == key for target in scene.targets):
            return page
    return 0
