"""Taking turns: a lock that serves threads and processes in the order in which they came.

SQLite lets one writer in at a time and wakes the others by chance: under load a process can starve for seconds.
So a writer first passes a turnstile.  Whoever is next holds the gate (byte 0 of the lock file) while it waits for
the work (byte 1); the one that just worked must queue at the gate again, behind those who wait there.
The kernel lets go of both when a process dies, however it dies.

Waking the next one for every single ticket would cost more than the ticket.  So whoever has come through the gate
may take the work again at once, for a slice of a few milliseconds; then it must queue again.
"""

from __future__ import annotations

import fcntl
import os
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kiosk.base.bounded import TimeLimit, bounded
from kiosk.base.durable import open_owned

_GATE, _WORK, _OPEN = 0, 1, 2
SLICE: Final = 0.008  # seconds: long beside a ticket, short beside what a person notices even 32 times over
LIMIT: Final = (
    10.0  # seconds: far beyond the longest line of living programs; who holds a turn longer was stopped or hangs
)


class HeldError(TimeoutError):
    """The turn did not come in time: whoever holds it neither works nor dies; the message names its process."""


class FairLock:
    """A lock for threads: first come, first served."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    @contextmanager
    def turn(self, limit: float = LIMIT) -> Iterator[None]:
        """Hold the lock for the length of the block; HeldError when it does not come within `limit` seconds."""
        with self._guard:
            mine = None
            if self._held:
                mine = threading.Lock()
                mine.acquire()
                self._waiting.append(mine)
            self._held = True
        if mine is not None and not mine.acquire(timeout=limit) and self._gave_up(mine):
            raise HeldError("this program")
        try:
            yield
        finally:
            with self._guard:
                if self._waiting:
                    self._waiting.popleft().release()  # handed on: it stays held
                else:
                    self._held = False

    def _gave_up(self, mine: threading.Lock) -> bool:
        """Leave the line; False when the turn came at the last moment."""
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return True
        return False


class Turnstile:
    """Turns among the threads of all processes that use the same lock file.

    A process that dies frees its turn at once.  One that was stopped, or that hangs in the disk, keeps it: who waits for
    it longer than `limit` seconds gets a HeldError, here as while a copy is put in the place of the store.
    """

    def __init__(self, path: Path, *, limit: float = LIMIT) -> None:
        self._path, self._limit = path, limit
        self._threads = FairLock()
        self._slice_ends = 0.0
        self._file = self._opened()

    def _opened(self) -> int:
        file = open_owned(self._path, 0o600)
        try:
            # as long as this file is open, nobody may put another store in its place (see `alone`)
            _wait(file, _OPEN, fcntl.F_RDLCK, self._limit)
        except BaseException:
            os.close(file)
            raise
        return file

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the turn for the length of the block."""
        until = time.monotonic() + self._limit
        with self._threads.turn(self._limit):
            if not (time.monotonic() < self._slice_ends and _at_once(self._file, _WORK, fcntl.F_WRLCK)):
                try:
                    self._come_through(until)
                except HeldError:
                    self._leave_the_line()
                    raise
                self._slice_ends = time.monotonic() + SLICE
            try:
                yield
            finally:
                _unlock(self._file, _WORK)

    def _come_through(self, until: float) -> None:
        _wait(self._file, _GATE, fcntl.F_WRLCK, until - time.monotonic())
        try:
            _wait(self._file, _WORK, fcntl.F_WRLCK, until - time.monotonic())
        finally:
            _unlock(self._file, _GATE)

    def _leave_the_line(self) -> None:
        """The thread that still waits would get the lock for this descriptor some day: it goes on with a new one."""
        left, self._file = self._file, self._opened()
        _unlock(left, _OPEN)
        os.close(left)

    def close(self) -> None:
        """Let go of the lock file."""
        with suppress(OSError):
            os.close(self._file)


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """True when nobody has the store of this lock file open, and nobody can open it until the end of the block."""
    file = open_owned(path, 0o600)
    try:
        yield _at_once(file, _OPEN, fcntl.F_WRLCK)
    finally:
        os.close(file)


# open-file-description locks: they belong to the descriptor, not to every descriptor of the process


def _at_once(file: int, byte: int, kind: int) -> bool:
    try:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, _region(byte, kind))
    except BlockingIOError:
        return False
    return True


def _wait(file: int, byte: int, kind: int, seconds: float) -> None:
    """Stand in the kernel's line, which knows no time limit; HeldError after so many seconds.

    After that the descriptor must be given up: the lock may still come to it.
    """
    if _at_once(file, byte, kind):
        return
    try:
        bounded(lambda: fcntl.fcntl(file, fcntl.F_OFD_SETLKW, _region(byte, kind)), max(0.0, seconds))
    except TimeLimit:
        # whoever stands at the gate waits as well
        raise HeldError(_holder(file, _WORK if byte == _GATE else byte)) from None


def _unlock(file: int, byte: int) -> None:
    fcntl.fcntl(file, fcntl.F_OFD_SETLK, _region(byte, fcntl.F_UNLCK))


def _holder(file: int, byte: int) -> str:
    """Which process has the byte for itself, as far as this user may see it: "process 1234"."""
    there, end = os.fstat(file), f" {byte} {byte}"
    with suppress(OSError):
        for about in Path("/proc").glob("[0-9]*/fdinfo/*"):
            with suppress(OSError):
                other = (about.parents[1] / "fd" / about.name).stat()
                if (other.st_dev, other.st_ino) != (there.st_dev, there.st_ino):
                    continue
                if any("WRITE" in line and line.endswith(end) for line in about.read_text().splitlines()):
                    return f"process {about.parents[1].name}"
    return "a process of another user"


def _region(byte: int, kind: int) -> bytes:
    """One byte of the file, as the kernel's struct flock has it."""
    return struct.pack("hhqqi4x", kind, os.SEEK_SET, byte, 1, 0)
