"""Every simulator that a kiosk needs, behind the same seams as the real parts: pcscd, sockets, ptys, frames."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificates

from devices.api import Emit
from devices.printer.address import DEFAULT_BAUD
from devices.simulators.camera import SimulatedCamera
from devices.simulators.card.keys import ReaderKeys
from devices.simulators.card.pcscd import PrivatePcscd
from devices.simulators.card.profile import load, names
from devices.simulators.card.vpcd import CardSlot
from devices.simulators.control import SimulatorControl
from devices.simulators.glass import SimulatedGlass
from devices.simulators.network import Cable
from devices.simulators.office import SimulatedOffice
from devices.simulators.panel import SimulatedPanel, SimulatedScanner
from devices.simulators.printer import SimulatedPrinter
from devices.speech.driver import Spoken
from devices.speech.sink import RecordingSink
from kiosk.base.clock import Clock
from kiosk.base.config import Config
from kiosk.base.production import in_production
from kiosk.station.runner import Devices
from kiosk.wiring.drivers import make_devices

if TYPE_CHECKING:
    from devices.simulators.usb import SimulatedUsb

# the card that the README speaks of stands first
FIRST = "a33"


def _bus_of(printer: SimulatedPrinter) -> SimulatedUsb:
    # with pyusb: only where it is asked for
    from devices.simulators.usb import SimulatedUsb

    return SimulatedUsb(printer)


class SimulationRefused(RuntimeError):
    """Simulators have no place on an installed kiosk."""


class Simulation:
    """A private pcscd with a card slot, a printer that draws its paper into `directory`, panel, scanner and camera.

    Use as a context manager; `config` is the given configuration with the simulators' addresses in it.  The printer is on
    the kind of wire that the given one names: a serial line that loses what finds no room, USB, or else TCP.
    `speech_pace` is how much of its length each sound lasts: 1.0 as it would be heard, 0.0 over at once.  With
    `network` there is a building around it: a back office where none is configured, and a cable that can be pulled
    between the kiosk and its printer, its back office and its central store.
    """

    def __init__(
        self,
        config: Config,
        directory: Path,
        *,
        paper_speed: float = 150.0,
        speech_pace: float = 1.0,
        pcscd: PrivatePcscd | None = None,
        network: bool = False,
    ) -> None:
        if in_production():
            raise SimulationRefused("this is an installed kiosk (/etc/kiosk/production exists): no simulators here")
        self._config = config
        self.directory = directory
        self.pki_directory = config.cache_dir / "pki"
        # libpcsclite finds its service once in a process: who plays several visits gives one that runs already
        self.pcscd = pcscd or PrivatePcscd()
        self._own_pcscd = pcscd is None
        kind = urlsplit(config.printer.url).scheme
        self.printer = SimulatedPrinter(
            0,
            directory / "paper",
            speed=paper_speed,
            pty=kind == "serial",
            baud=DEFAULT_BAUD if kind == "serial" else 0,
            usb=kind == "usb",
        )
        self.usb = _bus_of(self.printer) if kind == "usb" else None
        self.keys = ReaderKeys()
        self.panel = SimulatedPanel()
        self.scanner = SimulatedScanner()
        self.camera = SimulatedCamera()
        self.glass = SimulatedGlass()
        self.sink = RecordingSink(speech_pace)
        self.spoken: list[Spoken] = []
        # the choice that somebody waits for: its offer is heard until a key is pressed
        self.listens_for = ""
        self.office = SimulatedOffice(place=config.kiosk.place) if network and not config.office.url else None
        self.cables: dict[str, Cable] = {}
        if network:
            self._lay_cables()
        self._slot: CardSlot | None = None
        self._running = ExitStack()

    @property
    def slot(self) -> CardSlot:
        """The slot of the virtual reader."""
        if self._slot is None:
            raise RuntimeError("the simulation is not running")
        return self._slot

    @property
    def config(self) -> Config:
        """The configuration that points at the simulators."""
        own = self._config
        office = self.office.url if self.office is not None else own.office.url
        return own.model_copy(
            update={
                "printer": own.printer.model_copy(update={"url": self._through("printer", self._printer_url)}),
                "office": own.office.model_copy(update={"url": self._through("back office", office)}),
                "store": own.store.model_copy(
                    update={"central_url": self._through("central store", own.store.central_url)}
                ),
                "panel": own.panel.model_copy(update={"url": self.panel.url, "scanner_url": self.scanner.url}),
                "camera": own.camera.model_copy(update={"url": self.camera.url}),
            }
        )

    @property
    def _printer_url(self) -> str:
        return self.printer.url if self.usb is None else self.usb.url

    def _lay_cables(self) -> None:
        """A cable before everything that the kiosk reaches over TCP without a certificate for that very name."""
        office = self.office.url if self.office is not None else self._config.office.url
        ways = {"printer": self._printer_url, "back office": office, "central store": self._config.store.central_url}
        for name, url in ways.items():
            there = urlsplit(url)
            if there.hostname and there.scheme not in ("https", "usb"):
                usual = 80 if there.scheme == "http" else 5432
                self.cables[name] = Cable(there.hostname, there.port or usual)

    def _through(self, name: str, url: str) -> str:
        """The same address at this side of its cable, where there is one."""
        cable = self.cables.get(name)
        if cable is None:
            return url
        there = urlsplit(url)
        who, at, _ = there.netloc.rpartition("@")
        return there._replace(netloc=f"{who}{at}127.0.0.1:{cable.port}").geturl()

    @cached_property
    def control(self) -> SimulatorControl:
        """What the dock can do with these simulators; one, because it remembers what was done."""
        return SimulatorControl(
            card=self.slot,
            keys=self.keys,
            profiles={name: load(name).title for name in sorted(names(), key=lambda name: (name != FIRST, name))},
            printer=self.printer,
            panel=self.panel,
            scanner=self.scanner,
            camera=self.camera,
            glass=self.glass,
            office=self.office,
            network=self.cables,
        )

    def make_devices(self, clock: Clock) -> Callable[[Emit], Devices]:
        """The real drivers, at the simulators' addresses; the throwaway roots are trusted in this process only."""
        if self.office is not None:
            self.office.now = clock.now
        roots = load_pem_x509_certificates(self.slot.pki.roots_path.read_bytes())
        return make_devices(
            self.config,
            clock,
            trust_roots=roots,
            keys=self.keys,
            sink=self.sink,
            on_spoken=self._heard,
            printer_wire=self.usb.open if self.usb is not None else None,
        )

    def _heard(self, spoken: Spoken) -> None:
        self.spoken.append(spoken)
        if spoken.offers and spoken.offers == self.listens_for:
            self.sink.keep = True

    def __enter__(self) -> Self:
        self.directory.mkdir(parents=True, exist_ok=True)
        if self._own_pcscd:
            self._running.enter_context(self.pcscd).activate()
        else:
            self.pcscd.wait_empty()
        self._slot = CardSlot(self.pcscd.port, pki_directory=self.pki_directory)
        self._running.callback(self._slot.close)
        for device in (self.printer, self.panel, self.scanner, self.camera):
            self._running.enter_context(device)
        if self.office is not None:
            self._running.enter_context(self.office)
        for cable in self.cables.values():
            self._running.enter_context(cable)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()
