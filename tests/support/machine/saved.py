"""The third layer: this tree's program on its disk, booted once and saved as it stands ready; and machines woken from it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.debian import PROJECT, run
from tests.support.machine import image
from tests.support.machine.image import KEPT, Layer
from tests.support.machine.vm import Machine, emulator

KEEP = 2  # saved machines that stay: 2 GB each
DEVICES = ("card", "printer", "panel", "scanner")  # that a scenario plugs in
LAYER = "layer"  # the file that names the folder of the layer below


@dataclass(frozen=True, slots=True)
class Kiosk:
    """A kiosk that was booted and saved when it was ready."""

    layer: Layer
    folder: Path

    @property
    def disk(self) -> Path:
        """As installed, never booted."""
        return self.folder / "disk.ext4"

    @property
    def state(self) -> Path:
        return self.folder / "ready.qcow2"

    @property
    def package(self) -> Path:
        """The program's package that is installed on it."""
        return next(self.folder.glob("*.deb"))

    @contextmanager
    def woken(self, place: Path) -> Iterator[Machine]:
        """The saved machine, on a disk of its own in `place`."""
        disk = place / "woken.qcow2"
        run("cp", "--sparse=always", str(self.state), str(disk))
        with Machine(self.layer, disk, saved=True) as machine:
            yield machine

    @contextmanager
    def booted(self, place: Path, **given: str) -> Iterator[Machine]:
        """A machine that starts from nothing."""
        disk = place / "booted.qcow2"
        over(self.disk, disk)
        with Machine(self.layer, disk, **given) as machine:
            yield machine


def over(disk: Path, target: Path) -> None:
    """A file that holds what is written, above a disk that stays as it is."""
    run("qemu-img", "create", "-q", "-f", "qcow2", "-b", str(disk), "-F", "raw", str(target))


def kiosk(suite: str) -> Kiosk:
    """This tree's kiosk, from what is kept or made now; `CannotHere` says what is missing."""
    folder = KEPT / f"program-{image.program_key(suite, PROJECT, emulator())}"
    name = folder / LAYER
    if name.exists() and (kept := Kiosk(Layer(KEPT / name.read_text()), folder)).layer.folder.exists():
        for each in (folder, kept.layer.folder):
            each.touch()
        return kept
    with image.built(suite) as (environment, program):
        made = Kiosk(image.environment_layer(suite, environment), folder)
        forget_old()
        with image.half_made(folder) as half:
            image.program_disk(made.layer, program, half / "disk.ext4")
            shutil.copy(program, half)
            first_boot(made.layer, half)
            # the file below is named by its path, which changes when the folder gets its name
            run("qemu-img", "rebase", "-u", "-b", str(made.disk), "-F", "raw", str(half / "ready.qcow2"))
            (half / LAYER).write_text(made.layer.folder.name)
    return made


def first_boot(layer: Layer, folder: Path) -> None:
    """Boot until the kiosk is ready, misses its devices, and nothing else is under way; then save the machine as it stands."""
    disk = folder / "ready.qcow2"
    over(folder / "disk.ext4", disk)
    with Machine(layer, disk) as machine:
        mark = machine.mark()
        machine.until_ready()
        # one that was not yet missed would be told as started when it is plugged in, and as restored on another day
        for device in DEVICES:
            machine.until_event(mark, "device_lost", device=device)
        machine.until(lambda: machine.do("systemctl", "list-jobs").stdout.startswith("No jobs"), "the end of the boot")
        machine.save()


def forget_old() -> None:
    """Saved machines of other trees go, but for the newest few; so do layers that nothing used for a month."""
    saved = sorted(KEPT.glob("program-*"), key=lambda folder: folder.stat().st_mtime)
    for folder in saved[: max(0, len(saved) - KEEP + 1)]:
        shutil.rmtree(folder, ignore_errors=True)
    run("find", str(KEPT), "-mindepth", "1", "-maxdepth", "1", "-mtime", "+30", "-exec", "rm", "-rf", "{}", "+")
