"""The dark screen of a kiosk that nobody uses: blanked after a while, woken without pressing a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.display import Display
from kiosk.station.kiosk import Kiosk
from kiosk.visit.model.phases import Idle

if TYPE_CHECKING:
    from screens.stage import Stage


class Blanking:
    """Blanks stage and backlight after `seconds` without anybody (0: never).

    A touch only lights the screen, somebody in front of it or a card lights it too; whatever is on it stays the same.
    """

    def __init__(self, kiosk: Kiosk, stage: Stage, display: Display | None, seconds: float) -> None:
        self._kiosk = kiosk
        self._stage = stage
        self._display = display
        self._seconds = seconds
        self._awake_at = kiosk.clock.monotonic()
        self._presence = 0
        self._dark = False

    def woken(self) -> None:
        """The stage was touched while it was dark; it has lit itself."""
        self._awake_at = self._kiosk.clock.monotonic()

    def tick(self) -> None:
        """Once in a frame."""
        kiosk = self._kiosk
        busy = kiosk.maintenance.active or not isinstance(kiosk.runner.state.phase, Idle)
        now = kiosk.clock.monotonic()
        if busy or kiosk.contacts.presences != self._presence:
            self._presence = kiosk.contacts.presences
            self._awake_at = now
        dark = bool(self._seconds) and now - self._awake_at >= self._seconds
        if dark == self._dark:
            return
        self._dark = dark
        self._stage.darken(dark=dark)
        if self._display is not None:
            if dark:
                self._display.blank()
            else:
                self._display.wake()
