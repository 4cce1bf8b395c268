"""Many clients at once on both engines: gap-free and nobody left out; a display is woken, not only looking."""

import importlib.util
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.queue.model import IssueRequest
from kiosk.queue.store import open_store
from tests.support.waiting import until

_path = Path(__file__).parents[2] / "bench" / "bench_queue.py"
_spec = importlib.util.spec_from_file_location("bench_queue", _path)
bench = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(bench)


@pytest.mark.full
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_r119_thirty_two_clients_flat_out_leave_no_gap_and_nobody_starves(engine, tmp_path, request):
    if engine == "sqlite":
        url = f"sqlite:///{tmp_path / 'tickets.db'}"
    else:
        url = request.getfixturevalue("postgres").fresh()
    open_store(url, clock=bench.SystemClock()).close()
    took = bench.clients(bench.ours, url, 32, 4)
    assert bench.gaps(url) == 0
    counts = [len(one) for one in took]
    assert min(counts) > 0
    assert sum(counts) > 32


def test_postgresql_wakes_a_display_when_somebody_is_called(postgres):
    url = postgres.fresh()
    clock = ManualClock(datetime(2026, 11, 3, 10, 0, tzinfo=BRUSSELS))
    counter, display = open_store(url, clock=clock), open_store(url, clock=clock)
    notice = display._notice
    notice.wait(notice.seen(), 0.01)  # starts the listener
    until(lambda: notice._listening, "a display that listens")
    seen = notice.seen()
    counter.issue(IssueRequest("hall", "R", "nl", "kiosk-1", "visit-1"))
    counter.call("hall", "1")
    notice.wait(seen, 20)
    assert notice.seen() > seen
    counter.close()
    display.close()
