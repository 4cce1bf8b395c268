"""Bring a database to the newest shape: Alembic when it is needed, one look when it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from kiosk.queue.database import Database, StoreError, refusal_of
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.marks import mark

HEAD: Final = "0003"
VERSION_TABLE: Final = "queue_version"


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
    with database.read() as connection:
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


def _upgrade(connection: Connection) -> None:
    _run("upgrade", connection, "head")


def _run(what: Literal["upgrade", "downgrade"], connection: Connection, revision: str) -> None:
    from importlib import resources

    from alembic import command
    from alembic.config import Config

    with resources.as_file(resources.files("kiosk.queue") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        getattr(command, what)(config, revision)
