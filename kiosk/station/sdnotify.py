"""Tells systemd how the kiosk is: ready, still alive, stopping.  The watchdog is fed only while everything moves.

The protocol is one datagram to $NOTIFY_SOCKET (sd_notify(3)).  Without systemd every call does nothing.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field


class Notifier:
    """Sends lines to systemd.  A send that fails is no reason to stop: the next one follows soon."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        known = os.environ if environment is None else environment
        address = known.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._status = ""
        # WATCHDOG_PID may name another process of the service: then feeding is not ours
        watched = known.get("WATCHDOG_PID", "")
        mine = not watched or watched == str(os.getpid())
        micro = known.get("WATCHDOG_USEC", "")
        self.watchdog_seconds = int(micro) / 1e6 if mine and micro.isdigit() else 0.0

    def ready(self, status: str) -> None:
        """The first screen is shown."""
        self._send("READY=1", f"STATUS={status}")

    def status(self, status: str) -> None:
        """One line for `systemctl status`; sent only when it changed."""
        if status != self._status:
            self._send(f"STATUS={status}")
            self._status = status

    def alive(self) -> None:
        """Feed the watchdog."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """An orderly end has begun."""
        self._send("STOPPING=1")

    def extend(self, seconds: float) -> None:
        """Ask for more time to start (a migration of the data directory)."""
        self._send(f"EXTEND_TIMEOUT_USEC={int(seconds * 1e6)}")

    def _send(self, *lines: str) -> None:
        if not self._address:
            return
        message = "\n".join(line.replace("\n", " ") for line in lines).encode()
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
                channel.settimeout(0.5)
                channel.sendto(message, self._address)
        except OSError:
            return


@dataclass(slots=True)
class Heart:
    """Decides whether the watchdog is fed: every part that promised to beat has beaten within its limit.

    The main loop and the supervisor of the workers beat.  A single worker does not: one that is stuck in a call of its device
    is replaced by its supervisor, and that is no reason to kill the kiosk.  `beat` may be called from any thread.
    """

    notifier: Notifier
    limits: Mapping[str, float]
    _last: dict[str, float] = field(default_factory=dict)
    _fed: float = float("-inf")

    def beat(self, part: str, now: float) -> None:
        """`part` moves; `now` in seconds of the monotonic clock."""
        self._last[part] = now

    def late(self, now: float) -> tuple[tuple[str, float], ...]:
        """Parts that have not beaten within their limit, with the seconds since; one that never beat counts from the
        first question on.
        """
        found = []
        for part, limit in self.limits.items():
            since = now - self._last.setdefault(part, now)
            if since > limit:
                found.append((part, since))
        return tuple(found)

    def feed(self, now: float) -> bool:
        """Feed when all is well and a third of the watchdog's time has passed; True when all is well."""
        if self.late(now):
            return False
        interval = self.notifier.watchdog_seconds / 3
        if interval and now - self._fed >= interval:
            self.notifier.alive()
            self._fed = now
        return True
