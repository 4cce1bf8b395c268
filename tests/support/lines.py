"""Bare connections to a server under test, from an address of one's choice."""

import socket
from contextlib import ExitStack, contextmanager, suppress

from tests.support.waiting import PATIENCE


@contextmanager
def lines():
    """`connected(address, said, come_from)` opens a connection that has said something; all are closed at the end."""
    with ExitStack() as open_until_the_end:

        def connected(address, said=b"", come_from="127.0.0.1"):
            made = socket.create_connection(address, PATIENCE, source_address=(come_from, 0))
            open_until_the_end.enter_context(made)
            made.sendall(said)
            return made

        yield connected


def rest_of(connection):
    """Everything until the end of the connection."""
    said = b""
    with suppress(ConnectionError):
        while more := connection.recv(65536):
            said += more
    return said
