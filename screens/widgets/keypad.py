"""The number pad, and the dots that stand for digits; left and right stay as on every telephone."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.views.touches import DigitTyped, Pressed
from screens import icons
from screens.blocks import Sheet, Whole
from screens.buttons import Key
from screens.scene import Rect, Scene

_ROWS = ((1, 2, 3), (4, 5, 6), (7, 8, 9))
LEAST_DOTS = 4
# as long as any PIN is (devices.api.card.Pin)
MOST_DOTS = 12


@dataclass(frozen=True, slots=True)
class Dots(Whole):
    """One round place a digit: an empty ring, or filled and larger; more places when more digits are typed.

    `open_end`: nobody knows how many digits come, so that there is one ring for the next and no number is promised.
    """

    typed: int
    align: float = 0.5
    open_end: bool = False

    @property
    def count(self) -> int:
        """How many places there are."""
        return min(self.typed + 1, MOST_DOTS) if self.open_end else max(LEAST_DOTS, self.typed)

    def height(self, sheet: Sheet, width: float) -> float:
        """One dot and its air."""
        del width
        return sheet.u(15)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """From left to right in every language."""
        c = sheet.look.colours
        count = self.count
        size = min(sheet.u(10), rect.w / (count * 1.7))
        step = size * 1.7
        x = rect.x + (rect.w - (count * step - (step - size))) * self.align
        with scene.fixed(rect):
            for number in range(count):
                place = Rect(x + number * step, rect.y + (rect.h - size) / 2, size, size)
                if number < self.typed:
                    scene.disc(place, c.ink)
                else:
                    scene.arc(place.inset(size * 0.12), max(2.0, sheet.u(0.8)), c.edge)


@dataclass(frozen=True, slots=True)
class Pad(Whole):
    """Ten digits, erase and confirm; `keys` is the prefix of the two ("pin" gives "pin.erase" and "pin.ok").

    `high` 1.0 gives keys of the usual height, 0.0 of 20 mm.
    """

    keys: str
    can_confirm: bool
    confirm_label: str
    erase_label: str
    widest: float = 150.0
    high: float = 1.0

    def _key_height(self, sheet: Sheet) -> float:
        least = sheet.look.touch(20.0)
        usual = sheet.u(21 if not sheet.look.glass.portrait else 23 if sheet.look.reach else 29)
        return max(least, round(least + (usual - least) * self.high))

    @staticmethod
    def least_width(sheet: Sheet) -> float:
        """Three keys of 20 mm."""
        return 3 * sheet.look.touch() + 2 * sheet.look.gap + 3.0

    def height(self, sheet: Sheet, width: float) -> float:
        """Four rows."""
        del width
        return 4 * self._key_height(sheet) + 3 * sheet.look.gap

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """A block of keys in the middle."""
        gap, high = sheet.look.gap, self._key_height(sheet)
        pad = rect.centred(min(rect.w, sheet.u(self.widest)), self.height(sheet, rect.w))
        wide = float(int((pad.w - 2 * gap) / 3))
        with scene.fixed(rect):
            for line, keys in enumerate(self._keys()):
                for column, key in enumerate(keys):
                    place = Rect(pad.x + column * (wide + gap), rect.y + line * (high + gap), wide, high)
                    key.draw(sheet, scene, place)

    def _keys(self) -> list[list[Key]]:
        rows = [[Key(str(d), f"digit.{d}", DigitTyped(d)) for d in row] for row in _ROWS]
        erase, confirm = f"{self.keys}.erase", f"{self.keys}.ok"
        rows.append(
            [
                Key(self.erase_label, erase, Pressed(erase), icons.ERASE, caption=True),
                Key("0", "digit.0", DigitTyped(0)),
                Key(
                    self.confirm_label,
                    confirm,
                    Pressed(confirm),
                    icons.CHECK,
                    primary=True,
                    enabled=self.can_confirm,
                    caption=True,
                ),
            ]
        )
        return rows
