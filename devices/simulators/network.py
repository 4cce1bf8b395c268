"""The building's network as a cable that can be pulled: TCP on the loopback interface, through here to where it goes."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from typing import Self

_LOOK = 0.05  # s; how soon a pulled cable and the end are noticed


class Cable:
    """Carries connections from `port` to `host`:`target`.

    While it is pulled nothing moves and nobody is told, as with a real one: connections stay open and silent, new ones
    are made by the kernel and find nobody.  What was under way goes on when it is plugged in again.
    """

    def __init__(self, host: str, target: int) -> None:
        self._target = (host, target)
        self._whole = threading.Event()
        self._whole.set()
        self._stop = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="simulated-cable", daemon=True)

    @property
    def plugged(self) -> bool:
        """True while bytes can pass."""
        return self._whole.is_set()

    def pull(self) -> None:
        """From now on nothing passes."""
        self._whole.clear()

    def plug(self) -> None:
        """Everything passes again."""
        self._whole.set()

    def start(self) -> Self:
        """Begin; answers itself."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End, with all connections."""
        self._stop.set()
        self._thread.join(2.0)
        self._server.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _passes(self) -> bool:
        """Wait a moment for the cable to be whole; True when it is."""
        return self._whole.wait(_LOOK) and not self._stop.is_set()

    def _serve(self) -> None:
        while not self._stop.is_set():
            if not self._passes() or not select.select([self._server], [], [], _LOOK)[0]:
                continue
            near, _ = self._server.accept()
            try:
                far = socket.create_connection(self._target, 3.0)
            except OSError:
                near.close()
                continue
            threading.Thread(target=self._carry, args=(near, far), name="simulated-line", daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        """Both ways, until one side is gone."""
        with near, far, contextlib.suppress(OSError):
            while not self._stop.is_set():
                if not self._passes():
                    continue
                for come in select.select([near, far], [], [], _LOOK)[0]:
                    data = come.recv(4096)
                    if not data:
                        return
                    (far if come is near else near).sendall(data)
