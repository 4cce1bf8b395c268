"""Help for the screen before: what the pictures mean and what one can do."""

from __future__ import annotations

from kiosk.visit.view import HelpView
from screens.blocks import Block, Desk
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.widgets.common import card, framed, item_row, ways_on


def draw(view: HelpView, desk: Desk, scene: Scene, page: int) -> None:
    """One card a topic."""
    topics: tuple[Block, ...] = tuple(card(desk, item_row(desk, topic, size=16), pad=5.5) for topic in view.topics)
    framed(
        view,
        desk,
        scene,
        page,
        Plan((heading(desk, view),), (), topics, ways_on(view), split=0.36, gap=4.5, touch_left=True),
    )
