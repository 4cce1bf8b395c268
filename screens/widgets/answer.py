"""The answer on one screen: what the status means, when, what it costs, what to bring, where to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiosk.views.view import AnswerView, FeeLine, Icon, Role, Tone, When
from screens.blocks import Block, Cell, Column, Free, Panel, Row, Say, Sheet, Whole, once
from screens.frame import heading, paragraphs, tone_sign
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.spare import Spare
from screens.theme import Type
from screens.widgets.common import (
    Beside,
    Choices,
    Group,
    Items,
    card,
    framed,
    in_bar,
    marked,
    title_row,
    unpaged,
    ways_on,
)
from screens.widgets.drawn import clock_face
from screens.widgets.place import place_card
from screens.widgets.timeline import time_line


def draw(view: AnswerView, sheet: Sheet, scene: Scene, page: int) -> None:
    """Cards under the title; the buttons that lead on stay at the foot of every page."""
    cards = _cards(sheet, view)
    if not cards:
        unpaged(view, sheet, scene, page, lambda spare: _told(view, sheet, spare))
        return
    text = paragraphs(sheet, view)
    if _only_text(view):
        text, cards = (), (_reading(sheet, view), *cards)
    split = 0.33 if sheet.look.barred else 0.37
    # little to say does not hang under the upper edge
    align = 0.25 if len(cards) < 3 and not _only_text(view) else 0.0
    plan = Plan(
        (Headline(view, signed=True),),
        (),
        cards,
        ways_on(sheet, view),
        split=split,
        gap=3.5,
        body_align=align,
        align=align,
        touch_left=True,
        text=text,
        plain_head=(Headline(view, signed=False),),
    )
    framed(view, sheet, scene, page, *_shorter(view, sheet, plan))


def _shorter(view: AnswerView, sheet: Sheet, plan: Plan) -> Iterator[Plan]:
    """The plan, and what saves pages: secondary buttons at the end, notes beside the matter, no map of this building."""
    # the way inside this building is drawn where it costs no page of its own; the ticket's screen has it too
    inside = view.where is not None and not view.where.address
    bare = replace(plan, body=plan.body[:-1])
    yield plan
    if inside:
        yield bare
    if sheet.look.barred and view.notes:
        # beside the matter of further pages the pane of the title is empty
        notes = (Column((_notes(sheet, view),)),)
        cards = _cards(sheet, view, noted=False)
        beside = replace(plan, body=cards, text=(*plan.text, *notes))
        yield beside
        if inside:
            yield replace(beside, body=cards[:-1])
    if sheet.look.glass.portrait:
        first = [a for a in view.actions if a.role is Role.PRIMARY and a is not in_bar(sheet, view)]
        main, rest = plan.touch[: len(first)], plan.touch[len(first) :]
        yield replace(plan, touch=main, body=(*plan.body, *rest))
        if inside:
            yield replace(bare, touch=main, body=(*bare.body, *rest))


def _told(view: AnswerView, sheet: Sheet, spare: Spare) -> Iterator[Plan]:
    """A few sentences and what can be done now: never paged."""
    head = heading(sheet, view, style=spare.title, icon=spare.sign, sign=spare.sign, air=spare.air, small=spare.small)
    ways = ways_on(sheet, view)
    yield Plan((head,), touch=ways, align=0.3, split=0.56, gap=6 * spare.air)
    if not sheet.look.glass.portrait:
        row = tuple(a for a in view.actions if a is not in_bar(sheet, view))
        touch = (Choices(row, len(row), "bar"),) if row else ()
        yield Plan((head,), touch=touch, stacked=True, gap=6 * spare.air)


@dataclass(frozen=True, slots=True)
class Headline(Whole):
    """The title with its sign: beside it, or above it when that would make it narrow."""

    view: AnswerView
    signed: bool

    def _block(self, sheet: Sheet, width: float) -> Block:
        title = Say(self.view.title, Type.TITLE, sheet.look.colours.ink, lines=2)
        if not self.signed or (self.view.tone is Tone.CALM and self.view.icon is None):
            return title
        size = 14 if sheet.look.compact else 20
        room = width - sheet.u(size) - sheet.u(5)
        two_lines = 2.05 * sheet.look.text_px(Type.TITLE) * Type.TITLE.leading
        if not sheet.look.large and title.height(sheet, room) <= two_lines:
            return Row((Cell(tone_sign(sheet, self.view, size), sheet.u(size)), Cell(title)), sheet.u(5))
        return Column((tone_sign(sheet, self.view, size, 0.0), title), sheet.u(3))

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As what it is here."""
        return self._block(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(sheet, rect.w).draw(sheet, scene, rect)


def _only_text(view: AnswerView) -> bool:
    """A page that is read: nothing in it is a date, a price, a thing or a way."""
    matter = (view.when, view.time_line, view.where)
    return all(each is None for each in matter) and not (view.fee or view.fee_note or view.bring or view.channels)


def _reading(sheet: Sheet, view: AnswerView) -> Block:
    """Sentences on a card, with air between them."""
    style = Type.BODY if sheet.look.compact else Type.LEAD
    says = tuple(Say(text, style, sheet.look.colours.ink) for text in view.body)
    return card(sheet, Column(says, sheet.u(4.6)), pad=6)


def _cards(sheet: Sheet, view: AnswerView, *, noted: bool = True) -> tuple[Block, ...]:
    cards: list[Block] = []
    if view.when is not None:
        cards.append(_moment(sheet, view.when, alone=view.where is None))
    if view.time_line is not None:
        cards.append(card(sheet, time_line(sheet, view.time_line), pad=4.4))
    if view.channels:
        cards.append(_channels(sheet, view))
    fee, bring = _fee(sheet, view), _bring(sheet, view)
    if fee is not None and bring is not None and len(view.fee) < 2:
        cards.append(Beside(fee, bring, 80.0, 0.86))
    else:
        cards.extend(block for block in (fee, bring) if block is not None)
    if view.notes and noted:
        cards.append(_notes(sheet, view))
    if view.own:
        cards.append(_own(sheet, view))
    if view.footer and cards:
        # it never stands alone on a page
        footer = Say(view.footer, Type.SMALL, sheet.look.colours.ink_2)
        cards[-1] = Group((cards[-1], footer), sheet.u(1.6))
    if view.where is not None:
        cards.append(place_card(sheet, view.where_title, view.where))
    return tuple(cards)


def _channels(sheet: Sheet, view: AnswerView) -> Block:
    """The ways, those with a number or an address first, so that each line of the list is as high as it must be."""
    ways = Items(tuple(sorted(view.channels, key=lambda way: not way.detail)))
    title: Block = title_row(sheet, Icon.CALENDAR, view.channels_title)
    if sheet.look.barred:
        title = Say(view.channels_title, Type.BODY_STRONG, sheet.look.colours.ink)
    return _matter(sheet, [title, ways], titled=True)


def _moment(sheet: Sheet, when: When, *, alone: bool) -> Block:
    """A time as a clock and in digits, a day in words."""
    c = sheet.look.colours
    size = sheet.u(28 if sheet.look.compact else 84 if alone and not sheet.look.large else 52)
    face = Free(size, lambda d, s, r: _clock(d, s, r, when))
    words: list[Block] = [Say(when.day, Type.HEADING, c.ink)] if when.day else []
    words.append(Say(when.clock, Type.HERO, c.ink))
    row = Row((Cell(face, size), Cell(Column(tuple(words), sheet.u(1.5)))), sheet.u(9))
    label = Say(when.label, Type.BODY, c.ink_2)
    return card(
        sheet, Column((label, row), sheet.u(2 if sheet.look.compact else 4)), pad=4 if sheet.look.compact else 8
    )


def _clock(sheet: Sheet, scene: Scene, rect: Rect, when: When) -> None:
    with scene.fixed(rect):
        clock_face(sheet, scene, rect.centred(rect.h, rect.h), when.hour, when.minute)


def _fee(sheet: Sheet, view: AnswerView) -> Block | None:
    if not view.fee and not view.fee_note:
        return None
    c = sheet.look.colours
    # on a small panel the amounts need no title
    titled = bool(view.fee_title) and not sheet.look.barred
    blocks: list[Block] = [title_row(sheet, Icon.MONEY, view.fee_title)] if titled else []
    for number, line in enumerate(view.fee):
        if number and not sheet.look.barred:
            blocks.append(_rule(sheet))
        blocks.append(FeeRow(line, strong=line.strong))
    if view.fee_note:
        # without an amount the note says where to ask for it
        icon, style = (Icon.INFO, Type.SMALL) if view.fee else (Icon.MONEY, Type.BODY)
        blocks.append(marked(sheet, icon, c.accent, Say(view.fee_note, style, c.ink_2)))
    return _matter(sheet, blocks, titled=titled)


@dataclass(frozen=True, slots=True)
class FeeRow(Whole):
    """A label and its amount: where reading ends, or under the label when a word of it needs the width."""

    line: FeeLine
    strong: bool

    def _block(self, sheet: Sheet, width: float) -> Block:
        c = sheet.look.colours
        style, amount = (Type.BODY_STRONG, Type.HEADING) if self.strong else (Type.BODY, Type.BODY)
        wide = sheet.type.width(self.line.amount, amount.font, sheet.look.text_px(amount)) + 4.0
        label = Say(self.line.label, style, c.ink)
        room = width - wide - sheet.u(4)
        if sheet.look.large or sheet.type.longest_word(self.line.label, style.font, sheet.look.text_px(style)) > room:
            return Column((label, Say(self.line.amount, amount, c.ink)))
        return Row((Cell(label), Cell(Say(self.line.amount, amount, c.ink, 1.0), wide)), sheet.u(4))

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As what it is here."""
        return self._block(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(sheet, rect.w).draw(sheet, scene, rect)


def _rule(sheet: Sheet) -> Block:
    colour = sheet.look.colours.line

    def draws(_: Sheet, scene: Scene, rect: Rect) -> None:
        scene.box(rect, colour)

    return Free(max(1.0, sheet.u(0.4)), draws)


def _bring(sheet: Sheet, view: AnswerView) -> Block | None:
    if not view.bring:
        return None
    things = Items(view.bring)
    if view.bring_title:
        title = title_row(sheet, Icon.DOCUMENTS, view.bring_title)
        return _matter(sheet, [title, things], titled=True)
    return card(sheet, things)


def _matter(sheet: Sheet, blocks: list[Block], *, titled: bool) -> Panel:
    gap, pad = (1.8, 3.4) if sheet.look.barred else (2.8, 4.4)
    return card(sheet, Column(tuple(blocks), sheet.u(gap), titled=titled), pad=pad)


def _own(sheet: Sheet, view: AnswerView) -> Panel:
    """What the town says itself, under its name."""
    says = (Say(text, Type.BODY, sheet.look.colours.ink) for text, _ in view.own)
    return _matter(sheet, [title_row(sheet, Icon.HOME, view.own_title), *says], titled=True)


def _notes(sheet: Sheet, view: AnswerView) -> Block:
    """What else is to be known: one card, a sign before each."""
    pair = sheet.look.colours.tones[Tone.CALM]
    says = (marked(sheet, Icon.INFO, pair.colour, Say(text, Type.BODY, pair.on_soft)) for text in view.notes)
    return card(sheet, Column(tuple(says), sheet.u(2.4)), pad=4, tone=Tone.CALM)
