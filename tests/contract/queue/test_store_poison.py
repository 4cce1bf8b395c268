"""One odd time, or one row that another program wrote, never stops a queue (T15)."""
# ruff: noqa: S608  (the statements are made of this file's own words)

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from click.testing import CliRunner
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from kiosk.base.clock import BRUSSELS
from kiosk.cli import kiosk
from kiosk.queue import migrations
from kiosk.queue.database import parse
from kiosk.queue.errors import RefusalCode
from kiosk.queue.model import TicketState
from kiosk.queue.settings import ClassSettings, QueueSettings
from kiosk.queue.store import open_store

NO_DATES = (
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-14))),
    datetime(2028, 3, 1, tzinfo=UTC),
)
ODD = 253_402_300_799_000_000  # 9999-12-31T23:59:59Z in microseconds
# what no version of this program writes
POISON = (
    ("appointment_at", ODD),
    ("appointment_at", -62_135_596_800_000_000),
    ("taken_at", 2**62),
    ("waiting_since", -(2**62)),
    ("called_at", ODD),
    ("ended_at", -(2**62)),
    ("state", "'lost'"),
    ("paper", "'perhaps'"),
    ("people", 0),
)
LATIN = "CAST(x'e9' AS TEXT)"  # an é of a program that does not know UTF-8
SQLITE_ONLY = (
    ("day", "'soon'"),
    ("taken_at", "'soon'"),
    ("queue_day", "'2026-11-99'"),
    *(("people", value) for value in ("9e999", 2**63 - 1)),
    *((column, LATIN) for column in ("note", "language", "state", "ended_at", "number")),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def unruled(request, tmp_path):
    """The address of a store whose rules somebody took away, and a way to write into it with a hand of one's own."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("made_sqlite"), tmp_path / "tickets.db")

        def write(statement):
            with closing(sqlite3.connect(file)) as database, database:
                database.execute("PRAGMA ignore_check_constraints = ON")
                database.execute(statement)

        return f"sqlite:///{file}", write
    server = request.getfixturevalue("postgres")
    url = server.fresh(template=request.getfixturevalue("made_postgres"))
    with psycopg.connect(url) as database:
        database.execute("TRUNCATE queue_ticket, queue_move, queue_counter, queue_count, queue_clock")

    def write(statement):
        with psycopg.connect(url) as database:
            rules = "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = 'queue_ticket'::regclass"
            for (rule,) in database.execute(rules).fetchall():
                database.execute(f"ALTER TABLE queue_ticket DROP CONSTRAINT {rule}")
            database.execute(statement)

    return url, write


@pytest.fixture
def poisoned(unruled, clock, ask):
    """A store with three tickets; the first is poisoned as asked."""
    url, write = unruled
    opened = []

    def make(column, value):
        store = open_store(url, clock=clock, settings=QueueSettings())
        opened.append(store)
        first, *_ = [store.issue(ask()) for _ in range(3)]
        write(f"UPDATE queue_ticket SET {column} = {value} WHERE id = '{first.id}'")
        return store, first

    yield make
    for store in opened:
        store.close()


@pytest.mark.parametrize("moment", NO_DATES)
def test_an_appointment_that_cannot_be_meant_gets_no_number(store, ask, moment):
    refused = store.issue(ask(appointment_at=moment))
    assert refused.code is RefusalCode.BAD_TIME
    assert store.list() == ()
    assert store.issue(ask(appointment_at=datetime(2026, 11, 3, 11, 0, tzinfo=BRUSSELS))).number == "R001"


def _everything_goes_on(store, clock):
    assert len(store.list(day=None)) >= 2
    assert {store.call("stadskantoor", "1").state, store.call("stadskantoor", "1").state} == {TicketState.CALLED}
    assert store.board("stadskantoor").current is not None
    assert store.estimate("stadskantoor", "R").people_ahead <= 1
    assert store.ready("kiosk-1") is None
    assert sum(record["record"] == "ticket" for record in store.export()) == 3
    assert store.recover("kiosk-1")
    assert store.close_day(day=date(2026, 11, 3)) >= 2
    clock.advance(3 * 86_400)
    assert store.purge(date(2026, 11, 4)) >= 2


@pytest.mark.parametrize(("column", "value"), POISON)
def test_a_row_that_cannot_be_meant_stops_no_list_no_call_no_close_and_no_purge(poisoned, clock, column, value):
    store, _ = poisoned(column, value)
    _everything_goes_on(store, clock)


@pytest.mark.parametrize(("column", "value"), SQLITE_ONLY)
@pytest.mark.parametrize("unruled", ["sqlite"], indirect=True)
def test_text_where_a_time_belongs_stops_nothing_either(poisoned, clock, column, value):
    store, _ = poisoned(column, value)
    assert len(store.list()) >= 2
    assert store.call("stadskantoor", "1") is not None
    assert sum(record["record"] == "ticket" for record in store.export()) == 3
    assert store.close_day(day=date(2026, 11, 3)) >= 2
    clock.advance(3 * 86_400)
    assert store.purge(date(2026, 11, 4)) >= 2


def _goes_on_behind_its_numbers(store, store_url, ask, statement):
    numbers = [store.issue(ask()).number for _ in range(3)]
    engine = create_engine(parse(store_url))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    numbers += [store.issue(ask()).number for _ in range(2)]
    assert numbers == ["R001", "R002", "R003", "R004", "R005"]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM queue_counter",
        *(f"UPDATE queue_counter SET {name} = {value}" for name in ("last", "issued") for value in (-9, 2_147_483_647)),
        "UPDATE queue_counter SET last = 1",
    ],
)
def test_a_series_that_was_set_to_another_number_goes_on_behind_its_numbers(store, store_url, ask, statement):
    _goes_on_behind_its_numbers(store, store_url, ask, statement)


@pytest.mark.parametrize("value", ["2.5", "9e999", "9223372036854775807", "'many'", LATIN, "x'00'"])
@pytest.mark.parametrize("name", ["last", "issued"])
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_series_whose_last_number_is_none_goes_on_behind_its_numbers(store, store_url, ask, name, value):
    _goes_on_behind_its_numbers(store, store_url, ask, f"UPDATE queue_counter SET {name} = {value}")


def test_two_classes_that_exchange_their_letters_in_the_middle_of_a_day_give_no_number_twice(opened, ask):
    before, after = (
        opened(settings=QueueSettings(classes={"R": ClassSettings(one), "P": ClassSettings(other)}))
        for one, other in (("R", "P"), ("P", "R"))
    )
    numbers = [before.issue(ask(klass=klass)).number for klass in "RRP"]
    numbers += [after.issue(ask(klass=klass)).number for klass in "PRP"]
    assert numbers == ["R001", "R002", "P001", "R003", "P003", "R004"]


def test_a_command_names_the_row_and_takes_it_out(unruled, poisoned):
    store, first = poisoned("appointment_at", ODD)
    at = ("--store", unruled[0], "--json")
    looked = CliRunner().invoke(kiosk, ["queue", "odd", *at])
    assert looked.exit_code == 1
    assert json.loads(looked.stdout)["odd"] == [{"id": first.id, "number": "R001", "breaks": ["appointment_at"]}]
    assert CliRunner().invoke(kiosk, ["queue", "odd", "--remove", *at]).exit_code == 0
    assert [ticket.number for ticket in store.list()] == ["R002", "R003"]
    assert CliRunner().invoke(kiosk, ["queue", "odd", *at]).exit_code == 0


@pytest.mark.parametrize(("column", "value"), [*POISON, ("seq", -1), ("day", "'1066-10-14'")])
def test_both_engines_refuse_such_a_row(store, store_url, ask, column, value):
    store.issue(ask())
    engine = create_engine(parse(store_url))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(f"UPDATE queue_ticket SET {column} = {value}"))
    engine.dispose()


def test_a_store_of_an_older_version_is_put_right_when_it_gets_the_rules(unruled, clock, ask):
    url, write = unruled
    store = open_store(url, clock=clock)
    numbers = [store.issue(ask()).number for _ in POISON]
    store.close()
    engine = create_engine(parse(url))

    def shape(what, revision):
        with engine.begin() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", migrations.__path__[0])
            what(config, revision)

    shape(command.downgrade, "0002")
    for number, (column, value) in zip(numbers, POISON, strict=True):
        write(f"UPDATE queue_ticket SET {column} = {value} WHERE number = '{number}'")
    shape(command.upgrade, "head")
    engine.dispose()
    store = open_store(url, clock=clock)
    assert [ticket.number for ticket in store.list()] == numbers
    assert store.odd() == ()
    waiting = [ticket for ticket in store.list() if ticket.state is TicketState.WAITING]
    assert len(waiting) == len(numbers) - 1  # only the one whose state nobody knows is out of the queue
    store.close()
