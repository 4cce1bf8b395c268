"""Closed, and out of service: why, until when, and where one can go instead."""

from __future__ import annotations

from kiosk.views.view import ClosedView, Icon, OutOfServiceView, Tone
from screens.blocks import Block, BlockContext, Column, Say, Spring
from screens.frame import heading
from screens.grid import Grid
from screens.layout import Plan
from screens.scene import Scene
from screens.theme import Type
from screens.widgets.common import card, fact, framed, start_of, ways_on
from screens.widgets.place import place_card


def draw_closed(view: ClosedView, desk: BlockContext, scene: Scene, page: int) -> None:
    """When it opens again."""
    body: list[Block] = []
    if view.opens:
        body.append(card(desk, fact(desk, Icon.CLOCK, view.opens, style=Type.HEADING, size=16)))
    if view.where is not None and not (desk.look.compact and not desk.look.glass.portrait):
        body.append(place_card(desk, "", view.where))
    _draw(view, desk, scene, page, body)


def draw_out_of_service(view: OutOfServiceView, desk: BlockContext, scene: Scene, page: int) -> None:
    """The same sentence in every language, since nobody has chosen one."""
    body: list[Block] = []
    if view.until:
        body.append(card(desk, fact(desk, Icon.CLOCK, view.until, style=Type.LABEL, size=15), tone=Tone.ATTENTION))
    if view.telephone:
        body.append(card(desk, fact(desk, Icon.PHONE, view.telephone, style=Type.LABEL, size=15)))
    if view.where is not None and not (desk.look.compact and not desk.look.glass.portrait):
        body.append(place_card(desk, "", view.where))
    _draw(view, desk, scene, page, body)


def _messages(desk: BlockContext, view: ClosedView | OutOfServiceView) -> tuple[Block, ...]:
    """The same in every other language, since nobody has chosen one."""
    others = [text for language, text in view.messages if language != view.language]
    if not others:
        return ()
    if desk.look.compact:
        # nobody turns pages here: on a small panel the first sentence says it
        others = [text.partition(". ")[0] for text in others]
        return (Column(_says(desk, others), desk.u(1.6)),)
    says = _says(desk, others)
    return (card(desk, Grid(says, 1 if desk.look.large else 2, desk.u(4)), pad=6),)


def _says(desk: BlockContext, texts: list[str]) -> tuple[Block, ...]:
    return tuple(Say(text, Type.SMALL, desk.look.colours.ink, start_of(desk, text)) for text in texts)


def _draw(view: ClosedView | OutOfServiceView, desk: BlockContext, scene: Scene, page: int, body: list[Block]) -> None:
    portrait = desk.look.glass.portrait
    head = heading(desk, view, align=0.5 if portrait else 0.0, icon=True)
    messages = _messages(desk, view)
    if portrait:
        plan = Plan((Spring(0.5), head, *body, *messages, Spring()), touch=ways_on(view), gap=7)
    else:
        gap = 4 if desk.look.compact else 6
        plan = Plan((head, *body), (), messages, ways_on(view), split=0.5, align=0.5, gap=gap)
    framed(view, desk, scene, page, plan)
