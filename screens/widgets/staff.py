"""Maintenance screens: tabs, what is right and what is not, and numbers as small charts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kiosk.base.languages import N_
from kiosk.views.view import Action, StaffRow, StaffView, Tone
from screens import icons
from screens.blocks import Block, Cell, Column, Free, Panel, Row, Say, Sheet, Sign, Whole
from screens.buttons import BarButton, Tab
from screens.frame import frame, heading, paragraphs
from screens.grid import Grid
from screens.layout import Plan, compose
from screens.pager import pager_width
from screens.scene import Rect, Scene
from screens.theme import TOUCH_FLOOR_MM, Type
from screens.widgets.charts import ChartBlock
from screens.widgets.common import Beside, Choices, card, framed, ways_on
from screens.widgets.drawn import pad_reader
from screens.widgets.keypad import Dots, Pad

# of a row's width in units: its button, and what the words beside it need at least
_BUTTON, _SAID = 54.0, 90.0
# the shares of the usual distances that are tried, as long as each saves a page
_CLOSER = (1.0, 0.86, 0.72)
# "1. Open the cover.  2. Put in a roll." is a list
_STEP = re.compile(r"\s+(?=\d+\. )")


def draw(view: StaffView, sheet: Sheet, scene: Scene, page: int) -> None:
    """A PIN pad for who comes in, else tabs, rows and charts."""
    if view.on_pad:
        portrait = sheet.look.glass.portrait
        picture = Free(sheet.u(64), pad_reader, sheet.u(150))
        head: tuple[Block, ...] = (heading(sheet, view, align=0.5 if portrait else 0.0),)
        framed(view, sheet, scene, page, Plan(head, (), (picture,), ways_on(sheet, view), split=0.5, align=0.5))
        return
    if view.typed >= 0:
        texts = sheet.texts
        pad = Pad("pin", view.typed >= 4, texts.gettext(N_("OK")), texts.gettext(N_("Erase")))
        align = 0.5 if sheet.look.glass.portrait else 0.0
        head = (heading(sheet, view, align=align), Dots(view.typed, align, open_end=True))
        framed(
            view,
            sheet,
            scene,
            page,
            Plan(
                head,
                touch=(pad, *ways_on(sheet, view)),
                gap=9,
                align=0.5,
                panes=True,
                right_least=pad.least_width(sheet),
            ),
        )
        return
    _maintained(view, sheet, scene, page)


def _maintained(view: StaffView, sheet: Sheet, scene: Scene, page: int) -> None:
    """Tabs on every page, then how the kiosk stands, and its rows over the whole width, each with its own button."""
    inside = frame(sheet, scene, view)
    if view.tabs:
        tabs = Tabs(view.tabs)
        high = tabs.height(sheet, inside.area.w)
        tabs.draw(sheet, scene, inside.area.top(high))
        inside = replace(inside, area=inside.area.below(high + sheet.u(4)))
    own = {row.press for row in view.rows}
    others = tuple(action for action in view.actions if action.key not in own)
    if inside.bar is not None and (row := _in_bar(sheet, inside.bar, others)):
        for button, place in row:
            button.draw(sheet, scene, place)
        others = ()
    compose(sheet, scene, inside, page, (_plan(view, sheet.closer(share), others) for share in _CLOSER))


def _plan(view: StaffView, sheet: Sheet, others: tuple[Action, ...]) -> Plan:
    body: list[Block] = []
    buttons = {action.key: action for action in view.actions}
    rows = [card(sheet, StateRow(row, buttons.get(row.press)), pad=3.4) for row in view.rows]
    if rows:
        body.append(Column(tuple(rows), sheet.u(2.4)))
    charts = [card(sheet, ChartBlock(chart)) for chart in view.charts]
    for first in range(0, len(charts), 2):
        pair = charts[first : first + 2]
        body.append(Beside(pair[0], pair[1], 70.0) if len(pair) > 1 else pair[0])
    if others:
        # what can be done here is the matter itself where nothing is told
        matter = not view.rows and not view.charts
        wide = sheet.look.glass.width > sheet.look.glass.height
        across = 2 if len(others) == 4 else 3
        body.append(Choices(others, 3 if wide else 2, "row", sheet.u(40)) if matter else Choices(others, across, "bar"))
    if view.band:
        head: tuple[Block, ...] = (_band(sheet, view), *paragraphs(sheet, view))
    elif sheet.look.barred and view.tabs:
        # the tab that is chosen has the name
        head = paragraphs(sheet, view)
    else:
        head = (heading(sheet, view, sign=False),)
    return Plan(head, (), tuple(body), stacked=True, gap=4.5 if not sheet.look.barred else 2.4, close=sheet.look.close)


def _band(sheet: Sheet, view: StaffView) -> Panel:
    """How the kiosk stands, with its sign: what is read first and from afar."""
    pair, size = sheet.look.colours.tones[view.tone], sheet.u(9 if sheet.look.barred else 13)
    sign = Sign(icons.glyph(icons.TONE_ICONS[view.tone]), size, pair.colour)
    style = Type.BODY_STRONG if sheet.look.barred else Type.LABEL
    row = Row((Cell(sign, size), Cell(Say(view.band, style, pair.on_soft))), sheet.u(3.5))
    pad = (sheet.u(4.4), sheet.u(2.4 if sheet.look.barred else 5))
    return Panel(row, pair.soft, pad, sheet.u(5), pair.colour, sheet.u(0.5))


def _in_bar(sheet: Sheet, bar: Rect, actions: tuple[Action, ...]) -> list[tuple[BarButton, Rect]]:
    """The buttons that stand in the foot bar beside the way to other pages, if all of them find room there."""
    if not actions:
        return []
    gap = sheet.look.gap
    room = bar.after(pager_width(sheet, bar) + gap)
    wide = float(int((room.w - (len(actions) - 1) * gap) / len(actions)))
    buttons = [BarButton(action, Type.CONTROL) for action in actions]
    px, font = sheet.look.text_px(Type.CONTROL), Type.CONTROL.font
    words = max(sheet.type.longest_word(action.label, font, px) for action in actions)
    if words > wide - sheet.u(18) or max(button.height(sheet, wide) for button in buttons) > bar.h:
        return []
    return [(button, room.after(n * (wide + gap)).start(wide)) for n, button in enumerate(buttons)]


@dataclass(frozen=True, slots=True)
class Tabs(Whole):
    """All screens of maintenance: sign and name, or the sign alone where the names find no room."""

    tabs: tuple[Action, ...]

    def _rows(self, sheet: Sheet, width: float) -> Block:
        count, gap = len(self.tabs), sheet.u(3.2)
        # a low panel keeps its height for what is wrong and what to do
        named = "beside" if sheet.look.barred else "under"
        tabs = tuple(Tab(tab, named) for tab in self.tabs)
        narrower = () if sheet.look.barred else (-(-count // 3),)
        for columns in (count, -(-count // 2), *narrower):
            lines = [tabs[first : first + columns] for first in range(0, count, columns)]
            widths = [_widths(sheet, line, width - (len(line) - 1) * gap) for line in lines]
            if all(widths):
                cells = (tuple(map(Cell, line, wides)) for line, wides in zip(lines, widths, strict=True))
                return Column(tuple(Row(tuple(replace(c, align=-1) for c in line), gap) for line in cells), gap)
        columns = min(count, max(2, int((width + gap) // (sheet.look.touch(TOUCH_FLOOR_MM) + gap))))
        return Grid(tuple(Tab(tab, "") for tab in self.tabs), -(-count // -(-count // columns)), gap, fill=True)

    def height(self, sheet: Sheet, width: float) -> float:
        """As its rows."""
        return self._rows(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As its rows."""
        self._rows(sheet, rect.w).draw(sheet, scene, rect)


def _widths(sheet: Sheet, tabs: tuple[Tab, ...], width: float) -> list[float]:
    """All tabs of a line as wide as each other, or each as its name needs; none where there is no room."""
    least = [tab.least(sheet) for tab in tabs]
    if max(least) <= width / len(tabs):
        return [width / len(tabs)] * len(tabs)
    spare = (width - sum(least)) / len(tabs)
    return [each + spare for each in least] if spare >= 0 else []


@dataclass(frozen=True, slots=True)
class StateRow:
    """The tone as a sign and a colour, the name with what is so, under it what to do, step by step, and the button for it."""

    row: StaffRow
    action: Action | None = None

    def _block(self, sheet: Sheet, width: float) -> Block:
        if self.action is None:
            return self._said(sheet, width)
        button, wide = BarButton(self.action, Type.CONTROL), sheet.broad(_BUTTON)
        if sheet.look.large or width - wide < sheet.broad(_SAID):
            return Column((self._said(sheet, width), button), sheet.u(3))
        room = width - wide - sheet.u(4)
        return Row((Cell(self._said(sheet, room)), Cell(button, wide)), sheet.u(4))

    def _said(self, sheet: Sheet, width: float) -> Block:
        c, row = sheet.look.colours, self.row
        pair = c.tones[row.tone]
        size = sheet.u(11)
        sign = Cell(Sign(icons.glyph(row.icon or icons.TONE_ICONS[row.tone]), size, pair.colour, pair.soft), size)
        label = Say(row.label, Type.BODY_STRONG, c.ink)
        if not (row.text or row.detail):
            return Row((sign, Cell(label)), sheet.u(4))
        style = Type.SMALL_STRONG if row.tone is not Tone.CALM else Type.SMALL
        beside = (width - size - 2 * sheet.u(4)) / 1.9
        narrow = sheet.type.longest_word(row.label, label.style.font, sheet.look.text_px(label.style)) > beside
        narrow = narrow or sheet.type.longest_word(row.text, style.font, sheet.look.text_px(style)) > beside * 0.9
        if not row.detail and label.height(sheet, beside) > 1.5 * label.height(sheet, width * 9):
            # several names that share what is so
            said = Say(sheet.texts.labelled(row.label, row.text), Type.BODY_STRONG, c.ink)
            return Row((sign, Cell(said)), sheet.u(4))
        if sheet.look.large or row.detail or narrow:
            said = Say(row.text, style, c.ink)
            words = Column(
                (*self._told(sheet, label, said, width - size - sheet.u(4)), *self._steps(sheet)), sheet.u(0.8)
            )
            return Row((Cell(sign.block, size, align=0.0), Cell(words)), sheet.u(4))
        return Row((sign, Cell(label), Cell(Say(row.text, style, c.ink, 1.0), share=0.9)), sheet.u(4))

    @staticmethod
    def _told(sheet: Sheet, label: Say, said: Say, width: float) -> tuple[Block, ...]:
        """The name and what is so: on one line where that has room for both."""
        wide = [
            sheet.type.width(each.text, each.style.font, sheet.look.text_px(each.style)) + 4.0 for each in (label, said)
        ]
        if label.text and sum(wide) + sheet.u(4) <= width:
            return (Row((Cell(label, wide[0]), Cell(said)), sheet.u(4)),)
        return (label, said)

    def _steps(self, sheet: Sheet) -> tuple[Say, ...]:
        colour = sheet.look.colours.ink_2
        return tuple(Say(step, Type.SMALL, colour) for step in _STEP.split(self.row.detail) if step)

    def height(self, sheet: Sheet, width: float) -> float:
        """As its words."""
        return self._block(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As its words."""
        self._block(sheet, rect.w).draw(sheet, scene, rect)

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """What is so with as many steps as find room, and on the next page the others."""
        steps = [step for step in _STEP.split(self.row.detail) if step]
        for kept in range(len(steps) - 1, 0 if self.action else -1, -1):
            first = StateRow(replace(self.row, detail="  ".join(steps[:kept])), self.action)
            if first.height(sheet, width) <= height:
                return first, Column(self._steps(sheet)[kept:], sheet.u(0.8))
        return None
