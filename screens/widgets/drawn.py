"""Drawings of real things: the card, the slot, the paper, a spinner.  They are never mirrored."""

from __future__ import annotations

from screens.blocks import Desk, Say, put_glyph
from screens.colours import Colour, mix, rgb
from screens.scene import Motion, Rect, Scene
from screens.theme import Type

CARD_SHAPE = 85.6 / 54.0
_CARD = (rgb("#E6EEF6"), rgb("#C9DCEB"), rgb("#EBCFD4"))
_PRINT = rgb("#8FA3B8")
_CHIP, _CHIP_LINES = rgb("#E2B84A"), rgb("#9A7420")
_DEVICE, _DEVICE_2, _MOUTH = rgb("#3A3733"), rgb("#4C4843"), rgb("#14120F")
_PAPER, _PAPER_INK = rgb("#FFFFFF"), rgb("#1F1B16")


def card_picture(desk: Desk, scene: Scene, rect: Rect, *, chip: bool = True) -> None:
    """A residence card; with `chip` the side with the contacts, else the side with the photo."""
    radius = rect.w * 0.045
    if desk.look.colours.shadows:
        scene.shadow(rect, radius, desk.u(2.4))
    scene.box(rect, _CARD[0], radius)
    scene.box(Rect(rect.x, rect.y + rect.h * 0.58, rect.w, rect.h * 0.42), _CARD[1], radius)
    scene.box(Rect(rect.x, rect.y + rect.h * 0.58, rect.w, rect.h * 0.2), _CARD[1])
    scene.box(Rect(rect.x + rect.w * 0.07, rect.y + rect.h * 0.09, rect.w * 0.42, rect.h * 0.06), _PRINT, rect.h * 0.03)
    if chip:
        _chip(scene, Rect(rect.x + rect.w * 0.09, rect.y + rect.h * 0.32, rect.w * 0.19, rect.h * 0.27))
        start = 0.40
    else:
        photo = Rect(rect.x + rect.w * 0.07, rect.y + rect.h * 0.25, rect.w * 0.28, rect.h * 0.58)
        scene.box(photo, _CARD[2], radius * 0.7)
        face = photo.w * 0.42
        scene.disc(Rect(photo.x + (photo.w - face) / 2, photo.y + photo.h * 0.2, face, face * 1.15), _PRINT)
        shoulders = Rect(photo.x + photo.w * 0.14, photo.y + photo.h * 0.66, photo.w * 0.72, photo.h * 0.34)
        scene.box(shoulders, _PRINT, photo.w * 0.2)
        start = 0.42
    for number, share in enumerate((0.42, 0.30, 0.36, 0.22)):
        y = rect.y + rect.h * (0.32 + number * 0.14)
        line = Rect(rect.x + rect.w * start, y, rect.w * share, rect.h * 0.055)
        scene.box(line, _PRINT, rect.h * 0.03)


def _chip(scene: Scene, rect: Rect) -> None:
    scene.box(rect, _CHIP, rect.w * 0.16)
    thin = max(1.5, rect.w * 0.035)
    for share in (0.34, 0.66):
        y = rect.y + rect.h * share
        scene.curve([(rect.x, y), (rect.right, y)], thin, _CHIP_LINES)
    x = rect.x + rect.w / 2
    scene.curve([(x, rect.y), (x, rect.y + rect.h * 0.34)], thin, _CHIP_LINES)
    scene.curve([(x, rect.y + rect.h * 0.66), (x, rect.bottom)], thin, _CHIP_LINES)
    scene.box(rect.centred(rect.w * 0.42, rect.h * 0.30), _CHIP, rect.w * 0.08)


def _device(desk: Desk, scene: Scene, rect: Rect, light: Colour, sign: str) -> float:
    """The front plate with its mouth; answers the height of the mouth's middle."""
    edge = desk.look.colours.edge
    if desk.look.colours.shadows:
        scene.shadow(rect, desk.u(5), desk.u(2.6))
        scene.box(rect, _DEVICE, desk.u(5))
    else:
        scene.framed(rect, _DEVICE, edge, desk.u(0.6), desk.u(5))
    scene.box(rect.inset(desk.u(2)).top(rect.h * 0.42), _DEVICE_2, desk.u(3.5))
    put_glyph(scene, Rect(rect.x, rect.y + desk.u(2), rect.w, rect.h * 0.42), sign, light, 0.62)
    mouth = Rect(rect.x + rect.w * 0.08, rect.bottom - rect.h * 0.30, rect.w * 0.84, max(6.0, desk.u(2.6)))
    scene.box(mouth, _MOUTH, mouth.h / 2)
    lamp = Rect(mouth.x, mouth.y - desk.u(3.6), mouth.w, max(3.0, desk.u(1.1)))
    scene.box(lamp, light, lamp.h / 2)
    return mouth.y + mouth.h / 2


def slot_with_card(desk: Desk, scene: Scene, rect: Rect, sign: str, *, out: bool = False) -> None:
    """A card going into the slot, chip first, or coming out of it; fills `rect`."""
    with scene.fixed(rect):
        width = min(rect.w * 0.86, desk.u(96), rect.h * 0.80)
        plate = Rect(round(rect.x + (rect.w - width) / 2), rect.y, round(width), round(min(rect.h * 0.34, desk.u(44))))
        high = min(rect.h - plate.h * 0.72, width * 0.78 * CARD_SHAPE)
        body = Rect(plate.x + (plate.w - high / CARD_SHAPE) / 2, plate.bottom - plate.h * 0.28, high / CARD_SHAPE, high)
        inside = (0.0, -round(high * 0.52))
        start, end = (inside, (0.0, 0.0)) if out else ((0.0, 0.0), inside)
        with scene.moving(Motion(start, end, seconds=2.6, rest=1.0 if out else 0.0), body):
            _standing_card(desk, scene, body)
        # the plate hides what is inside the device
        light = (
            desk.look.colours.accent if not desk.look.colours.shadows else mix(desk.look.colours.accent, _PAPER, 0.55)
        )
        _device_over(desk, scene, plate, light, sign)


def _device_over(desk: Desk, scene: Scene, plate: Rect, light: Colour, sign: str) -> None:
    ground = desk.look.colours.ground
    hidden = Rect(plate.x, plate.y - plate.h * 2, plate.w, plate.h * 2)
    scene.box(hidden, ground)
    _device(desk, scene, plate, light, sign)


def _standing_card(desk: Desk, scene: Scene, rect: Rect) -> None:
    """The card upright with the chip at the top, as it goes in."""
    radius = rect.w * 0.07
    if desk.look.colours.shadows:
        scene.shadow(rect, radius, desk.u(2))
    scene.box(rect, _CARD[0], radius)
    scene.box(Rect(rect.x, rect.y, rect.w, rect.h * 0.5), _CARD[1], radius)
    scene.box(Rect(rect.x, rect.y + rect.h * 0.3, rect.w, rect.h * 0.22), _CARD[1])
    _chip(scene, Rect(rect.x + rect.w * 0.34, rect.y + rect.h * 0.10, rect.w * 0.32, rect.h * 0.16))
    for number, share in enumerate((0.62, 0.46, 0.54, 0.34)):
        line = Rect(rect.x + rect.w * 0.14, rect.y + rect.h * (0.60 + number * 0.085), rect.w * share, rect.h * 0.032)
        scene.box(line, _PRINT, line.h / 2)


def printer_with_paper(
    desk: Desk, scene: Scene, rect: Rect, number: str, sign: str, motion: Motion, *, tip: bool = False
) -> None:
    """A ticket coming out of the printer; with `tip` only its edge looks out."""
    with scene.fixed(rect):
        width = min(rect.w * 0.86, desk.u(84), rect.h * 1.15)
        plate = Rect(round(rect.x + (rect.w - width) / 2), rect.y, round(width), round(min(rect.h * 0.42, desk.u(36))))
        wide = plate.w * 0.66
        top = plate.bottom - plate.h * 0.28
        paper = Rect(plate.x + (plate.w - wide) / 2, top, wide, rect.bottom - top - desk.u(2))
        if tip:
            motion = Motion((0.0, -paper.h * 0.86), (0.0, -paper.h * 0.86))
        with scene.moving(motion, paper):
            paper_picture(desk, scene, paper, number)
        light = (
            desk.look.colours.accent if not desk.look.colours.shadows else mix(desk.look.colours.accent, _PAPER, 0.55)
        )
        _device_over(desk, scene, plate, light, sign)


def paper_picture(desk: Desk, scene: Scene, rect: Rect, number: str) -> None:
    """A paper ticket with its number and a torn edge."""
    if desk.look.colours.shadows:
        scene.shadow(rect, 0.0, desk.u(2))
    scene.box(rect, _PAPER)
    px = max(desk.look.smallest_px, int(min(rect.h * 0.34, rect.w * 0.26)))
    say = Say(number, Type.NUMBER, _PAPER_INK, 0.5, px)
    own = say.height(desk, rect.w)
    middle = rect.y + rect.h * 0.52
    say.draw(desk, scene, Rect(rect.x, round(middle - own / 2), rect.w, own))
    for share, y in ((0.5, 0.86), (0.36, 0.93)):
        line = Rect(rect.x + rect.w * (1 - share) / 2, rect.y + rect.h * y - 3, rect.w * share, max(2.0, desk.u(0.9)))
        scene.box(line, rgb("#C9C2B6"), line.h / 2)


def spinner(desk: Desk, scene: Scene, rect: Rect, colour: Colour, track: Colour) -> None:
    """A turning ring: something is being done."""
    width = max(4.0, rect.w * 0.11)
    scene.arc(rect, width, track)
    with scene.moving(Motion(seconds=1.3, spin=True), rect):
        scene.arc(rect, width, colour, 0.0, 100.0)
    del desk
