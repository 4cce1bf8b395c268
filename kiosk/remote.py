"""The control socket of a simulated kiosk, and the dock beside its window; both exist only with `--simulated`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from devices.simulators.control import ControlServer
from devices.simulators.dock import DockServer
from kiosk.app import Kiosk
from kiosk.clock import SystemClock
from kiosk.commands.dock import control_sockets
from kiosk.simulation import Simulation


@contextmanager
def dock(kiosk: Kiosk, simulation: Simulation, clock: SystemClock) -> Iterator[str]:
    """Serve both sockets and the dock's page; gives the page's address."""
    simulators, own = control_sockets()
    with ExitStack() as running:
        running.enter_context(ControlServer(simulators, simulation.control.handle))
        running.enter_context(ControlServer(own, Remote(kiosk, simulation, clock).handle))
        page = running.enter_context(DockServer(8800, simulators=simulators, kiosk=own))
        yield page.url


class Remote:
    """What the dock may ask of the kiosk itself: its clock, its state, what was spoken."""

    def __init__(self, kiosk: Kiosk, simulation: Simulation, clock: SystemClock) -> None:
        self._kiosk = kiosk
        self._simulation = simulation
        self._clock = clock

    def handle(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Answer one request; called in the socket's thread."""
        match request:
            case {"do": "clock", "seconds": int() | float() as seconds}:
                self._clock.shift += float(seconds)
                return {"ok": True, "now": self._clock.now().isoformat(timespec="seconds")}
            case {"do": "scenario", "name": str(name)}:
                return self._scenario(name)
            case {"do": "network"}:
                return {
                    "ok": False,
                    "error": "this simulated kiosk keeps its tickets itself: it has no network to lose",
                }
            case {"ask": "spoken"}:
                said = [
                    {"text": "" if each.private else each.text, "language": each.language, "private": each.private}
                    for each in self._simulation.spoken[-40:]
                ]
                return {"ok": True, "spoken": said}
            case {"ask": "state"}:
                shown = self._kiosk.runner.shown()
                return {
                    "ok": True,
                    "view": type(shown).__name__.removesuffix("View"),
                    "title": "" if shown.private else shown.title,
                    "now": self._clock.now().isoformat(timespec="seconds"),
                    "level": self._kiosk.levels.level.level.value,
                    "scenarios": list(SCENARIOS),
                }
            case _:
                return {"ok": False, "error": 'ask "state" or "spoken"; do "clock" or "scenario"'}

    def _scenario(self, name: str) -> dict[str, Any]:
        if name not in SCENARIOS:
            return {"ok": False, "error": f"there is no scenario {name!r}; there are: {', '.join(SCENARIOS)}"}
        for request in SCENARIOS[name]:
            answer = self._simulation.control.handle(request)
            if not answer.get("ok"):
                return dict(answer)
        return {"ok": True}


# what goes wrong, by name: requests to the simulators
SCENARIOS: dict[str, tuple[dict[str, Any], ...]] = {
    "all is well": (
        {"do": "card.fault", "name": None},
        {"do": "card.remove"},
        {"do": "printer.clear"},
        {"do": "panel.headset", "inserted": False},
    ),
    "paper ends": ({"do": "printer.fault", "name": "paper_end"},),
    "cover open": ({"do": "printer.fault", "name": "cover_open"},),
    "mute card": ({"do": "card.fault", "name": "mute"}, {"do": "card.insert", "profile": "a33"}),
    "blind visitor": ({"do": "panel.headset", "inserted": True},),
}
