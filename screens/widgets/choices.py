"""Screens on which one thing is chosen: languages, what for, a question, the last-try warning."""

from __future__ import annotations

from dataclasses import replace

from kiosk.visit.view import LanguageView, LastTryView, MenuView, QuestionView
from screens.blocks import Desk
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.theme import Type
from screens.widgets.common import Choices, card, framed, ways_on


def draw_languages(view: LanguageView, desk: Desk, scene: Scene, page: int) -> None:
    """Languages in their own words, in two or three columns."""
    wide = not desk.look.glass.portrait
    grid = Choices(view.actions, 3 if wide else 2, "bar", desk.u(38))
    framed(view, desk, scene, page, Plan((heading(desk, view),), touch=(grid,), stacked=True, gap=9))


def draw_menu(view: MenuView, desk: Desk, scene: Scene, page: int) -> None:
    """What would you like to do: one column in portrait, two in landscape."""
    columns = 1 if desk.look.glass.portrait else 2
    actions = view.actions
    if desk.look.compact and columns == 2:
        # all choices on one page matter more than their second lines (which speech still says)
        actions = tuple(replace(action, detail="") for action in actions)
    grid = Choices(actions, columns, "row", desk.u(42))
    framed(view, desk, scene, page, Plan((heading(desk, view),), touch=(grid,), stacked=True, gap=9))


def draw_question(view: QuestionView, desk: Desk, scene: Scene, page: int) -> None:
    """One question with its answers under it, or beside it in landscape."""
    head = heading(desk, view, icon=view.icon is not None)
    few = len(view.actions) <= 3
    grid = Choices(view.actions, 1 if few or desk.look.glass.portrait else 2, "row", desk.u(38))
    plan = Plan((head,), touch=(grid,), split=0.46, gap=12, align=0.5, stacked=not few)
    framed(view, desk, scene, page, plan)


def draw_last_try(view: LastTryView, desk: Desk, scene: Scene, page: int) -> None:
    """A warning that is seen before it is read; the first button is the safe one."""
    head = heading(desk, view, style=Type.TITLE, icon=True)
    panel = card(desk, head, pad=10, tone=view.tone)
    framed(view, desk, scene, page, Plan((panel,), touch=ways_on(view), split=0.56, align=0.35))
