"""Drawings of real things: the card, the slot, the paper, a spinner.  They are never mirrored."""

from __future__ import annotations

import enum
import math
from typing import assert_never

from kiosk.base.colours import Colour, mix, rgb
from screens import icons
from screens.blocks import Say, Sheet, put_glyph
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


def card_picture(sheet: Sheet, scene: Scene, rect: Rect, *, chip: bool = True) -> None:
    """A residence card; with `chip` the side with the contacts, else the side with the photo."""
    radius = rect.w * 0.045
    if sheet.look.colours.shadows:
        scene.shadow(rect, radius, sheet.u(2.4))
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


def _device(sheet: Sheet, scene: Scene, rect: Rect, light: Colour, sign: str) -> None:
    """The front plate with its lit mouth."""
    radius = min(sheet.u(5), rect.h * 0.14)
    if sheet.look.colours.shadows:
        scene.shadow(rect, radius, sheet.u(2.6))
        scene.box(rect, _DEVICE, radius)
    else:
        scene.framed(rect, _DEVICE, sheet.look.colours.edge, sheet.u(0.6), radius)
    face = rect.inset(rect.h * 0.05).top(rect.h * 0.5)
    scene.box(face, _DEVICE_2, radius * 0.7)
    put_glyph(scene, face, sign, light, 0.62)
    thick = max(5.0, rect.h * 0.07)
    mouth = Rect(rect.x + rect.w * 0.08, _mouth(rect) - thick / 2, rect.w * 0.84, thick)
    lamp = Rect(mouth.x, mouth.y - rect.h * 0.09, mouth.w, max(3.0, rect.h * 0.028))
    scene.box(lamp, light, lamp.h / 2)
    scene.box(mouth, _MOUTH, mouth.h / 2)


def broken_chip(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    """A card whose chip has a crack."""
    card_picture(sheet, scene, rect)
    chip = Rect(rect.x + rect.w * 0.09, rect.y + rect.h * 0.32, rect.w * 0.19, rect.h * 0.27)
    crack = [(0.62, -0.25), (0.40, 0.25), (0.62, 0.45), (0.36, 0.80), (0.50, 1.25)]
    points = [(chip.x + chip.w * x, chip.y + chip.h * y) for x, y in crack]
    scene.curve(points, max(3.0, rect.w * 0.018), rgb("#8F1D1D"))


def reader_plate(sheet: Sheet, scene: Scene, rect: Rect, sign: str) -> None:
    """The reader with its mouth, nothing in it."""
    _device(sheet, scene, rect, _light(sheet), sign)


def pad_reader(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    """A card reader with keys of its own, the card in it, and an arrow to the keys."""
    c = sheet.look.colours
    with scene.fixed(rect):
        high = min(rect.h, rect.w)
        body = rect.centred(high * 0.56, high * 0.78)
        wide = body.w * 0.62
        stuck = Rect(body.x + (body.w - wide) / 2, body.bottom - body.h * 0.06, wide, high * 0.17)
        scene.box(stuck, _CARD[0], wide * 0.06)
        scene.box(stuck.foot(stuck.h * 0.4), _CARD[1], wide * 0.06)
        radius = body.w * 0.08
        if c.shadows:
            scene.shadow(body, radius, sheet.u(2.6))
            scene.box(body, _DEVICE, radius)
        else:
            scene.framed(body, _DEVICE, c.edge, sheet.u(0.6), radius)
        glass = Rect(body.x + body.w * 0.1, body.y + body.h * 0.08, body.w * 0.8, body.h * 0.17)
        scene.box(glass, _DEVICE_2, radius * 0.5)
        for dot in range(4):
            size = glass.h * 0.26
            x = glass.x + glass.w * (0.26 + dot * 0.16) - size / 2
            scene.disc(Rect(x, glass.y + (glass.h - size) / 2, size, size), _light(sheet))
        for number in range(12):
            line, column = divmod(number, 3)
            key = Rect(
                body.x + body.w * (0.12 + column * 0.265),
                body.y + body.h * (0.32 + line * 0.155),
                body.w * 0.23,
                body.h * 0.115,
            )
            last = number in (9, 11)
            scene.box(key, _light(sheet) if number == 11 else _DEVICE_2 if last else _PAPER, key.h * 0.22)
            px = int(key.h * 0.7)
            if last:
                sign, ink = (icons.CHECK, _PAPER_INK) if number == 11 else (icons.ERASE, _PAPER)
                put_glyph(scene, key, sign, ink, 0.7)
            elif px >= sheet.look.plain_smallest_px:
                say = Say(str((number + 1) % 11), Type.KEY, _PAPER_INK, 0.5, px)
                say.draw(sheet, scene, key.centred(key.w, px * Type.KEY.leading))


def clock_face(sheet: Sheet, scene: Scene, rect: Rect, hour: int, minute: int) -> None:
    """A clock with hands; the same way round in every language."""
    c = sheet.look.colours
    if c.shadows:
        scene.disc(rect.inset(-rect.w * 0.02), c.line)
    scene.disc(rect, _PAPER)
    scene.arc(rect, rect.w * 0.05, c.accent if c.shadows else c.edge)
    x, y = rect.middle
    for tick in range(12):
        angle = math.radians(tick * 30)
        far, near = rect.w * 0.40, rect.w * (0.33 if tick % 3 == 0 else 0.37)
        ends = [(x + math.sin(angle) * r, y - math.cos(angle) * r) for r in (near, far)]
        scene.curve(ends, max(2.0, rect.w * 0.02), _PAPER_INK)
    for turn, long, thick in (((hour % 12 + minute / 60) / 12, 0.22, 0.055), (minute / 60, 0.33, 0.035)):
        angle = math.radians(turn * 360)
        tip = (x + math.sin(angle) * rect.w * long, y - math.cos(angle) * rect.w * long)
        scene.curve([(x, y), tip], max(3.0, rect.w * thick), _PAPER_INK)


def card_back(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    """The back of a card: the three lines that a camera reads."""
    radius = rect.w * 0.045
    if sheet.look.colours.shadows:
        scene.shadow(rect, radius, sheet.u(2.4))
    scene.box(rect, _CARD[0], radius)
    _chip(scene, Rect(rect.x + rect.w * 0.09, rect.y + rect.h * 0.14, rect.w * 0.17, rect.h * 0.24))
    for number, share in enumerate((0.42, 0.30)):
        line = Rect(rect.x + rect.w * 0.40, rect.y + rect.h * (0.16 + number * 0.12), rect.w * share, rect.h * 0.055)
        scene.box(line, _PRINT, rect.h * 0.03)
    band = Rect(rect.x, rect.y + rect.h * 0.54, rect.w, rect.h * 0.40)
    scene.box(band, _PAPER)
    px = max(6, int(rect.h * 0.095))
    for number in range(3):
        y = band.y + band.h * (0.10 + number * 0.29)
        letter = rect.w * 0.86 / 30
        for place in range(30):
            high = px * (0.9 if (place * 7 + number * 5) % 4 else 0.6)
            scene.box(Rect(rect.x + rect.w * 0.07 + place * letter, y + px - high, letter * 0.62, high), _PAPER_INK)


def slot_with_card(sheet: Sheet, scene: Scene, rect: Rect, sign: str, *, out: bool = False) -> None:
    """A card going into the slot, chip first, or coming out of it; fills `rect`."""
    with scene.fixed(rect):
        high = rect.h * 0.58
        wide = min(high / CARD_SHAPE, rect.w * 0.58)
        high = wide * CARD_SHAPE
        plate = Rect(0, 0, round(min(rect.w, wide * 1.34)), round(high * 0.52))
        # before it goes in, the chip is seen under the plate
        below = round(plate.h * 0.20)
        top = rect.y + (rect.h - (plate.h * 0.74 + below + high)) / 2
        plate = Rect(round(rect.x + (rect.w - plate.w) / 2), round(top), plate.w, plate.h)
        body = Rect(plate.x + (plate.w - wide) / 2, _mouth(plate), wide, high)
        # as far as the plate can hide
        inside, outside = (0.0, -round(plate.h * 0.68)), (0.0, float(below))
        start, end = (inside, outside) if out else (outside, inside)
        with scene.moving(Motion(start, end, seconds=2.6, rest=1.0 if out else 0.0), body):
            _standing_card(sheet, scene, body)
            arrow = Rect(body.x + wide * 0.36, body.y + high * 0.33, wide * 0.28, wide * 0.28)
            put_glyph(scene, arrow, icons.DOWN if out else icons.UP, _PRINT)
        _device(sheet, scene, plate, _light(sheet), sign)


def _light(sheet: Sheet) -> Colour:
    accent = sheet.look.colours.accent
    return mix(accent, _PAPER, 0.55) if sheet.look.colours.shadows else accent


def _mouth(plate: Rect) -> float:
    return plate.bottom - plate.h * 0.26


def _standing_card(sheet: Sheet, scene: Scene, rect: Rect) -> None:
    """The card upright with the chip at the top, as it goes in."""
    radius = rect.w * 0.07
    if sheet.look.colours.shadows:
        scene.shadow(rect, radius, sheet.u(2))
    scene.box(rect, _CARD[0], radius)
    scene.box(Rect(rect.x, rect.y, rect.w, rect.h * 0.5), _CARD[1], radius)
    scene.box(Rect(rect.x, rect.y + rect.h * 0.3, rect.w, rect.h * 0.22), _CARD[1])
    _chip(scene, Rect(rect.x + rect.w * 0.34, rect.y + rect.h * 0.10, rect.w * 0.32, rect.h * 0.16))
    for number, share in enumerate((0.62, 0.46, 0.54, 0.34)):
        line = Rect(rect.x + rect.w * 0.14, rect.y + rect.h * (0.64 + number * 0.085), rect.w * share, rect.h * 0.032)
        scene.box(line, _PRINT, line.h / 2)


def printer_with_paper(sheet: Sheet, scene: Scene, rect: Rect, number: str, sign: str, shown: Paper) -> None:
    """A ticket coming out of the printer."""
    with scene.fixed(rect):
        high = round(rect.h * 0.48)
        wide = min(rect.w, rect.h * 1.05, max(sheet.u(46), rect.w * 0.66))
        plate = Rect(round(rect.x + (rect.w - wide) / 2), rect.y, round(wide), high)
        top = _mouth(plate)
        paper = Rect(plate.x + plate.w * 0.19, top, plate.w * 0.62, rect.bottom - top)
        hidden = (0.0, -round(min(paper.h - sheet.u(2.5), plate.h * 0.68)))
        match shown:
            case Paper.TIP:
                motion = Motion(hidden, hidden)
            case Paper.COMING:
                motion = Motion(hidden, (0.0, 0.0), seconds=2.4, once=True, rest=0.6)
            case Paper.OUT:
                motion = Motion()
            case Paper.WAVING:
                motion = Motion((0.0, -sheet.u(5)), (0.0, 0.0), seconds=1.8, rest=1.0)
            case _:
                assert_never(shown)
        with scene.moving(motion, paper):
            paper_picture(sheet, scene, paper, number)
        _device(sheet, scene, plate, _light(sheet), sign)


def paper_picture(sheet: Sheet, scene: Scene, rect: Rect, number: str) -> None:
    """A paper ticket with its number and a torn edge."""
    if sheet.look.colours.shadows:
        scene.shadow(rect, 0.0, sheet.u(2))
    scene.box(rect, _PAPER)
    if not number:
        return
    px = max(sheet.look.smallest_px, int(min(rect.h * 0.34, rect.w * 0.26)))
    if sheet.type.width(number, Type.NUMBER.font, px) > rect.w:
        return
    say = Say(number, Type.NUMBER, _PAPER_INK, 0.5, px)
    own = say.height(sheet, rect.w)
    middle = rect.y + rect.h * 0.52
    say.draw(sheet, scene, Rect(rect.x, round(middle - own / 2), rect.w, own))
    for share, y in ((0.5, 0.86), (0.36, 0.93)):
        line = Rect(rect.x + rect.w * (1 - share) / 2, rect.y + rect.h * y - 3, rect.w * share, max(2.0, sheet.u(0.9)))
        scene.box(line, rgb("#C9C2B6"), line.h / 2)


def spinner(sheet: Sheet, scene: Scene, rect: Rect, colour: Colour, track: Colour) -> None:
    """A turning ring: something is being done."""
    width = max(4.0, rect.w * 0.11)
    scene.arc(rect, width, track)
    with scene.moving(Motion(seconds=1.3, spin=True), rect):
        scene.arc(rect, width, colour, 0.0, 100.0)
    del sheet
