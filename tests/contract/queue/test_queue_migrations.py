"""The migrations make exactly the tables that the code describes, on both engines, and can be undone."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, MetaData, create_engine, inspect

from kiosk.base.clock import SystemClock
from kiosk.office import tables as office_tables
from kiosk.queue import migrate, migrations
from kiosk.queue import tables as queue_tables
from kiosk.queue.database import parse
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.migrations.versions import v0003_rules
from kiosk.queue.model import Ticket
from kiosk.queue.store import open_store
from tests.support.waiting import PATIENCE, until


@pytest.fixture
def connection(store_url):
    engine = create_engine(parse(store_url))
    with engine.begin() as opened:
        yield opened
    engine.dispose()


def config(connection=None):
    made = Config()
    made.set_main_option("script_location", migrations.__path__[0])
    made.attributes["connection"] = connection
    return made


# Alembic hands on how PostgreSQL told of a rule that was not asked of old rows, which SQLAlchemy does not know
@pytest.mark.filterwarnings("ignore:Can't validate argument 'dialect_options'")
def test_the_tables_are_those_that_the_code_describes(connection):
    described = MetaData()
    for metadata in (queue_tables.metadata, office_tables.metadata):
        for table in metadata.tables.values():
            table.to_metadata(described)
    context = MigrationContext.configure(connection, opts={"version_table": migrate.VERSION_TABLE})
    assert compare_metadata(context, described) == []


def test_the_newest_migration_is_the_one_that_the_code_expects():
    assert ScriptDirectory.from_config(config()).get_heads() == [migrate.HEAD]


def test_the_rules_of_the_newest_migration_are_those_that_the_code_describes():
    described = {}
    for metadata in (queue_tables.metadata, office_tables.metadata):
        for table in metadata.tables.values():
            rules = {one for one in table.constraints if isinstance(one, CheckConstraint)}
            if rules:
                described[table.name] = {
                    str(one.name).removeprefix(f"{table.name}_"): str(one.sqltext) for one in rules
                }
    assert described == v0003_rules.RULES


def test_a_migration_can_be_undone_and_done_again(connection):
    command.downgrade(config(connection), "base")
    assert set(inspect(connection).get_table_names()) == {migrate.VERSION_TABLE}
    command.upgrade(config(connection), "head")
    assert set(inspect(connection).get_table_names()) == {
        migrate.VERSION_TABLE,
        *queue_tables.metadata.tables,
        *office_tables.metadata.tables,
    }


@pytest.fixture
def old_city(postgres, clock):
    """The address of a store of version 0.2.0, and a kiosk of that version that has it open."""
    url = postgres.fresh()
    kiosk = open_store(url, clock=clock)
    with kiosk.database.engine.begin() as line:
        command.downgrade(config(line), "0002")
    yield url, kiosk
    kiosk.close()


@contextlib.contextmanager
def somebody_takes_a_ticket(url):
    """A ticket that is written and not committed yet: a long table is always in use when its indexes are made."""
    with psycopg.connect(url) as line:
        line.execute(
            "INSERT INTO queue_ticket SELECT 'OPEN', 'X001', 'X', 'waiting', 'elders', '2026-11-03', 1, 'nl', 'kiosk-9', 'open',"
            " 'X', '', 1, '2026-11-03', 1, 'pending', 0, 1, false, NULL, NULL, NULL, 0, NULL, NULL, '', 0"
        )
        yield


def asks(server, statement):
    """The process of the server that works on a statement now, or None."""
    found = server.sql(f"SELECT pid FROM pg_stat_activity WHERE state = 'active' AND query LIKE '{statement}%'")  # noqa: S608
    return found[0][0] if found else None


def test_kiosks_give_numbers_while_a_city_is_upgraded(postgres, old_city, clock, ask):
    url, kiosk = old_city
    opened = []
    with somebody_takes_a_ticket(url):
        upgrade = threading.Thread(target=lambda: opened.append(open_store(url, clock=clock)))
        upgrade.start()
        until(lambda: asks(postgres, "CREATE INDEX CONCURRENTLY"), "a server that makes an index")
        assert isinstance(kiosk.issue(ask()), Ticket)
        second = open_store(url, clock=clock)
        assert second == Refusal(RefusalCode.STORE_UNAVAILABLE, "another program upgrades the tables now")
    upgrade.join(PATIENCE)
    assert isinstance(opened[0].issue(ask()), Ticket)
    # the kiosk of the older version goes on until it is updated
    assert isinstance(kiosk.issue(ask()), Ticket)
    opened[0].close()


def test_an_upgrade_that_was_broken_off_is_done_by_the_next_program(postgres, old_city, clock, ask):
    url, _ = old_city
    with somebody_takes_a_ticket(url):
        upgrade = threading.Thread(target=lambda: open_store(url, clock=clock))
        upgrade.start()
        until(lambda: asks(postgres, "CREATE INDEX CONCURRENTLY"), "a server that makes an index")
        postgres.sql(f"SELECT pg_terminate_backend({asks(postgres, 'CREATE INDEX CONCURRENTLY')})")
        upgrade.join(PATIENCE)
    store = open_store(url, clock=clock)
    assert isinstance(store.issue(ask()), Ticket)
    with store.database.engine.begin() as line:
        assert line.exec_driver_sql("SELECT count(*) FROM pg_index WHERE NOT indisvalid").scalar_one() == 0
    store.close()


def test_several_stores_of_one_process_are_made_at_once(tmp_path):
    """A slow central store's tables were made by the courier while the outbox's were: Alembic mixed them up."""
    together = threading.Barrier(6)

    def made(number):
        together.wait(PATIENCE)
        store = open_store(f"sqlite:///{tmp_path / f'{number}.db'}", clock=SystemClock())
        assert not isinstance(store, Refusal), store
        store.close()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(made, range(6)))
