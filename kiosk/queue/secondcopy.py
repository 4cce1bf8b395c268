"""A commit never waits for ever for a second copy that is lost: it is done with one, and that is told (R119).

A server with `synchronous_standby_names` lets a commit wait until the second server has it, without an end when that one is
gone.  A cancel ends the wait: the ticket is committed on the first server, which says so in a warning.  From then on commits
do not wait, and every `AGAIN` seconds a commit of nothing asks anew: one that waits holds the rows of its tickets, and whoever
gives a number meanwhile waits with it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from sqlalchemy import Connection

LIMIT: Final = 1.0  # seconds that a commit waits for the second copy: a resident waits three for a number
AGAIN: Final = 20.0  # seconds between questions while there is none
_WAITS: Final = "SyncRepWaitForLSN"  # where the server's warning comes from, in every language


class SecondCopy:
    """Watches the commits of one database; `lost` while the server has told that there is no second copy.

    `ask` commits something that holds no row, by `commit`.
    """

    def __init__(self, ask: Callable[[], object]) -> None:
        self.lost = False
        self._ask = ask
        self._told_times = 0
        self._lock = threading.Lock()
        self._commits: dict[int, tuple[float, Any]] = {}
        self._busy = threading.Event()
        self._watching = self._asking = False
        self._closed = threading.Event()

    def close(self) -> None:
        """End the watch."""
        self._closed.set()
        self._busy.set()

    def hear(self, line: Any) -> None:
        """A new line to the server: its warnings are heard from now on."""
        line.add_notice_handler(self._told)

    def _told(self, diagnostic: Any) -> None:
        if diagnostic.source_function != _WAITS:
            return
        with self._lock:
            self.lost, self._told_times = True, self._told_times + 1
            begins, self._asking = not self._asking, True
        if begins:
            threading.Thread(target=self._ask_anew, name="queue-second-copy-again", daemon=True).start()

    def before(self, connection: Connection) -> bool:
        """Begin a transaction that writes; True when its commit will wait for the second copy."""
        waits = not self.lost
        if not waits:
            connection.exec_driver_sql("SET LOCAL synchronous_commit = local")
        return waits

    @contextmanager
    def commit(self, connection: Connection, *, waits: bool) -> Iterator[None]:
        """The block commits; it is cancelled when the second copy does not come, and found again when it does."""
        if not waits:
            yield
            return
        line = connection.connection.driver_connection
        with self._lock:
            told, self._commits[id(line)] = self._told_times, (time.monotonic() + LIMIT, line)
            begins, self._watching = not self._watching, True
        if begins:
            threading.Thread(target=self._watch, name="queue-second-copy", daemon=True).start()
        self._busy.set()
        try:
            yield
        finally:
            with self._lock:
                self._commits.pop(id(line), None)
        with self._lock:
            self.lost &= self._told_times != told

    def _ask_anew(self) -> None:
        while not self._closed.wait(AGAIN):
            with suppress(Exception):  # a server that is gone is asked the next time
                self._ask()
            with self._lock:
                if not self.lost:
                    self._asking = False
                    return

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
