"""The answer on one screen: what the status means, when, what it costs, what to bring, where to go."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.visit.view import AnswerView, FeeLine, Icon, Tone, When
from screens import icons
from screens.blocks import Block, Cell, Column, Desk, Free, Row, Say, Sign, Whole, once
from screens.frame import heading, paragraphs, tone_sign
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import Beside, Items, card, framed, pages_of, title_row, ways_on
from screens.widgets.drawn import clock_face
from screens.widgets.place import place_card
from screens.widgets.timeline import time_line


def draw(view: AnswerView, desk: Desk, scene: Scene, page: int) -> None:
    """Cards under the title; the buttons that lead on stay at the foot of every page."""
    cards = _cards(desk, view)
    if not cards:
        head: Block = heading(desk, view, icon=True)
        framed(view, desk, scene, page, Plan((head,), touch=ways_on(view), align=0.3, split=0.56))
        return
    split = 0.42 if desk.look.compact else 0.37
    plan = Plan((_head(desk, view),), (), cards, ways_on(view), split=split, gap=3.5, body_align=0.0, touch_left=True)
    # the way inside this building is drawn where it costs no page of its own; the ticket's screen has it too
    inside = view.where is not None and not view.where.address
    if inside and pages_of(view, desk, plan) > pages_of(view, desk, replace(plan, body=cards[:-1])):
        plan = replace(plan, body=cards[:-1])
    framed(view, desk, scene, page, plan)


def _head(desk: Desk, view: AnswerView) -> Block:
    c = desk.look.colours
    if view.tone is Tone.CALM and view.icon is None:
        return heading(desk, view)
    title = Say(view.title, Type.TITLE, c.ink, lines=2)
    if desk.look.large:
        return Column((tone_sign(desk, view, 20, 0.0), title, *paragraphs(desk, view)), desk.u(3))
    size = 14 if desk.look.compact else 20
    sign = Cell(tone_sign(desk, view, size), desk.u(size))
    return Column((Row((sign, Cell(title)), desk.u(5)), *paragraphs(desk, view)), desk.u(2.6))


def _cards(desk: Desk, view: AnswerView) -> tuple[Block, ...]:
    cards: list[Block] = []
    if view.when is not None:
        cards.append(_moment(desk, view.when, alone=view.where is None))
    if view.time_line is not None:
        cards.append(card(desk, time_line(desk, view.time_line), pad=4.4))
    fee, bring = _fee(desk, view), _bring(desk, view)
    if fee is not None and bring is not None and len(view.fee) < 2:
        cards.append(Beside(fee, bring, 80.0, 0.86))
    else:
        cards.extend(block for block in (fee, bring) if block is not None)
    # what is said of the way to an appointment stands with the ways
    notes = view.notes if not view.channels else view.notes[:-1]
    cards.extend(_note(desk, text) for text in notes)
    if view.channels:
        cards.append(_channels(desk, view))
    if view.footer and cards:
        # it never stands alone on a page
        footer = Say(view.footer, Type.SMALL, desk.look.colours.ink_2)
        cards[-1] = Column((cards[-1], footer), desk.u(1.6))
    if view.where is not None:
        cards.append(place_card(desk, view.where_title, view.where))
    return tuple(cards)


def _channels(desk: Desk, view: AnswerView) -> Block:
    """The ways, those with a number or an address first, so that each line of the list is as high as it must be."""
    ways = Items(tuple(sorted(view.channels, key=lambda way: not way.detail)))
    if not view.notes:
        return card(desk, Column((title_row(desk, Icon.CALENDAR, view.channels_title), ways), desk.u(3)), pad=4.4)
    size = desk.u(8)
    sign = Sign(icons.glyph(Icon.CALENDAR), size, desk.look.colours.accent)
    said = Say(view.notes[-1], Type.BODY_STRONG, desk.look.colours.ink)
    return card(desk, Column((Row((Cell(sign, size, align=0.0), Cell(said)), desk.u(3.2)), ways), desk.u(3)), pad=4.4)


def _moment(desk: Desk, when: When, *, alone: bool) -> Block:
    """A time as a clock and in digits, a day in words."""
    c = desk.look.colours
    size = desk.u(28 if desk.look.compact else 84 if alone and not desk.look.large else 52)
    face = Free(size, lambda d, s, r: _clock(d, s, r, when))
    words: list[Block] = [Say(when.day, Type.HEADING, c.ink)] if when.day else []
    words.append(Say(when.clock, Type.HERO, c.ink))
    row = Row((Cell(face, size), Cell(Column(tuple(words), desk.u(1.5)))), desk.u(9))
    label = Say(when.label, Type.BODY, c.ink_2)
    return card(desk, Column((label, row), desk.u(2 if desk.look.compact else 4)), pad=4 if desk.look.compact else 8)


def _clock(desk: Desk, scene: Scene, rect: Rect, when: When) -> None:
    with scene.fixed(rect):
        clock_face(desk, scene, rect.centred(rect.h, rect.h), when.hour, when.minute)


def _fee(desk: Desk, view: AnswerView) -> Block | None:
    if not view.fee and not view.fee_note:
        return None
    c = desk.look.colours
    blocks: list[Block] = [title_row(desk, Icon.MONEY, view.fee_title)] if view.fee_title else []
    for number, line in enumerate(view.fee):
        if number:
            blocks.append(_rule(desk))
        blocks.append(FeeRow(line, strong=number == len(view.fee) - 1))
    if view.fee_note:
        size = desk.u(7)
        sign = Sign(icons.glyph(Icon.CONTACTLESS), size, c.accent)
        blocks.append(Row((Cell(sign, size, align=0.0), Cell(Say(view.fee_note, Type.SMALL, c.ink_2))), desk.u(2.6)))
    return card(desk, Column(tuple(blocks), desk.u(2.6)), pad=4.4)


@dataclass(frozen=True, slots=True)
class FeeRow(Whole):
    """A label and its amount: where reading ends, or under the label when a word of it needs the width."""

    line: FeeLine
    strong: bool

    def _block(self, desk: Desk, width: float) -> Block:
        c = desk.look.colours
        style, amount = (Type.BODY_STRONG, Type.HEADING) if self.strong else (Type.BODY, Type.BODY)
        wide = desk.type.width(self.line.amount, amount.font, desk.look.text_px(amount)) + 4.0
        label = Say(self.line.label, style, c.ink)
        room = width - wide - desk.u(4)
        if desk.look.large or desk.type.longest_word(self.line.label, style.font, desk.look.text_px(style)) > room:
            return Column((label, Say(self.line.amount, amount, c.ink)))
        return Row((Cell(label), Cell(Say(self.line.amount, amount, c.ink, 1.0), wide)), desk.u(4))

    @once
    def height(self, desk: Desk, width: float) -> float:
        """As what it is here."""
        return self._block(desk, width).height(desk, width)

    def draw(self, desk: Desk, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(desk, rect.w).draw(desk, scene, rect)


def _rule(desk: Desk) -> Block:
    colour = desk.look.colours.line

    def draws(_: Desk, scene: Scene, rect: Rect) -> None:
        scene.box(rect, colour)

    return Free(max(1.0, desk.u(0.4)), draws)


def _bring(desk: Desk, view: AnswerView) -> Block | None:
    if not view.bring:
        return None
    things = Items(view.bring)
    if view.bring_title:
        return card(desk, Column((title_row(desk, Icon.DOCUMENTS, view.bring_title), things), desk.u(3)), pad=4.4)
    return card(desk, things)


def _note(desk: Desk, text: str) -> Block:
    pair = desk.look.colours.tones[Tone.CALM]
    size = desk.u(7)
    row = Row(
        (
            Cell(Sign(icons.glyph(Icon.INFO), size, pair.colour), size, align=0.0),
            Cell(Say(text, Type.BODY, pair.on_soft)),
        ),
        desk.u(3.2),
    )
    return card(desk, row, pad=4, tone=Tone.CALM)
