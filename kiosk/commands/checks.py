"""The checks of `kiosk doctor`: each looks at one thing that a kiosk needs and says what to do when it is not there."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import zoneinfo
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from shlex import quote

from kiosk.base import production
from kiosk.base.clocksync import synchronised
from kiosk.base.config import Config
from kiosk.base.languages import ROWS
from kiosk.base.production import in_production
from kiosk.commands import installed
from kiosk.commands.devicechecks import camera, display, panel, printer, reader, scanner, speech
from kiosk.commands.findings import Check, Finding, good, missing, warning
from kiosk.profiles.inforce import KIOSK_USER

FREE_MEGABYTES_NEEDED = 500
# the versions that were proved; another one is a warning
PINNED = {"kivy": "2.3.1", "pyscard": "2.3.1", "pyserial": "3.5", "python-escpos": "3.1", "uvicorn": "0.54.0"}
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
    "httpcore",
    "httpx",
    "fastapi",
    "uvicorn",
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
    "usb",
    "fontTools",
    "tomlkit",
]
# so many texts that cannot be drawn are named
_BOXES = 5
# distributions that break ours without a word
BANNED = {
    "opencv-python-headless": "it overwrites parts of opencv-python",
    "escpos": "it is not python-escpos, and it is not safe",
}


# what kiosk.service does not see, whoever may read it (ProtectHome, PrivateTmp, InaccessiblePaths)
HIDDEN = tuple(
    Path("/") / name
    for name in ("home", "root", "run/user", "tmp", "var/tmp", "boot", "srv", "media", "mnt", "dev/shm")
)

RESTORE = "Restore the newest backup (systemd/README.md, “store is damaged”)."


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

    from kiosk.commands import letters
    from screens import fonts

    if lacking := fonts.missing():
        packages = dict.fromkeys(
            package for _, found, package in (line.rpartition(": install ") for line in lacking) if found
        )
        mend = f"apt-get install {' '.join(packages)}" if packages else "See docs/languages.md: fonts by script."
        yield missing("fonts", "; ".join(lacking), mend)
    else:
        yield good("fonts", "Inter, Noto and the icons are there")
        if boxes := letters.of_languages(ROWS):
            more = [f"and {len(boxes) - _BOXES} more"] if len(boxes) > _BOXES else []
            yield missing("letters", "; ".join([*boxes[:_BOXES], *more]), "See docs/languages.md: fonts by script.")
        else:
            yield good("letters", "every sign of every language has a letter in its font")
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


def store(config: Config) -> Iterator[Finding]:
    """The store of tickets opens, is whole, and there is room."""
    url = config.store_url
    if url.startswith("sqlite:///"):
        yield _sqlite(Path(url.removeprefix("sqlite:///")))
    else:
        yield _postgres(url, config.store.ca)
    if config.store.central_url:
        yield from _central(config)
    folder = config.state_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < FREE_MEGABYTES_NEEDED:
        yield missing("disk", f"{free} MB free", f"Make room: a kiosk needs {FREE_MEGABYTES_NEEDED} MB.")
    else:
        yield good("disk", f"{free} MB free")


def _sqlite(path: Path) -> Finding:
    if not path.exists():
        folder = path.parent
        while not folder.exists():
            folder = folder.parent
        if os.access(folder, os.W_OK):
            return good("store", f"{path} will be made at the first start")
        return missing("store", f"{folder} may not be written by this user", _for_its_owner(folder))
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        # a read-only disk is said like a missing right: both are mended outside of the kiosk
        return missing("store", f"{path} may not be written", _for_its_owner(path.parent))
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=3)) as database:
            (answer,) = database.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        return missing("store", f"{path}: {error}", _what_the_store_needs(error, path.parent))
    return good("store", f"{path} is whole") if answer == "ok" else missing("store", f"{path}: {answer}", RESTORE)


def _for_its_owner(folder: Path) -> str:
    return f"Run this as root or as the user kiosk; else: ls -ld {folder} (owner kiosk?), findmnt -T {folder} (rw?)."


def _what_the_store_needs(error: sqlite3.Error, folder: Path) -> str:
    """A copy is put back only over a file that is damaged: a full disk or a missing right is mended where it is."""
    match error.sqlite_errorcode & 0xFF:
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return RESTORE
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return "Make room on its disk first (the line “disk”), then look again; dmesg tells of a broken disk."
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_READONLY:
            return _for_its_owner(folder)
        case _:
            return "Look again in a minute; then tell us this line."


def _central(config: Config) -> Iterator[Finding]:
    """The store that kiosks share, and what waits on this kiosk to be handed over to it."""
    url = config.store.central_url
    yield (
        _postgres(url, config.store.ca, "shared store")
        if url.startswith("postgres")
        else good("shared store", "is a file")
    )
    file = Path(config.store_url.removeprefix("sqlite:///"))
    if not config.store_url.startswith("sqlite:///") or not file.exists():
        return
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=3)) as database:
            (waiting,) = database.execute(
                "SELECT (SELECT count(*) FROM queue_ticket) + (SELECT count(*) FROM queue_outbox)"
            ).fetchone()
    except sqlite3.Error:
        return  # said of the store itself
    if waiting:
        todo = "They go over by themselves when the kiosk runs and the shared store answers."
        yield warning("outbox", f"{waiting} tickets wait to be handed over to the shared store", todo)
    else:
        yield good("outbox", "nothing waits to be handed over")


def _postgres(url: str, ca: Path | None, name: str = "store") -> Finding:
    import sqlalchemy

    from kiosk.queue.database import Database, parse, protected, shown, unprotected

    address, named = protected(url, ca), shown(url)
    if unprotected(address):
        said = f"{named}: any server on the network is believed, and the line may be read: sslmode is not named"
        return missing(
            name, said, 'Write into [store]: ca = "/etc/kiosk/queue-ca.pem" (the root certificate of the servers).'
        )
    asked = parse(address).query
    root = str(asked.get("sslrootcert", ""))
    if str(asked.get("sslmode", "")).startswith("verify-") and root not in ("", "system") and not Path(root).is_file():
        return missing(
            name,
            f"{named}: the root certificate {root} is not there",
            "Put the root certificate of the servers there (PEM), readable by the user kiosk.",
        )
    database = Database(address)
    try:
        with database.engine.connect() as connection:
            connection.execute(sqlalchemy.text("select 1"))
    except sqlalchemy.exc.SQLAlchemyError as error:
        reason = str(error.__cause__ or error).strip().splitlines()[0]
        return missing(name, f"{named}: {reason}", "Look whether the server runs and lets this kiosk in.")
    finally:
        database.close()
    return good(name, f"{named} answers")


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


def profile(config: Config) -> Finding:
    """The profile can be used, here and by the kiosk itself."""
    from kiosk.profiles.inforce import Town, TownProblem, Trouble

    town, place = Town.configured(config), config.kiosk.place
    todo = {
        Trouble.ABSENT: "Correct [kiosk] profile or profile_directory in the configuration (docs/profiles.md).",
        Trouble.UNREADABLE: "Run this as root or as the user kiosk.",
        Trouble.MISTAKEN: f"kiosk profile check {quote(str(town.file))}",
        Trouble.NO_SUCH_PLACE: "Correct [kiosk] place in the configuration.",
    }
    try:
        town.profile(place=place)
        closed = closed_to_the_kiosk(town.files()) if in_production() else None
    except TownProblem as problem:
        return missing("profile", str(problem).partition("\n  ")[0].rstrip(":"), todo[problem.trouble])
    if closed is not None:
        keep = f"Keep it under /etc/kiosk/profiles, and: sudo chmod a+r {quote(str(closed))}, its folders a+rx."
        return missing("profile", f"the kiosk cannot read {closed}", keep)
    return good("profile", f"{config.kiosk.profile}, {place}")


def closed_to_the_kiosk(files: Iterable[Path]) -> Path | None:
    """The first file that the service kiosk.service cannot read: hidden from it, or shut to its user; None: it reads all."""
    for file in files:
        if any(file.resolve().is_relative_to(folder) for folder in HIDDEN) or not _read_by_kiosk(file):
            return file
    return None


def _read_by_kiosk(file: Path) -> bool:
    """Tried as that user, so that every folder and access list on the way counts; only root can try it."""
    if os.geteuid() != 0:
        return True  # this user has just read it, and it is the kiosk's or one with fewer rights
    try:
        user = pwd.getpwnam(KIOSK_USER)
    except KeyError:
        return True  # there is no such user here: nothing is installed
    command = ("/usr/bin/test", "-r", file)
    tried = subprocess.run(command, user=user.pw_uid, group=user.pw_gid, extra_groups=(), check=False, timeout=30)
    return tried.returncode == 0


def mark() -> Finding:
    """The production mark stands where a kiosk is installed: a trial puts it aside, and may forget it there."""
    if in_production():
        return good("production", "this is an installed kiosk")
    if not installed.INSTALLED.exists():
        return good("production", "not an installed kiosk: simulators are allowed")
    said = f"{production.PRODUCTION_MARK} is not there: simulators, the dock and foreign trust roots are allowed"
    return warning("production", said, f"After a trial: sudo touch {production.PRODUCTION_MARK}")


def people(config: Config) -> Iterator[Finding]:
    """Profile, production mark, staff, audit log."""
    from kiosk.staff.audit import verify
    from kiosk.staff.members import Members, StaffProblem

    yield profile(config)
    yield mark()
    try:
        count = len(Members(config.state_dir).all())
    except OSError:
        yield warning(
            "staff", f"{config.state_dir / 'staff.json'} cannot be read by this user", "Run this as the user kiosk."
        )
        return
    except StaffProblem as problem:
        yield missing("staff", "nobody may enter maintenance mode", str(problem))
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


# made beside each other, told in this order
CHECKS: tuple[Check, ...] = (
    python,
    text,
    reader,
    printer,
    camera,
    panel,
    scanner,
    speech,
    display,
    store,
    clock,
    people,
)
