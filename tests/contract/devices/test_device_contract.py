"""What every driver promises, on its simulator, on its wire and, with --hw, on a real device.

For a real device say where it is, in the words of the kiosk's configuration; whatever is not named is skipped:

    KIOSK_HW_PRINTER=tcp://192.0.2.10:9100 KIOSK_HW_CAMERA=/dev/kiosk-camera KIOSK_HW_PANEL=serial:///dev/kiosk-panel
    KIOSK_HW_SCANNER=serial:///dev/kiosk-scanner KIOSK_HW_SPEECH=default KIOSK_HW_DISPLAY=intel_backlight
    KIOSK_HW_READER="ACS ACR39U"        pytest --hw tests/contract/devices

A real printer needs paper and a closed cover; the reader no card in it; the voice will be heard, the display goes dark
for a moment, and the scanner waits for a code that somebody holds under it.
"""

from __future__ import annotations

import itertools
import os
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from devices.api import (
    Align,
    CardFault,
    CardProblem,
    CodeSeen,
    Device,
    DeviceState,
    HealthChanged,
    Indicator,
    Light,
    NotPrinted,
    Printed,
    PrintStarted,
    Reason,
    Receipt,
    Size,
    SpeechEnded,
    Text,
    Utterance,
)
from devices.camera.driver import VideoCamera
from devices.display import BACKLIGHTS, Backlight
from devices.panel import protocol
from devices.panel.driver import SerialPanel
from devices.panel.scanner import SerialScanner
from devices.printer.driver import ThermalPrinter
from devices.printer.link import FileLink, open_link
from devices.simulators.camera import SimulatedCamera, code_picture, scene
from devices.simulators.known import SIMULATED
from devices.simulators.panel import SimulatedPanel, SimulatedScanner
from devices.simulators.printer import SimulatedPrinter
from devices.simulators.usb import URL, SimulatedUsb
from devices.speech.driver import Speech
from devices.speech.sink import AlsaSink, RecordingSink
from devices.worker import Backoff
from tests.support.waiting import PATIENCE, Told

QUICK = Backoff(first=0.1, longest=0.3)
TICKET = Receipt((Text("R014", size=Size.HUGE, align=Align.CENTER), Text("Test · proef · essai", align=Align.CENTER)))


class Bed:
    """A driver that was not started yet, its simulator, and `work`: its one thing, done and answered."""

    def __init__(self, driver: Device, work: Callable[[str], None], *, working: str, device: Any = None) -> None:
        self.driver, self.work, self.working, self.device = driver, work, working, device


def _hardware(name: str) -> str:
    where = os.environ.get(f"KIOSK_HW_{name}")
    if not where:
        pytest.skip(f"no real {name.lower()} is named: set KIOSK_HW_{name}")
    return where


# --- one bed a device: (how it is reached, the told events, what to close) -> Bed ------------------------------------


def printer_bed(kind: str, told: Told, stack: ExitStack, folder: Path) -> Bed:
    device, way = None, open_link
    if kind == "hw":
        url = _hardware("PRINTER")
    else:
        device = stack.enter_context(SimulatedPrinter(0, folder, pty=kind == "pty", usb=kind.startswith("usb")))
        url = URL if kind == "usb" else device.url
        way = {"usb": SimulatedUsb(device).open, "usblp": lambda _: FileLink(device.descriptor())}.get(kind, open_link)
    driver = ThermalPrinter(told.emit, url, backoff=QUICK, open_wire=way)

    def work(request: str) -> None:
        driver.print(request, TICKET)
        told.until(lambda: told.of(Printed, NotPrinted))
        assert told.of(PrintStarted, Printed, NotPrinted) == [PrintStarted(request), Printed(request)]

    return Bed(driver, work, working="printer", device=device)


def camera_bed(kind: str, told: Told, stack: ExitStack, folder: Path) -> Bed:
    lens = None
    if kind == "hw":
        url = _hardware("CAMERA")
    elif kind == "files":
        scene(code_picture("AP-7KQ2MX")).save(folder / "f_000.jpg")
        for number in range(1, 400):
            (folder / f"f_{number:03d}.jpg").symlink_to(folder / "f_000.jpg")
        url = str(folder / "f_%03d.jpg")
    else:
        lens = stack.enter_context(SimulatedCamera())
        lens.show_code("AP-7KQ2MX")
        url = lens.url
    driver = VideoCamera(told.emit, url, backoff=QUICK)

    def work(request: str) -> None:
        assert driver.preview() is None
        driver.look_for_codes(request)
        told.until(lambda: driver.health().state is DeviceState.BUSY and driver.preview() is not None)
        if kind != "hw":
            told.until(lambda: told.of(CodeSeen))
            assert told.of(CodeSeen) == [CodeSeen("AP-7KQ2MX", "QRCode")]
        driver.rest()
        told.until(lambda: driver.health().state is DeviceState.READY and driver.preview() is None)

    return Bed(driver, work, working="camera", device=lens)


@contextmanager
def _on_a_socket(board: SimulatedPanel) -> Iterator[str]:
    """The simulated panel at the far end of a network line: a TCP port in front of its pty."""
    import serial

    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()

        def carry() -> None:
            server.settimeout(0.05)
            while not stop.is_set():
                with suppress(OSError):
                    wire, _ = server.accept()
                    with wire, serial.Serial(board.url.removeprefix("serial://"), timeout=0) as port:
                        _carry(wire, port)

        def _carry(wire: socket.socket, port: serial.Serial) -> None:
            wire.settimeout(0.02)
            while not stop.is_set():
                with suppress(TimeoutError):
                    data = wire.recv(256)
                    if not data:
                        return
                    port.write(data)
                wire.sendall(port.read(256))

        thread = threading.Thread(target=carry, daemon=True)
        thread.start()
        try:
            yield f"socket://127.0.0.1:{server.getsockname()[1]}"
        finally:
            stop.set()
            thread.join(PATIENCE)


def panel_bed(kind: str, told: Told, stack: ExitStack, folder: Path) -> Bed:
    board = None
    if kind == "hw":
        url = _hardware("PANEL")
    else:
        board = stack.enter_context(SimulatedPanel(folder / "panel"))
        url = stack.enter_context(_on_a_socket(board)) if kind == "socket" else board.url
    driver = SerialPanel(told.emit, url, backoff=QUICK)
    ping, pings = protocol.ping, []

    def counted(token: int) -> bytes:
        pings.append(token)
        return ping(token)

    stack.enter_context(pytest.MonkeyPatch.context()).setattr(protocol, "ping", counted)

    def work(request: str) -> None:
        del request
        for light in (Light.ON, Light.BLINK, Light.OFF):
            for indicator in Indicator:
                driver.light(indicator, light)
        # longer than the silence that would be a fault: the board answers its pings
        # half a second lies between two pings: with four the board has answered past the silence that would be a fault
        last = len(pings) + 4
        told.until(lambda: len(pings) >= last, "four pings")
        assert driver.health().state is DeviceState.READY

    return Bed(driver, work, working="panel", device=board)


def scanner_bed(kind: str, told: Told, stack: ExitStack, folder: Path) -> Bed:
    if kind == "hw":
        url = _hardware("SCANNER")
        device = None
    else:
        device = stack.enter_context(SimulatedScanner(folder / "scanner"))
        url = device.url
    driver = SerialScanner(told.emit, url, backoff=QUICK)

    def work(request: str) -> None:
        del request
        if device is None:
            print("\nHold any code under the scanner, within half a minute.")
        else:
            device.scan("AP-7KQ2MX")
        told.until(lambda: told.of(CodeSeen))

    return Bed(driver, work, working="scanner", device=device)


def speech_bed(kind: str, told: Told, stack: ExitStack, folder: Path) -> Bed:
    del stack, folder
    if kind == "hw":
        device = _hardware("SPEECH")
        sink: AlsaSink | RecordingSink = AlsaSink(device, device)
    else:
        sink = RecordingSink()
    driver = Speech(told.emit, sink=sink, backoff=QUICK)

    def work(request: str) -> None:
        driver.say(request, (Utterance("Welkom", "nl"), Utterance("Welcome", "en")))
        told.until(lambda: told.of(SpeechEnded))
        assert told.of(SpeechEnded) == [SpeechEnded(request, finished=True)]
        driver.tone("key")

    return Bed(driver, work, working="speech")


def display_bed(kind: str, told: Told, stack: ExitStack, folder: Path) -> Bed:
    del stack
    if kind == "hw":
        folder = BACKLIGHTS / _hardware("DISPLAY")
    else:
        for name, value in (("max_brightness", "800"), ("brightness", "800"), ("bl_power", "0")):
            (folder / name).write_text(value)
    driver = Backlight(told.emit, folder, backoff=QUICK)

    def work(request: str) -> None:
        del request
        before = (folder / "brightness").read_text()
        driver.blank()
        told.until(lambda: (folder / "bl_power").read_text().strip() == "4")
        driver.wake()
        told.until(lambda: (folder / "bl_power").read_text().strip() == "0")
        assert (folder / "brightness").read_text().strip() == before.strip()

    return Bed(driver, work, working="display")


def reader_bed(kind: str, told: Told, stack: ExitStack, folder: Path) -> Bed:
    from devices.card.reader import PcscCardReader

    only, slot = "", None
    if kind == "hw":
        only = _hardware("READER")
    else:
        from devices.simulators.card.pcscd import shared
        from devices.simulators.card.vpcd import CardSlot

        slot = CardSlot(shared().port, pki_directory=folder / "pki")
        stack.callback(slot.close)
    driver = PcscCardReader(told.emit, only=only)

    def work(request: str) -> None:
        driver.read(request)
        told.until(lambda: told.of(CardFault))
        assert [(f.request, f.problem) for f in told.of(CardFault)] == [(request, CardProblem.NO_CARD)]

    return Bed(driver, work, working="card", device=slot)


BEDS = {
    "printer": (printer_bed, ("tcp", "pty", "usblp", "usb")),
    "camera": (camera_bed, ("stream", "files")),
    "panel": (panel_bed, ("pty", "socket")),
    "scanner": (scanner_bed, ("pty",)),
    "speech": (speech_bed, ("recorded",)),
    "display": (display_bed, ("files",)),
    "reader": (reader_bed, ("vpcd",)),
}


@pytest.fixture(
    params=[
        pytest.param((name, kind), id=f"{name}-{kind}", marks=pytest.mark.hw if kind == "hw" else ())
        for name, (_, kinds) in BEDS.items()
        for kind in (*kinds, "hw")
    ]
)
def bed(request: pytest.FixtureRequest, told: Told, tmp_path: Path) -> Iterator[Bed]:
    name, kind = request.param
    with ExitStack() as stack:
        made = BEDS[name][0](kind, told, stack, tmp_path)
        yield made
        made.driver.stop()


@pytest.fixture
def told() -> Told:
    return Told()


def test_a_device_keeps_the_contract_from_start_to_stop(bed: Bed, told: Told) -> None:
    driver = bed.driver
    assert driver.name == bed.working
    assert (driver.health().state, driver.health().reason) == (DeviceState.UNKNOWN, Reason.NOT_STARTED)
    assert told.events == []

    before = driver.health()
    driver.start()
    driver.start()  # a second start changes nothing
    told.until(lambda: driver.health().usable)
    began = driver.health()
    assert began.generation >= 1
    assert began.since >= before.since

    bed.work("a")
    assert driver.health().usable
    assert driver.health().generation == began.generation

    driver.stop(2.0)
    driver.stop(2.0)
    assert not driver.health().usable
    assert driver.health().reason is Reason.NOT_STARTED
    last = len(told.events)

    _healths_are_told_once(driver, told)
    assert len(told.events) == last

    # staff press “Restart this device”: it works as before, as a new connection
    told.events.clear()
    driver.start()
    told.until(lambda: driver.health().usable)
    assert driver.health().generation > began.generation
    bed.work("b")
    driver.stop(2.0)
    _healths_are_told_once(driver, told)


def _healths_are_told_once(driver: Device, told: Told) -> None:
    healths = [event for event in told.of(HealthChanged) if isinstance(event, HealthChanged)]
    assert {event.device for event in healths} == {driver.name}
    # the same is never told twice, and what was told last is what is so
    said = [(event.health.state, event.health.reason) for event in healths]
    assert all(before != after for before, after in itertools.pairwise(said))
    assert said[-1] == (driver.health().state, driver.health().reason)


# where the faults of each simulator are tried; the printer's have a test of their own
TRIED = {
    "card": ("tests/contract/card", "tests/wire/card", "tests/unit/card"),
    "keys": ("tests/wire/card",),
    "camera": ("tests/contract/camera",),
    "panel": ("tests/contract/panel",),
    "scanner": ("tests/contract/panel",),
    "office": ("tests/contract/office", "tests/contract/dock"),
    "display": ("tests/screens",),
}


@pytest.mark.parametrize("device", TRIED)
def test_every_fault_that_can_be_played_is_tried_by_the_tests_of_its_driver(device: str) -> None:
    root = Path(__file__).parents[3]
    texts = "".join(path.read_text("utf-8") for folder in TRIED[device] for path in (root / folder).glob("*.py"))
    assert [name for name in SIMULATED[device] if not re.search(rf"[\"']{name}[\"':]", texts)] == []
    assert {*TRIED, "printer"} == set(SIMULATED)
