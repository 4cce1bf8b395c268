"""The control socket of a simulated kiosk, and the dock beside its window; both exist only with `--simulated`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from devices.simulators.controlsocket import ControlServer
from devices.simulators.dock import DockServer
from kiosk.base.clock import SystemClock
from kiosk.station.kiosk import Kiosk
from kiosk.wiring.berth import Berth
from kiosk.wiring.simulation import Simulation

_PORT = 8800


@contextmanager
def dock(
    kiosk: Kiosk, simulation: Simulation, clock: SystemClock, screen: Callable[[], dict[str, Any]], berth: Berth
) -> Iterator[str]:
    """Serve both sockets and the dock's page; gives the page's address.  `screen` tells what can be touched now."""
    simulators, own = berth.simulators, berth.kiosk
    with ExitStack() as running:
        running.enter_context(ControlServer(simulators, simulation.control.handle))
        running.enter_context(ControlServer(own, KioskControl(kiosk, simulation, clock, screen).handle))
        try:
            page = DockServer(_PORT, simulators=simulators, kiosk=own)
        except OSError:
            # another simulated kiosk of this machine has it
            page = DockServer(0, simulators=simulators, kiosk=own)
        yield running.enter_context(page).url


class KioskControl:
    """What the dock may ask of the kiosk itself: its clock, its state, what was spoken."""

    def __init__(
        self,
        kiosk: Kiosk,
        simulation: Simulation,
        clock: SystemClock,
        screen: Callable[[], dict[str, Any]] = dict,
    ) -> None:
        self._kiosk = kiosk
        self._simulation = simulation
        self._clock = clock
        self._screen = screen

    def handle(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Answer one request; called in the socket's thread."""
        match request:
            case {"do": "clock", "seconds": int() | float() as seconds}:
                self._clock.shift += float(seconds)
                return {"ok": True, "now": self._clock.now().isoformat(timespec="seconds")}
            case {"do": "scenario", "name": str(name)}:
                return self._scenario(name)
            case {"ask": "spoken"}:
                said = [
                    {"text": "" if each.private else each.text, "language": each.language, "private": each.private}
                    for each in self._simulation.spoken[-40:]
                ]
                return {"ok": True, "spoken": said}
            case {"ask": "screen"}:
                return {"ok": True, **self._screen()}
            case {"ask": "state"}:
                shown = self._kiosk.runner.shown()
                return {
                    "ok": True,
                    "view": type(shown).__name__.removesuffix("View"),
                    "title": "" if shown.private else shown.title,
                    "now": self._clock.now().isoformat(timespec="seconds"),
                    "level": self._kiosk.situation.level.level.value,
                    "scenarios": list(SCENARIOS),
                }
            case _:
                return {"ok": False, "error": 'ask "state", "screen" or "spoken"; do "clock" or "scenario"'}

    def _scenario(self, name: str) -> dict[str, Any]:
        if name not in SCENARIOS:
            return {"ok": False, "error": f"there is no scenario {name!r}; there are: {', '.join(SCENARIOS)}"}
        network = _NETWORK_WELL if self._simulation.cables else ()
        control = self._simulation.control
        for request in (*_WELL, *network, *SCENARIOS[name]):
            answer = control.handle(request)
            if not answer["ok"]:
                return dict(answer)
        return {"ok": True}


_WELL: tuple[dict[str, Any], ...] = (
    {"do": "card.remove"},
    {"do": "card.fault", "name": None},
    {"do": "keys.clear"},
    {"do": "keys.fit", "fitted": False},
    {"do": "printer.clear"},
    {"do": "printer.new_roll"},
    {"do": "panel.plug"},
    {"do": "panel.clear"},
    {"do": "panel.headset", "inserted": False},
    {"do": "panel.contact", "name": "door", "active": False},
    {"do": "panel.contact", "name": "tamper", "active": False},
    {"do": "panel.contact", "name": "paper", "active": False},
    {"do": "camera.clear"},
    {"do": "camera.show", "text": None},
    {"do": "scanner.clear"},
    {"do": "glass.clear"},
)
_NETWORK_WELL: tuple[dict[str, Any], ...] = ({"do": "network.plug"},)

# what happens, by name: requests to the simulators, each scenario from a kiosk that is well
SCENARIOS: dict[str, tuple[dict[str, Any], ...]] = {
    "all is well": (),
    "somebody puts a card in": ({"do": "card.insert", "profile": "a33"},),
    "a card of the European Union": ({"do": "card.insert", "profile": "eu31"},),
    "a card whose PIN is blocked": ({"do": "card.insert", "profile": "blocked"},),
    "a reader with its own keys": ({"do": "keys.fit", "fitted": True}, {"do": "card.insert", "profile": "a33"}),
    "somebody types slowly on the reader's keys": (
        {"do": "keys.fit", "fitted": True},
        {"do": "keys.fault", "name": "slow_typist"},
        {"do": "card.insert", "profile": "a33"},
    ),
    "a Belgian identity card": ({"do": "card.insert", "profile": "belgian"},),
    "a forged card": ({"do": "card.insert", "profile": "forged-surname"},),
    "a chip that is silent": ({"do": "card.fault", "name": "mute"}, {"do": "card.insert", "profile": "a33"}),
    "somebody who cannot see": ({"do": "panel.headset", "inserted": True},),
    "a letter with an appointment": (
        {"do": "office.appoint", "code": "AP-7KQ2MX", "minutes": 10},
        {"do": "camera.show", "text": "AP-7KQ2MX"},
    ),
    "the new card is ready": ({"do": "office.say", "status": "ready"}, {"do": "card.insert", "profile": "a33"}),
    "the paper ends in the next ticket": ({"do": "printer.fault", "name": "paper_end", "value": 40},),
    "the paper is nearly used up": ({"do": "printer.fault", "name": "near_end"},),
    "the cover is open": ({"do": "printer.fault", "name": "cover_open"},),
    "the printer says nothing": ({"do": "printer.fault", "name": "mute"},),
    "the network goes down": ({"do": "network.pull"},),
    "somebody leaves the ticket": ({"do": "panel.contact", "name": "paper", "active": True},),
    "somebody opens the door": ({"do": "panel.contact", "name": "door", "active": True},),
}
