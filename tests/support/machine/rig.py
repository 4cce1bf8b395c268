"""Everything that a kiosk has around it, at a machine's ports: reader, printer, panel, scanner, touch screen; and a visitor."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from PIL import Image, ImageChops

from devices.simulators.panel import SimulatedPanel, SimulatedScanner
from devices.simulators.printer import SimulatedPrinter
from tests.support.machine.eyes import Eyes, Words, find
from tests.support.machine.reader import Reader
from tests.support.machine.usb import Device
from tests.support.machine.usbprinter import UsbPrinter
from tests.support.machine.usbserial import CdcAcm, Ftdi
from tests.support.machine.usbtouch import Touch
from tests.support.machine.vm import SCREEN, Machine

AGAIN = 40  # looks at a screen that does not answer, before it is touched again
KEY = 0.04  # half the height of a key of the screen
EDGE = 0.995, 0.5  # glass beside every button of a visit's screens


class Rig:
    """`devices` by the name of their port.  Papers fall into `folder`/paper."""

    def __init__(self, folder: Path) -> None:
        self.paper = SimulatedPrinter(out_dir=folder / "paper", usb=True).start()
        self.panel, self.scanner = SimulatedPanel().start(), SimulatedScanner().start()
        self.reader, self.touch = Reader(), Touch()
        self.printer = UsbPrinter(self.paper)
        self.devices: dict[str, Device] = {
            "reader": self.reader,
            "printer": self.printer,
            "panel": Ftdi(self.panel),
            "scanner": CdcAcm(self.scanner),
            "touch": self.touch,
        }

    def plug(self, machine: Machine, *ports: str) -> None:
        """All of them, or those of the named ports."""
        for port in ports or self.devices:
            machine.plug(port, self.devices[port])

    def close(self) -> None:
        """After the machine: its cables hold these devices."""
        self.printer.close()
        for one in (self.paper, self.panel, self.scanner):
            one.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


# the display has a panel when its log says so and it holds the panel's file open
PANEL_OPEN = """
test "$(grep -c 'Adding extended input device "Kiosk bench Touch panel' /var/log/Xorg.0.log)" -ge {times} || exit 1
for event in /sys/class/input/event*; do
    case "$(cat "$event/device/name")" in *"Touch panel"*)
        ls -l "/proc/$(systemctl show kiosk-display -P MainPID)/fd" | grep -q "/dev/input/${{event##*/}}$" && exit 0 ;;
    esac
done
exit 1
"""


def until_touched(machine: Machine, panel: Touch, times: int = 1) -> None:
    """Wait until the display listens to the panel, which has been plugged in so many times since it started.

    SDL finds a panel that it does not know by its first touch, and drops that one: it is given to it here, at the edge.
    """
    look = PANEL_OPEN.format(times=times)
    machine.until(
        lambda: machine.do("bash", "-c", look, check=False).returncode == 0, "the display has the touch panel"
    )
    panel.tap(*EDGE)


class Visitor:
    """Reads what is on the screen and touches it.  Every picture that was read stays in `folder`, numbered.

    `watched` is given each picture that stood still while something was looked for on it.
    """

    def __init__(
        self,
        machine: Machine,
        touch: Touch,
        eyes: Eyes,
        folder: Path,
        watched: Callable[[Image.Image], object] = lambda picture: None,
    ) -> None:
        self.machine, self.touch, self.eyes, self.folder, self.watched = machine, touch, eyes, folder, watched
        folder.mkdir(parents=True, exist_ok=True)
        self.lines: list[Words] = []
        self._count = 0
        self._seen: Image.Image | None = None
        self._stood: Image.Image | None = None
        self._touched: tuple[Words | None, Image.Image | None] = (None, None)
        self._idle = 0

    def arrives(self, rig: Rig, *ports: str) -> str:
        """With these devices plugged in, or all of them, and the panel last: a touch of the glass begins a visit.  A place in the journal before it."""
        mark = self.machine.mark()
        rig.plug(self.machine, *(port for port in ports or rig.devices if port != "touch"))
        self.machine.plug("touch", self.touch)
        for device in ("card", "printer"):
            self.machine.until_event(mark, "device_restored", device=device)
        until_touched(self.machine, self.touch)

        def begun() -> bool:
            # on a busy computer SDL is not yet done with the panel that it has just found: whoever sees nothing happen touches again
            self.touch.tap(*EDGE)
            self.machine.passes(5)
            return any(one["event"] == "visit_started" for one in self.machine.events(mark))

        self.machine.until(begun, "a visit begins")
        return mark

    def see(self, *wanted: str) -> Words:
        """Wait until one of these lines stands on the screen, and stands still; where it is."""

        def shown() -> Words | None:
            self._look()
            place = next((place for word in wanted if (place := find(self.lines, word)) is not None), None)
            if place is None:
                return None
            # pictures move on some screens; the line itself must stand where it was read
            again = self.machine.picture()
            if self._seen is None or differ(around(again, place), around(self._seen, place)):
                return None
            self._touched = None, None
            if self._seen is not self._stood:
                self._stood = self._seen
                self.watched(self._seen)
            return place

        try:
            return self.machine.until(shown, f"on the screen: {' or '.join(wanted)}")
        except AssertionError as fault:
            fault.add_note(f"read last: {[line.text for line in self.lines]}")
            raise

    def tap(self, *wanted: str) -> None:
        """Touch the line that says this, until the screen is another one; `see` goes on touching when it falls back."""
        before = self._press(*wanted)

        def answered() -> bool:
            picture = self.machine.picture()
            self._again(picture)
            return differ(picture, before)

        self.machine.until(answered, f"an answer to a touch on {' or '.join(wanted)}")

    def _press(self, *wanted: str) -> Image.Image:
        """One touch; the screen before it."""
        place = self.see(*wanted)
        before = self._seen or self.machine.picture()
        self._touched, self._idle = (place, before), 0
        self.touch.tap(place.x, place.y)
        return before

    def _again(self, picture: Image.Image) -> None:
        """Touch again when nothing has come of the last touch for long, as a person does.

        A machine that draws one picture in six seconds takes a finger for one that rests, and that presses nothing.
        """
        place, before = self._touched
        if place is None or before is None:
            return
        self._idle = 0 if differ(picture, before) else self._idle + 1  # a button that looks pressed may still fall back
        if self._idle == AGAIN:
            self._idle = 0
            self.touch.tap(place.x, place.y)

    def types(self, pin: str, title: str = "Typ uw pincode", ok: str = "OK") -> None:
        """Each digit when the one before it has its dot, as a person does: the key that ends does nothing before the last dot."""
        top, bottom = self.see(title).y, self.see("1").y - KEY
        size = SCREEN[0], round((bottom - top) * SCREEN[1])

        def above(picture: Image.Image) -> Image.Image:
            return picture.crop((0, round(top * SCREEN[1]), size[0], round(top * SCREEN[1]) + size[1]))

        def dots() -> Image.Image:
            return above(self.machine.picture())

        for digit in pin:
            before = dots()
            self._press(digit)

            def one_more(before: Image.Image = before) -> bool:
                now = self.machine.picture()
                self._again(now)
                return differ(above(now), before)

            self.machine.until(one_more, "one dot more")
            self._touched = None, None
        self.tap(ok)

    def leaves(self, mark: str, end: str = "Klaar") -> dict[str, Any]:
        """Press the button that ends, on every screen that has it, until the visit is over; the event that says so."""

        def over() -> dict[str, Any] | None:
            self._look()
            if (place := find(self.lines, end)) is not None:
                self.touch.tap(place.x, place.y)
            return next((one for one in self.machine.events(mark) if one["event"] == "visit_ended"), None)

        return self.machine.until(over, "the end of the visit")

    def _look(self) -> None:
        """Read the screen, unless it stands as it was read."""
        picture = self.machine.picture()
        self._again(picture)
        if self._seen is None or differ(picture, self._seen):
            self._count += 1
            picture.save(self.folder / f"{self._count:02d}.png")
            self.lines, self._seen = self.eyes.read(picture), picture


def around(picture: Image.Image, place: Words) -> Image.Image:
    """The part of a picture in which a line stands."""
    x, y = place.x * picture.width, place.y * picture.height
    return picture.crop((int(x - 150), int(y - 40), int(x + 150), int(y + 40)))


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Is more changed than a blinking mark?  Both are looked at as small as a stamp."""
    small = [image.convert("L").resize((90, 160)) for image in (one, other)]
    changed = ImageChops.difference(*small).point(lambda value: 255 if value > 16 else 0)
    return changed.histogram()[255] > 12
