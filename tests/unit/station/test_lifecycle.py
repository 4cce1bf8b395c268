"""One run of the kiosk from its start to its end, and what the next run learns of it."""

import threading
from datetime import datetime
from typing import NamedTuple

import pytest

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.events.generated import CloseCause, Event
from kiosk.events.log import EventLog
from kiosk.health.servicelevel import OpenState, service_level
from kiosk.staff.audit import AuditLog
from kiosk.station import lifecycle
from kiosk.station.lifecycle import Lifecycle
from kiosk.station.sdnotify import Notifier

LEVEL = service_level({}, store_ok=True, opening=OpenState(), staff_out=None, clock_ok=True)
DIGEST = "0a1b2c3d"


class Usage(NamedTuple):
    total: int
    used: int
    free: int


class Hearing(Notifier):
    def __init__(self):
        super().__init__({"WATCHDOG_USEC": "15000000"})
        self.heard = []

    def _send(self, *lines):
        self.heard += lines


class Run:
    def __init__(self, folder, monkeypatch):
        monkeypatch.setattr(lifecycle, "protect_process", lambda: ())
        self.clock = ManualClock(datetime(2027, 2, 20, 10, 0, tzinfo=BRUSSELS))
        self.log = EventLog(self.clock, kiosk="k")
        self.systemd = Hearing()
        self.life = Lifecycle(self.log, self.clock, folder, self.systemd)

    def told(self, event):
        return [dict(record.fields) for record in reversed(self.log.recent()) if record.event is event]


@pytest.fixture
def begun(tmp_path, monkeypatch):
    run = Run(tmp_path, monkeypatch)
    run.life.begin("0.1.0", simulated=False, digest=DIGEST)
    return run


def test_start_ready_and_end_are_told_to_the_log_and_to_systemd(begun):
    begun.clock.advance(3)
    begun.life.ready(LEVEL)
    begun.clock.advance(100)
    begun.life.end(CloseCause.SIGNAL)
    assert begun.told(Event.APPLICATION_READY) == [{"seconds": 3.0}]
    assert begun.told(Event.APPLICATION_STOPPING) == [{"cause": "signal", "seconds": 103.0}]
    assert begun.systemd.heard == ["READY=1", "STATUS=open", "STOPPING=1"]
    assert begun.told(Event.APPLICATION_CRASHED_BEFORE) == []


def test_the_next_run_knows_how_many_ended_badly(tmp_path, monkeypatch):
    for count in range(3):
        run = Run(tmp_path, monkeypatch)
        run.life.begin("0.1.0", simulated=False, digest=DIGEST)
        assert run.told(Event.APPLICATION_CRASHED_BEFORE) == ([{"restarts": count}] if count else [])
    run.life.end(CloseCause.SIGNAL)
    good = Run(tmp_path, monkeypatch)
    good.life.begin("0.1.0", simulated=False, digest=DIGEST)
    assert good.told(Event.APPLICATION_CRASHED_BEFORE) == []


def test_the_watchdog_is_fed_while_the_supervisors_of_the_workers_live_and_not_when_one_is_gone(begun):
    over = threading.Event()
    supervisor = threading.Thread(target=over.wait, name="printer-supervisor")
    supervisor.start()
    for _ in range(20):
        begun.clock.advance(1)
        begun.life.tick(LEVEL)
    assert begun.systemd.heard.count("WATCHDOG=1") == 4
    over.set()
    supervisor.join(60)
    for _ in range(40):
        begun.clock.advance(1)
        begun.life.tick(LEVEL)
    assert begun.systemd.heard.count("WATCHDOG=1") == 6
    (late,) = begun.told(Event.HEART_BEAT_LATE)
    assert late["part"] == "worker"


def test_a_device_that_staff_restart_starves_nothing(begun):
    for _ in range(6):
        over = threading.Event()
        supervisor = threading.Thread(target=over.wait, name="printer-supervisor")
        supervisor.start()
        begun.clock.advance(1)
        begun.life.tick(LEVEL)
        over.set()
        supervisor.join(60)
        begun.clock.advance(2)
        begun.life.tick(LEVEL)
    assert begun.told(Event.HEART_BEAT_LATE) == []


def test_the_status_line_names_what_decides(begun):
    worse = service_level({}, store_ok=False, opening=OpenState(open=False), staff_out=None, clock_ok=True)
    begun.life.tick(worse)
    begun.life.tick(worse)
    assert [line for line in begun.systemd.heard if line.startswith("STATUS")] == [
        "STATUS=out_of_service: store, closed"
    ]


def test_a_jump_of_the_clock_is_told_and_time_that_passes_is_not(begun):
    for _ in range(5):
        begun.clock.advance(31)
        begun.life.tick(LEVEL)
    assert begun.told(Event.CLOCK_JUMPED) == []
    begun.clock.advance(31)
    begun.clock.set(datetime(2027, 2, 20, 9, 0, tzinfo=BRUSSELS))
    begun.life.tick(LEVEL)
    (jump,) = begun.told(Event.CLOCK_JUMPED)
    assert jump["forward"] is False
    assert jump["seconds"] > 3600


def test_a_disk_that_fills_and_empties_is_told_once_each_and_does_not_flutter(begun, monkeypatch):
    for free in (9000, 400, 480, 520, 400, 800, 9000):
        monkeypatch.setattr(lifecycle.shutil, "disk_usage", lambda _path, free=free: Usage(0, 0, free * 1_000_000))
        begun.clock.advance(31)
        begun.life.tick(LEVEL)
    assert begun.told(Event.DISK_LOW) == [{"free_megabytes": 400}]
    assert begun.told(Event.DISK_RESTORED) == [{"free_megabytes": 800}]


def test_an_altered_log_of_acts_is_told_once(begun, tmp_path):
    AuditLog(tmp_path).append({"event": "staff_left"})
    path = tmp_path / "audit.jsonl"
    path.write_text(path.read_text().replace("left", "lift"))
    for _ in range(3):
        begun.clock.advance(31)
        begun.life.tick(LEVEL)
    assert begun.told(Event.AUDIT_BROKEN) == [{"entry": 1}]


def test_the_process_cannot_be_dumped_or_read_by_others():
    import subprocess
    import sys

    code = (
        "import ctypes, resource; from kiosk.station.lifecycle import protect_process; protect_process();"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout.strip() == "0 (0, 0)"
