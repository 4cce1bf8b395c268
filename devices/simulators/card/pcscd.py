"""A pcscd of our own with a virtual reader: real, private, gone when we are.

It runs where `/run` is a directory of ours, so that it neither sees nor touches a pcscd that already runs, where no
USB driver exists, so that it takes no real reader away from anybody, and where the network is its own, so that its
virtual reader is reached through two ports of ours on loopback and by nobody else (decision 0010).  PC/SC programs
find it through PCSCLITE_CSOCK_NAME.  Root, or a plain user where user namespaces are allowed.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from devices.simulators.card.keeper import PORT

VARIABLE = "PCSCLITE_CSOCK_NAME"
DRIVERS = Path("/usr/lib/pcsc/drivers")
DRIVER = DRIVERS / "serial" / "libifdvpcd.so"
READY_SECONDS = 5.0
_SOCKET = Path("pcscd", "pcscd.comm")
_LONGEST_ADDRESS = 107  # bytes of a socket's path, unix(7); the PC/SC library cuts a longer one
_KEEPER = Path(__file__).with_name("keeper.py")
_SLOTS = 2
_ATTEMPTS = 100
_CONFIGURATION = f"""FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:0x{PORT:04X}
LIBPATH {DRIVER}
CHANNELID 0x{PORT:04X}
"""
_CAP_NET_ADMIN, _CAP_SYS_ADMIN = 12, 21  # linux/capability.h


class PcscdProblem(RuntimeError):
    """A private pcscd cannot run here; the message says why and what to do."""


class PrivatePcscd:
    """A private pcscd with one virtual reader of two slots; `port` is the first slot's, `port + 1` the second's."""

    def __init__(self) -> None:
        self._directory: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._doors: list[socket.socket] = []

    @property
    def port(self) -> int:
        """On 127.0.0.1: the first slot's; 0 while it is not running."""
        return int(self._doors[0].getsockname()[1]) if self._doors else 0

    @property
    def socket_path(self) -> Path:
        """Where PC/SC programs reach it."""
        if self._directory is None:
            raise PcscdProblem("the private pcscd is not running")
        return self._directory / _SOCKET

    @property
    def environment(self) -> dict[str, str]:
        """What to add to a program's environment so that it uses this pcscd."""
        return {VARIABLE: str(self.socket_path)}

    @property
    def log(self) -> str:
        """What pcscd wrote; never traces of commands."""
        return "" if self._directory is None else (self._directory / "log").read_text(errors="replace")

    @property
    def running(self) -> bool:
        """True while the daemon runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> PrivatePcscd:
        """Start it; `PcscdProblem` says what is missing."""
        missing = [name for name in ("pcscd", "unshare", "mount") if _which(name) is None]
        if missing or not DRIVER.exists():
            raise PcscdProblem(
                "not installed: "
                + ", ".join(missing or ["vsmartcard-vpcd"])
                + " (Debian packages pcscd, vsmartcard-vpcd)"
            )
        self._directory = _folder()
        self._directory.chmod(0o755)
        (self._directory / "pcscd").mkdir()
        (self._directory / "conf").mkdir()
        (self._directory / "conf" / "vpcd").write_text(_CONFIGURATION)
        self._doors = _doors()
        self._launch()
        return self

    def activate(self) -> PrivatePcscd:
        """Make this process and its children use it; before the first PC/SC call of the process."""
        os.environ.update(self.environment)
        return self

    def wait_empty(self) -> None:
        """Until the reader holds no card: the daemon looks twice a second, so one that just went seems to be in still."""
        from smartcard import scard

        _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        try:
            _, names = scard.SCardListReaders(context, [])
            states = [(name, scard.SCARD_STATE_UNAWARE) for name in names]
            deadline = time.monotonic() + READY_SECONDS
            while time.monotonic() < deadline:
                _, found = scard.SCardGetStatusChange(context, 500, states)
                if not any(each[1] & scard.SCARD_STATE_PRESENT for each in found):
                    return
                states = [(each[0], each[1]) for each in found]
        finally:
            scard.SCardReleaseContext(context)

    def kill(self) -> None:
        """End the daemon with SIGKILL, as a crash would; `restart` brings it back."""
        process = self._process
        if process is None or self._directory is None:
            return
        pid_file = self._directory / "pcscd" / "pcscd.pid"
        if process.poll() is None and pid_file.exists():
            os.kill(int(pid_file.read_text().strip("\n\0")), signal.SIGKILL)
        process.wait(READY_SECONDS)
        _close(process)
        for name in ("pcscd.comm", "pcscd.pid"):
            (self._directory / "pcscd" / name).unlink(missing_ok=True)

    def restart(self) -> None:
        """Start the daemon again after `kill`, at the same place."""
        self._launch()

    def stop(self) -> None:
        """End the daemon and remove its directory."""
        if self._process is not None:
            _close(self._process)
            try:
                self._process.wait(READY_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(READY_SECONDS)
            self._process = None
        for door in self._doors:
            door.close()
        self._doors = []
        if self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = None

    def __enter__(self) -> Self:
        if self._process is None:
            self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _launch(self) -> None:
        user = [] if _may_mount() else ["--user", "--map-root-user"]
        doors = [door.fileno() for door in self._doors]
        keeper = [
            sys.executable,
            "-I",
            "-S",
            str(_KEEPER),
            str(self._directory),
            str(DRIVERS),
            str(DRIVER),
            *map(str, doors),
        ]
        environment = {**os.environ, "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin"}
        self._process = process = subprocess.Popen(
            ["unshare", "--mount", "--net", *user, "--", *keeper],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            pass_fds=doors,
        )
        deadline = time.monotonic() + READY_SECONDS
        while not self.socket_path.exists():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                said = process.communicate(timeout=READY_SECONDS)[1].decode(errors="replace").strip()
                raise PcscdProblem(
                    f"the private pcscd did not start: {said or 'no socket'}; namespaces may be forbidden here, "
                    "as in some containers and chroots (docs/decisions/0010)"
                )
            time.sleep(0.005)


_shared: list[PrivatePcscd] = []


def shared() -> PrivatePcscd:
    """The one private pcscd of this process, started and made known at the first call, ended with the process.

    The PC/SC library looks for its service once in a process's life: whoever uses several slots, visits or tests in
    one process shares the daemon.
    """
    if not _shared:
        daemon = PrivatePcscd().start().activate()
        _shared.append(daemon)
        atexit.register(daemon.stop)
    return _shared[0]


def _doors() -> list[socket.socket]:
    """Listening sockets on loopback, at ports that follow each other; ours until `stop`, whatever becomes of the daemon."""
    for _ in range(_ATTEMPTS):
        doors = [socket.create_server(("127.0.0.1", 0), backlog=0)]
        first = doors[0].getsockname()[1]
        try:
            for number in range(1, _SLOTS):
                doors.append(socket.create_server(("127.0.0.1", first + number), backlog=0))  # noqa: PERF401  (those before are closed)
        except (OSError, OverflowError):
            for door in doors:
                door.close()
            continue
        return doors
    raise PcscdProblem("no free ports for the virtual reader")


def _folder() -> Path:
    """A new one of ours; elsewhere when $TMPDIR is so long that nobody could reach a socket below it."""
    for place in (None, "/tmp", "/var/tmp"):  # noqa: S108  (mkdtemp makes what only we may write)
        made = Path(tempfile.mkdtemp(prefix="kiosk-pcscd-", dir=place))
        if len(os.fsencode(made / _SOCKET)) <= _LONGEST_ADDRESS:
            break
        made.rmdir()
    return made


def _may_mount() -> bool:
    """True when namespaces can be made without a user namespace: root, but not root of every container."""
    status = Path("/proc/self/status").read_text()
    rights = int(status.partition("CapEff:")[2].split(maxsplit=1)[0], 16)
    return bool(rights >> _CAP_NET_ADMIN & 1 and rights >> _CAP_SYS_ADMIN & 1)


def _which(name: str) -> str | None:
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def _close(process: subprocess.Popen[bytes]) -> None:
    """Close our ends of the pipes; the script ends the daemon when standard input closes."""
    for pipe in (process.stdin, process.stderr):
        if pipe is not None:
            pipe.close()
