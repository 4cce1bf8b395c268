"""Where to go: name, address, hours, the way in words, and a small map of the place."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.visit.view import Icon, Where
from screens import icons
from screens.blocks import Block, Cell, Column, Desk, Row, Say, Sign, Whole, put_glyph
from screens.colours import mix
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import Beside, card


@dataclass(frozen=True, slots=True)
class Map(Whole):
    """The rooms of the place, you, the goal and the way between; north stays north in every language."""

    where: Where

    def height(self, desk: Desk, width: float) -> float:
        """A flat map."""
        return round(min(desk.u(62), width * 0.60))

    def draw(self, desk: Desk, scene: Scene, rect: Rect) -> None:
        """Rooms first, the way, then the two places."""
        c = desk.look.colours
        with scene.fixed(rect):
            scene.framed(rect, c.ground_2, c.edge, max(1.0, desk.u(0.4)), desk.u(3))
            inner = rect.inset(desk.u(2))
            for name, x, y, w, h in self.where.rooms:
                room = Rect(inner.x + x * inner.w, inner.y + y * inner.h, w * inner.w, h * inner.h).inset(desk.u(0.8))
                scene.framed(room, c.surface, c.line, max(1.0, desk.u(0.4)), desk.u(2))
                self._name(desk, scene, inner, room, name)
            self._way(desk, scene, inner)

    def _name(self, desk: Desk, scene: Scene, area: Rect, room: Rect, name: str) -> None:
        c = desk.look.colours
        say = Say(name, Type.SMALL, c.ink_2, 0.5)
        inner = room.inset(desk.u(1))
        px = desk.look.text_px(Type.SMALL)
        # a name that does not fit its room is in the words beside the map
        if desk.type.longest_word(name, Type.SMALL.font, px) <= inner.w and say.height(desk, inner.w) <= inner.h:
            own = say.height(desk, inner.w)
            top = inner.bottom - own if self._pinned_above(area, room) else inner.y
            say.draw(desk, scene, Rect(inner.x, top, inner.w, own))

    def _pinned_above(self, area: Rect, room: Rect) -> bool:
        """True when a sign stands in the upper part of the room, where its name would be."""
        for spot, lift in ((self.where.you, 0.0), (self.where.goal, 0.3)):
            if spot is not None and room.holds(area.x + spot[0] * area.w, area.y + spot[1] * area.h):
                return (area.y + spot[1] * area.h - room.y) / room.h - lift < 0.6
        return False

    def _way(self, desk: Desk, scene: Scene, inner: Rect) -> None:
        c, you, goal = desk.look.colours, self.where.you, self.where.goal
        if goal is not None and you is not None:
            start = (inner.x + you[0] * inner.w, inner.y + you[1] * inner.h)
            end = (inner.x + goal[0] * inner.w, inner.y + goal[1] * inner.h)
            parts = 14
            for part in range(1, parts):
                share = part / parts
                dot = desk.u(1.5)
                x, y = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
                scene.disc(Rect(x - dot / 2, y - dot / 2, dot, dot), c.accent)
        if you is not None:
            self._pin(desk, scene, inner, you, icons.glyph(Icon.PERSON))
        if goal is not None:
            self._pin(desk, scene, inner, goal, icons.glyph(Icon.PLACE))

    def _pin(self, desk: Desk, scene: Scene, inner: Rect, at: tuple[float, float], sign: str) -> None:
        c, size = desk.look.colours, desk.u(8)
        goal = sign == icons.glyph(Icon.PLACE)
        x, y = inner.x + at[0] * inner.w, inner.y + at[1] * inner.h
        if goal:
            # the tip of the sign stands on the place
            put_glyph(scene, Rect(x - size * 0.8, y - size * 1.45, size * 1.6, size * 1.6), sign, c.accent)
            return
        place = Rect(x - size / 2, y - size / 2, size, size)
        scene.disc(place.inset(-desk.u(0.8)), c.surface)
        scene.disc(place, mix(c.accent, c.ink, 0.5))
        put_glyph(scene, place, sign, c.on_accent, 0.66)


def place_card(desk: Desk, title: str, where: Where) -> Block:
    """The place on a card."""
    c = desk.look.colours
    named = Column((Say(title, Type.SMALL, c.ink_2), Say(where.name, Type.LABEL, c.ink)))
    sign = Sign(icons.glyph(Icon.PLACE), desk.u(8), c.accent)
    name: Block = named if title else Say(where.name, Type.LABEL, c.ink)
    words: list[Block] = [Row((Cell(sign, desk.u(8)), Cell(name)), desk.u(3.2))]
    if where.address:
        words.append(Say(where.address, Type.BODY, c.ink_2))
    if where.hours:
        size = desk.u(6)
        words.append(
            Row(
                (Cell(_small(desk, Icon.CLOCK), size, align=0.0), Cell(Say(where.hours, Type.SMALL, c.ink_2))),
                desk.u(2.6),
            )
        )
    words.extend(Say(line, Type.BODY, c.ink) for line in where.lines)
    block: Block = Column(tuple(words), desk.u(2.6))
    if where.rooms:
        block = Beside(block, Column((Map(where),)), 70.0, 1.25)
    return card(desk, block)


def _small(desk: Desk, icon: Icon) -> Block:
    return Sign(icons.glyph(icon), desk.u(6.4), desk.look.colours.accent)
