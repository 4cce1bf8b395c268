"""The checks of `kiosk doctor`: each looks at one thing that a kiosk needs and says what to do when it is not there."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from devices.api.health import Health, HealthChanged, Reason, State
from kiosk.clocksync import synchronised
from kiosk.config import PRODUCTION_MARK, Config
from kiosk.faults import explain_health
from kiosk.i18n import LANGUAGES

FREE_MEGABYTES_NEEDED = 500
PRINTER_SECONDS = 4.0
# the versions that were proved; another one is a warning
PINNED = {"kivy": "2.3.1", "pyscard": "2.3.1", "pyserial": "3.5", "python-escpos": "3.1"}
MODULES = [
    "kivy",
    "smartcard",
    "cv2",
    "serial",
    "escpos",
    "zxingcpp",
    "numpy",
    "PIL",
    "cryptography",
    "httpx",
    "click",
    "pydantic",
    "sqlalchemy",
    "alembic",
    "babel",
    "holidays",
    "stdnum",
    "segno",
    "prometheus_client",
    "argon2",
    "structlog",
    "bidi",
    "usb",
    "fontTools",
]
# distributions that break ours without a word
BANNED = {
    "opencv-python-headless": "it overwrites parts of opencv-python",
    "escpos": "it is not python-escpos, and it is not safe",
}


class Found(StrEnum):
    """What a check came to; LEFT_OUT: this kiosk is not set up to have it."""

    GOOD = "good"
    WARNING = "warning"
    MISSING = "missing"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the answer: `said` what is so, `todo` what to do ("" when nothing)."""

    name: str
    found: Found
    said: str
    todo: str = ""


Check = Callable[[Config], Iterator[Finding]]


def good(name: str, said: str) -> Finding:
    """All well."""
    return Finding(name, Found.GOOD, said)


def missing(name: str, said: str, todo: str) -> Finding:
    """A kiosk cannot do without it."""
    return Finding(name, Found.MISSING, said, todo)


def warning(name: str, said: str, todo: str) -> Finding:
    """The kiosk runs, but somebody should look."""
    return Finding(name, Found.WARNING, said, todo)


def left_out(name: str, said: str) -> Finding:
    """Not set up on this kiosk."""
    return Finding(name, Found.LEFT_OUT, said)


def python(config: Config) -> Iterator[Finding]:
    """Interpreter and packages."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    wanted = list(MODULES)
    if config.camera.mrz:
        wanted += ["rapidocr", "onnxruntime"]
    if config.store_url.startswith("postgresql") or config.store.central_url.startswith("postgresql"):
        wanted.append("psycopg")
    absent = [module for module in wanted if importlib.util.find_spec(module) is None]
    if absent:
        yield missing(
            "packages", f"not installed: {', '.join(absent)}", "Run ./systemd/install again, or ./run from the project."
        )
    else:
        yield good("packages", f"Python {version}, {len(wanted)} packages")
    for name, version_wanted in PINNED.items():
        have = _version(name)
        if have and have != version_wanted:
            yield warning(
                "packages", f"{name} is {have}; {version_wanted} was tested", "Install from requirements.lock."
            )
    for name, why in BANNED.items():
        if _version(name):
            yield missing(
                "packages", f"{name} is installed: {why}", f"Remove {name} and install from requirements.lock."
            )


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


def text(config: Config) -> Iterator[Finding]:
    """Fonts, scripts on paper, character encoding, time zones."""
    del config
    from PIL import features

    from screens import fonts

    lacking = fonts.missing()
    if lacking:
        yield missing(
            "fonts",
            "; ".join(lacking),
            "apt-get install fonts-inter fonts-noto-core fonts-material-design-icons-iconfont",
        )
    else:
        yield good("fonts", "Inter, Noto and the icons are there")
    if features.check("raqm") and features.check("fribidi"):
        yield good("paper scripts", "Arabic on paper is shaped and ordered")
    else:
        yield missing(
            "paper scripts",
            "Pillow cannot shape Arabic: letters on paper would be wrong",
            "apt-get install libfribidi0",
        )
    if sys.getfilesystemencoding().lower() != "utf-8":
        yield missing(
            "encoding", f"the locale uses {sys.getfilesystemencoding()}", "Set LANG=C.UTF-8 (kiosk.service does)."
        )
    try:
        zoneinfo.ZoneInfo("Europe/Brussels")
        yield good("time zone", "Europe/Brussels is known")
    except zoneinfo.ZoneInfoNotFoundError:
        yield missing("time zone", "Europe/Brussels is not known", "apt-get install tzdata")


def reader(config: Config) -> Iterator[Finding]:
    """The smart-card service and the reader."""
    if not config.reader.enabled:
        yield left_out("card reader", "switched off in the configuration")
        return
    from devices.card.pcsc import Context, PcscError, PcscTrouble, ignored

    try:
        context = Context()
        try:
            readers = [name for name in context.readers() if not ignored(name)]
        finally:
            context.close()
    except PcscError as error:
        todo = "systemctl enable --now pcscd.socket"
        if error.trouble is PcscTrouble.NOT_PERMITTED:
            todo = "Install the rule 50-kiosk-pcscd.rules (./systemd/install), and run this as the user kiosk."
        elif error.trouble is PcscTrouble.NO_READER:
            todo = "Connect the card reader; look with: lsusb"
        yield missing("card reader", _trouble_said(error.trouble.value), todo)
        return
    if not readers:
        yield missing("card reader", "no reader is connected", "Connect the card reader; look with: lsusb")
    elif config.reader.name and not any(config.reader.name in name for name in readers):
        yield missing(
            "card reader",
            f"{config.reader.name!r} is not among: {', '.join(readers)}",
            "Correct [reader] name in the configuration.",
        )
    else:
        yield good("card reader", ", ".join(readers))


def _trouble_said(trouble: str) -> str:
    """The staff's words for what PC/SC says."""
    reason = {
        "no_service": Reason.NO_PCSC_SERVICE,
        "not_permitted": Reason.NOT_PERMITTED,
        "no_reader": Reason.NO_READER,
    }
    known = reason.get(trouble, Reason.NOT_RESPONDING)
    return explain_health("card", Health(State.UNAVAILABLE, known)).fault.staff


def printer(config: Config) -> Iterator[Finding]:
    """The ticket printer: its own driver asks for its status."""
    if not config.printer.url:
        yield left_out("printer", "none is configured: tickets are shown on the screen only")
        return
    from devices.printer.driver import ThermalPrinter

    known = threading.Event()
    seen: list[Health] = []

    def heard(event: object) -> None:
        if isinstance(event, HealthChanged) and event.health.reason is not Reason.NOT_STARTED:
            seen.append(event.health)
            if event.health.usable:
                known.set()

    try:
        device = ThermalPrinter(heard, config.printer.url)
    except ValueError as error:
        yield missing("printer", str(error), "Correct [printer] url in the configuration.")
        return
    device.start()
    known.wait(PRINTER_SECONDS)
    device.stop()
    health = seen[-1] if seen else Health(State.UNKNOWN, Reason.NOT_RESPONDING)
    told = explain_health("printer", health).fault
    if health.state in (State.READY, State.BUSY):
        yield good("printer", f"{config.printer.url} answers")
    elif health.usable:
        yield warning("printer", told.staff, told.steps[0])
    else:
        yield missing("printer", f"{config.printer.url}: {told.staff}", " ".join(told.steps[:2]))


def serial_devices(config: Config) -> Iterator[Finding]:
    """Camera, panel and scanner: the device file is there and may be opened."""
    for name, url in (
        ("camera", config.camera.url),
        ("panel", config.panel.url),
        ("scanner", config.panel.scanner_url),
    ):
        if not url:
            yield left_out(name, "none is configured")
            continue
        path = Path(url.partition("?")[0].removeprefix("serial://"))
        if not path.is_absolute():
            yield good(name, f"{url} (not a device of this machine: try it in the wizard)")
        elif not path.exists():
            todo = "Connect it; a name under /dev/kiosk-… comes from 70-kiosk.rules (systemd/README.md)."
            yield missing(name, f"{path} is not there", todo)
        elif not os.access(path, os.R_OK | os.W_OK):
            group = "video" if name == "camera" else "dialout"
            yield missing(
                name, f"{path} may not be opened by this user", f"The user kiosk must be in the group {group}."
            )
        else:
            yield good(name, str(path))


def speech(config: Config) -> Iterator[Finding]:
    """The voice program, its languages, and a sound device."""
    if not config.speech.enabled:
        yield left_out("voice", "switched off in the configuration")
        return
    programs = [name for name in ("espeak-ng", "aplay") if shutil.which(name) is None]
    if programs:
        yield missing("voice", f"not installed: {', '.join(programs)}", "apt-get install espeak-ng alsa-utils")
        return
    listed = subprocess.run(["espeak-ng", "--voices"], capture_output=True, text=True, check=False, timeout=10).stdout
    spoken = {line.split()[1].partition("-")[0] for line in listed.splitlines()[1:] if len(line.split()) > 1}
    silent = [name for code, name in LANGUAGES.items() if code not in spoken]
    if silent:
        yield warning(
            "voice", f"no voice for: {', '.join(silent)}", "apt-get install espeak-ng-data, or accept silence there."
        )
    else:
        yield good("voice", f"espeak-ng speaks all {len(LANGUAGES)} languages")
    cards = Path("/proc/asound/cards")
    if not cards.exists() or "no soundcards" in cards.read_text(encoding="utf-8"):
        yield warning("sound", "this machine has no sound device", "Connect the headset socket; look with: aplay -l")
    else:
        yield good("sound", cards.read_text(encoding="utf-8").splitlines()[0].strip())


def display(config: Config) -> Iterator[Finding]:
    """A display that the kiosk can be a client of."""
    name = os.environ.get("DISPLAY", "")
    number = (name or ":0").partition(":")[2].partition(".")[0]
    if Path(f"/tmp/.X11-unix/X{number}").exists():  # noqa: S108  (the fixed place of X sockets)
        yield good("screen", f"display :{number} runs")
    else:
        yield warning("screen", "no display runs", "On the kiosk: systemctl start kiosk-display.service")
    if not (config.screen.width_mm and config.screen.height_mm):
        yield warning(
            "screen size",
            "millimetres are not set: sizes are guessed",
            "Measure the picture; set [screen] width_mm and height_mm.",
        )


def store(config: Config) -> Iterator[Finding]:
    """The store of tickets opens, is whole, and there is room."""
    url = config.store_url
    if url.startswith("sqlite:///"):
        yield from _sqlite(Path(url.removeprefix("sqlite:///")))
    else:
        yield _postgres(url)
    folder = config.state_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < FREE_MEGABYTES_NEEDED:
        yield missing("disk", f"{free} MB free", f"Make room: a kiosk needs {FREE_MEGABYTES_NEEDED} MB.")
    else:
        yield good("disk", f"{free} MB free")


def _sqlite(path: Path) -> Iterator[Finding]:
    if not path.exists():
        folder = path.parent
        while not folder.exists():
            folder = folder.parent
        if os.access(folder, os.W_OK):
            yield good("store", f"{path} will be made at the first start")
        else:
            yield missing(
                "store",
                f"{folder} may not be written by this user",
                "Run this as the user kiosk, or correct [paths] state.",
            )
        return
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=3)) as database:
            (answer,) = database.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        yield missing("store", f"{path}: {error}", "Restore the newest backup (systemd/README.md, “store is damaged”).")
        return
    if answer == "ok":
        yield good("store", f"{path} is whole")
    else:
        yield missing(
            "store", f"{path}: {answer}", "Restore the newest backup (systemd/README.md, “store is damaged”)."
        )


def _postgres(url: str) -> Finding:
    import sqlalchemy

    shown = sqlalchemy.make_url(url).render_as_string(hide_password=True)
    engine = sqlalchemy.create_engine(url, connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text("select 1"))
    except sqlalchemy.exc.SQLAlchemyError as error:
        reason = str(error.__cause__ or error).strip().splitlines()[0]
        return missing("store", f"{shown}: {reason}", "Look whether the server runs and lets this kiosk in.")
    finally:
        engine.dispose()
    return good("store", f"{shown} answers")


def clock(config: Config) -> Iterator[Finding]:
    """Whether the time can be believed."""
    del config
    match synchronised():
        case True:
            yield good("clock", "the time is checked against a server")
        case False:
            yield warning(
                "clock",
                "the time is not checked: no date is promised to residents",
                "systemctl enable --now systemd-timesyncd",
            )
        case None:
            yield warning("clock", "nobody knows whether the time is right", "Compare it with your watch: date")


def people(config: Config) -> Iterator[Finding]:
    """Profile, production mark, staff, audit log."""
    from kiosk.profiles import ProfileError, load
    from kiosk.staff.audit import verify
    from kiosk.staff.members import Members

    try:
        profile = load(config.kiosk.profile)
        profile.place(config.kiosk.place)
        yield good("profile", f"{config.kiosk.profile}, {config.kiosk.place}")
    except ProfileError as error:
        yield missing("profile", str(error).splitlines()[0], f"kiosk profile check {config.kiosk.profile}")
    except KeyError:
        places = f"{config.kiosk.place!r} is no place of the profile {config.kiosk.profile}"
        yield missing("profile", places, "Correct [kiosk] place in the configuration.")
    mark = (
        "this is an installed kiosk" if PRODUCTION_MARK.exists() else "not an installed kiosk: simulators are allowed"
    )
    yield good("production", mark)
    try:
        count = len(Members(config.state_dir).all())
    except OSError:
        yield warning(
            "staff", f"{config.state_dir / 'staff.json'} cannot be read by this user", "Run this as the user kiosk."
        )
        return
    if count:
        yield good("staff", f"{count} may enter maintenance mode")
    else:
        yield warning("staff", "nobody may enter maintenance mode", "kiosk staff add")
    chain = verify(config.state_dir)
    if not chain.good:
        yield missing(
            "audit",
            f"the log of staff acts was altered at entry {chain.broken}",
            "Keep the file and call the technician.",
        )


CHECKS: tuple[Check, ...] = (python, text, reader, printer, serial_devices, speech, display, store, clock, people)
