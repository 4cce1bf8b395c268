"""What systemd hears, when the watchdog is fed, and whether the clock can be believed."""

import os
import socket

import pytest

from kiosk.base.clocksync import KernelTime, jumped, read_kernel, synchronised
from kiosk.station.sdnotify import Heart, Notifier
from tests.support.waiting import PATIENCE


@pytest.fixture(params=["path", "abstract"])
def systemd(request, monkeypatch, tmp_path):
    # a name within the folder: the whole path may be longer than a socket's address
    monkeypatch.chdir(tmp_path)
    name = "notify" if request.param == "path" else f"@kiosk-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind("\0" + name[1:] if name.startswith("@") else name)
        channel.settimeout(PATIENCE)
        yield name, lambda: channel.recv(4096).decode().split("\n")


def test_systemd_hears_ready_status_alive_and_stopping(systemd):
    name, heard = systemd
    notifier = Notifier({"NOTIFY_SOCKET": name})
    notifier.ready("open")
    assert heard() == ["READY=1", "STATUS=open"]
    notifier.status("printer lost\nREADY=1")
    assert heard() == ["STATUS=printer lost READY=1"]
    notifier.status("printer lost\nREADY=1")
    notifier.alive()
    assert heard() == ["WATCHDOG=1"]
    notifier.extend(2.5)
    assert heard() == ["EXTEND_TIMEOUT_USEC=2500000"]
    notifier.stopping()
    assert heard() == ["STOPPING=1"]


def test_without_systemd_nothing_happens(tmp_path):
    Notifier({}).ready("x")
    Notifier({"NOTIFY_SOCKET": str(tmp_path / "nobody")}).ready("x")


def test_the_watchdog_of_another_process_is_not_ours():
    assert Notifier({"WATCHDOG_USEC": "15000000"}).watchdog_seconds == 15.0
    assert Notifier({"WATCHDOG_USEC": "15000000", "WATCHDOG_PID": str(os.getpid())}).watchdog_seconds == 15.0
    assert Notifier({"WATCHDOG_USEC": "15000000", "WATCHDOG_PID": "1"}).watchdog_seconds == 0.0


class Counting(Notifier):
    def __init__(self):
        super().__init__({"WATCHDOG_USEC": "15000000"})
        self.fed = 0

    def alive(self):
        self.fed += 1


def test_the_watchdog_is_fed_every_third_of_its_time_while_everything_moves():
    notifier = Counting()
    heart = Heart(notifier, {"main_loop": 5.0, "worker": 5.0})
    for second in range(60):
        heart.beat("main_loop", float(second))
        heart.beat("worker", float(second))
        assert heart.feed(float(second))
    assert notifier.fed == 12


@pytest.mark.parametrize("stuck", ["main_loop", "worker"])
def test_a_part_that_stands_still_starves_the_watchdog_and_is_named(stuck):
    notifier = Counting()
    heart = Heart(notifier, {"main_loop": 5.0, "worker": 5.0})
    heart.beat(stuck, 0.0)
    for second in range(20):
        for part in {"main_loop", "worker"} - {stuck}:
            heart.beat(part, float(second))
        heart.feed(float(second))
    assert notifier.fed == 2
    assert heart.late(20.0) == ((stuck, 20.0),)
    heart.beat(stuck, 21.0)
    assert heart.feed(21.0)


def test_a_part_that_never_began_is_noticed_too():
    heart = Heart(Counting(), {"worker": 5.0})
    assert heart.late(100.0) == ()
    assert heart.late(105.1)[0][0] == "worker"


@pytest.mark.parametrize(
    ("kernel", "answer"),
    [
        (None, None),
        (KernelTime(0, 0x2001, 1000), True),
        (KernelTime(5, 0x0040, 16_000_000), False),
        (KernelTime(0, 0x0040, 1000), False),
        (KernelTime(0, 0, 16_000_000), False),
    ],
)
def test_unknown_stays_unknown_and_unchecked_is_never_good(kernel, answer):
    assert synchronised(lambda: kernel) is answer


def test_the_kernel_of_this_machine_answers_or_says_nothing():
    assert synchronised() in (True, False, None)
    known = read_kernel()
    assert known is None or known.max_error >= 0


def test_a_jump_of_the_time_of_day_is_told_from_time_that_passed():
    assert jumped(1000.0, 1060.0, 10.0, 70.0) == 0.0
    assert jumped(1000.0, 4660.0, 10.0, 70.0) == 3600.0
    assert jumped(4660.0, 1000.0, 10.0, 70.0) == -3720.0
