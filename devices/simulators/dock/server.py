"""Serves the dock's page on the loopback interface and carries its wishes to the two control sockets."""

from __future__ import annotations

import contextlib
import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from importlib import resources
from pathlib import Path
from typing import Any

from devices.simulators.controlsocket import ask
from devices.simulators.loopback import Loopback

_FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/dock.css": ("dock.css", "text/css; charset=utf-8"),
    "/dock.js": ("dock.js", "text/javascript; charset=utf-8"),
}
_LONGEST = 65_536
_DIGITS = 7  # a longer number is not even read
# a page of another site may reach a loopback port; it cannot send this header without being asked first
_HEADER = "X-Kiosk-Dock"
_SAFE = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class DockServer(Loopback):
    """The page at `url`; `simulators` and `kiosk` are the control sockets, either may be absent."""

    def __init__(self, port: int = 0, *, simulators: Path | None = None, kiosk: Path | None = None) -> None:
        sockets = {"/simulators": simulators, "/kiosk": kiosk}

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._get()

            def do_POST(self) -> None:
                self._post()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class's name)
                del format, args

            def _get(self) -> None:
                # what comes after the head of a GET is never taken for the next question
                self.close_connection |= "Content-Length" in self.headers or "Transfer-Encoding" in self.headers
                if not self._local() or self.path not in _FILES:
                    self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")
                    return
                name, kind = _FILES[self.path]
                page = resources.files("devices.simulators.dock") / "page" / name
                self._send(HTTPStatus.OK, page.read_bytes(), kind)

            def _post(self) -> None:
                told = self.headers.get("Content-Length", "0")
                length = int(told) if told.isascii() and told.isdigit() and len(told) < _DIGITS else _LONGEST + 1
                if not self._local() or self.headers.get(_HEADER) is None or length > _LONGEST:
                    self.close_connection = True
                    self._send(HTTPStatus.FORBIDDEN, b"", "text/plain")
                    return
                body = self.rfile.read(length)
                if self.path not in sockets:
                    self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")
                    return
                answer = _forward(sockets[self.path], body)
                self._send(HTTPStatus.OK, json.dumps(answer, ensure_ascii=False).encode(), "application/json")

            def _local(self) -> bool:
                """The name in the address must be a loopback one: a foreign name that leads here is refused."""
                return self.headers.get("Host", "").rpartition(":")[0] in ("127.0.0.1", "localhost")

            def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                for name, value in _SAFE.items():
                    self.send_header(name, value)
                # a window that was closed in the middle is no fault
                with contextlib.suppress(ConnectionError):
                    self.end_headers()
                    self.wfile.write(body)

        super().__init__("dock", Handler, port)

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://127.0.0.1:{self.port}/"


def _forward(path: Path | None, body: bytes) -> dict[str, Any]:
    if path is None:
        return {"ok": False, "absent": True, "error": "not part of this run"}
    try:
        request = json.loads(body)
        if not isinstance(request, dict):
            return {"ok": False, "error": "not a JSON object"}
        return ask(path, request)
    except OSError:
        return {"ok": False, "absent": True, "error": "nobody answers"}
    except ValueError as error:
        return {"ok": False, "error": str(error)}
