"""The renewal window drawn: a line of time, the part in which one can renew, today, and three days with names."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from kiosk.views.view import TimeLine, TimeMark, Tone
from screens import icons
from screens.blocks import Block, Column, Say, Sheet, Whole, once, put_glyph
from screens.scene import Rect, Scene
from screens.theme import Type


@dataclass(frozen=True, slots=True)
class Line(Whole):
    """The line with its marks; the days stand under it in one row, moved aside where they would meet, or else in several."""

    line: TimeLine

    def _labels(self, sheet: Sheet, width: float) -> list[tuple[TimeMark, float, float, int]]:
        """Each mark under the line with x, width and row; none in large text, where they are a list."""
        if sheet.look.large:
            return []
        return self._row(sheet, width) or self._under(sheet, width)

    def told(self) -> list[TimeMark]:
        """What stands under the line: the window with both of its days, and the day on which the card ends."""
        told = [self.line.window, *(mark for mark in self.line.marks if mark.kind == "expires")]
        return sorted(told, key=lambda mark: mark.at)

    def _row(self, sheet: Sheet, width: float) -> list[tuple[TimeMark, float, float, int]]:
        """All labels beside each other, as near to their days as they can be; none when they do not fit."""
        marks = self.told()
        least = [self._widest(sheet, mark) for mark in marks]
        wides = [max(self._words(sheet, mark), own) for mark, own in zip(marks, least, strict=True)]
        gap = sheet.broad(4)
        room = width - gap * (len(marks) - 1)
        while sum(wides) > room:
            # the widest that can takes one more line
            can = [number for number, own in enumerate(wides) if own > least[number]]
            if not can:
                return []
            number = max(can, key=lambda each: wides[each])
            wides[number] = max(least[number], wides[number] * 0.94)
        starts = [mark.at * width - own / 2 for mark, own in zip(marks, wides, strict=True)]
        end = -gap
        for number, own in enumerate(wides):
            starts[number] = max(starts[number], end + gap)
            end = starts[number] + own
        limit = width
        for number in reversed(range(len(marks))):
            starts[number] = max(0.0, min(starts[number], limit - wides[number]))
            limit = starts[number] - gap
        return [(mark, start, own, 0) for mark, start, own in zip(marks, starts, wides, strict=True)]

    def _under(self, sheet: Sheet, width: float) -> list[tuple[TimeMark, float, float, int]]:
        """Near days under each other."""
        room = min(width * 0.46, sheet.u(62))
        placed: list[tuple[TimeMark, float, float, int]] = []
        ends: list[float] = []
        for mark in self.told():
            need = min(width, max(self._widest(sheet, mark), min(room, max(self._words(sheet, mark), sheet.u(20)))))
            x = min(max(0.0, mark.at * width - need / 2), width - need)
            row = next((r for r, end in enumerate(ends) if end + sheet.u(3) <= x), len(ends))
            if row == len(ends):
                ends.append(0.0)
            ends[row] = x + need
            placed.append((mark, x, need, row))
        return placed

    @staticmethod
    def _words(sheet: Sheet, mark: TimeMark) -> float:
        day = sheet.type.width(mark.day, Type.SMALL_STRONG.font, sheet.look.text_px(Type.SMALL_STRONG))
        label = sheet.type.width(mark.label, Type.SMALL.font, sheet.look.text_px(Type.SMALL))
        return max(day, label) + 4.0

    @staticmethod
    def _widest(sheet: Sheet, mark: TimeMark) -> float:
        """No word of a label is divided."""
        day = sheet.type.longest_word(mark.day, Type.SMALL_STRONG.font, sheet.look.text_px(Type.SMALL_STRONG))
        return max(day, sheet.type.longest_word(mark.label, Type.SMALL.font, sheet.look.text_px(Type.SMALL))) + 4.0

    def _label(self, sheet: Sheet, mark: TimeMark, align: float) -> Column:
        c = sheet.look.colours
        return Column((Say(mark.day, Type.SMALL_STRONG, c.ink, align), Say(mark.label, Type.SMALL, c.ink_2, align)))

    def _rows(self, sheet: Sheet, width: float) -> list[float]:
        rows: dict[int, float] = {}
        for mark, _, need, row in self._labels(sheet, width):
            rows[row] = max(rows.get(row, 0.0), self._label(sheet, mark, 0.0).height(sheet, need))
        return [rows[r] + sheet.u(1 if sheet.look.compact else 2) for r in sorted(rows)]

    def _today(self) -> TimeMark | None:
        return next((m for m in self.line.marks if m.kind == "today"), None)

    def _flag(self, sheet: Sheet) -> float:
        return sheet.look.text_px(Type.SMALL_STRONG) * 1.3 + sheet.u(7.5)

    @staticmethod
    def _air(sheet: Sheet) -> float:
        """Between the line and the days under it."""
        return sheet.u(5 if sheet.look.compact else 7)

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """Flag of today, the line, the rows of labels."""
        return self._flag(sheet) + sheet.u(3) + self._air(sheet) + sum(self._rows(sheet, width))

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """The part in which one can renew is thick and striped with ticks: not told by its colour alone."""
        c, line = sheet.look.colours, self.line
        good = c.tones[Tone.GOOD]
        y = rect.y + self._flag(sheet) + sheet.u(3)
        thick = sheet.u(5)
        scene.box(Rect(rect.x, y - sheet.u(1), rect.w, sheet.u(2)), c.edge, sheet.u(1))
        start = rect.x + line.green_from * rect.w
        wide = max(thick, (line.green_to - line.green_from) * rect.w)
        tops, top = [], y + self._air(sheet)
        rows = self._rows(sheet, rect.w)
        for high in rows:
            tops.append(top)
            top += high
        for mark, x, need, row in self._labels(sheet, rect.w):
            at, width = self._at(sheet, rect, mark), max(2.0, sheet.u(0.6))
            # to the day, also where it stands aside; of the window from its middle
            foot = min(max(at, rect.x + x + sheet.u(2)), rect.x + x + need - sheet.u(2))
            scene.curve([(at, y), (foot, tops[row] - sheet.u(0.5))], width, c.ink_2)
        if line.green_to > line.green_from:
            # the stem of the window begins under its bar
            scene.box(Rect(start, y - thick / 2, wide, thick), good.colour, thick / 2)
            self._tick(sheet, scene, rect, start, start + wide, y)
        for mark in line.marks:
            if mark.kind != "today":
                at, dot = self._at(sheet, rect, mark), sheet.u(4.4)
                scene.disc(Rect(at - dot / 2, y - dot / 2, dot, dot), c.ink)
                scene.disc(Rect(at - dot / 4, y - dot / 4, dot / 2, dot / 2), c.surface)
        for mark, x, need, row in self._labels(sheet, rect.w):
            at = rect.x + mark.at * rect.w
            align = min(1.0, max(0.0, (at - rect.x - x) / need))
            label = self._label(sheet, mark, 0.0 if align < 0.3 else 1.0 if align > 0.7 else 0.5)
            place = Rect(rect.x + x, tops[row], need, rows[row])
            # the stem of a day further down passes behind the words
            scene.box(place, c.surface)
            label.draw(sheet, scene, place)
        self._draw_today(sheet, scene, rect, y)

    @staticmethod
    def _at(sheet: Sheet, rect: Rect, mark: TimeMark) -> float:
        at = rect.x + min(max(mark.at, 0.0), 1.0) * rect.w
        return min(max(at, rect.x + sheet.u(2)), rect.right - sheet.u(2))

    def _tick(self, sheet: Sheet, scene: Scene, rect: Rect, start: float, end: float, y: float) -> None:
        """That one can renew there, told without its colour: where no dot hides it."""
        c, size = sheet.look.colours, sheet.u(6)
        dots = sorted(self._at(sheet, rect, mark) for mark in self.line.marks)
        edges = [start, *(dot for dot in dots if start < dot < end), end]
        left, right = max(pairwise(edges), key=lambda gap: gap[1] - gap[0])
        # a dot on both sides
        if right - left >= size + sheet.u(6.5):
            middle = (left + right) / 2
            tick = Rect(middle - size / 2, y - size / 2, size, size)
            put_glyph(scene, tick, icons.CHECK, c.ground if c.shadows else c.on_accent, 0.85)

    def _draw_today(self, sheet: Sheet, scene: Scene, rect: Rect, y: float) -> None:
        """A flag over the line."""
        c, mark = sheet.look.colours, self._today()
        at = rect.x + min(max(self.line.today, 0.0), 1.0) * rect.w
        text = mark.label if mark is not None else ""
        style = Type.SMALL_STRONG
        px = sheet.look.text_px(style)
        wide = sheet.type.width(text, style.font, px) + sheet.u(7)
        high = round(px * 1.3) + sheet.u(2)
        x = min(max(rect.x, at - wide / 2), rect.right - wide)
        flag = Rect(x, y - sheet.u(7.5) - high + sheet.u(2.6), wide, high)
        if text:
            scene.box(flag, c.accent, sheet.u(2.4))
            say = Say(text, style, c.on_accent, 0.5)
            say.draw(sheet, scene, Rect(flag.x, flag.y + sheet.u(1), flag.w, round(px * 1.3)))
        held = min(max(at, rect.x + sheet.u(3)), rect.right - sheet.u(3))
        scene.curve([(held, flag.bottom), (held, y)], max(3.0, sheet.u(1.1)), c.accent)
        dot = sheet.u(6)
        scene.disc(Rect(held - dot / 2, y - dot / 2, dot, dot), c.accent)
        scene.disc(Rect(held - dot / 4, y - dot / 4, dot / 2, dot / 2), c.on_accent)


def time_line(sheet: Sheet, line: TimeLine) -> Column:
    """The line with its caption; in large text the days are a list under it."""
    c = sheet.look.colours
    drawn = Line(line)
    blocks: list[Block] = [drawn]
    # on a small panel the days under the line say it
    if line.caption and not sheet.look.compact:
        blocks.insert(0, Say(line.caption, Type.BODY_STRONG, c.ink))
    if sheet.look.large:
        for mark in drawn.told():
            blocks.append(Say(mark.day, Type.SMALL_STRONG, c.ink))
            blocks.append(Say(mark.label, Type.SMALL, c.ink_2))
        return Column(tuple(blocks), sheet.u(2))
    return Column(tuple(blocks), sheet.u(3))
