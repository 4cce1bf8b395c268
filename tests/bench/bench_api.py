"""The API of a store: a known client beside 64 connections that drip a byte a second, and the same client alone.

Half of those who drip come as a question's head, half as its body, from the client's own address and from another one.
A known client is answered within 1 s while all of them stand.
"""

import http.client
import tempfile
import threading
import time
from collections.abc import Iterator

from kiosk.base.clock import SystemClock
from kiosk.queue.clients import Client, Doorman, Scope, token_hash
from kiosk.queue.httpapi import make_server
from kiosk.queue.store import open_store
from tests.bench.frame import Row, Run, at_most
from tests.bench.measure import Times
from tests.support.lines import lines

PLACE, DRIPPING = "stadskantoor", 64
KNOWN = Client("hall", token_hash("hall-token"), frozenset(Scope), per_minute=60_000, burst=1_000)
TOKEN = {"Authorization": "Bearer hall-token"}
BODY = b"POST /v1/calls HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer hall-token\r\nContent-Length: 8000\r\n\r\n{"
STANDS = 6.0  # s; one that drips is sent away after ten


def asked(server):
    """Seconds until a known client has its answer, its connection included."""
    begin = time.perf_counter()
    connection = http.client.HTTPConnection(*server.address, timeout=60)
    try:
        connection.request("GET", f"/v1/board?place={PLACE}", headers=TOKEN)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise ValueError(f"the known client was answered {answer.status}")
    return time.perf_counter() - begin


def beside_those_who_drip(server, come_from, rounds):
    """Times of a known client, and how many of them stood to the end."""
    over, standing = threading.Event(), []
    with lines() as connected:
        dripping = [connected(server.address, start, come_from) for start in (b"G", BODY) * (DRIPPING // 2)]

        def drip():
            while not over.wait(1.0):
                standing[:] = [each for each in dripping if dripped(each)]

        thread = threading.Thread(target=drip)
        thread.start()
        took = [asked(server) for _ in range(rounds) if not over.wait(STANDS / rounds)]
        over.set()
        thread.join(60)
    return took, len(standing)


def dripped(connection):
    """Whether the server still takes a byte of this connection."""
    try:
        connection.sendall(b"x")
    except OSError:
        return False
    return True


def rows(run: Run) -> Iterator[Row]:
    """From either address, each beside the client alone."""
    rounds = run.rounds(400, 40)
    with tempfile.TemporaryDirectory(prefix="bench-api-") as folder:
        store = open_store(f"sqlite:///{folder}/tickets.db", clock=SystemClock())
        for come_from, who in (("127.0.0.1", "its own"), ("127.0.0.2", "another")):
            with make_server(store, Doorman((KNOWN,)), SystemClock(), place=PLACE) as server:
                alone = Times.of(asked(server) for _ in range(rounds))
                took, standing = beside_those_who_drip(server, come_from, rounds)
                beside = Times.of(took)
            what = f"a known client beside {DRIPPING} that drip from {who} address, longest"
            yield Row(
                what,
                beside.longest,
                "ms",
                alone.longest,
                "alone",
                at_most(1000),
                note=f"{len(took)} questions; {standing} of {DRIPPING} stood to the end",
            )
        store.close()
