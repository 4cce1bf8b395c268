"""The waiting-room display: the number that is called now with its counter, and the last ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.base.colours import Colour
from kiosk.views.view import BoardView, Call, Icon, TextSize
from screens import icons
from screens.blocks import Block, Cell, Column, Panel, Row, Say, Sheet, Sign, Whole, put_glyph
from screens.frame import put_edge, put_mark
from screens.scene import Rect, Scene
from screens.theme import CAPITAL, Type
from screens.widgets.figures import Figures

_RECENT = 5
# the logo, in sizes of the title
_MARK = 1.5
# a capital is read from as far as 200 times its height: the counter from ten metres, where the panel is so large
_FAR_MM, _TIMES = 10_000.0, 200.0
# the share of the panel's height that the number has, and what the counter has of the number
_NUMBER, _COUNTER = 0.46, 0.6
# the band that a call lights up: how often, and how long each time
_PULSES, _PULSE_SECONDS = 3, 1.6


def draw(view: BoardView, sheet: Sheet, scene: Scene, page: int) -> None:
    """Seen from far: the current number and its counter fill a large part of the screen."""
    del page
    # nobody's own text size: the board is for the whole room
    plain = replace(sheet.look.comfort, text_size=TextSize.NORMAL)
    sheet = replace(sheet, look=replace(sheet.look, comfort=plain))
    c = sheet.look.colours
    scene.box(Rect(0, 0, scene.width, scene.height), c.ground)
    put_edge(sheet, scene)
    area = Rect(0, 0, scene.width, scene.height).inset(sheet.u(13), sheet.u(10))
    area = area.below(_top(sheet, scene, area, view) + sheet.u(8))
    if sheet.look.glass.portrait:
        high = round(area.h * 0.52)
        now, last = area.top(high), area.below(high + sheet.u(8))
    else:
        # small panels have letters as high as others: the last numbers need a larger part of it
        wide = round(area.w * (0.56 if sheet.look.compact else 0.62))
        now, last = area.start(wide), area.after(wide + sheet.u(8))
    _now(sheet, scene, now, view)
    _last(sheet, scene, last, view)


def _top(sheet: Sheet, scene: Scene, area: Rect, view: BoardView) -> float:
    c = sheet.look.colours
    px = sheet.look.text_px(Type.TITLE)
    clock = Figures(view.clock, px, c.ink, 1.0, Type.TITLE)
    row = Row((Cell(Say(view.title, Type.TITLE, c.ink)), Cell(clock, max(1.0, clock.width(sheet)))), sheet.u(8))
    size = round(px * _MARK)
    high = max(float(size), row.height(sheet, area.w - size - sheet.u(6)))
    mark = put_mark(sheet, scene, Rect(area.x, area.y + round((high - size) / 2), size, size), view.face)
    beside = area.after(mark.w + sheet.u(6))
    own = row.height(sheet, beside.w)
    row.draw(sheet, scene, beside.below(round((high - own) / 2)).top(own))
    return high


def _now(sheet: Sheet, scene: Scene, rect: Rect, view: BoardView) -> None:
    c, radius = sheet.look.colours, sheet.u(7)
    call = view.current
    fresh = call is not None and call.fresh
    fill, ink = (c.accent, c.on_accent) if fresh else (c.surface, c.ink)
    if c.shadows and not fresh:
        scene.shadow(rect, radius, sheet.u(3))
    scene.framed(rect, fill, c.accent if not c.shadows else fill, sheet.u(0.8), radius)
    if call is None:
        _idle(sheet, scene, rect, view)
        return
    if fresh:
        scene.pulse(rect, ink, radius, _PULSE_SECONDS, _PULSES)
    inner = rect.inset(sheet.u(9), sheet.u(6))
    px = int(inner.h * _NUMBER)
    blocks = _called(sheet, view, call, px, inner.w)
    # the number gives way to what stands with it
    while px > sheet.look.smallest_px and not _fits(sheet, call, blocks, px, inner):
        px = max(sheet.look.smallest_px, int(px * 0.96))
        blocks = _called(sheet, view, call, px, inner.w)
    Column(blocks, _between(sheet), 0.5).draw(sheet, scene, inner)


def _between(sheet: Sheet) -> float:
    return sheet.u(2 if sheet.look.compact else 4)


def _fits(sheet: Sheet, call: Call, blocks: tuple[Block, ...], px: int, inner: Rect) -> bool:
    wides = [float(sheet.type.width(call.number, Type.NUMBER.font, px))]
    wides += [block.width(sheet) for block in blocks if isinstance(block, _To)]
    return max(wides) <= inner.w and Column(blocks, _between(sheet)).height(sheet, inner.w) <= inner.h


def _called(sheet: Sheet, view: BoardView, call: Call, px: int, width: float) -> tuple[Block, ...]:
    """The number in `px`, what it is for, and where it goes."""
    c = sheet.look.colours
    ink, paper = (c.on_accent, c.accent) if call.fresh else (c.ink, c.surface)
    style = Type.LEAD if sheet.look.compact else Type.TITLE
    blocks: list[Block] = [Say(call.service, style, ink, 0.5, lines=1)] if call.service else []
    blocks.append(Say(call.number, Type.NUMBER, ink, 0.5, px))
    if call.day:
        blocks.append(Say(call.day, style, ink, 0.5))
    far = sheet.look.touch(_FAR_MM / _TIMES) / CAPITAL
    counter = int(min(px, max(px * _COUNTER, far)))
    disc = (ink, paper) if call.fresh else (c.accent, c.on_accent)
    to = _To(view.counter_label, call.counter, counter, ink, *disc)
    while to.width(sheet) > width and to.style in _SMALLER:
        to = replace(to, style=_SMALLER[to.style])
    blocks.append(to)
    if call.room:
        blocks.append(Say(call.room, style, ink, 0.5, lines=1))
    return tuple(blocks)


_SMALLER = {Type.HERO: Type.TITLE, Type.TITLE: Type.HEADING, Type.HEADING: Type.BODY_STRONG}


@dataclass(frozen=True, slots=True)
class _To(Whole):
    """An arrow, the word for a counter, and the counter on a disc of its own."""

    label: str
    counter: str
    px: int
    ink: Colour
    fill: Colour
    figure: Colour
    style: Type = Type.HERO

    def _parts(self, sheet: Sheet) -> tuple[float, float, float, Figures]:
        """Widths of arrow, label and disc, and what stands on the disc."""
        size = sheet.look.text_px(self.style)
        figures = Figures(self.counter, self.px, self.figure, 0.5, on=self.fill)
        disc = max(self._disc(), figures.width(sheet) + self.px * 0.5)
        return float(size), float(sheet.type.width(self.label, self.style.font, size)) + 2.0, disc, figures

    def _disc(self) -> float:
        return float(round(self.px * 1.24))

    def width(self, sheet: Sheet) -> float:
        """All of them beside each other."""
        arrow, label, disc, _ = self._parts(sheet)
        return arrow + label + disc + 2 * sheet.u(5)

    def height(self, sheet: Sheet, width: float) -> float:
        """As high as the disc."""
        del width
        return max(self._disc(), sheet.look.text_px(self.style) * self.style.leading)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """In the middle, in the order of reading."""
        arrow, label, disc, figures = self._parts(sheet)
        place = rect.centred(self.width(sheet), rect.h)
        char = icons.MORE_MIRRORED if sheet.look.right_to_left else icons.MORE
        put_glyph(scene, place.start(arrow), char, self.ink)
        say = Say(self.label, self.style, self.ink)
        own, beside = say.height(sheet, label), place.after(arrow + sheet.u(5))
        say.draw(sheet, scene, Rect(beside.x, round(rect.y + (rect.h - own) / 2), label, own))
        last = beside.after(label + sheet.u(5)).start(disc).centred(disc, self._disc())
        scene.box(last, self.fill, self._disc() / 2)
        high = figures.height(sheet, disc)
        figures.draw(sheet, scene, Rect(last.x, round(last.y + (last.h - high) / 2), disc, high))


def _idle(sheet: Sheet, scene: Scene, rect: Rect, view: BoardView) -> None:
    c = sheet.look.colours
    size = sheet.u(40)
    sign = Sign(icons.glyph(Icon.TICKET), size, c.accent, c.accent_soft, 0.5)
    says = tuple(Say(text, Type.LEAD, c.ink_2, 0.5) for text in view.body)
    Column((sign, *says), sheet.u(6), 0.5).draw(sheet, scene, rect.inset(sheet.u(9)))


def _last(sheet: Sheet, scene: Scene, rect: Rect, view: BoardView) -> None:
    """The last calls, all in one size; the word for a counter stands once, over their column."""
    c = sheet.look.colours
    calls = view.recent[:_RECENT]
    if not calls:
        return
    gap = sheet.u(3 if sheet.look.compact else 4)
    pad = sheet.u(4 if sheet.look.compact else 7)
    head = Say(view.counter_label, Type.SMALL_STRONG if sheet.look.compact else Type.HEADING, c.ink_2, 1.0)
    own = head.height(sheet, rect.w - 2 * pad)
    head.draw(sheet, scene, Rect(rect.x + pad, rect.y, rect.w - 2 * pad, own))
    rect = rect.below(own + sheet.u(1.5))
    # as many as there is room for
    least = round(sheet.look.smallest_px * 1.3)
    fit = max(1, min(len(calls), int((rect.h + gap) // (least + gap))))
    high = min(sheet.u(40), (rect.h - gap * (_RECENT - 1)) / _RECENT)
    high = max(high, min(float(least), rect.h))
    px, inner = int(high * 0.66), rect.w - 2 * pad
    while px > sheet.look.smallest_px and any(_row_width(sheet, call, px) > inner for call in calls[:fit]):
        px = max(sheet.look.smallest_px, int(px * 0.96))
    y = rect.y
    for call in calls[:fit]:
        panel = Panel(_row(sheet, call, px), c.surface, (pad, 0.0), sheet.u(5), c.line, sheet.u(0.5), align=0.5)
        panel.draw(sheet, scene, Rect(rect.x, round(y), rect.w, round(high)))
        y += high + gap


def _parts(sheet: Sheet, call: Call, px: int) -> tuple[Figures, Say, Figures]:
    """Number, the day of one that is not of today, and counter."""
    c = sheet.look.colours
    quiet = Say(call.day, Type.SMALL if sheet.look.compact else Type.BODY, c.ink_2, 1.0)
    return Figures(call.number, px, c.ink), quiet, Figures(call.counter, px, c.ink, 1.0)


def _row_width(sheet: Sheet, call: Call, px: int) -> float:
    number, day, counter = _parts(sheet, call, px)
    word = sheet.type.longest_word(call.day, day.style.font, sheet.look.text_px(day.style)) + 4.0 if call.day else 0.0
    return number.width(sheet) + word + counter.width(sheet) + 2 * sheet.u(4)


def _row(sheet: Sheet, call: Call, px: int) -> Row:
    number, day, counter = _parts(sheet, call, px)
    return Row(
        (Cell(number, number.width(sheet)), Cell(day), Cell(counter, max(1.0, counter.width(sheet)))), sheet.u(4)
    )
