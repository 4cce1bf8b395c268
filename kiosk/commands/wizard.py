"""`kiosk doctor --wizard`: walks an installer through every device, and prints what was tried and seen."""

from __future__ import annotations

import queue
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from devices.api.health import Device, DeviceEvent, DeviceState, HealthChanged, Reason
from devices.api.others import CodeSeen, HeadsetChanged, Indicator, KeyPressed, Light
from devices.api.printer import NotPrinted, Printed, Receipt, Text
from devices.speech.engine import Espeak
from kiosk.base.clock import SystemClock
from kiosk.base.config import Config
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES, N_, paces, voices
from kiosk.commands import checks, devicechecks
from kiosk.commands.findings import Finding, Found
from kiosk.commands.staffcard import CardAbsent, read_chip
from kiosk.commands.unit import Service, at_rest
from kiosk.health.faults import NAMES
from kiosk.profiles.inforce import Town, TownProblem
from kiosk.staff.report import acceptance_slip, trial_receipt

WAIT_SECONDS = 30.0
PRINT_SECONDS = 20.0
QUIET_SECONDS = 1.0
_WORKING = (DeviceState.READY, DeviceState.BUSY, DeviceState.DEGRADED)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one step: `works` None when it was left out; the remark is a message that every language has."""

    what: str
    works: bool | None
    remark: str = ""


Step = Callable[[Config, Service], Result]


def walk(config: Config, slip: Path | None) -> bool:
    """All steps in turn, while the kiosk itself rests; True when nothing that was tried failed."""
    with at_rest() as service:
        click.echo("Eight steps. At every question: y works, n does not, s leave it out.\n")
        results = [step(config, service) for step in STEPS]
        place, now = config.kiosk.place, SystemClock().now()
        lines = tuple((each.what, each.works, each.remark) for each in results)
        # the slip is for the municipality; the wizard itself talks to an installer, in English
        receipt = acceptance_slip(config.kiosk.id, place, now, lines, _languages(config)[0])
        if slip is not None:
            _write(receipt, slip)
        if config.printer.url:
            failed = _print(config, receipt)
            click.echo(
                f"The acceptance slip was not printed: {failed}" if failed else "The acceptance slip is printed."
            )
    bad = [each.what for each in results if each.works is False]
    click.echo(f"Not in order: {', '.join(bad)}." if bad else "Everything that was tried works.")
    return not bad


def _languages(config: Config) -> tuple[str, ...]:
    """The municipality's languages, the official ones first; English while its profile cannot be used."""
    try:
        return tuple(each.code for each in Town.configured(config).profile().languages)
    except TownProblem:
        return ("en",)


def _write(receipt: Receipt, slip: Path) -> None:
    try:
        slip.write_text("\n".join(b.text for b in receipt.blocks if isinstance(b, Text)) + "\n", encoding="utf-8")
    except OSError as error:
        # the paper is still to come
        click.echo(f"The slip was not written: {slip}: {error.strerror}; the user kiosk may write to /tmp.")
    else:
        click.echo(f"The slip is in {slip}.")


def _title(number: int, title: str) -> None:
    click.echo(click.style(f"{number}. {title}", bold=True))


def _ask(question: str) -> bool | None:
    answer = click.prompt(f"   {question}", type=click.Choice(["y", "n", "s"]), show_choices=True)
    return {"y": True, "n": False, "s": None}[answer]


def _checked(what: str, findings: list[Finding]) -> Result | None:
    """Say what the checks found; a Result already when that ends the step."""
    # one step may look at two devices
    names = len({one.name for one in findings}) > 1
    for one in findings:
        said = f"{one.name}: {one.said}" if names else one.said
        click.echo(f"   {said}" + (f"\n   → {one.todo}" if one.todo else ""))
    if any(one.found is Found.MISSING for one in findings):
        return Result(what, works=False, remark=next(f.told for f in findings if f.found is Found.MISSING))
    if all(one.found is Found.LEFT_OUT for one in findings):
        return Result(what, works=None, remark=findings[0].told)
    return None


def _reader(config: Config, _: Service) -> Result:
    _title(1, "Card reader")
    ended = _checked(NAMES["card"], list(devicechecks.reader(config)))
    if ended is not None:
        return ended
    # as often as the installer wants: the first card may be the wrong way round
    while (there := _ask("Put an eID card in, chip first. Is it in?")) is True:
        try:
            reader, _number = read_chip()
        except CardAbsent as problem:
            click.echo(f"   {problem}")
            continue
        click.echo("   The chip answers. Take the card out.")
        if not config.reader.name:
            click.echo("   So that another reader in its place is noticed, write below [reader] in the configuration:")
            click.echo(f'   name = "{_without_slot(reader)}"')
        return Result(NAMES["card"], works=True)
    return Result(NAMES["card"], there, "" if there is None else N_("No chip answered."))


def _without_slot(reader: str) -> str:
    """A reader's name as pcscd made it, with its serial number where it has one, without the two counters at its end."""
    return re.sub(r" [0-9A-F]{2} [0-9A-F]{2}$", "", reader)


def _printer(config: Config, _: Service) -> Result:
    _title(2, "Printer")
    ended = _checked(NAMES["printer"], list(devicechecks.printer(config)))
    if ended is not None:
        return ended
    failed = _print(config, trial_receipt(config.kiosk.id, config.kiosk.place, SystemClock().now(), _languages(config)))
    click.echo(f"   The printer did not confirm it: {failed}" if failed else "   The printer confirmed it.")
    works = _ask("Did it come out, cut, with every line easy to read?")
    return Result(NAMES["printer"], works, failed)


def _print(config: Config, receipt: Receipt) -> str:
    """Print through the kiosk's own driver; "" when it was confirmed, else why not, a message that every language has."""
    from kiosk.wiring.drivers import open_printer

    ended = threading.Event()
    heard: list[DeviceEvent] = []

    def hear(event: DeviceEvent) -> None:
        if isinstance(event, Printed | NotPrinted):
            heard.append(event)
            ended.set()

    printer = open_printer(hear, config)
    printer.start()
    printer.print("wizard", receipt)
    ended.wait(PRINT_SECONDS)
    printer.stop()
    match heard:
        case [Printed()]:
            return ""
        case [NotPrinted(reason=reason)]:
            return devicechecks.staff_words("printer", reason)
        case _:
            return devicechecks.staff_words("printer", Reason.NOT_RESPONDING)


def _scanner(config: Config, _: Service) -> Result:
    _title(3, "Scanner")
    wired = [*devicechecks.camera(config), *devicechecks.scanner(config)]
    ended = _checked(N_("Scanner"), wired)
    if ended is not None:
        return ended
    tried = []
    heard: queue.SimpleQueue[DeviceEvent]
    if config.panel.scanner_url:
        from devices.panel.scanner import SerialScanner

        heard = queue.SimpleQueue()
        scanner = SerialScanner(heard.put, config.panel.scanner_url)
        with _running(scanner):
            seen = _read(heard, "scanner")
        tried.append(seen)
    if config.camera.url:
        from devices.camera.driver import VideoCamera

        heard = queue.SimpleQueue()
        camera = VideoCamera(heard.put, config.camera.url)
        with _running(camera):
            camera.look_for_codes("wizard")
            seen = _read(heard, "camera", ": is its glass clean and lit?")
        tried.append(seen)
    return Result(N_("Scanner"), works=all(tried), remark="" if all(tried) else N_("No code was read."))


def _read(heard: queue.SimpleQueue[DeviceEvent], eye: str, hint: str = ".") -> bool:
    """Ask for a code once the device reads, what is shown earlier would be lost; True when it read one."""
    if not _heard(heard, _works):
        click.echo(f"   The {eye} did not answer within {WAIT_SECONDS:.0f} seconds.")
        return False
    click.echo(f"   Hold any QR code under the {eye}.")
    seen = _heard(heard, lambda event: isinstance(event, CodeSeen))
    click.echo(f"   The {eye} read it." if seen else f"   The {eye} read no code{hint}")
    return seen


def _works(event: DeviceEvent) -> bool:
    """The device says that it is open and answers."""
    return isinstance(event, HealthChanged) and event.health.state in _WORKING


def _heard(heard: queue.SimpleQueue[DeviceEvent], wanted: Callable[[DeviceEvent], bool]) -> bool:
    """True as soon as a wanted event comes."""
    end = time.monotonic() + WAIT_SECONDS
    while (left := end - time.monotonic()) > 0:
        try:
            if wanted(heard.get(timeout=left)):
                return True
        except queue.Empty:
            break
    return False


@contextmanager
def _running(device: Device) -> Iterator[None]:
    device.start()
    try:
        yield
    finally:
        device.stop()


def _panel(config: Config, _: Service) -> Result:
    _title(4, "Keys and lights")
    ended = _checked(NAMES["panel"], list(devicechecks.panel(config)))
    if ended is not None:
        return ended
    from devices.panel.driver import SerialPanel

    heard: queue.SimpleQueue[DeviceEvent] = queue.SimpleQueue()
    panel = SerialPanel(heard.put, config.panel.url)
    with _running(panel):
        for indicator in Indicator:
            panel.light(indicator, Light.BLINK)
        if not _heard(heard, _works):
            click.echo(f"   The keys' board did not answer within {WAIT_SECONDS:.0f} seconds.")
            return Result(NAMES["panel"], works=False, remark=N_("No key was felt."))
        click.echo("   The lights blink. Press every key once, and plug a headset in and out.")
        click.prompt("   Then press Enter here", default="", show_default=False)
        felt = _felt(heard)
    click.echo(f"   Felt: {', '.join(felt)}." if felt else "   Nothing was felt.")
    if not felt:
        return Result(NAMES["panel"], works=False, remark=N_("No key was felt."))
    return Result(NAMES["panel"], _ask("Is that everything, and did the lights blink?"))


def _felt(heard: queue.SimpleQueue[DeviceEvent]) -> list[str]:
    """Which keys were pressed and which way the headset went, each once, in the order they came; until it is quiet."""
    felt: list[str] = []
    while True:
        try:
            event = heard.get(timeout=QUIET_SECONDS)
        except queue.Empty:
            return list(dict.fromkeys(felt))
        match event:
            case KeyPressed(key=key):
                felt.append(f"key {key.value}")
            case HeadsetChanged(inserted=inserted):
                felt.append("headset in" if inserted else "headset out")
            case _:
                pass


def _screen(config: Config, service: Service) -> Result:
    _title(5, "Screen")
    # the picture to be judged is the kiosk's own; it rests again before the next device
    started = service.installed and service.start()
    if service.installed and not started:
        click.echo("   The kiosk does not start: journalctl -u kiosk -u kiosk-display -n 50")
    try:
        ended = _checked(NAMES["display"], list(devicechecks.display(config)))
        if ended is not None:
            return ended
        return Result(
            NAMES["display"], _ask("Is the picture whole, sharp and upright, and does touch meet the finger?")
        )
    finally:
        if started:
            service.stop()


def _sound(config: Config, _: Service) -> Result:
    _title(6, "Sound")
    ended = _checked(NAMES["speech"], list(devicechecks.speech(config)))
    if ended is not None:
        return ended
    device = ["-D", config.speech.device] if config.speech.device else []
    language = _languages(config)[0]
    spoken = Espeak(voices(), paces()).speak(
        texts(language).gettext(N_("This is the voice of the kiosk.")), language, 1.0
    )
    played = subprocess.run(["aplay", "-q", *device], input=spoken, check=False, timeout=30, capture_output=True)
    if played.returncode != 0:
        click.echo("   The sound device did not take it.")
        return Result(NAMES["speech"], works=False, remark=devicechecks.staff_words("speech", Reason.NOT_REACHABLE))
    return Result(
        NAMES["speech"],
        _ask(f"Did you hear a sentence ({LANGUAGES[language]}), on the loudspeaker and in the headset?"),
    )


def _clock(config: Config, _: Service) -> Result:
    _title(7, "Clock")
    _checked(NAMES["clock"], list(checks.clock(config)))
    click.echo(f"   This machine says {SystemClock().now():%A %d %B %Y, %H:%M:%S}.")
    return Result(NAMES["clock"], _ask("Is that right?"))


def _store(config: Config, _: Service) -> Result:
    _title(8, "Store of tickets")
    ended = _checked(NAMES["store"], list(checks.store(config)))
    if ended is not None and ended.works is False:
        return Result(ended.what, works=False, remark=devicechecks.staff_words("store", Reason.NOT_REACHABLE))
    return ended or Result(NAMES["store"], works=True)


STEPS: tuple[Step, ...] = (_reader, _printer, _scanner, _panel, _screen, _sound, _clock, _store)
