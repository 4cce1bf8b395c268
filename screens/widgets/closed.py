"""Closed, and out of service: why, until when, and where one can go instead."""

from __future__ import annotations

from kiosk.visit.view import ClosedView, Icon, OutOfServiceView, Tone, View
from screens.blocks import Block, Column, Desk, Grid, Say, Spring
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.theme import Type
from screens.widgets.common import card, fact, framed, ways_on
from screens.widgets.place import place_card


def draw_closed(view: ClosedView, desk: Desk, scene: Scene, page: int) -> None:
    """When it opens again."""
    body: list[Block] = []
    if view.opens:
        body.append(card(desk, fact(desk, Icon.CLOCK, view.opens, style=Type.HEADING, size=16)))
    if view.where is not None:
        body.append(place_card(desk, "", view.where))
    _draw(view, desk, scene, page, body)


def draw_out_of_service(view: OutOfServiceView, desk: Desk, scene: Scene, page: int) -> None:
    """The same sentence in every language, since nobody has chosen one."""
    c = desk.look.colours
    body: list[Block] = []
    if view.until:
        body.append(card(desk, fact(desk, Icon.CLOCK, view.until, style=Type.LABEL, size=15), tone=Tone.ATTENTION))
    if view.telephone:
        body.append(card(desk, fact(desk, Icon.PHONE, view.telephone, style=Type.LABEL, size=15)))
    if view.where is not None:
        body.append(place_card(desk, "", view.where))
    others = [text for language, text in view.messages if language != view.language]
    if others:
        says: tuple[Block, ...] = tuple(Say(text, Type.SMALL, c.ink) for text in others)
        columns = 1 if desk.look.large else 2
        body.append(card(desk, Column((Grid(says, columns, desk.u(4)),)), pad=6))
    _draw(view, desk, scene, page, body)


def _draw(view: View, desk: Desk, scene: Scene, page: int, body: list[Block]) -> None:
    portrait = desk.look.glass.portrait
    head = heading(desk, view, align=0.5 if portrait else 0.0, icon=True)
    if portrait:
        plan = Plan((Spring(0.5), head, *body, Spring()), touch=ways_on(view), gap=7)
    else:
        plan = Plan((head,), (), (Spring(), *body, Spring()), ways_on(view), split=0.44, align=0.5)
    framed(view, desk, scene, page, plan)
