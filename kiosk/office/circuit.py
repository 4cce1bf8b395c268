"""A circuit breaker: after several faults in a row nothing is asked for a while, then one question tries again."""

from __future__ import annotations

import threading
from typing import Final

from kiosk.base.clock import Clock

FAULTS: Final = 3  # in a row
REST: Final = 30.0  # seconds


class Circuit:
    """Closed: questions go through.  Open: none does, for REST seconds.  Then one tries; its answer decides."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._faults = 0
        self._opened: float | None = None
        self._trying = False

    def allows(self) -> bool:
        """Whether a question may be asked now; the one that tries again must report how it went."""
        with self._lock:
            if self._opened is None:
                return True
            if self._trying or self._clock.monotonic() - self._opened < REST:
                return False
            self._trying = True
            return True

    def report(self, *, good: bool) -> None:
        """How a question went."""
        with self._lock:
            self._trying = False
            if good:
                self._faults, self._opened = 0, None
                return
            self._faults += 1
            if self._faults >= FAULTS:
                self._opened = self._clock.monotonic()

    @property
    def open(self) -> bool:
        """Whether the circuit is open."""
        with self._lock:
            return self._opened is not None
