"""A commit never waits for ever for a second copy that is lost: it is done with one, and that is told (R119).

A server with `synchronous_standby_names` lets a commit wait until the second server has it, without an end when that one is
gone.  A cancel ends the wait: the ticket is committed on the first server, which says so in a warning.  From then on commits
do not wait, and every `AGAIN` seconds one asks anew.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from sqlalchemy import Connection

LIMIT: Final = 1.0  # seconds that a commit waits for the second copy: a resident waits three for a number
AGAIN: Final = 20.0  # seconds between tries while there is none
_WAITS: Final = "SyncRepWaitForLSN"  # where the server's warning comes from, in every language


class SecondCopy:
    """Watches the commits of one database; `lost` while the server has told that there is no second copy."""

    def __init__(self) -> None:
        self.lost = False
        self._again = 0.0
        self._lock = threading.Lock()
        self._commits: dict[int, tuple[float, Any]] = {}
        self._busy = threading.Event()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    def close(self) -> None:
        """End the watch."""
        self._closed.set()
        self._busy.set()

    def hear(self, line: Any) -> None:
        """A new line to the server: its warnings are heard from now on."""
        line.add_notice_handler(self._told)

    def _told(self, diagnostic: Any) -> None:
        if diagnostic.source_function == _WAITS:
            self.lost, self._again = True, time.monotonic() + AGAIN

    def before(self, connection: Connection) -> bool:
        """Begin a transaction that writes; True when its commit will wait for the second copy."""
        if self.lost and time.monotonic() < self._again:
            connection.exec_driver_sql("SET LOCAL synchronous_commit = local")
            return False
        self._again = time.monotonic() + AGAIN  # one at a time tries anew
        return True

    @contextmanager
    def commit(self, connection: Connection, *, waits: bool) -> Iterator[None]:
        """The block commits; it is cancelled when the second copy does not come."""
        if not waits:
            yield
            return
        line = connection.connection.driver_connection
        was_lost, self_id = self.lost, id(line)
        with self._lock:
            self._commits[self_id] = (time.monotonic() + LIMIT, line)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="queue-second-copy", daemon=True)
                self._thread.start()
        self._busy.set()
        before = self._again
        try:
            yield
        finally:
            with self._lock:
                self._commits.pop(self_id, None)
        if was_lost and self._again == before:
            self.lost = False

    def _watch(self) -> None:
        while not self._closed.is_set():
            if not self._busy.wait(AGAIN):
                continue
            # held while a cancel is on its way: it must not meet what the line does next
            with self._lock:
                now = time.monotonic()
                for until, line in self._commits.values():
                    if until < now:
                        with suppress(Exception):  # a line that broke needs no cancel
                            line.cancel_safe(timeout=LIMIT)
                if not self._commits and not self._closed.is_set():
                    self._busy.clear()
            self._closed.wait(LIMIT / 4)
