"""The ways between the pages of a screen, and which page it is."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.base.languages import N_
from screens import icons
from screens.blocks import Block, Cell, Row, Say, Sheet, Whole, once, put_glyph
from screens.scene import Rect, Scene, Turn
from screens.theme import Type

_NEXT = "page.next"


def strip_height(sheet: Sheet) -> float:
    return max(sheet.look.touch(), sheet.u(20))


def pager_width(sheet: Sheet, bar: Rect) -> float:
    """What the way to other pages gets of a foot bar: both of its buttons have their 20 mm."""
    return min(bar.w, 2 * max(sheet.look.touch(), sheet.u(20)) + sheet.look.gap)


def draw_pager(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    """To the page before and to the next one, in words where there is room, and between them where one is."""
    texts, gap = sheet.texts, sheet.look.gap
    backward = icons.AFTER if sheet.look.right_to_left else icons.BEFORE
    count = Say(counted_of(scene), Type.SMALL_STRONG, sheet.look.colours.ink_2, 0.5)
    counted = sheet.type.width(count.text, count.style.font, sheet.look.text_px(count.style)) + 4.0
    ways = [_Way(texts.gettext(N_("Previous page")), "page.back", backward, -1)] if scene.page else []
    # a button in the matter may lead there already
    if scene.page + 1 < scene.pages and all(target.key != _NEXT for target in scene.targets):
        last = scene.page + 1 == scene.pages - scene.asides
        ways.append(_aside(sheet) if last else _Way(texts.gettext(N_("More")), _NEXT, _forward(sheet), 1))
    least = max(sheet.look.touch(), sheet.u(20))
    if not ways:
        return
    wides = [way.width(sheet) for way in ways]
    if sum(wides) + gap * len(ways) + counted > rect.w:
        # the way back is known by its sign; where nothing else fits so is the other
        wides = [
            min(least, wide) if way.step < 0 and len(ways) > 1 else wide for way, wide in zip(ways, wides, strict=True)
        ]
        spare = rect.w - sum(wides) - gap * (len(ways) - 1)
        wides[-1] = max(least, min(wides[-1], wides[-1] + spare))
    for way, wide in zip(ways, wides, strict=True):
        place = rect.after(rect.w - wide) if way.step > 0 else rect.start(wide)
        way.draw(sheet, scene, place)
    before = wides[0] + gap if scene.page else 0.0
    after = wides[-1] + gap if ways[-1].step > 0 else 0.0
    free = rect.after(before).start(rect.w - before - after)
    if count.text and counted <= free.w:
        own = count.height(sheet, free.w)
        count.draw(sheet, scene, Rect(free.x, rect.y + round((rect.h - own) / 2), free.w, own))


def counted_of(scene: Scene) -> str:
    """Which page this is, and of how many; "" where the matter is one, and on what is only good to know."""
    matter = scene.pages - scene.asides
    return f"{scene.page + 1}\u00a0/\u00a0{matter}" if scene.page < matter > 1 else ""


@dataclass(frozen=True, slots=True)
class _Way:
    """The button to another page."""

    words: str
    key: str
    arrow: str
    step: int

    def width(self, sheet: Sheet) -> float:
        """With its words."""
        own = sheet.type.width(self.words, Type.CONTROL.font, sheet.look.text_px(Type.CONTROL))
        return max(sheet.look.touch(), own + sheet.u(19))

    def draw(self, sheet: Sheet, scene: Scene, place: Rect) -> None:
        """Its arrow at the side where it leads, and the words where they fit in two lines."""
        c, radius, size = sheet.look.colours, sheet.u(4.5), sheet.u(8)
        scene.framed(place, c.accent_soft, c.accent, max(2.0, sheet.u(0.55)), radius)
        say = Say(self.words, Type.CONTROL, c.ink, 0.5, floor=sheet.look.plain_smallest_px, on=c.accent_soft)
        room = place.w - size - sheet.u(9)
        fits = sheet.type.longest_word(self.words, say.style.font, sheet.look.plain_smallest_px) <= room
        own = say.height(sheet, room) if fits else 0.0
        if fits and own <= place.h - sheet.u(2):
            at = place.x + (sheet.u(4) if self.step > 0 else place.w - room - sheet.u(4))
            say.draw(sheet, scene, Rect(at, place.y + round((place.h - own) / 2), room, own))
            sign = Rect(
                place.right - size - sheet.u(2.5) if self.step > 0 else place.x + sheet.u(2.5), place.y, size, place.h
            )
        else:
            sign = place.centred(sheet.u(10), sheet.u(10))
        put_glyph(scene, sign, self.arrow, c.accent)
        scene.target(place, self.key, Turn(scene.page + self.step), self.words, radius)


@dataclass(frozen=True, slots=True)
class Counted(Whole):
    """The title of a further page and, where both ways from it have no room between them, which page it is."""

    title: Block

    def _row(self, sheet: Sheet, text: str) -> Row:
        style = Type.SMALL_STRONG
        count = Say(text, style, sheet.look.colours.ink_2, 1.0)
        wide = sheet.type.width("0\u00a0/\u00a00", style.font, sheet.look.text_px(style)) + 4.0
        return Row((Cell(self.title), Cell(count, wide, align=0.0)), sheet.u(4))

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """As its row."""
        return self._row(sheet, "0").height(sheet, width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Its row, counted between the first page and the last."""
        middle = 0 < scene.page < scene.pages - 1
        self._row(sheet, counted_of(scene) if middle else "").draw(sheet, scene, rect)


@dataclass(frozen=True, slots=True)
class Aside(Whole):
    """A button in the matter to what is only good to know, where the ways to other pages have no room for its words."""

    def height(self, sheet: Sheet, _width: float) -> float:
        """20 mm."""
        return strip_height(sheet)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As wide as its words."""
        way = _aside(sheet)
        way.draw(sheet, scene, rect.start(min(rect.w, way.width(sheet))))


def _aside(sheet: Sheet) -> _Way:
    return _Way(sheet.texts.gettext(N_("Good to know")), _NEXT, _forward(sheet), 1)


def _forward(sheet: Sheet) -> str:
    return icons.BEFORE if sheet.look.right_to_left else icons.AFTER
