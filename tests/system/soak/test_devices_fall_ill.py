"""A part of the device-fault campaign; the whole of it, every fault at every moment, is run by name: tests/soak/soak_devices.py."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.full

SOAK = Path(__file__).parents[2] / "soak" / "soak_devices.py"


def test_whatever_falls_ill_a_ticket_is_printed_or_reprinted_or_staff_are_told():
    # 37 is no multiple of the five moments: the part meets all of them, and every device with more than a few faults; a
    # busy machine is slow, not deaf
    words = ["--part", "5/37", "--deaf", str(PATIENCE)]
    done = subprocess.run(
        [sys.executable, str(SOAK), *words], capture_output=True, text=True, timeout=10 * PATIENCE, check=False
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-2000:]}"
    assert " 0 wrong" in done.stdout
