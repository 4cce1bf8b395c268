"""The one switch that ends set-up: of sixteen kinds of USB device none gets a driver, the kiosk's own keep working, SysRq and consoles are closed, also after a restart.

Before the switch each of them is taken, or the proof proves nothing.  Root's terminal stays root's.
"""

import pytest

from tests.support.machine.rig import until_touched
from tests.support.machine.strangers import STRANGERS, Stranger

pytestmark = pytest.mark.machine
OWN = {"card": "reader", "printer": "printer", "panel": "panel", "scanner": "scanner"}
# authorized, and how many interfaces a driver may take; nothing while the device is not there
LOOK = """
for device in /sys/bus/usb/devices/*; do
    if [ "$(cat "$device/idVendor" 2>/dev/null):$(cat "$device/idProduct" 2>/dev/null)" = {numbers} ]; then
        echo "$(cat "$device/authorized") $(ls -d "$device":* 2>/dev/null | wc -l)"
    fi
done
"""
INTERRUPTS = (
    "awk '/i8042/ { for (n = 2; n <= NF; n++) if ($n ~ /^[0-9]+$/) sum += $n } END { print sum + 0 }' /proc/interrupts"
)
# root calls a command that waits for words: the terminal that root has, and the one that the command has
TERMINALS = """
import contextlib, os, pathlib, subprocess
line, root = os.openpty()
command = subprocess.Popen(["kiosk", "staff", "add"], stdin=root, stdout=root, stderr=root, start_new_session=True)
os.read(line, 100)  # it asks for a PIN
for process in pathlib.Path("/proc").glob("[0-9]*"):
    with contextlib.suppress(OSError):
        words = (process / "cmdline").read_bytes().split(b"\\0")
        user = (process / "status").read_text().split("Uid:")[1].split()[0]
        if words[-3:-1] == [b"staff", b"add"] and user != "0":
            print(os.ttyname(root), os.readlink(process / "fd/0"))
command.terminate()
"""


def taken(machine, name):
    """Plug one in and pull it again: does the kernel let drivers at it?"""
    stranger = Stranger(name)
    look = LOOK.format(numbers=stranger.numbers)
    machine.plug("spare", stranger)
    machine.until(lambda: machine.hand.shell(look), f"{name} on the bus")
    machine.do("udevadm", "settle")
    machine.until(lambda: machine.hand.shell(look)[:3] != "1 0", f"{name} refused, or with its interfaces")
    authorized, interfaces = machine.hand.shell(look).split()
    machine.unplug("spare")
    machine.until(lambda: not machine.hand.shell(look), f"{name} gone")
    assert (authorized == "1") == (int(interfaces) > 0)
    return authorized == "1"


def helps(machine):
    """Alt, SysRq and H on the machine's own keyboard: does the kernel say what it could do?"""
    mark, before = machine.mark(), int(machine.hand.shell(INTERRUPTS))
    machine.qmp.monitor("sendkey alt-sysrq-h")
    machine.until(lambda: int(machine.hand.shell(INTERRUPTS)) >= before + 6, "three keys down and up")
    machine.hand.shell("echo bench: looked >/dev/kmsg")
    machine.until(lambda: said(machine, mark, "bench: looked"), "the kernel's log")
    return said(machine, mark, "sysrq: HELP")


def said(machine, mark, words):
    return any(words in str(record.get("MESSAGE")) for record in machine.journal(mark, "-k"))


def logs_in(machine):
    """Is a console waiting for a name, or would one when its terminal is chosen?"""
    waiting = machine.hand.shell("systemctl list-units --no-legend --plain --state=active 'getty@*' 'autovt@*'")
    chosen = machine.do("systemctl", "start", "autovt@tty3.service", check=False).returncode == 0
    return bool(waiting) or chosen


def answers(machine, mark, device):
    """Has the device been heard since then, at once or after a while?"""
    heard = {(one["event"], one.get("device")) for one in machine.events(mark)}
    return bool(heard & {("device_started", device), ("device_restored", device)})


def works(machine, rig, mark, device):
    """The device is pulled and plugged in again, and heard."""
    machine.unplug(OWN[device])
    machine.until_event(mark, "device_lost", device=device)
    rig.plug(machine, OWN[device])
    machine.until_event(mark, "device_restored", device=device)


@pytest.fixture
def equipped(machine, rig):
    mark = machine.mark()
    rig.plug(machine)
    for device in OWN:
        machine.until_event(mark, "device_restored", device=device)
    until_touched(machine, rig.touch)
    return machine


def test_of_sixteen_kinds_each_is_taken_before_the_switch_and_none_after_it(equipped, rig):
    machine = equipped
    assert {name: taken(machine, name) for name in STRANGERS} == dict.fromkeys(STRANGERS, True)
    machine.do("kiosk-install", "--lockdown")
    numbers = {
        f"{device.descriptor[9]:02x}{device.descriptor[8]:02x}:{device.descriptor[11]:02x}{device.descriptor[10]:02x}"
        f":{device.strings[2]}"
        for device in rig.devices.values()
    }
    listed = machine.do("cat", "/etc/kiosk/usb-allowed").stdout.splitlines()
    assert {line for line in listed if not line.startswith("#")} == numbers
    assert {name: taken(machine, name) for name in STRANGERS} == dict.fromkeys(STRANGERS, False)
    for device in OWN:
        works(machine, rig, machine.mark(), device)
    machine.unplug("touch")
    rig.plug(machine, "touch")
    until_touched(machine, rig.touch, times=2)
    machine.do("kiosk-install", "--no-lockdown")
    assert taken(machine, "a boot keyboard")


def test_the_lock_outlives_a_restart_with_a_keyboard_plugged_in(equipped, rig):
    machine = equipped
    assert helps(machine)
    assert logs_in(machine)
    machine.do("kiosk-install", "--lockdown")
    assert not helps(machine)
    assert not logs_in(machine)
    keyboard = Stranger("a boot keyboard")
    machine.plug("spare", keyboard)
    mark = machine.mark()
    machine.reboot()
    for device in OWN:
        machine.until(lambda device=device: answers(machine, mark, device), f"the {device} after the restart")
    until_touched(machine, rig.touch)
    assert machine.hand.shell(LOOK.format(numbers=keyboard.numbers)) == "0 0"
    assert not helps(machine)
    assert not logs_in(machine)


def test_the_terminal_of_root_is_not_lent_to_the_kiosks_user(machine):
    root, command = machine.do("python3", "-c", TERMINALS).stdout.split()
    assert root.startswith("/dev/pts/")
    assert command.startswith("/dev/pts/")
    assert command != root
