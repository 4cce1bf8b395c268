"""A model of a power cut: what was not made durable before the cut may be there, or not, or only in part.

A child takes tickets while every write and every sync of its files is recorded.  Then, for many cuts: the disk is put
together from what was durable at that moment, plus a random part of the writes that were still on their way, torn at
512 bytes.  The store is opened on it and must hold every ticket that was promised before the cut.
"""

import os
import random
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.queue.model import IssueRequest, Ticket
from kiosk.queue.store import open_store

SOURCE = Path(__file__).with_name("powercut.c")
SECTOR = 512

CHILD = """
import os, sys
from datetime import datetime
from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.queue.model import IssueRequest
from kiosk.queue.store import open_store
folder, count = sys.argv[1], int(sys.argv[2])
clock = ManualClock(datetime(2026, 11, 3, 9, 0, tzinfo=BRUSSELS))
store = open_store(f"sqlite:///{folder}/tickets.db", clock=clock)
promises = os.open(f"{folder}/promises", os.O_WRONLY | os.O_APPEND)
for number in range(count):
    clock.advance(1)
    ticket = store.issue(IssueRequest("stadskantoor", "RP"[number % 2], "nl", "kiosk-1", f"visit-{number}"))
    os.write(promises, f"{ticket.id} {ticket.number}\\n".encode())
    if number % 3 == 0:
        store.printed(ticket.id)
    if number % 4 == 0:
        store.call("stadskantoor", "1")
os._exit(0)
"""


@dataclass(frozen=True)
class Event:
    kind: str
    path: Path
    offset: int
    data: bytes


def compiler():
    """A C compiler, or None."""
    return shutil.which("gcc") or shutil.which("cc")


def record(folder, count=60):
    """The files before, and the events of a child that takes `count` tickets."""
    library = folder / "powercut.so"
    subprocess.run(
        [compiler(), "-shared", "-fPIC", "-O1", "-w", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"],
        check=True,
        timeout=300,
    )
    disk = folder / "disk"
    disk.mkdir()
    open_store(f"sqlite:///{disk / 'tickets.db'}", clock=ManualClock(datetime(2026, 11, 3, 8, 0))).close()
    (disk / "promises").touch()
    before = {path: path.read_bytes() for path in disk.iterdir()}
    journal = folder / "journal"
    environment = os.environ | {
        "LD_PRELOAD": str(library),
        "POWERCUT_JOURNAL": str(journal),
        "POWERCUT_ROOT": str(disk),
    }
    subprocess.run([sys.executable, "-c", CHILD, str(disk), str(count)], check=True, env=environment, timeout=300)
    return disk, before, list(events(journal.read_bytes()))


def events(raw):
    at = 0
    while at < len(raw):
        end = raw.index(b"\n", at)
        kind, path, offset, length = raw[at:end].decode().split(" ")
        data = raw[end + 1 : end + 1 + int(length)] if kind == "W" else b""
        at = end + 1 + len(data)
        yield Event(kind, Path(path), int(offset), data)


def cut(before, recorded, at, chance):
    """The files after a cut behind event `at`, and what was promised by then."""
    durable = {path: bytearray(content) for path, content in before.items()}
    loose = {}
    promised = b""
    for event in recorded[:at]:
        if event.path.name == "promises":
            promised += event.data  # the resident has seen it: nothing takes that back
        elif event.kind == "S":
            for one in loose.pop(event.path, []):
                apply(durable, one)
        else:
            loose.setdefault(event.path, []).append(event)
    for pending in loose.values():
        for one in pending:
            fate = chance.random()
            if fate < 0.4:
                apply(durable, one)
            elif fate < 0.7 and one.kind == "W":
                whole = chance.randrange(len(one.data) // SECTOR + 1) * SECTOR
                apply(durable, Event("W", one.path, one.offset, one.data[:whole]))
    return durable, [line.split(" ") for line in promised.decode().splitlines()]


def apply(files, event):
    content = files.setdefault(event.path, bytearray())
    if event.kind == "T":
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
        return
    if not event.data:
        return
    if len(content) < event.offset:
        content.extend(bytes(event.offset - len(content)))
    content[event.offset : event.offset + len(event.data)] = event.data


def judge(files, promised, folder):
    """Open the store on what the cut left; returns how many tickets are there."""
    folder.mkdir()
    for path, content in files.items():
        if not path.name.endswith(("-shm", ".lock", "promises")):
            (folder / path.name).write_bytes(content)
    clock = ManualClock(datetime(2026, 11, 3, 12, 0, tzinfo=BRUSSELS))
    with closing(open_store(f"sqlite:///{folder / 'tickets.db'}", clock=clock)) as store:
        there = {ticket.id: ticket for ticket in store.list()}
        for one, number in promised:
            assert there[one].number == number, "lost"
        for klass in "RP":
            numbers = sorted(ticket.seq for ticket in there.values() if ticket.first_class == klass)
            assert numbers == list(range(1, len(numbers) + 1)), "gap or double"
            after = store.issue(IssueRequest("stadskantoor", klass, "nl", "kiosk-1", f"after-{klass}"))
            assert isinstance(after, Ticket)
            assert after.seq == len(numbers) + 1
        for ticket in there.values():
            assert [move.step for move in store.moves(ticket.id)] == list(range(1, ticket.steps + 1))
        with store.database.stream() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    shutil.rmtree(folder)
    return len(there)


def campaign(folder, cuts, *, seed=0, tickets=60):
    """Many cuts of one recording; how many tickets each left."""
    _, before, recorded = record(folder, tickets)
    assert {event.kind for event in recorded} >= {"W", "S"}
    chance = random.Random(seed)
    left = []
    for number in range(cuts):
        files, promised = cut(before, recorded, chance.randrange(len(recorded) + 1), chance)
        left.append(judge(files, promised, folder / f"cut-{number}"))
    return left
