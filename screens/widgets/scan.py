"""Hold the letter or the phone under the camera."""

from __future__ import annotations

from kiosk.base.colours import rgb
from kiosk.views.view import ScanView
from screens import icons
from screens.blocks import Block, Free, Sheet, put_glyph
from screens.frame import heading
from screens.layout import Plan
from screens.scene import Motion, Rect, Scene
from screens.widgets.common import framed, ways_on
from screens.widgets.drawn import CARD_SHAPE, card_back

_PHONE, _GLASS, _PAPER, _INK = rgb("#2B2926"), rgb("#F4F4F2"), rgb("#FFFFFF"), rgb("#1F1B16")


def draw(view: ScanView, sheet: Sheet, scene: Scene, page: int) -> None:
    """A letter and a phone with a code, or the back of a card, and the light of the reader going over them."""
    portrait = sheet.look.glass.portrait
    picture: Block = Free(sheet.u(64), _card if view.card else _picture, sheet.u(130 if view.card else 150))
    head = heading(sheet, view)
    if portrait:
        framed(view, sheet, scene, page, Plan((head,), (), (picture,), ways_on(sheet, view), gap=12, align=0.5))
    else:
        framed(view, sheet, scene, page, Plan((head,), ways_on(sheet, view), (picture,), split=0.48, align=0.5, gap=9))


def _picture(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    c = sheet.look.colours
    with scene.fixed(rect):
        high = min(rect.h, rect.w * 0.82)
        area = rect.centred(min(rect.w, high * 1.25), high)
        paper = Rect(area.x + area.w * 0.06, area.y + area.h * 0.06, area.h * 0.62, area.h * 0.88)
        if c.shadows:
            scene.shadow(paper, sheet.u(1), sheet.u(2.4))
        scene.box(paper, _PAPER, sheet.u(1))
        for number, share in enumerate((0.5, 0.7, 0.62, 0.7, 0.4)):
            y = paper.y + paper.h * (0.1 + number * 0.075)
            scene.box(Rect(paper.x + paper.w * 0.12, y, paper.w * share, paper.h * 0.025), rgb("#C9C2B6"))
        code = paper.w * 0.4
        put_glyph(scene, Rect(paper.x + paper.w * 0.3, paper.y + paper.h * 0.52, code, code), icons.CODE, _INK)
        phone = Rect(area.right - area.h * 0.46, area.y + area.h * 0.16, area.h * 0.42, area.h * 0.80)
        if c.shadows:
            scene.shadow(phone, sheet.u(4), sheet.u(2.4))
        scene.framed(phone, _PHONE, c.edge, max(1.0, sheet.u(0.4)), sheet.u(4))
        glass = phone.inset(phone.w * 0.07, phone.h * 0.06)
        scene.box(glass, _GLASS, sheet.u(2))
        put_glyph(scene, glass.centred(glass.w * 0.8, glass.w * 0.8), icons.CODE, _INK)
        beam = Rect(area.x, area.y + area.h * 0.1, area.w, max(4.0, sheet.u(1.4)))
        with scene.moving(Motion((0.0, 0.0), (0.0, area.h * 0.78), seconds=2.8, rest=0.55), beam):
            scene.box(beam, c.accent, beam.h / 2)


def _card(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    """The back of a card with its three lines."""
    with scene.fixed(rect):
        wide = min(rect.w * 0.86, rect.h * 0.84 * CARD_SHAPE)
        place = rect.centred(wide, wide / CARD_SHAPE)
        card_back(sheet, scene, place)
        beam = Rect(place.x - wide * 0.06, place.y, wide * 1.12, max(4.0, sheet.u(1.4)))
        way = Motion((0.0, place.h * 0.1), (0.0, place.h * 0.95), seconds=2.8, rest=0.42)
        with scene.moving(way, beam):
            scene.box(beam, sheet.look.colours.accent, beam.h / 2)
