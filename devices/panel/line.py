"""Whole lines over a serial port (a device file, `socket://`, `rfc2217://`), with one way to fail."""

from __future__ import annotations

import contextlib
import re
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from devices.api import Reason
from devices.presence import look_at
from devices.worker import PermanentFault, TemporaryFault

DEFAULT_BAUD = 115200


class SerialLine:
    """An open port that gives lines; `url` is `serial:///dev/kiosk-panel?baud=115200` or any URL of pyserial.

    A line ends with any byte of `ends`.  One that never does is dropped after `limit` bytes or `gap` seconds of silence, and
    counted; with `silence_ends` that silence is its end.  DTR and RTS are down together while the port is open, where the
    driver allows it: many boards reset when DTR rises, some are held in their reset by RTS alone.  `raised` has both up;
    `?dtr=on` or `?dtr=off` in the address says it for good.
    """

    def __init__(
        self,
        url: str,
        *,
        ends: bytes = b"\n",
        limit: int = 80,
        gap: float = 0.5,
        silence_ends: bool = False,
        raised: bool = False,
    ) -> None:
        import serial

        self._silence_ends = silence_ends

        self._lost = (serial.SerialException, OSError, termios.error)
        self._ends, self._limit, self._gap = re.compile(b"[" + re.escape(ends) + b"]"), limit, gap
        self._buffer = bytearray()
        self._last = 0.0
        self._skipping = False
        self.dropped = 0
        target, baud = _target(url)
        try:
            self._port: Any = serial.serial_for_url(target, baud, timeout=0, do_not_open=True)
            if target.startswith("/"):
                self._port.dtr = self._port.rts = {"on": True, "off": False}.get(_asked(url, "dtr"), raised)
            self._port.open()
            if hasattr(self._port, "exclusive"):
                self._port.exclusive = True
            # a socket knows no write time limit; a port that takes no bytes must not hold us
            with contextlib.suppress(NotImplementedError):
                self._port.write_timeout = 1.0
        except self._lost as error:
            if getattr(error, "errno", None) == 13:
                raise PermanentFault(Reason.NOT_PERMITTED, str(error)) from error
            raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error
        except ValueError as error:
            raise PermanentFault(Reason.WRONG_DEVICE, str(error)) from error

    def lines(self, timeout: float) -> list[bytes]:
        """Whole lines without their ends, waiting up to `timeout` seconds for the first byte."""
        try:
            self._port.timeout = timeout
            data: bytes = self._port.read(1)
            if data:
                self._port.timeout = 0
                data += self._port.read(4096)
        except self._lost as error:
            raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error
        now = time.monotonic()
        ended: list[bytes] = []
        if self._buffer and not data and now - self._last > self._gap:
            if self._silence_ends and not self._skipping:
                ended = [bytes(self._buffer)]
            else:
                self.dropped += 1
            self._buffer.clear()
            self._skipping = False
        if not data:
            return ended
        self._last = now
        self._buffer += data
        *whole, rest = self._ends.split(bytes(self._buffer))
        self._buffer[:] = rest
        if self._skipping and whole:
            self._skipping = False
            whole = whole[1:]
        if len(self._buffer) > self._limit:
            self._buffer.clear()
            self._skipping = True
            self.dropped += 1
        kept = [line for line in whole if len(line) <= self._limit]
        self.dropped += len(whole) - len(kept)
        return ended + kept

    def write(self, data: bytes) -> None:
        """Send; a lost port raises `TemporaryFault`."""
        try:
            self._port.write(data)
        except self._lost as error:
            raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error

    def close(self) -> None:
        """Close; the port may be gone already."""
        # pyserial 3.5 leaves the socket of socket:// open when the other side went first
        sock = getattr(self._port, "_socket", None)
        with contextlib.suppress(*self._lost):
            self._port.close()
        if sock is not None:
            sock.close()


def _target(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    if parts.scheme != "serial":
        return url, DEFAULT_BAUD
    baud = _asked(url, "baud") or str(DEFAULT_BAUD)
    if not baud.isdecimal():
        raise ValueError(f"{url}: {baud!r} is no baud rate")
    return parts.path, int(baud)


def _asked(url: str, key: str) -> str:
    return parse_qs(urlsplit(url).query).get(key, [""])[0]


def is_modem(url: str) -> bool:
    """True for a port of USB's modem class: many a device behind one sends nothing before DTR is up."""
    path, _ = _target(url)
    return _real_name(path).startswith("ttyACM")


def _real_name(path: str) -> str:
    return Path(path).resolve().name


def presence(url: str) -> Callable[[], object] | None:
    """A cheap look at what the device file is; None where there is no file."""
    path, _ = _target(url)
    return look_at(path) if path.startswith("/") else None
