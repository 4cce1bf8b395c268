"""A kiosk on an emulated machine: the saved one woken for each scenario, with its devices and its visitor.

Asked for by `./check machine`, which says what is missing and exits 3.  KIOSK_MACHINE_SUITE names another release of Debian.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.support.debian import HERE, PROJECT, CannotHere
from tests.support.machine import image
from tests.support.machine.eyes import Eyes
from tests.support.machine.rig import Rig, Visitor
from tests.support.machine.saved import kiosk as saved_kiosk

SUITE = os.environ.get("KIOSK_MACHINE_SUITE") or HERE
KEPT = PROJECT / "out" / "machine"


@pytest.fixture(scope="session")
def kiosk():
    """This tree's kiosk, booted and saved; made now when it is not kept."""
    reason = image.cannot()
    if reason:
        pytest.exit(f"The emulated machine: {reason}", returncode=3)
    try:
        return saved_kiosk(SUITE)
    except CannotHere as missing:
        pytest.exit(f"The emulated machine ({SUITE}): {missing}", returncode=3)


@pytest.fixture(scope="session")
def eyes():
    return Eyes()


@pytest.fixture
def place():
    """A folder for the disks, beside no other run's."""
    with tempfile.TemporaryDirectory(prefix="kiosk-machine-", dir="/var/tmp") as folder:
        yield Path(folder)


@pytest.fixture
def kept(request):
    """Where a scenario's pictures and papers stay: out/machine/NAME."""
    folder = KEPT / request.module.__name__.rpartition("test_")[2]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def rig(kept):
    with Rig(kept) as made:
        yield made


@pytest.fixture
def machine(kiosk, place, rig):
    """The saved machine, awake, with nothing plugged in.  It ends before its devices do."""
    with kiosk.woken(place) as woken:
        yield woken


@pytest.fixture
def visitor(machine, rig, eyes, kept):
    return Visitor(machine, rig.touch, eyes, kept)
