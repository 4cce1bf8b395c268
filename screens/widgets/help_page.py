"""Help for the screen before: what the pictures mean and what one can do."""

from __future__ import annotations

from kiosk.views.view import HelpView, Icon, Item
from screens.blocks import Block, Sheet
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.theme import Type
from screens.widgets.common import Items, card, framed, item_row, ways_on


def _topic(sheet: Sheet, topic: Item) -> Block:
    """The question strong, the answer in the size of text that is read."""
    small = sheet.look.compact
    row = item_row(sheet, topic, size=12 if small else 20, detail=Type.SMALL if small else Type.BODY)
    return card(sheet, row, pad=4 if small else 7)


def draw(view: HelpView, sheet: Sheet, scene: Scene, page: int) -> None:
    """One card a topic, and what the signs of the tools mean."""
    topics: tuple[Block, ...] = tuple(_topic(sheet, topic) for topic in view.topics)
    beside: tuple[Block, ...] = ()
    if view.tools:
        signs = tuple(Item(action.icon or Icon.INFO, action.label) for action in view.tools)
        tools = card(sheet, Items(signs), pad=4 if sheet.look.compact else 7)
        if sheet.look.glass.portrait or sheet.look.compact or sheet.look.large:
            topics = (*topics, tools)
        else:
            beside = (tools,)
    plan = Plan((heading(sheet, view),), beside, topics, ways_on(sheet, view), split=0.36, gap=4.5, touch_left=True)
    framed(view, sheet, scene, page, plan)
