"""The real drivers of a kiosk, made from its configuration; the only list of concrete drivers there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from devices.api import (
    Camera,
    CardReader,
    Device,
    Emit,
    Panel,
    Speaker,
)
from kiosk.base.bidi import held_in_order
from kiosk.base.clock import Clock
from kiosk.base.config import Config, ConfigProblem
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES, ROWS, paces, voices
from kiosk.base.production import in_production
from kiosk.base.scripts import SCRIPTS, pieces, without_spaces
from kiosk.station.runner import Devices

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from devices.card.reader import Keys
    from devices.display import Display
    from devices.printer.address import LinkAddress
    from devices.printer.driver import ThermalPrinter
    from devices.printer.link import Link
    from devices.printer.receipt import Paper
    from devices.speech.driver import Spoken
    from devices.speech.engine import Voices
    from devices.speech.sink import Sink

    OpenWire = Callable[[LinkAddress], Link]

D = TypeVar("D")


def make_devices(
    config: Config,
    clock: Clock,
    *,
    trust_roots: Sequence[Certificate] = (),
    keys: Keys | None = None,
    sink: Sink | None = None,
    on_spoken: Callable[[Spoken], None] | None = None,
    printer_wire: OpenWire | None = None,
) -> Callable[[Emit], Devices]:
    """A maker that builds every driver that the configuration names; each is imported only then.

    The maker raises ConfigProblem for an address that its driver does not understand.

    The other arguments belong to simulations: throwaway roots, keys that the virtual reader has none of, speech that is
    only recorded, a USB bus that is none.
    """

    def make(emit: Emit) -> Devices:
        return Devices(
            reader=_reader(emit, config, clock, trust_roots, keys) if config.reader.enabled else None,
            printer=_at("printer.url", partial(open_printer, wire=printer_wire), emit, config)
            if config.printer.url
            else None,
            camera=_at("camera.url", open_camera, emit, config) if config.camera.url else None,
            panel=_at("panel.url", open_panel, emit, config) if config.panel.url else None,
            scanner=_at("panel.scanner_url", open_scanner, emit, config) if config.panel.scanner_url else None,
            speaker=open_speaker(emit, config, sink, on_spoken) if config.speech.enabled else None,
        )

    return make


def _at(key: str, make: Callable[[Emit, Config], D], emit: Emit, config: Config) -> D:
    """Make a driver; an address that it cannot understand is a mistake in the configuration at `key`."""
    try:
        return make(emit, config)
    except ValueError as error:
        raise ConfigProblem("of this kiosk", (f"{key}: {error}",)) from error


def _reader(
    emit: Emit, config: Config, clock: Clock, trust_roots: Sequence[Certificate], keys: Keys | None
) -> CardReader:
    from devices.card.reader import PcscCardReader
    from devices.card.revocation import RevocationCheck

    return PcscCardReader(
        emit,
        trust_roots=trust_roots,
        production=in_production(),
        ocsp=RevocationCheck(config.cache_dir / "crl", now=clock.now) if config.reader.revocation else None,
        only=config.reader.name,
        today=lambda: clock.now().date(),
        keys=keys,
    )


def open_printer(emit: Emit, config: Config, *, wire: OpenWire | None = None) -> ThermalPrinter:
    """The configured printer's driver, not yet started; `wire` opens its address otherwise than usual."""
    from devices.printer.driver import ThermalPrinter
    from devices.printer.link import open_link
    from devices.printer.models import models

    model = models()[config.printer.model]
    paper = ticket_paper(config)
    return ThermalPrinter(emit, config.printer.url, paper=paper, model=model, open_wire=wire or open_link)


def ticket_paper(config: Config) -> Paper:
    """The configured printer's paper, and the letters that are drawn on it."""
    from devices.printer.faces import PaperFaces, ScriptFaces
    from devices.printer.models import models
    from devices.printer.receipt import Paper, Style
    from screens.fonts import Font, path

    def drawn_with(script: str) -> Callable[[bool], Path]:
        # set-up has built these files already; where it has not, the printer's thread does it when such letters come
        return lambda bold: path(Font.STRONG if bold else Font.REGULAR, script)

    faces = PaperFaces(
        scripts=tuple(ScriptFaces(row.pattern, drawn_with(code)) for code, row in SCRIPTS.items()),
        right_to_left=frozenset(code for code in ROWS if texts(code).right_to_left),
        parts=lambda text: pieces(text) if without_spaces(text) else None,
        in_order=held_in_order,
    )
    said, model = config.printer, models()[config.printer.model]
    style = Style(said.style)
    if style is Style.AUTO and not said.url.startswith("serial:"):
        style = Style.PICTURE  # only on a serial line do its bytes cost time
    return Paper(
        dots=said.dots or model.dots,
        dpi=model.dpi,
        style=style,
        pages=tuple(said.pages.items()) or model.pages,
        faces=faces,
    )


def open_camera(emit: Emit, config: Config) -> Camera:
    """The configured camera's driver, not yet started."""
    from devices.camera.driver import VideoCamera
    from devices.camera.ocr import RapidReader, available

    return VideoCamera(emit, config.camera.url, mrz=RapidReader if config.camera.mrz and available() else None)


def open_panel(emit: Emit, config: Config) -> Panel:
    """The configured panel's driver, not yet started."""
    from devices.panel.driver import SerialPanel

    return SerialPanel(emit, config.panel.url, serial=config.panel.serial)


def open_scanner(emit: Emit, config: Config) -> Device:
    """The configured scanner's driver, not yet started."""
    from devices.panel.scanner import SerialScanner

    return SerialScanner(emit, config.panel.scanner_url, prefix=config.panel.scanner_prefix.encode())


def open_speaker(
    emit: Emit, config: Config, sink: Sink | None = None, on_spoken: Callable[[Spoken], None] | None = None
) -> Speaker:
    """The voice, not yet started."""
    from devices.speech.driver import Speech
    from devices.speech.sink import AlsaSink

    device = config.speech.device or "default"
    return Speech(emit, voices=open_voices(), sink=sink or AlsaSink(device, device), on_spoken=on_spoken)


def open_voices() -> Voices:
    """espeak-ng, and Piper for each language whose model the municipality has installed."""
    from devices.speech.engine import Espeak, Voices
    from devices.speech.piper import Piper, models

    found = models(LANGUAGES)
    return Voices(Espeak(voices(), paces()), dict.fromkeys(found, Piper(found)))


def open_display(brightness: int) -> Display:
    """The screen's backlight, started; a screen without one (an HDMI monitor) shows black instead, and is no fault."""
    from devices.display import Backlight

    display = Backlight(lambda _: None)
    display.start()
    display.set_brightness(brightness)
    return display
