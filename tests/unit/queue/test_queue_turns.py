"""Turns are taken in the order of coming; a bounded question is left behind when it does not answer."""

import threading

import pytest

from kiosk.base.bounded import TimeLimit, bounded
from kiosk.queue.fair import FairLock, Turnstile
from tests.support.waiting import until


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
