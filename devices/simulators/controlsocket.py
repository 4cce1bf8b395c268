"""A control socket: one JSON object a line in, one out; a file that only its owner may open."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

Answer = dict[str, Any]
Handler = Callable[[Mapping[str, Any]], Answer]
_LONGEST = 65_536
_LONGEST_ADDRESS = 107  # bytes of sun_path before its closing zero, unix(7)


@contextlib.contextmanager
def _address(path: Path) -> Iterator[str]:
    """What the kernel takes for the socket at this path: 107 bytes at most, so a deeper folder goes by its descriptor."""
    if len(os.fsencode(path)) <= _LONGEST_ADDRESS:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class ControlServer:
    """Serves a handler on a unix socket; each connection may send as many lines as it likes."""

    def __init__(self, path: Path, handle: Handler) -> None:
        self.path = path
        self._handle = handle
        self._stop = threading.Event()
        self._socket: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, name="control", daemon=True)

    def start(self) -> Self:
        """Listen; answers itself.  A socket file that a crashed program left is replaced."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        old = os.umask(0o177)
        try:
            with _address(self.path) as address:
                listener.bind(address)
        finally:
            os.umask(old)
        listener.listen(8)
        listener.settimeout(0.1)
        self._socket = listener
        self._thread.start()
        return self

    def stop(self) -> None:
        """End and remove the socket."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(2.0)
        if self._socket is not None:
            self._socket.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _serve(self) -> None:
        listener = self._socket
        while listener is not None and not self._stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=self._talk, args=(connection,), name="control-client", daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10.0)
            with connection.makefile("rb") as lines:
                while line := lines.readline(_LONGEST):
                    connection.sendall(json.dumps(self._answer(line), ensure_ascii=False).encode() + b"\n")

    def _answer(self, line: bytes) -> Answer:
        try:
            request = json.loads(line)
        except ValueError:
            return {"ok": False, "error": "not a line of JSON"}
        if not isinstance(request, dict):
            return {"ok": False, "error": "not a JSON object"}
        return self._handle(request)


def ask(path: Path, request: Mapping[str, Any], timeout: float = 5.0) -> Answer:
    """Send one request to a control socket; OSError when nobody listens, ValueError for a broken answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(timeout)
        with _address(path) as address:
            connection.connect(address)
        connection.sendall(json.dumps(dict(request)).encode() + b"\n")
        with connection.makefile("rb") as lines:
            answer = json.loads(lines.readline() or b"{}")
    if not isinstance(answer, dict):
        raise ValueError("the answer is no object")
    return answer
