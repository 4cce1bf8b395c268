"""What a kiosk is made of, for those of its parts that act on all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.base.clock import Clock
from kiosk.base.config import Config
from kiosk.events.generated import Component, Event
from kiosk.events.log import EventLog
from kiosk.events.place import place_of
from kiosk.queue.store import TicketStore
from kiosk.staff.override import Override
from kiosk.station.profilewatch import ProfileWatch
from kiosk.station.runner import Devices, Runner
from kiosk.station.situation import SituationWatch
from kiosk.station.ticketing import Ticketing


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one running kiosk.  `later` does something in the main loop, from any thread."""

    config: Config
    clock: Clock
    log: EventLog
    profile: ProfileWatch
    devices: Devices
    runner: Runner
    situation: SituationWatch
    store: TicketStore
    tickets: Ticketing
    override: Override
    later: Callable[[Callable[[], None]], None]

    def work_failed(self, fault: Exception) -> None:
        """Something outside the main loop raised: written down without its text."""
        name = type(fault).__name__
        self.log.emit(Event.CALLBACK_FAULT, part=Component.WORKER, fault=name, place=place_of(fault), count=1)
