"""Sixty tickets on a disk whose every write is logged; then the disk of many power cuts, each mounted and asked for what was promised.

Three honest drives (without a cache, with one, with torn sectors) must lose nothing; a drive that takes no flush seriously is the
control, and must lose something, or the proof proves nothing.
"""

import random
import sqlite3
import threading
from contextlib import closing

import pytest

from tests.support.debian import run
from tests.support.machine.blocklog import Model, read, replay
from tests.support.machine.image import mounted
from tests.support.waiting import PATIENCE, rest

pytestmark = pytest.mark.machine
TICKETS, STATES = 60, 20
SIZE = "64M"
# each promise goes to the machine's serial line as soon as the store has made it
CHILD = """
import sys
from datetime import datetime
from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.queue.model import IssueRequest
from kiosk.queue.store import open_store
clock = ManualClock(datetime(2026, 11, 3, 9, 0, tzinfo=BRUSSELS))
store = open_store("sqlite:////mnt/tickets.db", clock=clock)
with open("/dev/ttyS0", "w") as line:
    for number in range(int(sys.argv[1])):
        clock.advance(1)
        ticket = store.issue(IssueRequest("stadskantoor", "RP"[number % 2], "nl", "kiosk-1", f"visit-{number}"))
        print("PROMISED", ticket.id, file=line, flush=True)
        if number % 3 == 0:
            store.printed(ticket.id)
"""


def plug_logged_disk(machine, disk, log):
    """A USB stick whose writes and flushes are logged in order."""
    add = machine.qmp.do
    add("blockdev-add", **{"node-name": "disk-file", "driver": "file", "filename": str(disk)})
    add("blockdev-add", **{"node-name": "log-file", "driver": "file", "filename": str(log)})
    logged = {"log-sector-size": 512, "log-super-update-interval": 1}
    add(
        "blockdev-add",
        **{"node-name": "logged", "driver": "blklogwrites", "file": "disk-file", "log": "log-file", **logged},
    )
    add("device_add", driver="usb-storage", id="stick", drive="logged", bus="usb.0")
    machine.until(lambda: machine.do("test", "-b", "/dev/disk/by-label/CUT", check=False).returncode == 0, "the stick")


def promises(machine, log, worker):
    """(size of the log, ticket) for each promise, not before it was made: a late look only weakens what must be there."""
    made = {}
    works = True
    while works and len(made) < TICKETS:
        works = worker.is_alive()  # before the look: what it said last is still seen
        lines = (machine.folder / "serial.log").read_text(errors="replace").splitlines(keepends=True)
        for line in lines:
            if line.startswith("PROMISED ") and line.endswith("\n"):
                made.setdefault(line.split()[1], log.stat().st_size)
        rest()
    return made


def lost(disk, wanted):
    """What is wrong with a store on this disk; "" when it opens, is whole and has every ticket that was promised."""
    try:
        with mounted(disk) as folder, closing(sqlite3.connect(folder / "tickets.db")) as store:
            if store.execute("pragma integrity_check").fetchone() != ("ok",):
                return "not whole"
            there = {str(row[0]) for row in store.execute("select id from queue_ticket")}
    except (AssertionError, sqlite3.Error) as fault:
        return f"does not open: {fault}"
    return f"{len(wanted - there)} of {len(wanted)} are lost" if wanted - there else ""


@pytest.fixture(scope="module")
def recorded(kiosk, tmp_path_factory):
    """(the disk before, the log's entries, the promises)"""
    folder = tmp_path_factory.mktemp("stick")
    before, disk, log = (folder / name for name in ("before", "disk", "log"))
    run("truncate", "-s", SIZE, str(before))
    run("mke2fs", "-q", "-t", "ext4", "-L", "CUT", str(before))
    run("cp", str(before), str(disk))
    log.touch()
    with kiosk.woken(folder) as machine:
        plug_logged_disk(machine, disk, log)
        machine.do("mount", "/dev/disk/by-label/CUT", "/mnt")
        machine.hand.put("/root/child.py", CHILD.encode())
        faults = []

        def work():
            done = machine.do("/opt/kiosk/venv/bin/python", "/root/child.py", str(TICKETS), check=False)
            faults.extend([done.stderr] if done.returncode else [])

        worker = threading.Thread(target=work)
        worker.start()
        made = promises(machine, log, worker)
        worker.join(PATIENCE)
        assert not faults, faults
        machine.power_cut()
    return before, read(log.read_bytes()), made


@pytest.mark.parametrize("model", Model)
def test_after_a_power_cut_an_honest_drive_has_every_promised_ticket_and_the_control_has_not(recorded, model, tmp_path):
    before, entries, made = recorded
    assert len(made) == TICKETS
    begun = next(at for at, one in enumerate(entries) if one.end >= min(made.values()))
    chance = random.Random(f"{model}")
    wrong, asked = [], set()
    for _ in range(STATES):
        cut = chance.randrange(begun, len(entries))
        wanted = {ticket for ticket, size in made.items() if size <= entries[cut - 1].end}
        disk = tmp_path / "disk"
        run("cp", str(before), str(disk))
        with disk.open("r+b") as file:
            replay(entries, cut, model, chance, file)
        asked.add(len(wanted))
        if said := lost(disk, wanted):
            wrong.append(f"after {cut} of {len(entries)}: {said}")
    assert len(asked) > STATES // 4  # the cuts fell at different moments
    assert bool(wrong) == (model is Model.FORGETFUL), wrong
