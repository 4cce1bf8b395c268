"""Everything that can be touched, in its five shapes: tile, row, bar, tool and key."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.views.touches import Pressed
from kiosk.views.view import Action, Icon, Role, Tone
from screens import icons
from screens.blocks import Block, BlockContext, Cell, Column, Row, Say, Sign, Whole, once, put_glyph
from screens.colours import Colour, mix
from screens.scene import Rect, Reply, Scene
from screens.theme import TOUCH_FLOOR_MM, TOUCH_MM, Type

# an arrow of their own
_LEADS_ON = (Icon.NEXT,)


@dataclass(frozen=True, slots=True)
class Skin:
    """How a button of one role is coloured."""

    fill: Colour
    ink: Colour
    ink_2: Colour
    edge: Colour | None
    disc: Colour | None
    sign: Colour


def skin(desk: BlockContext, action: Action) -> Skin:
    """The colours of a button; in the contrast theme everything that can be touched has an edge."""
    c = desk.look.colours
    plain = not c.shadows
    if not action.enabled:
        faded = c.ink_2
        return Skin(c.ground, faded, faded, c.line, None, faded)
    if action.role is Role.PRIMARY:
        return Skin(c.accent, c.on_accent, c.on_accent, None, mix(c.accent, c.on_accent, 0.16), c.on_accent)
    if action.role is Role.DANGER:
        tone = c.tones[Tone.STOP]
        return Skin(c.surface, tone.colour, c.ink_2, tone.colour, tone.soft, tone.colour)
    if action.selected:
        return Skin(c.accent_soft, c.ink, c.ink_2, c.accent, c.surface, c.accent)
    if action.role is Role.QUIET:
        return Skin(c.ground, c.ink, c.ink_2, c.edge, None, c.accent)
    return Skin(c.surface, c.ink, c.ink_2, c.edge if plain else None, c.accent_soft, c.accent)


def _ground(desk: BlockContext, scene: Scene, rect: Rect, colours: Skin, radius: float, *, raised: bool) -> None:
    if raised and desk.look.colours.shadows and colours.edge is None:
        scene.shadow(rect, radius, desk.u(2.6))
    if colours.edge is not None:
        scene.framed(rect, colours.fill, colours.edge, max(2.0, desk.u(0.55)), radius)
    else:
        scene.box(rect, colours.fill, radius)


def _touchable(scene: Scene, rect: Rect, action: Action, radius: float, *, main: bool = True) -> None:
    if action.enabled:
        scene.target(rect, action.key, Pressed(action.key), action.label, radius, main=main)


def _sign(desk: BlockContext, icon: Icon, size: float, colours: Skin, align: float = 0.0) -> Sign:
    char = icons.glyph(icon, right_to_left=desk.look.right_to_left)
    return Sign(char, desk.u(size), colours.sign, colours.disc, align)


@dataclass(frozen=True, slots=True)
class RowButton(Whole):
    """Wide: icon, label with its detail, and an arrow where reading ends."""

    action: Action

    def _inside(self, desk: BlockContext, width: float) -> Block:
        colours, action = skin(desk, self.action), self.action
        narrow = width < desk.u(100)
        words = [Say(action.label, Type.LABEL, colours.ink, on=colours.fill)]
        if action.detail:
            words.append(Say(action.detail, Type.SMALL, colours.ink_2, on=colours.fill))
        cells = [Cell(Column(tuple(words), desk.u(0.8)))]
        if action.icon is not None:
            # six choices stay on one page in the lower half of a high panel
            size = 13 if narrow or desk.look.reach else 18
            cells.insert(0, Cell(_sign(desk, action.icon, size, colours), desk.u(size)))
        if not narrow and action.icon not in _LEADS_ON:
            char = icons.MORE_MIRRORED if desk.look.right_to_left else icons.MORE
            cells.append(Cell(Sign(char, desk.u(7), colours.sign, align=1.0), desk.u(8)))
        return Row(tuple(cells), desk.u(4 if narrow else 5))

    @staticmethod
    def _pad(desk: BlockContext, width: float) -> float:
        return desk.u(4.5 if width < desk.u(100) else 6)

    @once
    def height(self, desk: BlockContext, width: float) -> float:
        """Its words and padding, at least 20 mm."""
        own = self._inside(desk, width).height(desk, width - 2 * self._pad(desk, width)) + desk.u(7)
        return max(own, desk.look.touch(), desk.u(20 if desk.look.reach else 24))

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """Ground, words, target."""
        radius = desk.u(4.5)
        _ground(desk, scene, rect, skin(desk, self.action), radius, raised=True)
        inner, inside = rect.inset(self._pad(desk, rect.w), 0), self._inside(desk, rect.w)
        own = inside.height(desk, inner.w)
        inside.draw(desk, scene, Rect(inner.x, rect.y + round((rect.h - own) / 2), inner.w, own))
        _touchable(scene, rect, self.action, radius)


@dataclass(frozen=True, slots=True)
class Tile(Whole):
    """High: icon above, label under it."""

    action: Action
    style: Type = Type.LABEL

    def _inside(self, desk: BlockContext) -> Column:
        colours, action = skin(desk, self.action), self.action
        blocks: list[Block] = []
        if action.icon is not None:
            blocks.append(_sign(desk, action.icon, 22, colours, 0.5))
        blocks.append(Say(action.label, self.style, colours.ink, 0.5, on=colours.fill))
        if action.detail:
            blocks.append(Say(action.detail, Type.SMALL, colours.ink_2, 0.5, on=colours.fill))
        return Column(tuple(blocks), desk.u(2.6))

    @once
    def height(self, desk: BlockContext, width: float) -> float:
        """Its words and padding, at least 20 mm."""
        return max(self._inside(desk).height(desk, width - desk.u(8)) + desk.u(10), desk.look.touch())

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """Ground, words, target."""
        radius = desk.u(5)
        _ground(desk, scene, rect, skin(desk, self.action), radius, raised=True)
        inner, inside = rect.inset(desk.u(4), 0), self._inside(desk)
        own = inside.height(desk, inner.w)
        inside.draw(desk, scene, Rect(inner.x, rect.y + round((rect.h - own) / 2), inner.w, own))
        _touchable(scene, rect, self.action, radius)


@dataclass(frozen=True, slots=True)
class BarButton(Whole):
    """A bar with icon and label in its middle."""

    action: Action
    style: Type = Type.LABEL

    def _inside(self, desk: BlockContext, width: float) -> tuple[Block, float]:
        """Icon and words with the width that they take; the icon stands above words that need the whole width."""
        colours, action = skin(desk, self.action), self.action
        font, px = self.style.font, desk.look.text_px(self.style)
        room = width - desk.u(7)
        size, gap = desk.u(8), desk.u(2.6)
        floor = desk.look.plain_smallest_px if action.icon is not None else 0
        say = Say(action.label, self.style, colours.ink, 0.5, on=colours.fill, floor=floor)
        if action.icon is None:
            return say, room
        sign = Sign(icons.glyph(action.icon, right_to_left=desk.look.right_to_left), size, colours.sign, align=0.5)
        beside = room - size - gap
        if desk.type.longest_word(action.label, font, px) > beside:
            # on a small panel there is no room above the words either
            return (say if desk.look.compact else Column((sign, say))), room
        lines = desk.type.wrap(action.label, font, px, beside)
        words = min(beside, max(desk.type.width(line, font, px) for line in lines) + 2.0)
        start = Say(action.label, self.style, colours.ink, on=colours.fill)
        return Row((Cell(sign, size), Cell(start, words)), gap), size + gap + words

    @once
    def height(self, desk: BlockContext, width: float) -> float:
        """Its words and padding, at least 20 mm."""
        inside, wide = self._inside(desk, width)
        air = desk.u(3 if isinstance(inside, Column) else 7)
        return max(inside.height(desk, wide) + air, desk.look.touch(), desk.u(20))

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """Ground, icon, words, target."""
        radius, colours = desk.u(4.5), skin(desk, self.action)
        _ground(desk, scene, rect, colours, radius, raised=self.action.role is not Role.QUIET)
        inside, wide = self._inside(desk, rect.w)
        own = inside.height(desk, wide)
        inside.draw(desk, scene, rect.centred(wide, own))
        _touchable(scene, rect, self.action, radius)


@dataclass(frozen=True, slots=True)
class Tab(Whole):
    """A small button of a row of screens: its sign, and its name under it when `named`."""

    action: Action
    named: bool

    def _name(self, desk: BlockContext) -> Say:
        colours = skin(desk, self.action)
        return Say(self.action.label, Type.SMALL_STRONG, colours.ink, 0.5, desk.look.plain_smallest_px, colours.fill)

    def height(self, desk: BlockContext, width: float) -> float:
        """At least 15 mm."""
        words = self._name(desk).height(desk, width - desk.u(3)) if self.named else 0.0
        return max(desk.look.touch(TOUCH_FLOOR_MM), words + desk.u(8) + desk.u(5))

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """Ground, sign, name, target; the chosen one is told by its frame and by the title of the screen."""
        radius, colours = desk.u(3.5), skin(desk, self.action)
        _ground(desk, scene, rect, colours, radius, raised=False)
        char = icons.glyph(self.action.icon or Icon.INFO, right_to_left=desk.look.right_to_left)
        if self.named:
            say, size = self._name(desk), desk.u(8)
            own = say.height(desk, rect.w - desk.u(3))
            top = rect.y + round((rect.h - own - size - desk.u(1)) / 2)
            put_glyph(scene, Rect(rect.x, top, rect.w, size), char, colours.sign)
            say.draw(desk, scene, Rect(rect.x + desk.u(1.5), top + size + desk.u(1), rect.w - desk.u(3), own))
        else:
            put_glyph(scene, rect.centred(desk.u(9), desk.u(9)), char, colours.sign)
        _touchable(scene, rect, self.action, radius, main=False)


@dataclass(frozen=True, slots=True)
class Tool(Whole):
    """A small square with an icon alone; its label is spoken and stands in the help."""

    action: Action

    def side(self, desk: BlockContext) -> float:
        """15 mm or a little more."""
        return max(desk.look.touch(TOUCH_FLOOR_MM), desk.u(15))

    def height(self, desk: BlockContext, width: float) -> float:
        """Square."""
        del width
        return self.side(desk)

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """Ground, icon, target."""
        c = desk.look.colours
        radius = rect.h / 2 if c.shadows else desk.u(3)
        if self.action.selected:
            scene.box(rect, c.accent, radius)
        elif c.shadows:
            scene.box(rect, c.surface, radius)
        else:
            scene.framed(rect, c.surface, c.edge, max(2.0, desk.u(0.55)), radius)
        ink = c.on_accent if self.action.selected else c.ink
        icon = self.action.icon or Icon.INFO
        put_glyph(scene, rect, icons.glyph(icon, right_to_left=desk.look.right_to_left), ink, 0.54)
        _touchable(scene, rect, self.action, radius, main=False)


@dataclass(frozen=True, slots=True)
class Key(Whole):
    """A key of a pad: one letter, one digit or one sign."""

    label: str
    key: str
    reply: Reply
    sign: str = ""
    primary: bool = False
    enabled: bool = True
    style: Type = Type.KEY
    caption: bool = False
    least: float = 20.0

    @once
    def height(self, desk: BlockContext, width: float) -> float:
        """At least 20 mm (the letters of a keyboard 15)."""
        del width
        return max(desk.look.touch(self.least), desk.u(self.least + 1))

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """Ground, sign, target."""
        role = Role.PRIMARY if self.primary else Role.CHOICE
        colours = skin(desk, Action(self.key, self.label, role=role, enabled=self.enabled))
        radius = desk.u(4.5)
        _ground(desk, scene, rect, colours, radius, raised=True)
        if self.sign:
            self._signed(desk, scene, rect, colours)
        else:
            say = Say(self.label, self.style, colours.ink, 0.5, on=colours.fill)
            own = say.height(desk, rect.w)
            say.draw(desk, scene, Rect(rect.x, rect.y + round((rect.h - own) / 2), rect.w, own))
        if self.enabled:
            scene.target(rect, self.key, self.reply, self.label, radius, main=self.least >= TOUCH_MM)

    def _signed(self, desk: BlockContext, scene: Scene, rect: Rect, colours: Skin) -> None:
        """The sign, with its name under it when the key has room for both."""
        say = Say(self.label, Type.SMALL_STRONG, colours.ink, 0.5, on=colours.fill)
        room, size = rect.w - desk.u(4), desk.u(9)
        widest = desk.type.longest_word(self.label, say.style.font, desk.look.text_px(say.style))
        named = bool(self.caption and self.label) and widest <= room
        own = say.height(desk, room) if named else 0.0
        if not named or own + size + desk.u(3) > rect.h:
            put_glyph(scene, rect.centred(desk.u(10), desk.u(10)), self.sign, colours.ink)
            return
        top = rect.y + round((rect.h - own - size) / 2)
        put_glyph(scene, Rect(rect.x, top, rect.w, size), self.sign, colours.ink)
        say.draw(desk, scene, Rect(rect.x + desk.u(2), top + size, room, own))
