"""Everything that can be touched, in its five shapes: tile, row, bar, tool and key."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.base.colours import Colour, mix
from kiosk.views.touches import Pressed
from kiosk.views.view import Action, Icon, Role, Tone
from screens import icons
from screens.blocks import Block, Cell, Column, Row, Say, Sheet, Sign, Whole, once, put_glyph
from screens.scene import Rect, Reply, Scene
from screens.theme import TOUCH_FLOOR_MM, TOUCH_MM, Type

# of a tool's square: its picture, and by how much that may grow inside its ring
_GLYPH, _ROUND = 0.54, 1.3
# the height of a count, in sizes of its figures
_COUNT = 1.25
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


def skin(sheet: Sheet, action: Action) -> Skin:
    """The colours of a button: whatever can be touched has an edge, or a fill, that is seen on the page."""
    c = sheet.look.colours
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
    return Skin(c.surface, c.ink, c.ink_2, c.edge, c.accent_soft, c.accent)


def _ground(sheet: Sheet, scene: Scene, rect: Rect, colours: Skin, radius: float, *, raised: bool) -> None:
    if raised and sheet.look.colours.shadows:
        scene.shadow(rect, radius, sheet.u(2.6))
    if colours.edge is not None:
        scene.framed(rect, colours.fill, colours.edge, max(2.0, sheet.u(0.55)), radius)
    else:
        scene.box(rect, colours.fill, radius)


def _touchable(scene: Scene, rect: Rect, action: Action, radius: float, *, main: bool = True) -> None:
    if action.enabled:
        scene.target(rect, action.key, Pressed(action.key), action.label, radius, main=main)


def _sign(sheet: Sheet, icon: Icon, size: float, colours: Skin, align: float = 0.0) -> Sign:
    char = icons.glyph(icon, right_to_left=sheet.look.right_to_left)
    return Sign(char, sheet.u(size), colours.sign, colours.disc, align)


@dataclass(frozen=True, slots=True)
class RowButton(Whole):
    """Wide: icon, label with its detail, and an arrow where reading ends."""

    action: Action

    def _inside(self, sheet: Sheet, width: float) -> Block:
        colours, action = skin(sheet, self.action), self.action
        narrow = width < sheet.u(100)
        words = [Say(action.label, Type.LABEL, colours.ink, on=colours.fill)]
        if action.detail:
            words.append(Say(action.detail, Type.SMALL, colours.ink_2, on=colours.fill))
        cells = [Cell(Column(tuple(words), sheet.u(0.8)))]
        if action.icon is not None:
            # six choices stay on one page in the lower half of a high panel
            size = 13 if narrow or sheet.look.reach else 18
            cells.insert(0, Cell(_sign(sheet, action.icon, size, colours), sheet.u(size)))
        if not narrow and action.icon not in _LEADS_ON:
            char = icons.MORE_MIRRORED if sheet.look.right_to_left else icons.MORE
            cells.append(Cell(Sign(char, sheet.u(7), colours.sign, align=1.0), sheet.u(8)))
        return Row(tuple(cells), sheet.u(4 if narrow else 5))

    @staticmethod
    def _pad(sheet: Sheet, width: float) -> float:
        return sheet.u(4.5 if width < sheet.u(100) else 6)

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """Its words and padding, at least 20 mm."""
        own = self._inside(sheet, width).height(sheet, width - 2 * self._pad(sheet, width)) + sheet.u(7)
        return max(own, sheet.look.touch(), sheet.u(20 if sheet.look.reach else 24))

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Ground, words, target."""
        radius = sheet.u(4.5)
        _ground(sheet, scene, rect, skin(sheet, self.action), radius, raised=self.action.enabled)
        inner, inside = rect.inset(self._pad(sheet, rect.w), 0), self._inside(sheet, rect.w)
        own = inside.height(sheet, inner.w)
        inside.draw(sheet, scene, Rect(inner.x, rect.y + round((rect.h - own) / 2), inner.w, own))
        _touchable(scene, rect, self.action, radius)


@dataclass(frozen=True, slots=True)
class Tile(Whole):
    """High: icon above, label under it."""

    action: Action
    style: Type = Type.LABEL

    def _inside(self, sheet: Sheet) -> Column:
        colours, action = skin(sheet, self.action), self.action
        blocks: list[Block] = []
        if action.icon is not None:
            blocks.append(_sign(sheet, action.icon, 22, colours, 0.5))
        blocks.append(Say(action.label, self.style, colours.ink, 0.5, on=colours.fill))
        if action.detail:
            blocks.append(Say(action.detail, Type.SMALL, colours.ink_2, 0.5, on=colours.fill))
        return Column(tuple(blocks), sheet.u(2.6))

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """Its words and padding, at least 20 mm."""
        return max(self._inside(sheet).height(sheet, width - sheet.u(8)) + sheet.u(10), sheet.look.touch())

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Ground, words, target."""
        radius = sheet.u(5)
        _ground(sheet, scene, rect, skin(sheet, self.action), radius, raised=True)
        inner, inside = rect.inset(sheet.u(4), 0), self._inside(sheet)
        own = inside.height(sheet, inner.w)
        inside.draw(sheet, scene, Rect(inner.x, rect.y + round((rect.h - own) / 2), inner.w, own))
        _touchable(scene, rect, self.action, radius)


@dataclass(frozen=True, slots=True)
class BarButton(Whole):
    """A bar with icon and label in its middle.

    `leads`: with its second line, which says where it leads; `above`: the icon over the words, so that it is narrow.
    """

    action: Action
    style: Type = Type.LABEL
    leads: bool = False
    above: bool = False

    def _two(self, sheet: Sheet, width: float) -> tuple[Block, float]:
        """Label and second line, with the icon where it costs no line."""
        colours, action = skin(sheet, self.action), self.action
        label = Say(action.label, self.style, colours.ink, on=colours.fill)
        words = Column((label, Say(action.detail, Type.SMALL, colours.ink_2, on=colours.fill)))
        room, size, gap = width - sheet.u(7), sheet.u(8), sheet.u(3)
        if action.icon is None or words.height(sheet, room - size - gap) > words.height(sheet, room):
            return words, room
        sign = Sign(icons.glyph(action.icon, right_to_left=sheet.look.right_to_left), size, colours.sign, align=0.5)
        return Row((Cell(sign, size), Cell(words)), gap), room

    def _inside(self, sheet: Sheet, width: float) -> tuple[Block, float]:
        """Icon and words with the width that they take; the icon stands above words that need the whole width."""
        colours, action = skin(sheet, self.action), self.action
        if self.leads and action.detail:
            return self._two(sheet, width)
        font, px = self.style.font, sheet.look.text_px(self.style)
        room = width - sheet.u(7)
        size, gap = sheet.broad(8), sheet.broad(2.6)
        floor = sheet.look.plain_smallest_px if action.icon is not None else 0
        say = Say(action.label, self.style, colours.ink, 0.5, on=colours.fill, floor=floor)
        if action.icon is None:
            return say, room
        sign = Sign(icons.glyph(action.icon, right_to_left=sheet.look.right_to_left), size, colours.sign, align=0.5)
        if self.above:
            # over words of two lines there is no room for it
            return (Column((sign, say)) if len(sheet.type.wrap(action.label, font, px, room)) == 1 else say), room
        beside = room - size - gap
        if sheet.type.longest_word(action.label, font, px) > beside:
            # on a small panel there is no room above the words either
            return (say if sheet.look.compact else Column((sign, say))), room
        lines = sheet.type.wrap(action.label, font, px, beside)
        grown = max(size, round(min(size * sheet.look.growth(self.style), px * sheet.look.leading(self.style))))
        left = room - grown - gap
        fits = sheet.type.longest_word(action.label, font, px) <= left
        if fits and len(sheet.type.wrap(action.label, font, px, left)) == len(lines):
            # the sign grows with the words where that costs them no line and no word
            size, beside, sign = grown, left, replace(sign, pixels=grown)
            lines = sheet.type.wrap(action.label, font, px, beside)
        words = min(beside, max(sheet.type.width(line, font, px) for line in lines) + 2.0)
        start = Say(action.label, self.style, colours.ink, on=colours.fill)
        return Row((Cell(sign, size), Cell(start, words)), gap), size + gap + words

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """Its words and padding, at least 20 mm."""
        inside, wide = self._inside(sheet, width)
        air = sheet.u(3 if isinstance(inside, Column) or self.leads else 7)
        return max(inside.height(sheet, wide) + air, sheet.look.touch(), sheet.u(20))

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Ground, icon, words, target."""
        radius, colours = sheet.u(4.5), skin(sheet, self.action)
        _ground(sheet, scene, rect, colours, radius, raised=self.action.enabled and self.action.role is not Role.QUIET)
        inside, wide = self._inside(sheet, rect.w)
        own = inside.height(sheet, wide)
        inside.draw(sheet, scene, rect.centred(wide, own))
        _touchable(scene, rect, self.action, radius)


@dataclass(frozen=True, slots=True)
class Tab(Whole):
    """A small button of a row of screens: its sign with its name under it, or beside it; a count when there is one.

    `named`: "" for the sign alone.
    """

    action: Action
    named: str

    def least(self, sheet: Sheet) -> float:
        """The width in which no word of its name is divided."""
        word = sheet.type.longest_word(self.action.label, Type.SMALL_STRONG.font, sheet.look.plain_smallest_px)
        return word + (sheet.u(12) + 2 * self._counted(sheet) if self.named == "beside" else 0.0) + sheet.u(3)

    def _name(self, sheet: Sheet) -> Say:
        colours, align = skin(sheet, self.action), 0.0 if self.named == "beside" else 0.5
        return Say(self.action.label, Type.SMALL_STRONG, colours.ink, align, sheet.look.plain_smallest_px, colours.fill)

    def _inside(self, sheet: Sheet, width: float) -> Block:
        colours, size = skin(sheet, self.action), sheet.u(9 if not self.named else 8)
        char = icons.glyph(self.action.icon or Icon.INFO, right_to_left=sheet.look.right_to_left)
        sign = Sign(char, size, colours.sign, align=0.5)
        if self.named != "beside":
            return Column((sign, self._name(sheet)) if self.named else (sign,), sheet.u(1))
        say = self._name(sheet)
        room = width - size - sheet.u(2.5)
        lines = sheet.type.wrap(say.text, say.style.font, say.px, room)
        words = min(room, max(sheet.type.width(line, say.style.font, say.px) for line in lines) + 2.0)
        return Row((Cell(sign, size), Cell(say, words)), sheet.u(2.5))

    def height(self, sheet: Sheet, width: float) -> float:
        """At least 15 mm."""
        return max(
            sheet.look.touch(TOUCH_FLOOR_MM), self._inside(sheet, width - sheet.u(3)).height(sheet, width) + sheet.u(4)
        )

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Ground, sign, name, target; the chosen one is told by its frame and by the title of the screen."""
        radius, colours = sheet.u(3.5), skin(sheet, self.action)
        _ground(sheet, scene, rect, colours, radius, raised=False)
        room = rect.w - sheet.u(3)
        inside = self._inside(sheet, room)
        wide = room
        if isinstance(inside, Row):
            wide = sum(cell.px for cell in inside.cells) + inside.gap
        inside.draw(sheet, scene, rect.centred(wide, inside.height(sheet, room)))
        if self.action.detail:
            self._count(sheet, scene, rect)
        _touchable(scene, rect, self.action, radius, main=False)

    def _counted(self, sheet: Sheet) -> float:
        """The width of the count; 0.0 without one."""
        font, px = Type.SMALL_STRONG.font, sheet.look.plain_smallest_px
        own = sheet.type.width(self.action.detail, font, px) + sheet.u(3)
        return max(float(round(px * _COUNT)), own) if self.action.detail else 0.0

    def _count(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """How many things are to be read there, in its corner."""
        tone, px = sheet.look.colours.tones[Tone.ATTENTION], sheet.look.plain_smallest_px
        say = Say(self.action.detail, Type.SMALL_STRONG, tone.soft, 0.5, px, tone.colour)
        high, wide = round(px * _COUNT), self._counted(sheet)
        place = Rect(rect.right - wide - sheet.u(1), rect.y + sheet.u(1), wide, float(high))
        scene.box(place, tone.colour, high / 2)
        say.draw(sheet, scene, place.centred(wide, say.height(sheet, wide)))


@dataclass(frozen=True, slots=True)
class Tool(Whole):
    """A small square with an icon alone; its label is spoken, stands in the help, and under it where there is room."""

    action: Action

    def side(self, sheet: Sheet) -> float:
        """15 mm or a little more."""
        return max(sheet.look.touch(TOUCH_FLOOR_MM), sheet.u(15))

    def height(self, sheet: Sheet, width: float) -> float:
        """Square."""
        del width
        return self.side(sheet)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Ground, icon, target; nothing where it cannot be used now."""
        if not self.action.enabled:
            return
        c = sheet.look.colours
        radius = rect.h / 2 if c.shadows else sheet.u(3)
        if self.action.selected:
            scene.box(rect, c.accent, radius)
        else:
            scene.framed(rect, c.surface, c.edge, max(2.0, sheet.u(0.55)), radius)
        ink = c.on_accent if self.action.selected else c.ink
        icon = self.action.icon or Icon.INFO
        # the picture grows with the text inside its square
        share = _GLYPH * min(_ROUND, sheet.look.growth(Type.BODY))
        put_glyph(scene, rect, icons.glyph(icon, right_to_left=sheet.look.right_to_left), ink, share)
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
    def height(self, sheet: Sheet, width: float) -> float:
        """At least 20 mm (the letters of a keyboard 15)."""
        del width
        return max(sheet.look.touch(self.least), sheet.u(self.least + 1))

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Ground, sign, target."""
        role = Role.PRIMARY if self.primary else Role.CHOICE
        colours = skin(sheet, Action(self.key, self.label, role=role, enabled=self.enabled))
        radius = sheet.u(4.5)
        _ground(sheet, scene, rect, colours, radius, raised=self.enabled)
        if self.sign:
            self._signed(sheet, scene, rect, colours)
        else:
            say = Say(self.label, self.style, colours.ink, 0.5, on=colours.fill)
            own = say.height(sheet, rect.w)
            say.draw(sheet, scene, Rect(rect.x, rect.y + round((rect.h - own) / 2), rect.w, own))
        if self.enabled:
            scene.target(rect, self.key, self.reply, self.label, radius, main=self.least >= TOUCH_MM)

    def _signed(self, sheet: Sheet, scene: Scene, rect: Rect, colours: Skin) -> None:
        """The sign, with its name under it when the key has room for both."""
        say = Say(self.label, Type.SMALL_STRONG, colours.ink, 0.5, on=colours.fill)
        room, size = rect.w - sheet.u(4), sheet.u(9)
        widest = sheet.type.longest_word(self.label, say.style.font, sheet.look.text_px(say.style))
        named = bool(self.caption and self.label) and widest <= room
        own = say.height(sheet, room) if named else 0.0
        if not named or own + size + sheet.u(3) > rect.h:
            put_glyph(scene, rect.centred(sheet.u(10), sheet.u(10)), self.sign, colours.ink)
            return
        top = rect.y + round((rect.h - own - size) / 2)
        put_glyph(scene, Rect(rect.x, top, rect.w, size), self.sign, colours.ink)
        say.draw(sheet, scene, Rect(rect.x + sheet.u(2), top + size, room, own))
