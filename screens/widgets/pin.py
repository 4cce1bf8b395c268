"""PIN entry: dots, the tries that are left, and the pad on the screen or the real one beside it; never paged."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.views.view import Icon, PinView, Tone
from screens.blocks import Block, Cell, Free, Gap, Row, Say, Sheet
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Scene
from screens.spare import Spare
from screens.theme import Type
from screens.widgets.common import Pill, unpaged, ways_on
from screens.widgets.drawn import pad_reader
from screens.widgets.keypad import Dots, Pad

# how much of the width the words get beside the keys, which may be as narrow as 20 mm each
_SPLITS = (0.46, 0.58, 0.9)
_UNDER_KEYS_MM = 9.0


def draw(view: PinView, sheet: Sheet, scene: Scene, page: int) -> None:
    """Title, dots and pad; on a real pad only the picture of it: what is typed there is not seen here."""
    plans = _on_reader if view.on_pad else _on_screen
    unpaged(view, sheet, scene, page, lambda spare: plans(view, sheet, spare), keyed=not view.on_pad)


def _on_screen(view: PinView, sheet: Sheet, spare: Spare) -> Iterator[Plan]:
    portrait = sheet.look.glass.portrait
    align = 0.5 if portrait else 0.0
    head = heading(sheet, view, align=align, style=spare.title, sign=spare.sign, air=spare.air, small=spare.small)
    pad = Pad("pin", view.can_confirm, view.confirm_label, view.erase_label, high=spare.keys)
    ways = ways_on(sheet, view)
    for said in _typed(view, sheet, spare, align):
        upper = (head, *said)
        if portrait:
            # a finger that misses the last row of keys hits nothing
            apart = Gap(max(0.0, round((sheet.look.touch(_UNDER_KEYS_MM) - 2 * sheet.look.gap) * spare.air)))
            yield Plan(upper, touch=(pad, apart, *ways) if ways else (pad,), gap=9 * spare.air, align=0.5)
            continue
        least = pad.least_width(sheet)
        for split in _SPLITS:
            yield Plan(
                upper, ways, touch=(pad,), gap=6.5 * spare.air, split=split, align=0.5, panes=True, right_least=least
            )


def _typed(view: PinView, sheet: Sheet, spare: Spare, align: float) -> Iterator[tuple[Block, ...]]:
    """The dots and the tries that are left: under each other, at last beside each other."""
    dots = Dots(view.typed, align)
    if not view.tries:
        yield (dots,)
        return
    yield dots, _tries(view, sheet, align)
    if spare.close:
        yield (Row((Cell(Dots(view.typed, 0.0), share=0.7), Cell(_tries(view, sheet, 0.0))), sheet.u(4)),)


def _tries(view: PinView, sheet: Sheet, align: float) -> Block:
    """The tries that are left: a plain line as long as nothing went wrong, then with the sign of a warning."""
    if view.tone is Tone.CALM:
        return Say(view.tries, Type.BODY_STRONG, sheet.look.colours.ink_2, align)
    return Pill(Icon.WARNING, view.tries, align, view.tone)


def _on_reader(view: PinView, sheet: Sheet, spare: Spare) -> Iterator[Plan]:
    """The digits go to the reader alone: the screen does not know how many there are."""
    portrait = sheet.look.glass.portrait
    align = 0.5 if portrait else 0.0
    tries = (_tries(view, sheet, align),) if view.tries else ()
    said = (
        heading(sheet, view, align=align, style=spare.title, sign=spare.sign, air=spare.air, small=spare.small),
        *tries,
    )
    ways = ways_on(sheet, view)
    for size in (64, 40) if spare.sign else (30, 0):
        picture = (Free(sheet.u(size), pad_reader, sheet.u(150)),) if size else ()
        if portrait or not picture:
            yield Plan(said, (), picture, ways, gap=10 * spare.air, align=0.5, stacked=not picture)
        else:
            yield Plan(said, ways, picture, gap=7 * spare.air, split=0.5 if size > 40 else 0.66, align=0.5, panes=True)
