"""Drivers of the kiosk's devices and their simulators; knows nothing of `kiosk` or `screens`."""
