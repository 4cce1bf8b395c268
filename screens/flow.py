"""Cards that find their own places in columns, page after page: no column is low because the next card is high."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from screens.blocks import Block, Cell, Column, Kept, Row, Sheet, once
from screens.scene import Rect, Scene

# pixels by which a column grows until everything fits
_STEP = 6.0
# a block is divided only where this share of the height is left for its first part
_WORTH = 0.2


class Joins(ABC):
    """A block that is one with its neighbour of the same kind."""

    __slots__ = ()

    @abstractmethod
    def joined(self, other: Block) -> Block | None:
        """Both in one; None when the other is of another kind."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Blocks in columns of one width, each where there is room first, in their order as far as that lets it.

    `last`: so many at the end stand on no page before the others do.
    """

    blocks: tuple[Block, ...]
    columns: int
    gap: float
    last: int = 0

    def _across(self, sheet: Sheet, width: float) -> float:
        return float(int((width - (self.columns - 1) * sheet.look.gap) / self.columns))

    def _heights(self, sheet: Sheet, width: float) -> list[float]:
        across = self._across(sheet, width)
        return [block.height(sheet, across) for block in self.blocks]

    def _saved(self, sheet: Sheet, width: float) -> list[float]:
        """By how much a block and the one before it are lower when they are one, in pixels with the gap."""
        across, saved = self._across(sheet, width), [0.0]
        for before, block in pairwise(self.blocks):
            both = before.joined(block) if isinstance(before, Joins) else None
            own = before.height(sheet, across) + self.gap + block.height(sheet, across)
            saved.append(own - both.height(sheet, across) if both is not None else 0.0)
        return saved

    def _packed(
        self, heights: Sequence[float], saved: Sequence[float], room: float
    ) -> tuple[list[list[int]], list[int]]:
        """Which block stands in which column, and those that found no place in this height."""
        columns: list[list[int]] = [[] for _ in range(self.columns)]
        used = [0.0] * self.columns
        left: list[int] = []
        for number, high in enumerate(heights):
            owns = [high - (saved[number] if each[-1:] == [number - 1] else 0.0) for each in columns]
            place = next((c for c, own in enumerate(owns) if used[c] + own <= room + 0.5), None)
            if place is None or (left and number >= len(heights) - self.last):
                left.append(number)
            else:
                columns[place].append(number)
                used[place] += owns[place] + self.gap
        return columns, left

    @once
    def _balanced(self, sheet: Sheet, width: float) -> tuple[float, list[list[int]]]:
        """The lowest height in which everything finds a place, and the columns in it."""
        heights, saved = self._heights(sheet, width), self._saved(sheet, width)
        least = sum(heights) - sum(saved) + self.gap * (len(heights) - self.columns)
        room = max(*heights, least / self.columns)
        columns, left = self._packed(heights, saved, room)
        while left:
            room += _STEP
            columns, left = self._packed(heights, saved, room)
        return room, columns

    def _row(self, columns: list[list[Block]]) -> Row:
        return Row(tuple(Cell(Column(_together(each), self.gap), align=0.0) for each in columns))

    def height(self, sheet: Sheet, width: float) -> float:
        """The lowest in which everything finds a place."""
        return self._balanced(sheet, width)[0]

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Every column from its top."""
        _, columns = self._balanced(sheet, rect.w)
        row = self._row([[self.blocks[number] for number in each] for each in columns])
        replace(row, gap=sheet.look.gap).draw(sheet, scene, rect)

    def split(self, sheet: Sheet, width: float, height: float) -> tuple[Block, Block] | None:
        """What finds a place in this height, and the rest; a card is not divided, a list may be."""
        heights, across = self._heights(sheet, width), self._across(sheet, width)
        placed, left = self._packed(heights, self._saved(sheet, width), height)
        if not left:
            return None
        columns = [[self.blocks[number] for number in each] for each in placed]
        rest = [self.blocks[number] for number in left]
        used = [sum(heights[number] + self.gap for number in each) for each in placed]
        # a card is divided only where none has room
        may = not isinstance(rest[0], Kept) or not any(columns)
        for index, column in enumerate(columns):
            room = height - used[index]
            parts = rest[0].split(sheet, across, room) if may and room > height * _WORTH else None
            if parts is not None:
                column.append(parts[0])
                rest[0] = parts[1]
        if not any(columns):
            return None
        return replace(self._row(columns), gap=sheet.look.gap), replace(self, blocks=tuple(rest))


def _together(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Neighbours that can be one are one."""
    shown: list[Block] = []
    for block in blocks:
        before = shown[-1] if shown else None
        both = before.joined(block) if isinstance(before, Joins) else None
        shown[-1:] = [both] if both is not None else [*shown[-1:], block]
    return tuple(shown)
