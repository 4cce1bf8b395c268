"""Maintenance screens: tabs, what is right and what is not, and numbers as small charts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kiosk.base.languages import N_
from kiosk.views.view import Action, StaffRow, StaffView, Tone
from screens import icons
from screens.blocks import Block, Cell, Column, Free, Panel, Row, Say, Sheet, Sign, Whole
from screens.buttons import Tab
from screens.frame import frame, heading
from screens.grid import Grid
from screens.layout import Plan, compose
from screens.scene import Rect, Scene
from screens.theme import TOUCH_FLOOR_MM, Type
from screens.widgets.charts import ChartBlock
from screens.widgets.common import Beside, Choices, card, framed, ways_on
from screens.widgets.drawn import pad_reader
from screens.widgets.keypad import Dots, Pad

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
    title = heading(sheet, view, sign=False)
    top: tuple[Block, ...] = (Tabs(view.tabs), title) if view.tabs else (title,)
    body: list[Block] = []
    if view.rows:
        rows = [card(sheet, StateRow(row), pad=3.4) for row in view.rows]
        if view.rows[0].detail and not sheet.look.glass.portrait:
            _low(view, rows, sheet, scene, page)
            return
        body.append(Column(tuple(rows), sheet.u(2.4)))
    charts = [card(sheet, ChartBlock(chart)) for chart in view.charts]
    for first in range(0, len(charts), 2):
        pair = charts[first : first + 2]
        body.append(Beside(pair[0], pair[1], 70.0) if len(pair) > 1 else pair[0])
    touch = ways_on(sheet, view) if body else ()
    if view.actions and not body:
        # what can be done here is the matter itself; the tabs stay where they are on every screen
        body.append(Choices(view.actions, 2, "row", sheet.u(40)))
    plan = Plan(top, (), tuple(body), touch, split=0.38, gap=4.5, body_align=0, touch_left=bool(touch))
    framed(view, sheet, scene, page, plan)


def _low(view: StaffView, rows: list[Panel], sheet: Sheet, scene: Scene, page: int) -> None:
    """A low panel: what is wrong beside its buttons, without the sentence over it; else the buttons right after it."""
    top = (Tabs(view.tabs), heading(sheet, replace(view, body=()), sign=False))
    rest = (Column(tuple(rows[1:]), sheet.u(2.4)),) if rows[1:] else ()
    buttons = ways_on(sheet, view)
    after = Plan(top, (), (rows[0], *buttons, *rest), split=0.33, gap=3.0, body_align=0)
    beside = Plan(
        top, (), (rows[0], *rest), buttons, split=0.36, gap=3.0, body_align=0, touch_left=True, fallback=after
    )
    compose(sheet, scene, frame(sheet, scene, view), page, (beside,))


@dataclass(frozen=True, slots=True)
class Tabs(Whole):
    """All screens of maintenance: sign and name, or the sign alone where the names find no room."""

    tabs: tuple[Action, ...]

    def _grid(self, sheet: Sheet, width: float) -> Grid:
        count, gap = len(self.tabs), sheet.u(3.2)
        px = sheet.look.plain_smallest_px
        widest = max(sheet.type.longest_word(tab.label, Type.SMALL_STRONG.font, px) for tab in self.tabs)
        # a low panel keeps its height for what is wrong and what to do
        low = sheet.look.compact and not sheet.look.glass.portrait
        for columns in () if low else (count, -(-count // 2)):
            if (width - (columns - 1) * gap) / columns - sheet.u(3) >= widest:
                return Grid(tuple(Tab(tab, named=True) for tab in self.tabs), columns, gap, fill=True)
        columns = min(count, max(2, int((width + gap) // (sheet.look.touch(TOUCH_FLOOR_MM) + gap))))
        return Grid(
            tuple(Tab(tab, named=False) for tab in self.tabs), -(-count // -(-count // columns)), gap, fill=True
        )

    def height(self, sheet: Sheet, width: float) -> float:
        """As its grid."""
        return self._grid(sheet, width).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As its grid."""
        self._grid(sheet, rect.w).draw(sheet, scene, rect)


@dataclass(frozen=True, slots=True)
class StateRow:
    """The tone as a sign and a colour, the name with what is so, and under it what to do, step by step."""

    row: StaffRow

    def _block(self, sheet: Sheet, width: float) -> Block:
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
        if sheet.look.large or row.detail or narrow:
            said = Say(row.text, style, c.ink)
            words = Column((label, said, *self._steps(sheet)), sheet.u(0.8))
            return Row((Cell(sign.block, size, align=0.0), Cell(words)), sheet.u(4))
        return Row((sign, Cell(label), Cell(Say(row.text, style, c.ink, 1.0), share=0.9)), sheet.u(4))

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
        for kept in range(len(steps) - 1, -1, -1):
            first = StateRow(replace(self.row, detail="  ".join(steps[:kept])))
            if first.height(sheet, width) <= height:
                return first, Column(self._steps(sheet)[kept:], sheet.u(0.8))
        return None
