"""Charts: upright bars for what has an order (hours), lying bars for what has a name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.views.view import Chart
from screens.blocks import Block, Column, Say, Sheet, Whole
from screens.scene import Rect, Scene
from screens.theme import Type


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart with its title: in one piece, unless it is higher than a page and its bars have names."""

    chart: Chart

    def _named(self) -> bool:
        return any(not bar.label.isdigit() for bar in self.chart.bars)

    def _block(self, sheet: Sheet) -> Block:
        bars: Block = LyingBars(self.chart) if self._named() else Bars(self.chart)
        return Column((Say(self.chart.title, Type.BODY_STRONG, sheet.look.colours.ink), bars), sheet.u(3))

    def height(self, sheet: Sheet, width: float) -> float:
        """Title and bars."""
        return self._block(sheet).height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Title and bars."""
        self._block(sheet).draw(sheet, scene, rect)

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """Between two bars with names, under the title on both pages."""
        bars = self.chart.bars
        for count in range(len(bars) - 1, 0, -1) if self._named() else ():
            first = ChartBlock(replace(self.chart, bars=bars[:count]))
            if first.height(sheet, width) <= height:
                return first, ChartBlock(replace(self.chart, bars=bars[count:]))
        return None


@dataclass(frozen=True, slots=True)
class LyingBars(Whole):
    """A short name beside its bar, a long one over it; the number where the bar ends."""

    chart: Chart

    @staticmethod
    def _bar(sheet: Sheet) -> float:
        return max(float(round(sheet.look.text_px(Type.SMALL) * Type.SMALL.leading)), sheet.u(6))

    def _beside(self, sheet: Sheet, width: float) -> float:
        """The width of the names when they stand beside the bars; 0 when they stand over them."""
        px = sheet.look.text_px(Type.SMALL)
        widest = max((sheet.type.width(bar.label, Type.SMALL.font, px) for bar in self.chart.bars), default=0)
        return widest + sheet.u(3) if widest < width * 0.3 else 0.0

    def _names(self, sheet: Sheet, width: float) -> list[float]:
        if self._beside(sheet, width):
            return [0.0] * len(self.chart.bars)
        return [Say(bar.label, Type.SMALL, sheet.look.colours.ink).height(sheet, width) for bar in self.chart.bars]

    def height(self, sheet: Sheet, width: float) -> float:
        """Names may wrap."""
        return sum(self._names(sheet, width)) + len(self.chart.bars) * (self._bar(sheet) + sheet.u(1.4))

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """From where reading starts."""
        c = sheet.look.colours
        most = max((bar.value for bar in self.chart.bars), default=0.0) or 1.0
        px = sheet.look.text_px(Type.SMALL_STRONG)
        numbers = max((sheet.type.width(bar.text, Type.SMALL_STRONG.font, px) for bar in self.chart.bars), default=0)
        beside, high = self._beside(sheet, rect.w), self._bar(sheet)
        room = rect.w - beside - numbers - sheet.u(5)
        y = rect.y
        for bar, own in zip(self.chart.bars, self._names(sheet, rect.w), strict=True):
            Say(bar.label, Type.SMALL, c.ink_2).draw(sheet, scene, Rect(rect.x, y, beside or rect.w, own or high))
            x, long = rect.x + beside, max(sheet.u(1.5), room * bar.value / most)
            scene.box(Rect(x, y + own + high * 0.15, long, high * 0.7), c.accent, min(sheet.u(1.6), long / 2))
            place = Rect(x + long + sheet.u(2.4), y + own, numbers + sheet.u(2), high)
            said = Say(bar.text, Type.SMALL_STRONG, c.ink)
            said.draw(sheet, scene, place.centred(place.w, said.height(sheet, place.w)))
            y += own + high + sheet.u(1.4)


@dataclass(frozen=True, slots=True)
class Bars(Whole):
    """Upright bars with their numbers over and their names under them."""

    chart: Chart

    def height(self, sheet: Sheet, width: float) -> float:
        """Numbers, bars, names."""
        del width
        return sheet.u(26 if sheet.look.compact else 44) + 2 * round(sheet.look.text_px(Type.SMALL) * 1.3)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """From a common base line."""
        c, bars = sheet.look.colours, self.chart.bars
        if not bars:
            return
        line = round(sheet.look.text_px(Type.SMALL) * 1.3)
        base = rect.bottom - line - sheet.u(1)
        most = max((bar.value for bar in bars), default=0.0) or 1.0
        step = rect.w / len(bars)
        room = base - rect.y - line - sheet.u(2)
        scene.box(Rect(rect.x, base, rect.w, max(1.0, sheet.u(0.4))), c.edge)
        every = self._every(sheet, step)
        for number, bar in enumerate(bars):
            high = max(2.0, room * bar.value / most)
            x = rect.x + number * step
            column = Rect(x + step * 0.18, base - high, step * 0.64, high)
            scene.box(column, c.accent, min(sheet.u(1.6), column.w / 2, high / 2))
            px = sheet.look.text_px(Type.SMALL)
            if sheet.type.width(bar.text, Type.SMALL.font, px) <= step:
                Say(bar.text, Type.SMALL, c.ink, 0.5).draw(sheet, scene, Rect(x, column.y - line, step, line))
            if number % every == 0:
                wide = step * every
                left = min(max(rect.x, x + step / 2 - wide / 2), rect.right - wide)
                place = Rect(left, base + sheet.u(1), wide, line)
                Say(bar.label, Type.SMALL, c.ink_2, 0.5).draw(sheet, scene, place)

    def _every(self, sheet: Sheet, step: float) -> int:
        px = sheet.look.text_px(Type.SMALL)
        widest = max(sheet.type.width(bar.label, Type.SMALL.font, px) for bar in self.chart.bars)
        return max(1, int(-(-(widest + sheet.u(1)) // step)))
