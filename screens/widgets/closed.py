"""Closed, and out of service: why, until when, and where one can go instead.

Nobody turns pages here: what the words of a town need more than there is room for is taken from sizes, sign and map (`_WAYS`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.views.view import ClosedView, Icon, OutOfServiceView, Tone
from screens.blocks import Block, Column, Say, Sheet, Spring
from screens.frame import heading
from screens.grid import Grid
from screens.layout import Plan
from screens.scene import Scene
from screens.theme import Type
from screens.widgets.common import card, fact, framed, start_of, ways_on
from screens.widgets.place import place_card


@dataclass(frozen=True, slots=True)
class _Way:
    """How large the titles are, and what goes with them; `tight`: less air, one card, and first sentences alone."""

    title: Type = Type.TITLE
    sign: bool = True
    place: bool = True
    tight: bool = False


# from the fullest to the sparest: the first that is one page is taken, whatever the words and the letters of this machine
_WAYS = (
    _Way(),
    _Way(Type.HEADING),
    _Way(Type.HEADING, sign=False),
    _Way(Type.HEADING, sign=False, place=False),
    _Way(Type.BODY_STRONG, sign=False, place=False, tight=True),
)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A picture and the same words in every large language; `beside`: what is read second, in small print."""

    icon: Icon
    texts: tuple[str, ...]
    style: Type
    size: float
    tone: Tone | None = None
    beside: tuple[str, ...] = ()

    def row(self, sheet: Sheet, *, tight: bool) -> Block:
        """It, in small letters where it is tight."""
        style = Type.SMALL_STRONG if tight else self.style
        return fact(sheet, self.icon, *self.texts, style=style, size=self.size, beside=self.beside)


def draw_closed(view: ClosedView, sheet: Sheet, scene: Scene, page: int) -> None:
    """When it opens again."""
    opens = tuple(each.opens for each in (view, *view.also))
    checks = tuple(each.check for each in (view, *view.also) if each.check)
    facts = [_Fact(Icon.CLOCK, opens, Type.HEADING, 16, beside=checks)] if view.opens else []
    _draw(view, sheet, scene, page, facts)


def draw_out_of_service(view: OutOfServiceView, sheet: Sheet, scene: Scene, page: int) -> None:
    """The same sentence in every language, since nobody has chosen one."""
    every = (view, *view.also)
    facts = []
    if view.until:
        facts.append(_Fact(Icon.CLOCK, tuple(each.until for each in every), Type.LABEL, 15, Tone.ATTENTION))
    if view.telephone:
        facts.append(_Fact(Icon.PHONE, tuple(each.telephone for each in every), Type.LABEL, 15))
    _draw(view, sheet, scene, page, facts)


def _roomy(sheet: Sheet, view: ClosedView | OutOfServiceView) -> bool:
    """True where a map has room beside the words."""
    return sheet.look.glass.portrait or not (sheet.look.compact or view.also)


def _messages(sheet: Sheet, view: ClosedView | OutOfServiceView, *, brief: bool) -> tuple[Block, ...]:
    """The same in every other language, since nobody has chosen one; brief: the first sentence, which says it."""
    large = {each.language for each in (view, *view.also)}
    others = [text for language, text in view.messages if language not in large]
    if not others:
        return ()
    if brief:
        others = [text.partition(". ")[0] for text in others]
    says = tuple(Say(text, Type.SMALL, sheet.look.colours.ink, start_of(sheet, text)) for text in others)
    if sheet.look.compact:
        return (Column(says, sheet.u(1.6)),)
    return (card(sheet, Grid(says, 1 if sheet.look.large else 2, sheet.u(4)), pad=6),)


def _draw(view: ClosedView | OutOfServiceView, sheet: Sheet, scene: Scene, page: int, facts: Sequence[_Fact]) -> None:
    framed(view, sheet, scene, page, *(_plan(view, sheet, facts, way) for way in _WAYS))


def _plan(view: ClosedView | OutOfServiceView, sheet: Sheet, facts: Sequence[_Fact], way: _Way) -> Plan:
    portrait = sheet.look.glass.portrait
    head = heading(sheet, view, align=0.5 if portrait else 0.0, icon=way.sign, sign=way.sign, style=way.title)
    rows = tuple(each.row(sheet, tight=way.tight) for each in facts)
    if way.tight and rows:
        head = replace(head, gap=sheet.u(2))
        body: list[Block] = [card(sheet, Column(rows, sheet.u(2)), pad=4, tone=facts[0].tone)]
    else:
        body = [card(sheet, row, tone=each.tone) for each, row in zip(facts, rows, strict=True)]
    if view.where is not None and way.place and _roomy(sheet, view):
        body.append(place_card(sheet, "", view.where, full=True))
    messages = _messages(sheet, view, brief=way.tight or sheet.look.compact)
    if portrait:
        return Plan((Spring(0.5), head, *body, *messages, Spring()), touch=ways_on(sheet, view), gap=7)
    gap = 4 if sheet.look.compact else 6
    return Plan((head, *body), (), messages, ways_on(sheet, view), split=0.5, align=0.5, gap=gap)
