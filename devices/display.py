"""The screen's panel: brightness, blanking and waking, through the kernel's backlight files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from devices.api import Device, DeviceState, Emit, Reason
from devices.driven import Driven
from devices.worker import Backoff, PermanentFault, Seat, Session, TemporaryFault, Worker

BACKLIGHTS = Path("/sys/class/backlight")
_ON, _OFF = "0", "4"  # FB_BLANK_UNBLANK and FB_BLANK_POWERDOWN of the kernel


class Display(Device, Protocol):
    """What the kiosk may ask of its display.  Waking needs no button: presence, a card or a touch calls `wake`."""

    def set_brightness(self, percent: int) -> None:
        """Brightness in percent, 1 to 100."""
        ...

    def blank(self) -> None:
        """Dark, and as little power as the panel can do."""
        ...

    def wake(self) -> None:
        """Bright again, as it was."""
        ...


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the panel should show from now on."""

    percent: int
    lit: bool


class Backlight(Driven[_Wish]):
    """`Display` over /sys/class/backlight (`folder`: one device of it; None takes the first).

    A screen without such a file (an HDMI monitor) is UNAVAILABLE here; the screens then show black by themselves.
    """

    name = "display"

    def __init__(self, emit: Emit, folder: Path | None = None, *, backoff: Backoff | None = None) -> None:
        self._folder = folder
        self.wish = _Wish(100, lit=True)
        self._worker: Worker[_Wish] = Worker(self.name, emit, self._connect, backoff=backoff)

    def set_brightness(self, percent: int) -> None:
        """Brightness in percent, 1 to 100; others are brought into that range."""
        self._want(_Wish(min(max(percent, 1), 100), self.wish.lit))

    def blank(self) -> None:
        """Dark."""
        self._want(_Wish(self.wish.percent, lit=False))

    def wake(self) -> None:
        """Bright again."""
        self._want(_Wish(self.wish.percent, lit=True))

    def _want(self, wish: _Wish) -> None:
        self.wish = wish
        self._worker.submit(wish)

    def _connect(self, seat: Seat[_Wish]) -> Session[_Wish]:
        del seat
        folder = self._folder or next(iter(sorted(BACKLIGHTS.glob("*"))), None)
        if folder is None or not (folder / "brightness").exists():
            raise PermanentFault(Reason.NOT_REACHABLE, "this screen has no backlight control")
        return _Files(self, folder)


class _Files(Session[_Wish]):
    def __init__(self, display: Backlight, folder: Path) -> None:
        self._display = display
        self._folder = folder

    def run(self, seat: Seat[_Wish]) -> None:
        """Keep the panel as it is wanted; the last wish wins."""
        self._show(self._display.wish)
        seat.report(DeviceState.READY)
        while True:
            if seat.next_job(1.0) is not None:
                seat.done()
                self._show(self._display.wish)

    def close(self) -> None:
        """Nothing is held open."""

    def _show(self, wish: _Wish) -> None:
        try:
            highest = int((self._folder / "max_brightness").read_text("ascii"))
            if wish.lit:
                self._write("brightness", str(max(1, round(highest * wish.percent / 100))))
            self._write("bl_power", _ON if wish.lit else _OFF)
            shown = (self._folder / "bl_power").read_text("ascii").strip()
        except PermissionError as error:
            raise PermanentFault(Reason.NOT_PERMITTED, f"{self._folder}: {error.strerror}") from error
        except (OSError, ValueError) as error:
            raise TemporaryFault(Reason.HARDWARE_ERROR, f"{self._folder.name}: {error}") from error
        if shown != (_ON if wish.lit else _OFF):
            raise TemporaryFault(Reason.HARDWARE_ERROR, f"{self._folder.name} did not take the setting")

    def _write(self, name: str, value: str) -> None:
        (self._folder / name).write_text(value, "ascii")
