"""A serial line to the printer, through pyserial, with the flow control that the printer speaks.

A serial line has no back-pressure of its own: what the printer has no room for is lost.  So nothing is handed to the
kernel ahead of the line's speed, in small pieces, and between two pieces the printer may say "stop": by XOFF, or by
taking away CTS or DSR.  Status requests are "real-time" commands and are sent all the same.
"""

from __future__ import annotations

import contextlib
import termios
import time
from typing import Any

from devices.api import Reason
from devices.printer.address import LinkAddress
from devices.worker import PermanentFault, TemporaryFault

PIECE = 64  # bytes; a printer says "stop" while it still has room for 128 (Epson) or more
_AHEAD = 0.004  # s of the line's time that the kernel may hold, so that the line never stands still
_XON, _XOFF = 0x11, 0x13


class SerialLink:
    """One open line; pyserial's three kinds of exception end here."""

    same_line = True
    piece = PIECE

    def __init__(self, address: LinkAddress) -> None:
        import serial

        self._lost = (serial.SerialException, OSError, termios.error)
        self._slow = serial.SerialTimeoutException
        self._baud = address.baud
        self._flow = address.flow
        self._free_at = 0.0
        self._said_stop = False
        try:
            self._port: Any = serial.Serial(
                address.path, address.baud, timeout=0, write_timeout=0, exclusive=True, rtscts=self._flow == "rtscts"
            )
            # an adapter collects what comes for 16 ms, and XOFF with it: 180 bytes more at 115200 baud
            with contextlib.suppress(ValueError, NotImplementedError, *self._lost):
                self._port.set_low_latency_mode(True)
            self._port.reset_input_buffer()
        except PermissionError:
            raise
        except self._lost as error:
            if getattr(error, "errno", None) == 13:
                raise PermanentFault(Reason.NOT_PERMITTED, str(error)) from error
            raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error

    def pause(self) -> float | None:
        """See `Link.pause`."""
        if self._stopped():
            return None
        return max(0.0, self._free_at - time.monotonic() - _AHEAD)

    def _stopped(self) -> bool:
        match self._flow:
            case "rtscts" | "dsrdtr":
                try:
                    return not (self._port.cts if self._flow == "rtscts" else self._port.dsr)
                except self._lost as error:
                    said = f"this line has no {self._flow[:3].upper()} wire; add ?flow=xonxoff or ?flow=none ({error})"
                    raise TemporaryFault(Reason.NOT_REACHABLE, said) from error
            case _:
                return self._said_stop

    def has_room(self) -> None:
        """See `Link.has_room`."""
        self._said_stop = False

    def read(self, timeout: float) -> bytes:
        """See `Link.read`; XON and XOFF are the line's own and are not handed on."""
        try:
            self._port.timeout = timeout
            data: bytes = self._port.read(1)
            if not data:
                return b""
            self._port.timeout = 0
            data += self._port.read(4096)
        except self._lost as error:
            raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error
        return self._without_flow(data) if self._flow == "xonxoff" else data

    def _without_flow(self, data: bytes) -> bytes:
        for byte in data:
            if byte in (_XON, _XOFF):
                self._said_stop = byte == _XOFF
        return data.translate(None, bytes((_XON, _XOFF)))

    def write(self, data: bytes, timeout: float) -> None:
        """See `Link.write`; the time the bytes are on the way is added to `timeout`."""
        try:
            self._port.write_timeout = timeout + self.seconds_for(len(data))
            self._port.write(data)
        except self._slow as error:
            raise TemporaryFault(Reason.NOT_RESPONDING, "the printer takes no bytes") from error
        except self._lost as error:
            raise TemporaryFault(Reason.NOT_REACHABLE, str(error)) from error
        self._free_at = max(self._free_at, time.monotonic()) + self.seconds_for(len(data))

    def seconds_for(self, count: int) -> float:
        """Ten bit times a byte."""
        return count * 10.0 / self._baud

    def close(self) -> None:
        """Close; pyserial may raise termios.error here when the device is gone."""
        with contextlib.suppress(*self._lost):
            self._port.close()
