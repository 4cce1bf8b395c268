"""Small files on real small disks: full, nearly full and read-only; whole or not at all, and nothing left behind."""

import multiprocessing
import os
import shutil
import signal
import subprocess
from contextlib import contextmanager, suppress
from datetime import datetime

import pytest
from argon2 import PasswordHasher

from kiosk.base.clock import BRUSSELS
from kiosk.base.durable import _written, make_file, replace_file
from kiosk.events.file import FileSink, read_lines
from kiosk.office.keys import load_key
from kiosk.queue.database import StoreError
from kiosk.staff.audit import AuditLog, verify
from kiosk.staff.lockout import Lock
from kiosk.staff.members import Members

NOW = datetime(2027, 2, 22, 7, 40, tzinfo=BRUSSELS)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PAGE = os.sysconf("SC_PAGE_SIZE")


class Disk:
    def __init__(self, folder):
        self.folder = folder

    def leave(self, pages):
        """Fill it up, but for this many pages."""
        (self.folder / "filler").unlink(missing_ok=True)
        # a file system that counts for itself says what is left only when a file is closed
        with suppress(OSError):
            while os.statvfs(self.folder).f_bavail > pages:
                with (self.folder / "filler").open("ab", buffering=0) as filler:
                    filler.write(b"x" * PAGE)
                    os.fsync(filler)

    @contextmanager
    def read_only(self):
        subprocess.run(["mount", "-o", "remount,ro", self.folder], check=True, timeout=60)
        try:
            yield
        finally:
            subprocess.run(["mount", "-o", "remount,rw", self.folder], check=True, timeout=60)

    def names(self):
        return {path.name for path in self.folder.iterdir()} - {"filler", "lost+found"}


def _mounted(*words):
    done = subprocess.run(["mount", *map(str, words)], check=False, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        pytest.skip(f"no small file system here (it needs root): {done.stderr.strip()}")


@pytest.fixture(params=["tmpfs", "ext4"])
def disk(request, tmp_path):
    """A file system of its own of a few pages: in memory, and what a kiosk's disk has."""
    folder = tmp_path / "small"
    folder.mkdir()
    if request.param == "tmpfs":
        _mounted("-t", "tmpfs", "-o", f"size={16 * PAGE},mode=755", "tmpfs", folder)
    else:
        maker = shutil.which("mke2fs", path="/usr/sbin:/sbin:" + os.environ["PATH"])
        if maker is None:
            pytest.skip("mke2fs is not installed (e2fsprogs)")
        image = tmp_path / "small.img"
        image.write_bytes(b"\0" * 64 * PAGE)
        small = ("-O", "^has_journal,^resize_inode", "-m", "0", "-b", str(PAGE), "-N", "32")
        subprocess.run([maker, "-q", "-t", "ext4", *small, image], check=True, timeout=60)
        _mounted("-o", "loop", image, folder)
    yield Disk(folder)
    subprocess.run(["umount", "-l", folder], check=True, timeout=60)


@pytest.mark.parametrize("pages", [0, 1])
def test_a_file_that_finds_no_room_leaves_the_old_one_and_nothing_else(disk, pages):
    path = disk.folder / "state"
    replace_file(path, b"old" * 10)
    disk.leave(pages)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"n" * (PAGE + 1))
    with pytest.raises(OSError, match="No space"):
        make_file(disk.folder / "other", b"n" * (PAGE + 1))
    assert path.read_bytes() == b"old" * 10
    assert disk.names() == {"state"}


def test_a_read_only_disk_is_told_and_keeps_what_it_has(disk):
    path = disk.folder / "state"
    replace_file(path, b"old")
    with disk.read_only(), pytest.raises(OSError, match="Read-only"):
        replace_file(path, b"new")
    replace_file(path, b"newer")
    assert (path.read_bytes(), disk.names()) == (b"newer", {"state"})


@pytest.mark.parametrize("pages", [0, 1])
def test_a_wrong_try_on_a_nearly_full_disk_does_not_cost_the_list_of_staff(disk, pages):
    members = Members(disk.folder, CHEAP)
    for number in range(24):
        members.add("a label of a usual length " * 4, f"28{number:02}91", NOW)
    before = members.all()
    assert (disk.folder / "staff.json").stat().st_size > PAGE
    disk.leave(pages)
    with pytest.raises(OSError, match="No space"):
        members.keep_lock(lambda _: Lock((1.0,)))
    assert members.all() == before
    assert disk.names() == {"staff.json", "staff.json.copy", ".staff.json.lock"}


def test_an_act_whose_append_returned_is_in_the_log_of_acts_and_one_that_failed_is_not(disk):
    audit, returned = AuditLog(disk.folder), 0
    with pytest.raises(OSError, match="No space"):
        for number in range(10_000):
            audit.append({"event": "staff_acted", "seq": number})
            returned += 1
    assert (disk.folder / "audit.jsonl").read_bytes().endswith(b"\n")
    chain = verify(disk.folder)
    assert (chain.entries, chain.good) == (returned, True)


def test_an_event_that_finds_no_room_leaves_no_half_line(disk):
    sink, returned = FileSink(disk.folder), 0
    with pytest.raises(OSError, match="No space"):
        for number in range(10_000):
            sink.write(None, {"event": "started", "seq": number})
            returned += 1
    assert (disk.folder / "events.jsonl").read_bytes().endswith(b"\n")
    assert [line["seq"] for line in read_lines(disk.folder)] == list(range(returned))


def test_a_key_that_finds_no_room_is_not_half_there(disk):
    disk.leave(0)
    with pytest.raises(StoreError):
        load_key(disk.folder / "office.key")
    assert disk.names() == set()


def _pulled(folder):
    with _written(folder / ".state.0123456789ab.new", b"new", 0o600):
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_power_cut_left_half_written_goes_with_the_next_write_and_a_file_in_work_stays(tmp_path):
    (tmp_path / ".mine.new").touch()
    cut = multiprocessing.get_context("spawn").Process(target=_pulled, args=(tmp_path,))
    cut.start()
    cut.join(60)
    assert {path.name for path in tmp_path.iterdir()} == {".mine.new", ".state.0123456789ab.new"}
    beside = tmp_path / ".state.ba9876543210.new"
    with _written(beside, b"newer", 0o600):
        replace_file(tmp_path / "other", b"x")
        beside.replace(tmp_path / "state")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".mine.new", "other", "state"]
    assert (tmp_path / "state").read_bytes() == b"newer"


def _tries(folder, ready, stop):
    members = Members(folder, CHEAP)
    members.keep_lock(lambda _: Lock())
    ready.set()
    while not stop.is_set():
        members.keep_lock(lambda _: Lock())


def test_who_types_at_the_door_brings_no_removed_member_back_and_loses_no_new_one(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready, stop = context.Event(), context.Event()
    door = context.Process(target=_tries, args=(tmp_path, ready, stop))
    door.start()
    try:
        assert ready.wait(60)
        members = Members(tmp_path, CHEAP)
        for number in range(60):
            added = members.add("", f"28{number:02}91", NOW)
            assert members.all() == (added,)
            assert members.remove(added.id)
            assert members.all() == ()
        assert door.is_alive()
    finally:
        stop.set()
        door.join(60)
    assert door.exitcode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"staff.json", "staff.json.copy", ".staff.json.lock"}
