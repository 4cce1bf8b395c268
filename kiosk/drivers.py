"""The real drivers of a kiosk, made from its configuration; the only list of concrete drivers there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from devices.api import Emit
from kiosk.clock import Clock
from kiosk.config import Config, in_production
from kiosk.runner import Devices

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from devices.card.reader import PcscCardReader
    from devices.printer.driver import ThermalPrinter


def make_devices(
    config: Config, clock: Clock, *, trust_roots: Sequence[Certificate] = (), language: Callable[[], str] = lambda: "nl"
) -> Callable[[Emit], Devices]:
    """A maker that builds every driver that the configuration names; each is imported only then."""

    def make(emit: Emit) -> Devices:
        return Devices(
            reader=_reader(emit, clock, trust_roots, language) if config.reader.enabled else None,
            printer=_printer(emit, config) if config.printer.url else None,
        )

    return make


def _reader(
    emit: Emit, clock: Clock, trust_roots: Sequence[Certificate], language: Callable[[], str]
) -> PcscCardReader:
    from devices.card.reader import PcscCardReader

    return PcscCardReader(
        emit,
        trust_roots=trust_roots,
        production=in_production(),
        today=lambda: clock.now().date(),
        language=language,
    )


def _printer(emit: Emit, config: Config) -> ThermalPrinter:
    from devices.printer.driver import ThermalPrinter

    return ThermalPrinter(emit, config.printer.url)
