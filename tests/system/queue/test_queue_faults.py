"""Disks that are full or cannot be written, files that are no database, servers that die or stall: no number, no lie."""

import functools
import os
import shutil
import signal
import subprocess
import sys
import threading
from datetime import datetime

import pytest
from click.testing import CliRunner

from kiosk.base.clock import BRUSSELS, ManualClock, SystemClock
from kiosk.cli import kiosk
from kiosk.queue import database as database_module
from kiosk.queue.database import RENEW
from kiosk.queue.engines import LINES
from kiosk.queue.errors import EXPLAINED, Refusal, RefusalCode
from kiosk.queue.fair import Turnstile
from kiosk.queue.model import IssueRequest, Ticket
from kiosk.queue.offline import open_with_outbox
from kiosk.queue.settings import QueueSettings
from kiosk.queue.store import open_store
from tests.support.waiting import PATIENCE, line_of, until

HERE = "stadskantoor"


def request(name, kiosk="kiosk-1"):
    return IssueRequest(HERE, "R", "nl", kiosk, f"visit-{name}")


def clock():
    return ManualClock(datetime(2026, 11, 3, 10, 0, tzinfo=BRUSSELS))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "tickets.db"


@pytest.fixture
def store(file):
    opened = open_store(f"sqlite:///{file}", clock=clock())
    yield opened
    opened.close()


def code_of(result):
    assert isinstance(result, Refusal), result
    return result.code


def test_every_refusal_says_what_who_and_what_to_do():
    assert set(EXPLAINED) == set(RefusalCode)
    for code in RefusalCode:
        refusal = Refusal(code, "detail")
        assert str(refusal).startswith(refusal.what)
        assert refusal.todo in str(refusal)


# ------------------------------------------------------------------ SQLite


def test_a_disk_with_less_than_the_reserve_gives_no_number(store, monkeypatch):
    real = os.statvfs

    class Full:
        f_bavail, f_frsize = 1000, 4096

    monkeypatch.setattr(database_module.os, "statvfs", lambda path: Full)
    assert code_of(store.issue(request(1))) is RefusalCode.DISK_FULL
    monkeypatch.setattr(database_module.os, "statvfs", real)
    assert store.issue(request(1)).number == "R001"


def test_a_database_that_cannot_grow_gives_no_number_and_loses_none(store):
    count = 0
    with store.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    from sqlalchemy import event

    @event.listens_for(store.database.engine, "checkout")
    def limit(connection, record, proxy):
        connection.execute(f"PRAGMA max_page_count={pages + 4}")

    while isinstance(answer := store.issue(request(count)), Ticket):
        count += 1
        assert count < 500
    assert code_of(answer) is RefusalCode.DISK_FULL
    event.remove(store.database.engine, "checkout", limit)
    store.database.engine.dispose()
    assert [ticket.seq for ticket in store.list()] == list(range(1, count + 1))
    assert store.issue(request("after")).seq == count + 1


def test_a_file_that_is_no_database_is_named(file):
    file.write_bytes(b"this is a letter, not a database" * 100)
    assert code_of(open_store(f"sqlite:///{file}", clock=clock())) is RefusalCode.STORE_BROKEN


def test_a_folder_that_is_not_there_is_a_refusal(tmp_path):
    result = open_store(f"sqlite:///{tmp_path}/nowhere/tickets.db", clock=clock())
    assert code_of(result) in {RefusalCode.READ_ONLY, RefusalCode.STORE_UNAVAILABLE}


def test_without_create_an_empty_store_is_not_made(file):
    result = open_store(f"sqlite:///{file}", clock=clock(), create=False)
    assert code_of(result) is RefusalCode.STORE_BROKEN


def test_a_writer_that_hangs_in_another_program_is_waited_for_and_then_named(store, file, monkeypatch):
    import sqlite3

    store.database.engine.dispose()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    from sqlalchemy import event

    @event.listens_for(store.database.engine, "connect")
    def short(connection, record):
        connection.execute("PRAGMA busy_timeout=50")

    assert code_of(store.issue(request(1))) is RefusalCode.STORE_UNAVAILABLE
    other.execute("ROLLBACK")
    other.close()
    assert store.issue(request(1)).number == "R001"


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_another_kind_of_address_is_a_mistake(url):
    with pytest.raises(ValueError, match="a ticket store is"):
        open_store(url, clock=clock())


DISKS = """
import os, subprocess, sys
from datetime import datetime
from pathlib import Path
from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.queue.model import IssueRequest
from kiosk.queue.settings import QueueSettings
from kiosk.queue.offline import open_with_outbox
from kiosk.queue.store import open_store
disk = Path(sys.argv[1])
def mount(*options): subprocess.run(["mount", "-t", "tmpfs", *options, "none", str(disk)], check=True)
def ask(store, n): return store.issue(IssueRequest("stadskantoor", "R", "nl", "kiosk-1", f"visit-{n}"))
def opened(mb=0): return open_store(f"sqlite:///{disk}/tickets.db", clock=clock, settings=QueueSettings(reserve_mb=mb))
clock = ManualClock(datetime(2026, 11, 3, 10, 0, tzinfo=BRUSSELS))
mount("-o", "size=400k")
store = opened()
given = 0
while hasattr(answer := ask(store, given), "number"): given += 1
print("full", answer.code, given > 0)
careful = opened(1)
print("ready", careful.ready("kiosk-1").code)
careful.close()
print("list", [t.seq for t in store.list()] == list(range(1, given + 1)))
subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
print("room", store.ready("kiosk-1", write=True), ask(store, "more").seq == given + 1)
store.close()
alone = open_with_outbox(
    "postgresql://kiosk@127.0.0.1:1/queue", f"sqlite:///{disk}/own.db", clock=clock, settings=QueueSettings(reserve_mb=0)
)
held = 0
while hasattr(answer := ask(alone, f"off-{held}"), "number"): held += 1
print("off line", answer.code, alone.line().waiting == held > 0)
alone.close()
subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
result = opened()
print("read-only", result.code if hasattr(result, "code") else (ask(result, "ro").code, result.ready("kiosk-1", write=True).code))
"""


def test_a_really_full_and_a_really_read_only_disk(tmp_path):
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("a disk of its own needs root and unshare")
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["unshare", "--mount", sys.executable, "-c", DISKS, str(disk)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if "mount:" in done.stderr or "unshare" in done.stderr:
        pytest.skip(f"no disk of its own here: {done.stderr.strip().splitlines()[-1]}")
    assert done.stdout.splitlines() == [
        "full DISK_FULL True",
        "ready DISK_FULL",  # by the reserve, before anybody asks for a number
        "list True",
        "room None True",
        "off line DISK_FULL True",
        "read-only READ_ONLY",
    ], done.stderr


# ------------------------------------------------------------------ PostgreSQL


def test_a_read_only_server_gives_no_number(postgres):
    url = postgres.fresh()
    open_store(url, clock=clock()).close()
    name = url.split("/")[3].split("?")[0]
    postgres.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert code_of(open_store(url, clock=clock())) is RefusalCode.STORE_MOVED


def test_a_board_may_read_from_a_copy_when_its_address_says_so(postgres):
    url = postgres.fresh()
    store = open_store(url, clock=clock())
    number = store.issue(request(1)).number
    store.close()
    name = url.split("/")[3].split("?")[0]
    postgres.sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    board = open_store(f"{url}&target_session_attrs=prefer-standby", clock=clock())
    assert [ticket.number for ticket in board.list()] == [number]
    assert code_of(board.issue(request(2))) is RefusalCode.STORE_MOVED
    board.close()


def _lines(database):
    """The server's processes behind two lines of a pool, and the lines back in it."""
    with database.engine.connect() as one, database.engine.connect() as other:
        return {line.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() for line in (one, other)}


@pytest.mark.parametrize("broken", ["SELECT pg_terminate_backend({0})", "SET default_transaction_read_only = on"])
def test_one_line_that_is_ended_or_leads_to_a_copy_takes_every_old_line_with_it(postgres, broken):
    store = open_store(postgres.fresh(), clock=clock())
    old = _lines(store.database)
    with store.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        own = line.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        if broken.startswith("SET"):
            line.exec_driver_sql(broken)
    if not broken.startswith("SET"):
        postgres.sql(broken.format(own))
        until(lambda: not postgres.sql(f"SELECT 1 FROM pg_stat_activity WHERE pid = {own}"))  # noqa: S608
    assert own in old
    assert store.issue(request(1)).number == "R001"
    assert not _lines(store.database) & old
    store.close()


def test_after_five_failures_nothing_of_the_old_lines_is_believed(postgres):
    store = open_store(postgres.fresh(), clock=clock())
    store.database.engine.pool._timeout = 0.01
    held = [store.database.engine.connect() for _ in range(LINES)]  # by threads that hang
    codes = [code_of(store.issue(request(at))) for at in range(RENEW)]
    assert set(codes) == {RefusalCode.STORE_UNAVAILABLE}
    assert store.issue(request("after")).number == "R001"
    for line in held:
        line.close()
    store.close()


def test_a_server_that_is_not_there_is_a_refusal_without_the_password():
    result = open_store("postgresql://kiosk:topsecret@127.0.0.1:1/queue", clock=clock())
    assert code_of(result) is RefusalCode.STORE_UNAVAILABLE
    assert "topsecret" not in str(result)


def test_a_server_killed_and_restarted_under_load_loses_nothing(support):
    servers = support("servers")
    if servers.binaries() is None:
        pytest.skip("no PostgreSQL server here")
    server = servers.PostgresServer()
    url = server.fresh()
    stop, given, refused = threading.Event(), [], []
    store = open_store(url, clock=SystemClock())

    def kiosk(at):
        number = 0
        while not stop.is_set():
            answer = store.issue(request(f"{at}-{number}", f"kiosk-{at}"))
            if isinstance(answer, Ticket):
                given.append(answer)
                number += 1  # a refused request is asked again: the same one
            else:
                refused.append(answer.code)

    threads = [threading.Thread(target=kiosk, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(2):
            wanted = len(given) + 20
            until(lambda wanted=wanted: len(given) >= wanted)
            server.kill()
            until(lambda: refused)
            server.start()
            refused.clear()
        wanted = len(given) + 20
        until(lambda: len(given) >= wanted)
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    there = {ticket.id for ticket in store.list()}
    seqs = sorted(ticket.seq for ticket in store.list())
    assert {ticket.id for ticket in given} <= there
    assert len({ticket.number for ticket in given}) == len(given)
    assert seqs == list(range(1, len(seqs) + 1))
    assert len(there) - len(given) <= 4  # an answer that was on its way when all ended
    store.close()
    server.stop()


def test_a_kiosk_goes_on_through_a_stalled_and_a_dead_server_and_hands_over(support, tmp_path):
    servers = support("servers")
    if servers.binaries() is None:
        pytest.skip("no PostgreSQL server here")
    server = servers.PostgresServer()
    url = server.fresh()
    settings = QueueSettings(offline_mark="7")
    kiosk = open_with_outbox(url, f"sqlite:///{tmp_path / 'local.db'}", clock=clock(), settings=settings, courier=False)
    kiosk._courier._limit = PATIENCE
    until(kiosk.probe, "the line")
    counter = open_store(url, clock=clock())
    try:
        assert kiosk.issue(request(1)).number == "R001"
        server.freeze()
        kiosk._courier._limit = 1.0
        assert kiosk.issue(request(2)).number == "R7-001"
        assert kiosk.issue(request(3)).number == "R7-002"
        server.freeze(stop=False)
        kiosk._courier._limit = PATIENCE
        assert kiosk.probe()
        assert kiosk.issue(request(4)).number in {"R002", "R003"}
        server.kill()
        held = kiosk.issue(request(5))
        assert (held.number, kiosk.printed(held.id).printed) == ("R7-003", True)
        server.start()
        until(kiosk.probe)
        there = {ticket.number: ticket.state.value for ticket in counter.list()}
        assert {"R001", "R7-001", "R7-002", "R7-003"} <= set(there)
        assert list(there.values()).count("waiting") == 5
    finally:
        kiosk.close()
        counter.close()
        server.stop()


def test_a_kiosk_that_starts_without_its_server_gives_numbers(tmp_path):
    settings = QueueSettings(offline_mark="7")
    kiosk = open_with_outbox(
        "postgresql://kiosk@127.0.0.1:1/queue", f"sqlite:///{tmp_path / 'l.db'}", clock=clock(), settings=settings
    )
    assert kiosk.issue(request(1)).number == "R7-001"
    kiosk.close()


def test_a_signal_in_the_middle_leaves_the_lock_free(store, file):
    # a process that dies with the turn in its hand
    child = subprocess.Popen([sys.executable, "-c", TURN, str(file)], stdout=subprocess.PIPE, text=True)
    assert line_of(child) == "mine"
    child.send_signal(signal.SIGKILL)
    child.wait(60)
    child.stdout.close()
    assert store.issue(request(1)).number == "R001"


def test_a_stopped_process_with_the_turn_is_named_and_the_command_leaves_with_3(store, file, monkeypatch):
    child = subprocess.Popen([sys.executable, "-c", TURN, str(file)], stdout=subprocess.PIPE, text=True)
    assert line_of(child) == "mine"
    child.send_signal(signal.SIGSTOP)
    monkeypatch.setattr("kiosk.queue.database.Turnstile", functools.partial(Turnstile, limit=0.05))
    asked = ("queue", "issue", "--class", "R", "--no-print", "--store", f"sqlite:///{file}")
    held = CliRunner().invoke(kiosk, asked)
    child.kill()
    child.wait(PATIENCE)
    child.stdout.close()
    said = f"Another program holds the ticket database and does not go on. (process {child.pid}) End that program, then try again."
    assert (held.exit_code, said in held.output) == (3, True), held.output
    monkeypatch.undo()
    assert CliRunner().invoke(kiosk, asked).exit_code == 0


TURN = """
import sys, threading
from pathlib import Path
from kiosk.queue.fair import Turnstile
with Turnstile(Path(sys.argv[1] + ".lock")).turn():
    print("mine", flush=True)
    threading.Event().wait()
"""
