"""Every simulator that a kiosk needs, behind the same seams as the real parts: pcscd, sockets, ptys, frames."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.x509 import load_pem_x509_certificates

from devices.api import Emit
from devices.simulators.card.pcscd import PrivatePcscd
from devices.simulators.card.vpcd import CardSlot
from devices.simulators.printer import SimulatedPrinter
from kiosk.clock import Clock
from kiosk.config import Config, in_production
from kiosk.drivers import make_devices
from kiosk.runner import Devices


class SimulationRefused(RuntimeError):
    """Simulators have no place on an installed kiosk."""


class Simulation:
    """A private pcscd with a card slot, and a printer that draws its paper into `directory`.

    Use as a context manager; `config` is the given configuration with the simulators' addresses in it.
    """

    def __init__(
        self, config: Config, directory: Path, *, paper_speed: float = 150.0, pcscd: PrivatePcscd | None = None
    ) -> None:
        if in_production():
            raise SimulationRefused("this is an installed kiosk (/etc/kiosk/production exists): no simulators here")
        self._config = config
        self.directory = directory
        self.pki_directory = config.cache_dir / "pki"
        # libpcsclite finds its service once in a process: who plays several visits gives one that runs already
        self.pcscd = pcscd or PrivatePcscd()
        self._own_pcscd = pcscd is None
        self.printer = SimulatedPrinter(0, directory / "paper", speed=paper_speed)
        self._slot: CardSlot | None = None

    @property
    def slot(self) -> CardSlot:
        """The slot of the virtual reader."""
        if self._slot is None:
            raise RuntimeError("the simulation is not running")
        return self._slot

    @property
    def config(self) -> Config:
        """The configuration that points at the simulators."""
        printer = self._config.printer.model_copy(update={"url": self.printer.url})
        return self._config.model_copy(update={"printer": printer})

    def make_devices(self, clock: Clock, language: Callable[[], str] = lambda: "nl") -> Callable[[Emit], Devices]:
        """The real drivers, at the simulators' addresses; the throwaway roots are trusted in this process only."""
        roots = load_pem_x509_certificates(self.slot.pki.roots_path.read_bytes())
        return make_devices(self.config, clock, trust_roots=roots, language=language)

    def __enter__(self) -> Self:
        self.directory.mkdir(parents=True, exist_ok=True)
        if self._own_pcscd:
            self.pcscd.start().activate()
        self._slot = CardSlot(self.pcscd.port, pki_directory=self.pki_directory)
        self.printer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._slot is not None:
            self._slot.close()
        self.printer.stop()
        if self._own_pcscd:
            self.pcscd.stop()
