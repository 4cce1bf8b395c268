"""How a command that serves ends: by Ctrl-C, or by the signal that a service manager sends."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def until_interrupted() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set."""
    done = threading.Event()
    kept = {number: signal.signal(number, lambda *_: done.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield done
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
