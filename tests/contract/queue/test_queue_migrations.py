"""The migrations make exactly the tables that the code describes, on both engines, and can be undone."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, MetaData, create_engine, inspect

from kiosk.office import tables as office_tables
from kiosk.queue import migrate, migrations
from kiosk.queue import tables as queue_tables
from kiosk.queue.database import parse
from kiosk.queue.migrations.versions import v0003_rules


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
