"""uvicorn in a thread of its own: an address that is taken at once, limits on every connection, an orderly stop."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import uvicorn

from kiosk.base.door import Door, Limits
from kiosk.base.receipt import Receipt

_GRACE: Final = 3  # seconds in which answers that are being made are given when the server stops
_STOPPED: Final = 5.0  # seconds after which a stop is over
_HEAD: Final = 16_384  # bytes of a request's head


class WebServer:
    """An ASGI application at an address.  OSError when the address is taken, ValueError for a certificate that is none.

    `certificate` is (certificate, key), PEM; `before_stop` tells the application that its long answers must end.
    """

    def __init__(
        self,
        app: Any,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        name: str,
        certificate: tuple[Path, Path] | None = None,
        limits: Limits | None = None,
        before_stop: Callable[[], None] = lambda: None,
    ) -> None:
        door = self._door = Door(host, port, limits or Limits())
        self._before_stop = before_stop

        class Counted(Receipt):
            pass

        Counted.door = door
        pem = {"ssl_certfile": certificate[0], "ssl_keyfile": certificate[1]} if certificate else {}
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http=Counted,
            ws="none",
            lifespan="off",
            log_config=None,  # a fault goes to the log of the program that serves
            log_level="error",  # nonsense from the network is no event
            access_log=False,
            proxy_headers=False,  # nobody tells us another address than the one that we see
            server_header=False,
            h11_max_incomplete_event_size=_HEAD,
            timeout_graceful_shutdown=_GRACE,
            **pem,  # type: ignore[arg-type]
        )
        try:
            config.load()
        except OSError as fault:
            door.close()
            files = " and ".join(map(str, certificate or ()))
            raise ValueError(f"{files} are no certificate with its key: {fault.strerror or fault}") from None
        if config.ssl is not None:
            config.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([door],), name=name, daemon=True)
        self.address: tuple[str, int] = door.getsockname()[:2]

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Take nobody any more, give the answers that are being made, let go of the address: within five seconds."""
        self._before_stop()
        self._server.should_exit = True
        if self._thread.ident is not None:
            self._thread.join(_STOPPED)
        self._door.close()

    @property
    def serving(self) -> bool:
        """Whether it answers, or still has to end."""
        return self._thread.is_alive()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop as uvicorn does, then leave no connection behind."""
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)
