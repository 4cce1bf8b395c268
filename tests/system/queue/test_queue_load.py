"""Many clients at once on both engines: gap-free and nobody left out; a display is woken, not only looking."""

import importlib.util
import threading
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.queue.archive import purge_in
from kiosk.queue.engines import LINES
from kiosk.queue.model import Board, IssueRequest
from kiosk.queue.store import open_store
from tests.support.waiting import PATIENCE, until

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
    notice.wait("hall", notice.seen("hall"), 0.01)  # starts the listener
    until(lambda: notice._listening, "a display that listens")
    seen, elsewhere = notice.seen("hall"), notice.seen("annex")
    counter.issue(IssueRequest("hall", "R", "nl", "kiosk-1", "visit-1"))
    counter.call("hall", "1")
    notice.wait("hall", seen, 20)
    assert notice.seen("hall") > seen
    assert notice.seen("annex") == elsewhere  # whose display would read for nothing
    # a program of version 0.2.0, of which a city has some until all are updated, names no place
    with counter.database.engine.begin() as line:
        line.exec_driver_sql("NOTIFY kiosk_calls")
    until(lambda: notice.seen("annex") > elsewhere, "a display that wakes for a call without a place")
    counter.close()
    display.close()


def test_of_two_programs_that_drop_old_days_one_counts_them(postgres):
    clock = ManualClock(datetime(2026, 11, 3, 10, 0, tzinfo=BRUSSELS))
    first, second = (open_store(url, clock=clock) for url in [postgres.fresh()] * 2)
    first.issue(IssueRequest("hall", "R", "nl", "kiosk-1", "visit-1"))
    clock.advance(86_400)
    with first.database.engine.begin() as counting:
        assert purge_in(counting, clock.now().date()) == 1
        assert second.purge(clock.now().date()) == 0
    assert [(count.tickets, count.people) for count in second.counts()] == [(1, 1)]
    assert second.purge(clock.now().date()) == 0
    first.close()
    second.close()


def test_many_threads_of_one_program_use_few_connections(postgres):
    url = postgres.fresh()
    store = open_store(url, clock=ManualClock(datetime(2026, 11, 3, 10, 0, tzinfo=BRUSSELS)))
    assert isinstance(store.board("hall"), Board)
    alone = _connections(postgres, url)
    threads = [threading.Thread(target=store.board, args=("hall",)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert (alone, _connections(postgres, url) <= LINES) == (1, True)
    store.close()


def _connections(server, url):
    name = urlsplit(url).path.removeprefix("/")
    return server.sql(f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'")[0][0]  # noqa: S608
