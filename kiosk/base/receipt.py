"""Receipt with an end: uvicorn's h11 protocol, where head and body of a question have a time.

uvicorn bounds the size of a head and the silence between two questions, not the time in which a question comes in: a
client that sends a byte a second holds its connection for ever.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kiosk.base.door import Door

_FAREWELL: Final = 1.0  # seconds in which a connection that is closed sends what it still has to send


class Receipt(H11Protocol):
    """A connection whose question must be whole in time, and whose answer must be gone in time.  `door`: who counts it."""

    door: Door

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows it too
        """Begin to count."""
        super().connection_made(transport)
        self._number: int = transport.get_extra_info("socket").fileno()
        self._answering: bool | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._look()

    def data_received(self, data: bytes) -> None:
        """Take bytes, and see whether the question is whole."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """An answer was given: the next question has its own time."""
        self._answering = None
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is counted any more."""
        super().connection_lost(exc)
        if self._timer is not None:
            self._timer.cancel()

    def shutdown(self) -> None:
        """The server stops: an answer that is being made is given, a question that is not whole gets none."""
        super().shutdown()
        if not self._answering:
            self._close()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is refused in the words of our answers."""
        self._refuse(400, "BAD_REQUEST", msg)

    def _look(self) -> None:
        answering = self.conn.their_state not in (h11.IDLE, h11.SEND_BODY)
        if answering is not self._answering and not self.transport.is_closing():
            self._answering = answering
            self.door.answering(self._number, answering)
            self._arm(self.door.limits.answer if answering else self.door.limits.receipt, self._late)

    def _late(self) -> None:
        if self._answering:
            self.transport.abort()
        else:
            self._refuse(408, "TOO_SLOW", "The question did not come in time.")

    def _refuse(self, status: int, code: str, message: str) -> None:
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            body = json.dumps({"error": code, "message": message}).encode()
            headers = [
                ("content-type", "application/json"),
                ("content-length", str(len(body))),
                ("connection", "close"),
            ]
            for event in (h11.Response(status_code=status, headers=headers), h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self._close()

    def _close(self) -> None:
        self.transport.close()
        self._arm(_FAREWELL, self.transport.abort)

    def _arm(self, seconds: float, then: Callable[[], None]) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, then)
