"""The checks of devices: reader, printer, camera, panel, scanner, voice and screen, each through the kiosk's own driver."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from devices.api.health import Device, DeviceState, Emit, Health, HealthChanged, Reason
from devices.speech.piper import FOLDER, Piper, models
from kiosk.base.config import Config
from kiosk.base.i18n import texts
from kiosk.base.languages import LANGUAGES, voices
from kiosk.commands.findings import Finding, good, left_out, missing, warning
from kiosk.commands.installed import kiosk_runs
from kiosk.commands.soundcheck import sound
from kiosk.events.file import read_lines
from kiosk.events.generated import Event
from kiosk.health.faults import explain, explain_health
from kiosk.staff.acts import steps_of
from kiosk.wiring.drivers import open_camera, open_panel, open_printer, open_scanner

if TYPE_CHECKING:
    from devices.card.pcsc import ReaderState
    from devices.printer.models import Model

PRINTER_SECONDS = 4.0
PRINTER_NAME = Path("/usr/lib/kiosk/printer-name")
PRINTER_RULES = Path("/etc/udev/rules.d/69-kiosk-printer.rules")
_NAMED = re.compile(r'ATTRS\{idVendor\}=="(\w+)", ATTRS\{idProduct\}=="(\w+)", ATTRS\{serial\}=="([^"]+)"')
LONGEST_TICKET = 16 * 1024  # bytes
DRIVER_SECONDS = 8.0  # a panel that starts anew when its port is opened takes five
# the running kiosk holds its devices; one that answers others all the same (a printer on the network) does so at once
HELD_SECONDS = 2.0
_FINAL = (Reason.NOT_PERMITTED, Reason.WRONG_DEVICE)
D = TypeVar("D", bound=Device)


def staff_words(device: str, reason: Reason) -> str:
    """What staff are told of this device, a message that every language has."""
    return explain(device, reason, usable=False).fault.staff


_OFF = staff_words("kiosk", Reason.DISABLED)
_NONE = explain("kiosk", Reason.DISABLED, usable=False).fault.resident


def reader(config: Config) -> Iterator[Finding]:
    """The smart-card service and the reader."""
    if not config.reader.enabled:
        yield left_out("card reader", "switched off in the configuration", _OFF)
        return
    from devices.card.pcsc import Context, PcscError, PcscTrouble, ReaderState

    states: list[ReaderState] = []
    try:
        context = Context()
        try:
            readers = context.readers()
            if readers:
                states = context.wait([ReaderState(name, 0, b"") for name in readers], 0, for_readers=False)
        finally:
            context.close()
    except PcscError as error:
        todo = "systemctl enable --now pcscd.socket"
        if error.trouble is PcscTrouble.NOT_PERMITTED:
            todo = "Install the rule 50-kiosk.rules (./systemd/install), and run this as the user kiosk."
        elif error.trouble is PcscTrouble.NO_READER:
            todo = "Connect the card reader; look with: lsusb"
        told = _trouble_said(error.trouble.value)
        yield missing("card reader", told, todo, told)
        return
    none = staff_words("card", Reason.NO_READER)
    if not readers:
        yield missing("card reader", "no reader is connected", "Connect the card reader; look with: lsusb", none)
    elif config.reader.name and not any(config.reader.name in name for name in readers):
        yield missing(
            "card reader",
            f"{config.reader.name!r} is not among: {', '.join(readers)}",
            "Correct [reader] name in the configuration.",
            none,
        )
    else:
        yield good("card reader", ", ".join(readers))
    yield from _chips(states)
    yield from revocation(config)


def revocation(config: Config) -> Iterator[Finding]:
    """Whether it is asked if cards were revoked, and whether the running kiosk gets answers."""
    if not config.reader.revocation:
        yield left_out("revocation", "nobody is asked whether a card was revoked ([reader] revocation)", _OFF)
    elif _alarm_of(config, "card") == Reason.REVOCATION_SILENT:
        told = staff_words("card", Reason.REVOCATION_SILENT)
        todo = "Let the kiosk's unit out to the issuers' hosts (examples/revocation.conf), and look whether they are reached."
        yield missing("revocation", told, todo, told)
    else:
        yield good("revocation", "asked after a right PIN: the kiosk's unit must be let out to the issuers' hosts")


def _chips(states: Sequence[ReaderState]) -> Iterator[Finding]:
    """Chips of another kind that sit in a slot."""
    from devices.card.belpic import applet_of_atr

    for state in states:
        if state.present and state.atr and applet_of_atr(state.atr) is None:
            told = staff_words("card", Reason.FOREIGN_CHIP)
            yield warning(
                "card slot", f"{state.name}: {told}", "Take it out, or set [reader] name to the reader that is meant."
            )


def _trouble_said(trouble: str) -> str:
    """The staff's words for what PC/SC says."""
    reason = {
        "no_service": Reason.NO_PCSC_SERVICE,
        "not_permitted": Reason.NOT_PERMITTED,
        "no_reader": Reason.NO_READER,
    }
    known = reason.get(trouble, Reason.NOT_RESPONDING)
    return explain_health("card", Health(DeviceState.UNAVAILABLE, known)).fault.staff


def printer(config: Config) -> Iterator[Finding]:
    """The ticket printer: its own driver asks for its status."""
    if not config.printer.url:
        yield left_out("printer", "none is configured: tickets are shown on the screen only", _NONE)
        return
    yield from _one_printer(config.printer.url)
    held = kiosk_runs()
    try:
        device, health = _asked(lambda emit: open_printer(emit, config), HELD_SECONDS if held else PRINTER_SECONDS)
    except ValueError as error:
        told = staff_words("printer", Reason.NOT_REACHABLE)
        yield missing("printer", str(error), "Correct [printer] url in the configuration.", told)
        return
    explained = explain_health("printer", health)
    fault, steps = explained.fault, steps_of(explained, texts("en"))
    if health.state in (DeviceState.READY, DeviceState.BUSY):
        yield good("printer", f"{config.printer.url} answers ({_printer_said(device.model, device.address.flow)})")
    elif health.usable:
        yield warning("printer", fault.staff, steps[0])
    elif held:
        said = f"{config.printer.url} does not answer to others while the kiosk runs"
        yield warning("printer", said, "The kiosk's own screen tells its state; or stop it: systemctl stop kiosk")
    else:
        yield missing("printer", f"{config.printer.url}: {fault.staff}", " ".join(steps[:2]), fault.staff)
    if not device.model.answers:
        said = f"{device.model.name} does not answer ESC/POS questions: no ticket can be confirmed"
        yield warning("printer model", said, "Choose a printer of docs/hardware.md that answers.")
    elif device.address.flow == "none" and device.model.buffer < LONGEST_TICKET:
        said = f"flow=none, and a ticket may be longer than its buffer of {device.model.buffer} bytes"
        yield warning("printer flow", said, "Set what the printer is set to: ?flow=xonxoff, rtscts or dsrdtr.")


def _one_printer(url: str) -> Iterator[Finding]:
    """Two printers that /dev/kiosk-printer may be, because nobody said which: whichever is plugged in last takes the tickets."""
    if "/dev/kiosk-printer" not in url or not PRINTER_NAME.exists():
        return
    listed = subprocess.run([PRINTER_NAME, "plugged"], capture_output=True, text=True, check=False, timeout=10).stdout
    found = [line.split() for line in listed.splitlines()]
    none = "none is named"
    if PRINTER_RULES.exists():
        serial = _NAMED.search(PRINTER_RULES.read_text(encoding="utf-8"))
        # a maker may give all its printers one serial number
        found = [each for each in found if serial and each[1] == ":".join(serial.groups())]
        none = "the serial number that is named is that of each"
    if len(found) > 1:
        names = [name for _, name in found]
        alike = [port for port, name in found if names.count(name) > 1 or name.count(":") == 1]
        which = f"port, such as {alike[0]}" if alike else f"vendor:product:serial, such as {names[0]}"
        said = f"{len(found)} USB printers, and {none}: " + ", ".join(f"{name} at {port}" for port, name in found)
        yield warning("printer name", said, f"sudo kiosk-install --printer with the kiosk's own: its {which}")


def _printer_said(model: Model, flow: str) -> str:
    """The model and the flow control that the driver goes by, and what an installer must know of it."""
    said = [model.name]
    if flow:
        said.append(f"flow {flow}")
    if model.presenter:
        said.append("has a presenter")
    if not model.cutter:
        said.append("has no knife")
    return ", ".join(said)


def _asked(make: Callable[[Emit], D], seconds: float) -> tuple[D, Health]:
    """A driver, and what it says of its device within so many seconds; ValueError for an address that it does not understand."""
    known = threading.Event()
    seen: list[Health] = []

    def heard(event: object) -> None:
        if isinstance(event, HealthChanged) and event.health.reason is not Reason.NOT_STARTED:
            seen.append(event.health)
            if event.health.usable or event.health.reason in _FINAL:
                known.set()

    device = make(heard)
    device.start()
    known.wait(seconds)
    device.stop()
    return device, seen[-1] if seen else Health(DeviceState.UNKNOWN, Reason.NOT_RESPONDING)


def _by_driver(name: str, where: str, config: Config) -> Finding:
    """What the device's own driver says of it."""
    makers: dict[str, Callable[[Emit, Config], Device]] = {
        "camera": open_camera,
        "panel": open_panel,
        "scanner": open_scanner,
    }
    held = kiosk_runs()
    try:
        _, health = _asked(lambda emit: makers[name](emit, config), HELD_SECONDS if held else DRIVER_SECONDS)
    except ValueError as error:
        return missing(
            name, str(error), "Correct its address in the configuration.", staff_words(name, Reason.NOT_REACHABLE)
        )
    if health.usable and health.state is not DeviceState.DEGRADED:
        said = "the line is open; hold a code under it in the wizard" if name == "scanner" else "answers"
        return good(name, f"{where}: {said}")
    explained = explain_health(name, health)
    fault, steps = explained.fault, steps_of(explained, texts("en"))
    if health.usable:
        return warning(name, fault.staff, steps[0])
    if held:
        said = f"{where} does not answer to others while the kiosk runs"
        return warning(name, said, "The kiosk's own screen tells its state; or stop it: systemctl stop kiosk")
    return missing(name, f"{where}: {fault.staff}", " ".join(steps[:2]), fault.staff)


def camera(config: Config) -> Iterator[Finding]:
    """The camera."""
    yield _wired("camera", config.camera.url, config)


def panel(config: Config) -> Iterator[Finding]:
    """Keys, lights and headset socket."""
    yield _wired("panel", config.panel.url, config)


def scanner(config: Config) -> Iterator[Finding]:
    """The scanner of codes."""
    yield _wired("scanner", config.panel.scanner_url, config)


def _wired(name: str, url: str, config: Config) -> Finding:
    """The device file is there, and its own driver says that it works."""
    if not url:
        return left_out(name, "none is configured", _NONE)
    path = Path(url.partition("?")[0].removeprefix("serial://"))
    if not path.is_absolute():
        return _by_driver(name, url, config)
    if not path.exists():
        todo = "Connect it; a name under /dev/kiosk-… comes from 70-kiosk.rules (systemd/README.md)."
        return missing(name, f"{path} is not there", todo, staff_words(name, Reason.NOT_REACHABLE))
    if not os.access(path, os.R_OK | os.W_OK):
        group = "video" if name == "camera" else "dialout"
        return missing(
            name,
            f"{path} may not be opened by this user",
            f"Run this with sudo: the user kiosk is in the group {group} (id kiosk).",
            staff_words(name, Reason.NOT_PERMITTED),
        )
    return _by_driver(name, str(path), config)


def speech(config: Config) -> Iterator[Finding]:
    """The voice program, its languages, and a sound device."""
    if not config.speech.enabled:
        yield left_out("voice", "switched off in the configuration", _OFF)
        return
    programs = [name for name in ("espeak-ng", "aplay") if shutil.which(name) is None]
    if programs:
        told = staff_words("speech", Reason.NOT_REACHABLE)
        yield missing("voice", f"not installed: {', '.join(programs)}", "apt-get install espeak-ng alsa-utils", told)
        return
    named = _names_of_voices()
    silent = [LANGUAGES[code] for code, voice in voices().items() if voice not in named]
    if silent:
        yield warning(
            "voice",
            f"no voice for: {', '.join(silent)}; who chooses it hears nothing",
            "apt-get install espeak-ng-data, or accept silence there.",
        )
    else:
        yield good("voice", f"espeak-ng: {', '.join(f'{code} {named[voice]}' for code, voice in voices().items())}")
    yield from _better_voices(models(LANGUAGES))
    cards = Path("/proc/asound/cards")
    if not cards.exists() or "no soundcards" in cards.read_text(encoding="utf-8"):
        yield warning("sound", "this machine has no sound device", "Connect the headset socket; look with: aplay -l")
    else:
        yield sound(config.speech, cards.read_text(encoding="utf-8").splitlines()[0].strip())


def _better_voices(found: Mapping[str, Path]) -> Iterator[Finding]:
    """Each better voice that is installed says one word; nothing where none is."""
    piper = Piper(found)
    try:
        for code in found:
            piper.speak("1", code, 1.0)
    except OSError as error:
        told = f"models for {', '.join(found)} in {FOLDER}, but {error}; espeak-ng is used"
        yield warning("better voice", told, f"python3 -m venv {FOLDER}; {FOLDER}/bin/pip install piper-tts")
    else:
        if found:
            yield good("better voice", f"Piper: {', '.join(f'{code} {model.stem}' for code, model in found.items())}")
    finally:
        piper.close()


def _names_of_voices() -> dict[str, str]:
    """What espeak-ng calls its own voice of each language; those of another program (MBROLA) are left out."""
    listed = subprocess.run(["espeak-ng", "--voices"], capture_output=True, text=True, check=False, timeout=10).stdout
    # priority, language, age and gender, name, file
    rows = [line.split() for line in listed.splitlines()[1:]]
    return {row[1]: row[3].replace("_", " ") for row in rows if len(row) > 4 and not row[4].startswith("mb/")}


def _answers(path: str) -> bool:
    """A display that was killed leaves its socket behind, so only a connection counts."""
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(path)
        except OSError:
            return False
    return True


def display(config: Config) -> Iterator[Finding]:
    """A display that the kiosk can be a client of."""
    name = os.environ.get("DISPLAY", "")
    number = (name or ":0").partition(":")[2].partition(".")[0]
    if _answers(f"/tmp/.X11-unix/X{number}"):  # noqa: S108  (the fixed place of X sockets)
        yield good("screen", f"display :{number} runs")
        yield from _size(config)
    else:
        todo = "Connect the screen; on the kiosk journalctl -u kiosk-display -n 50 says why."
        yield missing("screen", "no display runs", todo, staff_words("display", Reason.NOT_REACHABLE))
    yield from _touches(config)
    if not (config.screen.width_mm and config.screen.height_mm):
        yield warning(
            "screen size",
            "millimetres are not set: sizes are guessed",
            "Measure the picture; set [screen] width_mm and height_mm.",
        )


def _touches(config: Config) -> Iterator[Finding]:
    """A glass that takes no touches: the running kiosk alone notices it, and its log says so."""
    if _alarm_of(config, "display"):
        explained = explain("display", Reason.NOT_RESPONDING, usable=True)
        steps = steps_of(explained, texts("en"))
        yield missing("touches", explained.fault.staff, " ".join(steps[:2]), explained.fault.staff)


def _alarm_of(config: Config, device: str) -> str:
    """The reason that the running kiosk's log gives for its alarm of this device; empty without an alarm or a kiosk."""
    reason = ""
    for line in read_lines(config.log_dir) if kiosk_runs() else ():
        if line.get("event") == Event.APPLICATION_STARTED:
            reason = ""
        elif line.get("device") == device:
            reason = str(line["reason"]) if line.get("event") == Event.DEVICE_LOST else ""
    return reason


def _size(config: Config) -> Iterator[Finding]:
    """The display's real size beside the configured one; nothing where it does not tell."""
    from screens.desktop import NoDisplay, desktop

    screen = config.screen
    if not (os.environ.get("DISPLAY") and screen.fullscreen):
        return
    try:
        real = desktop()
    except NoDisplay:
        return
    if real.width and (real.width, real.height) != (screen.width, screen.height):
        said = f"the display has {real.width} × {real.height} pixels, [screen] says {screen.width} × {screen.height}"
        yield warning("screen size", said, "Correct [screen] width, height and rotation, or the display's mode.")
