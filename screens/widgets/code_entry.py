"""Type the number of the letter: letters in the order of the alphabet, digits and a hyphen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiosk.views.touches import CharTyped, Pressed
from kiosk.views.view import Action, CodeEntryView, Icon, Role
from screens import icons
from screens.blocks import Block, Cell, Row, Say, Sheet, Whole, once
from screens.buttons import BarButton, Key
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.spare import Spare
from screens.theme import GAP_FLOOR_MM, Type
from screens.widgets.common import unpaged, ways_on

_CHARS = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
_KEY_MM = 15.0


@dataclass(frozen=True, slots=True)
class Field(Whole):
    """What is typed, large, with a caret; from left to right in every language."""

    typed: str

    @once
    def _set(self, sheet: Sheet, width: float) -> tuple[int, list[str]]:
        """The em, and the code in lines of it: all that is typed is seen."""
        font, room = Type.KEY.font, max(1.0, width - sheet.u(16))
        px, floor = sheet.look.text_px(Type.KEY), sheet.look.plain_smallest_px
        while px > floor and sheet.type.width(self.typed, font, px) > room:
            px = max(floor, int(px * 0.94))
        lines = [""]
        for char in self.typed:
            if lines[-1] and sheet.type.width(lines[-1] + char, font, px) > room:
                lines.append("")
            lines[-1] += char
        return px, lines

    def height(self, sheet: Sheet, width: float) -> float:
        """Its lines, at least one in large letters."""
        px, lines = self._set(sheet, width)
        return max(round(sheet.look.text_px(Type.KEY) * 1.2), len(lines) * round(px * Type.KEY.leading)) + sheet.u(7)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """A frame, the text, the caret."""
        c = sheet.look.colours
        with scene.fixed(rect):
            scene.framed(rect, c.surface, c.accent, max(2.0, sheet.u(0.8)), sheet.u(4))
            px, lines = self._set(sheet, rect.w)
            high = round(px * Type.KEY.leading)
            y = rect.y + round((rect.h - len(lines) * high) / 2)
            wide = 0
            for number, shown in enumerate(lines):
                y += high if number else 0
                wide = sheet.type.width(shown, Type.KEY.font, px)
                if shown:
                    place = Rect(rect.x + sheet.u(7), y, wide + 2.0, high)
                    Say(shown, Type.KEY, c.ink, 0.0, px).draw(sheet, scene, place)
            scene.box(Rect(rect.x + sheet.u(8) + wide, y, max(2.0, sheet.u(0.7)), high), c.accent)


@dataclass(frozen=True, slots=True)
class Keyboard(Whole):
    """All keys in as many columns as 16 mm keys allow; `high` 0.0 makes them as low as they may be."""

    erase_label: str
    high: float = 1.0

    def _shape(self, sheet: Sheet, width: float) -> tuple[int, float, float, float]:
        gap = max(sheet.u(3), sheet.look.touch(GAP_FLOOR_MM))
        least = max(sheet.look.touch(_KEY_MM), sheet.u(15))
        columns = min(13, max(4, int((width + gap) // (least + gap))))
        if sheet.look.glass.portrait:
            columns = min(columns, 8)
        wide = float(int((width - gap * (columns - 1)) / columns))
        low = max(sheet.look.touch(_KEY_MM), sheet.u(15.4))
        usual = sheet.u(20 if sheet.look.glass.portrait and not sheet.look.reach else 15.4)
        high = max(low, round(low + (usual - low) * self.high))
        return columns, gap, wide, high

    def height(self, sheet: Sheet, width: float) -> float:
        """Its rows."""
        columns, gap, _, high = self._shape(sheet, width)
        rows = -(-(len(_CHARS) + 1) // columns)
        return rows * high + (rows - 1) * gap

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Digits, letters, hyphen, erase."""
        columns, gap, wide, high = self._shape(sheet, rect.w)
        keys = [Key(char, f"char.{char}", CharTyped(char), style=Type.LABEL, least=_KEY_MM) for char in _CHARS]
        keys.append(Key(self.erase_label, "code.erase", Pressed("code.erase"), icons.ERASE, least=_KEY_MM))
        with scene.fixed(rect):
            for number, key in enumerate(keys):
                line, column = divmod(number, columns)
                place = Rect(rect.x + column * (wide + gap), rect.y + line * (high + gap), wide, high)
                if number == len(keys) - 1 and column < columns - 1:
                    place = Rect(place.x, place.y, rect.x + columns * (wide + gap) - gap - place.x, high)
                key.draw(sheet, scene, place)


def draw(view: CodeEntryView, sheet: Sheet, scene: Scene, page: int) -> None:
    """Field and keys, and what confirms beside the field or under the keys; never paged."""
    unpaged(view, sheet, scene, page, lambda spare: _plans(view, sheet, spare), keyed=True)


def _wide(sheet: Sheet, action: Action) -> float:
    """A button beside the field: its words in two lines, and its sign."""
    px, font = sheet.look.text_px(Type.LABEL), Type.LABEL.font
    words = max(sheet.type.longest_word(action.label, font, px), sheet.type.width(action.label, font, px) * 0.6)
    return max(sheet.look.touch(), words + sheet.u(20))


def _plans(view: CodeEntryView, sheet: Sheet, spare: Spare) -> Iterator[Plan]:
    portrait = sheet.look.glass.portrait
    field, keyboard = Field(view.typed), Keyboard(view.erase_label, spare.keys)
    confirm = Action("code.ok", view.confirm_label, Icon.DONE, role=Role.PRIMARY, enabled=view.can_confirm)
    head: Block = heading(sheet, view, style=spare.title, sign=spare.sign, air=spare.air, small=spare.small)
    gap = (8 if portrait else 3.5) * spare.air
    if portrait and spare.sign:
        yield Plan((head, field), touch=(keyboard, BarButton(confirm), *ways_on(sheet, view)), gap=gap, align=0.5)
    if not portrait or spare.close:
        # where the letter is that has the code was said before
        head = Say(view.title, spare.title, sheet.look.colours.ink, lines=1)
    rest = ways_on(sheet, replace(view, actions=view.actions[1:]))
    for beside in ((confirm, *view.actions[:1]), (confirm,)):
        # what stands beside the field leaves the keys their page
        cells = [Cell(field), *(Cell(BarButton(action), _wide(sheet, action)) for action in beside)]
        more = rest if len(beside) > 1 else ways_on(sheet, view)
        row: Block = Row(tuple(cells), sheet.look.gap)
        if portrait and len(beside) > 1:
            continue
        yield Plan((head,), touch=(row, keyboard, *more), gap=gap, stacked=True, follow=not portrait)
    if spare.close:
        buttons = tuple(Cell(BarButton(action)) for action in (confirm, *view.actions[:1]))
        under = Row(buttons, sheet.look.gap)
        yield Plan((head,), touch=(field, keyboard, under, *rest), gap=gap, stacked=True)
