"""Where a simulated kiosk keeps its things: a folder and two control sockets that no other one of this user has."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_MOST = 20


class BerthProblem(RuntimeError):
    """No simulated kiosk can be started here; the message says why."""


@dataclass(frozen=True, slots=True)
class Berth:
    """`folder` for tickets, paper and logs; the sockets of the simulators and of the kiosk itself.  The first is 1."""

    number: int
    folder: Path
    simulators: Path
    kiosk: Path


def sockets(number: int = 1) -> tuple[Path, Path]:
    """Where simulated kiosk `number` of this user puts its two sockets: the simulators' and its own."""
    more = "" if number == 1 else f"-{number}"
    place = _socket_folder()
    return place / f"simulators{more}.sock", place / f"kiosk{more}.sock"


@contextmanager
def berth(folder: Path, otherwise: Path) -> Iterator[Berth]:
    """The first that is free, held for the length of the block; `otherwise` where nothing may be written at `folder`."""
    place = _socket_folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
        number, lock = _taken(place)
    except OSError as error:
        raise BerthProblem(f"{error.filename or place} cannot be written: {error.strerror}") from None
    try:
        more = "" if number == 1 else f"-{number}"
        chosen = folder.with_name(folder.name + more)
        if not _writable(chosen):
            chosen = otherwise.with_name(otherwise.name + more)
        yield Berth(number, chosen, *sockets(number))
    finally:
        os.close(lock)


def _socket_folder() -> Path:
    base = os.environ.get("XDG_RUNTIME_DIR")
    return Path(base) / "residence-kiosk" if base else Path.home() / ".cache" / "residence-kiosk" / "control"


def _taken(place: Path) -> tuple[int, int]:
    """(number, its lock): the kernel lets go of it however the program ends."""
    for number in range(1, _MOST + 1):
        lock = os.open(place / f"run-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        return number, lock
    raise BerthProblem(f"{_MOST} simulated kiosks of this user run already; end one")


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)
