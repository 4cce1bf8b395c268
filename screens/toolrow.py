"""The tools of a screen: in columns of a rail, or in a row, with their names under them where one has time to read.

They grow with the text where the panel has room (`screens.buttons.Tool`).
"""

from __future__ import annotations

from kiosk.views.view import Action, LanguageView, MenuView, View
from screens.blocks import Say, Sheet
from screens.buttons import Tool
from screens.scene import Rect, Scene
from screens.theme import Type

_LINES = 2
_STYLE = Type.SMALL_STRONG


def in_row(
    sheet: Sheet, scene: Scene, page: Rect, view: View, tools: tuple[Action, ...], kept: float = 0.0
) -> tuple[float, float]:
    """Tools in a row from the end of the page; answers the width that they take and how much lower their names go.

    `kept`: pixels of the page's width that are not for their names.
    """
    if not tools:
        return 0.0, 0.0
    side, gap = size(sheet, tools)
    wides = _named(sheet, view, tools, page.w - kept - (len(tools) - 1) * gap)
    steps = [max(side, wide) for wide in wides]
    taken = sum(steps) + (len(tools) - 1) * gap
    x = page.right - taken
    for action, step, wide in zip(tools, steps, wides, strict=True):
        _draw(sheet, scene, Rect(x, page.y, step, side), action, wide)
        x += step + gap
    return taken, _words_height(sheet, tools, wides)


def block_width(sheet: Sheet, view: View) -> float:
    """What the tools need of a rail where they stand in three columns; else nothing of their own."""
    if not view.tools or _columns(sheet, view) == 2:
        return 0.0
    side, gap = size(sheet, view.tools)
    return 3 * side + 2 * gap


def block(sheet: Sheet, scene: Scene, rect: Rect, view: View) -> None:
    """Tools in columns; in the reach layout they come down to the controls."""
    if not view.tools:
        return
    (side, gap), columns = size(sheet, view.tools), _columns(sheet, view)
    rows = -(-len(view.tools) // columns)
    high = rows * (side + gap) - gap
    top = rect.bottom - high if sheet.look.reach else rect.y
    start = rect.right - columns * side - (columns - 1) * gap
    for number, action in enumerate(view.tools):
        line, column = divmod(number, columns)
        _draw(sheet, scene, Rect(start + column * (side + gap), top + line * (side + gap), side, side), action, 0.0)


def size(sheet: Sheet, tools: tuple[Action, ...]) -> tuple[float, float]:
    """The side of a tool and what is between two of them."""
    return Tool(tools[0]).side(sheet), max(sheet.u(3.2), sheet.look.touch(3.0))


def _columns(sheet: Sheet, view: View) -> int:
    """Two columns of tools, or three where the rail is too low for two over the controls."""
    side, gap = size(sheet, view.tools)
    rows = -(-len(view.tools) // 2)
    controls = 3 * sheet.u(25) + 2 * sheet.look.gap + sheet.u(5) if view.controls else 0.0
    return 2 if rows * (side + gap) + controls <= sheet.look.glass.height - 2 * sheet.u(7) else 3


def _draw(sheet: Sheet, scene: Scene, rect: Rect, action: Action, wide: float) -> None:
    """A tool in the middle of its column, and its name under it when there is a width for it."""
    Tool(action).draw(sheet, scene, rect.centred(rect.h, rect.h))
    if wide and action.enabled:
        say = _say(sheet, action)
        say.draw(sheet, scene, Rect(rect.x, rect.bottom + sheet.u(1), rect.w, say.height(sheet, rect.w)))


def _say(sheet: Sheet, action: Action) -> Say:
    return Say(action.label, _STYLE, sheet.look.colours.ink, 0.5, sheet.look.smallest_px)


def _named(sheet: Sheet, view: View, tools: tuple[Action, ...], room: float) -> list[float]:
    """The width in which each name has two lines: all the same where there is room, else its own, 0.0 where there is none."""
    none = [0.0] * len(tools)
    if not isinstance(view, LanguageView | MenuView) or sheet.look.compact or sheet.look.reach:
        return none
    side, wides = Tool(tools[0]).side(sheet), [_two_lines(sheet, tool) for tool in tools]
    if max(wides) * len(tools) <= room:
        return [max(wides)] * len(tools)
    return wides if sum(max(side, wide) for wide in wides) <= room else none


def _two_lines(sheet: Sheet, tool: Action) -> float:
    px, font = sheet.look.smallest_px, _STYLE.font
    wide = sheet.type.longest_word(tool.label, font, px) + 2.0
    while len(sheet.type.wrap(tool.label, font, px, wide)) > _LINES:
        wide += sheet.u(1)
    return wide


def _words_height(sheet: Sheet, tools: tuple[Action, ...], wides: list[float]) -> float:
    """How much lower the names go than their tools."""
    highs = [_say(sheet, tool).height(sheet, wide) for tool, wide in zip(tools, wides, strict=True) if wide]
    return sheet.u(1) + max(highs) if highs else 0.0
