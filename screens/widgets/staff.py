"""Maintenance screens: tabs, what is right and what is not, and numbers as small charts."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.i18n import N_
from kiosk.visit.view import Chart, StaffRow, StaffView, Tone
from screens import icons
from screens.blocks import Block, Cell, Column, Desk, Row, Say, Sign, Whole
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import Beside, Choices, card, framed, ways_on
from screens.widgets.keypad import Dots, Pad


def draw(view: StaffView, desk: Desk, scene: Scene, page: int) -> None:
    """A PIN pad for who comes in, else tabs, rows and charts."""
    if view.typed >= 0:
        texts = desk.texts
        pad = Pad("pin", view.typed >= 4, texts.gettext(N_("OK")), texts.gettext(N_("Erase")))
        align = 0.5 if desk.look.glass.portrait else 0.0
        head = (heading(desk, view, align=align), Dots(view.typed, align))
        framed(
            view,
            desk,
            scene,
            page,
            Plan(head, touch=(pad, *ways_on(view)), gap=9, align=0.5, panes=True, right_least=pad.least_width(desk)),
        )
        return
    head_blocks: list[Block] = [heading(desk, view)]
    if view.tabs:
        tabs = Choices(view.tabs, 4 if desk.look.glass.portrait else 2, "tab")
        head_blocks.append(tabs)
    body: list[Block] = []
    if view.rows:
        body.append(Column(tuple(card(desk, _row(desk, row), pad=3.4) for row in view.rows), desk.u(2.4)))
    charts = [card(desk, _chart(desk, chart)) for chart in view.charts]
    for first in range(0, len(charts), 2):
        pair = charts[first : first + 2]
        body.append(Beside(pair[0], pair[1]) if len(pair) > 1 else pair[0])
    framed(
        view,
        desk,
        scene,
        page,
        Plan(tuple(head_blocks), (), tuple(body), ways_on(view), split=0.36, gap=5.5, body_align=0, touch_left=True),
    )


def _row(desk: Desk, row: StaffRow) -> Row:
    """The tone as a sign and a colour, the name, what is so."""
    c = desk.look.colours
    pair = c.tones[row.tone]
    size = desk.u(11)
    char = icons.glyph(row.icon or icons.TONE_ICONS[row.tone])
    words: list[Block] = [Say(row.label, Type.BODY_STRONG, c.ink)]
    if row.detail:
        words.append(Say(row.detail, Type.SMALL, c.ink_2))
    said = Say(row.text, Type.SMALL_STRONG if row.tone is not Tone.CALM else Type.SMALL, c.ink, 1.0)
    cells = (
        Cell(Sign(char, size, pair.colour, pair.soft), size),
        Cell(Column(tuple(words), desk.u(0.6))),
        Cell(said, share=0.9),
    )
    if desk.look.large:
        return Row((cells[0], Cell(Column((*words, Say(row.text, Type.SMALL, c.ink))))), desk.u(4))
    return Row(cells, desk.u(4))


@dataclass(frozen=True, slots=True)
class Bars(Whole):
    """Upright bars with their numbers over and their names under them."""

    chart: Chart

    def height(self, desk: Desk, width: float) -> float:
        """Numbers, bars, names."""
        del width
        return desk.u(44) + 2 * round(desk.look.text_px(Type.SMALL) * 1.3)

    def draw(self, desk: Desk, scene: Scene, rect: Rect) -> None:
        """From a common base line."""
        c, bars = desk.look.colours, self.chart.bars
        if not bars:
            return
        line = round(desk.look.text_px(Type.SMALL) * 1.3)
        base = rect.bottom - line - desk.u(1)
        most = max((bar.value for bar in bars), default=0.0) or 1.0
        step = rect.w / len(bars)
        room = base - rect.y - line - desk.u(2)
        scene.box(Rect(rect.x, base, rect.w, max(1.0, desk.u(0.4))), c.edge)
        every = self._every(desk, step)
        for number, bar in enumerate(bars):
            high = max(2.0, room * bar.value / most)
            x = rect.x + number * step
            column = Rect(x + step * 0.18, base - high, step * 0.64, high)
            scene.box(column, c.accent, min(desk.u(1.6), column.w / 2, high / 2))
            px = desk.look.text_px(Type.SMALL)
            if desk.type.width(bar.text, Type.SMALL.font, px) <= step:
                Say(bar.text, Type.SMALL, c.ink, 0.5).draw(desk, scene, Rect(x, column.y - line, step, line))
            if number % every == 0:
                wide = step * every
                left = min(max(rect.x, x + step / 2 - wide / 2), rect.right - wide)
                place = Rect(left, base + desk.u(1), wide, line)
                Say(bar.label, Type.SMALL, c.ink_2, 0.5).draw(desk, scene, place)

    def _every(self, desk: Desk, step: float) -> int:
        px = desk.look.text_px(Type.SMALL)
        widest = max(desk.type.width(bar.label, Type.SMALL.font, px) for bar in self.chart.bars)
        return max(1, int(-(-(widest + desk.u(1)) // step)))


def _chart(desk: Desk, chart: Chart) -> Block:
    return Column((Say(chart.title, Type.BODY_STRONG, desk.look.colours.ink), Bars(chart)), desk.u(3))
