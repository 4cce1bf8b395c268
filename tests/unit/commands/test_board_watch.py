"""A waiting-room display whose store goes away asks again, and shows what is called when it is back."""

import threading
from datetime import datetime

from kiosk.base.clock import BRUSSELS
from kiosk.commands import board
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.model import Board
from tests.support.waiting import PATIENCE, until

NOW = datetime(2026, 11, 3, 10, 5, tzinfo=BRUSSELS)
GONE = Refusal(RefusalCode.STORE_MOVED)
FIRST, LATER = (Board("hall", NOW) for _ in range(2))


def test_a_display_asks_a_store_that_is_away_every_four_seconds_and_shows_the_last_board_meanwhile(monkeypatch):
    answers, shown, rests, made = [FIRST, GONE, GONE, LATER], [], [], threading.Event()

    class Store:
        def wait_for_call(self, place, tag, seconds):
            made.wait(PATIENCE)
            shown.append(watch.board)
            return answers.pop(0) if answers else LATER

    class Rest(threading.Event):
        def wait(self, timeout=None):
            if timeout:  # a thread that starts waits too, without a limit
                rests.append(timeout)
            return super().wait(0)

    monkeypatch.setattr(board.threading, "Event", Rest)
    watch = board.Watch(Store(), "hall")
    made.set()
    until(lambda: watch.board is LATER, "the board after the store came back")
    watch.close()
    assert (shown[:4], rests) == ([None, FIRST, FIRST, FIRST], [4.0, 4.0])
