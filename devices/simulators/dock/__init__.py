"""The dock: one local page beside the kiosk's window, where a person plays the hardware."""

from devices.simulators.dock.server import DockServer

__all__ = ["DockServer"]
