"""What Alt-F4 does where a window manager runs: a polite request that a window close (ICCCM 4.2.8.1, WM_DELETE_WINDOW)."""

import ctypes as c

_CLIENT_MESSAGE = 33
_LONGS = 32


class _Message(c.Structure):
    _fields_ = (
        ("type", c.c_int),
        ("serial", c.c_ulong),
        ("send_event", c.c_int),
        ("display", c.c_void_p),
        ("window", c.c_ulong),
        ("message_type", c.c_ulong),
        ("format", c.c_int),
        ("data", c.c_long * 5),
        # the library copies a whole XEvent
        ("rest", c.c_long * 24),
    )


def ask_to_close(display, window):
    """Send it to a window (its number) on a display such as ":7"."""
    x = c.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = c.c_void_p
    x.XInternAtom.restype, x.XInternAtom.argtypes = c.c_ulong, (c.c_void_p, c.c_char_p, c.c_int)
    x.XSendEvent.argtypes = (c.c_void_p, c.c_ulong, c.c_int, c.c_long, c.c_void_p)
    x.XSync.argtypes, x.XCloseDisplay.argtypes = (c.c_void_p, c.c_int), (c.c_void_p,)
    opened = x.XOpenDisplay(display.encode())
    assert opened, f"no display {display}"
    protocols, delete = (x.XInternAtom(opened, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    message = _Message(_CLIENT_MESSAGE, 0, 1, opened, window, protocols, _LONGS, (delete, 0, 0, 0, 0))
    assert x.XSendEvent(opened, window, 0, 0, c.byref(message))
    x.XSync(opened, 0)
    x.XCloseDisplay(opened)
