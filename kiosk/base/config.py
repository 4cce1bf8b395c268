"""The kiosk's own configuration: which profile, which place, which devices, where things are kept.

One TOML file, checked once; every mistake is named with its key.  Values of a municipality are not here but in
its profile.
"""

from __future__ import annotations

import codecs
import difflib
import hashlib
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator, model_validator

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class ConfigProblem(ValueError):
    """The configuration cannot be used; `mistakes` are lines "section.key: what is wrong"."""

    def __init__(self, source: str, mistakes: tuple[str, ...]) -> None:
        super().__init__(f"{source}: " + "; ".join(mistakes))
        self.source = source
        self.mistakes = mistakes


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KioskSection(_Section):
    """Who this kiosk is, and the municipality's profile that it speaks for.

    `profile` is `gent`, `leuven`, `vlaams-voorbeeld`, or your own file: `mijnstad`, `mijnstad.toml` or its whole path.
    `profile_directory` is the folder of your own files; with it every name is looked for there, and only there.
    Without it your own file lies beside this one.  `place` is the id of a place of the profile; where a profile
    is named that has one place, it need not be said.  `layer` is a TOML file that is laid over the profile.  The user
    `kiosk` must be able to read all of them (`kiosk doctor` looks).
    `offline_mark` stands in the numbers that it gives while the central store is gone ("R2-001"); empty: the number at
    the end of its id.
    """

    id: str = Field(default="kiosk-1", pattern=r"^[a-z0-9-]{1,32}$")
    offline_mark: str = Field(default="", pattern=r"^[0-9A-Z]{0,3}$")
    profile: str = "gent"
    place: str = "stadskantoor"
    profile_directory: Path | None = None
    layer: Path | None = None
    time_limit_factor: float = Field(default=1.0, ge=1.0, le=10.0)

    _folder: Path = PrivateAttr(default_factory=Path)

    @property
    def folder(self) -> Path:
        """Where the file lies that says this; the present folder when nothing was read from a file."""
        return self._folder


class StoreSection(_Section):
    """Where tickets are kept; empty: SQLite in the state directory.  `copies`: how many copies of it stay, one a night.

    `ca` is the root certificate (PEM) of PostgreSQL servers: with it an address beyond this machine is believed only when the
    server proves its name (`sslmode=verify-full`), unless the address itself names a weaker `sslmode`.
    """

    url: str = ""
    central_url: str = ""
    ca: Path | None = None
    copies: int = Field(default=14, ge=1, le=365)


class PrinterSection(_Section):
    """The printer: tcp://HOST:PORT, serial:///dev/NAME?baud=38400, usblp:///dev/usb/lp0, usb://VENDOR:PRODUCT or a path.

    `model` says what it has from the factory (`docs/hardware.md`): width, code tables, flow control, process ids.  `dots` is
    the printable width, where it is not the model's: 384 on 58 mm paper.  `style` is `auto` (everything is drawn; on a
    serial line the printer's own letters where it has all of them), `native` (always those; what is missing is a question
    mark) or `picture` (everything is drawn).  `pages` are the code tables that the printer has, where they are not the
    model's, by the number of ESC t: `{ 16 = "cp1252" }`.
    """

    url: str = ""
    model: Literal[
        "generic",
        "epson-tm-t20",
        "epson-tm-t88",
        "epson-tm-m30",
        "star-escpos",
        "bixolon-srp",
        "custom-vkp80",
        "custom-tg2480",
        "nippon-np",
    ] = "generic"
    dots: Literal[384, 512, 576] | None = None
    style: Literal["auto", "native", "picture"] = "auto"
    pages: dict[int, str] = Field(default_factory=dict)

    @field_validator("pages")
    @classmethod
    def _has_such_letters(cls, pages: dict[int, str]) -> dict[int, str]:
        for number, encoding in pages.items():
            if not 0 <= number <= 255:
                raise ValueError(f"{number}: the number of ESC t is 0 to 255")
            try:
                codecs.lookup(encoding)
            except LookupError:
                raise ValueError(f"{encoding}: there is no such code table; it is written as in cp1252") from None
        return pages

    @model_validator(mode="before")
    @classmethod
    def _without_what_went(cls, given: Any) -> Any:
        """0.1.0 had a key `profile` that nothing read; its files keep loading."""
        return {key: value for key, value in given.items() if key != "profile"} if isinstance(given, dict) else given

    @field_validator("url")
    @classmethod
    def _has_a_link(cls, url: str) -> str:
        if url.startswith("/"):
            return f"usblp://{url}"
        if url and not url.startswith(("tcp://", "serial://", "usblp://", "usb://")):
            raise ValueError("a printer is reached by tcp://, serial://, usblp:// or usb://")
        return url


class ReaderSection(_Section):
    """The card reader; empty name: the first contact reader.

    With `revocation` the issuers of the eID cards are asked whether a proved card was revoked: the kiosk's unit must be let out
    to them (examples/revocation.conf).  Without it nobody is asked, and a revoked certificate is not noticed.
    """

    name: str = ""
    enabled: bool = True
    revocation: bool = False


class CameraSection(_Section):
    """Camera device or stream; empty: none."""

    url: str = ""
    mrz: bool = False


class PanelSection(_Section):
    """The panel board and a scanner in serial mode; empty: none.

    `serial` pins the board: another one is refused.  `scanner_prefix` is what the scanner is set to send before each code.
    """

    url: str = ""
    serial: str = ""
    scanner_url: str = ""
    scanner_prefix: str = ""


class SpeechSection(_Section):
    """Speech through espeak-ng and aplay; `loopback` is the ALSA device with which `kiosk doctor` hears its own tone."""

    enabled: bool = True
    device: str = ""
    loopback: str = ""


class ScreenSection(_Section):
    """The panel: pixels, millimetres, rotation in degrees; dark after so many seconds without anybody (0: never)."""

    width: int = Field(default=1080, ge=640, le=7680)
    height: int = Field(default=1920, ge=480, le=7680)
    width_mm: float = Field(default=0.0, ge=0.0, le=2000.0)
    height_mm: float = Field(default=0.0, ge=0.0, le=2000.0)
    rotation: Literal[0, 90, 180, 270] = 0
    fullscreen: bool = True
    blank_after: float = Field(default=0.0, ge=0.0, le=86400.0)
    brightness: int = Field(default=100, ge=1, le=100)


class PathsSection(_Section):
    """Directories; empty: under the XDG directories of the user."""

    state: Path | None = None
    cache: Path | None = None
    logs: Path | None = None


class OfficeSection(_Section):
    """The back office: empty for the embedded table, else an HTTPS address.

    `ca` is a PEM file of the authorities that may vouch for it, roots or authorities below one; without it the system's
    list is used.
    """

    url: str = ""
    token_file: Path | None = None
    certificate: Path | None = None
    certificate_key: Path | None = None
    ca: Path | None = None


class MetricsSection(_Section):
    """Prometheus metrics on loopback; port 0: off."""

    port: int = Field(default=0, ge=0, le=65535)
    textfile: Path | None = None


class Config(_Section):
    """The whole file."""

    kiosk: KioskSection = KioskSection()
    store: StoreSection = StoreSection()
    printer: PrinterSection = PrinterSection()
    reader: ReaderSection = ReaderSection()
    camera: CameraSection = CameraSection()
    panel: PanelSection = PanelSection()
    speech: SpeechSection = SpeechSection()
    screen: ScreenSection = ScreenSection()
    paths: PathsSection = PathsSection()
    office: OfficeSection = OfficeSection()
    metrics: MetricsSection = MetricsSection()

    @property
    def state_dir(self) -> Path:
        """Where what must last is kept."""
        return self.paths.state or _xdg("XDG_STATE_HOME", ".local/state")

    @property
    def cache_dir(self) -> Path:
        """Where what can be made again is kept."""
        return self.paths.cache or _xdg("XDG_CACHE_HOME", ".cache")

    @property
    def log_dir(self) -> Path:
        """Where the event log is kept."""
        return self.paths.logs or self.state_dir / "log"

    @property
    def store_url(self) -> str:
        """The store's address."""
        return self.store.url or f"sqlite:///{self.state_dir / 'tickets.db'}"


def _xdg(variable: str, fallback: str) -> Path:
    base = os.environ.get(variable, "")
    return (Path(base) if base else Path.home() / fallback) / "residence-kiosk"


def load_config(path: Path | None) -> Config:
    """Read a configuration file; None gives the defaults.  ConfigProblem names every mistake.

    What it says of the profile without a whole path is meant beside the file, wherever the program was called.
    """
    if path is None:
        return Config()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigProblem(str(path), (f"cannot be read: {error.strerror}",)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigProblem(str(path), (f"is not TOML: {error}",)) from None
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        raise ConfigProblem(str(path), tuple(_said(each) for each in error.errors())) from None
    config.kiosk._folder = path.absolute().parent  # noqa: SLF001  (the loader is the only writer)
    return config


def _said(mistake: ErrorDetails) -> str:
    """A mistake in an installer's words; a misspelt key gets the one that was meant."""
    where = ".".join(str(part) for part in mistake["loc"])
    if mistake["type"] != "extra_forbidden":
        return f"{where}: {mistake['msg'].removeprefix('Value error, ')}"
    *sections, key = (str(part) for part in mistake["loc"])
    model: type[BaseModel] = Config
    for section in sections:
        inner = model.model_fields[section].annotation if section in model.model_fields else None
        model = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else model
    meant = difflib.get_close_matches(key, model.model_fields, 1)
    return f"{where}: there is no such {'key' if sections else 'section'}" + (f"; {meant[0]}?" if meant else "")


def digest(model: BaseModel) -> str:
    """A short name for the exact content of a configuration or a profile: eight hexadecimal digits."""
    return hashlib.sha256(model.model_dump_json().encode()).hexdigest()[:8]
