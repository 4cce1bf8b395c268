"""The stick for logs: one with the name KIOSKLOG is mounted, the running kiosk writes on it, and what was written is whole when it is pulled.

A stick without that name is left alone, as is everything else that staff or visitors plug in.
"""

import json

import pytest

from tests.support.debian import run

pytestmark = pytest.mark.machine
MOUNT = "/run/kiosk-usb"
STICKS = "ls /dev/disk/by-path/*usb*[0-9] 2>/dev/null | head -n 1"
# by the kiosk's own user and in the kiosk's own view of the file system, as staff's button does it
EXPORT = """
from pathlib import Path
from kiosk.staff.export import USB, export_to_stick
print(export_to_stick(Path("/var/log/kiosk"), USB, "bench-events-1.jsonl"))
"""
USER = ("setpriv", "--reuid=kiosk", "--regid=kiosk", "--init-groups", "/opt/kiosk/venv/bin/python", "-I", "-c", EXPORT)


class Stick:
    """A USB stick of 64 MB, as QEMU has them."""

    def __init__(self, machine, file):
        self.machine, self.file = machine, file
        run("truncate", "-s", "64M", str(file))
        machine.qmp.do("blockdev-add", **{"node-name": "stick-file", "driver": "file", "filename": str(file)})
        machine.qmp.do("blockdev-add", **{"node-name": "stick-disk", "driver": "raw", "file": "stick-file"})

    def plug(self):
        """Its device file in the machine."""
        self.machine.qmp.do("device_add", driver="usb-storage", id="stick", drive="stick-disk", bus="usb.0")
        file = self.machine.until(lambda: self.machine.hand.shell(STICKS), "the stick")
        self.machine.do("udevadm", "settle")
        return file

    def unplug(self):
        self.machine.qmp.do("device_del", id="stick")
        self.machine.until(lambda: not self.machine.hand.shell(STICKS), "the stick is gone")


def mounted(machine):
    return machine.do("findmnt", "-n", "-o", "FSTYPE,OPTIONS", MOUNT, check=False).stdout.strip()


def exported(machine):
    process = machine.show("kiosk", "MainPID")
    return machine.do("nsenter", "-t", process, "-m", *USER, check=False)


def test_only_a_stick_with_its_name_is_mounted_and_what_was_written_is_whole_when_it_is_pulled(machine, tmp_path):
    stick = Stick(machine, tmp_path / "stick")
    nameless = stick.plug()
    machine.do("busybox", "mkdosfs", "-n", "HOLIDAY", nameless)
    stick.unplug()
    nameless = stick.plug()
    assert machine.hand.shell(f"blkid -o value -s LABEL {nameless}") == "HOLIDAY"
    assert not machine.hand.shell(f"findmnt -n -S {nameless} || true")
    assert exported(machine).returncode != 0

    machine.do("busybox", "mkdosfs", "-n", "KIOSKLOG", nameless)
    stick.unplug()
    stick.plug()
    said = machine.until(lambda: mounted(machine), "the stick is mounted")
    assert said.startswith("vfat")
    assert {"nosuid", "nodev", "noexec"} <= set(said.split()[1].split(","))
    done = exported(machine)
    assert done.returncode == 0, done.stderr

    stick.unplug()
    machine.until(lambda: not mounted(machine), "nothing is mounted")
    assert exported(machine).returncode != 0
    stick.plug()
    machine.until(lambda: mounted(machine), "the stick is mounted again")
    lines = machine.do("cat", f"{MOUNT}/bench-events-1.jsonl").stdout.splitlines()
    assert len(lines) == int(done.stdout)
    assert "application_ready" in {json.loads(line)["event"] for line in lines}
