"""The X display that a window would open on: whether it answers, and how much room its desktop has."""

from __future__ import annotations

import ctypes
import os
import threading
from dataclasses import dataclass

_ANSWER_SECONDS = 5.0
_CARDINAL, _ANY_LENGTH = 6, 4
# what a window manager puts around a window, and a rim of the desktop
_ROOM = 0.92


class NoDisplay(RuntimeError):
    """No window can be opened; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Desktop:
    """Pixels that windows may take: without panels and docks, where a window manager tells of them."""

    width: int
    height: int

    def fit(self, width: int, height: int) -> tuple[int, int]:
        """The largest size of this shape, at most `width` x `height`, that leaves room for a title bar."""
        scale = min(1.0, self.width * _ROOM / width, self.height * _ROOM / height)
        return (width, height) if scale == 1.0 else (int(width * scale), int(height * scale))


def desktop() -> Desktop:
    """The desktop of $DISPLAY; NoDisplay when nobody answers there."""
    name = os.environ.get("DISPLAY", "")
    found: list[Desktop] = []
    # a thread: the display may be at the other end of a line that says nothing
    asking = threading.Thread(target=lambda: found.extend(_asked()), name="desktop", daemon=True)
    asking.start()
    asking.join(_ANSWER_SECONDS)
    if not found:
        raise NoDisplay(
            f"the display {name!r} (DISPLAY) cannot be used: nobody answers there, or this user may not.\n"
            "Start this in a terminal of the desktop, as the user who is logged in there (not with sudo);\n"
            "without a desktop, unset DISPLAY and play a visit: kiosk demo"
        )
    return found[0]


def _asked() -> list[Desktop]:
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return []
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    if not display:
        return []
    try:
        screen = x11.XDefaultScreen(display)
        whole = Desktop(x11.XDisplayWidth(display, screen), x11.XDisplayHeight(display, screen))
        return [_work_area(x11, display) or whole]
    finally:
        x11.XCloseDisplay(display)


def _work_area(x11: ctypes.CDLL, display: ctypes.c_void_p) -> Desktop | None:
    """The first desktop's part without panels, as window managers tell it (EWMH `_NET_WORKAREA`: x, y, width, height)."""
    x11.XInternAtom.restype = x11.XDefaultRootWindow.restype = ctypes.c_ulong
    atom = ctypes.c_ulong(x11.XInternAtom(display, b"_NET_WORKAREA", 0))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    kind, bits = ctypes.c_ulong(), ctypes.c_int()
    count, left = ctypes.c_ulong(), ctypes.c_ulong()
    data = ctypes.POINTER(ctypes.c_long)()
    wanted = (ctypes.c_long(0), ctypes.c_long(_ANY_LENGTH), 0, ctypes.c_ulong(_CARDINAL))
    told = (ctypes.byref(each) for each in (kind, bits, count, left, data))
    x11.XGetWindowProperty(display, root, atom, *wanted, *told)
    if not data:
        return None
    try:
        _, _, width, height = data[:4] if count.value == _ANY_LENGTH else (0, 0, 0, 0)
    finally:
        x11.XFree(data)
    return Desktop(width, height) if width > 0 and height > 0 else None
