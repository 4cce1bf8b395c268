"""Asks the application of the HTTP API itself: what a server would let through, and more."""

import asyncio

from kiosk.base.clock import SystemClock
from kiosk.queue.clients import Client, Doorman, Scope, token_hash
from kiosk.queue.httpapi import make_app
from kiosk.queue.routes import Desk

ANYBODY = Client("anybody", token_hash("token"), frozenset(Scope), per_minute=100_000, burst=100_000)


class Asked:
    """A block in which a client with every right asks the queue of a place; a fault of the application is raised."""

    def __init__(self, store, place, clock=None):
        self._app = make_app(Desk(store, Doorman((ANYBODY,)), clock or SystemClock(), place))
        self._loop = asyncio.Runner()

    def __enter__(self):
        self._loop.__enter__()
        return self

    def __exit__(self, *fault):
        self._loop.__exit__(*fault)

    def __call__(self, method, path, query, body):
        """Status and bytes of the answer."""
        return self._loop.run(self._ask(method, path, query, body))

    async def _ask(self, method, path, query, body):
        heard, said = [{"type": "http.request", "body": body, "more_body": False}], []

        async def receive():
            return heard.pop() if heard else {"type": "http.disconnect"}

        async def send(message):
            said.append(message)

        length = str(len(body)).encode()
        headers = [(b"authorization", b"Bearer token"), (b"content-length", length)]
        scope = {"type": "http", "http_version": "1.1", "method": method, "path": path, "headers": headers, "state": {}}
        scope |= {"raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "scheme": "http"}
        await self._app(scope, receive, send)
        return said[0]["status"], b"".join(message.get("body", b"") for message in said[1:])
