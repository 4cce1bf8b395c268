"""The way back to an older program: its tables have the older shape again, and tickets and numbers are kept."""

import json
import sqlite3
from contextlib import closing

from click.testing import CliRunner

from kiosk.cli import kiosk
from kiosk.queue.migrate import HEAD, take_back


def told(*words):
    done = CliRunner().invoke(kiosk, ["queue", *words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def shape(file):
    with closing(sqlite3.connect(file)) as database:
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return database.execute("SELECT version_num FROM queue_version").fetchone()[0], tables


def test_an_older_program_finds_its_own_shape_and_a_newer_one_all_its_tickets(tmp_path):
    file = tmp_path / "tickets.db"
    store = ("--store", f"sqlite:///{file}")
    first = told("issue", "--class", "R", "--no-print", *store)["number"]
    assert shape(file)[0] == HEAD
    assert take_back(file, "0001")
    assert not take_back(file, "0001")
    version, tables = shape(file)
    assert version == "0001"
    assert "queue_kiosk" not in tables
    second = told("issue", "--class", "R", "--no-print", *store)["number"]
    assert shape(file)[0] == HEAD
    assert [ticket["number"] for ticket in told("list", *store)["tickets"]] == [first, second]
