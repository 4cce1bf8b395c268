"""Screens on which one thing is chosen: languages, what for, a question, the last-try warning."""

from __future__ import annotations

from kiosk.visit.view import LanguageView, LastTryView, MenuView, QuestionView
from screens.blocks import Block, Desk
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.theme import Type
from screens.widgets.common import Choices, card, framed, ways_on


def draw_languages(view: LanguageView, desk: Desk, scene: Scene, page: int) -> None:
    """Languages in their own words, in two or three columns."""
    wide = not desk.look.glass.portrait
    grid = Choices(view.actions, 3 if wide else 2, "bar", desk.u(27))
    framed(view, desk, scene, page, Plan((heading(desk, view),), touch=(grid,), split=0.30, align=0.5))


def draw_menu(view: MenuView, desk: Desk, scene: Scene, page: int) -> None:
    """What would you like to do: rows in portrait, tiles in landscape."""
    wide = not desk.look.glass.portrait
    if wide and not desk.look.large and not any(a.detail for a in view.actions):
        touch: Block = Choices(view.actions, 3 if len(view.actions) > 4 else 2, "tile", desk.u(62))
        framed(view, desk, scene, page, Plan((heading(desk, view),), touch=(touch,), split=0.30, align=0.5))
        return
    framed(
        view,
        desk,
        scene,
        page,
        Plan((heading(desk, view),), touch=(Choices(view.actions, 1, "row", desk.u(40)),), split=0.36, align=0.5),
    )


def draw_question(view: QuestionView, desk: Desk, scene: Scene, page: int) -> None:
    """One question with its answers under it."""
    head = heading(desk, view, icon=view.icon is not None)
    plan = Plan((head,), touch=(Choices(view.actions, 1, "row", desk.u(36)),), split=0.40, align=0.5)
    framed(view, desk, scene, page, plan)


def draw_last_try(view: LastTryView, desk: Desk, scene: Scene, page: int) -> None:
    """A warning that is seen before it is read; the first button is the safe one."""
    head = heading(desk, view, style=Type.TITLE, icon=True)
    panel = card(desk, head, pad=10, tone=view.tone)
    framed(view, desk, scene, page, Plan((panel,), touch=ways_on(view), split=0.56, align=0.35))
