"""`kiosk queue`, `office` and `appointments` as counters, timers and other programs use them, on both engines."""

import errno
import json
import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from kiosk.base.clock import SystemClock
from kiosk.cli import kiosk
from kiosk.queue.sqlstore import SqlStore
from kiosk.queue.store import open_store
from tests.support.waiting import PATIENCE, line_of

TICKET = {"id", "number", "class", "state", "place", "day", "taken_at", "language", "counter", "printed"}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'tickets.db'}"
    return request.getfixturevalue("postgres").fresh()


@pytest.fixture
def file_url(tmp_path):
    return f"sqlite:///{tmp_path / 'tickets.db'}"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def run(*words, status=0):
    done = CliRunner().invoke(kiosk, list(words))
    assert done.exit_code == status, done.output
    return done


def ask(url, *words, status=0, group="queue"):
    return json.loads(run(group, *words, "--store", url, "--json", status=status).stdout)


def test_a_ticket_is_issued_called_served_and_finished(url):
    first = ask(url, "issue", "--class", "R", "--no-print")
    assert set(first) >= TICKET | {"people_ahead"}
    assert (first["number"], first["class"], first["state"], first["printed"]) == ("R001", "R", "waiting", False)
    second = ask(url, "issue", "--class", "P", "--no-print", "--language", "uk")
    assert (second["number"], second["language"], second["people_ahead"]) == ("P001", "uk", 0)
    assert ask(url, "issue", "--class", "R", "--no-print")["people_ahead"] == 1
    called = ask(url, "call", "--counter", "3", "--class", "R")
    assert set(called) >= TICKET
    assert (called["id"], called["counter"], called["state"]) == (first["id"], "3", "called")
    for word, state in (("recall", "called"), ("serve", "serving"), ("park", "parked"), ("return", "returned")):
        assert ask(url, word, "--ticket", first["id"])["state"] == state
    moved = ask(url, "transfer", "--ticket", "R001", "--to", "V")
    assert (moved["class"], moved["number"]) == ("V", "R001")
    ask(url, "call", "--counter", "3", "--ticket", first["id"])
    assert ask(url, "no-show", "--ticket", first["id"])["state"] == "no_show"
    assert ask(url, "withdraw", "--ticket", "P001")["state"] == "withdrawn"
    board = ask(url, "calls")
    assert (board["current"]["number"], board["waiting"]) == ("R001", {"R": 1})
    ask(url, "call", "--counter", "1")
    assert ask(url, "finish", "--ticket", "R002")["state"] == "done"
    assert ask(url, "call", "--counter", "1") == {"ticket": None}
    states = [(t["number"], t["state"]) for t in ask(url, "list")["tickets"]]
    assert states == [("P001", "withdrawn"), ("R001", "no_show"), ("R002", "done")]
    assert [t["number"] for t in ask(url, "list", "--state", "done")["tickets"]] == ["R002"]


def test_without_a_printer_the_ticket_is_kept_and_the_answer_is_no(file_url):
    ticket = ask(file_url, "issue", "--class", "R", status=1)
    assert (ticket["number"], ticket["state"], ticket["printed"]) == ("R001", "not_printed", False)
    assert ask(file_url, "call", "--counter", "1")["number"] == "R001"
    assert ask(file_url, "printed", "--ticket", "R001")["printed"]


def test_the_same_request_id_is_one_ticket(file_url):
    words = ["issue", "--class", "R", "--no-print", "--request-id", "visit-1"]
    assert ask(file_url, *words)["id"] == ask(file_url, *words)["id"]


def test_what_is_refused_says_why_with_its_exit_status(file_url, tmp_path):
    assert ask(file_url, "issue", "--class", "Q", "--no-print", status=2)["refused"] == "UNKNOWN_CLASS"
    assert ask(file_url, "serve", "--ticket", "R999", status=1)["refused"] == "UNKNOWN_TICKET"
    ask(file_url, "issue", "--class", "R", "--no-print")
    assert ask(file_url, "serve", "--ticket", "R001", status=1)["refused"] == "NOT_ALLOWED"
    gone = run("queue", "list", "--store", "postgresql://kiosk@127.0.0.1:1/q", "--json", status=3)
    assert json.loads(gone.stdout)["refused"] == "STORE_UNAVAILABLE"
    typed = run("queue", "list", "--store", "postgresql://kiosk:topsecret@127.0.0.1:1/q", status=2)
    assert "topsecret" not in typed.output
    assert "--store" in run("queue", "list", "--store", "mysql://x", status=2).output
    run("queue", "issue", "--class", "R", "--place", "nowhere", "--store", file_url, status=2)
    (tmp_path / "letter.db").write_text("dear kiosk " * 500)
    assert ask(f"sqlite:///{tmp_path / 'letter.db'}", "list", status=3)["refused"] == "STORE_BROKEN"


def test_people_read_plain_lines(file_url):
    assert run("queue", "issue", "--class", "R", "--no-print", "--store", file_url).output == "R001  (0 before you)\n"
    assert run("queue", "call", "--counter", "2", "--store", file_url).output.startswith("R001     called       R  ")
    assert "counter 2" in run("queue", "calls", "--store", file_url).output
    assert run("queue", "list", "--state", "done", "--store", file_url).output == "No tickets.\n"


def test_the_day_is_closed_exported_and_erased(url, tmp_path):
    for _ in range(3):
        ask(url, "issue", "--class", "R", "--no-print")
    assert ask(url, "close-day")["closed"] == 3
    assert [t["state"] for t in ask(url, "list")["tickets"]] == ["unserved"] * 3
    out = tmp_path / "records.jsonl"
    assert "3 records" in run("queue", "export", "--store", url, "--out", str(out)).output
    assert [json.loads(line)["state"] for line in out.read_text().splitlines()] == ["unserved"] * 3
    today = SystemClock().now().date()
    assert ask(url, "erase", "--before", today.isoformat())["erased"] == 0
    run("queue", "erase", "--before", (today + timedelta(days=1)).isoformat(), "--store", url, status=2)


def test_an_export_that_breaks_off_leaves_the_file_of_the_last_one_and_nothing_beside_it(
    file_url, tmp_path, monkeypatch
):
    ask(file_url, "issue", "--class", "R", "--no-print")
    out = tmp_path / "kept" / "records.jsonl"
    out.parent.mkdir()
    run("queue", "export", "--store", file_url, "--out", str(out))
    before = out.read_text()
    assert before

    def breaks_off(_):
        yield {"record": "ticket"}
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(SqlStore, "export", breaks_off)
    said = run("queue", "export", "--store", file_url, "--out", str(out), status=2).output
    assert "records.jsonl cannot be written: No space left on device" in said
    assert out.read_text() == before
    assert list(out.parent.iterdir()) == [out]


def test_erase_counts_and_drops_old_days(file_url):
    class Old(SystemClock):
        def now(self):
            return super().now() - timedelta(days=40)

    from kiosk.queue.model import IssueRequest

    store = open_store(file_url, clock=Old())
    store.issue(IssueRequest("stadskantoor", "R", "nl", "kiosk-old", "visit-old"))
    store.close()
    assert ask(file_url, "close-day")["dropped"] == 1
    record = json.loads(run("queue", "export", "--store", file_url).stdout)
    assert (record["record"], record["tickets"], record["state"]) == ("count", 1, "unserved")


def test_the_end_of_the_day_forgets_appointments_of_long_ago(file_url, tmp_path):
    today = SystemClock().now().date()
    file = tmp_path / "appointments.csv"
    days = [today - timedelta(days=40), today - timedelta(days=2), today + timedelta(days=5)]
    rows = [f"GENT-{number},stadskantoor,{day}T10:40" for number, day in enumerate(days)]
    file.write_text("\n".join(["code,place,starts_at", *rows]) + "\n")
    run("appointments", "import", str(file), "--store", file_url)
    assert [ask(file_url, "close-day")["appointments"] for _ in range(2)] == [1, 0]


def test_staff_vouch_for_the_clock(file_url):
    class Ahead(SystemClock):
        def now(self):
            return super().now() + timedelta(days=400)

    from kiosk.queue.model import IssueRequest

    store = open_store(file_url, clock=Ahead())
    store.issue(IssueRequest("stadskantoor", "R", "nl", "kiosk-1", "visit-ahead"))
    store.close()
    assert ask(file_url, "issue", "--class", "R", "--no-print", status=3)["refused"] == "CLOCK_BACK"
    run("queue", "accept-clock", "--store", file_url)
    assert ask(file_url, "issue", "--class", "R", "--no-print")["number"] == "R001"


def several_processes(url, taken, called):
    def process(*words):
        command = [sys.executable, "-m", "kiosk", "queue", *words, "--store", url, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ, timeout=300)
        return json.loads(done.stdout)["number"]

    with ThreadPoolExecutor(3) as pool:  # all meet an empty store
        numbers = list(pool.map(lambda _: process("issue", "--class", "R", "--no-print"), range(taken)))
        calls = list(pool.map(lambda at: process("call", "--counter", str(at)), range(called)))
    assert sorted(numbers) == [f"R00{n + 1}" for n in range(taken)]
    assert sorted(calls) == [f"R00{n + 1}" for n in range(called)]


def test_several_processes_at_once_get_distinct_numbers_and_tickets(file_url):
    several_processes(file_url, 3, 2)


@pytest.mark.full
def test_many_processes_at_once_on_both_engines(url):
    several_processes(url, 9, 6)


def test_the_office_is_filled_whole_or_not_at_all(url, tmp_path):
    file = tmp_path / "cards.csv"
    file.write_text("national_number,status,place\n91081712373,ready,gentbrugge\n91081712399,ready,gentbrugge\n")
    bad = ask(url, "import", str(file), group="office", status=1)
    assert (bad["imported"], bad["mistakes"][0]["line"]) == (0, 3)
    assert "line 3, national_number" in run("office", "import", str(file), "--store", url, status=1).output
    file.write_text("national_number,status,place\n91081712373,ready,gentbrugge\n")
    assert ask(url, "import", str(file), group="office") == {"imported": 1, "mistakes": []}
    assert ask(url, "import", str(file), group="office")["imported"] == 1
    key = tmp_path / "state" / "residence-kiosk" / "office.key"
    assert key.stat().st_mode & 0o777 == 0o600
    key.chmod(0o640)
    run("office", "import", str(file), "--store", url, status=3)
    run("office", "import", str(tmp_path / "none.csv"), "--store", url, status=2)


def test_appointments_are_filled(file_url, tmp_path):
    file = tmp_path / "appointments.csv"
    file.write_text("code,place,starts_at\nGENT-2026-0417,stadskantoor,2026-11-03T10:40\nshort,x,y\n")
    assert [m["line"] for m in ask(file_url, "import", str(file), group="appointments", status=1)["mistakes"]] == [3]
    file.write_text("code,place,starts_at\nGENT-2026-0417,stadskantoor,2026-11-03T10:40\n")
    assert ask(file_url, "import", str(file), group="appointments")["imported"] == 1


def test_the_whole_list_replaces_the_old_one_and_old_appointments_go(file_url, tmp_path):
    file = tmp_path / "appointments.csv"
    file.write_text("code,place,starts_at\nGENT-2026-0417,stadskantoor,2026-11-03T10:40\n")
    ask(file_url, "import", str(file), group="appointments")
    file.write_text("code,place,starts_at\nGENT-2026-0418,stadskantoor,2026-11-04T10:40\n")
    ask(file_url, "import", str(file), "--replace", group="appointments")
    assert ask(file_url, "erase", "--before", "2026-11-04", group="appointments")["erased"] == 0
    assert ask(file_url, "erase", "--before", "2026-11-05", group="appointments")["erased"] == 1


def test_the_api_serves_until_it_is_told_to_end_with_a_full_house_too(file_url, tmp_path):
    done = run("queue", "token", "hall", "--scope", "display")
    made, token = done.stdout.splitlines(), done.stderr.strip().split(": ")[1]
    clients = tmp_path / "clients.toml"
    clients.write_text("\n".join(made) + "\n")
    assert token not in clients.read_text()
    ask(file_url, "issue", "--class", "R", "--no-print")
    command = [sys.executable, "-m", "kiosk", "queue", "api", "--clients", str(clients), "--port", "0"]
    server = subprocess.Popen([*command, "--store", file_url], stdout=subprocess.PIPE, text=True)
    try:
        address = line_of(server)
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1/openapi\.json", address)
        import httpx

        assert httpx.get(address, trust_env=False, timeout=PATIENCE).json()["openapi"] == "3.1.0"
        board = httpx.get(
            address.replace("openapi.json", "board?place=stadskantoor"),
            headers={"Authorization": f"Bearer {token}"},
            trust_env=False,
            timeout=PATIENCE,
        ).json()
        assert board["waiting"] == {"R": 1}
        at = urlsplit(address)
        house = [socket.create_connection((at.hostname, at.port), PATIENCE) for _ in range(64)]
        for connection in house:
            connection.sendall(b"POST /v1/calls HTTP/1.1\r\nContent-Le")
    finally:
        server.terminate()
        server.wait(PATIENCE)
        server.stdout.close()
    for connection in house:
        connection.close()
    assert server.returncode == 0


def test_a_broken_clients_file_is_named(file_url, tmp_path):
    (tmp_path / "clients.toml").write_text("[clients.x]\ntoken = 1\n")
    done = run("queue", "api", "--clients", str(tmp_path / "clients.toml"), "--store", file_url, status=2)
    assert "token_sha256" in done.output


def test_today_of_these_commands_is_the_day_in_brussels(file_url):
    before = datetime.now(UTC).replace(microsecond=0)  # a ticket's moment is told in seconds
    ticket = ask(file_url, "issue", "--class", "R", "--no-print")
    taken = datetime.fromisoformat(ticket["taken_at"])
    assert taken.utcoffset() in {timedelta(hours=1), timedelta(hours=2)}
    assert before <= taken <= datetime.now(UTC)
    assert ticket["day"] == taken.date().isoformat()
