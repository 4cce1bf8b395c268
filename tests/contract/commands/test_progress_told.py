"""Long work of a command tells how far it is, on standard error alone; short work is silent."""

import json
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.commands import installed, progress
from kiosk.staff import backup, restore
from tests.support.waiting import until


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.setattr(installed, "INSTALLED", tmp_path / "none.toml")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cards.csv").write_text("national_number,status\n91081712373,none\n91081712472,none\n")
    (tmp_path / "appointments.csv").write_text(
        "code,place,starts_at\n" + "".join(f"CODE-000{n},stadskantoor,2036-11-18T10:40\n" for n in range(3))
    )
    for _ in range(3):
        run("queue issue --class R --no-print")
    # three megabytes: a store is copied in pieces of one
    with closing(sqlite3.connect(tmp_path / "state" / "residence-kiosk" / "tickets.db")) as store, store:
        store.execute("CREATE TABLE more AS SELECT zeroblob(3000000) AS bytes")
    run("service backup")
    return tmp_path


def run(words):
    done = CliRunner().invoke(kiosk, words.split())
    assert done.exit_code == 0, done.output
    return done


LONG = {
    "office import cards.csv --json": "cards.csv: writing: 1 of 2 lines, about",
    "appointments import appointments.csv --json": "appointments.csv: reading: 2 of 3 lines, about",
    "queue export --out records.jsonl": "export: 3 records so far",
    "service backup --json": "backup: 256 of",
    "service restore --json": "restore: 256 of",
}


@pytest.mark.parametrize("words", LONG)
def test_work_that_goes_on_tells_how_far_it_is(monkeypatch, words):
    quiet = run(words)
    assert quiet.stderr == ""
    monkeypatch.setattr(progress, "_FIRST_SECONDS", 0.0)
    monkeypatch.setattr(progress, "_EVERY_SECONDS", 0.0)
    told = run(words)
    assert LONG[words] in told.stderr
    if "--json" in words:
        assert isinstance(json.loads(told.stdout), dict)


@pytest.mark.parametrize(
    ("words", "where", "said"),
    [
        ("service backup", backup, "backup: the copy is read back, "),
        ("service restore", restore, "restore: the copy is read through, "),
    ],
)
def test_a_check_of_which_nobody_knows_how_far_it_is_tells_that_it_goes_on(monkeypatch, words, where, said):
    told = []
    read_through = where.read_through

    def slow(database):
        until(lambda: any(line.startswith(said) for line in told), f"a line that begins with {said!r}")
        return read_through(database)

    monkeypatch.setattr(progress, "_FIRST_SECONDS", 0.0)
    monkeypatch.setattr(progress.click, "echo", lambda text, **_: told.append(text))
    monkeypatch.setattr(where, "read_through", slow)
    run(words)
