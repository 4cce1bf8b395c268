"""Several pointers at once on one X display, each with its own buttons: more master pointers (XI2), moved and pressed by XTEST.

X servers without hardware take no touches from a program (XTEST has none), but any number of pointers; a program that
listens to the core protocol gets the presses of all of them mixed, which is what a hand on the glass makes.
"""

import ctypes as c

_ADD_MASTER, _REMOVE_MASTER = 1, 2
_FLOATING = 2
_ALL_DEVICES = 0
_LEFT = 1


class _AddMaster(c.Structure):
    _fields_ = (("type", c.c_int), ("name", c.c_char_p), ("send_core", c.c_int), ("enable", c.c_int))


class _RemoveMaster(c.Structure):
    _fields_ = (
        ("type", c.c_int),
        ("id", c.c_int),
        ("return_mode", c.c_int),
        ("return_pointer", c.c_int),
        ("return_keyboard", c.c_int),
    )


class _Device(c.Structure):
    _fields_ = (
        ("id", c.c_int),
        ("name", c.c_char_p),
        ("use", c.c_int),
        ("attachment", c.c_int),
        ("enabled", c.c_int),
        ("classes_count", c.c_int),
        ("classes", c.c_void_p),
    )


class Pointers:
    """`count` pointers on a display such as ":7"; the first is the one that xdotool moves too."""

    def __init__(self, display, count):
        self._x, self._xi, self._xtest = _libraries()
        self._display = self._x.XOpenDisplay(display.encode())
        assert self._display, f"no display {display}"
        major, minor = c.c_int(2), c.c_int(2)
        assert self._xi.XIQueryVersion(self._display, major, minor) == 0
        names = ["Virtual core", *(f"finger {number}" for number in range(2, count + 1))]
        for name in names[1:]:
            change = _AddMaster(_ADD_MASTER, name.encode(), 1, 1)
            assert self._xi.XIChangeHierarchy(self._display, c.byref(change), 1) == 0
        found = c.c_int()
        devices = self._xi.XIQueryDevice(self._display, _ALL_DEVICES, found)
        ids = {devices[at].name.decode(): devices[at].id for at in range(found.value)}
        self._xi.XIFreeDeviceInfo(devices)
        self._masters = [ids[f"{name} pointer"] for name in names]
        self._buttons = [self._xi.XOpenDevice(self._display, ids[f"{name} XTEST pointer"]) for name in names]
        self._root = self._x.XDefaultRootWindow(self._display)

    def move(self, pointer, x, y):
        """Put one pointer somewhere (pixels)."""
        self._xi.XIWarpPointer(self._display, self._masters[pointer], 0, self._root, 0, 0, 0, 0, x, y)
        self._x.XSync(self._display, 0)

    def press(self, pointer, *, down):
        """Its left button goes down or up."""
        self._xtest.XTestFakeDeviceButtonEvent(self._display, self._buttons[pointer], _LEFT, int(down), None, 0, 0)
        self._x.XSync(self._display, 0)

    def close(self):
        """Leave the display with one pointer, as it was."""
        for master in self._masters[1:]:
            change = _RemoveMaster(_REMOVE_MASTER, master, _FLOATING, 0, 0)
            assert self._xi.XIChangeHierarchy(self._display, c.byref(change), 1) == 0
        self._x.XSync(self._display, 0)
        self._x.XCloseDisplay(self._display)


def _libraries():
    x, xi, xtest = (c.CDLL(name) for name in ("libX11.so.6", "libXi.so.6", "libXtst.so.6"))
    x.XOpenDisplay.restype = c.c_void_p
    x.XCloseDisplay.argtypes = (c.c_void_p,)
    x.XDefaultRootWindow.restype, x.XDefaultRootWindow.argtypes = c.c_ulong, (c.c_void_p,)
    x.XSync.argtypes = (c.c_void_p, c.c_int)
    number = c.POINTER(c.c_int)
    xi.XIQueryVersion.argtypes = (c.c_void_p, number, number)
    xi.XIChangeHierarchy.argtypes = (c.c_void_p, c.c_void_p, c.c_int)
    xi.XIQueryDevice.restype, xi.XIQueryDevice.argtypes = c.POINTER(_Device), (c.c_void_p, c.c_int, number)
    xi.XIFreeDeviceInfo.argtypes = (c.POINTER(_Device),)
    places = (c.c_double, c.c_double)
    xi.XIWarpPointer.argtypes = (
        c.c_void_p,
        c.c_int,
        c.c_ulong,
        c.c_ulong,
        *places,
        c.c_uint,
        c.c_uint,
        *places,
    )
    xi.XOpenDevice.restype, xi.XOpenDevice.argtypes = c.c_void_p, (c.c_void_p, c.c_ulong)
    xtest.XTestFakeDeviceButtonEvent.argtypes = (
        c.c_void_p,
        c.c_void_p,
        c.c_uint,
        c.c_int,
        number,
        c.c_int,
        c.c_ulong,
    )
    return x, xi, xtest
