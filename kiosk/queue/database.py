"""One database of either engine: how it is opened, read, written in turn, and how its faults become refusals."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kiosk.base.hosts import is_loopback
from kiosk.queue.engines import postgresql, sqlite
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.fair import HeldError, Turnstile
from kiosk.queue.secondcopy import SecondCopy

T = TypeVar("T")

_RETRIES: Final = 8
_SERIALIZATION: Final = frozenset({"40001", "40P01"})
_BY_SQLSTATE: Final = {"53100": RefusalCode.DISK_FULL, "25006": RefusalCode.STORE_MOVED}
_ANY_SERVER: Final = frozenset({"any", "read-only", "standby", "prefer-standby"})
RENEW: Final = 5  # failures in a row after which the engine is made anew
# statement and lock time-outs, shutting down, not permitted to connect, no such database, too many connections
_UNAVAILABLE: Final = ("08", "28", "3D", "53", "55P03", "57")
_BY_SQLITE: Final = {
    "SQLITE_FULL": RefusalCode.DISK_FULL,
    "SQLITE_READONLY": RefusalCode.READ_ONLY,
    "SQLITE_PERM": RefusalCode.READ_ONLY,
    "SQLITE_CANTOPEN": RefusalCode.READ_ONLY,
    "SQLITE_CORRUPT": RefusalCode.STORE_BROKEN,
    "SQLITE_NOTADB": RefusalCode.STORE_BROKEN,
    "SQLITE_BUSY": RefusalCode.STORE_UNAVAILABLE,
    "SQLITE_LOCKED": RefusalCode.STORE_UNAVAILABLE,
    "SQLITE_PROTOCOL": RefusalCode.STORE_UNAVAILABLE,
    "SQLITE_IOERR": RefusalCode.STORE_UNAVAILABLE,
}


class StoreError(Exception):
    """A refusal on its way out of a transaction, which it undoes."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


class Database:
    """An engine with its rules: SQLite with one writer at a time, PostgreSQL with short limits."""

    def __init__(self, url: str, *, reserve_mb: int = 16) -> None:
        self.url = parse(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.unprotected = unprotected(url)
        self.file = Path(self.url.database or "") if self.sqlite else None
        self._reserve = reserve_mb * 1_000_000
        self._turnstile: Turnstile | None = None
        self._closed = False
        self._failures = 0
        self._left: list[Engine] = []
        self._renewing = threading.Lock()
        # who names another kind of server reads from a copy, such as a board
        self._writer = str(self.url.query.get("target_session_attrs", "")) not in _ANY_SERVER
        self.second_copy = SecondCopy(self._commit_nothing)
        self.engine: Engine = self._made()

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work`, which only reads; StoreError when the store is gone.  On SQLite on one snapshot, on a server each statement
        on its own.  `work` may run twice: a line that the server has dropped since, or that leads to a copy now, is replaced.
        """
        try:
            while True:
                with self._line() as connection:
                    fresh = not connection.info.get("kiosk_used")
                    try:
                        done = work(connection)
                    except DBAPIError as error:
                        if fresh or not error.connection_invalidated:
                            raise
                        continue
                    connection.info["kiosk_used"] = True
                    self._failures = 0
                    return done
        except (DBAPIError, PoolTimeout, OSError) as error:
            raise self._failed(error) from error

    @contextmanager
    def stream(self) -> Iterator[Connection]:
        """A connection for an answer that is handed out row by row; StoreError when the store is gone."""
        self.read(lambda connection: connection.exec_driver_sql("SELECT 1"))  # lines that are no good are thrown away
        try:
            with self.engine.connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            raise self._failed(error) from error

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction, in turn; again when the engine asks for it or the line broke.

        `work` may run several times, so it must be repeatable: a request or act that is recorded already shows
        itself as an IntegrityError, which passes through to the caller.  StoreError: nothing was written.
        """
        broken = 0
        self._require_open()
        for attempt in range(_RETRIES):
            try:
                with self._turn(), self.engine.connect() as line:
                    done = self._once(line.execution_options(kiosk_write=True), work)
                self._failures = 0
                return done
            except IntegrityError:
                raise
            except (DBAPIError, PoolTimeout, OSError) as error:
                if isinstance(error, DBAPIError):
                    if _sqlstate(error) in _SERIALIZATION and attempt < _RETRIES - 1:
                        continue
                    broken += error.connection_invalidated
                    if error.connection_invalidated and broken == 1:
                        continue  # the pool is emptied now: one try on a fresh line
                raise self._failed(error) from error
        raise StoreError(Refusal(RefusalCode.STORE_UNAVAILABLE, "too many retries"))

    def settle(self) -> bool:
        """Bring the journal into the file and empty it, so that what was deleted is in neither; a server does it in its time.

        False while it is not so: somebody who reads keeps the journal, a disk may be full.  What was written before holds.
        """
        if self.file is None:
            return True
        try:
            with self._turn():
                line = self.engine.raw_connection()
                try:
                    busy, *_ = line.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                finally:
                    line.close()
        except (sqlite3.Error, DBAPIError, PoolTimeout, OSError):
            return False
        return not busy

    def _once(self, connection: Connection, work: Callable[[Connection], T]) -> T:
        with connection.begin() as transaction:
            if self.sqlite:
                return work(connection)
            waits = self.second_copy.before(connection)
            done = work(connection)
            with self.second_copy.commit(connection, waits=waits):
                transaction.commit()
            return done

    def _commit_nothing(self) -> None:
        """A commit that waits for the second copy as one of a ticket does, and holds nothing that anybody else needs."""
        with self.engine.connect() as connection, connection.begin() as transaction:
            connection.exec_driver_sql("SELECT pg_logical_emit_message(true, 'kiosk', '')")
            with self.second_copy.commit(connection, waits=True):
                transaction.commit()

    def _made(self) -> Engine:
        engine = sqlite(self.url) if self.sqlite else postgresql(self.url, self.second_copy, local=is_local(self.url))
        event.listen(engine, "checkin", self._came_back)
        return engine

    def _failed(self, error: Exception) -> StoreError:
        """What a fault says; after some in a row nothing of the old lines is believed any more."""
        refused = StoreError(refusal_of(error))
        with self._renewing:  # one engine at a time: one that another thread replaces unseen is closed by nobody
            self._failures += 1
            if not (self.sqlite or self._closed) and self._failures % RENEW == 0:
                self._left.append(self.engine)
                self.engine = self._made()
                self._close_left()
        return refused

    def _close_left(self) -> None:
        """Close what came back to engines that were given up; what a thread still holds there is closed the next time."""
        for old in self._left:
            old.pool.dispose()

    def _line(self) -> Connection:
        """A connection to read on."""
        self._require_open()
        if self.file is None:
            return self.engine.connect().execution_options(kiosk_read=True, kiosk_main=self._writer)
        try:
            self._gate(self.file)
        except HeldError:
            raise
        except OSError:
            pass  # who may only read has no lock file
        return self.engine.connect()

    def require_space(self) -> None:
        """StoreError DISK_FULL when less than the reserve is free; the rest of the kiosk must go on too."""
        if self.file is None or not self._reserve:
            return
        try:
            room = os.statvfs(self.file.parent)
        except OSError as error:
            raise StoreError(refusal_of(error)) from error
        if room.f_bavail * room.f_frsize < self._reserve:
            raise StoreError(Refusal(RefusalCode.DISK_FULL))

    def close(self) -> None:
        """Let go of every connection and of the lock file; a thread that is in the middle of something may finish it."""
        self._closed = True
        self.second_copy.close()
        self._close_left()
        self.engine.dispose()
        if self._turnstile is not None:
            self._turnstile.close()
            self._turnstile = None

    def _require_open(self) -> None:
        """StoreError after `close`: a thread that comes late would open what nobody closes any more."""
        if self._closed:
            raise StoreError(Refusal(RefusalCode.STORE_UNAVAILABLE, "closed"))

    def _came_back(self, _connection: Any, record: Any) -> None:
        """The pool leaves alone what is in use when it is emptied: that is closed when it comes back."""
        if self._closed:
            record.invalidate()

    def _turn(self) -> Any:
        if self.file is None:
            return nullcontext()
        return self._gate(self.file).turn()

    def _gate(self, file: Path) -> Turnstile:
        """The lock file, held open from the first use of the store to its end."""
        if self._turnstile is None:
            self._turnstile = Turnstile(file.with_name(file.name + ".lock"))
        return self._turnstile


def parse(url: str) -> URL:
    """A store's address with the driver that we use; ValueError, without the password, for anything else."""
    try:
        parsed = make_url(_one_host(url))
    except (ArgumentError, ValueError):
        raise ValueError("a ticket store is sqlite:///FILE or postgresql://…") from None
    backend = parsed.get_backend_name()
    if "@" in (parsed.host or "") or "@" in _each(parsed.query.get("host", ""))[0][1:]:
        # the end of a password would be shown, and asked for, as the name of a server
        raise ValueError("an @ in a password is written %40")
    if backend == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise ValueError("a ticket store is a file: sqlite:///FILE")
        return parsed
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise ValueError(f"a ticket store is sqlite:///FILE or postgresql://…, not {backend}")


def _one_host(url: str) -> str:
    """The same address as SQLAlchemy reads it: libpq's own list of servers, host:port,host:port, goes into the query."""
    found = re.fullmatch(r"(postgres[a-z+]*://(?:[^@/]*@)?)([^/?]*,[^/?]*)(/[^?]*)?(?:\?(.*))?", url)
    if found is None:
        return url
    head, hosts, name, query = found.groups()
    pairs = [re.fullmatch(r"(\[[^]]*\]|[^:]*)(?::([0-9]+))?", one) for one in hosts.split(",")]
    if not all(pairs):
        raise ValueError(hosts)
    names = ",".join(pair.group(1).strip("[]") for pair in pairs if pair)
    ports = ",".join(pair.group(2) or "5432" for pair in pairs if pair)
    return f"{head}{name or '/'}?{'&'.join(filter(None, (f'host={names}', f'port={ports}', query)))}"


_SECRETS: Final = frozenset({"password", "sslpassword"})


def shown(url: str) -> str:
    """A store's address for people, without a password wherever it stands."""
    parsed = make_url(_one_host(url))
    hidden = {name: "***" if name in _SECRETS else value for name, value in parsed.query.items()}
    text = parsed.set(query=hidden).render_as_string(hide_password=True)
    return text.replace("%2A%2A%2A", "***").replace("%2C", ",").replace("%2F", "/")


def has_password(url: str) -> bool:
    """Whether a password stands in the address itself."""
    parsed = parse(url)
    return parsed.password is not None or not _SECRETS.isdisjoint(parsed.query)


def is_local(url: URL) -> bool:
    """Whether nothing leaves this machine: a file, a socket, or loopback alone.  Where a `service` leads nobody sees here."""
    if url.get_backend_name() == "sqlite":
        return True
    # of each server its `hostaddr`, or its `host` where that is empty, is where the line goes
    pairs = zip_longest(
        _each(url.query.get("hostaddr", "")), _each(url.query.get("host") or url.host or ""), fillvalue=""
    )
    hosts = [address or name for address, name in pairs]
    return "service" not in url.query and all(
        not host or host.startswith(("/", "@")) or is_loopback(host) for host in hosts
    )


def _each(named: str | tuple[str, ...]) -> list[str]:
    return (named if isinstance(named, str) else ",".join(named)).split(",")


def unprotected(url: str) -> bool:
    """An address of 0.2.0 beyond this machine, without `sslmode`: a false server is believed.  Works in this version still."""
    parsed = parse(url)
    return not is_local(parsed) and "sslmode" not in parsed.query


def protected(url: str, root: Path | None) -> str:
    """The address with the configured root certificate; with one `sslmode` is verify-full where the address names none."""
    parsed = parse(url)
    if root is None or is_local(parsed):
        return url
    given = {"sslmode": "verify-full", "sslrootcert": str(root), **parsed.query}
    return parsed.set(query=given).render_as_string(hide_password=False)


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def breaks_a_rule(error: IntegrityError) -> bool:
    """Whether a rule of a table said no, and not a key that is there already."""
    return _sqlstate(error) == "23514" or getattr(error.orig, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_CHECK"


def refusal_of(error: Exception) -> Refusal:
    """What the queue says of an engine's or the system's fault; a fault of our own SQL is raised again."""
    if isinstance(error, HeldError):
        return Refusal(RefusalCode.STORE_HELD, str(error))
    if isinstance(error, OSError):
        return Refusal(_of_errno(error.errno), type(error).__name__)
    if isinstance(error, PoolTimeout):
        return Refusal(RefusalCode.STORE_UNAVAILABLE, "all connections are busy")
    if not isinstance(error, DBAPIError):
        raise error
    name: str = getattr(error.orig, "sqlite_errorname", "") or ""
    for known, code in _BY_SQLITE.items():
        if name == known or name.startswith(known + "_"):
            return Refusal(code, name)
    state = _sqlstate(error)
    if not state and "is read-only" in str(error.orig):
        return Refusal(
            RefusalCode.STORE_MOVED, "no server that takes numbers"
        )  # so says libpq, which knows no code for it
    if state in _BY_SQLSTATE:
        return Refusal(_BY_SQLSTATE[state], state)
    if state.startswith(_UNAVAILABLE) or error.connection_invalidated or (not name and not state):
        return Refusal(RefusalCode.STORE_UNAVAILABLE, state or type(error.orig).__name__)
    raise error


def _of_errno(number: int | None) -> RefusalCode:
    import errno

    if number in {errno.ENOSPC, errno.EDQUOT}:
        return RefusalCode.DISK_FULL
    if number in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return RefusalCode.READ_ONLY
    return RefusalCode.STORE_UNAVAILABLE
