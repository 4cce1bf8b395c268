"""Bring a database to the newest shape: Alembic when it is needed, one look when it is not."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex

from kiosk.queue.database import Database, StoreError, refusal_of
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.marks import mark
from kiosk.queue.tables import tickets

HEAD: Final = "0004"
VERSION_TABLE: Final = "queue_version"
_UPGRADING: Final = 7_305_001  # an advisory lock of PostgreSQL: one program at a time
# Alembic keeps what it works on in one place for the whole process: a slow server's tables and the outbox's are not made at once
_alembic: Final = threading.Lock()


def bring_up_to_date(database: Database, *, create: bool) -> None:
    """Make or migrate the tables; StoreError when it cannot be done or, without `create`, must not be."""
    found = _version(database)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise StoreError(
            Refusal(RefusalCode.STORE_BROKEN, f"a newer kiosk made these tables ({found}): update this one")
        )
    if not create:
        raise StoreError(Refusal(RefusalCode.STORE_BROKEN, "the tables are not made yet, or are of another version"))
    try:
        if found is not None and not database.sqlite:
            _index_beside(database)
        database.write(_upgrade)
    except StoreError:
        raise
    except DBAPIError as error:
        # another process may have been quicker: its tables are as good
        if _version(database) != HEAD:
            raise StoreError(refusal_of(error)) from error
    mark("open.migrated")


def touch(connection: Connection) -> None:
    """Write something that changes nothing: it fails where a ticket would."""
    connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = version_num"))  # noqa: S608


def _version(database: Database) -> str | None:
    return database.read(_version_in)


def _version_in(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608
    return None if found is None else str(found)


def take_back(file: Path, revision: str) -> bool:
    """Give an embedded store the shape that an older program knows; False when it has that shape already.

    The package calls this before an older one is put in its place: an older program refuses newer tables.
    Tickets and numbers stay; only what the newer shape added goes.  A shared store is never taken back: other kiosks use it.
    """
    database = Database(f"sqlite:///{file}", reserve_mb=0)
    try:
        found = _version(database)
        if found is None or found <= revision:
            return False
        database.write(lambda connection: _run("downgrade", connection, revision))
        return True
    finally:
        database.close()


def _index_beside(database: Database) -> None:
    """Make the indexes of a server that is in use without holding up anybody's ticket; StoreError while another does."""
    wanted = {str(index.name): index for index in tickets.indexes}
    broken = "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE NOT indisvalid"
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        try:
            # a long table takes minutes, and waits until everybody who reads it now has done
            line.exec_driver_sql("SET statement_timeout = 0")
            line.exec_driver_sql("SET lock_timeout = 0")
            if not line.exec_driver_sql(f"SELECT pg_try_advisory_lock({_UPGRADING})").scalar_one():
                raise StoreError(Refusal(RefusalCode.STORE_UNAVAILABLE, "another program upgrades the tables now"))
            for name in wanted.keys() & set(line.exec_driver_sql(broken).scalars()):
                line.exec_driver_sql(f"DROP INDEX CONCURRENTLY {name}")  # one that was broken off
            for index in wanted.values():
                # said here alone: said with the table it would load this engine at every start of a SQLite store
                if "where" in index.info:
                    index.dialect_kwargs["postgresql_where"] = index.info["where"]
                made = str(CreateIndex(index, if_not_exists=True).compile(dialect=line.dialect))
                line.exec_driver_sql(made.replace("CREATE INDEX", "CREATE INDEX CONCURRENTLY", 1))
        except DBAPIError as error:
            raise StoreError(refusal_of(error)) from error
        finally:
            line.invalidate()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    _run("upgrade", connection, "head")


def _run(what: Literal["upgrade", "downgrade"], connection: Connection, revision: str) -> None:
    from importlib import resources

    from alembic import command
    from alembic.config import Config

    with _alembic, resources.as_file(resources.files("kiosk.queue") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        getattr(command, what)(config, revision)
