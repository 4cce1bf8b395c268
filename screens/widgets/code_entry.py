"""Type the number of the letter: letters in the order of the alphabet, digits and a hyphen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.views.touches import CharTyped, Pressed
from kiosk.views.view import Action, CodeEntryView, Icon, Role
from screens import icons
from screens.blocks import Cell, Row, Say, Sheet, Whole
from screens.buttons import BarButton, Key
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.theme import GAP_FLOOR_MM, Type
from screens.widgets.common import framed, ways_on

_CHARS = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
_KEY_MM = 15.0


@dataclass(frozen=True, slots=True)
class Field(Whole):
    """What is typed, large, with a caret; from left to right in every language."""

    typed: str

    def height(self, sheet: Sheet, width: float) -> float:
        """One line."""
        del width
        return round(sheet.look.text_px(Type.KEY) * 1.2) + sheet.u(7)

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """A frame, the text, the caret."""
        c = sheet.look.colours
        with scene.fixed(rect):
            scene.framed(rect, c.surface, c.accent, max(2.0, sheet.u(0.8)), sheet.u(4))
            px, font = sheet.look.text_px(Type.KEY), Type.KEY.font
            room = rect.w - sheet.u(16)
            shown = self.typed
            while shown and sheet.type.width(shown, font, px) > room:
                shown = shown[1:]
            high = round(px * Type.KEY.leading)
            y = rect.y + round((rect.h - high) / 2)
            wide = sheet.type.width(shown, font, px)
            if shown:
                Say(shown, Type.KEY, c.ink, 0.0, px).draw(sheet, scene, Rect(rect.x + sheet.u(7), y, wide + 2.0, high))
            scene.box(Rect(rect.x + sheet.u(8) + wide, y, max(2.0, sheet.u(0.7)), high), c.accent)


@dataclass(frozen=True, slots=True)
class Keyboard(Whole):
    """All keys in as many columns as 16 mm keys allow."""

    erase_label: str

    def _shape(self, sheet: Sheet, width: float) -> tuple[int, float, float, float]:
        gap = max(sheet.u(3), sheet.look.touch(GAP_FLOOR_MM))
        least = max(sheet.look.touch(_KEY_MM), sheet.u(15))
        columns = min(13, max(4, int((width + gap) // (least + gap))))
        if sheet.look.glass.portrait:
            columns = min(columns, 8)
        wide = float(int((width - gap * (columns - 1)) / columns))
        high = max(
            sheet.look.touch(_KEY_MM), sheet.u(20 if sheet.look.glass.portrait and not sheet.look.reach else 15.4)
        )
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
    """Field and keys; the confirm button under them."""
    confirm = Action("code.ok", view.confirm_label, Icon.DONE, role=Role.PRIMARY, enabled=view.can_confirm)
    head, field = heading(sheet, view), Field(view.typed)
    keyboard, foot = Keyboard(view.erase_label), (BarButton(confirm), *ways_on(view))
    if sheet.look.glass.portrait:
        framed(view, sheet, scene, page, Plan((head, field), touch=(keyboard, *foot), gap=8, align=0.5))
    else:
        # one more button finds its place beside the field, so that the keyboard stays on one page
        beside = view.actions[:1]
        cells = [Cell(field, share=1.5), Cell(foot[0]), *(Cell(BarButton(action)) for action in beside)]
        row = Row(tuple(cells), sheet.look.gap)
        under = ways_on(replace(view, actions=view.actions[1:]))
        title = Say(view.title, Type.TITLE, sheet.look.colours.ink, lines=1)
        framed(view, sheet, scene, page, Plan((title,), touch=(row, keyboard, *under), gap=3.5, stacked=True))
