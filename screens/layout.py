"""How blocks share the page: one flow in portrait, two panes in landscape, pages when the text is too much for one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from screens.blocks import Block, Column, Elastic, Gap, Kept, Sheet, Spring
from screens.pager import draw_pager, pager_width, strip_height
from screens.scene import Rect, Scene
from screens.theme import TEXT_FACTOR, Type

# in the reach layout everything that can be touched is in this lower share of a portrait panel
REACH_SHARE = 0.54
# two panes need this width in units, times the text size
_PANES_FROM = 150.0
# of the usual distances: with this share of them a page is not crowded
_ROOMY = 0.86


@dataclass(frozen=True, slots=True)
class Plan:
    """A View's blocks: `head` title and text, `side` what belongs to it, `body` the matter, `touch` what is pressed.

    `text`: what is said under the title; it opens the matter where the title's pane is too low for it.
    `plain_head`: the head without its sign, taken before a button leaves its place.
    `follow`: the buttons answer the title, and stand right under it.
    `close`: the share of the usual distances with which its blocks were made.
    `aside`: ways to show what is only good to know, on pages of its own behind those of the matter; `turns`: others come before or after.
    `split` is the share of the width that head and side get in landscape; `align` places the upper blocks.
    `panes`: in landscape always two panes, also with very large text; `stacked`: never; `touch_left`: the
    buttons stand under the title, the matter has the other pane for itself; `fallback`: the plan to take when that does not fit; `right_least`: pixels that the right pane
    must have.
    """

    head: tuple[Block, ...]
    side: tuple[Block, ...] = ()
    body: tuple[Block, ...] = ()
    touch: tuple[Block, ...] = ()
    split: float = 0.40
    align: float = 0.0
    gap: float = 6.0
    body_align: float = 0.5
    panes: bool = False
    stacked: bool = False
    touch_left: bool = False
    fallback: Plan | None = None
    right_least: float = 0.0
    text: tuple[Block, ...] = ()
    plain_head: tuple[Block, ...] = ()
    follow: bool = False
    close: float = 1.0
    aside: tuple[Plan, ...] = ()
    turns: bool = False

    @property
    def said(self) -> tuple[Block, ...]:
        """What comes before the matter."""
        return (*self.head, *self.text, *self.side)


@dataclass(frozen=True, slots=True)
class Inside:
    """What a frame leaves: the `area` of the matter, and of a foot `bar` the place for other pages and what matters."""

    area: Rect
    bar: Rect | None = None


@dataclass(frozen=True, slots=True)
class _Pane:
    rect: Rect
    blocks: tuple[Block, ...]
    gap: float
    align: float = 0.0
    # what stands over each further page
    again: Block | None = None


@dataclass(frozen=True, slots=True)
class Laid:
    """What stands on which page, before anything is drawn; `strip` is where the button to the next page goes."""

    flows: tuple[tuple[_Pane, list[list[Block]]], ...]
    strip: Rect
    # a block that cannot be divided is higher than its page
    crowded: bool = False
    close: float = 1.0
    aside: Laid | None = None

    def worth(self, aim: int) -> tuple[bool, int, float, int]:
        """Less is better: nothing is crowded, few pages, large letters among those that are not more than `aim`, titles."""
        titled = ((pane.again, pages[1:]) for pane, pages in self.flows if pane.again is not None)
        untitled = sum(page[0] is not again for again, pages in titled for page in pages)
        pages = self.pages if self.pages == 1 else max(aim, self.pages)
        return self.crowded, pages, max(0.0, _ROOMY - self.close) if self.pages <= aim else 0.0, untitled

    @property
    def pages(self) -> int:
        """How many there are."""
        return max(len(pages) for _, pages in self.flows)


def lay(sheet: Sheet, scene: Scene, inside: Inside, plan: Plan, again: Block | None = None) -> Laid:
    """Find a place for everything; what does not fit goes to further pages, under `again` where the title was."""
    area = inside.area
    strip, pager_room = strip_height(sheet), pager_width(sheet, inside.bar) if inside.bar is not None else 0.0
    sheet = sheet.closer(plan.close)
    panes = _panes(sheet, scene, area, plan)
    over = [pane for pane in panes if not _fits(sheet, pane)]
    if not over and plan.turns:
        over = [next((pane for pane in panes if plan.body and plan.body[0] in pane.blocks), panes[0])]
    room = 0.0 if inside.bar is not None else strip + sheet.look.gap
    beside = bool(over) and any(pane.rect.x > area.x + 1 for pane in panes)
    if over and not beside:
        panes = _panes(sheet, scene, area.above(room), plan)
    flows = []
    for pane in panes:
        shorter = replace(pane, rect=pane.rect.above(room)) if beside and pane in over else pane
        if plan.head and plan.head[0] in pane.blocks:
            shorter = replace(shorter, again=again)
        flows.append((shorter, _pages(sheet, shorter) if over and not _fits(sheet, shorter) else [list(pane.blocks)]))
    where = over[-1].rect if beside else area
    pager = inside.bar.start(pager_room) if inside.bar is not None else where.foot(strip)
    crowded = any(not _page_fits(sheet, pane, each) for pane, pages in flows for each in pages)
    asides = [lay(sheet, scene, inside, each) for each in plan.aside]
    aside = min(asides, key=lambda laid: laid.worth(1), default=None)
    return Laid(tuple(flows), pager, crowded or (aside is not None and aside.crowded), plan.close, aside)


def show(sheet: Sheet, scene: Scene, laid: Laid, page: int) -> None:
    """Draw one page, with a button to the others."""
    scene.crowded = laid.crowded
    scene.asides = laid.aside.pages if laid.aside is not None else 0
    scene.pages = laid.pages + scene.asides
    scene.page = number = min(page, scene.pages - 1)
    if laid.aside is not None and number >= laid.pages:
        number, laid = number - laid.pages, laid.aside
    for pane, pages in laid.flows:
        whole = len(pages) == 1
        shown = pages[min(number, len(pages) - 1)]
        Column(tuple(shown), pane.gap, pane.align if whole else 0.0).draw(sheet.closer(laid.close), scene, pane.rect)
    if scene.pages > 1:
        draw_pager(sheet, scene, laid.strip)


def compose(
    sheet: Sheet,
    scene: Scene,
    inside: Inside,
    page: int,
    plans: Iterable[Plan],
    again: Block | None = None,
    *,
    aim: int = 1,
) -> None:
    """Find a place for everything and draw one page; of several plans the first that needs the fewest pages.

    `aim`: with so many pages the one with large letters goes before one with fewer pages, unless that is one alone.
    """
    laid: Laid | None = None
    for plan in plans:
        other = lay(sheet, scene, inside, plan, again)
        laid = other if laid is None or other.worth(aim) < laid.worth(aim) else laid
        if not laid.crowded and (laid.pages == 1 or (laid.aside is not None and laid.worth(aim)[1:3] == (aim, 0.0))):
            break
    assert laid is not None, "a screen has at least one plan"  # noqa: S101
    show(sheet, scene, laid, page)


def _page_fits(sheet: Sheet, pane: _Pane, blocks: list[Block]) -> bool:
    return _fits(sheet, replace(pane, blocks=tuple(blocks)))


def _fits(sheet: Sheet, pane: _Pane) -> bool:
    return Column(pane.blocks, pane.gap).height(sheet, pane.rect.w) <= pane.rect.h + 0.5


def _panes(sheet: Sheet, scene: Scene, area: Rect, plan: Plan) -> list[_Pane]:
    gap = sheet.u(plan.gap)
    wide = area.w > area.h * 1.15 and not plan.stacked
    wide = wide and (plan.panes or area.w / TEXT_FACTOR[sheet.look.comfort.text_size] >= sheet.u(_PANES_FROM))
    if wide and (plan.body or plan.touch):
        left = area.start(round(min(area.w * plan.split, area.w - sheet.u(9) - plan.right_least)))
        right = area.after(left.w + sheet.u(9))
        if plan.touch_left and plan.body:
            under = _stacked(sheet, scene, left, plan, plan.said, plan.align, 0.72)
            if plan.fallback is not None and (len(under) < 2 or not all(_fits(sheet, pane) for pane in under)):
                return _panes(sheet, scene, area, plan.fallback)
            return [*under, _Pane(right, plan.body, gap, plan.body_align)]
        first = _Pane(left, plan.said, gap, plan.align)
        return [first, *_stacked(sheet, scene, right, plan, plan.body, plan.body_align)]
    return _stacked(sheet, scene, area, plan, (*plan.said, *plan.body), plan.align)


def _stacked(
    sheet: Sheet, scene: Scene, area: Rect, plan: Plan, upper: tuple[Block, ...], align: float, most: float = 0.5
) -> list[_Pane]:
    """The plan's buttons under these blocks."""
    touch, gap, between = plan.touch, sheet.u(plan.gap), sheet.look.gap
    if not touch:
        return [_Pane(area, upper, gap, align)]
    if not upper:
        return [_Pane(area, touch, between, align)]
    lower = Column(touch, between)
    high = lower.height(sheet, area.w)
    reach = sheet.look.reach and sheet.look.glass.portrait
    limit = area.h * most
    if reach:
        limit = min(limit, scene.height * REACH_SHARE - (scene.height - area.bottom))
    top = Column(upper, gap).height(sheet, area.w)
    fits = top + gap + high <= area.h
    more = sum(b.room_for(sheet, area.w) for b in touch if isinstance(b, Elastic))
    if (more or plan.follow) and fits and not reach:
        # buttons that may grow follow their question, which stands where the titles of all such screens stand
        grown = min(more, area.h - top - gap - high)
        return [_Pane(area.top(top), upper, gap), _Pane(area.below(top + gap).top(high + grown), touch, between)]
    if reach and plan.follow:
        # what is asked stands with its answers, low enough to be read from a chair
        align = 1.0
    if high <= limit or (fits and not reach):
        return [_Pane(area.above(high + gap), upper, gap, align), _Pane(area.foot(high), touch, between)]
    if reach:
        return [_Pane(area.above(limit + gap), upper, gap, align), _Pane(area.foot(limit), touch, between)]
    return [_Pane(area, (*upper, *touch), between)]


def _pages(sheet: Sheet, pane: _Pane) -> list[list[Block]]:
    """The pane's blocks on pages, none higher than the pane unless one block alone is."""
    pages: list[list[Block]] = [[]]
    used, width, room = 0.0, pane.rect.w, pane.rect.h
    # a further page begins with these blocks, in this height
    begins = [pane.again] if pane.again is not None else []
    lead = sum(block.height(sheet, width) + pane.gap for block in begins)
    todo = [b for b in pane.blocks if not isinstance(b, Spring)]
    while todo:
        block = todo.pop(0)
        own = block.height(sheet, width)
        if used + own <= room + 0.5:
            pages[-1].append(block)
            used += own + pane.gap
            continue
        if isinstance(block, Gap):
            continue
        # a card is divided only when it is higher than a page; buttons and text go on where there is room
        first = 0 if len(pages) == 1 else len(begins)
        may = own > room - (lead if first else 0.0) or not isinstance(block, Kept)
        parts = block.split(sheet, width, room - used) if may and room - used > room * 0.2 else None
        if parts is not None:
            pages[-1].append(parts[0])
            todo.insert(0, parts[1])
        elif len(pages[-1]) > first:
            todo.insert(0, block)
        elif first and own <= room + 0.5:
            pages[-1] = [block]
        elif (pieces := block.split(sheet, width, own - 1.0)) is not None:
            # its first part is higher than the page: the others need not be lost with it
            todo[0:0] = pieces
            continue
        else:
            pages[-1].append(block)
        if todo:
            pages.append([*begins])
            used = lead
    return pages


def columns_for(sheet: Sheet, labels: Sequence[str], width: float, most: int, style: Type, room: float) -> int:
    """The most columns in which no word of a label has to be broken; `room` pixels of a cell are not for text."""
    px = sheet.look.text_px(style)
    widest = max((sheet.type.longest_word(text, style.font, px) for text in labels), default=0)
    columns = most
    while columns > 1 and (width - (columns - 1) * sheet.look.gap) / columns - room < widest:
        columns -= 1
    return columns
