"""Help for the screen before: what the pictures mean and what one can do."""

from __future__ import annotations

from kiosk.views.view import HelpView, Icon, Item
from screens.blocks import Block, BlockContext
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.theme import Type
from screens.widgets.common import Items, card, framed, item_row, ways_on


def _topic(desk: BlockContext, topic: Item) -> Block:
    """The question strong, the answer in the size of text that is read."""
    small = desk.look.compact
    row = item_row(desk, topic, size=12 if small else 20, detail=Type.SMALL if small else Type.BODY)
    return card(desk, row, pad=4 if small else 7)


def draw(view: HelpView, desk: BlockContext, scene: Scene, page: int) -> None:
    """One card a topic, and what the signs of the tools mean."""
    topics: tuple[Block, ...] = tuple(_topic(desk, topic) for topic in view.topics)
    beside: tuple[Block, ...] = ()
    if view.tools:
        signs = tuple(Item(action.icon or Icon.INFO, action.label) for action in view.tools)
        tools = card(desk, Items(signs), pad=4 if desk.look.compact else 7)
        if desk.look.glass.portrait or desk.look.compact or desk.look.large:
            topics = (*topics, tools)
        else:
            beside = (tools,)
    plan = Plan((heading(desk, view),), beside, topics, ways_on(view), split=0.36, gap=4.5, touch_left=True)
    framed(view, desk, scene, page, plan)
