"""The answer on one screen: what the status means, when, what it costs, what to bring, where to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiosk.base.languages import N_
from kiosk.views.view import Action, AnswerView, FeeLine, Icon, Role, Tone, When
from screens import icons
from screens.blocks import Block, Cell, Column, Free, Panel, Row, Say, Sheet, Sign, Whole, once
from screens.buttons import RowButton
from screens.flow import Flow
from screens.frame import heading, paragraphs, tone_sign
from screens.grid import Grid
from screens.layout import Plan
from screens.pager import Aside
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
    only_text,
    title_row,
    unpaged,
    ways_on,
)
from screens.widgets.drawn import clock_face
from screens.widgets.letterrow import letter_rows
from screens.widgets.notes import Notes
from screens.widgets.place import place_card
from screens.widgets.timeline import time_line

# the shares of the usual distances that are tried, as long as each saves a page
_CLOSER = (1.0, 0.86, 0.72, 0.62)
# on large panels, where letters shrink with the distances: what is read without effort, and what is taken before a page more
_ROOMY = (1.0, 0.86)
_LAST = (0.74,)
# units between cards that fill a low panel
_TIGHT = 2.2
# of the width: the pane of the title when notes stand in it too
_NOTED = 0.38


def draw(view: AnswerView, sheet: Sheet, scene: Scene, page: int) -> None:
    """Cards under the title; the buttons that lead on stay at the foot of every page."""
    cards = _cards(sheet, view)
    if not cards:
        unpaged(view, sheet, scene, page, lambda spare: _told(view, sheet, spare))
        return
    framed(view, sheet, scene, page, *_shared(view, sheet), aim=2 if sheet.look.compact else 1)


def _shared(view: AnswerView, sheet: Sheet) -> Iterator[Plan]:
    """All of it; then with what is only good to know on a page of its own, which lets the matter keep its large letters."""
    compact = sheet.look.compact
    roomy = _ROOMY if view.later else (*_ROOMY, *_LAST)
    for share in _CLOSER if compact else roomy:
        yield from _plans(view, sheet.closer(share))
    if view.later:
        matter = replace(view, notes=tuple(note for note in view.notes if note not in view.later), later=())
        if _inside(view):
            matter = replace(matter, where=None)
        closest = (_CLOSER[0], _CLOSER[-1]) if compact else _CLOSER[:1]
        aside = tuple(plan for share in closest for plan in _aside(view, sheet.closer(share)))
        for share in _CLOSER if compact else (*_ROOMY, *_LAST):
            for plan in _plans(matter, sheet.closer(share), parted=True):
                yield replace(plan, aside=aside, turns=True)
    if not (compact or sheet.look.glass.portrait or only_text(view)):
        for share in _CLOSER[len(_ROOMY) :]:
            yield from _plans(view, sheet.closer(share))


def _aside(view: AnswerView, sheet: Sheet) -> Iterator[Plan]:
    """What is only good to know, and the way inside this building where that costs no further page."""
    c, compact = sheet.look.colours, sheet.look.compact
    title = Say(sheet.texts.gettext(N_("Good to know")), Type.HEADING if compact else Type.TITLE, c.ink, lines=2)
    size = sheet.u(10 if compact else 16)
    head = Row((Cell(Sign(icons.glyph(Icon.INFO), size, c.accent, c.accent_soft), size), Cell(title)), sheet.u(4))
    says = tuple(Say(text, Type.BODY if compact else Type.LEAD, c.ink) for text in view.later)
    told = card(sheet, Column(says, sheet.u(2.4 if compact else 4.6)), pad=4 if compact else 6)
    first, second = _pressed(view, sheet)
    touch = first if compact else _in_rows(sheet, first, second)
    after = second if compact else ()
    plan = Plan((head,), (), (told, *after), touch, gap=3.5, stacked=True, turns=True, close=sheet.look.close)
    if view.where is not None and _inside(view):
        way = place_card(sheet, view.where_title, view.where, full=sheet.look.glass.portrait or compact)
        beside = not sheet.look.glass.portrait
        yield replace(plan, body=(*((Beside(told, way, 80.0, 0.66),) if beside else (told, way)), *after))
    yield plan


def _plans(view: AnswerView, sheet: Sheet, *, parted: bool = False) -> Iterator[Plan]:
    """The matter beside its title, then in columns under it."""
    text, cards = paragraphs(sheet, view), _cards(sheet, view)
    if only_text(view):
        text, cards = (), (_reading(sheet, view), *cards)
    split = 0.33 if sheet.look.barred else 0.37
    # little to say does not hang under the upper edge
    align = 0.25 if len(cards) < 3 and not only_text(view) else 0.0
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
        close=sheet.look.close,
    )
    if view.letters and sheet.look.barred:
        # each letter needs the width for its meaning
        rest = (Choices(others, len(others), "bar"),) if (others := _others(view, sheet)) else ()
        yield replace(plan, body=(*cards, *rest), touch=(), stacked=True, touch_left=False)
        return
    # a narrow panel has no room for all buttons on every page
    if only_text(view) or not (sheet.look.compact and (parted or sheet.look.glass.portrait)):
        yield plan
        if _inside(view):
            yield replace(plan, body=cards[:-1])
    if not only_text(view):
        yield from _flowing(view, sheet, plan, parted=parted)


def _inside(view: AnswerView) -> bool:
    """The way inside this building is drawn where it costs no page of its own; the ticket's screen has it too."""
    return view.where is not None and not view.where.address


def _flowing(view: AnswerView, sheet: Sheet, plan: Plan, *, parted: bool) -> Iterator[Plan]:
    """Cards that find their own places: beside the title on a low panel, and in columns under it.

    Where a bar has what matters the other buttons are one row at the end, under what is said of all of it.
    """
    first, second = _pressed(view, sheet, aside=parted)
    touch = _in_rows(sheet, first, second)
    last = (Group((*_footer(sheet, view), *second), sheet.u(3.5)),)
    gap = sheet.u(3.5)
    flow = replace(plan, touch_left=False, align=0.0, body_align=0.0)
    over = replace(flow, stacked=True, text=())
    for mapped in (True, False) if _inside(view) else (True,):
        cards = _cards(sheet, view, footed=False, paired=False, mapped=mapped)
        matter = _cards(sheet, view, noted=False, footed=False, paired=False, mapped=mapped)
        if sheet.look.barred:
            yield replace(flow, body=(Flow(cards, 1, gap), *last), touch=first)
            # beside the matter of further pages the pane of the title is empty
            notes = Notes(view.notes)
            if notes.texts and matter and notes.has_room(sheet, sheet.look.glass.width * _NOTED):
                beside = replace(flow, split=_NOTED, text=(*plan.text, notes))
                yield replace(beside, body=(Flow(matter, 1, gap), *last), touch=first)
        elif not sheet.look.compact:
            portrait = sheet.look.glass.portrait
            footed = (*plan.text, *_cards(sheet, view, paired=portrait, mapped=mapped))
            # lines of half a panel are short, and one looks for where to go on
            for columns in (1,) if portrait else (2, 3):
                yield replace(over, body=(Flow(footed, columns, gap),), touch=touch)
        columns = 1 if sheet.look.glass.portrait else 2
        if sheet.look.compact or sheet.look.glass.portrait:
            yield replace(over, body=(Flow((*plan.text, *cards), columns, gap), *last), touch=first)
        if sheet.look.compact:
            # each note where there is room for it, and what is pressed at the end
            said = (*plan.text, *matter, *(Notes((text,)) for text in view.notes), *_footer(sheet, view), *second)
            filled = Flow(said, columns, sheet.u(_TIGHT), len(second))
            yield replace(over, body=(filled,), touch=first, gap=_TIGHT)


def _pressed(view: AnswerView, sheet: Sheet, *, aside: bool = False) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What matters, where no bar has it; and a row of what else can be done.

    `aside`: on a small panel that stands on the page of what is good to know, and the way to it stands here.
    """
    others = _others(view, sheet)
    first = tuple(RowButton(a) for a in view.actions if a.role is Role.PRIMARY and a is not in_bar(sheet, view))
    if aside and sheet.look.compact:
        return first, (Aside(),)
    return first, (Choices(others, 3, "bar"),) if others else ()


def _in_rows(sheet: Sheet, first: tuple[Block, ...], second: tuple[Block, ...]) -> tuple[Block, ...]:
    """Under each other; beside each other where a panel is wide."""
    if first and second and not sheet.look.glass.portrait:
        return (Beside(first[0], second[0], 100.0, 0.7),)
    return (*first, *second)


def _others(view: AnswerView, sheet: Sheet) -> tuple[Action, ...]:
    """What can be pressed beside what matters."""
    return tuple(a for a in view.actions if a is not in_bar(sheet, view) and a.role is not Role.PRIMARY)


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
        two_lines = 2.05 * sheet.look.text_px(Type.TITLE) * sheet.look.leading(Type.TITLE)
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


def _reading(sheet: Sheet, view: AnswerView) -> Block:
    """Sentences on a card, with air between them; the letters of cards each in a card's shape, before what it means."""
    if view.letters:
        rows, gap = letter_rows(sheet, view.letters), sheet.u(3)
        one = sheet.look.glass.portrait or sheet.look.large
        return card(sheet, Column(rows, gap) if one else Grid(rows, 2, gap), pad=4)
    style = Type.BODY if sheet.look.compact else Type.LEAD
    says = tuple(Say(text, style, sheet.look.colours.ink) for text in view.body)
    return card(sheet, Column(says, sheet.u(4.6)), pad=6)


def _footer(sheet: Sheet, view: AnswerView) -> tuple[Block, ...]:
    return (Say(view.footer, Type.SMALL, sheet.look.colours.ink_2),) if view.footer else ()


def _cards(
    sheet: Sheet,
    view: AnswerView,
    *,
    noted: bool = True,
    footed: bool = True,
    paired: bool = True,
    mapped: bool = True,
) -> tuple[Block, ...]:
    cards: list[Block] = []
    if view.when is not None:
        cards.append(_moment(sheet, view.when, alone=view.where is None))
    if view.time_line is not None:
        cards.append(card(sheet, time_line(sheet, view.time_line), pad=4.4))
    fee, bring = _fee(sheet, view), _bring(sheet, view)
    if paired and fee is not None and bring is not None and len(view.fee) < 2:
        cards.append(Beside(fee, bring, 80.0, 0.86))
    else:
        cards.extend(block for block in (fee, bring) if block is not None)
    if view.channels:
        cards.append(_channels(sheet, view))
    if view.notes and noted:
        cards.append(Notes(view.notes))
    if view.own:
        cards.append(_own(sheet, view))
    if footed and cards:
        # it never stands alone on a page
        cards[-1] = Group((cards[-1], *_footer(sheet, view)), sheet.u(1.6))
    if view.where is not None and mapped:
        cards.append(place_card(sheet, view.where_title, view.where))
    return tuple(cards)


def _bare(sheet: Sheet) -> bool:
    """True where a card says what it is without a sign, a title of amounts and rules between them."""
    return sheet.look.barred or (sheet.look.compact and sheet.look.close < 1.0)


def _channels(sheet: Sheet, view: AnswerView) -> Block:
    """The ways, those with a number or an address first, so that each line of the list is as high as it must be."""
    ways = Items(tuple(sorted(view.channels, key=lambda way: not way.detail)))
    title: Block = title_row(sheet, Icon.CALENDAR, view.channels_title)
    if _bare(sheet):
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
    titled = bool(view.fee_title) and not _bare(sheet)
    blocks: list[Block] = [title_row(sheet, Icon.MONEY, view.fee_title)] if titled else []
    for number, line in enumerate(view.fee):
        if number and not _bare(sheet):
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
