"""The touch screen's own faults: what the window hears of fingers gets lost on its way, by name."""

from __future__ import annotations

from devices.simulators.faults import CanFail, FaultBoard

FAULTS = {"release_lost": "never tells that a finger has left"}


class SimulatedGlass(CanFail):
    """The glass before the window of a simulated kiosk; whoever plays touches the window itself.

    `times` of a fault counts releases (the mouse that is made of a finger has its own).
    """

    def __init__(self) -> None:
        self.faults = FaultBoard(FAULTS)

    def loses_release(self) -> bool:
        """A finger leaves: True when the window must not hear of it."""
        return self.faults.strikes("release_lost") is not None
