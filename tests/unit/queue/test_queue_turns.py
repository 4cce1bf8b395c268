"""Turns are taken in the order of coming; a bounded question is left behind when it does not answer."""

import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest

from kiosk.base.bounded import TimeLimit, bounded
from kiosk.queue.fair import FairLock, HeldError, Turnstile, alone
from tests.support.waiting import PATIENCE, line_of, until

HOLDING = """
import sys
from pathlib import Path
from kiosk.queue.fair import Turnstile
with Turnstile(Path(sys.argv[1])).turn():
    print("mine", flush=True)
    sys.stdin.read()
"""
SOON = 0.05


@contextmanager
def stopped(path):
    """A process that was stopped with the turn in its hand, until the end of the block."""
    words = [sys.executable, "-c", HOLDING, str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert line_of(child) == "mine"
            child.send_signal(signal.SIGSTOP)
            yield child
        finally:
            child.kill()


def test_threads_are_served_in_the_order_in_which_they_came():
    lock, order, threads = FairLock(), [], []
    with lock.turn():
        for at in range(8):

            def work(at=at):
                with lock.turn():
                    order.append(at)

            threads.append(threading.Thread(target=work))
            threads[-1].start()
            until(lambda at=at: len(lock._waiting) > at, "a thread that waits")
    for thread in threads:
        thread.join(60)
    assert order == list(range(8))


def test_only_one_is_in_at_a_time_through_two_descriptors(tmp_path):
    inside, most, stiles = 0, 0, [Turnstile(tmp_path / "lock") for _ in range(2)]

    def work(stile):
        nonlocal inside, most
        for _ in range(200):
            with stile.turn():
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work, args=(stiles[at % 2],)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for stile in stiles:
        stile.close()
    assert most == 1


def test_a_fault_inside_gives_the_turn_back(tmp_path):
    stile = Turnstile(tmp_path / "lock")
    with pytest.raises(KeyError), stile.turn():
        raise KeyError
    with stile.turn():
        pass
    stile.close()


def test_who_waits_for_a_stopped_process_is_told_which_and_goes_on_when_it_is_gone(tmp_path):
    mine = Turnstile(tmp_path / "lock", limit=SOON)
    with stopped(tmp_path / "lock") as child:
        for _ in range(2):
            with pytest.raises(HeldError, match=f"process {child.pid}"), mine.turn():
                pass
    patient = Turnstile(tmp_path / "lock", limit=PATIENCE)
    with patient.turn(), pytest.raises(HeldError), mine.turn():
        pass
    with mine.turn(), pytest.raises(HeldError), Turnstile(tmp_path / "lock", limit=SOON).turn():
        pass
    mine.close()
    patient.close()


def test_who_gave_up_waiting_does_not_keep_the_store_from_being_replaced(tmp_path):
    mine = Turnstile(tmp_path / "lock", limit=SOON)
    with stopped(tmp_path / "lock"), pytest.raises(HeldError), mine.turn():
        pass
    mine.close()
    with alone(tmp_path / "lock") as nobody_else:
        assert nobody_else
        with pytest.raises(HeldError):
            Turnstile(tmp_path / "lock", limit=SOON)


def test_a_thread_does_not_wait_for_another_without_end():
    lock = FairLock()
    with lock.turn():
        with pytest.raises(HeldError), lock.turn(SOON):
            pass
        assert not lock._waiting
    with lock.turn(SOON):
        pass


def test_a_bounded_question_answers_faults_or_is_left_behind():
    assert bounded(lambda: 7, 5) == 7

    def faulty():
        raise LookupError("no")

    with pytest.raises(LookupError):
        bounded(faulty, 5)
    never = threading.Event()
    with pytest.raises(TimeLimit):
        bounded(never.wait, 0.01)
    never.set()
