"""Whether the machine's time is checked against a time server: asked of the kernel, without root and without a program.

`adjtimex` with no modes only reads.  The kernel's STA_UNSYNC bit is cleared by systemd-timesyncd, chrony and ntpd alike once
they follow a server, and comes back after about half a day without one.  Where the call is not allowed (a container, a
sandbox without it) the answer is None: nobody knows.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass

# <sys/timex.h>: modes; offset, freq, maxerror, esterror; status; constant, precision, tolerance; time; tick and more
_STATUS_OFFSET = 40
_STRUCT_BYTES = 512
_STA_UNSYNC = 0x0040
_TIME_ERROR = 5
# an error bound of sixteen seconds is the kernel's word for "no idea"
_MAXERROR_OFFSET = 24
_NO_IDEA_MICROSECONDS = 16_000_000


@dataclass(frozen=True, slots=True)
class KernelTime:
    """What the kernel says: its clock state, status bits, and the bound of its error in microseconds."""

    state: int
    status: int
    max_error: int


def read_kernel() -> KernelTime | None:
    """Ask the kernel; None where it does not answer."""
    if ctypes.sizeof(ctypes.c_long) != 8:
        return None
    try:
        libc = ctypes.CDLL(None)
        buffer = ctypes.create_string_buffer(_STRUCT_BYTES)
        state = libc.adjtimex(buffer)
    except (OSError, AttributeError):
        return None
    if state < 0:
        return None
    status = int.from_bytes(buffer.raw[_STATUS_OFFSET : _STATUS_OFFSET + 4], "little")
    max_error = int.from_bytes(buffer.raw[_MAXERROR_OFFSET : _MAXERROR_OFFSET + 8], "little", signed=True)
    return KernelTime(state, status, max_error)


def synchronised(read: Callable[[], KernelTime | None] = read_kernel) -> bool | None:
    """True: checked against a server.  False: not.  None: nobody knows."""
    known = read()
    if known is None:
        return None
    if known.state == _TIME_ERROR or known.status & _STA_UNSYNC:
        return False
    return known.max_error < _NO_IDEA_MICROSECONDS


def jumped(civil_before: float, civil_now: float, mono_before: float, mono_now: float) -> float:
    """Seconds by which the time of day jumped (forward positive); 0.0 for less than two seconds."""
    jump = (civil_now - civil_before) - (mono_now - mono_before)
    return jump if abs(jump) >= 2.0 else 0.0
