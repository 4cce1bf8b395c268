"""The commands for staff and installers: what they answer, what they leave behind, and their exit statuses."""

import json
import socket
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.base.clock import BRUSSELS, ManualClock, SystemClock
from kiosk.base.config import load_config
from kiosk.cli import kiosk
from kiosk.commands import checks, devicechecks, installed, staffcard, wizard
from kiosk.commands.findings import Found
from kiosk.events.file import FileSink
from kiosk.events.generated import Event, OutReason
from kiosk.events.log import EventLog
from kiosk.staff.audit import verify
from kiosk.staff.lockout import Lock
from kiosk.staff.members import Members
from kiosk.staff.override import Override


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setattr(installed, "INSTALLED", tmp_path / "none.toml")
    file = tmp_path / "kiosk.toml"
    file.write_text(
        f'[kiosk]\nid = "gent-1"\n[paths]\nstate = "{tmp_path / "state"}"\nlogs = "{tmp_path / "log"}"\n'
        "[reader]\nenabled = false\n[speech]\nenabled = false\n"
    )
    return tmp_path


def run(here, *words, given=None, status=0):
    done = CliRunner().invoke(kiosk, [*words[:2], "--config", str(here / "kiosk.toml"), *words[2:]], input=given)
    assert done.exit_code == status, done.output
    return done


def answered(here, *words, given=None, status=0):
    return json.loads(run(here, *words, "--json", given=given, status=status).stdout)


class TestStaff:
    def test_a_member_is_added_listed_and_removed_and_the_chain_tells(self, here):
        added = answered(here, "staff", "add", "--label", "Karel", given="284917\n")
        assert added["label"] == "Karel"
        rows = answered(here, "staff", "list")["staff"]
        assert [row["id"] for row in rows] == [added["id"]]
        assert answered(here, "staff", "remove", added["id"]) == {"removed": added["id"]}
        assert answered(here, "staff", "remove", added["id"], status=1) == {"removed": None}
        whole = answered(here, "staff", "audit")
        assert (whole["entries"], whole["broken"]) == (2, None)
        assert "Karel" not in (here / "state" / "audit.jsonl").read_text()

    def test_a_weak_pin_is_refused_and_nothing_is_echoed(self, here):
        done = run(here, "staff", "add", given="123456\n", status=1)
        assert "guessed" in done.stderr
        assert "123456" not in done.output
        assert answered(here, "staff", "list") == {"staff": []}

    def test_an_altered_log_of_acts_is_a_no(self, here):
        answered(here, "staff", "add", given="284917\n")
        path = here / "state" / "audit.jsonl"
        path.write_text(path.read_text().replace("staff_added", "staff_addet"))
        assert answered(here, "staff", "audit", status=1)["broken"] == 1

    def test_the_card_in_the_reader_is_listed_by_its_fingerprint(self, here, monkeypatch):
        monkeypatch.setattr(staffcard, "read_chip_number", lambda: "534C494E00")
        assert answered(here, "staff", "add", "--card", given="284917\n")["card"]
        run(here, "staff", "add", "--card", given="719482\n", status=1)
        assert "534C494E00" not in (here / "state" / "staff.json").read_text()

    def test_a_lock_is_taken_away_and_written_down_once(self, here):
        answered(here, "staff", "add", given="284917\n")
        now = SystemClock().monotonic()
        Members(here / "state").keep_lock(lambda _: Lock((5.0,), 900.0, 1, now))
        said = answered(here, "staff", "unlock")
        assert said["unlocked"]
        assert 800 < said["seconds"] <= 900
        assert Members(here / "state").lock() == Lock()
        assert answered(here, "staff", "unlock") == {"unlocked": False, "seconds": 0}
        assert (here / "state" / "audit.jsonl").read_text().count("staff_unlocked") == 1

    def test_a_damaged_list_is_said_by_every_command_and_comes_back(self, here):
        added = answered(here, "staff", "add", given="284917\n")
        (here / "state" / "staff.json").write_text("{")
        for words in (("add",), ("list",), ("remove", "s1"), ("unlock",)):
            said = run(here, "staff", *words, given="719482\n", status=1).stderr
            assert "is damaged. Bring it back: sudo kiosk staff restore" in said
        found = {each.name: each for each in checks.people(load_config(here / "kiosk.toml"))}
        assert found["staff"].found is Found.MISSING
        assert "sudo kiosk staff restore" in found["staff"].todo
        assert answered(here, "staff", "restore") == {"restored": 1}
        assert [row["id"] for row in answered(here, "staff", "list")["staff"]] == [added["id"]]
        run(here, "staff", "restore", status=1)
        assert "staff_restored" in (here / "state" / "audit.jsonl").read_text()

    def test_without_a_card_nobody_is_added(self, here, monkeypatch):
        def absent():
            raise staffcard.CardAbsent("There is no eID card in a reader: put it in and try again.")

        monkeypatch.setattr(staffcard, "read_chip_number", absent)
        run(here, "staff", "add", "--card", given="284917\n", status=3)
        assert answered(here, "staff", "list") == {"staff": []}


class TestService:
    def test_out_and_in_are_seen_by_a_running_kiosk(self, here):
        kiosk_side = Override(here / "state")
        assert kiosk_side.current() is None
        said = answered(here, "service", "out", "--reason", "cabling", "--until", "2099-01-01T13:00")
        assert (said["reason"], said["until"]) == ("cabling", "2099-01-01T13:00:00+01:00")
        assert kiosk_side.current(SystemClock().now()).reason is OutReason.CABLING
        assert answered(here, "service", "in") == {"service": "in", "was": "cabling"}
        assert kiosk_side.current() is None
        assert answered(here, "service", "in") == {"service": "in", "was": None}
        assert verify(here / "state").entries == 2

    def test_other_words_are_for_staff_alone_and_never_in_a_log(self, here):
        said = answered(here, "service", "out", "--reason", "Karel is ill")
        assert (said["reason"], said["note"]) == ("other", "Karel is ill")
        assert "ill" not in (here / "state" / "audit.jsonl").read_text()

    @pytest.mark.parametrize("until", ["soon", "25:00", "2001-01-01T10:00"])
    def test_a_time_that_is_none_or_has_passed_is_wrong_usage(self, here, until):
        run(here, "service", "out", "--reason", "repair", "--until", until, status=2)
        assert Override(here / "state").current() is None

    def test_a_time_of_day_that_has_passed_is_tomorrow(self):
        from kiosk.commands.service import _until

        now = datetime(2027, 2, 20, 15, 0, tzinfo=BRUSSELS)
        assert _until("13:00", now) == datetime(2027, 2, 21, 13, 0, tzinfo=BRUSSELS)
        assert _until("16:30", now) == datetime(2027, 2, 20, 16, 30, tzinfo=BRUSSELS)


class TestLogs:
    def test_the_log_is_exported(self, here):
        log = EventLog(
            ManualClock(datetime(2027, 1, 1, tzinfo=BRUSSELS)), kiosk="gent-1", sinks=(FileSink(here / "log"),)
        )
        log.emit(Event.STAFF_DOOR_FOUND)
        target = here / "out.jsonl"
        assert answered(here, "logs", "export", "--out", str(target)) == {"file": str(target), "entries": 1}
        assert json.loads(target.read_text())["event"] == "staff_door_found"

    def test_no_log_and_no_room_are_said(self, here):
        run(here, "logs", "export", "--out", str(here / "out.jsonl"), status=3)
        (here / "log").mkdir()
        run(here, "logs", "export", "--out", "/proc/none/out.jsonl", status=3)


class TestDoctor:
    def findings(self, here, check, extra=""):
        file = here / "kiosk.toml"
        file.write_text(file.read_text() + extra)
        return list(check(load_config(file)))

    def test_json_is_one_object_with_every_check_and_something_to_do_for_every_trouble(self, here):
        done = CliRunner().invoke(kiosk, ["doctor", "--config", str(here / "kiosk.toml"), "--json"])
        told = json.loads(done.stdout)
        names = {each["name"] for each in told["checks"]}
        assert {
            "packages",
            "fonts",
            "paper scripts",
            "card reader",
            "printer",
            "store",
            "disk",
            "clock",
            "staff",
        } <= names
        assert done.exit_code == (0 if told["ok"] else 3)
        assert told["ok"] == all(each["found"] != "missing" for each in told["checks"])
        for each in told["checks"]:
            assert bool(each["do"]) == (each["found"] in ("warning", "missing")), each

    def test_a_check_that_fails_is_a_finding_and_the_others_are_made(self, here, monkeypatch):
        def broken(config):
            raise RuntimeError("boom")
            yield

        monkeypatch.setattr(checks, "CHECKS", (broken, checks.clock))
        done = CliRunner().invoke(kiosk, ["doctor", "--config", str(here / "kiosk.toml")])
        assert done.exit_code == 3
        assert "RuntimeError" in done.stdout
        assert "clock" in done.stdout

    def test_missing_packages_and_banned_ones_are_named(self, here, monkeypatch):
        monkeypatch.setattr(checks, "MODULES", ("click", "no_such_module_at_all"))
        monkeypatch.setattr(checks, "BANNED", {"click": "a test"})
        found = self.findings(here, checks.python)
        assert [(f.found, "no_such_module_at_all" in f.said or "click" in f.said) for f in found[:2]] == [
            (Found.MISSING, True)
        ] * 2

    def test_a_printer_that_nobody_answers_for_is_missing_with_steps(self, here, monkeypatch):
        monkeypatch.setattr(devicechecks, "PRINTER_SECONDS", 0.5)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        (found,) = self.findings(here, devicechecks.printer, f'[printer]\nurl = "tcp://127.0.0.1:{port}"\n')
        assert found.found is Found.MISSING
        assert "light of the printer" in found.todo

    def test_a_wrong_address_of_the_printer_is_named(self, here):
        (found,) = self.findings(here, devicechecks.printer, '[printer]\nurl = "tcp://"\n')
        assert (found.found, found.todo) == (Found.MISSING, "Correct [printer] url in the configuration.")

    def test_a_damaged_store_is_missing_and_a_new_one_is_fine(self, here):
        (new, _disk) = self.findings(here, checks.store)
        assert new.found is Found.GOOD
        (here / "state").mkdir()
        (here / "state" / "tickets.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
        (bad, _disk) = self.findings(here, checks.store)
        assert bad.found is Found.MISSING
        assert "backup" in bad.todo

    def test_a_full_disk_or_a_missing_right_does_not_send_an_installer_to_the_backup(self, here, monkeypatch):
        for code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_BUSY):
            error = sqlite3.OperationalError("no")
            error.sqlite_errorcode = code
            assert "backup" not in checks._what_the_store_needs(error, here)
        (here / "state").mkdir()
        (here / "state" / "tickets.db").write_bytes(b"")
        monkeypatch.setattr(checks.os, "access", lambda path, mode: False)
        (closed, _disk) = self.findings(here, checks.store)
        assert closed.found is Found.MISSING
        assert f"ls -ld {here / 'state'}" in closed.todo

    def test_a_display_that_was_killed_is_no_display(self, here, monkeypatch):
        monkeypatch.chdir(here)  # the whole path may be longer than a socket's address
        with socket.socket(socket.AF_UNIX) as line:
            line.bind("X")
            assert not devicechecks._answers("X")
            line.listen()
            assert devicechecks._answers("X")
        assert Path("X").exists()
        assert not devicechecks._answers("X")

    def test_a_misspelt_profile_is_told_with_those_that_there_are(self, here):
        file = here / "kiosk.toml"
        file.write_text(file.read_text().replace("[kiosk]", '[kiosk]\nprofile = "ghent"'))
        found = self.findings(here, checks.people)[0]
        assert found.found is Found.MISSING
        assert found.said.startswith(f"There is no profile {here / 'ghent.toml'}.")
        assert "one of: gent, " in found.said

    def test_a_full_disk_is_missing(self, here, monkeypatch):
        monkeypatch.setattr(checks, "FREE_MEGABYTES_NEEDED", 10**9)
        assert self.findings(here, checks.store)[1].found is Found.MISSING

    def test_a_device_file_that_is_not_there_is_missing(self, here):
        (panel,) = self.findings(here, devicechecks.panel, '[panel]\nurl = "serial:///dev/kiosk-none"\n')
        assert panel.found is Found.MISSING
        (scanner,) = self.findings(here, devicechecks.scanner)
        assert scanner.found is Found.LEFT_OUT

    def test_a_place_that_the_profile_does_not_have_is_missing(self, here):
        (here / "kiosk.toml").write_text(
            (here / "kiosk.toml").read_text().replace("[kiosk]", '[kiosk]\nplace = "nowhere"')
        )
        found = {f.name: f for f in checks.people(load_config(here / "kiosk.toml"))}
        assert found["profile"].found is Found.MISSING

    def test_the_wizard_asks_goes_on_and_writes_the_slip(self, here, monkeypatch):
        monkeypatch.setattr(wizard, "_languages", lambda _: ("en",))
        slip = here / "slip.txt"
        words = ["doctor", "--config", str(here / "kiosk.toml"), "--wizard", "--slip", str(slip)]
        monkeypatch.setattr(devicechecks, "_answers", lambda _: True)
        # screen, clock are asked here; the other steps end by themselves because nothing is configured
        done = CliRunner().invoke(kiosk, words, input="y\nn\n")
        assert done.exit_code == 1, done.output
        text = slip.read_text()
        assert "Screen: works" in text
        assert "Clock: does NOT work" in text
        assert "Printer: left out" in text
        assert "Store of tickets: works" in text
        assert "Seen by:" in text

    def test_a_printed_acceptance_needs_the_printers_confirmation(self, here, monkeypatch):
        monkeypatch.setattr(wizard, "PRINT_SECONDS", 0.3)
        server = socket.create_server(("127.0.0.1", 0))
        # it takes the line and never answers
        (here / "kiosk.toml").write_text(
            (here / "kiosk.toml").read_text() + f'[printer]\nurl = "tcp://127.0.0.1:{server.getsockname()[1]}"\n'
        )
        config = load_config(here / "kiosk.toml")
        assert wizard._print(config, wizard.trial_receipt("k", "p", SystemClock().now(), ("nl",)))
        server.close()


class TestBackup:
    def store(self, here, rows=1000):
        (here / "state").mkdir(exist_ok=True)
        database = sqlite3.connect(here / "state" / "tickets.db", isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE t (n INTEGER)")
        database.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(rows)])
        return database

    def test_a_copy_of_a_store_in_use_is_whole_and_only_the_newest_stay(self, here, monkeypatch):
        database = self.store(here)
        clock = ManualClock(datetime(2027, 2, 20, 2, 30, tzinfo=BRUSSELS))
        monkeypatch.setattr("kiosk.commands.service.SystemClock", lambda: clock)
        for _ in range(4):
            said = answered(here, "service", "backup", "--keep", "2")
            clock.advance(86400)
        database.close()
        names = sorted(path.name for path in (here / "state" / "backup").iterdir())
        assert names == ["tickets-20270222-023000.db", "tickets-20270223-023000.db"]
        assert said["kept"] == 2
        copy = sqlite3.connect(said["file"])
        assert copy.execute("SELECT count(*) FROM t").fetchone() == (1000,)
        copy.close()

    def test_a_damaged_store_makes_no_copy_and_costs_none(self, here):
        self.store(here).close()
        before = answered(here, "service", "backup")["file"]
        path = here / "state" / "tickets.db"
        path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 9000)
        assert answered(here, "service", "backup", status=1) == {"file": None}
        assert [str(each) for each in (here / "state" / "backup").iterdir()] == [before]

    def test_no_store_yet_is_said(self, here):
        run(here, "service", "backup", status=3)


def test_json_is_for_those_who_asked_for_it(here):
    words = ["staff", "remove", "nobody", "--config", str(here / "kiosk.toml")]
    plain = CliRunner().invoke(kiosk, words)
    assert (plain.exit_code, plain.stdout) == (1, "")
    assert "kiosk staff list" in plain.stderr
    asked = CliRunner().invoke(kiosk, [*words, "--json"])
    assert json.loads(asked.stdout) == {"removed": None}


def test_out_of_service_wants_a_reason(here):
    done = CliRunner().invoke(kiosk, ["service", "out", "--config", str(here / "kiosk.toml"), "--reason", " "])
    assert done.exit_code == 2
    assert "cleaning" in done.stderr


def test_without_a_file_the_queue_s_commands_work_on_the_installed_kiosk(here, monkeypatch):
    """On a kiosk `kiosk queue list` must not answer from an empty store of the caller's own."""
    monkeypatch.setattr(installed, "INSTALLED", here / "kiosk.toml")
    done = CliRunner().invoke(kiosk, ["queue", "issue", "--class", "R", "--no-print"])
    assert done.exit_code == 0, done.output
    assert (here / "state" / "tickets.db").exists()
