"""The same tests on both engines: a SQLite file, and a PostgreSQL server that the tests start."""

import shutil
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.queue.errors import Refusal
from kiosk.queue.model import IssueRequest
from kiosk.queue.settings import QueueSettings
from kiosk.queue.store import open_store


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory):
    """A SQLite store whose tables are made: copied for every test, because making them takes longer than a test."""
    file = tmp_path_factory.mktemp("made") / "tickets.db"
    _made(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def made_postgres(postgres):
    """The same in PostgreSQL: the name of a database that is emptied for every test."""
    url = postgres.fresh()
    _made(url)
    return urlsplit(url).path.removeprefix("/")


def _made(url):
    open_store(url, clock=ManualClock(datetime(2026, 11, 3))).close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path):
    """The address of a new, empty store of each engine."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("made_sqlite"), tmp_path / "tickets.db")
        return f"sqlite:///{file}"
    server, name = request.getfixturevalue("postgres"), request.getfixturevalue("made_postgres")
    tables = [row[0] for row in server.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name)]
    server.sql("TRUNCATE " + ", ".join(table for table in tables if table != "queue_version"), name)
    return server.url(name)


@pytest.fixture
def clock():
    """Tuesday morning, 3 November 2026, ten o'clock."""
    return ManualClock(datetime(2026, 11, 3, 10, 0, tzinfo=BRUSSELS))


@pytest.fixture
def opened(store_url, clock):
    """Open the store of this test, as often as wanted, with other settings or another clock."""
    stores = []

    def open_it(settings=None, *, at=None, **changes):
        store = open_store(store_url, clock=at or clock, settings=settings or QueueSettings(**changes))
        assert not isinstance(store, Refusal), store
        stores.append(store)
        return store

    yield open_it
    for store in stores:
        store.close()


@pytest.fixture
def store(opened):
    """One open store with the default settings."""
    return opened()


@pytest.fixture
def ask():
    """A request for a ticket; every call another request."""
    count = 0

    def request(klass="R", *, place="stadskantoor", request_id=None, language="nl", kiosk="kiosk-1", **more):
        nonlocal count
        count += 1
        return IssueRequest(place, klass, language, kiosk, request_id or f"visit-{count}", **more)

    return request
