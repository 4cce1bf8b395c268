"""Type the number of the letter: letters in the order of the alphabet, digits and a hyphen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.views.touches import CharTyped, Pressed
from kiosk.views.view import Action, CodeEntryView, Icon, Role
from screens import icons
from screens.blocks import BlockContext, Cell, Row, Say, Whole
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

    def height(self, desk: BlockContext, width: float) -> float:
        """One line."""
        del width
        return round(desk.look.text_px(Type.KEY) * 1.2) + desk.u(7)

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """A frame, the text, the caret."""
        c = desk.look.colours
        with scene.fixed(rect):
            scene.framed(rect, c.surface, c.accent, max(2.0, desk.u(0.8)), desk.u(4))
            px, font = desk.look.text_px(Type.KEY), Type.KEY.font
            room = rect.w - desk.u(16)
            shown = self.typed
            while shown and desk.type.width(shown, font, px) > room:
                shown = shown[1:]
            high = round(px * Type.KEY.leading)
            y = rect.y + round((rect.h - high) / 2)
            wide = desk.type.width(shown, font, px)
            if shown:
                Say(shown, Type.KEY, c.ink, 0.0, px).draw(desk, scene, Rect(rect.x + desk.u(7), y, wide + 2.0, high))
            scene.box(Rect(rect.x + desk.u(8) + wide, y, max(2.0, desk.u(0.7)), high), c.accent)


@dataclass(frozen=True, slots=True)
class Keyboard(Whole):
    """All keys in as many columns as 16 mm keys allow."""

    erase_label: str

    def _shape(self, desk: BlockContext, width: float) -> tuple[int, float, float, float]:
        gap = max(desk.u(3), desk.look.touch(GAP_FLOOR_MM))
        least = max(desk.look.touch(_KEY_MM), desk.u(15))
        columns = min(13, max(4, int((width + gap) // (least + gap))))
        if desk.look.glass.portrait:
            columns = min(columns, 8)
        wide = float(int((width - gap * (columns - 1)) / columns))
        high = max(desk.look.touch(_KEY_MM), desk.u(20 if desk.look.glass.portrait and not desk.look.reach else 15.4))
        return columns, gap, wide, high

    def height(self, desk: BlockContext, width: float) -> float:
        """Its rows."""
        columns, gap, _, high = self._shape(desk, width)
        rows = -(-(len(_CHARS) + 1) // columns)
        return rows * high + (rows - 1) * gap

    def draw(self, desk: BlockContext, scene: Scene, rect: Rect) -> None:
        """Digits, letters, hyphen, erase."""
        columns, gap, wide, high = self._shape(desk, rect.w)
        keys = [Key(char, f"char.{char}", CharTyped(char), style=Type.LABEL, least=_KEY_MM) for char in _CHARS]
        keys.append(Key(self.erase_label, "code.erase", Pressed("code.erase"), icons.ERASE, least=_KEY_MM))
        with scene.fixed(rect):
            for number, key in enumerate(keys):
                line, column = divmod(number, columns)
                place = Rect(rect.x + column * (wide + gap), rect.y + line * (high + gap), wide, high)
                if number == len(keys) - 1 and column < columns - 1:
                    place = Rect(place.x, place.y, rect.x + columns * (wide + gap) - gap - place.x, high)
                key.draw(desk, scene, place)


def draw(view: CodeEntryView, desk: BlockContext, scene: Scene, page: int) -> None:
    """Field and keys; the confirm button under them."""
    confirm = Action("code.ok", view.confirm_label, Icon.DONE, role=Role.PRIMARY, enabled=view.can_confirm)
    head, field = heading(desk, view), Field(view.typed)
    keyboard, foot = Keyboard(view.erase_label), (BarButton(confirm), *ways_on(view))
    if desk.look.glass.portrait:
        framed(view, desk, scene, page, Plan((head, field), touch=(keyboard, *foot), gap=8, align=0.5))
    else:
        # one more button finds its place beside the field, so that the keyboard stays on one page
        beside = view.actions[:1]
        cells = [Cell(field, share=1.5), Cell(foot[0]), *(Cell(BarButton(action)) for action in beside)]
        row = Row(tuple(cells), desk.look.gap)
        under = ways_on(replace(view, actions=view.actions[1:]))
        title = Say(view.title, Type.TITLE, desk.look.colours.ink, lines=1)
        framed(view, desk, scene, page, Plan((title,), touch=(row, keyboard, *under), gap=3.5, stacked=True))
