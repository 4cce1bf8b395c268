"""Contacts of the housing: door, tamper, somebody in front of it, paper in the mouth.  They concern staff, not the visit."""

from __future__ import annotations

from devices.api import Contact, ContactChanged, DeviceEvent
from kiosk.base.clock import Clock
from kiosk.events.generated import Event
from kiosk.events.log import EventLog
from kiosk.station.leftpaper import LeftPaper


class Contacts:
    """Hears every contact; `presences` counts how often somebody came in front of the kiosk.  Main loop only."""

    def __init__(self, log: EventLog, clock: Clock, left_paper: LeftPaper) -> None:
        self.presences = 0
        self._log = log
        self._clock = clock
        self._left_paper = left_paper
        self._tampers = 0
        self._door_since = 0.0

    def heard(self, event: DeviceEvent) -> None:
        """A contact opened or closed; anything else is nobody's business here."""
        match event:
            case ContactChanged(contact=Contact.DOOR, active=active):
                self._door(active)
            case ContactChanged(contact=Contact.PAPER, active=active):
                self._left_paper.changed(there=active)
            case ContactChanged(contact=Contact.PRESENCE, active=True):
                self.presences += 1
            case ContactChanged(contact=Contact.TAMPER, active=True):
                self._tampers += 1
                self._log.emit(Event.TAMPERED, count=self._tampers)
            case _:
                pass

    def _door(self, active: bool) -> None:
        now = self._clock.monotonic()
        if active:
            self._door_since = now
            self._log.emit(Event.DOOR_OPENED, allowed=False)
        else:
            self._log.emit(Event.DOOR_CLOSED, seconds=now - self._door_since)
