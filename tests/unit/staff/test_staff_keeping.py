"""What staff's part keeps on disk: members, lock, audit chain, override, numbers, exports."""

import fcntl
import json
import threading
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner

from devices.api.card import Pin
from devices.api.printer import Text
from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.cli import kiosk
from kiosk.events.file import FileSink, read_lines
from kiosk.events.generated import Event, OutReason, VisitOutcome
from kiosk.events.log import EventLog
from kiosk.health.servicelevel import StaffOut
from kiosk.staff import export as exporting
from kiosk.staff.audit import AuditLog, holds, link, verify
from kiosk.staff.lockout import Lock, count_try, passed, remaining, tries_left
from kiosk.staff.members import Members, StaffProblem, weakness
from kiosk.staff.numbers import DayBook
from kiosk.staff.override import NAME, Override
from kiosk.staff.report import acceptance_slip, readiness_report

NOW = datetime(2027, 2, 22, 7, 40, tzinfo=BRUSSELS)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.mark.parametrize(
    "pin", ["12345", "1234567890123", "12a456", "111111", "123456", "987654", "890123", "121212", "２84917"]
)
def test_a_weak_staff_pin_is_refused(pin):
    assert weakness(pin)


def test_two_members_cannot_share_a_pin_and_one_can_be_removed(tmp_path):
    members = Members(tmp_path, CHEAP)
    karel = members.add("Karel", "284917", NOW)
    with pytest.raises(StaffProblem, match="taken"):
        members.add("Joke", "284917", NOW)
    joke = members.add("Joke", "719482", NOW)
    assert members.by_pin(Pin.from_text("719482")) == joke
    assert members.remove(karel.id)
    assert not members.remove(karel.id)
    assert members.by_pin(Pin.from_text("284917")) is None
    assert Members(tmp_path, CHEAP).all() == (joke,)


def test_a_file_of_a_newer_program_is_refused_in_words(tmp_path):
    (tmp_path / "staff.json").write_text('{"version": 9, "members": []}')
    with pytest.raises(StaffProblem, match="newer"):
        Members(tmp_path, CHEAP).all()


def test_two_kiosks_give_one_card_two_fingerprints(tmp_path):
    one, two = Members(tmp_path / "a", CHEAP), Members(tmp_path / "b", CHEAP)
    assert one.fingerprint("AB") == one.fingerprint("AB") != two.fingerprint("AB")


class TestLockout:
    def test_locks_double_and_end_at_a_day(self):
        lock, now, lengths = Lock(), 0.0, []
        for _ in range(9):
            for _ in range(5):
                lock = count_try(lock, now)
            lengths.append(remaining(lock, now))
            now += lock.left
        assert lengths == [900, 1800, 3600, 7200, 14400, 28800, 57600, 86400, 86400]

    def test_slow_tries_outside_the_window_do_not_add_up(self):
        lock = Lock()
        for n in range(20):
            lock = count_try(lock, n * 400.0)
        assert lock.locks == 0
        assert tries_left(lock, 20 * 400.0) >= 2

    def test_after_a_restart_only_what_the_machine_has_counted_since_has_passed(self):
        lock = Lock()
        for _ in range(5):
            lock = count_try(lock, 50_000.0)
        assert (remaining(lock, 0.0), tries_left(lock, 0.0)) == (900.0, 0)
        assert remaining(lock, 300.0) == 600.0
        # kept on the way, and restarted once more
        lock = passed(lock, 300.0)
        assert remaining(lock, 100.0) == 500.0
        assert remaining(lock, 900.0) == 0.0

    def test_a_restart_never_shows_more_than_has_passed(self):
        lock = Lock(left=900.0, locks=1, at=50.0)
        # on for 80 s since: at least as much as 30 s have passed, and no more is taken for sure
        assert 820.0 <= remaining(lock, 80.0) <= 900.0

    def test_old_tries_run_out_after_a_restart_too(self):
        lock = count_try(count_try(Lock(), 50_000.0), 50_000.0)
        assert tries_left(lock, 100.0) == 3
        assert tries_left(lock, 900.0) == 5


class TestAudit:
    def filled(self, folder, count=5):
        audit = AuditLog(folder)
        for n in range(count):
            audit.append({"event": "staff_acted", "seq": n})
        return audit

    def test_the_chain_fits(self, tmp_path):
        audit = self.filled(tmp_path)
        chain = verify(tmp_path)
        assert (chain.entries, chain.broken, chain.head) == (5, 0, audit.head)

    def test_any_flipped_byte_is_found_at_its_entry(self, tmp_path):
        self.filled(tmp_path)
        path = tmp_path / "audit.jsonl"
        good = path.read_bytes()
        lines = good.split(b"\n")
        at = 0
        for number, line in enumerate(lines[:-1], start=1):
            for offset in range(0, len(line), 7):
                bad = bytearray(good)
                bad[at + offset] ^= 0x01
                path.write_bytes(bytes(bad))
                assert verify(tmp_path).broken == number
            at += len(line) + 1

    @pytest.mark.parametrize("beside", ['"why": "none", ', '"entry": {"event": "nothing"}, '])
    def test_a_key_beside_the_entry_is_found(self, tmp_path, beside):
        self.filled(tmp_path)
        path = tmp_path / "audit.jsonl"
        lines = path.read_text().splitlines(keepends=True)
        lines[2] = "{" + beside + lines[2][1:]
        path.write_text("".join(lines))
        assert verify(tmp_path).broken == 3

    def test_a_removed_and_an_inserted_line_are_found(self, tmp_path):
        self.filled(tmp_path)
        path = tmp_path / "audit.jsonl"
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(lines[:2] + lines[3:]))
        assert verify(tmp_path).broken == 3
        path.write_text("".join([*lines[:2], lines[0], *lines[2:]]))
        assert verify(tmp_path).broken == 3

    def test_a_line_that_a_power_cut_tore_is_taken_away_and_the_chain_goes_on(self, tmp_path):
        self.filled(tmp_path)
        path = tmp_path / "audit.jsonl"
        path.write_bytes(path.read_bytes()[:-20])
        assert verify(tmp_path).entries == 4
        AuditLog(tmp_path).append({"event": "staff_left", "seq": 9})
        chain = verify(tmp_path)
        assert (chain.entries, chain.good) == (5, True)

    def test_another_program_that_stands_with_the_lock_in_its_hand_does_not_stop_this_one(self, tmp_path, monkeypatch):
        monkeypatch.setattr("kiosk.base.durable.LOCK_LIMIT", 0.05)
        self.filled(tmp_path)
        with (tmp_path / "audit.jsonl").open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with pytest.raises(OSError, match="another program has held it"):
                AuditLog(tmp_path).append({"event": "staff_left", "seq": 9})
        AuditLog(tmp_path).append({"event": "staff_left", "seq": 9})
        chain = verify(tmp_path)
        assert (chain.entries, chain.good) == (6, True)

    def test_the_kiosk_and_a_command_append_to_one_chain(self, tmp_path):
        logs = [AuditLog(tmp_path) for _ in range(4)]

        def work(audit):
            for n in range(25):
                audit.append({"event": "staff_acted", "seq": n})

        threads = [threading.Thread(target=work, args=(audit,)) for audit in logs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        chain = verify(tmp_path)
        assert (chain.entries, chain.good) == (100, True)

    def test_swapped_lines_are_found(self, tmp_path):
        self.filled(tmp_path)
        path = tmp_path / "audit.jsonl"
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join([*lines[:1], lines[2], lines[1], *lines[3:]]))
        assert verify(tmp_path).broken == 2

    def test_a_line_whose_own_hash_was_made_to_fit_is_found_at_the_next_one(self, tmp_path):
        self.filled(tmp_path)
        path = tmp_path / "audit.jsonl"
        lines = path.read_text().splitlines(keepends=True)
        entry = {"event": "staff_acted", "seq": 99}
        forged = link(json.loads(lines[0])["hash"], entry)
        path.write_text("".join([lines[0], json.dumps({"entry": entry, "hash": forged}) + "\n", *lines[2:]]))
        assert verify(tmp_path).broken == 3

    def test_a_cut_end_is_told_by_a_hash_that_was_printed_before(self, tmp_path):
        printed = self.filled(tmp_path).head
        path = tmp_path / "audit.jsonl"
        assert holds(tmp_path, printed)
        assert holds(tmp_path, printed[:16])
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
        assert verify(tmp_path).good
        assert not holds(tmp_path, printed)

    def test_the_command_says_which_entry_and_what_to_do(self, tmp_path):
        (tmp_path / "kiosk.toml").write_text(f'[paths]\nstate = "{tmp_path}"\nlogs = "{tmp_path}/log"\n')

        def said(*words):
            return CliRunner().invoke(kiosk, ["staff", "audit", "--config", str(tmp_path / "kiosk.toml"), *words])

        printed = self.filled(tmp_path).head
        assert said("--printed", printed[:16].upper()).exit_code == 0
        path = tmp_path / "audit.jsonl"
        good = path.read_text().splitlines(keepends=True)
        path.write_text("".join(good[:-1]))
        cut = said("--printed", printed)
        assert (cut.exit_code, said().exit_code) == (1, 0)
        assert "cut off" in cut.output
        assert "Keep a copy" in cut.output
        path.write_text("".join([*good[:1], *good[2:]]))
        altered = said()
        assert altered.exit_code == 1
        assert "Entry 2 was" in altered.output
        assert "Keep a copy" in altered.output
        assert said("--printed", "xyz").exit_code == 2


class TestOverride:
    def test_it_outlives_a_restart_and_ends_by_itself(self, tmp_path):
        out = StaffOut(OutReason.CABLING, NOW, NOW + timedelta(hours=2), note="lift")
        Override(tmp_path).set(out)
        other = Override(tmp_path)
        assert other.current(NOW) == out
        assert other.current(NOW + timedelta(hours=2)) is None
        assert not (tmp_path / NAME).exists()

    def test_a_command_in_another_process_is_seen(self, tmp_path):
        kiosk, command = Override(tmp_path), Override(tmp_path)
        assert kiosk.current() is None
        command.set(StaffOut(OutReason.CLEANING, NOW))
        assert kiosk.current().reason is OutReason.CLEANING
        command.set(StaffOut(OutReason.REPAIR, NOW))
        assert kiosk.current().reason is OutReason.REPAIR
        command.clear()
        assert kiosk.current() is None

    def test_a_file_that_nobody_understands_means_out_of_service(self, tmp_path):
        (tmp_path / NAME).write_text("{")
        assert Override(tmp_path).current(NOW).reason is OutReason.OTHER


class TestNumbers:
    def fill(self, log, clock):
        for visit, (klass, language) in enumerate([("R", "nl"), ("P", "ar"), ("R", "nl")]):
            log.emit(Event.VISIT_STARTED, visit=f"v{visit}")
            log.emit(Event.TICKET_ISSUED, visit=f"v{visit}", ticket=f"t{visit}", klass=klass, existing=False)
            log.emit(
                Event.VISIT_ENDED,
                visit=f"v{visit}",
                outcome=VisitOutcome.TICKET,
                seconds=30.0 + visit,
                language=language,
                touches=9,
            )
            clock.advance(3600)
        log.emit(Event.TICKET_ISSUED, visit="v9", ticket="t0", klass="R", existing=True)

    def test_a_day_is_counted_by_class_hour_and_language(self, tmp_path):
        clock, book = ManualClock(NOW), DayBook()
        log = EventLog(clock, kiosk="k", sinks=(FileSink(tmp_path),))
        log.subscribe(book.listen)
        self.fill(log, clock)
        day = book.day(NOW.date())
        assert (day.visits, day.tickets) == (3, 3)
        assert day.classes == (("P", 1), ("R", 2))
        assert day.hours == ((7, 1), (8, 1), (9, 1))
        assert day.languages == (("nl", 2), ("ar", 1))
        again = DayBook()
        again.replay([*read_lines(tmp_path), {"at": "nonsense"}, {}])
        assert again.day(NOW.date()) == day

    def test_days_change_at_midnight_in_brussels(self, tmp_path):
        book = DayBook()
        clock = ManualClock(datetime(2027, 7, 1, 23, 59, 59, tzinfo=BRUSSELS))
        log = EventLog(clock, kiosk="k")
        log.subscribe(book.listen)
        log.emit(Event.VISIT_STARTED, visit="a")
        clock.advance(2)
        log.emit(Event.VISIT_STARTED, visit="b")
        assert [book.day(datetime(2027, 7, n).date()).visits for n in (1, 2)] == [1, 1]

    def test_only_the_last_days_are_kept(self):
        book, clock = DayBook(), ManualClock(NOW)
        log = EventLog(clock, kiosk="k")
        log.subscribe(book.listen)
        for _ in range(30):
            log.emit(Event.VISIT_STARTED, visit="a")
            clock.advance(86400)
        assert len(book._days) == 8


def test_an_export_holds_only_what_the_catalogue_knows(tmp_path):
    log = EventLog(ManualClock(NOW), kiosk="gent-1", sinks=(FileSink(tmp_path),))
    log.emit(Event.OUT_OF_SERVICE_SET, reason=OutReason.MOVING, until=NOW, staff="s1234")
    log.emit(Event.VISIT_STARTED, visit="7f3a")
    with (tmp_path / "events.jsonl").open("a") as file:
        for line in (
            {"seq": 3, "at": NOW.isoformat(), "event": "visit_started", "visit": "Amina Yilmaz"},
            {"seq": 4, "at": NOW.isoformat(), "event": "visit_started", "visit": "7f3b", "name": "Amina"},
            {"seq": 5, "at": "Amina", "event": "visit_started", "visit": "7f3c"},
            {"seq": 6, "at": NOW.isoformat(), "event": "amina"},
        ):
            file.write(json.dumps(line) + "\n")
    target = tmp_path / "out.jsonl"
    assert exporting.export(tmp_path, target) == 3
    text = target.read_text()
    assert "Amina" not in text
    assert [json.loads(line)["seq"] for line in text.splitlines()] == [1, 2, 4]


def words(receipt):
    return "\n".join(block.text for block in receipt.blocks if isinstance(block, Text))


def test_the_readiness_report_tells_state_numbers_and_the_newest_hash(bench):
    report = words(readiness_report(bench.facts(), "en"))
    assert "Ready" in report
    assert "Card reader: works" in report
    assert "0 visits" in report
    assert bench.audit.head in report
    assert "Seen by:" in report


def test_the_acceptance_slip_says_what_does_not_work_and_what_was_left_out():
    slip = words(
        acceptance_slip(
            "k", "p", NOW, (("Reader", True, ""), ("Printer", False, "no paper"), ("Camera", None, "")), "en"
        )
    )
    assert "Reader: works" in slip
    assert "Printer: does NOT work" in slip
    assert "Camera: left out" in slip
