"""Attract: calm, in all languages, what one can do here, the hours, and how many wait."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.visit.inputs import Touched
from kiosk.visit.view import AttractView, Icon
from screens import icons
from screens.blocks import Block, Cell, Column, Desk, Free, Grid, Panel, Row, Say, Sign, Spring, Whole
from screens.frame import frame
from screens.layout import Plan, columns_for, compose
from screens.scene import Rect, Scene
from screens.theme import Type
from screens.widgets.common import card, fact
from screens.widgets.drawn import CARD_SHAPE, card_picture, paper_picture


def draw(view: AttractView, desk: Desk, scene: Scene, page: int) -> None:
    """Everything on it leads into the visit; only the tools are buttons of their own."""
    scene.target(Rect(0, 0, scene.width, scene.height), "touch", Touched(), view.title, main=True)
    area = frame(desk, scene, view)
    c = desk.look.colours
    portrait = desk.look.glass.portrait
    align = 0.5 if portrait else 0.0
    words: list[Block] = [Say(view.title, Type.HERO, c.ink, align)]
    words += [Say(text, Type.LEAD, c.ink_2, align) for text in view.body]
    head: list[Block] = [Column(tuple(words), desk.u(4))]
    if portrait and not desk.look.large:
        head.insert(0, Free(desk.u(60), _still_life, desk.u(112)))
    body: list[Block] = []
    if view.offers:
        body.append(card(desk, Offers(view.offers), pad=5))
    if view.invitations:
        body.append(_invitations(desk, view))
    low = _facts(desk, view)
    if portrait:
        plan = Plan((*head, _invite(desk, view), Spring()), (), (*body, *low), gap=7.5)
    elif desk.look.compact:
        # a small panel says it in every language and leaves the pictures out
        plan = Plan((*head, _invite(desk, view), *low), (), (_invitations(desk, view),), split=0.46, align=0.5, gap=7)
    else:
        picture = () if desk.look.large else (Free(desk.u(30), _still_life, desk.u(70)),)
        plan = Plan((*head, *picture, _invite(desk, view)), (), (*body, *low), split=0.48)
    compose(desk, scene, area, page, plan)


def _still_life(desk: Desk, scene: Scene, rect: Rect) -> None:
    """A card and a ticket on a soft disc."""
    c = desk.look.colours
    size = min(rect.h, rect.w * 0.8)
    middle = rect.centred(size, size)
    with scene.fixed(rect):
        if c.shadows:
            scene.disc(rect.centred(size, size), c.ground_2)
        high = size * 0.46
        paper = Rect(middle.x + size * 0.54, middle.y + size * 0.05, size * 0.44, size * 0.66)
        paper_picture(desk, scene, paper, "R014")
        body = Rect(middle.x - size * 0.10, middle.y + size * 0.40, high * CARD_SHAPE, high)
        card_picture(desk, scene, body)


def _invite(desk: Desk, view: AttractView) -> Block:
    """The one thing to do, as a large bar."""
    c = desk.look.colours
    text = next((said for language, said in view.invitations if language == view.language), "")
    sign = Sign(icons.glyph(Icon.TOUCH), desk.u(12), c.on_accent)
    say = Say(text or view.title, Type.LABEL, c.on_accent)
    return Panel(Row((Cell(sign, desk.u(12)), Cell(say)), desk.u(5)), c.accent, (desk.u(9), desk.u(7)), desk.u(6))


@dataclass(frozen=True, slots=True)
class Offers(Whole):
    """What one can do here: beside each other when the words fit, else in two columns or one."""

    offers: tuple[tuple[Icon, str], ...]

    def _block(self, desk: Desk, width: float) -> Block:
        c = desk.look.colours
        labels = [label for _, label in self.offers]
        across = columns_for(desk, labels, width, 4, Type.SMALL_STRONG, 2.0)
        if across == min(4, len(labels)) and not desk.look.large:
            tiles = []
            for icon, label in self.offers:
                sign = Sign(
                    icons.glyph(icon, right_to_left=desk.look.right_to_left), desk.u(15), c.accent, c.accent_soft, 0.5
                )
                tiles.append(Column((sign, Say(label, Type.SMALL_STRONG, c.ink, 0.5)), desk.u(2)))
            return Grid(tuple(tiles), across, desk.u(4))
        rows = tuple(fact(desk, icon, label, style=Type.SMALL_STRONG, size=10) for icon, label in self.offers)
        return Grid(rows, min(2, columns_for(desk, labels, width, 2, Type.SMALL_STRONG, desk.u(16))), desk.u(3))

    def height(self, desk: Desk, width: float) -> float:
        """As what it is here."""
        return self._block(desk, width).height(desk, width)

    def draw(self, desk: Desk, scene: Scene, rect: Rect) -> None:
        """As what it is here."""
        self._block(desk, rect.w).draw(desk, scene, rect)


def _invitations(desk: Desk, view: AttractView) -> Block:
    """The same sentence in every other language."""
    c = desk.look.colours
    others = [said for language, said in view.invitations if language != view.language]
    says: tuple[Block, ...] = tuple(Say(said, Type.SMALL, c.ink_2) for said in others)
    return Grid(says, 1 if desk.look.large or desk.look.compact else 2, desk.u(2 if desk.look.compact else 3.2))


def _facts(desk: Desk, view: AttractView) -> tuple[Block, ...]:
    pairs = [(Icon.CLOCK, view.hours), (Icon.PEOPLE, view.waiting)]
    cells = [fact(desk, icon, text, style=Type.SMALL_STRONG, size=11) for icon, text in pairs if text]
    if not cells:
        return ()
    if desk.look.large or desk.look.compact:
        return (Column(tuple(cells), desk.u(3)),)
    return (Row(tuple(Cell(cell, align=0.0) for cell in cells), desk.u(6)),)
