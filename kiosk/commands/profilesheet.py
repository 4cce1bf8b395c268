"""`kiosk profile check --sheet FILE`: a municipality's face on one sheet: colours, logo, screens, board and ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from devices.printer.receipt import PAPER_80, Style, render
from devices.simulators.paper import draw, strip
from kiosk.base.clock import BRUSSELS
from kiosk.base.colours import GROUND, SIGNALS, WHITE, Colour, contrast, rgb, written
from kiosk.base.i18n import texts
from kiosk.base.logo import read, tones
from kiosk.profiles.face import LETTERS, SIGNS
from kiosk.residence.profile import Profile
from kiosk.views.view import Comfort, Theme, View
from kiosk.visit.shown.labels import service_labels
from kiosk.visit.shown.paper import TicketPaper, ticket_receipt
from kiosk.visit.tour.showcase import views
from screens.colours import palette
from screens.fonts import Font, path
from screens.picture import Camera
from screens.theme import Glass

_WIDE, _EDGE, _GAP = 1640, 40, 20
_PORTRAIT, _ACROSS = (1080, 1920), (1920, 1080)
_SCREEN, _BOARD, _TICKET = 300, 640, 288  # pixels across
_SWATCH, _LOGO = 96, 120
_INK: Final = "#1F1B16"
_PAPER: Final = "#E9E4DA"


def sheet(profile: Profile, today: date) -> Image.Image:
    """The sheet; `screens.window.prepare` must have been called."""
    face, language = profile.look.face, profile.official[0]
    light, strong = palette(Theme.LIGHT, face), palette(Theme.CONTRAST, face)
    page = Image.new("RGB", (_WIDE, 1900), _PAPER)
    pen = ImageDraw.Draw(page)
    _write(pen, (_EDGE, _EDGE), profile.name, 40)
    y = _EDGE + 70
    swatches = [
        ("accent", rgb(face.accent), WHITE, LETTERS),
        ("as drawn", light.accent, GROUND, LETTERS),
        ("second", light.logo[1], GROUND, SIGNS),
        *((name, colour, GROUND, LETTERS) for name, colour in SIGNALS.items()),
    ]
    for number, (name, colour, on, needed) in enumerate(swatches):
        _swatch(page, (_EDGE + number * (_SWATCH * 2 + _GAP), y), name, colour, on, needed)
    y += _SWATCH + 70
    if face.logo:
        x = _EDGE
        for ground, inks in ((GROUND, light.logo), (WHITE, light.logo), (rgb("#000000"), strong.logo)):
            x += _put(page, (x, y), _emblem(face.logo, ground, inks)) + _GAP
        y += _LOGO + 2 * _GAP + 20
    shown = dict(views(language, profile=profile))
    contrasted = dict(views(language, Comfort(theme=Theme.CONTRAST), profile))
    camera, x = Camera(), _EDGE
    for view in (shown["attract"], shown["menu"], shown["answer-open"], contrasted["menu"]):
        x += _put(page, (x, y), _shot(camera, view, _PORTRAIT, _SCREEN)) + _GAP
    ticket = _ticket(profile, language, today)
    _put(page, (x, y), ticket)
    high = max(round(_SCREEN * _PORTRAIT[1] / _PORTRAIT[0]), ticket.height)
    under = y + round(_SCREEN * _PORTRAIT[1] / _PORTRAIT[0]) + _GAP
    x = _EDGE
    for view, size, wide in ((shown["board"], _ACROSS, _BOARD), (shown["menu"], (1280, 800), _BOARD - 64)):
        x += _put(page, (x, under), _shot(camera, view, size, wide)) + _GAP
    bottom = max(y + high, under + round(_BOARD * _ACROSS[1] / _ACROSS[0]))
    return page.crop((0, 0, _WIDE, bottom + _EDGE))


def save(profile: Profile, today: date, file: Path) -> None:
    """Write the sheet as a PNG; OSError where the file cannot be written."""
    sheet(profile, today).save(file, "PNG")


def _swatch(page: Image.Image, at: tuple[int, int], name: str, colour: Colour, on: Colour, needed: float) -> None:
    """A colour, and its contrast beside the one that it needs."""
    pen, (x, y) = ImageDraw.Draw(page), at
    has = contrast(colour, on)
    pen.rectangle((x, y, x + 2 * _SWATCH, y + _SWATCH), fill=written(on))
    pen.rectangle((x + 12, y + 12, x + 2 * _SWATCH - 12, y + _SWATCH - 12), fill=written(colour))
    _write(pen, (x, y + _SWATCH + 8), f"{name} {written(colour)}", 17)
    _write(pen, (x, y + _SWATCH + 30), f"{has:.1f} : 1" + ("" if has >= needed else f", needs {needed:g}"), 17)


def _emblem(svg: str, ground: Colour, inks: tuple[Colour, Colour]) -> Image.Image:
    logo = read(svg)
    size = (round(_LOGO * logo.ratio), _LOGO)
    made = Image.new("RGB", (size[0] + 2 * _GAP, size[1] + 2 * _GAP), written(ground))
    for covered, ink in zip(tones(logo, *size), inks, strict=True):
        made.paste(written(ink), (_GAP, _GAP), Image.fromarray(covered))
    return made


def _shot(camera: Camera, view: View, size: tuple[int, int], wide: int) -> Image.Image:
    image = camera.shoot(view, Glass.of(*size))
    return image.resize((wide, round(wide * size[1] / size[0])), Image.Resampling.LANCZOS)


def _ticket(profile: Profile, language: str, today: date) -> Image.Image:
    """An invented number of the first class, as the paper would look."""
    klass, row = next(iter(profile.tickets.classes.items()))
    t = texts(language)
    paper = TicketPaper(
        municipality=profile.name,
        logo=profile.look.logo,
        place=profile.places[0].name,
        official=profile.official,
        number=f"{row.prefix}014",
        service=service_labels(profile, klass, t.language),
        taken_at=datetime(today.year, today.month, today.day, 10, 4, tzinfo=BRUSSELS),
        language=language,
        people_ahead=3,
        minutes=(10, 20),
        qr=f"{row.prefix}014-000000",
    )
    data = render(ticket_receipt(paper), _DRAWN).data
    image = strip(draw(data, _DRAWN.dots).pictures).convert("RGB")
    return image.resize((_TICKET, round(_TICKET * image.height / image.width)), Image.Resampling.LANCZOS)


_DRAWN: Final = replace(PAPER_80, style=Style.PICTURE)


def _put(page: Image.Image, at: tuple[int, int], image: Image.Image) -> int:
    page.paste(image, at)
    return image.width


def _write(pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int) -> None:
    pen.text(at, text, font=_font(size), fill=_INK)


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path(Font.STRONG)), size)
