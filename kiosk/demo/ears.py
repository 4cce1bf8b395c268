"""Hands of who cannot see: every button is reached with the keypad, by what the headset says."""

from __future__ import annotations

from collections.abc import Callable

from devices.api import PadKey
from kiosk.station.kiosk import Kiosk
from kiosk.views.view import LanguageView, View
from kiosk.visit.shown.keypad import order
from kiosk.wiring.simulation import Simulation


class EarHands:
    """The keypad instead of the screen: `noted` hears of each key on the way to a button.

    A key is pressed when the one before it has had its effect, so that no two fall into one moment.
    """

    def __init__(self, kiosk: Kiosk, simulation: Simulation, noted: Callable[[str], None]) -> None:
        self._kiosk = kiosk
        self._panel = simulation.panel
        self._noted = noted
        self._before: View | None = None

    def touch(self) -> bool:
        """Nobody looks for a screen: the plug goes in."""
        self._panel.headset(True)
        return True

    def tap(self, key: str) -> bool:
        """One key nearer to this button; True when it was pressed.  An offered language is taken while it is said."""
        shown = self._kiosk.shown()
        if shown == self._before:
            return False
        if isinstance(shown, LanguageView) and shown.offered:
            return shown.focus == key and self._press(PadKey.OK)
        if key in (shown.focus, "pin.ok"):
            return self._press(PadKey.OK)
        if key in order(shown):
            self._press(PadKey.DOWN)
            self._noted("presses down")
        return False

    def digit(self, digit: int) -> bool:
        """A digit of the keypad."""
        return self._kiosk.shown() != self._before and self._press(PadKey(str(digit)))

    def corner(self) -> bool:
        """Staff's gesture is made on the screen."""
        return False

    def _press(self, key: PadKey) -> bool:
        self._before = self._kiosk.shown()
        self._panel.press(key.value)
        return True
