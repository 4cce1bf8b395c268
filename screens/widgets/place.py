"""Where to go: name, address, hours, the way in words, and a small map of the place."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.base.colours import mix
from kiosk.views.view import Destination, Icon
from screens import icons
from screens.blocks import Block, Cell, Column, Row, Say, Sheet, Sign, Whole, put_glyph
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import Beside, card


@dataclass(frozen=True, slots=True)
class Map(Whole):
    """The rooms of the place, you, the goal and the way between; north stays north in every language."""

    where: Destination

    def height(self, sheet: Sheet, width: float) -> float:
        """A flat map."""
        return round(min(sheet.u(62 if self.where.address else 46), width * 0.60))

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Rooms first, then the way from you to the edge of the room to go to."""
        c = sheet.look.colours
        with scene.fixed(rect):
            scene.framed(rect, c.ground_2, c.edge, max(1.0, sheet.u(0.4)), sheet.u(3))
            inner = rect.inset(sheet.u(2))
            goal: Rect | None = None
            for name, x, y, w, h in self.where.rooms:
                room = Rect(inner.x + x * inner.w, inner.y + y * inner.h, w * inner.w, h * inner.h).inset(sheet.u(0.8))
                there, here = self._in(inner, room, self.where.goal), self._in(inner, room, self.where.you)
                fill, edge = (c.accent, c.accent) if there else (c.surface, c.line)
                scene.framed(room, fill, edge, max(1.0, sheet.u(0.4)), sheet.u(2))
                if not here:
                    self._name(sheet, scene, room, name, goal=there)
                goal = room if there else goal
            if self.where.you is not None:
                at = (inner.x + self.where.you[0] * inner.w, inner.y + self.where.you[1] * inner.h)
                if goal is not None:
                    self._way(sheet, scene, at, goal)
                self._you(sheet, scene, at)

    @staticmethod
    def _in(area: Rect, room: Rect, spot: tuple[float, float] | None) -> bool:
        return spot is not None and room.holds(area.x + spot[0] * area.w, area.y + spot[1] * area.h)

    @staticmethod
    def _name(sheet: Sheet, scene: Scene, room: Rect, name: str, *, goal: bool) -> None:
        c = sheet.look.colours
        style = Type.SMALL_STRONG if goal else Type.SMALL
        wide = room.w - 2 * sheet.u(1)
        say = Say(name, style, c.on_accent if goal else c.ink_2, 0.5)
        inner = room.inset(sheet.u(1))
        # a name that does not fit its room is in the words beside the map
        fits = sheet.type.longest_word(name, style.font, sheet.look.text_px(style)) <= wide
        if fits and (own := say.height(sheet, wide)) <= inner.h:
            say.draw(sheet, scene, Rect(inner.x, round(inner.y + (inner.h - own) / 2), inner.w, own))
            return
        if goal:
            put_glyph(scene, room, icons.glyph(Icon.PLACE), c.on_accent, 0.7)

    @staticmethod
    def _way(sheet: Sheet, scene: Scene, at: tuple[float, float], goal: Rect) -> None:
        """Dots that end where the room begins."""
        x, y = goal.middle
        parts, dot = 16, sheet.u(1.5)
        for part in range(1, parts):
            share = part / parts
            place = (at[0] + (x - at[0]) * share, at[1] + (y - at[1]) * share)
            if goal.holds(*place):
                return
            scene.disc(Rect(place[0] - dot / 2, place[1] - dot / 2, dot, dot), sheet.look.colours.accent)

    @staticmethod
    def _you(sheet: Sheet, scene: Scene, at: tuple[float, float]) -> None:
        c, size = sheet.look.colours, sheet.u(8)
        place = Rect(at[0] - size / 2, at[1] - size / 2, size, size)
        scene.disc(place.inset(-sheet.u(0.8)), c.surface)
        scene.disc(place, mix(c.accent, c.ink, 0.5))
        put_glyph(scene, place, icons.glyph(Icon.PERSON), c.on_accent, 0.66)


def place_card(sheet: Sheet, title: str, where: Destination, pad: float = 5.4, *, full: bool = False) -> Block:
    """The place on a card, with its map: beside the words, or `full`: under them over the whole width."""
    block: Block = place_words(sheet, title, where)
    if where.rooms and full:
        block = Column((block, Map(where)), sheet.u(3.4))
    elif where.rooms:
        block = Beside(block, Column((Map(where),)), 70.0 if where.address else 56.0, 1.25 if where.address else 0.8)
    return card(sheet, block, pad=pad)


def place_words(sheet: Sheet, title: str, where: Destination) -> Column:
    """The place in words."""
    c = sheet.look.colours
    named = Column((Say(title, Type.SMALL, c.ink_2), Say(where.name, Type.LABEL, c.ink)))
    sign = Sign(icons.glyph(Icon.PLACE), sheet.u(8), c.accent)
    name: Block = named if title else Say(where.name, Type.LABEL, c.ink)
    words: list[Block] = [Row((Cell(sign, sheet.u(8)), Cell(name)), sheet.u(3.2))]
    if where.address:
        words.append(Say(where.address, Type.BODY, c.ink_2))
    if where.hours:
        size = sheet.u(6)
        words.append(
            Row(
                (Cell(_small(sheet, Icon.CLOCK), size, align=0.0), Cell(Say(where.hours, Type.SMALL, c.ink_2))),
                sheet.u(2.6),
            )
        )
    words.extend(Say(line, Type.BODY, c.ink) for line in where.lines)
    return Column(tuple(words), sheet.u(2.6))


def _small(sheet: Sheet, icon: Icon) -> Block:
    return Sign(icons.glyph(icon), sheet.u(6.4), sheet.look.colours.accent)
