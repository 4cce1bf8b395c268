"""Long work of a command tells how far it is, on standard error alone; short work is silent."""

import json
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.commands import installed, progress


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
