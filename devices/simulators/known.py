"""Every fault that a simulated device can have: by the driver that meets it, each with what happens."""

from __future__ import annotations

from collections.abc import Mapping

from devices.simulators import camera, glass, office, panel, printer_line
from devices.simulators.card import faults as card
from devices.simulators.card import keys

SIMULATED: Mapping[str, Mapping[str, str]] = {
    "card": card.FAULTS,
    "keys": keys.FAULTS,
    "printer": printer_line.FAULTS,
    "camera": camera.FAULTS,
    "panel": panel.PANEL_FAULTS,
    "scanner": panel.SCANNER_FAULTS,
    "display": glass.FAULTS,
    "office": office.FAULTS,
}
