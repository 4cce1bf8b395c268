"""The drawing of each fault: the thing that it is about, and a badge that says what is the matter with it."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.views.view import Icon, Picture, Tone
from screens import icons
from screens.blocks import Block, Free, Sheet, put_glyph
from screens.scene import Rect, Scene
from screens.widgets.drawn import CARD_SHAPE, broken_chip, card_picture, clock_face, paper_picture, reader_plate

Draws = Callable[[Sheet, Scene, Rect], None]


def fault_picture(picture: Picture, pixels: float) -> Block:
    """A drawing on a soft disc, `pixels` high at least; it grows by a half where there is room."""
    thing, badge = _DRAWINGS[picture]

    def draws(sheet: Sheet, scene: Scene, rect: Rect) -> None:
        c = sheet.look.colours
        side = min(rect.w * 0.8, rect.h)
        # where the words begin at the edge, so does the picture
        place = rect if sheet.look.glass.portrait else rect.start(side * 1.1)
        with scene.fixed(place):
            square = place.centred(side, side)
            if c.shadows:
                scene.disc(square.inset(side * 0.02), c.tones[Tone.ATTENTION].soft)
            thing(sheet, scene, square)
            _badge(sheet, scene, Rect(square.x + side * 0.66, square.y + side * 0.58, side * 0.30, side * 0.30), badge)

    return Free(pixels, draws, pixels * 1.5)


def _badge(sheet: Sheet, scene: Scene, rect: Rect, char: str) -> None:
    c = sheet.look.colours
    tone = c.tones[Tone.ATTENTION]
    scene.disc(rect.inset(-rect.w * 0.08), c.ground)
    scene.disc(rect, tone.colour)
    put_glyph(scene, rect, char, c.ground, 0.66)


def _card(sheet: Sheet, scene: Scene, square: Rect, *, chip: bool = True) -> None:
    wide = square.w * 0.74
    card_picture(sheet, scene, square.centred(wide, wide / CARD_SHAPE), chip=chip)


def _front(sheet: Sheet, scene: Scene, square: Rect) -> None:
    _card(sheet, scene, square, chip=False)


def _chip(sheet: Sheet, scene: Scene, square: Rect) -> None:
    wide = square.w * 0.74
    broken_chip(sheet, scene, square.centred(wide, wide / CARD_SHAPE))


def _ghost(sheet: Sheet, scene: Scene, square: Rect) -> None:
    """The place of a card that is not there."""
    c = sheet.look.colours
    wide = square.w * 0.74
    rect = square.centred(wide, wide / CARD_SHAPE)
    scene.framed(rect, c.surface, c.edge, max(2.0, sheet.u(0.8)), rect.w * 0.05)
    put_glyph(scene, rect, icons.glyph(Icon.NO_CARD), c.ink_2, 0.6)


def _reader(sheet: Sheet, scene: Scene, square: Rect) -> None:
    reader_plate(sheet, scene, square.centred(square.w * 0.70, square.w * 0.46), icons.glyph(Icon.CARD))


def _ticket(sheet: Sheet, scene: Scene, square: Rect) -> None:
    paper_picture(sheet, scene, square.centred(square.w * 0.46, square.w * 0.62), "")
    put_glyph(scene, square.centred(square.w * 0.34, square.w * 0.34), icons.glyph(Icon.TICKET), _INK)


def _clock(sheet: Sheet, scene: Scene, square: Rect) -> None:
    clock_face(sheet, scene, square.centred(square.w * 0.66, square.w * 0.66), 12, 0)


def _calendar(sheet: Sheet, scene: Scene, square: Rect) -> None:
    paper_picture(sheet, scene, square.centred(square.w * 0.6, square.w * 0.62), "")
    put_glyph(scene, square.centred(square.w * 0.42, square.w * 0.42), icons.glyph(Icon.CALENDAR), _INK)


def _people(sheet: Sheet, scene: Scene, square: Rect) -> None:
    put_glyph(scene, square.centred(square.w * 0.72, square.w * 0.72), icons.glyph(Icon.PEOPLE), sheet.look.colours.ink)


_INK = (0.12, 0.11, 0.09, 1.0)
_DRAWINGS: dict[Picture, tuple[Draws, str]] = {
    Picture.CARD_OTHER: (_front, icons.glyph(Icon.NOT)),
    Picture.CARD_UNKNOWN: (_front, icons.QUESTION),
    Picture.CARD_UNREADABLE: (_card, icons.glyph(Icon.CARD_TURN)),
    Picture.CARD_REFUSED: (_card, icons.glyph(Icon.STAFF)),
    Picture.CARD_OUT: (_ghost, icons.glyph(Icon.CARD)),
    Picture.NO_CARD: (_ghost, icons.QUESTION),
    Picture.CHIP_SILENT: (_chip, icons.glyph(Icon.NOT)),
    Picture.READER_AWAY: (_reader, icons.glyph(Icon.NOT)),
    Picture.READER_STOPPED: (_reader, icons.glyph(Icon.POWER)),
    Picture.READER_LOCKED: (_reader, icons.glyph(Icon.PROTECTION)),
    Picture.DATES: (_calendar, icons.QUESTION),
    Picture.CLOSED: (_clock, icons.glyph(Icon.NOT)),
    Picture.NUMBERS_GONE: (_people, icons.glyph(Icon.NOT)),
    Picture.NOT_KEPT: (_ticket, icons.glyph(Icon.NOT)),
}
