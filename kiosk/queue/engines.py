"""How the two engines are spoken to: their settings, where a transaction begins, what travels together."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext

from kiosk.queue.secondcopy import SecondCopy

# this server is not the main one any more, or is going: every line to it is given up, not this one alone
_MOVED: Final = frozenset({"25006", "57P01", "57P02", "57P03"})
LINES: Final = 4  # connections of one program to a server at once; a kiosk and a counter use one, a board two

# SQLite keeps any bytes as text, and the module's own reading of them would stop the whole answer (T15)
_readable: Final = partial(str, encoding="utf-8", errors="replace")


def sqlite(url: URL) -> Engine:
    """A file: whoever writes says so at once, and a commit is on the disk."""
    engine = create_engine(url, pool_size=8, max_overflow=56, connect_args={"check_same_thread": False, "timeout": 5.0})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        del record
        connection.text_factory = _readable
        connection.isolation_level = None  # we say BEGIN ourselves: the module's own would be DEFERRED
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, here and in every later copy

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("kiosk_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def postgresql(url: URL, second_copy: SecondCopy, *, local: bool) -> Engine:
    """A server, `local` when nothing leaves this machine: short limits, few connections, few round trips."""
    from psycopg.errors import ReadOnlySqlTransaction
    from psycopg.pq import TransactionStatus

    limits = {
        "connect_timeout": "2",
        "tcp_user_timeout": "3000",
        "keepalives_idle": "5",
        "keepalives_interval": "2",
        "keepalives_count": "3",
        "target_session_attrs": "read-write",
        "application_name": "kiosk",
        "options": "-c statement_timeout=3000 -c lock_timeout=2500 -c idle_in_transaction_session_timeout=10000"
        # planned once, for a day of the usual length: of today the server's statistics often know nothing yet
        " -c plan_cache_mode=force_generic_plan",
    }
    if not local:
        # no server gets the password itself; one whose name was proved by its certificate proves that it knows the password
        proved = url.query.get("sslmode") in {"verify-ca", "verify-full"}
        limits["require_auth"] = "scram-sha-256" if proved else "!password"
    given = {**limits, **url.query}
    pool = {"pool_size": LINES, "max_overflow": 0, "pool_timeout": 3, "pool_use_lifo": True}
    # we say BEGIN ourselves: the driver would wait for its answer first
    engine = create_engine(url.set(query=given), isolation_level="AUTOCOMMIT", **pool)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        del record
        second_copy.hear(connection)

    @event.listens_for(engine, "do_execute")
    def together(cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
        """The first statement travels with the BEGIN before it; what is read, with the question whether this server is a copy."""
        line, options = cursor.connection, context.root_connection.get_execution_options()
        if line.pgconn.transaction_status != TransactionStatus.IDLE or "isolation_level" in options:
            return False
        asked = None
        with line.pipeline():
            if not options.get("kiosk_read"):
                line.execute("BEGIN")
            elif options["kiosk_main"]:
                asked = line.execute("SHOW transaction_read_only")
            cursor.execute(statement, parameters)
        if asked is not None and asked.fetchone() == ("on",):
            raise ReadOnlySqlTransaction  # the line still answers, but the address leads to another server now
        return True

    @event.listens_for(engine, "handle_error")
    def judge(context: ExceptionContext) -> None:
        if getattr(context.original_exception, "sqlstate", None) in _MOVED:
            context.is_disconnect = context.invalidate_pool_on_disconnect = True

    return engine
