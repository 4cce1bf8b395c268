"""Charts: upright bars for what has an order (hours), lying bars for what has a name."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.views.view import Chart
from screens.blocks import Block, BlockContext, Column, Say, Whole
from screens.scene import Rect, Scene
from screens.theme import Type


@dataclass(frozen=True, slots=True)
class ChartBlock(Whole):
    """A chart with its title, in one piece."""

    chart: Chart

    def _block(self, desk: BlockContext) -> Block:
        named = any(not bar.label.isdigit() for bar in self.chart.bars)
        bars: Block = LyingBars(self.chart) if named else Bars(self.chart)
        return Column((Say(self.chart.title, Type.BODY_STRONG, desk.look.colours.ink), bars), desk.u(3))

    def height(self, desk: BlockContext, width: float) -> float:
        """Title and bars."""
        return self._block(desk).height(desk, width)

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """Title and bars."""
        self._block(desk).draw(desk, scene, rect)


@dataclass(frozen=True, slots=True)
class LyingBars(Whole):
    """A short name beside its bar, a long one over it; the number where the bar ends."""

    chart: Chart

    @staticmethod
    def _bar(desk: BlockContext) -> float:
        return max(float(round(desk.look.text_px(Type.SMALL) * Type.SMALL.leading)), desk.u(6))

    def _beside(self, desk: BlockContext, width: float) -> float:
        """The width of the names when they stand beside the bars; 0 when they stand over them."""
        px = desk.look.text_px(Type.SMALL)
        widest = max((desk.type.width(bar.label, Type.SMALL.font, px) for bar in self.chart.bars), default=0)
        return widest + desk.u(3) if widest < width * 0.3 else 0.0

    def _names(self, desk: BlockContext, width: float) -> list[float]:
        if self._beside(desk, width):
            return [0.0] * len(self.chart.bars)
        return [Say(bar.label, Type.SMALL, desk.look.colours.ink).height(desk, width) for bar in self.chart.bars]

    def height(self, desk: BlockContext, width: float) -> float:
        """Names may wrap."""
        return sum(self._names(desk, width)) + len(self.chart.bars) * (self._bar(desk) + desk.u(1.4))

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """From where reading starts."""
        c = desk.look.colours
        most = max((bar.value for bar in self.chart.bars), default=0.0) or 1.0
        px = desk.look.text_px(Type.SMALL_STRONG)
        numbers = max((desk.type.width(bar.text, Type.SMALL_STRONG.font, px) for bar in self.chart.bars), default=0)
        beside, high = self._beside(desk, rect.w), self._bar(desk)
        room = rect.w - beside - numbers - desk.u(5)
        y = rect.y
        for bar, own in zip(self.chart.bars, self._names(desk, rect.w), strict=True):
            Say(bar.label, Type.SMALL, c.ink_2).draw(desk, scene, Rect(rect.x, y, beside or rect.w, own or high))
            x, long = rect.x + beside, max(desk.u(1.5), room * bar.value / most)
            scene.box(Rect(x, y + own + high * 0.15, long, high * 0.7), c.accent, min(desk.u(1.6), long / 2))
            place = Rect(x + long + desk.u(2.4), y + own, numbers + desk.u(2), high)
            said = Say(bar.text, Type.SMALL_STRONG, c.ink)
            said.draw(desk, scene, place.centred(place.w, said.height(desk, place.w)))
            y += own + high + desk.u(1.4)


@dataclass(frozen=True, slots=True)
class Bars(Whole):
    """Upright bars with their numbers over and their names under them."""

    chart: Chart

    def height(self, desk: BlockContext, width: float) -> float:
        """Numbers, bars, names."""
        del width
        return desk.u(26 if desk.look.compact else 44) + 2 * round(desk.look.text_px(Type.SMALL) * 1.3)

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
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

    def _every(self, desk: BlockContext, step: float) -> int:
        px = desk.look.text_px(Type.SMALL)
        widest = max(desk.type.width(bar.label, Type.SMALL.font, px) for bar in self.chart.bars)
        return max(1, int(-(-(widest + desk.u(1)) // step)))
