"""The one way in which tests wait: for something that happens, not for a time to pass.

A wait ends with what it waited for. Its bound is far above what the slowest and busiest machine needs: only a defect
reaches it, and then the failure says what never came.
"""

import inspect
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any

from devices.api import DeviceEvent

PATIENCE = 120.0  # seconds; also what a test gives a program, a thread or a line that must answer


def rest(seconds: float = 0.01) -> None:
    """Let the others work, between two looks at what is waited for."""
    time.sleep(seconds)


def until(
    wanted: Callable[[], Any],
    what: str = "",
    *,
    turn: Callable[[], object] = rest,
    told: Callable[[], object] = str,
    patience: float = PATIENCE,
) -> Any:
    """What `wanted` gives, as soon as it is true.

    `turn` is done between two looks; `told` says more when the wait was in vain.  An emulated machine needs more `patience`.
    """
    end = time.monotonic() + patience
    while not (found := wanted()):
        if time.monotonic() > end:
            raise AssertionError(f"never came: {what or _source(wanted)}\n{told()}")
        turn()
    return found


def line_of(process: subprocess.Popen[str]) -> str:
    """The next line that a program says; a program that says none is ended, and so is the test."""
    assert process.stdout is not None
    limit = threading.Timer(PATIENCE, process.kill)
    limit.start()
    try:
        line = process.stdout.readline()
    finally:
        limit.cancel()
    assert line, f"never came: a line of {process.args}"
    return line.rstrip("\n")


def _source(wanted: Callable[[], Any]) -> str:
    try:
        return inspect.getsource(wanted).strip()
    except (OSError, TypeError):
        return repr(wanted)


class Told:
    """Everything that a driver told, in order, and a way to wait for it."""

    def __init__(self) -> None:
        self.events: list[DeviceEvent] = []
        self._changed = threading.Condition()

    def emit(self, event: DeviceEvent) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def until(self, wanted: Callable[[], Any], what: str = "") -> Any:
        """Wait until this is true; whatever the driver tells is looked at at once."""
        with self._changed:
            # what a simulated device does itself comes without an event
            return until(wanted, what, turn=lambda: self._changed.wait(0.01), told=lambda: self.events)

    def of(self, *kinds: type[DeviceEvent]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kinds)]
