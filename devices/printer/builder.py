"""python-escpos as a builder of bytes, and nothing else: its transports block and guess, its import leaves things behind."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
from functools import lru_cache
from types import ModuleType
from typing import Any

_PICKLES = "ESCPOS_CAPABILITIES_PICKLE_DIR"


@lru_cache(maxsize=1)
def _library() -> ModuleType:
    """Import python-escpos 3.1 without its side effects.

    At import it makes a temporary folder that nobody removes, unpickles what it finds in the folder that an
    environment variable names, and sets up logging for the whole program.  Here it gets a private, empty folder
    that is gone afterwards, and the root logger stays as it was.
    """
    private = tempfile.mkdtemp(prefix="kiosk-escpos-")
    this_thread = threading.get_ident()
    real = tempfile.mkdtemp

    def mkdtemp(*args: Any, **kwargs: Any) -> str:
        return private if threading.get_ident() == this_thread else real(*args, **kwargs)

    handlers, before = list(logging.root.handlers), os.environ.get(_PICKLES)
    os.environ[_PICKLES] = private
    tempfile.mkdtemp = mkdtemp  # type: ignore[assignment]  # for this thread only, and only until the import is done
    try:
        import escpos.printer
    finally:
        tempfile.mkdtemp = real
        logging.root.handlers[:] = handlers
        if before is None:
            del os.environ[_PICKLES]
        else:
            os.environ[_PICKLES] = before
        shutil.rmtree(private, ignore_errors=True)
    module: ModuleType = escpos.printer
    return module


_PLAIN = (1, 1, False, False)  # width, height, bold, small


class Builder:
    """Collects the bytes of one job."""

    def __init__(self) -> None:
        self._printer = _library().Dummy()
        self._aligned = "left"
        self._styled = _PLAIN

    @property
    def data(self) -> bytes:
        """Everything so far."""
        output: bytes = self._printer.output
        return output

    def raw(self, data: bytes) -> None:
        """Bytes as they are."""
        self._printer._raw(data)  # noqa: SLF001  (the library's own way to add bytes)

    def reset(self) -> None:
        """ESC @: as after power-on; the first alignment is said whatever it is."""
        self._printer.hw("INIT")
        self._aligned = ""
        self._styled = _PLAIN

    def align(self, align: str) -> None:
        """ESC a, when it changes: "left", "center" or "right"."""
        if align != self._aligned:
            self._printer.set(align=align)
            self._aligned = align

    def style(self, *, width: int, height: int, bold: bool, small: bool) -> None:
        """GS !, ESC E and ESC M, each when it changes."""
        was, self._styled = self._styled, (width, height, bold, small)
        if was[:2] != (width, height):
            self._printer.set(custom_size=True, width=width, height=height)
        if was[2] != bold:
            self._printer.set(bold=bold)
        if was[3] != small:
            self._printer.set(font="b" if small else "a")

    def qr(self, data: str, module_dots: int) -> None:
        """A QR code that the printer draws itself, error correction M."""
        from escpos.constants import QR_ECLEVEL_M

        self._printer.qr(data, native=True, size=module_dots, ec=QR_ECLEVEL_M)

    def cut(self) -> None:
        """Feed to the cutter and cut (GS V 66 0)."""
        self._printer.cut(feed=False)
