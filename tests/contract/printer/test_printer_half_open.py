"""A cable that is pulled between two hosts says nothing to either: TCP_USER_TIMEOUT and our questions do."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from devices.api import DeviceState, NotPrinted, Reason, Receipt, Text
from devices.printer.address import LinkAddress
from devices.printer.driver import ThermalPrinter, Timing
from devices.printer.link import USER_TIMEOUT, open_link
from devices.worker import Backoff, TemporaryFault
from tests.support.waiting import PATIENCE, Told, line_of, until

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        os.geteuid() != 0 or shutil.which("ip") is None, reason="two hosts need root and iproute2 (network namespaces)"
    ),
]

SERVER = """
import socket, sys, threading
from devices.simulators import printer
real = socket.socket.bind
socket.socket.bind = lambda self, address: real(self, ("10.99.7.2", 9100) if isinstance(address, tuple) else address)
with printer.SimulatedPrinter(9100, sys.argv[1]):
    print("ready", flush=True)
    threading.Event().wait()
"""


@pytest.fixture
def cable(tmp_path: Path):
    """A printer in a network namespace of its own, and the cable to it."""
    name = f"kp{secrets.token_hex(4)}"
    here, there = f"{name}a", f"{name}b"

    def ip(*words: str) -> None:
        subprocess.run(["ip", *words], check=True, timeout=300)

    ip("netns", "add", name)
    try:
        ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", name)
        ip("addr", "add", "10.99.7.1/30", "dev", here)
        ip("link", "set", here, "up")
        ip("-n", name, "addr", "add", "10.99.7.2/30", "dev", there)
        ip("-n", name, "link", "set", there, "up")
        server = subprocess.Popen(
            ["ip", "netns", "exec", name, sys.executable, "-c", SERVER, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert line_of(server) == "ready"
        yield lambda state: ip("-n", name, "link", "set", there, state)
        server.terminate()
        server.wait(PATIENCE)
        server.stdout.close()
    finally:
        subprocess.run(["ip", "link", "del", here], check=False, timeout=300)
        subprocess.run(["ip", "netns", "del", name], check=False, timeout=300)


@pytest.fixture
def between_hosts(monkeypatch):
    """The suite forbids everything beyond loopback; these two hosts are ours."""
    import socket

    real = socket.socket.connect
    while getattr(real, "__closure__", None):
        real = next(c.cell_contents for c in real.__closure__ if callable(c.cell_contents))
    monkeypatch.setattr(socket.socket, "connect", real)


@pytest.mark.usefixtures("between_hosts")
def test_the_next_write_after_the_user_timeout_fails_at_once(cable) -> None:
    link = open_link(LinkAddress.parse("tcp://10.99.7.2:9100"))
    link.write(b"\x10\x04\x01", 1.0)
    assert link.read(2.0)
    cable("down")
    link.write(b"\x10\x04\x01", 1.0)  # "succeeds": the kernel has it
    # without the user timeout the kernel would try for a quarter of an hour
    with pytest.raises(TemporaryFault) as told:
        until(lambda: False, "the fault", turn=lambda: link.read(0.2))
    assert told.value.reason is Reason.NOT_REACHABLE
    assert USER_TIMEOUT <= 5000
    link.close()


@pytest.mark.usefixtures("between_hosts")
def test_a_pulled_network_cable_is_noticed_within_a_second_and_mended_by_itself(cable) -> None:
    told = Told()
    driver = ThermalPrinter(told.emit, "tcp://10.99.7.2:9100", backoff=Backoff(0.2, 0.5))
    # asked so often and given so long, a printer that is silent is known to be so within a second
    assert Timing().poll + Timing().reply < 1.0
    driver.start()
    try:
        told.until(lambda: driver.health().state is DeviceState.READY)
        cable("down")
        told.until(lambda: driver.health().state is DeviceState.UNKNOWN)
        driver.print("a", Receipt((Text("R014"),)))
        told.until(lambda: told.of(NotPrinted))
        cable("up")
        told.until(lambda: driver.health().state is DeviceState.READY)
    finally:
        driver.stop()
