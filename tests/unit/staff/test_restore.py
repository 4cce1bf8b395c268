"""A damaged store is replaced by a copy: whole or not at all, the old one kept, and nobody's number given again."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.base.clock import SystemClock
from kiosk.base.config import load_config
from kiosk.cli import kiosk
from kiosk.events.file import FileSink
from kiosk.events.generated import Event
from kiosk.events.log import EventLog
from kiosk.staff import restore as restoring
from kiosk.staff.audit import verify


class Site:
    """An installed kiosk's folders and its commands."""

    def __init__(self, here):
        self.here = here
        (here / "kiosk.toml").write_text(
            f'[kiosk]\nid = "gent-1"\nprofile = "gent"\n[paths]\nstate = "{here}/state"\nlogs = "{here}/log"\n'
        )
        self.config = load_config(here / "kiosk.toml")
        self.state = here / "state"
        self.store = self.state / "tickets.db"

    def run(self, *words, status=0):
        done = CliRunner().invoke(kiosk, [*words, "--config", str(self.here / "kiosk.toml"), "--json"])
        assert done.exit_code == status, done.output
        return json.loads(done.stdout) if done.stdout else {}

    def issue(self, klass="R"):
        return self.run("queue", "issue", "--class", klass, "--no-print")["number"]

    def log(self, klass, count):
        """What the kiosk itself writes for each number that it gave."""
        log = EventLog(SystemClock(), kiosk="gent-1", sinks=(FileSink(self.config.log_dir),))
        for n in range(count):
            log.emit(Event.TICKET_ISSUED, visit=f"v{n}", ticket=f"t{n}", klass=klass, existing=False)
        log.close()

    def damage(self):
        self.store.write_bytes(b"SQLite format 3\0" + b"\xff" * 20_000)
        for end in ("-wal", "-shm"):
            self.store.with_name(f"tickets.db{end}").unlink(missing_ok=True)

    def files(self):
        return {path.name: path.read_bytes() for path in self.state.iterdir() if path.is_file()}


@pytest.fixture
def site(tmp_path):
    (tmp_path / "state").mkdir()
    return Site(tmp_path)


def test_after_a_damaged_store_numbers_go_on_behind_a_gap_and_staff_are_told_who_is_lost(site):
    site.issue("R")
    site.run("service", "backup")
    held = {site.issue("R") for _ in range(3)} | {site.issue("P")}
    site.log("R", 4)
    site.log("P", 1)
    site.damage()
    broken = site.store.read_bytes()
    site.run("queue", "issue", "--class", "R", "--no-print", status=3)
    done = site.run("service", "restore")
    assert done["lost"] == {"R": 3, "P": 1}
    assert (done["next_numbers"]["R"], done["next_numbers"]["P"]) == ("R101", "P101")
    assert site.issue("R") == "R101"
    assert site.issue("P") == "P101"
    assert not held & {ticket["number"] for ticket in site.run("queue", "list")["tickets"]}
    (kept,) = site.state.glob("replaced-*")
    assert (kept / "tickets.db").read_bytes() == broken
    chain = verify(site.state)
    assert (chain.good, chain.entries) == (True, 1)
    assert not list(site.state.glob("*.part*"))


def test_a_store_that_still_tells_its_numbers_is_believed_beyond_the_log(site):
    site.issue("R")
    site.run("service", "backup")
    for _ in range(4):
        site.issue("R")
    with closing(sqlite3.connect(site.store)) as database, database:
        database.execute("UPDATE queue_counter SET last = 150, issued = 150 WHERE klass = 'R'")
    database.close()
    done = site.run("service", "restore")
    assert done["next_numbers"]["R"] == "R201"
    assert done["lost"] == {"R": 149}


def test_a_second_restore_on_one_day_gives_no_number_of_the_first(site):
    site.issue("R")
    site.run("service", "backup")
    given = []
    for _ in range(3):
        site.damage()
        site.run("service", "restore")
        given.append(site.issue("R"))
        site.log("R", 1)
    assert len(set(given)) == 3
    assert len(list(site.state.glob("replaced-*"))) == 3


def test_while_anybody_has_the_store_open_nothing_is_done(site):
    from kiosk.commands.queuestore import StoreOptions, opened

    site.issue("R")
    site.run("service", "backup")
    with opened(StoreOptions(None, None, site.here / "kiosk.toml")) as queue:
        # a kiosk that only reads has it open too
        assert len(queue.store.list()) == 1
        before = site.store.read_bytes()
        assert site.run("service", "restore", status=3) == {"file": None}
        assert site.store.read_bytes() == before
        assert not list(site.state.glob("replaced-*"))
    assert site.run("service", "restore")["next_numbers"]["R"] == "R101"


@pytest.mark.parametrize("kind", ["garbage", "cut", "empty", "other", "newer"])
def test_a_copy_that_is_not_whole_changes_nothing(site, kind):
    site.issue("R")
    copy = site.here / "copy.db"
    copy.write_bytes(b"")
    good = site.run("service", "backup")["file"]
    match kind:
        case "garbage":
            copy.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
        case "cut":
            with Path(good).open("rb") as whole:
                copy.write_bytes(whole.read()[:-4096])
        case "other":
            with closing(sqlite3.connect(copy)) as database, database:
                database.execute("CREATE TABLE t (n)")
            database.close()
        case "newer":
            copy.unlink()
            with closing(sqlite3.connect(good)) as source, closing(sqlite3.connect(copy)) as target, target:
                source.backup(target)
                target.execute("UPDATE queue_version SET version_num = '9999'")
            source.close()
            target.close()
    before = site.files()
    assert site.run("service", "restore", str(copy), status=1) == {"file": None}
    after = site.files()
    assert {name: data for name, data in after.items() if name in before and not name.endswith(".lock")} == {
        name: data for name, data in before.items() if not name.endswith(".lock")
    }
    assert not list(site.state.glob("replaced-*"))


@pytest.mark.parametrize("failing", ["link", "replace"])
def test_a_disk_that_refuses_half_way_leaves_a_store_that_works(site, monkeypatch, failing):
    site.issue("R")
    site.run("service", "backup")
    second = site.issue("R")

    def full(*_args, **_kept):
        raise OSError(28, "No space left on device")

    if failing == "link":
        monkeypatch.setattr(os, "link", full)
    else:
        monkeypatch.setattr(restoring.Path, "replace", full)
    site.run("service", "restore", status=3)
    monkeypatch.undo()
    assert not list(site.state.glob("*.part*"))
    numbers = {ticket["number"] for ticket in site.run("queue", "list")["tickets"]}
    assert second in numbers


def test_the_old_journal_is_not_played_into_the_new_store(site):
    site.issue("R")
    site.run("service", "backup")
    # a kiosk that was killed leaves its journal behind
    database = sqlite3.connect(site.store)
    database.execute("UPDATE queue_ticket SET note = 'of the old store'")
    database.commit()
    wal = site.store.with_name("tickets.db-wal")
    kept = wal.read_bytes()
    database.close()
    wal.write_bytes(kept)
    assert kept
    site.run("service", "restore")
    assert not wal.exists()
    (aside,) = site.state.glob("replaced-*")
    assert (aside / "tickets.db-wal").read_bytes() == kept
    with closing(sqlite3.connect(site.store)) as fresh, fresh:
        assert fresh.execute("SELECT note FROM queue_ticket").fetchone() == ("",)
    fresh.close()


def test_yesterdays_copy_and_no_store_at_all_are_enough(site):
    site.issue("R")
    file = site.run("service", "backup")["file"]
    for path in site.state.glob("tickets.db*"):
        path.unlink()
    tomorrow = SystemClock().now() + timedelta(days=1)
    done = restoring.restore(
        site.here / file,
        site.store,
        restoring.Series("stadskantoor", {"R": restoring.ClassSettings("R", 1, None)}),
        tomorrow,
        {},
    )
    assert (done.replaced, done.next_numbers, done.lost) == (None, {"R": "R101"}, {})


def test_no_copy_and_a_central_store_are_said(site):
    site.run("service", "restore", status=3)
    (site.here / "kiosk.toml").write_text(
        (site.here / "kiosk.toml").read_text() + '[store]\nurl = "postgresql://kiosk@localhost/kiosk"\n'
    )
    site.run("service", "restore", status=2)


class TestWhoMayReadIt:
    """Root may call first, with any mask: the files are closed to others and the owner's whose folder it is."""

    @pytest.fixture
    def site(self, site):
        before = os.umask(0)
        site.state.chmod(0o750)
        if os.geteuid() == 0:
            os.chown(site.state, 1234, 1234)
        yield site
        os.umask(before)

    def modes(self, site):
        return {path.relative_to(site.state): path.stat().st_mode & 0o777 for path in site.state.rglob("*")}

    def test_nobody_else_reads_what_a_command_leaves(self, site):
        site.issue("R")
        site.run("service", "backup")
        site.run("service", "restore")
        (site.here / "cards.csv").write_text("national_number,status\n91081712373,none\n")
        site.run("office", "import", str(site.here / "cards.csv"))
        assert site.store.stat().st_mode & 0o777 == 0o640
        assert {path: mode for path, mode in self.modes(site).items() if mode & 0o027 or not mode} == {}
        owners = {path.stat().st_uid for path in site.state.rglob("*")}
        assert owners == {site.state.stat().st_uid}

    def test_a_store_keeps_its_mode_when_it_is_replaced(self, site):
        site.issue("R")
        site.run("service", "backup")
        site.store.chmod(0o600)
        site.run("service", "restore")
        assert site.store.stat().st_mode & 0o777 == 0o600
