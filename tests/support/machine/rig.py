"""Everything that a kiosk has around it, at a machine's ports: reader, printer, panel, scanner, touch screen; and a visitor."""

from pathlib import Path
from typing import Self

from PIL import Image, ImageChops

from devices.simulators.panel import SimulatedPanel, SimulatedScanner
from devices.simulators.printer import SimulatedPrinter
from tests.support.machine.eyes import Eyes, Words, find
from tests.support.machine.reader import Reader
from tests.support.machine.usb import Device
from tests.support.machine.usbprinter import UsbPrinter
from tests.support.machine.usbserial import CdcAcm, Ftdi
from tests.support.machine.usbtouch import Touch
from tests.support.machine.vm import Machine

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
            "panel": Ftdi(self.panel, risen=self.panel.opened),
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
        for file in /proc/$(systemctl show kiosk-display -P MainPID)/fd/*; do
            [ "$(readlink "$file")" != "/dev/input/${{event##*/}}" ] || exit 0
        done ;;
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
    """Reads what is on the screen and touches it.  Every picture that was read stays in `folder`, numbered."""

    def __init__(self, machine: Machine, touch: Touch, eyes: Eyes, folder: Path) -> None:
        self.machine, self.touch, self.eyes, self.folder = machine, touch, eyes, folder
        folder.mkdir(parents=True, exist_ok=True)
        self.lines: list[Words] = []
        self._count = 0
        self._seen: Image.Image | None = None

    def see(self, *wanted: str) -> Words:
        """Wait until one of these lines stands on the screen, and stands still; where it is."""

        def shown() -> Words | None:
            picture = self.machine.picture()
            if self._seen is None or differ(picture, self._seen):
                self._read(picture)
            place = next((place for word in wanted if (place := find(self.lines, word)) is not None), None)
            if place is None:
                return None
            # pictures move on some screens; the line itself must stand where it was read
            again = self.machine.picture()
            return None if differ(around(again, place), around(self._seen, place)) else place

        try:
            return self.machine.until(shown, f"on the screen: {' or '.join(wanted)}")
        except AssertionError as fault:
            fault.add_note(f"read last: {[line.text for line in self.lines]}")
            raise

    def tap(self, *wanted: str) -> None:
        place = self.see(*wanted)
        self.touch.tap(place.x, place.y)

    def _read(self, picture: Image.Image) -> None:
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
