"""Reading, greeting and checking: what is done now, step by step, each tick as it becomes true."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.base.colours import Colour
from kiosk.views.view import CheckingView, GreetingView, Icon, ReadingView, Step, StepState, View
from screens import icons
from screens.blocks import Block, Cell, Column, Free, Row, Say, Sheet, Sign, Spring, Whole, once, put_glyph
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import card, framed, ways_on
from screens.widgets.drawn import Paper, card_picture, printer_with_paper, spinner

_PAPER_ICONS = frozenset({Icon.TICKET, Icon.PRINTER, Icon.PAPER})


@dataclass(frozen=True, slots=True)
class Mark(Whole):
    """How a step stands: an empty ring, a turning one, a tick, a question mark or a cross."""

    state: StepState
    pixels: float

    @once
    def height(self, sheet: Sheet, width: float) -> float:
        """Square."""
        del sheet, width
        return self.pixels

    def draw(self, sheet: Sheet, scene: Scene, rect: Rect) -> None:
        """Told by its shape as well as its colour."""
        c = sheet.look.colours
        place = rect.centred(self.pixels, self.pixels)
        if self.state is StepState.RUNNING:
            spinner(sheet, scene, place, c.accent, c.line)
            return
        if self.state is StepState.WAITING:
            scene.arc(place.inset(sheet.u(1)), max(2.0, sheet.u(0.7)), c.edge)
            return
        char, tone = icons.STEP_GLYPHS[self.state]
        pair = c.tones[tone]
        on: Colour = c.ground if c.shadows else c.on_accent
        Sign(char, self.pixels, on, pair.colour).draw(sheet, scene, place)


def step_row(sheet: Sheet, step: Step) -> Row:
    """Picture, words, mark."""
    c = sheet.look.colours
    quiet = step.state is StepState.WAITING
    char = icons.glyph(step.icon, right_to_left=sheet.look.right_to_left)
    size = sheet.u(18 if sheet.look.glass.portrait else 13)
    sign = Sign(char, size, c.ink_2 if quiet else c.accent, c.ground_2 if quiet else c.accent_soft)
    say = Say(step.label, Type.LABEL, c.ink_2 if quiet else c.ink)
    mark = Mark(step.state, sheet.u(12))
    return Row((Cell(sign, size), Cell(say), Cell(mark, sheet.u(12))), sheet.u(6 if sheet.look.glass.portrait else 4))


def _steps(sheet: Sheet, steps: tuple[Step, ...]) -> tuple[Block, ...]:
    return (card(sheet, Column(tuple(step_row(sheet, s) for s in steps), sheet.u(6)), pad=8),) if steps else ()


def draw_reading(view: ReadingView | CheckingView, sheet: Sheet, scene: Scene, page: int) -> None:
    """The card rests in the slot while the steps become true; without steps a sign with a turning ring."""
    portrait = sheet.look.glass.portrait
    if view.icon in _PAPER_ICONS:
        picture: Block = Free(sheet.u(60), _paper, sheet.u(130 if portrait else 110))
    elif not view.steps:
        picture = Free(sheet.u(60), lambda d, s, r: _busy(d, s, r, view), sheet.u(100))
    else:
        picture = Free(sheet.u(60 if portrait else 24), _resting, sheet.u(92 if portrait else 56))
    _draw(view, view.steps, sheet, scene, page, picture)


def _busy(sheet: Sheet, scene: Scene, rect: Rect, view: View) -> None:
    """What is looked up, in a ring that turns."""
    c = sheet.look.colours
    side = min(rect.w, rect.h)
    place = rect.centred(side, side)
    spinner(sheet, scene, place, c.accent, c.line)
    char = icons.glyph(view.icon or Icon.CLOCK, right_to_left=sheet.look.right_to_left)
    put_glyph(scene, place, char, c.accent, 0.42)


def draw_greeting(view: GreetingView, sheet: Sheet, scene: Scene, page: int) -> None:
    """Hello, large."""
    c = sheet.look.colours
    sign = Sign(
        icons.glyph(view.icon or Icon.PERSON),
        sheet.u(48 if sheet.look.glass.portrait else 34),
        c.accent,
        c.accent_soft,
        _middle(sheet),
    )
    _draw(view, view.steps, sheet, scene, page, sign)


def _middle(sheet: Sheet) -> float:
    return 0.5 if sheet.look.glass.portrait else 0.0


def _draw(view: View, steps: tuple[Step, ...], sheet: Sheet, scene: Scene, page: int, picture: Block) -> None:
    head = heading(sheet, view, align=_middle(sheet))
    rows, touch = _steps(sheet, steps), ways_on(sheet, view)
    above: tuple[Block, ...] = () if sheet.look.large else (picture,)
    if sheet.look.glass.portrait:
        plan = Plan((Spring(), *above, head, Spring(0.6), *rows, Spring()), touch=touch, gap=8)
    elif not rows and above:
        plan = Plan((head,), body=above, touch=touch, split=0.46, align=0.5)
    else:
        plan = Plan((Spring(), *above, head, Spring()), body=(Spring(), *rows, Spring()), touch=touch, split=0.44)
    framed(view, sheet, scene, page, plan)


def _paper(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    printer_with_paper(sheet, scene, rect.inset(0, rect.h * 0.06), "", icons.glyph(Icon.PRINTER), Paper.TIP)


def _resting(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    c = sheet.look.colours
    with scene.fixed(rect):
        wide = min(rect.w, rect.h * 1.25)
        place = rect.centred(wide, wide * 0.64)
        if c.shadows:
            scene.disc(rect.centred(rect.h * 1.0, rect.h * 1.0), c.ground_2)
        card_picture(sheet, scene, place)
