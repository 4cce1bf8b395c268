"""A ticket that hangs in the printer's mouth: light and sound, until somebody takes it or staff are told."""

from __future__ import annotations

from devices.api import Indicator, Light, Panel, Speaker
from kiosk.base.clock import Clock

REMIND_SECONDS = 8.0
QUIET_SECONDS = 60.0


class LeftPaper:
    """Reminds every `REMIND_SECONDS` while the panel's sensor sees paper.  Main loop only.

    After `QUIET_SECONDS` the light goes on alone: the panel's own health tells staff then (MEDIA_PRESENT), and an
    empty hall needs no bell.
    """

    def __init__(self, clock: Clock, panel: Panel | None, speaker: Speaker | None) -> None:
        self._clock = clock
        self._panel = panel
        self._speaker = speaker
        self._since: float | None = None
        self._next = 0.0

    def changed(self, *, there: bool) -> None:
        """The sensor sees paper, or none any more."""
        now = self._clock.monotonic()
        if there:
            self._since, self._next = now, now + REMIND_SECONDS
        elif self._since is not None:
            self._since = None
            self._light(Light.OFF)

    def tick(self) -> None:
        """Once in a frame."""
        now = self._clock.monotonic()
        if self._since is None or now < self._next:
            return
        self._next = now + REMIND_SECONDS
        # again each time: the end of a visit puts the light out
        self._light(Light.BLINK)
        if self._speaker is not None and now - self._since < QUIET_SECONDS:
            self._speaker.tone("attention")

    def _light(self, light: Light) -> None:
        if self._panel is not None:
            self._panel.light(Indicator.TICKET_MOUTH, light)
