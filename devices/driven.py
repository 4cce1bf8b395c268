"""What every device that a worker runs has in common: it is started, tells its health, and is stopped."""

from __future__ import annotations

from typing import Generic, TypeVar

from devices.api.health import Health
from devices.worker import Worker

Job = TypeVar("Job")


class Driven(Generic[Job]):
    """A device behind a `Worker`, which its driver makes."""

    _worker: Worker[Job]

    def health(self) -> Health:
        """The last known health."""
        return self._worker.health()

    def start(self) -> None:
        """Connect, and stay connected; while it runs a second call does nothing."""
        self._worker.start()

    def stop(self, timeout: float = 2.0) -> None:
        """Let go of the device, within `timeout` seconds."""
        self._worker.stop(timeout)
