"""The waiting-room display: the number that is called now, and the last ones."""

from __future__ import annotations

from dataclasses import replace

from kiosk.views.view import BoardView, Call, Icon, TextSize
from screens import icons
from screens.blocks import Block, BlockContext, Cell, Column, Panel, Row, Say, Sign
from screens.scene import Rect, Scene
from screens.theme import Type

_RECENT = 5


def draw(view: BoardView, desk: BlockContext, scene: Scene, page: int) -> None:
    """Seen from far: the current number fills a large part of the screen."""
    del page
    # nobody's own text size: the board is for the whole room
    plain = replace(desk.look.comfort, text_size=TextSize.NORMAL)
    desk = replace(desk, look=replace(desk.look, comfort=plain))
    c = desk.look.colours
    scene.box(Rect(0, 0, scene.width, scene.height), c.ground)
    area = Rect(0, 0, scene.width, scene.height).inset(desk.u(13), desk.u(10))
    area = area.below(_top(desk, scene, area, view) + desk.u(8))
    if desk.look.glass.portrait:
        high = round(area.h * 0.52)
        now, last = area.top(high), area.below(high + desk.u(8))
    else:
        # small panels have letters as high as others: the last numbers need a larger part of it
        wide = round(area.w * (0.54 if desk.look.compact else 0.60))
        now, last = area.start(wide), area.after(wide + desk.u(10))
    _now(desk, scene, now, view)
    _last(desk, scene, last, view)


def _top(desk: BlockContext, scene: Scene, area: Rect, view: BoardView) -> float:
    c = desk.look.colours
    title = Say(view.title, Type.TITLE, c.ink)
    clock = Say(view.clock, Type.TITLE, c.ink, 1.0)
    wide = desk.type.width(view.clock, Type.TITLE.font, desk.look.text_px(Type.TITLE)) + 4.0
    row = Row((Cell(title), Cell(clock, max(1.0, wide))), desk.u(8))
    high = row.height(desk, area.w)
    row.draw(desk, scene, area.top(high))
    return high


def _now(desk: BlockContext, scene: Scene, rect: Rect, view: BoardView) -> None:
    c = desk.look.colours
    call = view.current
    fresh = call is not None and call.fresh
    fill, ink = (c.accent, c.on_accent) if fresh else (c.surface, c.ink)
    if c.shadows and not fresh:
        scene.shadow(rect, desk.u(7), desk.u(3))
    scene.framed(rect, fill, c.accent if not c.shadows else fill, desk.u(0.8), desk.u(7))
    if call is None:
        _idle(desk, scene, rect, view)
        return
    inner = rect.inset(desk.u(9))
    blocks: list[Block] = []
    if call.service:
        blocks.append(Say(call.service, Type.LEAD, ink, 0.5))
    px = _fitting(desk, call.number, inner, 0.52)
    blocks.append(Say(call.number, Type.NUMBER, ink, 0.5, px))
    if call.day:
        blocks.append(Say(call.day, Type.TITLE, ink, 0.5))
    blocks.append(Say(_counter(view, call), Type.HERO, ink, 0.5))
    column = Column(tuple(blocks), desk.u(5), 0.5)
    column.draw(desk, scene, inner)


def _fitting(desk: BlockContext, number: str, inner: Rect, share: float) -> int:
    px = int(inner.h * share)
    while px > desk.look.smallest_px and desk.type.width(number, Type.NUMBER.font, px) > inner.w:
        px = max(desk.look.smallest_px, int(px * 0.94))
    return px


def _counter(view: BoardView, call: Call) -> str:
    """Where the called person goes."""
    return f"{view.counter_label} {call.counter}".strip()


def _idle(desk: BlockContext, scene: Scene, rect: Rect, view: BoardView) -> None:
    c = desk.look.colours
    size = desk.u(40)
    sign = Sign(icons.glyph(Icon.TICKET), size, c.accent, c.accent_soft, 0.5)
    says = tuple(Say(text, Type.LEAD, c.ink_2, 0.5) for text in view.body)
    Column((sign, *says), desk.u(6), 0.5).draw(desk, scene, rect.inset(desk.u(9)))


def _last(desk: BlockContext, scene: Scene, rect: Rect, view: BoardView) -> None:
    c = desk.look.colours
    calls = view.recent[:_RECENT]
    if not calls:
        return
    gap = desk.u(4)
    # all numbers in one size: as large as the longest lets them be beside its counter, read from ten metres
    pad = desk.u(4 if desk.look.compact else 8)
    style, quiet = (Type.SMALL_STRONG, Type.SMALL) if desk.look.compact else (Type.HEADING, Type.BODY)
    inner = rect.w - 2 * pad
    widths = [desk.type.width(_counter(view, call), style.font, desk.look.text_px(style)) for call in calls]
    widths += [desk.type.width(call.day, quiet.font, desk.look.text_px(quiet)) for call in calls if call.day]
    counters = min(max(widths) + 4.0, inner * 0.6)
    places = [_place(desk, view, call, style, quiet) for call in calls]
    # as many as there is room for their words
    highs = [place.height(desk, counters) + desk.u(0.6) for place in places]
    fits = [n for n in range(1, len(highs) + 1) if n * (max(highs[:n]) + gap) <= rect.h + gap]
    fit = max(fits, default=1)
    high = min(desk.u(40), (rect.h - gap * (_RECENT - 1)) / _RECENT)
    high = max(high, min(max(highs[:fit]), rect.h))
    calls, places = calls[:fit], places[:fit]
    px = min(
        _fitting(desk, call.number, Rect(0, 0, inner - counters - desk.u(4), high), 0.62 if not call.day else 0.5)
        for call in calls
    )
    y = rect.y
    for call, to in zip(calls, places, strict=True):
        number = Say(call.number, Type.NUMBER, c.ink, 0.0, px)
        row = Row((Cell(number), Cell(to, counters)), desk.u(4))
        panel = Panel(row, c.surface, (pad, 0.0), desk.u(5), c.line, desk.u(0.5), align=0.5)
        panel.draw(desk, scene, Rect(rect.x, round(y), rect.w, round(high)))
        y += high + gap


def _place(desk: BlockContext, view: BoardView, call: Call, style: Type, quiet: Type) -> Column:
    """Where to go, and the day of a number that is not of today."""
    c = desk.look.colours
    to = Say(_counter(view, call), style, c.ink, 1.0)
    return Column((to, Say(call.day, quiet, c.ink_2, 1.0)) if call.day else (to,))
