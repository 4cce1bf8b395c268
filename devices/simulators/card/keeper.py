"""Runs a pcscd where nobody else is: its own `/run`, its own network, its own lack of drivers (decision 0010).

`pcscd.py` starts this file as a program of its own inside new namespaces; it uses the standard library alone.
Arguments: the folder that becomes `/run`, pcscd's folder of USB drivers, in it the one driver that stays, then the
descriptors of the listening sockets that lead to the reader's slots.  Standard input is the leash: when it closes, everything here ends.
"""

from __future__ import annotations

import fcntl
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

PORT = 35963  # of the first slot; the network is ours alone, so it is always free
_AGAIN = 0.02  # seconds between two attempts to reach the reader
_TRY = 0.2  # seconds for one attempt; a reader that still holds a card drops it
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 0x1  # linux/sockios.h, linux/if.h


def raise_loopback() -> None:
    """A new network has a loopback that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", _IFF_UP))


def without_polkit() -> list[str]:
    """What tells pcscd not to ask polkit, which cannot be reached from here; a pcscd built without it knows no such word."""
    told = subprocess.run(["pcscd", "--help"], capture_output=True, text=True, check=False, timeout=30).stdout
    return ["--disable-polkit"] if "--disable-polkit" in told else []


def serve_slot(door: socket.socket, port: int) -> None:
    """Lead whoever comes through the door to the slot, one after the other: a slot holds one card."""
    while True:
        card, _ = door.accept()
        with card, reader_at(port) as reader:
            try:
                carry(card, reader)
            except OSError:
                continue  # one of them is gone


def reader_at(port: int) -> socket.socket:
    """A connection to the slot, as soon as it takes one."""
    while True:
        try:
            reader = socket.create_connection(("127.0.0.1", port), _TRY)
        except OSError:
            time.sleep(_AGAIN)
        else:
            reader.settimeout(None)
            return reader


def carry(card: socket.socket, reader: socket.socket) -> None:
    """Carry bytes both ways until one side is gone."""
    other = {card: reader, reader: card}
    for each in other:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        for source in select.select(list(other), [], [])[0]:
            # the virtual reader sends a length and waits for it to be acknowledged before it sends the rest
            source.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            data = source.recv(65536)
            if not data:
                return
            other[source].sendall(data)


def leave_one_driver(drivers: str, driver: Path) -> None:
    """Cover the folder of drivers, and put the virtual reader's back: not below `/run`, from where no code may be run on many a machine."""
    library = driver.read_bytes()
    subprocess.run(["mount", "-t", "tmpfs", "none", drivers], check=True, timeout=30)
    driver.parent.mkdir()
    driver.write_bytes(library)


def main(run: str, drivers: str, driver: str, *doors: str) -> int:
    """Run pcscd until it ends or the leash is let go."""
    try:
        leave_one_driver(drivers, Path(driver))
        subprocess.run(["mount", "--bind", run, "/run"], check=True, timeout=30)
        raise_loopback()
    except (OSError, subprocess.CalledProcessError) as problem:
        sys.exit(str(problem))
    with Path("/run/log").open("wb") as log:
        daemon = subprocess.Popen(
            ["pcscd", "--foreground", *without_polkit(), "--config", "/run/conf"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    for number, door in enumerate(doors):
        listening = socket.socket(fileno=int(door))
        threading.Thread(target=serve_slot, args=(listening, PORT + number), daemon=True).start()

    def end() -> None:
        os.read(sys.stdin.fileno(), 1)
        daemon.terminate()

    threading.Thread(target=end, daemon=True).start()
    return daemon.wait()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
