"""Tells when somebody opens a device file, as a board sees that its DTR rises (inotify(7); Python has no call for it)."""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct

_OPENED = 0x20  # IN_OPEN
_EVENT = struct.calcsize("iIII")


class Openings:
    """Watches one file; OSError when it cannot be watched."""

    def __init__(self, path: str) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._fd: int = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._fd < 0 or libc.inotify_add_watch(self._fd, os.fsencode(path), _OPENED) < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), path)

    def happened(self) -> bool:
        """True when it was opened since this was asked last."""
        # nothing has happened, or another thread has just closed it
        with contextlib.suppress(OSError):
            return len(os.read(self._fd, 64 * _EVENT)) >= _EVENT
        return False

    def close(self) -> None:
        """Watch no more."""
        os.close(self._fd)
