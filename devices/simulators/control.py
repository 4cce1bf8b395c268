"""What the dock, demos and tests can do to the simulated devices: requests of their control socket (`controlsocket.py`).

A request is `{"do": "printer.fault", "name": "paper_end"}` or `{"ask": "state"}`; an answer is
`{"ok": true, …}` or `{"ok": false, "error": "…"}`.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from devices.simulators.camera import SimulatedCamera
from devices.simulators.card.keys import ReaderKeys
from devices.simulators.controlsocket import Answer
from devices.simulators.faults import CanFail
from devices.simulators.glass import SimulatedGlass
from devices.simulators.known import SIMULATED
from devices.simulators.network import Cable
from devices.simulators.office import STATUSES, SimulatedOffice
from devices.simulators.panel import SimulatedPanel, SimulatedScanner
from devices.simulators.printer import SimulatedPrinter

T = TypeVar("T")


class Slot(Protocol):
    """The card slot, as far as the dock needs it (`devices.simulators.card.vpcd.CardSlot`)."""

    @property
    def inserted(self) -> str | None:
        """The profile of the card that is in."""
        ...

    def insert(self, card: str, /) -> object:
        """Put a card in."""
        ...

    def remove(self) -> None:
        """Pull it out."""
        ...

    def fault(self, text: str | None, /) -> None:
        """Set a fault by name, or clear it."""
        ...


class SimulatorControl:
    """Carries requests to the simulated devices; a device that is not there answers with an error."""

    def __init__(
        self,
        *,
        card: Slot | None = None,
        keys: ReaderKeys | None = None,
        profiles: Mapping[str, str] | None = None,
        printer: SimulatedPrinter | None = None,
        panel: SimulatedPanel | None = None,
        scanner: SimulatedScanner | None = None,
        camera: SimulatedCamera | None = None,
        glass: SimulatedGlass | None = None,
        office: SimulatedOffice | None = None,
        network: Mapping[str, Cable] | None = None,
    ) -> None:
        self._card = card
        self._keys = keys
        self._profiles = dict(profiles or {})
        self._card_fault: str | None = None
        self._printer = printer
        self._panel = panel
        self._scanner = scanner
        self._camera = camera
        self._glass = glass
        self._office = office
        self._network = dict(network or {})
        self._shown: str | None = None

    def handle(self, request: Mapping[str, Any]) -> Answer:
        """Do or answer; a request that cannot be understood is an error and nothing else."""
        try:
            return {"ok": True, **self._handle(request)}
        except (KeyError, ValueError, TypeError) as error:
            text = f"missing {error}" if isinstance(error, KeyError) else str(error)
            return {"ok": False, "error": text or type(error).__name__}

    def _handle(self, request: Mapping[str, Any]) -> Answer:
        match request:
            case {"ask": "state"}:
                return self._state()
            case {"ask": "choices"}:
                return self._choices()
            case {"ask": "roll"}:
                return self._roll()
            case {"do": str(what)}:
                device, _, act = what.partition(".")
                acts = {
                    "card": self._do_card,
                    "keys": self._do_keys,
                    "printer": self._do_printer,
                    "panel": self._do_panel,
                    "scanner": self._do_scanner,
                    "camera": self._do_camera,
                    "glass": self._do_glass,
                    "office": self._do_office,
                    "network": self._do_network,
                }
                if device not in acts:
                    raise ValueError(f"there is no simulated {device!r}")
                acts[device](act, request)
                return {}
            case _:
                raise ValueError('a request has "do" or "ask"')

    def _choices(self) -> Answer:
        return {
            "profiles": self._profiles,
            "card_faults": dict(SIMULATED["card"]),
            "keys_faults": sorted(SIMULATED["keys"]),
            "printer_faults": sorted(self._printer.faults.known) if self._printer is not None else [],
            "panel_faults": sorted(SIMULATED["panel"]),
            "scanner_faults": sorted(SIMULATED["scanner"]),
            "camera_faults": sorted(SIMULATED["camera"]),
            "glass_faults": sorted(SIMULATED["display"]) if self._glass is not None else [],
            "office_statuses": STATUSES,
            "office_faults": sorted(SIMULATED["office"]),
        }

    def _state(self) -> Answer:
        state: Answer = {}
        if self._card is not None:
            state["card"] = {"inserted": self._card.inserted, "fault": self._card_fault}
        if self._keys is not None:
            state["keys"] = {
                "fitted": self._keys.fitted,
                "waits": self._keys.waits,
                "faults": list(self._keys.faults.names()),
            }
        if self._printer is not None:
            state["printer"] = {
                "conditions": sorted(self._printer.conditions),
                "faults": list(self._printer.faults.names()),
                "tickets": len(self._printer.tickets),
                "connections": self._printer.connections,
                "paper_mm": round(self._printer.paper_mm),
                "feeding_mm": round(self._printer.progress_mm),
            }
        if self._panel is not None:
            state["panel"] = {
                "plugged": self._panel.plugged,
                "headset": self._panel.headset_in,
                "contacts": dict(self._panel.contacts),
                "lights": dict(self._panel.lights),
                "faults": list(self._panel.faults.names()),
            }
        if self._camera is not None:
            state["camera"] = {
                "watchers": self._camera.watchers,
                "shows": self._shown,
                "faults": list(self._camera.faults.names()),
            }
        if self._scanner is not None:
            state["scanner"] = {"faults": list(self._scanner.faults.names())}
        if self._glass is not None:
            state["glass"] = {"faults": list(self._glass.faults.names())}
        if self._office is not None:
            state["office"] = {
                "status": self._office.status,
                "questions": self._office.questions,
                "faults": list(self._office.faults.names()),
            }
        if self._network:
            whole = all(cable.plugged for cable in self._network.values())
            state["network"] = {"plugged": whole, "behind": sorted(self._network)}
        return state

    def _roll(self) -> Answer:
        printer = _there(self._printer, "printer")
        png = printer.roll(printer.out_dir / "roll.png").read_bytes()
        return {"png": base64.b64encode(png).decode("ascii"), "tickets": len(printer.tickets)}

    def _do_card(self, act: str, request: Mapping[str, Any]) -> None:
        card = _there(self._card, "card slot")
        match act:
            case "insert":
                profile = str(request["profile"])
                if self._profiles and profile not in self._profiles:
                    raise ValueError(f"there is no card {profile!r}")
                card.insert(profile)
            case "remove":
                card.remove()
            case "fault":
                name = request["name"]
                card.fault(None if name is None else str(name))
                self._card_fault = None if name is None else str(name)
            case _:
                raise ValueError(f"a card cannot {act!r}")

    def _do_keys(self, act: str, request: Mapping[str, Any]) -> None:
        keys = _there(self._keys, "reader with keys")
        match act:
            case "fit":
                keys.fitted = bool(request["fitted"])
            case "type":
                keys.type(str(request["digits"]))
            case "cancel":
                keys.cancel()
            case _:
                _fault(keys, "a reader's keys", act, request)

    def _do_printer(self, act: str, request: Mapping[str, Any]) -> None:
        printer = _there(self._printer, "printer")
        match act:
            case "new_roll":
                printer.new_roll(float(request.get("mm", 80_000.0)))
            case "unplug":
                printer.pull_plug()
            case "power":
                printer.power_cycle()
            case _:
                _fault(printer, "a printer", act, request)

    def _do_panel(self, act: str, request: Mapping[str, Any]) -> None:
        panel = _there(self._panel, "panel")
        match act:
            case "press":
                panel.press(str(request["key"]))
            case "type":
                for digit in str(request["digits"]):
                    panel.press(digit)
                panel.press("ok")
            case "headset":
                panel.headset(bool(request["inserted"]))
            case "contact":
                panel.contact(str(request["name"]), bool(request["active"]))
            case _:
                _fault(panel, "a panel", act, request)

    def _do_scanner(self, act: str, request: Mapping[str, Any]) -> None:
        scanner = _there(self._scanner, "scanner")
        if act == "scan":
            scanner.scan(str(request["text"]))
        else:
            _fault(scanner, "a scanner", act, request)

    def _do_camera(self, act: str, request: Mapping[str, Any]) -> None:
        camera = _there(self._camera, "camera")
        match act:
            case "show":
                text = request.get("text")
                if text:
                    camera.show_code(str(text), dark=bool(request.get("dark")))
                else:
                    camera.show(None)
                self._shown = str(text) if text else None
            case _:
                _fault(camera, "a camera", act, request)

    def _do_glass(self, act: str, request: Mapping[str, Any]) -> None:
        _fault(_there(self._glass, "glass"), "a glass", act, request)

    def _do_office(self, act: str, request: Mapping[str, Any]) -> None:
        office = _there(self._office, "back office")
        match act:
            case "say":
                office.say(str(request["status"]))
            case "appoint":
                office.appoint(str(request["code"]), float(request.get("minutes", 10.0)))
            case _:
                _fault(office, "a back office", act, request)

    def _do_network(self, act: str, request: Mapping[str, Any]) -> None:
        del request
        if not self._network:
            raise ValueError("this simulation has no network")
        if act not in ("pull", "plug"):
            raise ValueError(f"a network cannot {act!r}")
        for cable in self._network.values():
            if act == "pull":
                cable.pull()
            else:
                cable.plug()


def _fault(device: CanFail, what: str, act: str, request: Mapping[str, Any]) -> None:
    """A fault by name, or its end; a cable, where the device has one."""
    match act:
        case "unplug" if isinstance(device, SimulatedPanel | SimulatedScanner):
            device.unplug()
        case "plug" if isinstance(device, SimulatedPanel | SimulatedScanner):
            device.plug()
        case "fault":
            size = {name: request[name] for name in ("times", "value", "chance", "seed") if name in request}
            device.fault(str(request["name"]), **size)
        case "clear":
            device.clear(request.get("name"))
        case _:
            raise ValueError(f"{what} cannot {act!r}")


def _there(device: T | None, name: str) -> T:
    if device is None:
        raise ValueError(f"there is no simulated {name} here")
    return device
