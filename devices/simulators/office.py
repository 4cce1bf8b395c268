"""A municipality's back office on the loopback interface (docs/api.md, "What a back office offers"), with faults by name."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

from devices.simulators.faults import CanFail, FaultBoard
from devices.simulators.loopback import Loopback

STATUSES = ("none", "awaiting_decision", "in_production", "ready", "collected", "destroyed", "reported")
FAULTS = {
    "slow": "answers after `value` seconds (5)",
    "error": "answers 500",
    "nonsense": "answers something that is no answer",
    "hang_up": "closes the connection in the middle of an answer",
}


class SimulatedOffice(CanFail, Loopback):
    """Everybody's card has the one `status`; appointments are made with `appoint`.  `now` is the kiosk's clock."""

    def __init__(self, port: int = 0, *, place: str = "stadskantoor") -> None:
        self.faults = FaultBoard(FAULTS)
        self.status = "none"
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.questions = 0
        self._place = place
        self._appointments: dict[str, datetime] = {}
        self._stop = threading.Event()
        office = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                office.serve(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class's name)
                del format, args

        super().__init__("simulated-office", Handler, port)

    @property
    def url(self) -> str:
        """The address for the kiosk's configuration."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End; whoever waits inside is let go."""
        self._stop.set()
        super().stop()

    def say(self, status: str) -> None:
        """What it says of everybody's card; ValueError for a status that does not exist."""
        if status not in STATUSES:
            raise ValueError(f"unknown status {status!r}; known: {', '.join(STATUSES)}")
        self.status = status

    def appoint(self, code: str, minutes: float) -> None:
        """An appointment with this code so many minutes from now."""
        self._appointments[code] = self.now() + timedelta(minutes=minutes)

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one question."""
        self.questions += 1
        length = int(handler.headers.get("Content-Length", "0") or 0)
        question = json.loads(handler.rfile.read(length) or b"{}")
        slow = self.faults.strikes("slow")
        if slow is not None:
            self._stop.wait(slow.value or 5.0)
        status = HTTPStatus.INTERNAL_SERVER_ERROR if self.faults.strikes("error") else HTTPStatus.OK
        body = b"<html>moment</html>" if self.faults.strikes("nonsense") else self._answer(handler.path, question)
        broken = self.faults.strikes("hang_up")
        # whoever asked may have given up by now
        with contextlib.suppress(OSError):
            handler.send_response(status)
            handler.send_header("Content-Type", "application/json")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body[: len(body) // 2] if broken else body)
        handler.close_connection = broken is not None

    def _answer(self, path: str, question: dict[str, Any]) -> bytes:
        if path.endswith("/v1/card-status"):
            return json.dumps({"status": self.status, "place": self._place}).encode()
        code = str(question.get("code", ""))
        at = self._appointments.get(code)
        found = [] if at is None else [{"id": code, "place": self._place, "starts_at": at.isoformat()}]
        return json.dumps({"appointments": found}).encode()
