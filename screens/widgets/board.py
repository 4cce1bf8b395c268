"""The waiting-room display: the number that is called now, and the last ones."""

from __future__ import annotations

from dataclasses import replace

from kiosk.views.view import BoardView, Call, Icon, TextSize
from screens import icons
from screens.blocks import Block, Cell, Column, Panel, Row, Say, Sheet, Sign
from screens.frame import put_edge, put_mark
from screens.scene import Rect, Scene
from screens.theme import Type

_RECENT = 5
# the logo, in sizes of the title
_MARK = 1.5


def draw(view: BoardView, sheet: Sheet, scene: Scene, page: int) -> None:
    """Seen from far: the current number fills a large part of the screen."""
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
        wide = round(area.w * (0.54 if sheet.look.compact else 0.60))
        now, last = area.start(wide), area.after(wide + sheet.u(10))
    _now(sheet, scene, now, view)
    _last(sheet, scene, last, view)


def _top(sheet: Sheet, scene: Scene, area: Rect, view: BoardView) -> float:
    c = sheet.look.colours
    title = Say(view.title, Type.TITLE, c.ink)
    clock = Say(view.clock, Type.TITLE, c.ink, 1.0)
    wide = sheet.type.width(view.clock, Type.TITLE.font, sheet.look.text_px(Type.TITLE)) + 4.0
    row = Row((Cell(title), Cell(clock, max(1.0, wide))), sheet.u(8))
    size = round(sheet.look.text_px(Type.TITLE) * _MARK)
    high = max(float(size), row.height(sheet, area.w - size - sheet.u(6)))
    mark = put_mark(sheet, scene, Rect(area.x, area.y + round((high - size) / 2), size, size), view.face)
    beside = area.after(mark.w + sheet.u(6))
    own = row.height(sheet, beside.w)
    row.draw(sheet, scene, beside.below(round((high - own) / 2)).top(own))
    return high


def _now(sheet: Sheet, scene: Scene, rect: Rect, view: BoardView) -> None:
    c = sheet.look.colours
    call = view.current
    fresh = call is not None and call.fresh
    fill, ink = (c.accent, c.on_accent) if fresh else (c.surface, c.ink)
    if c.shadows and not fresh:
        scene.shadow(rect, sheet.u(7), sheet.u(3))
    scene.framed(rect, fill, c.accent if not c.shadows else fill, sheet.u(0.8), sheet.u(7))
    if call is None:
        _idle(sheet, scene, rect, view)
        return
    inner = rect.inset(sheet.u(9))
    blocks: list[Block] = []
    if call.service:
        blocks.append(Say(call.service, Type.LEAD, ink, 0.5))
    px = _fitting(sheet, call.number, inner, 0.52)
    blocks.append(Say(call.number, Type.NUMBER, ink, 0.5, px))
    if call.day:
        blocks.append(Say(call.day, Type.TITLE, ink, 0.5))
    blocks.append(Say(_counter(view, call), Type.HERO, ink, 0.5))
    column = Column(tuple(blocks), sheet.u(5), 0.5)
    column.draw(sheet, scene, inner)


def _fitting(sheet: Sheet, number: str, inner: Rect, share: float) -> int:
    px = int(inner.h * share)
    while px > sheet.look.smallest_px and sheet.type.width(number, Type.NUMBER.font, px) > inner.w:
        px = max(sheet.look.smallest_px, int(px * 0.94))
    return px


def _counter(view: BoardView, call: Call) -> str:
    """Where the called person goes."""
    return f"{view.counter_label} {call.counter}".strip()


def _idle(sheet: Sheet, scene: Scene, rect: Rect, view: BoardView) -> None:
    c = sheet.look.colours
    size = sheet.u(40)
    sign = Sign(icons.glyph(Icon.TICKET), size, c.accent, c.accent_soft, 0.5)
    says = tuple(Say(text, Type.LEAD, c.ink_2, 0.5) for text in view.body)
    Column((sign, *says), sheet.u(6), 0.5).draw(sheet, scene, rect.inset(sheet.u(9)))


def _last(sheet: Sheet, scene: Scene, rect: Rect, view: BoardView) -> None:
    c = sheet.look.colours
    calls = view.recent[:_RECENT]
    if not calls:
        return
    gap = sheet.u(4)
    # all numbers in one size: as large as the longest lets them be beside its counter, read from ten metres
    pad = sheet.u(4 if sheet.look.compact else 8)
    style, quiet = (Type.SMALL_STRONG, Type.SMALL) if sheet.look.compact else (Type.HEADING, Type.BODY)
    inner = rect.w - 2 * pad
    widths = [sheet.type.width(_counter(view, call), style.font, sheet.look.text_px(style)) for call in calls]
    widths += [sheet.type.width(call.day, quiet.font, sheet.look.text_px(quiet)) for call in calls if call.day]
    counters = min(max(widths) + 4.0, inner * 0.6)
    places = [_place(sheet, view, call, style, quiet) for call in calls]
    # as many as there is room for their words
    highs = [place.height(sheet, counters) + sheet.u(0.6) for place in places]
    fits = [n for n in range(1, len(highs) + 1) if n * (max(highs[:n]) + gap) <= rect.h + gap]
    fit = max(fits, default=1)
    high = min(sheet.u(40), (rect.h - gap * (_RECENT - 1)) / _RECENT)
    high = max(high, min(max(highs[:fit]), rect.h))
    calls, places = calls[:fit], places[:fit]
    px = min(
        _fitting(sheet, call.number, Rect(0, 0, inner - counters - sheet.u(4), high), 0.62 if not call.day else 0.5)
        for call in calls
    )
    y = rect.y
    for call, to in zip(calls, places, strict=True):
        number = Say(call.number, Type.NUMBER, c.ink, 0.0, px)
        row = Row((Cell(number), Cell(to, counters)), sheet.u(4))
        panel = Panel(row, c.surface, (pad, 0.0), sheet.u(5), c.line, sheet.u(0.5), align=0.5)
        panel.draw(sheet, scene, Rect(rect.x, round(y), rect.w, round(high)))
        y += high + gap


def _place(sheet: Sheet, view: BoardView, call: Call, style: Type, quiet: Type) -> Column:
    """Where to go, and the day of a number that is not of today."""
    c = sheet.look.colours
    to = Say(_counter(view, call), style, c.ink, 1.0)
    return Column((to, Say(call.day, quiet, c.ink_2, 1.0)) if call.day else (to,))
