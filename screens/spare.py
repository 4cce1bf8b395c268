"""What a screen that is never paged gives up, in which order, so that it is one page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from screens.blocks import Block, Sheet, Whole
from screens.scene import Rect, Scene
from screens.theme import Type


@dataclass(frozen=True, slots=True)
class Smaller(Whole):
    """A block whose text is one size smaller than was asked for: what is read second on a panel that has no room."""

    block: Block

    def height(self, sheet: Sheet, width: float) -> float:
        """As its block."""
        return self.block.height(replace(sheet, look=sheet.look.smaller), width)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """As its block."""
        self.block.draw(replace(sheet, look=sheet.look.smaller), scene, rect)


@dataclass(frozen=True, slots=True)
class Spare:
    """What a screen gives up to stay one page: the share of its `air`, its `sign`, the height of its keys, its titles.

    `keys` 1.0 is as high as usual, 0.0 is 20 mm; `close`: titles are as small as headings and values as text; `small`: what
    is read second is one size smaller than was asked for; `bare`: what stands on paper too, or stood on the screen before, is
    left out.
    """

    air: float = 1.0
    sign: bool = True
    keys: float = 1.0
    close: bool = False
    small: bool = False
    bare: bool = False

    @property
    def title(self) -> Type:
        """How large the title is."""
        return Type.HEADING if self.close else Type.TITLE

    @property
    def pad(self) -> float:
        """The share of a card's inner distances: words keep off its edge."""
        return max(self.air, 0.35)

    def sized(self, block: Block) -> Block:
        """A block that is read second, in the size that is left for it."""
        return Smaller(block) if self.small else block


# in this order; the keys only where there are any
AIR = (Spare(), Spare(0.6), Spare(0.35), Spare(0.35, sign=False))
KEYS = (Spare(0.35, sign=False, keys=0.5), Spare(0.35, sign=False, keys=0.0))
CLOSE = (
    Spare(0.2, sign=False, keys=0.0, close=True),
    Spare(0.2, sign=False, keys=0.0, close=True, small=True),
)
# text can become no smaller, and what is left is one page
BARE = Spare(0.2, sign=False, keys=0.0, close=True, bare=True)
