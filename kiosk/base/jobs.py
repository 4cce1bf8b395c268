"""One thread that does slow things in order, so that the main loop never waits for a disk or a network."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

Job = Callable[[], None]


class Jobs:
    """A queue of jobs for one owner (the store, the back office).

    The thread is a daemon: a job that never returns keeps nobody, not even the exit.  A job that raises is told to
    `on_fault` and the next one goes on.
    """

    def __init__(self, name: str, on_fault: Callable[[Exception], None]) -> None:
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._on_fault = on_fault
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Do this after what was submitted before."""
        self._queue.put(job)

    def close(self, timeout: float = 2.0) -> None:
        """Finish what is queued, for at most `timeout` seconds."""
        self._queue.put(None)
        self._thread.join(timeout)

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            try:
                job()
            except Exception as fault:  # the owner decides what a fault means; the thread must go on
                self._on_fault(fault)
