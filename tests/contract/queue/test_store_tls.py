"""Beyond this machine a server of tickets proves who it is, and no password is told to anybody (T14, F3)."""

import importlib.util
import os
import socket
import struct
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.base.clock import BRUSSELS, ManualClock
from kiosk.base.config import Config, load_config
from kiosk.cli import kiosk
from kiosk.commands.checks import store as checks_of_the_store
from kiosk.commands.findings import Found
from kiosk.queue import database
from kiosk.queue.errors import Refusal, RefusalCode
from kiosk.queue.offline import open_with_outbox
from kiosk.queue.settings import QueueSettings
from kiosk.queue.store import open_store
from tests.support.queue.servers import PostgresServer, binaries

_spec = importlib.util.spec_from_file_location(
    "officeserver", Path(__file__).parents[2] / "support" / "queue" / "officeserver.py"
)
officeserver = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(officeserver)

SECRET = "geheim-wachtwoord"
NOW = ManualClock(datetime(2026, 11, 3, 10, 0, tzinfo=BRUSSELS))


class FalseServer:
    """Answers as a PostgreSQL server without TLS that wants the password itself; keeps what it was told."""

    def __init__(self):
        self.told = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line, suppress(OSError, struct.error):
                line.settimeout(60)
                length, code = struct.unpack("!II", line.recv(8))
                if code == 80877103:  # asks for TLS
                    line.sendall(b"N")
                    length, _ = struct.unpack("!II", line.recv(8))
                line.recv(length - 8)
                line.sendall(b"R" + struct.pack("!II", 8, 3))  # the password in clear text, please
                while data := line.recv(4096):
                    self.told += data

    def close(self):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture
def elsewhere(monkeypatch):
    """Loopback counts as another machine: there is no other in a test."""
    monkeypatch.setattr(database, "is_local", lambda url: url.get_backend_name() == "sqlite")


@pytest.fixture
def false_server():
    made = FalseServer()
    yield made
    made.close()


@pytest.mark.parametrize("more", ["", "?sslmode=require", "?sslmode=disable"])
def test_a_false_server_gets_no_password(elsewhere, false_server, more):
    refused = open_store(f"postgresql://kiosk:{SECRET}@127.0.0.1:{false_server.port}/queue{more}", clock=NOW)
    assert refused.code is RefusalCode.STORE_UNAVAILABLE
    assert SECRET not in str(refused)
    assert SECRET.encode() not in false_server.told


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A server that speaks TLS, with the authority that vouches for it and another."""
    if binaries() is None:
        pytest.skip("no PostgreSQL server here")
    folder = tmp_path_factory.mktemp("authority")
    ours, other = officeserver.Authority(folder, "ours"), officeserver.Authority(folder, "other")
    server = PostgresServer(tcp=True)
    for file, name in zip(ours.issue("server"), ("server.crt", "server.key"), strict=True):
        copy = server.data / name
        copy.write_bytes(file.read_bytes())
        copy.chmod(0o600)
        if server.user:
            os.chown(copy, server.user.pw_uid, server.user.pw_gid)
    server.sql("ALTER SYSTEM SET ssl = on")
    server.sql("SELECT pg_reload_conf()")
    server.sql("SET password_encryption = 'scram-sha-256'")
    server.sql(f"ALTER USER kiosk PASSWORD '{SECRET}'")
    (server.data / "pg_hba.conf").write_text(
        "local all all trust\nhostssl all all all scram-sha-256\nhost all all all reject\n"
    )
    server.sql("CREATE DATABASE queue")
    server.sql("SELECT pg_reload_conf()")
    yield f"postgresql://kiosk:{SECRET}@127.0.0.1:{server.port}/queue", ours.pem, other.pem
    server.stop()


def test_with_the_configured_root_the_server_must_prove_its_name(elsewhere, guarded):
    url, ours, other = guarded
    store = open_store(database.protected(url, ours), clock=NOW)
    assert not isinstance(store, Refusal), store
    assert store.list() == ()
    store.close()
    assert open_store(database.protected(url, other), clock=NOW).code is RefusalCode.STORE_UNAVAILABLE


def test_an_address_of_an_older_version_works_and_is_told_to_staff_and_by_the_doctor(elsewhere, guarded, tmp_path):
    url, ours, _ = guarded
    settings = QueueSettings(reserve_mb=0)
    kiosk_store = open_with_outbox(url, f"sqlite:///{tmp_path / 'own.db'}", clock=NOW, settings=settings, courier=False)
    assert kiosk_store.online
    assert kiosk_store.line().trouble == RefusalCode.STORE_UNPROTECTED.value
    kiosk_store.close()
    config = Config(store={"central_url": url}, paths={"state": tmp_path})
    found = next(one for one in checks_of_the_store(config) if one.name == "shared store")
    assert found.found is Found.MISSING
    assert "ca = " in found.todo
    assert SECRET not in f"{found}"
    mended = Config(store={"central_url": url, "ca": ours}, paths={"state": tmp_path})
    assert next(one for one in checks_of_the_store(mended) if one.name == "shared store").found is Found.GOOD


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("postgresql:///queue", True),
        ("postgresql://kiosk@/queue?host=/run/postgresql", True),
        ("postgresql://kiosk@localhost/queue", True),
        ("postgresql://kiosk@[::1]/queue", True),
        ("postgresql://kiosk@127.0.0.1.evil.example/queue", False),
        ("postgresql://kiosk@db1:5432,127.0.0.1:5432/queue", False),
        ("postgresql://kiosk@/queue?host=db1", False),
        ("postgresql://kiosk@localhost/queue?hostaddr=192.0.2.1", False),
        ("postgresql://kiosk@db1/queue?hostaddr=127.0.0.1", True),
        ("postgresql://kiosk@/queue?host=localhost,db1&hostaddr=127.0.0.1,", False),
        ("postgresql:///queue?service=central", False),
    ],
)
def test_what_stays_on_this_machine_is_what_the_parsed_host_says(url, local):
    assert database.is_local(database.parse(url)) is local
    assert database.unprotected(url) is not local
    assert ("verify-full" in database.protected(url, Path("/etc/ca.pem"))) is not local


def test_a_new_configuration_believes_no_server_that_does_not_prove_its_name():
    config = load_config(Path(__file__).parents[3] / "systemd" / "kiosk.toml")
    address = database.protected("postgresql://queue@db1:5432,db2:5432/queue", config.store.ca)
    assert database.parse(address).query["sslmode"] == "verify-full"


@pytest.mark.parametrize("more", ["", "?sslmode=verify-ca"])
def test_a_root_that_is_not_there_is_named_by_the_doctor_and_gives_no_password(elsewhere, false_server, tmp_path, more):
    root = tmp_path / "queue-ca.pem"
    url = f"postgresql://kiosk:{SECRET}@127.0.0.1:{false_server.port}/queue{more}"
    config = Config(store={"central_url": url, "ca": root}, paths={"state": tmp_path})
    found = next(one for one in checks_of_the_store(config) if one.name == "shared store")
    assert found.found is not Found.GOOD
    assert str(root) in f"{found}"
    assert SECRET.encode() not in false_server.told


def test_a_weaker_mode_is_taken_when_it_is_named():
    url = "postgresql://kiosk@db1/queue?sslmode=require"
    assert database.parse(database.protected(url, Path("/etc/ca.pem"))).query["sslmode"] == "require"
    assert not database.unprotected(url)


@pytest.mark.parametrize("words", [("queue", "list"), ("office", "import"), ("appointments", "import")])
def test_a_password_is_neither_typed_nor_shown(words, tmp_path):
    file = tmp_path / "empty.csv"
    file.write_text("national_number,status\n" if words[0] == "office" else "code,place,starts_at\n")
    for url in (f"postgresql://kiosk:{SECRET}@db/q", f"postgresql://db/q?password={SECRET}"):
        assert SECRET not in database.shown(url)
        named = [str(file)] if words[1] == "import" else []
        done = CliRunner().invoke(kiosk, [*words, *named, "--store", url])
        assert done.exit_code == 2
        assert "passfile" in done.output
        assert SECRET not in done.output


@pytest.mark.parametrize("hosts", ["db1", "db1,db2"])
def test_a_password_with_an_at_sign_is_not_taken_for_a_server(hosts):
    with pytest.raises(ValueError, match="%40") as problem:
        database.parse(f"postgresql://kiosk:geheim@{SECRET}@{hosts}/q")
    assert SECRET not in str(problem.value)
    assert database.parse("postgresql://kiosk@/queue?host=@abstract").query["host"] == "@abstract"
