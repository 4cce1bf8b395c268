"""Every reason of the closed set is made to happen at a device, through its own driver, and has words and an event."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from devices.api import CardInserted, Device, DeviceState, Health, HealthChanged, Pin, Reason
from devices.camera.driver import VideoCamera
from devices.card.reader import PcscCardReader
from devices.card.revocation import RevocationCheck
from devices.card.roots import load_pem
from devices.display import Backlight
from devices.panel.driver import SerialPanel
from devices.panel.scanner import SerialScanner
from devices.printer.driver import ThermalPrinter
from devices.simulators.camera import SimulatedCamera
from devices.simulators.card.pcscd import shared
from devices.simulators.card.vpcd import CardSlot
from devices.simulators.panel import SimulatedPanel, SimulatedScanner
from devices.simulators.printer import SimulatedPrinter
from devices.speech.driver import Speech
from devices.speech.engine import Espeak, Voices
from devices.speech.sink import RecordingSink
from devices.worker import Backoff
from kiosk.base.clock import SystemClock
from kiosk.base.config import Config, ConfigProblem
from kiosk.health.faults import FAULTS, NAMES, explain_health
from kiosk.station.situation import switched_off
from kiosk.wiring.drivers import make_devices
from tests.support.waiting import until

QUICK = Backoff(first=0.1, longest=0.2)
Made = Callable[[ExitStack, Path, pytest.MonkeyPatch], tuple[Device, Callable[[], None]]]


TOLD: list[object] = []
HEARD: list[Health] = []


def _hear(event: object) -> None:
    TOLD.append(event)
    if isinstance(event, HealthChanged):
        HEARD.append(event.health)


def _nothing() -> None:
    """The device is in its trouble from the start."""


def printer(*faults: str) -> Made:
    def make(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch) -> tuple[Device, Callable[[], None]]:
        device = stack.enter_context(SimulatedPrinter(0, folder))
        return ThermalPrinter(
            _hear, device.url, backoff=QUICK
        ), lambda: [device.fault(name) for name in faults] and None

    return make


def printer_not_there(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch):
    return ThermalPrinter(_hear, f"usblp://{folder}/lp0", backoff=QUICK), _nothing


def printer_not_ours(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch):
    real = os.open

    def refused(path, flags, *more, **options):
        if str(path) == str(folder / "lp0"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, *more, **options)

    (folder / "lp0").touch()
    patch.setattr(os, "open", refused)
    return ThermalPrinter(_hear, f"usblp://{folder}/lp0", backoff=QUICK), _nothing


def panel(fault: str = "", **options: float) -> Made:
    def make(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch) -> tuple[Device, Callable[[], None]]:
        board = stack.enter_context(SimulatedPanel(folder / "panel"))
        if fault == "wrong_device":
            board.fault(fault)

        def trouble() -> None:
            if fault == "unplug":
                board.unplug()
            elif fault == "paper":
                board.contact("paper", True)
            elif fault == "mute":
                board.fault(fault)

        return SerialPanel(_hear, board.url, backoff=QUICK, **options), trouble

    return make


def scanner_unplugged(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch):
    device = stack.enter_context(SimulatedScanner(folder / "scanner"))
    return SerialScanner(_hear, device.url, backoff=QUICK), device.unplug


def scanner_set_otherwise(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch):
    device = stack.enter_context(SimulatedScanner(folder / "scanner"))
    device.fault("other_prefix")
    return SerialScanner(
        _hear, device.url, starts=0.0, backoff=QUICK
    ), lambda: [device.scan(f"AP-000{n}") for n in range(3)] and None


def camera(fault: str) -> Made:
    def make(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch) -> tuple[Device, Callable[[], None]]:
        lens = stack.enter_context(SimulatedCamera())
        driver = VideoCamera(_hear, lens.url, backoff=QUICK)

        def trouble() -> None:
            driver.look_for_codes("a")
            until(lambda: driver.health().state is DeviceState.BUSY, "a camera that looks")
            lens.fault(fault)
            if fault == "refuse":
                lens.fault("drop")

        return driver, trouble

    return make


def voice(*, fails: bool = False) -> Made:
    def make(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch) -> tuple[Device, Callable[[], None]]:
        from devices.api import Utterance

        patch.setenv("PATH", str(folder))
        if fails:
            (folder / "espeak-ng").write_text("#!/bin/sh\nexit 1\n")
            (folder / "espeak-ng").chmod(0o755)
        driver = Speech(_hear, voices=Voices(Espeak()), sink=RecordingSink(), backoff=Backoff(2.0, 2.0))
        return driver, lambda: driver.say("a", (Utterance("Welkom", "nl"),))

    return make


def display_broken(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch):
    for name, value in (("max_brightness", "eighty"), ("brightness", "8"), ("bl_power", "0")):
        (folder / name).write_text(value)
    return Backlight(_hear, folder, backoff=QUICK), _nothing


def reader(what: str) -> Made:
    def make(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch) -> tuple[Device, Callable[[], None]]:
        from devices.card.pcsc import PcscError, PcscTrouble

        def refused(*_: object) -> None:
            raise PcscError(PcscTrouble(what), 0x8010001D)

        if what == "foreign":
            from devices.card.pcsc import ReaderState

            class OneToken:
                def readers(self) -> list[str]:
                    return ["A reader"]

                def wait(self, known: object, *_: object, **__: object) -> list[ReaderState]:
                    return [ReaderState("A reader", 0x22, bytes.fromhex("3BFD1300008131FE15"))]

                def cancel(self) -> None: ...

                def close(self) -> None: ...

            patch.setattr("devices.card.monitor.Context", OneToken)
            return PcscCardReader(_hear), _nothing
        if what in ("no_service", "not_permitted", "in_use"):
            patch.setattr("devices.card.monitor.Context", refused)
            return PcscCardReader(_hear), _nothing
        slot = CardSlot(shared().port, pki_directory=folder / "pki")
        stack.callback(slot.close)
        roots = load_pem(slot.pki.roots_path) if what == "unasked" else ()
        only = "Another reader" if what == "no_reader" else ""
        driver = PcscCardReader(_hear, trust_roots=roots, ocsp=RevocationCheck(hosts=()), only=only)

        def trouble() -> None:
            if what == "unasked":
                slot.insert("a33")
                until(lambda: any(isinstance(each, CardInserted) for each in TOLD), "a card", told=lambda: TOLD)
                driver.verify_pin("a", Pin.from_text("1234"))
            if what == "mute":
                slot.fault("mute")
                slot.insert("a33")
                # a chip that stays silent is noticed by whoever asks it
                until(lambda: any(isinstance(each, CardInserted) for each in TOLD), "a card", told=lambda: TOLD)
                driver.read("a")

        return driver, trouble

    return make


def not_started(stack: ExitStack, folder: Path, patch: pytest.MonkeyPatch):
    return Backlight(_hear, folder), _nothing


# reason → the devices at which it is made to happen here, and how
WAYS: dict[Reason, tuple[tuple[str, Made], ...]] = {
    Reason.OK: (("printer", printer()), ("panel", panel())),
    Reason.NOT_REACHABLE: (
        ("printer", printer_not_there),
        ("panel", panel("unplug")),
        ("scanner", scanner_unplugged),
        ("camera", camera("refuse")),
        ("speech", voice()),
    ),
    Reason.NOT_RESPONDING: (("printer", printer("mute")), ("panel", panel("mute")), ("camera", camera("stall"))),
    Reason.NOT_PERMITTED: (("printer", printer_not_ours), ("card", reader("not_permitted"))),
    Reason.WRONG_DEVICE: (("panel", panel("wrong_device")),),
    Reason.NO_PCSC_SERVICE: (("card", reader("no_service")),),
    Reason.NO_READER: (("card", reader("no_reader")),),
    Reason.READER_IN_USE: (("card", reader("in_use")),),
    Reason.CARD_MUTE: (("card", reader("mute")),),
    Reason.FOREIGN_CHIP: (("card", reader("foreign")),),
    Reason.REVOCATION_SILENT: (("card", reader("unasked")),),
    Reason.UNREADABLE_LINES: (("scanner", scanner_set_otherwise),),
    Reason.MEDIA_LOW: (("printer", printer("near_end")),),
    Reason.MEDIA_EMPTY: (("printer", printer("paper_end")),),
    Reason.MEDIA_JAMMED: (("printer", printer("jam")),),
    Reason.MEDIA_PRESENT: (("panel", panel("paper", paper_left=0.2)),),
    Reason.COVER_OPEN: (("printer", printer("cover_open")),),
    Reason.CUTTER_FAULT: (("printer", printer("cutter_error")),),
    Reason.OVERHEATED: (("printer", printer("overheated")),),
    Reason.OFF_LINE: (("printer", printer("off_line")), ("printer", printer("feed_button"))),
    Reason.HARDWARE_ERROR: (("printer", printer("hardware")), ("display", display_broken)),
    Reason.SOFTWARE_ERROR: (("speech", voice(fails=True)),),
}
# what needs no trouble at all: before the start, and by configuration
AT_REST = {Reason.NOT_STARTED, Reason.DISABLED}


def test_no_reason_is_left_out() -> None:
    assert set(WAYS) | AT_REST == set(Reason)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as made:
        yield made


@pytest.mark.parametrize(
    ("reason", "name", "made"),
    [
        pytest.param(
            reason,
            name,
            made,
            id=f"{reason}-{name}-{number}",
            # the driver waits for a chip that may only be slow
            marks=pytest.mark.full if reason is Reason.CARD_MUTE else (),
        )
        for reason, ways in WAYS.items()
        for number, (name, made) in enumerate(ways)
    ],
)
def test_a_reason_happens_and_has_words_and_an_event(reason, name, made, stack, tmp_path, monkeypatch) -> None:
    TOLD.clear()
    HEARD.clear()
    driver, trouble = made(stack, tmp_path, monkeypatch)
    stack.callback(driver.stop)
    driver.start()
    until(lambda: driver.health().usable or driver.health().reason is reason, told=driver.health)
    trouble()
    until(lambda: reason in {health.reason for health in HEARD}, f"the health {reason}", told=lambda: HEARD)
    told = explain_health(name, next(health for health in HEARD if health.reason is reason))
    assert driver.name == name
    assert name in NAMES
    assert told.fault.staff
    assert told.fault.resident
    assert told.fault.event is FAULTS[reason].event
    if reason is not Reason.OK:
        assert told.fault.steps


def test_before_the_start_nothing_is_known() -> None:
    health = Backlight(_hear).health()
    assert (health.state, health.reason) == (DeviceState.UNKNOWN, Reason.NOT_STARTED)


def test_what_is_switched_off_is_disabled() -> None:
    config = Config.model_validate({"reader": {"enabled": False}, "speech": {"enabled": False}})
    assert [(each.device, each.health.reason) for each in switched_off(config, 0.0)] == [
        ("card", Reason.DISABLED),
        ("speech", Reason.DISABLED),
    ]
    assert switched_off(Config(), 0.0) == ()


@pytest.mark.parametrize(
    ("section", "url", "key"),
    [
        ("printer", "tcp://host:many", "printer.url"),
        ("printer", "usb://xx:yy", "printer.url"),
        ("panel", "serial:///dev/kiosk-panel?baud=fast", "panel.url"),
    ],
)
def test_an_address_that_cannot_be_understood_is_a_mistake_in_the_configuration(section, url, key) -> None:
    config = Config.model_validate({section: {"url": url}, "reader": {"enabled": False}})
    with pytest.raises(ConfigProblem) as told:
        make_devices(config, SystemClock())(_hear)
    assert told.value.mistakes[0].startswith(f"{key}: {url}")
