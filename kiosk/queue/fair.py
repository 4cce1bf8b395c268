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

from kiosk.base.durable import open_owned

_GATE, _WORK, _OPEN = 0, 1, 2
SLICE: Final = 0.008  # seconds: long beside a ticket, short beside what a person notices even 32 times over


class FairLock:
    """A lock for threads: first come, first served."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the lock for the length of the block."""
        with self._guard:
            mine = None
            if self._held:
                mine = threading.Lock()
                mine.acquire()
                self._waiting.append(mine)
            self._held = True
        if mine is not None:
            mine.acquire()
        try:
            yield
        finally:
            with self._guard:
                if self._waiting:
                    self._waiting.popleft().release()  # handed on: it stays held
                else:
                    self._held = False


class Turnstile:
    """Turns among the threads of all processes that use the same lock file.

    There is no time limit: a process that dies frees its turn at once; one that hangs in the disk would hang
    every writer in any case, and the worker that waits here is abandoned by its own time limit.
    """

    def __init__(self, path: Path) -> None:
        self._threads = FairLock()
        self._file = open_owned(path, 0o600)
        self._slice_ends = 0.0
        # as long as this file is open, nobody may put another store in its place (see `alone`)
        self._lock(_OPEN, fcntl.F_RDLCK)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the turn for the length of the block."""
        with self._threads.turn():
            if not (time.monotonic() < self._slice_ends and self._at_once(_WORK)):
                self._lock(_GATE, fcntl.F_WRLCK)
                try:
                    self._lock(_WORK, fcntl.F_WRLCK)
                finally:
                    self._lock(_GATE, fcntl.F_UNLCK)
                self._slice_ends = time.monotonic() + SLICE
            try:
                yield
            finally:
                self._lock(_WORK, fcntl.F_UNLCK)

    def close(self) -> None:
        """Let go of the lock file."""
        with suppress(OSError):
            os.close(self._file)

    # open-file-description locks: they belong to this descriptor, not to every descriptor of the process

    def _lock(self, byte: int, kind: int) -> None:
        fcntl.fcntl(self._file, fcntl.F_OFD_SETLKW, _region(byte, kind))

    def _at_once(self, byte: int) -> bool:
        try:
            fcntl.fcntl(self._file, fcntl.F_OFD_SETLK, _region(byte, fcntl.F_WRLCK))
        except BlockingIOError:
            return False
        return True


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """True when nobody has the store of this lock file open, and nobody can open it until the end of the block."""
    file = open_owned(path, 0o600)
    try:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, _region(_OPEN, fcntl.F_WRLCK))
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(file)


def _region(byte: int, kind: int) -> bytes:
    """One byte of the file, as the kernel's struct flock has it."""
    return struct.pack("hhqqi4x", kind, os.SEEK_SET, byte, 1, 0)
