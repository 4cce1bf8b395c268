"""Screens on which one thing is chosen: languages, what for, a question, the last-try warning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.views.view import Icon, LanguageView, LastTryView, MenuView, QuestionView
from screens import icons
from screens.blocks import Block, Sheet, Sign
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.spare import Spare
from screens.widgets.common import Choices, card, framed, unpaged, ways_on


def draw_languages(view: LanguageView, sheet: Sheet, scene: Scene, page: int) -> None:
    """Languages in their own words, in two or three columns; in one more where that brings all of them on one page."""
    columns = 2 if sheet.look.glass.portrait else 3
    grids = (Choices(view.actions, most, "bar", sheet.u(38)) for most in (columns, columns + 1))
    head = (heading(sheet, view),)
    framed(view, sheet, scene, page, *(Plan(head, touch=(each,), stacked=True, gap=9, follow=True) for each in grids))


def draw_menu(view: MenuView, sheet: Sheet, scene: Scene, page: int) -> None:
    """What would you like to do: one column in portrait, two in landscape."""
    columns = 1 if sheet.look.glass.portrait else 2
    actions = view.actions
    if sheet.look.compact and columns == 2:
        # all choices on one page matter more than their second lines (which speech still says)
        actions = tuple(replace(action, detail="") for action in actions)
    grid = Choices(actions, columns, "row", sheet.u(42))
    framed(view, sheet, scene, page, Plan((heading(sheet, view),), touch=(grid,), stacked=True, gap=9, follow=True))


def draw_question(view: QuestionView, sheet: Sheet, scene: Scene, page: int) -> None:
    """One question with its answers under it, or beside it in landscape, and a picture of what it is about."""
    few = len(view.actions) <= 3
    portrait = sheet.look.glass.portrait
    drawn = view.icon is not None and not sheet.look.large and not sheet.look.reach and (portrait or few)
    head: tuple[Block, ...] = (heading(sheet, view, icon=view.icon is not None and not drawn),)
    if drawn and not sheet.look.compact:
        head = (_about(sheet, view), *head)
    grid = Choices(view.actions, 1 if few or portrait else 2, "row", sheet.u(44 if few else 40))
    plan = Plan(head, touch=(grid,), split=0.46, gap=10, align=0.5, stacked=not few, follow=True)
    if not few:
        framed(view, sheet, scene, page, plan)
        return

    def plans(spare: Spare) -> Iterator[Plan]:
        """Two or three answers are seen together."""
        if spare.sign:
            yield replace(plan, gap=10 * spare.air)
        style = spare.title
        bare = (heading(sheet, view, style=style, sign=False, air=spare.air, small=spare.small),)
        yield replace(plan, head=bare, gap=10 * spare.air, panes=True, split=0.36 if spare.close else 0.46)

    unpaged(view, sheet, scene, page, plans)


def _about(sheet: Sheet, view: QuestionView) -> Block:
    """The question's sign, large, on a disc."""
    c = sheet.look.colours
    char = icons.glyph(view.icon or Icon.HELP, right_to_left=sheet.look.right_to_left)
    return Sign(char, sheet.u(62 if sheet.look.glass.portrait else 54), c.accent, c.accent_soft)


def draw_last_try(view: LastTryView, sheet: Sheet, scene: Scene, page: int) -> None:
    """A warning that is seen before it is read; the first button is the safe one.  Never paged."""
    unpaged(view, sheet, scene, page, lambda spare: _warnings(view, sheet, spare))


def _warnings(view: LastTryView, sheet: Sheet, spare: Spare) -> Iterator[Plan]:
    """The warning beside its answers, or over the whole width with the answers in a row under it."""
    head = heading(
        sheet,
        view,
        style=spare.title,
        icon=spare.sign,
        sign=spare.sign,
        air=spare.air,
        small=spare.small,
        toned=True,
    )
    panel = card(sheet, head, pad=10 * spare.pad, tone=view.tone)
    ways = ways_on(sheet, view)
    if not sheet.look.barred:
        yield Plan((panel,), touch=ways, split=0.56, align=0.35, gap=6 * spare.air)
    if not sheet.look.glass.portrait:
        row = Choices(view.actions, len(view.actions), "bar")
        yield Plan((panel,), touch=(row,), stacked=True, align=0.35, gap=6 * spare.air)
