"""Limits of the printer's driver for tests whose printer is a thread beside them: a busy machine is slow, not silent."""

from devices.printer.driver import Timing

# `clear` stays short: our printers never say that their buffers are empty
PATIENT = Timing(poll=0.04, reply=30.0, write=30.0, clear=0.3, confirm=60.0, slowest_mm_per_s=400.0, silence=60.0)
# the limits of a kiosk, but for a printer that is slow to say a word
SLOW = Timing(write=30.0, confirm=60.0, silence=60.0)
