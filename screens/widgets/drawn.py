"""Drawings of real things: the card, the slot, the paper, a spinner.  They are never mirrored."""

from __future__ import annotations

import enum
from typing import assert_never

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


class Paper(enum.Enum):
    """How far the ticket is out of the printer."""

    TIP = "tip"
    COMING = "coming"
    OUT = "out"
    WAVING = "waving"


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


def _device(desk: Desk, scene: Scene, rect: Rect, light: Colour, sign: str) -> None:
    """The front plate with its lit mouth."""
    radius = min(desk.u(5), rect.h * 0.14)
    if desk.look.colours.shadows:
        scene.shadow(rect, radius, desk.u(2.6))
        scene.box(rect, _DEVICE, radius)
    else:
        scene.framed(rect, _DEVICE, desk.look.colours.edge, desk.u(0.6), radius)
    face = rect.inset(rect.h * 0.05).top(rect.h * 0.5)
    scene.box(face, _DEVICE_2, radius * 0.7)
    put_glyph(scene, face, sign, light, 0.62)
    thick = max(5.0, rect.h * 0.07)
    mouth = Rect(rect.x + rect.w * 0.08, _mouth(rect) - thick / 2, rect.w * 0.84, thick)
    lamp = Rect(mouth.x, mouth.y - rect.h * 0.09, mouth.w, max(3.0, rect.h * 0.028))
    scene.box(lamp, light, lamp.h / 2)
    scene.box(mouth, _MOUTH, mouth.h / 2)


def slot_with_card(desk: Desk, scene: Scene, rect: Rect, sign: str, *, out: bool = False) -> None:
    """A card going into the slot, chip first, or coming out of it; fills `rect`."""
    with scene.fixed(rect):
        high = rect.h * 0.62
        wide = min(high / CARD_SHAPE, rect.w * 0.62)
        high = wide * CARD_SHAPE
        plate = Rect(0, 0, round(min(rect.w, wide * 1.34)), round(high * 0.52))
        top = rect.y + (rect.h - (plate.h * 0.74 + high)) / 2
        plate = Rect(round(rect.x + (rect.w - plate.w) / 2), round(top), plate.w, plate.h)
        body = Rect(plate.x + (plate.w - wide) / 2, _mouth(plate), wide, high)
        # as far as the plate can hide
        inside = (0.0, -round(plate.h * 0.68))
        start, end = (inside, (0.0, 0.0)) if out else ((0.0, 0.0), inside)
        with scene.moving(Motion(start, end, seconds=2.6, rest=1.0 if out else 0.25), body):
            _standing_card(desk, scene, body)
        _device(desk, scene, plate, _light(desk), sign)


def _light(desk: Desk) -> Colour:
    accent = desk.look.colours.accent
    return mix(accent, _PAPER, 0.55) if desk.look.colours.shadows else accent


def _mouth(plate: Rect) -> float:
    return plate.bottom - plate.h * 0.26


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


def printer_with_paper(desk: Desk, scene: Scene, rect: Rect, number: str, sign: str, shown: Paper) -> None:
    """A ticket coming out of the printer."""
    with scene.fixed(rect):
        high = round(rect.h * 0.48)
        wide = min(rect.w, rect.h * 1.05, max(desk.u(46), rect.w * 0.66))
        plate = Rect(round(rect.x + (rect.w - wide) / 2), rect.y, round(wide), high)
        top = _mouth(plate)
        paper = Rect(plate.x + plate.w * 0.19, top, plate.w * 0.62, rect.bottom - top)
        hidden = (0.0, -round(min(paper.h - desk.u(2.5), plate.h * 0.68)))
        match shown:
            case Paper.TIP:
                motion = Motion(hidden, hidden)
            case Paper.COMING:
                motion = Motion(hidden, (0.0, 0.0), seconds=2.4, once=True, rest=0.6)
            case Paper.OUT:
                motion = Motion()
            case Paper.WAVING:
                motion = Motion((0.0, -desk.u(5)), (0.0, 0.0), seconds=1.8, rest=1.0)
            case _:
                assert_never(shown)
        with scene.moving(motion, paper):
            paper_picture(desk, scene, paper, number)
        _device(desk, scene, plate, _light(desk), sign)


def paper_picture(desk: Desk, scene: Scene, rect: Rect, number: str) -> None:
    """A paper ticket with its number and a torn edge."""
    if desk.look.colours.shadows:
        scene.shadow(rect, 0.0, desk.u(2))
    scene.box(rect, _PAPER)
    if not number:
        return
    px = max(desk.look.smallest_px, int(min(rect.h * 0.34, rect.w * 0.26)))
    if desk.type.width(number, Type.NUMBER.font, px) > rect.w:
        return
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
