"""The wires: every limit is really set, and a printer that takes no bytes holds nobody."""

from __future__ import annotations

import os
import socket
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.api import Reason
from devices.printer.address import LinkAddress
from devices.printer.link import USER_TIMEOUT, Link, open_link
from devices.worker import PermanentFault, TemporaryFault


@pytest.fixture
def deaf() -> Iterator[socket.socket]:
    """A listening port whose connections nobody reads."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        server.bind(("127.0.0.1", 0))
        server.listen(1)
        yield server


@pytest.fixture
def line() -> Iterator[str]:
    """A serial line, and a character device like the kernel's printer file, that nobody reads."""
    controller, peripheral = os.openpty()
    tty.setraw(peripheral)
    yield os.ttyname(peripheral)
    os.close(controller)
    os.close(peripheral)


def test_a_network_link_keeps_itself_alive_and_gives_up_what_is_not_acknowledged(deaf) -> None:
    link = open_link(LinkAddress("tcp", host="127.0.0.1", port=deaf.getsockname()[1]))
    wire = link._socket
    try:
        assert wire.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == USER_TIMEOUT == 3000
        assert wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
        idle, every, count = (
            wire.getsockopt(socket.IPPROTO_TCP, option)
            for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
        )
        assert idle + every * count <= 5
        assert wire.getblocking() is False
    finally:
        link.close()


def _stalled(link: Link, count: int) -> None:
    try:
        with pytest.raises(TemporaryFault) as told:
            link.write(bytes(count), 0.2)
        assert told.value.reason is Reason.NOT_RESPONDING
        assert link.read(0.0) == b""
    finally:
        link.close()


def test_a_stalled_network_printer_ends_the_write(deaf) -> None:
    _stalled(open_link(LinkAddress("tcp", host="127.0.0.1", port=deaf.getsockname()[1])), 8_000_000)


def test_a_stalled_serial_printer_ends_the_write(line) -> None:
    _stalled(open_link(LinkAddress("serial", path=line, baud=921_600)), 20_000)


def test_a_stalled_printer_file_ends_the_write(line) -> None:
    _stalled(open_link(LinkAddress("usblp", path=line)), 20_000)


@pytest.mark.parametrize("kind", ["serial", "usblp"])
def test_a_line_that_is_gone_is_lost_and_closing_it_is_no_fault(kind: str) -> None:
    controller, peripheral = os.openpty()
    tty.setraw(peripheral)
    link = open_link(LinkAddress(kind, path=os.ttyname(peripheral)))
    os.close(controller)
    os.close(peripheral)
    with pytest.raises(TemporaryFault) as told:
        link.read(0.2)
    assert told.value.reason is Reason.NOT_REACHABLE
    link.close()


def test_a_printer_file_that_is_no_printer_is_told(tmp_path: Path) -> None:
    with pytest.raises((TemporaryFault, PermanentFault)) as told:
        open_link(LinkAddress("usblp", path=str(tmp_path)))
    assert told.value.reason is Reason.NOT_REACHABLE
