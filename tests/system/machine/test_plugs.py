"""Each device plugged in after the start, pulled, and plugged in again: the event, and the seconds that docs/hardware.md promises.

The promise is for a kiosk; an emulated machine has as much more as it is slower than this computer, measured in the run.
"""

import sys

import pytest

from tests.support.debian import run

pytestmark = pytest.mark.machine
PROMISED = 5.0  # seconds, docs/hardware.md, acceptance 1
PORTS = {"card": "reader", "printer": "printer", "panel": "panel", "scanner": "scanner"}
# starting programs: what a device's arrival costs too (udev, modules), and what an emulated processor is slowest at
WORK = """
import subprocess, sys, time
begun = time.perf_counter()
for _ in range(5):
    subprocess.run([sys.executable, "-c", "import json, socket"], check=True)
print(time.perf_counter() - begun)
"""


def slower(machine):
    """How much longer the same work takes in the machine than here, while both are as busy as they are."""
    there = float(machine.do("python3", "-c", WORK).stdout)
    here = float(run(sys.executable, "-c", WORK).stdout)
    return max(1.0, there / here)


@pytest.mark.parametrize("device", PORTS)
def test_a_cable_that_is_plugged_pulled_and_plugged_again_is_told_in_time(machine, rig, device):
    bound = PROMISED * slower(machine)
    for event, move in (
        ("device_restored", rig.plug),
        ("device_lost", lambda machine, port: machine.unplug(port)),
        ("device_restored", rig.plug),
    ):
        mark, begun = machine.mark(), machine.uptime()
        move(machine, PORTS[device])
        took = machine.until_event(mark, event, device=device)["at"] - begun
        assert took < bound, f"{event}: {took:.1f} s, allowed {bound:.1f} s"
