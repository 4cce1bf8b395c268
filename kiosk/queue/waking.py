"""Waking the waiting room: LISTEN and NOTIFY where the engine has them, a short look where it has not."""

from __future__ import annotations

import threading
import time
from collections import Counter
from contextlib import suppress
from typing import Any, Final

from sqlalchemy import ColumnElement, func

from kiosk.queue.database import Database

CHANNEL: Final = "kiosk_calls"
_LOOK: Final = 0.25  # seconds between looks at an engine that cannot wake us: well under the second that is promised
_TRUST: Final = 5.0  # seconds between looks while a listener is up: a notice could still be lost
_RETRY: Final = 2.0  # seconds before a broken listener tries again
_NAMED: Final = 100  # letters of a place that a notice carries: PostgreSQL takes less than 8,000 bytes


class CallNotice:
    """Tells every display that uses this database that somebody was called."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._changed = threading.Condition()
        self._everywhere = 0
        self._at: Counter[str] = Counter()
        self._listening = False
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def word(self, place: str) -> ColumnElement[Any] | None:
        """What wakes this place's displays when its transaction is committed: in a city the others have nothing to read."""
        return None if self._database.sqlite else func.pg_notify(CHANNEL, place[:_NAMED])

    def seen(self, place: str) -> int:
        """A mark of what was heard so far: taken before the board is read, so that nothing is missed between."""
        with self._changed:
            return self._heard_at(place)

    def wait(self, place: str, seen: int, seconds: float) -> None:
        """Return when something of this place was heard since `seen`, or when it is time to look."""
        self._listen()
        with self._changed:
            limit = min(seconds, _TRUST if self._listening else _LOOK)
            self._changed.wait_for(lambda: self._heard_at(place) != seen, limit)

    def _heard_at(self, place: str) -> int:
        return self._everywhere + self._at[place[:_NAMED]]

    def close(self) -> None:
        """End the listener."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=_RETRY)

    def _listen(self) -> None:
        if self._database.sqlite or self._thread is not None:
            return
        with self._changed:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="queue-calls", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._closing.is_set():
            # whatever breaks the line, the displays go on looking by themselves until it is back
            with suppress(Exception):
                self._hear()
            self._set_listening(up=False)
            self._closing.wait(_RETRY)

    def _hear(self) -> None:
        raw = self._database.engine.raw_connection()
        try:
            line: Any = raw.driver_connection
            line.execute(f"LISTEN {CHANNEL}")
            self._set_listening(up=True)
            trusted = time.monotonic()
            while not self._closing.is_set():
                for notice in line.notifies(timeout=0.5, stop_after=1):
                    self._heard(notice.payload)
                if time.monotonic() - trusted > _TRUST:
                    trusted = time.monotonic()
                    if line.execute("SHOW transaction_read_only").fetchone()[0] == "on":
                        return  # a copy hears of no calls: the address leads to another server now
        finally:
            raw.invalidate()
            raw.close()

    def _heard(self, place: str) -> None:
        with self._changed:
            if place:
                self._at[place] += 1
            else:
                self._everywhere += 1  # a program of version 0.2.0 called, which names no place
            self._changed.notify_all()

    def _set_listening(self, *, up: bool) -> None:
        with self._changed:
            self._listening = up
            self._everywhere += 1
            self._changed.notify_all()
