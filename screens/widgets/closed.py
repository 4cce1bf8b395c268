"""Closed, and out of service: why, until when, and where one can go instead."""

from __future__ import annotations

from kiosk.views.view import ClosedView, Icon, OutOfServiceView, Tone
from screens.blocks import Block, Column, Say, Sheet, Spring
from screens.frame import heading
from screens.grid import Grid
from screens.layout import Plan
from screens.scene import Scene
from screens.theme import Type
from screens.widgets.common import card, fact, framed, start_of, ways_on
from screens.widgets.place import place_card


def draw_closed(view: ClosedView, sheet: Sheet, scene: Scene, page: int) -> None:
    """When it opens again."""
    body: list[Block] = []
    hours = Type.SMALL_STRONG if view.also and sheet.look.compact else Type.HEADING
    if view.opens:
        body.append(
            card(
                sheet,
                fact(sheet, Icon.CLOCK, *(each.opens for each in (view, *view.also)), style=hours, size=16),
            )
        )
    if view.where is not None and _roomy(sheet, view):
        body.append(place_card(sheet, "", view.where))
    _draw(view, sheet, scene, page, body)


def draw_out_of_service(view: OutOfServiceView, sheet: Sheet, scene: Scene, page: int) -> None:
    """The same sentence in every language, since nobody has chosen one."""
    body: list[Block] = []
    if view.until:
        body.append(
            card(
                sheet,
                fact(sheet, Icon.CLOCK, *(each.until for each in (view, *view.also)), style=Type.LABEL, size=15),
                tone=Tone.ATTENTION,
            )
        )
    if view.telephone:
        body.append(
            card(
                sheet,
                fact(sheet, Icon.PHONE, *(each.telephone for each in (view, *view.also)), style=Type.LABEL, size=15),
            )
        )
    if view.where is not None and _roomy(sheet, view):
        body.append(place_card(sheet, "", view.where))
    _draw(view, sheet, scene, page, body)


def _roomy(sheet: Sheet, view: ClosedView | OutOfServiceView) -> bool:
    """True where a map has room beside the words: nobody turns pages here."""
    return sheet.look.glass.portrait or not (sheet.look.compact or view.also)


def _messages(sheet: Sheet, view: ClosedView | OutOfServiceView) -> tuple[Block, ...]:
    """The same in every other language, since nobody has chosen one."""
    large = {each.language for each in (view, *view.also)}
    others = [text for language, text in view.messages if language not in large]
    if not others:
        return ()
    if sheet.look.compact:
        # nobody turns pages here: on a small panel the first sentence says it
        others = [text.partition(". ")[0] for text in others]
        return (Column(_says(sheet, others), sheet.u(1.6)),)
    says = _says(sheet, others)
    return (card(sheet, Grid(says, 1 if sheet.look.large else 2, sheet.u(4)), pad=6),)


def _says(sheet: Sheet, texts: list[str]) -> tuple[Block, ...]:
    return tuple(Say(text, Type.SMALL, sheet.look.colours.ink, start_of(sheet, text)) for text in texts)


def _draw(view: ClosedView | OutOfServiceView, sheet: Sheet, scene: Scene, page: int, body: list[Block]) -> None:
    portrait = sheet.look.glass.portrait
    # nobody turns pages here: several titles on a small panel are smaller, three leave the sign out
    several = len(view.also) if sheet.look.compact else 0
    style = (Type.TITLE, Type.HEADING, Type.BODY_STRONG)[several]
    head = heading(sheet, view, align=0.5 if portrait else 0.0, icon=several < 2, sign=several < 2, style=style)
    messages = _messages(sheet, view)
    if portrait:
        plan = Plan((Spring(0.5), head, *body, *messages, Spring()), touch=ways_on(view), gap=7)
    else:
        gap = 4 if sheet.look.compact else 6
        plan = Plan((head, *body), (), messages, ways_on(view), split=0.5, align=0.5, gap=gap)
    framed(view, sheet, scene, page, plan)
