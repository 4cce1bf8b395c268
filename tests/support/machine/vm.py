"""An emulated machine: QEMU without or with the processor's help, its ports for USB devices, its picture, its journal.

Every wait ends, and says what it waited for and what the machine said last.
"""

import contextlib
import json
import os
import re
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

from PIL import Image

from tests.support.machine.ears import Ears
from tests.support.machine.hand import Hand
from tests.support.machine.image import CLOCK, Layer
from tests.support.machine.qmp import Qmp, Refused
from tests.support.machine.redir import Cable
from tests.support.machine.ticks import kilohertz
from tests.support.machine.usb import Device
from tests.support.waiting import PATIENCE, rest, until

PATIENT = 10 * PATIENCE  # seconds: a cold boot without the processor's help, on a busy computer
LOOK = 0.5  # seconds between two looks: while a picture is taken or a command is begun, the machine does little else
SCREEN = (1080, 1920)
PORTS = ("reader", "printer", "panel", "scanner", "touch", "spare")
SAVED = "ready"  # the name of the saved state
# looks once and then listens: in an emulated machine a journalctl every moment is what everything else waits for
_LISTEN = """
import json, subprocess, sys
cursor, name, wanted = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
words = ["journalctl", "-f", "-n", "all", "-o", "json", "-u", "kiosk", "--after-cursor=" + cursor]
with subprocess.Popen(words, stdout=subprocess.PIPE) as journal:
    for line in journal.stdout:
        text = json.loads(line).get("MESSAGE")
        said = json.loads(text) if isinstance(text, str) and text.startswith("{") and text.endswith("}") else {}
        if said.get("event") == name and all(said.get(key) == value for key, value in wanted.items()):
            break
    else:
        sys.exit("the journal ended")
    journal.kill()
sys.stdout.buffer.write(line)
"""
_QUICK = (
    "mitigations=off nokaslr cryptomgr.notests audit=0 random.trust_cpu=on tsc=reliable no_timer_check "
    "quiet loglevel=4 systemd.show_status=0 net.ifnames=0 console=ttyS0"
)


def emulator() -> str:
    """What QEMU says of itself, in a line."""
    said = subprocess.run(
        ["qemu-system-x86_64", "--version"], capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    return said.stdout.splitlines()[0]


def helped() -> bool:
    """Does the processor help here (KVM)?  A device that opens is not enough: some hosts run only kernels made for them."""
    return os.environ.get("KIOSK_MACHINE_KVM", "") == "1" and os.access("/dev/kvm", os.R_OK | os.W_OK)


def _events(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for record in records:
        text = record.get("MESSAGE")
        if isinstance(text, str) and text.startswith("{"):
            with contextlib.suppress(ValueError):
                found.append({**json.loads(text), "at": int(record["__MONOTONIC_TIMESTAMP"]) / 1e6})
    return found


class Machine:
    """`disk` is a qcow2 file of its own; `saved` wakes the state in it, with the clock as it was saved.  Used as a context manager."""

    def __init__(self, layer: Layer, disk: Path, *, saved: bool = False, clock: str = CLOCK) -> None:
        self._place = tempfile.TemporaryDirectory(prefix="kiosk-vm-")
        self.folder = Path(self._place.name)
        self.cables: dict[str, Cable] = {}
        self.ears = Ears(self.folder / "heard.wav")
        self._errors = (self.folder / "qemu.err").open("wb")
        self._process = subprocess.Popen(
            self._words(layer, disk, saved=saved, clock=clock), stdin=subprocess.DEVNULL, stderr=self._errors
        )
        self.qmp: Qmp
        self.hand: Hand
        try:
            self.qmp = Qmp(self._line("qmp"))
            self.hand = Hand(self._line("agent"))
            if saved:
                until(
                    lambda: self.hand.awake(PATIENCE), "an answer of the machine that was woken", told=self.last_words
                )
            else:
                self.hand.until_hello(1, PATIENT, self.last_words)
        except BaseException:
            self.close()
            raise

    def _words(self, layer: Layer, disk: Path, *, saved: bool, clock: str) -> list[str]:
        help_ = helped()
        words = [
            "setpriv", "--pdeathsig", "KILL",  # whoever ends the tests, and however, ends the machine
            "qemu-system-x86_64", "-machine", "q35", "-nodefaults", "-no-user-config", "-display", "none",
            *(("-accel", "kvm", "-cpu", "host") if help_ else ("-accel", "tcg,thread=multi,tb-size=1024", "-cpu", "Nehalem")),
            "-m", "2560", "-smp", "2",
            "-kernel", str(layer.kernel), "-initrd", str(layer.ram_disk), "-append", f"{_QUICK} tsc_early_khz={kilohertz()}",
            "-drive", f"file={disk},format=qcow2,if=none,id=disk,cache=writeback", "-device", "virtio-blk-pci,drive=disk",
            "-serial", f"file:{self.folder}/serial.log",
            "-qmp", f"unix:{self.folder}/qmp,server=on,wait=off",
            "-device", "virtio-serial-pci",
            "-chardev", f"socket,path={self.folder}/agent,server=on,wait=off,id=agent",
            "-device", "virtserialport,chardev=agent,name=bench",
            "-device", "virtio-rng-pci",
            "-device", f"virtio-gpu-pci,xres={SCREEN[0]},yres={SCREEN[1]}",
            "-audiodev", f"wav,id=sound,path={self.folder}/heard.wav", "-device", "intel-hda", "-device", "hda-output,audiodev=sound",
            "-device", "qemu-xhci,id=usb,p2=8,p3=8",
        ]  # fmt: skip
        for port in PORTS:
            words += ["-chardev", f"socket,id={port},path={self.folder}/{port},server=on,wait=off"]
            words += ["-device", f"usb-redir,id=usb-{port},chardev={port},bus=usb.0"]
        words += ["-rtc", f"base={clock}"]
        words += ["-loadvm", SAVED] if saved else []
        return words

    def _line(self, name: str) -> socket.socket:
        """A connection to one of QEMU's sockets, as soon as it listens."""

        def connected() -> socket.socket | None:
            assert self._process.poll() is None, f"QEMU ended\n{self.last_words()}"
            one = socket.socket(socket.AF_UNIX)
            try:
                one.connect(str(self.folder / name))
            except OSError:
                one.close()
                return None
            return one

        return until(connected, f"QEMU's socket {name}", told=self.last_words)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- in the machine

    def do(self, *words: str, **given: Any) -> subprocess.CompletedProcess[str]:
        return self.hand.do(*words, **given)

    def show(self, unit: str, name: str) -> str:
        return self.do("systemctl", "show", unit, "-P", name).stdout.strip()

    def until(self, wanted: Any, what: str) -> Any:
        """Wait for something in the machine; says what the kiosk's journal said when it never came."""
        return until(wanted, what, turn=lambda: rest(LOOK), told=self.last_words, patience=PATIENT)

    def until_ready(self) -> None:
        self.do("systemctl", "is-system-running", "--wait", check=False, seconds=PATIENT)  # asks once, and listens
        self.until(lambda: self.show("kiosk", "ActiveState") == "active", "the kiosk ready")

    def uptime(self) -> float:
        """The machine's own second."""
        return float(self.do("cat", "/proc/uptime").stdout.split()[0])

    def passes(self, seconds: float) -> None:
        """So many seconds of the machine go by."""
        self.do("sleep", f"{seconds}", seconds=PATIENT)

    def reboot(self) -> None:
        """Start anew, with every device in its port, until the kiosk is ready."""
        before = len(self.hand.hellos)
        self.do("systemctl", "--no-block", "reboot")
        self.hand.until_hello(before + 1, PATIENT, self.last_words)
        self.until_ready()

    def mark(self) -> str:
        """A place in the journal, for `events`."""
        return self.hand.shell("journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p'")

    def journal(self, after: str, *words: str) -> list[dict[str, Any]]:
        """Records of the journal since a mark, as journalctl gives them (`__MONOTONIC_TIMESTAMP` in µs)."""
        said = self.do("journalctl", "--no-pager", "-o", "json", f"--after-cursor={after}", *words).stdout
        return [json.loads(line) for line in said.splitlines() if line.startswith("{")]

    def events(self, after: str) -> list[dict[str, Any]]:
        """The kiosk's events since a mark; `at` is the machine's own clock in seconds."""
        return _events(self.journal(after, "-u", "kiosk"))

    def until_event(self, after: str, name: str, **fields: Any) -> dict[str, Any]:
        """The first such event since a mark, as `events` gives it."""
        words = ("python3", "-c", _LISTEN, after, name, json.dumps(fields))
        try:
            (event,) = _events([json.loads(self.do(*words, seconds=PATIENT).stdout)])
        except AssertionError as fault:
            raise AssertionError(f"never came: the event {name} {fields or ''}\n{self.last_words()}") from fault
        return event

    # --- around the machine

    def plug(self, port: str, device: Device) -> Cable:
        """Put a device into a port; a device that was there before stays in it when it is the same."""
        cable = self.cables.get(port)
        if cable is not None and cable.device is not device:
            cable.close()
            cable = None
        if cable is None:
            cable = self.cables[port] = Cable(device, self.folder / port)
        cable.plug()
        return cable

    def unplug(self, port: str) -> None:
        self.cables[port].unplug()

    def picture(self) -> Image.Image:
        """What is on the screen now."""
        with Image.open(self.qmp.picture(self.folder / "screen.ppm")) as image:
            return image.convert("RGB")

    def save(self) -> None:
        self.qmp.monitor(f"savevm {SAVED}")

    def power_cut(self) -> None:
        """What no program in the machine hears of."""
        self._process.kill()
        self._process.wait(PATIENCE)

    def last_words(self) -> str:
        words = []
        with contextlib.suppress(OSError):
            words.append((self.folder / "qemu.err").read_text(errors="replace")[-1000:])
            words.append(
                re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", (self.folder / "serial.log").read_text(errors="replace"))[-2000:]
            )
        if hasattr(self, "hand") and self.hand.hellos:
            with contextlib.suppress(AssertionError, OSError):
                words.append(
                    self.hand.shell("journalctl -u kiosk -n 20 --no-pager -o cat", check=False, seconds=PATIENCE)
                )
        return "\n".join(words)

    def close(self) -> None:
        for cable in self.cables.values():
            cable.close()
        if hasattr(self, "hand"):
            self.hand.close()
        if hasattr(self, "qmp"):
            with contextlib.suppress(Refused, OSError):
                self.qmp.do("quit")
            self.qmp.close()
        self._process.kill()
        self._process.wait(PATIENCE)
        self._errors.close()
        self._place.cleanup()
