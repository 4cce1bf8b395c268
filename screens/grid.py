"""Blocks in columns, whose rows share the room there is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from screens.blocks import Block, Elastic, Sheet, once
from screens.scene import Rect, Scene


@dataclass(frozen=True, slots=True)
class Grid(Elastic):
    """Blocks in columns; `stretch` lets rows grow to this height, the low ones first; `fill`: no hole in the last row."""

    blocks: tuple[Block, ...]
    columns: int
    gap: float
    stretch: float = 0.0
    fill: bool = False

    def _lines(self) -> list[tuple[Block, ...]]:
        return [self.blocks[n : n + self.columns] for n in range(0, len(self.blocks), self.columns)]

    def _cell(self, width: float, line: tuple[Block, ...]) -> float:
        across = len(line) if self.fill else self.columns
        return float(int((width - self.gap * (across - 1)) / across))

    def _rows(self, sheet: Sheet, width: float) -> list[float]:
        return [max(b.height(sheet, self._cell(width, line)) for b in line) for line in self._lines()]

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """Rows and gaps."""
        rows = self._rows(sheet, width)
        return sum(rows) + max(0, len(rows) - 1) * self.gap

    def room_for(self, sheet: Sheet, width: float) -> float:
        """Up to `stretch` a row."""
        return sum(max(0.0, self.stretch - row) for row in self._rows(sheet, width)) if self.stretch else 0.0

    def _grown(self, rows: list[float], room: float) -> list[float]:
        """Rows as even as their contents let them be, in the room there is."""
        level, count = room / len(rows), len(rows)
        for row in sorted(rows, reverse=True):
            if row > level and count > 1:
                room, count = room - row, count - 1
                level = room / count
        return [max(row, float(int(min(self.stretch, level)))) for row in rows]

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Row by row."""
        rows = self._rows(sheet, rect.w)
        if self.stretch:
            rows = self._grown(rows, rect.h - max(0, len(rows) - 1) * self.gap)
        y = rect.y
        for line, high in zip(self._lines(), rows, strict=True):
            cell = self._cell(rect.w, line)
            for column, block in enumerate(line):
                block.draw(sheet, scene, Rect(rect.x + column * (cell + self.gap), y, cell, high))
            y += high + self.gap

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """Between two rows."""
        used, fit = 0.0, 0
        for row in self._rows(sheet, width):
            if used + row > height:
                break
            used += row + self.gap
            fit += 1
        cut = fit * self.columns
        if fit < 1 or cut >= len(self.blocks):
            return None
        return replace(self, blocks=self.blocks[:cut]), replace(self, blocks=self.blocks[cut:])
